"""What is known of plans over periods: which can be worked, in what sequence, and what cannot comes back as cuts."""

from __future__ import annotations

import math
import time as clock
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.linear import Linear
from solver.assignment.sprints.sequence.cuts import Cut, cut_of
from solver.assignment.sprints.sequence.jobs import Jobs, closure, jobs_of
from solver.assignment.sprints.sequence.lags import Spans, spans_of, tied
from solver.assignment.sprints.sequence.prompt import prompt
from solver.assignment.sprints.sequence.sequenced import sequenced
from solver.domain.plan import Plan
from solver.matching.problem import Problem
from solver.matching.time import TICKS, Time, plan_of

Ints = NDArray[np.int64]
# Seconds of one exact search of a period's sequence.
SECONDS: Final = 10.0
# What is said of a plan in whose periods no other order ends urgent work earlier.
EARLY: Final = "no other order of a period's work ends urgent work earlier"
# From so many pieces in a period on, the smallest set that cannot be sequenced is not looked for.
MOST_PIECES: Final = 400


@dataclass
class Sequences:
    """Sequences of the periods of a problem's plans; ``unknown`` are periods whose search was cut short."""

    problem: Problem
    seconds: float = SECONDS
    waits: Mapping[int, frozenset[int]] = field(default_factory=dict)
    spans: Spans = field(default_factory=dict)
    unknown: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Find out what each piece waits for, through others too."""
        self.waits, self.spans = closure(self.time.waits), spans_of(self.time)

    @property
    def time(self) -> Time:
        """Slots and pieces."""
        if self.problem.time is None:
            raise ValueError("expected a problem over slots and pieces")
        return self.problem.time

    def jobs(self, placed: Mapping[int, int]) -> list[Jobs]:
        """Return the jobs of each period, or of those that lags tie, where ``placed`` is the row of each piece."""
        return tied(self.time, jobs_of(self.problem, self.time, placed, self.waits), self.spans)

    def starts(self, placed: Mapping[int, int]) -> list[dict[int, int]] | None:
        """Return the starts of each of the jobs' pieces, None if some have no sequence; one not known has no starts."""
        found = []
        for jobs in self.jobs(placed):
            starts = sequenced(jobs, self.seconds)
            if starts is None or (isinstance(starts, str) and self.has_long_chain(jobs)):
                return None
            if isinstance(starts, str):
                self.unknown.update(jobs.periods)
            found.append({} if isinstance(starts, str) else starts)
        return found

    def cuts(self, placed: Mapping[int, int]) -> list[Cut]:
        """Return a cut for each period that has no sequence."""
        found = []
        for jobs in self.jobs(placed):
            if sequenced(jobs, self.seconds) is None:
                few = len(jobs.jobs) <= MOST_PIECES
                pairs = tuple((job.row, piece) for piece, job in jobs.jobs.items())
                found.append(cut_of(self.problem, jobs) if few else (pairs, len(pairs) - 1))
        return found

    def has_long_chain(self, jobs: Jobs) -> bool:
        """Return whether pieces that wait for each other take longer than their period, where more is out of reach."""
        longest, time = dict[int, int](), self.time
        for piece in sorted(jobs.jobs, key=lambda c: len(jobs.before[c])):
            row, before = jobs.jobs[piece].row, 0
            for other in jobs.before[piece]:
                lag, there = jobs.lag(piece, other), int(time.period[jobs.jobs[other].row])
                before = max(before, time.later(there, longest[other], row, lag) if lag else longest[other])
            longest[piece] = before + int(time.ticks[row, piece])
            if longest[piece] > TICKS * time.days[time.period[row]]:
                return True
        return False

    def plan(
        self, placed: Mapping[int, int], starts: Iterable[dict[int, int]], until: float = math.inf
    ) -> tuple[Plan, bool]:
        """Return the plan of placed pieces with start and end of each, as ``in_order`` does."""
        return in_order(self.time, placed, zip(self.jobs(placed), starts, strict=True), until)


def in_order(
    time: Time, placed: Mapping[int, int], periods: Iterable[tuple[Jobs, dict[int, int]]], until: float = math.inf
) -> tuple[Plan, bool]:
    """Return the plan of placed pieces with start and end of each, urgent work as early as is found.

    Parameters
    ----------
    time : Time
        Slots and pieces.
    placed : mapping of int to int
        The row of each piece.
    periods : iterable of (Jobs, dict)
        The jobs of each period, and starts that can be worked; none where no sequence is known.
    until : float
        When to stop looking for earlier ones, in seconds of ``time.monotonic``.

    Returns
    -------
    tuple of Plan and bool
        Every assignment with start and end in days from the first morning of its period, and whether no other order
        of a period's work ends urgent work earlier.
    """
    moments, is_best, each = dict[int, tuple[Fraction, Fraction]](), True, list(periods)
    for number, (jobs, starts) in enumerate(each):
        is_best &= bool(starts) or not jobs.jobs
        if starts:
            share = (until - clock.monotonic()) / (len(each) - number)
            better, is_proved = prompt(jobs, starts, clock.monotonic() + share)
            moments |= jobs.moments(better)
            is_best &= is_proved
    place = {
        (time.tasks[t], n): c for c, (t, n) in enumerate(zip(time.task.tolist(), time.number.tolist(), strict=True))
    }
    found = []
    for one in plan_of(time, placed.items()).assignments:
        start, end = moments.get(place[one.task, one.piece], (None, None))
        found.append(replace(one, start=start, end=end))
    return Plan(tuple(found)), is_best


def placed_of(linear: Linear, pairs: Ints) -> dict[int, int]:
    """Return the row of each piece that columns of pairs place."""
    return dict(zip(linear.task[pairs].tolist(), linear.member[pairs].tolist(), strict=True))


def with_cuts(problem: Problem, cuts: list[Cut]) -> Problem:
    """Return the problem with more cuts."""
    if problem.time is None:
        return problem
    return replace(problem, time=replace(problem.time, cuts=(*problem.time.cuts, *cuts)))
