"""The work of one period as jobs on machines: who does which piece, for how long, after what, between which days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.domain.calendar import Slot
from solver.domain.order import needs_first
from solver.matching.problem import Problem
from solver.matching.time import Time

Ints = NDArray[np.int64]
NONE: Final = Fraction(0)


@dataclass(frozen=True)
class Job:
    """A piece with its owner's row, minutes, and the owner's minutes between which it must be worked.

    ``weight`` is the value of a task that may end with the piece, or go on in a later period, 0 for parts that others
    of the period come after. ``rank`` says how urgent that is: what ends comes before what goes on in the same class.
    """

    piece: int
    row: int
    minutes: int
    first: int
    last: int
    rank: int = 0
    weight: int = 1


@dataclass(frozen=True)
class Jobs:
    """The jobs of one period, or of several that lags tie, by piece, what each waits for, and the slots of the rows.

    Starts are whole minutes of the owner's own hours in the period: a member does one piece at a time, each without a
    break, and no piece starts before the moment at which what it waits for ends. ``lags`` are the working days, above
    0, that must go by between two of them, by the pair of a piece and one that it waits for; ``time`` counts them.
    """

    jobs: Mapping[int, Job]
    before: Mapping[int, tuple[int, ...]]
    slots: tuple[Slot, ...]
    periods: tuple[int, ...] = ()
    lags: Mapping[tuple[int, int], Fraction] = field(default_factory=dict)
    time: Time | None = None

    def only(self, pieces: Iterable[int]) -> Jobs:
        """Return some of the jobs; who waits for whom is known through those left out, too."""
        kept = set(pieces)
        before = {piece: tuple(b for b in self.before[piece] if b in kept) for piece in kept}
        return replace(self, jobs={piece: self.jobs[piece] for piece in kept}, before=before)

    def among(self, pieces: Iterable[int], starts: Mapping[int, int]) -> Jobs:
        """Return some of the jobs, all those of their rows, between what the others leave them if they stay."""
        found = self.only(pieces)
        jobs = dict(found.jobs)
        for piece in found.jobs:
            for other in set(self.before[piece]).difference(jobs):
                least = self.passed(other, piece, starts[other] + self.jobs[other].minutes)
                jobs[piece] = replace(jobs[piece], first=max(jobs[piece].first, least))
        for other in set(self.jobs).difference(jobs):
            for piece in set(self.before[other]).intersection(jobs):
                most = self._due(piece, other, starts[other])
                jobs[piece] = replace(jobs[piece], last=min(jobs[piece].last, most))
        return replace(found, jobs=jobs)

    def earliest(self, piece: int, ends: Mapping[int, int]) -> int:
        """Return the first minute of its owner on which a piece may start after what it waits for has ended."""
        first = self.jobs[piece].first
        return max([first, *(self.passed(before, piece, ends[before]) for before in self.before[piece])])

    def passed(self, piece: int, other: int, end: int) -> int:
        """Return the first whole minute of its owner at which another may start where a piece ends at a minute."""
        mine, row, lag = self.jobs[piece].row, self.jobs[other].row, self.lag(other, piece)
        if lag and self.time:
            return self.time.ready(mine, end, row, lag)
        if mine == row:
            return end
        return int(-(-self.slots[row].done_by(self.slots[mine].moment(end)) // 1))

    def period(self, row: int) -> int:
        """Return the period of a row, by which several that are tied come one after the other."""
        return int(self.time.period[row]) if self.time else 0

    def lag(self, piece: int, before: int) -> Fraction:
        """Return the working days that must go by between what a piece waits for and its start."""
        return self.lags.get((piece, before), NONE)

    def _due(self, piece: int, other: int, start: int) -> int:
        """Return the last minute of its owner at which a piece may end where another starts at a minute."""
        mine, row, lag = self.jobs[piece].row, self.jobs[other].row, self.lag(other, piece)
        if lag and self.time:
            return self.time.due(row, start, mine, lag)
        return int(self.slots[mine].done_by(self.slots[row].moment(start, late=True)))

    def moments(self, starts: Mapping[int, int]) -> dict[int, tuple[Fraction, Fraction]]:
        """Return start and end of each piece in days from the first morning of the period."""
        found = {}
        for piece, start in starts.items():
            job = self.jobs[piece]
            slot = self.slots[job.row]
            found[piece] = (slot.moment(start, late=True), slot.moment(start + job.minutes))
        return found


def closure(pairs: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    """Return for each piece all that it waits for, through others too; no cycles."""
    direct: dict[int, list[int]] = {}
    for piece, before in pairs:
        direct.setdefault(piece, []).append(before)
    found: dict[int, frozenset[int]] = {}
    for piece in needs_first(direct, lambda one: direct.get(one, ())):
        mine = direct.get(piece, ())
        found[piece] = frozenset(mine).union(*(found[one] for one in mine))
    return found


def jobs_of(problem: Problem, time: Time, placed: Mapping[int, int], waits: Mapping[int, frozenset[int]]) -> list[Jobs]:
    """Return the jobs of each period of a plan.

    Parameters
    ----------
    problem : Problem
        Over slots and pieces.
    time : Time
        Its slots and pieces.
    placed : Mapping of int to int
        The row of each piece that is placed.
    waits : Mapping
        What each piece waits for, from ``closure``.

    Returns
    -------
    list of Jobs
        By period.
    """
    ranks, weights = _worth(problem, time, placed)
    found: list[dict[int, Job]] = [{} for _ in time.periods]
    for piece, row in placed.items():
        load = int(problem.load[row, piece])
        job = Job(piece, row, load, *time.between(row, piece), ranks[piece], weights[piece])
        found[int(time.period[row])][piece] = job
    return [
        Jobs(jobs, {c: tuple(sorted(b for b in waits.get(c, ()) if b in jobs)) for c in jobs}, time.slots, (p,))
        for p, jobs in enumerate(found)
    ]


def _worth(problem: Problem, time: Time, placed: Mapping[int, int]) -> tuple[list[int], list[int]]:
    """Return how urgent the end of each piece is, and the value of its task; 0 for parts that others come after.

    The last part of a task in a period that is not the last of all is less urgent than what ends a task of its class.
    """
    values = np.bincount(time.task, problem.value, minlength=len(time.tasks)).astype(np.int64)
    ranks, found = [2 * int(rank) for rank in problem.priority], [int(value) for value in values[time.task]]
    for group in time.parts:
        last = {int(time.period[placed[c]]): c for c in group if c in placed}.values()
        for c in group:
            ranks[c] += c != group[-1]
            found[c] *= c in last
    return ranks, found
