"""The best plan so far with what is proved of it, and what every step of the road does with a plan or a bound."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.measure import ceiling, columns_of, measure
from solver.assignment.model.search import Limits
from solver.assignment.result import Level, Result
from solver.assignment.road.fill import Filler
from solver.assignment.road.lead import Lead
from solver.assignment.road.program import Part, Program
from solver.assignment.road.sets import Sets
from solver.assignment.road.solved import Budget, Floats, Floor, Solved, floor_of
from solver.assignment.road.standing import Standing
from solver.assignment.road.windows import Windows

Ints = NDArray[np.int64]
# How close value and bound of the last level are where a search of the whole brings more than windows.
CLOSE: Final = 0.005


@dataclass
class Best:
    """The best plan so far, and for each level what no plan has more of with those above at least as they are.

    ``known`` are such bounds by name from elsewhere.
    """

    filler: Filler
    limits: Limits
    pairs: Ints
    reserve: float = 0.0
    lead: Lead | None = None
    known: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.program: Program = self.filler.program
        linear = self.program.linear
        values = measure(linear, self.pairs)
        if values is None:
            raise ValueError("expected a plan that keeps every rule")
        self.values = values
        tops = {level.name: ceiling(linear, k) + level.constant for k, level in enumerate(linear.levels)}
        self.tops = [min(top, self.known.get(name, top)) for name, top in tops.items()]
        self.drawn = dict[int, Windows]()
        self.sets = Sets(self.program, self.limits)
        self.near = None if self.lead is None else self.lead.near(len(linear.problem.tasks))
        self.last = len(linear.levels) - 1

    @property
    def first_open(self) -> int:
        """The first level that is not proved; one beyond the last if all are."""
        wrong = [k for k in range(self.last + 1) if self.values[k] != self.tops[k]]
        return wrong[0] if wrong else self.last + 1

    def consider(self, pairs: Ints | None) -> bool:
        """Take a plan if it is better; return whether it was."""
        values = None if pairs is None else measure(self.program.linear, pairs)
        if pairs is None or values is None or values <= self.values:
            return False
        self.pairs, self.values = pairs, values
        self._tell()
        return True

    def _is_close(self) -> bool:
        """Return whether the last level's bound is so close that a search of the whole may prove it."""
        return bool(self.tops[-1] - self.values[-1] <= CLOSE * abs(self.tops[-1]))

    def _may_go_on(self) -> bool:
        return self._seconds_left() > 0 and not self.limits.wish.is_set()

    def _seconds_left(self) -> float:
        """Return the seconds left for plans: bounds have a share of their own at the end."""
        return self.limits.seconds - self.reserve

    def _is_open(self, level: int) -> bool:
        """Return whether a level is not proved and there is time."""
        return self.values[level] != self.tops[level] and self._may_go_on()

    def _budget(self, seconds: float) -> Budget:
        """Return so many seconds, if there are as many."""
        most = min(seconds, self._seconds_left())
        return Budget(time.monotonic() + most, self.limits.wish, self.limits.seed, self.limits.workers)

    def _stage(self, level: int, free: Ints) -> Part:
        """Return the demands on the needed pairs, with all others off; only of rows that bind firmly."""
        nothing = np.zeros(len(self.program.linear.member), np.int64)
        return self.program.part(free, nothing, priced=level == self.last)

    def _near(self, free: Ints) -> Ints:
        """Return the pairs that matter most, and those of the best plan."""
        if self.near is None:
            return free
        kept = self.near.copy()
        kept[self.pairs] = True
        return free[kept[free]]

    def _start(self, part: Part) -> Floats | None:
        """Return what of the best plan lies in a part, where that alone is a plan."""
        mine = np.intersect1d(part.column, self.pairs)
        found = columns_of(self.program.linear, mine)
        return None if found is None else found[part.column].astype(float)

    def _consider_filled(self, chosen: Ints) -> None:
        """Fill up a plan of some of the tasks, those of the best plan first where they still fit, and consider it."""
        standing = Standing(self.program, chosen)
        task = self.program.linear.task
        for pair in self.pairs[standing.owner[task[self.pairs]] < 0].tolist():
            one = np.array([pair])
            if int(task[pair]) not in self.filler.batch and standing.fits(one):
                standing.take(one)
        self.filler.fill(standing)
        self.consider(standing.pairs)

    def _floors(self, level: int, part: Part) -> list[Floor]:
        """Return what the levels above must keep, without their constants."""
        linear = self.program.linear
        worth = self.program.worth[:, part.column]
        return [floor_of(worth[k], self.values[k] - linear.levels[k].constant) for k in range(level) if worth[k].any()]

    def _learn(self, level: int, found: Solved) -> None:
        """Take the bound of a search over all plans that keep the levels above."""
        if math.isfinite(found.bound):
            top = math.floor(found.bound + 1e-4 + 1e-9 * abs(found.bound)) + self.program.linear.levels[level].constant
            self.tops[level] = max(min(self.tops[level], top), self.values[level])

    @property
    def _all(self) -> Ints:
        return np.arange(self.program.n_pairs)

    def _fill(self) -> None:
        """Take what still fits, so that the plan is whole whatever was cut short."""
        standing = Standing(self.program, self.pairs)
        self.filler.fill(standing)
        self.consider(standing.pairs)

    def _tell(self) -> None:
        if self.limits.progress:
            level = min(self.first_open, self.last)
            self.limits.progress(self.program.linear.levels[level].name, self.values[level], self.tops[level])

    def result(self) -> Result:
        """Return the plan with value and bound of every level."""
        linear = self.program.linear
        levels = tuple(
            Level(level.name, value, top)
            for level, value, top in zip(linear.levels, self.values, self.tops, strict=True)
        )
        proved = all(level.gap == 0 for level in levels)
        stopped = "" if proved else "interrupt" if self.limits.wish.is_set() else "time limit"
        return Result("optimal" if proved else "feasible", linear.plan(self.pairs), levels, stopped)
