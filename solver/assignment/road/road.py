"""The road: a whole plan early, each level settled by the cheapest means that proves it, then better to the end."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.measure import ceiling, columns_of, measure
from solver.assignment.model.search import Limits
from solver.assignment.result import Level, Result
from solver.assignment.road.bounds import priced_bound
from solver.assignment.road.cp_sat import search
from solver.assignment.road.fill import Filler
from solver.assignment.road.highs import branch_and_bound, relax
from solver.assignment.road.improve import Improver
from solver.assignment.road.lead import Lead
from solver.assignment.road.needed import needed
from solver.assignment.road.program import Part, Program
from solver.assignment.road.solved import Budget, Floor, Solved, floor_of
from solver.assignment.road.standing import Standing
from solver.assignment.road.turns import SOLVERS, SOLVERS_PAIRS, class_share, class_turns, solvers_for
from solver.assignment.road.windows import Windows

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
# Of what is left for the last level: a first look at the whole and at windows, and a search of the whole.
FIRST_SHARE: Final = 0.1
FIRST_LOOK: Final = 2.0
WHOLE_SHARE: Final = 0.5
# What a search of the whole may take of the time that is left, again and again: one cut short begins anew.
SEARCH_SHARE: Final = 0.3
# Seconds of the first turn of a search; each later one has twice as many. Windows without a gain before a turn ends.
FIRST_TURN: Final = 0.25
VAIN: Final = 20


@dataclass
class Road:
    """The best plan so far, and for each level what no plan has more of with those above at least as they are."""

    program: Program
    limits: Limits
    pairs: Ints
    reserve: float = 0.0
    lead: Lead | None = None

    def __post_init__(self) -> None:
        linear = self.program.linear
        values = measure(linear, self.pairs)
        if values is None:
            raise ValueError("expected a plan that keeps every rule")
        self.values = values
        self.tops = [ceiling(linear, k) + level.constant for k, level in enumerate(linear.levels)]
        self.filler = Filler(self.program)
        self.drawn = dict[int, Windows]()
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

    def run(self) -> None:
        """Settle the classes one after the other, then better the plan by turns until it is proved or time is up."""
        if not self.program.n_pairs:
            # There is one plan only.
            self.tops = list(self.values)
            return
        for level in range(self.last):
            if self._may_go_on():
                self._settle(level)
        if self.first_open == self.last:
            # Where every class is proved hours often suffice, and then a search of the whole is the shortest way.
            first = FIRST_SHARE * self._seconds_left()
            self._search(self.last, min(2 * first, FIRST_LOOK), solvers_for(self.program.n_pairs)[:1])
            self._improve(self.last, min(first, FIRST_LOOK))
            if self.near is not None and self._is_open(self.last):
                seconds = WHOLE_SHARE * self._seconds_left()
                self._whole(self.last, self._near(self._all), seconds, ["highs"], is_all=False)
            self._search(self.last, WHOLE_SHARE * self._seconds_left(), solvers_for(self.program.n_pairs))
        turn, order = FIRST_TURN, list(SOLVERS)
        while self.first_open <= self.last and self._may_go_on():
            if self.first_open < self.last:
                self._improve(self.first_open, turn)
            self._improve(self.last, 2 * turn)
            self._search(self.first_open, max(turn, SEARCH_SHARE * self._seconds_left()), order[:1])
            turn, order = 2 * turn, order[::-1]
        self._fill()
        self._bound_rest()

    def _may_go_on(self) -> bool:
        return self._seconds_left() > 0 and not self.limits.wish.is_set()

    def _seconds_left(self) -> float:
        """Return the seconds left for plans: bounds have a share of their own at the end."""
        return self.limits.seconds - self.reserve

    def _settle(self, level: int) -> None:
        """Give one class its share of the time: over just the tasks that it needs, as a whole and by windows."""
        is_last = level == self.last - 1
        share = class_share(is_last=is_last) * self._seconds_left()
        free = needed(self.program, level)
        for kind, part in class_turns(len(free), share, is_last=is_last, is_led=self.near is not None):
            if self._is_open(level) and kind == "windows":
                self._stage_windows(level, free, part * share)
            elif self._is_open(level) and kind == "near":
                self._whole(level, self._near(free), part * share, ["highs"], is_all=False)
            elif self._is_open(level):
                self._whole(level, free, part * share, [kind])

    def _is_open(self, level: int) -> bool:
        """Return whether a level is not proved and there is time."""
        return self.values[level] != self.tops[level] and self._may_go_on()

    def _stage_windows(self, level: int, free: Ints, seconds: float) -> None:
        """Work over windows of just the tasks that a level needs; take the plan, filled with what else fits."""
        task = self.program.linear.task
        needed = np.zeros(len(self.program.linear.problem.tasks), bool)
        needed[task[free]] = True
        pairs = self.pairs[needed[task[self.pairs]]]
        improver = Improver(self.program, self._windows(level, free), pairs, self._budget(seconds))
        improver.run(level, tuple(self.tops), vain=VAIN, share=self._share(seconds))
        self._consider_filled(improver.standing.pairs)

    def _budget(self, seconds: float) -> Budget:
        """Return so many seconds, if there are as many."""
        most = min(seconds, self._seconds_left())
        return Budget(time.monotonic() + most, self.limits.wish, self.limits.seed, self.limits.workers)

    def _windows(self, level: int, free: Ints | None) -> Windows:
        """Return the windows of a level, kept with the size that proved right."""
        if level not in self.drawn:
            self.drawn[level] = Windows(self.program, self.filler, self.limits.seed, free, self.near)
        return self.drawn[level]

    def _share(self, seconds: float) -> float:
        """Return how many of the seconds one window may take."""
        return max(0.1, min(0.5, seconds / 4))

    def _stage(self, level: int, free: Ints) -> Part:
        """Return the demands on the needed pairs, with all others off; only of rows that bind firmly."""
        nothing = np.zeros(len(self.program.linear.member), np.int64)
        return self.program.part(free, nothing, priced=level == self.last)

    def _whole(self, level: int, free: Ints, seconds: float, solvers: list[str], *, is_all: bool = True) -> None:
        """Search a level as a whole over its needed pairs, or some; keep plans, filled, and bounds of all.

        Each solver that there are not too many pairs for has two thirds of the time that is left to it.
        """
        able = [name for name in solvers if len(free) <= SOLVERS_PAIRS[name]]
        if not able:
            return
        part = self._stage(level, free)
        worth = self.program.worth[level, part.column]
        floors = self._floors(level, part)
        task = self.program.linear.task[part.column]
        end = time.monotonic() + seconds
        for name in able:
            left = end - time.monotonic()
            if not self._is_open(level) or left <= 0:
                return
            budget = self._budget(left if name == able[-1] else 2 * left / 3)
            now = self._start(part)
            if name == "highs":
                found = branch_and_bound(part, task, worth.astype(float), floors, budget, now)
            else:
                found = search(part, task, worth, floors, budget, now)
            if found.columns is not None:
                self._consider_filled(part.column[(part.column < self.program.n_pairs) & (found.columns > 0.5)])
            if is_all:
                self._learn(level, found)

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

    def _improve(self, level: int, seconds: float) -> None:
        """Work over windows of all tasks for some seconds, keeping the levels above this one."""
        if not self._may_go_on():
            return
        improver = Improver(
            self.program, self._windows(level + len(self.tops), None), self.pairs, self._budget(seconds)
        )
        improver.run(level, tuple(self.tops), vain=10**9, share=self._share(seconds))
        self.consider(improver.standing.pairs)

    def _search(self, level: int, seconds: float, solvers: list[str]) -> None:
        """Search a level over all pairs that it needs."""
        if level > self.last or not self._may_go_on():
            return
        self._whole(level, needed(self.program, level) if level < self.last else self._all, seconds, solvers)

    @property
    def _all(self) -> Ints:
        return np.arange(self.program.n_pairs)

    def _fill(self) -> None:
        """Take what still fits, so that the plan is whole whatever was cut short."""
        standing = Standing(self.program, self.pairs)
        self.filler.fill(standing)
        self.consider(standing.pairs)

    def _bound_rest(self) -> None:
        """Bound each level that is not proved by a linear program over all pairs."""
        # Classes often have a bound of a search already; the quality seldom has.
        for level in sorted(range(self.first_open, self.last + 1), reverse=True):
            if self.values[level] == self.tops[level] or self.limits.seconds <= 0.02 or self.limits.wish.is_set():
                continue
            free = needed(self.program, level) if level < self.last else self._all
            part = self._stage(level, free)
            worth, floors = self.program.worth[level, part.column].astype(float), self._floors(level, part)
            budget = Budget(self.limits.end, self.limits.wish)
            found = relax(part, worth, floors, budget, is_simple=level == self.last)
            if found.duals is not None:
                bound = priced_bound(part, worth, floors, found.duals)
                self._learn(level, Solved(None, bound, is_done=True))

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
