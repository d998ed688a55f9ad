"""The best plan over periods so far that can be worked, what is proved of it, and what every step does with a plan."""

from __future__ import annotations

import math
import time as clock
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.linear import Linear, linear
from solver.assignment.model.measure import measure
from solver.assignment.model.search import Limits, tell_below
from solver.assignment.result import Level, Result
from solver.assignment.sprints.bounds.capacity import quick_bound
from solver.assignment.sprints.bounds.linear import Relaxed, relaxed
from solver.assignment.sprints.bounds.noted import NONE, Noted
from solver.assignment.sprints.check import EARLY, Sequences, placed_of
from solver.assignment.sprints.columns import Columns
from solver.assignment.sprints.fill import filled
from solver.assignment.sprints.lists.again import list_from
from solver.assignment.sprints.lists.gaps import Gaps
from solver.assignment.sprints.lists.listing import extend
from solver.domain.plan import Plan
from solver.matching.problem import Problem

Ints = NDArray[np.int64]
# What linear programming says of a level where it says nothing.
UNKNOWN: Final = Relaxed(NONE, np.zeros(0))


@dataclass
class Best:
    """The best plan so far that can be worked, and the tops that are proved.

    ``known`` are the row of each placed piece and the values of all levels; ``starts`` are those of each period,
    bettered ``until`` a moment. Of an ``earlier`` plan all stays that can. Bounds are ``noted``, and ``relaxed`` is
    what linear programs say of the level below some that are held.
    """

    problem: Problem
    limits: Limits
    until: float = math.inf
    earlier: Plan | None = None
    known: tuple[dict[int, int], tuple[int, ...]] | None = None
    starts: list[dict[int, int]] = field(default_factory=list)
    stopped: str = ""
    is_impossible: bool = False
    noted: Noted = field(default_factory=Noted)
    relaxed: dict[tuple[int, ...], Relaxed] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Post the rules."""
        self.sequences = Sequences(self.problem)
        self.linear: Linear = linear(self.problem)
        # No cut changes which pairs there are.
        self.columns = Columns(self.linear).of

    def consider(self, pairs: Ints | None, starts: list[dict[int, int]] | None = None) -> bool:
        """Remember a plan if it obeys the rules, can be worked and is better than what is known.

        Parameters
        ----------
        pairs : ndarray of int, or None
            Columns of a plan.
        starts : list of dict, optional
            Of each of its jobs, where they are known.
        """
        values = None if pairs is None else measure(self.linear, pairs)
        if pairs is None or values is None or (self.known is not None and values <= self.known[1]):
            return False
        placed = placed_of(self.linear, pairs)
        starts = starts or self.sequences.starts(placed)
        if starts is None:
            return False
        self.known, self.starts = (placed, values), starts
        self._tell()
        return True

    def top(self, level: int, held: list[int]) -> int:
        """Return the closest bound on a level that is known, with those above held."""
        return min(quick_bound(self.linear, level, held), self.noted.top(held))

    def value(self, held: list[int]) -> int | None:
        """Return what the known plan has on the next level, without its constant, if it has all that is held."""
        if self.known is None:
            return None
        plain = self.plain
        return plain[len(held)] if plain[: len(held)] == held else None

    @property
    def plain(self) -> list[int]:
        """The values of the known plan without constants; none where no plan is known."""
        values = self.known[1] if self.known else ()
        return [value - level.constant for value, level in zip(values, self.linear.levels, strict=False)]

    @property
    def tops(self) -> list[int]:
        """A bound of each level of the known plan, without constants, with those above where it has them."""
        plain = self.plain
        return [self.top(level, plain[:level]) for level in range(len(plain))]

    @property
    def is_best(self) -> bool:
        """Whether a plan is known of which every level is at its bound."""
        return self.known is not None and self.tops == self.plain

    def gaps(self) -> Gaps | None:
        """Return the known plan in gaps, None if there is none or not all of it has starts."""
        return None if self.known is None else self._gaps(self.known[0], self.starts)

    def complete(self, placed: dict[int, int]) -> None:
        """Consider placed pieces with all that a list adds to them."""
        starts = self.sequences.starts(placed)
        self._extended(placed, None if starts is None else self._gaps(placed, starts))

    def _extended(self, placed: dict[int, int], gaps: Gaps | None) -> None:
        """Consider placed pieces, in gaps or not, with all that fits beside them."""
        if gaps is None:
            self.consider(self.columns(filled(self.problem, self.linear, placed)))
            return
        if self.earlier is None:
            extend(gaps)
        else:
            list_from(self.problem, self.sequences.time, self.earlier, self.limits, gaps)
        self.consider(self.columns(gaps.placed))

    def _gaps(self, placed: dict[int, int], starts: Sequence[dict[int, int]]) -> Gaps | None:
        """Return placed pieces in gaps, None where not all have starts."""
        if len(placed) > sum(map(len, starts)):
            return None
        gaps = Gaps(self.problem, self.sequences.time)
        for begun in starts:
            gaps.lay(placed, begun)
        return gaps

    def relaxation(self, level: int, held: Sequence[int], seconds: float) -> Relaxed:
        """Return what linear programming says of a level, which is noted; nothing is a bound of 2**62.

        Prices that were found for the level with others above it held prove a bound here, too, about as close a one.
        """
        key = tuple(held)
        if key not in self.relaxed:
            known = [(k, one) for k, one in self.relaxed.items() if len(k) == level and math.isfinite(one.top)]
            moved = [one.moved(before, held) for before, one in known]
            found = min(moved, key=lambda one: one.bound) if moved else relaxed(self.linear, level, held, seconds)
            if found is None:
                return UNKNOWN
            self.relaxed[key] = found
            self.noted.note(held, found.bound)
        return self.relaxed[key]

    def or_else(self, found: Result) -> Result:
        """Return another result, or the known plan where that is better: then under the bounds of the other."""
        if self.known is None or self.known[1] <= tuple(level.value for level in found.levels):
            return found
        pairs = list(zip(found.levels, self.linear.levels, strict=True))
        held = [told.value - level.constant for told, level in pairs]
        for number, (told, level) in enumerate(pairs):
            self.noted.note(held[:number], told.bound - level.constant)
        return replace(self.result(), stopped=found.stopped)

    def _tell(self) -> None:
        tell_below(self.limits, self.linear.levels, self.plain, self.top)

    def _note_stop(self, *, final: bool = True) -> None:
        if self.limits.wish.is_set():
            self.stopped = "interrupt"
        elif self.limits.seconds <= 0.05 or (final and self.limits.work == math.inf):
            self.stopped = "time limit"
        elif self.limits.work < math.inf:
            self.stopped = "work limit"

    def result(self) -> Result:
        """Return the known plan with its values and what bounds them."""
        if self.known is None:
            return Result("infeasible" if self.is_impossible else "unknown", None, (), self.stopped)
        placed, values = self.known
        levels = tuple(
            Level(level.name, value, top + level.constant)
            for level, value, top in zip(self.linear.levels, values, self.tops, strict=True)
        )
        proved = all(level.gap == 0 for level in levels)
        until = clock.monotonic() if self.limits.wish.is_set() else self.until
        plan, is_early = self.sequences.plan(placed, self.starts, until)
        why = EARLY if is_early else ""
        names = [str(self.sequences.time.periods[p] or "the window") for p in sorted(self.sequences.unknown)]
        notes = tuple(f"the order of work in {name} was checked by its longest chain alone" for name in names)
        status = "optimal" if proved else "feasible"
        return Result(status, plan, levels, "" if proved else self.stopped, why=why, notes=notes)
