"""The road: a whole plan early, each level settled by the cheapest means that proves it, then better to the end."""

from __future__ import annotations

import math
import time
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.measure import columns_of
from solver.assignment.road.best import Best
from solver.assignment.road.bounds import proof_of
from solver.assignment.road.cp_sat import search
from solver.assignment.road.highs import branch_and_bound, relax
from solver.assignment.road.improve import Improver
from solver.assignment.road.needed import needed
from solver.assignment.road.solved import Budget, Solved, floor_of
from solver.assignment.road.turns import (
    FEW_PAIRS,
    LED_PAIRS,
    SETS_SECONDS,
    SOLVERS_PAIRS,
    class_share,
    class_turns,
    solvers_for,
)
from solver.assignment.road.windows import Windows

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
# Of what is left for the last level: a first look at the whole and at windows, and a search of the whole.
FIRST_SHARE: Final = 0.1
FIRST_LOOK: Final = 2.0
WHOLE_SHARE: Final = 0.5
# What part of the tasks may stay out where hours are said to suffice, and what a search of the whole has then.
ROOMY: Final = 0.02
ROOMY_SHARE: Final = 0.7
# What a search of the whole has where there are few pairs.
FEW_SHARE: Final = 0.9
# What a search of the whole may take of the time that is left, again and again: one cut short begins anew.
SEARCH_SHARE: Final = 0.3
# What part of a look at sets of tasks is for their bound.
LOOK_SHARE: Final = 0.7
# What part of the settled members stay so: fewer where a search finds nothing.
WIDER: Final = (1.0, 0.7)
QUALITY_LOOK: Final = 0.25
# What a search of the nearest pairs may take.
NEAR_SHARE: Final = 0.3
# Seconds of the first turn of a search; each later one has twice as many. Windows without a gain before a turn ends.
FIRST_TURN: Final = 0.25
# Seconds below which no bound is begun.
LEAST_SECONDS: Final = 0.02
# The most seconds that a window may take.
LONGEST: Final = 2.0
VAIN: Final = 20


class Road(Best):
    """The best plan so far, and how it becomes better: level after level, then the last one to the end."""

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
            self._open_last()
        self.go_on()

    def go_on(self) -> None:
        """Better the plan by turns until it is proved or time is up; then fill it and bound what is open."""
        turn, order = FIRST_TURN, self._solvers
        while self.first_open <= self.last and self._may_go_on():
            if self.first_open < self.last:
                self._improve(self.first_open, turn)
            self._improve(self.last, 2 * turn)
            if self.first_open < self.last or self._is_close():
                self._search(self.first_open, max(turn, SEARCH_SHARE * self._seconds_left()), order[:1])
            turn, order = 2 * turn, order[::-1]
        self._fill()
        self._bound_rest()

    def _open_last(self) -> None:
        """Begin the last level where every class is proved: hours often suffice, and then a whole search proves it."""
        if self._is_roomy():
            is_all = self.program.n_pairs <= LED_PAIRS
            free = self._all if is_all else self._near(self._all)
            self._whole(self.last, free, ROOMY_SHARE * self._seconds_left(), ["highs"], is_all=is_all)
        first = min(FIRST_SHARE * self._seconds_left(), FIRST_LOOK)
        if self.program.n_pairs <= FEW_PAIRS:
            # One search that is not cut short proves more than several that are.
            self._improve(self.last, first)
            self._search(self.last, FEW_SHARE * self._seconds_left(), self._solvers[:1])
            return
        look = QUALITY_LOOK * self._seconds_left()
        is_early = self._have_sets_time(look)
        if is_early and self._is_open(self.last):
            # Sets bring most of what is missing at once, whatever the plan is that they start from.
            self._look(self.last, look)
        else:
            self._search(self.last, min(2 * first, FIRST_LOOK), self._solvers[:1])
        self._improve(self.last, first)
        if self._is_close():
            self._search(self.last, WHOLE_SHARE * self._seconds_left(), self._solvers)
            return
        if self._is_open(self.last) and not is_early:
            self._look(self.last, QUALITY_LOOK * self._seconds_left())
        if self.near is not None and self._is_open(self.last) and self.program.n_pairs > LED_PAIRS:
            self._whole(self.last, self._near(self._all), NEAR_SHARE * self._seconds_left(), ["highs"], is_all=False)

    def _have_sets_time(self, seconds: float) -> bool:
        """Return whether so many seconds suffice for the bound of sets of tasks."""
        return self.sets.is_able() and SETS_SECONDS * len(self.program.row) < LOOK_SHARE * seconds

    @property
    def _solvers(self) -> list[str]:
        """The solvers of a whole, the one that proves most first."""
        return solvers_for(self.program.n_pairs, self.program.entries_of_each)

    def _is_roomy(self) -> bool:
        """Return whether nearly all tasks that anybody can have are placed: little binds then, and pairs prove much."""
        able = len(np.unique(self.program.linear.task[: self.program.n_pairs]))
        return able - len(self.pairs) <= ROOMY * able

    def _settle(self, level: int) -> None:
        """Give one class its share of the time: over just the tasks that it needs, as a whole and by windows."""
        is_last = level == self.last - 1
        share = class_share(is_last=is_last) * self._seconds_left()
        free = needed(self.program.linear, level)
        led = self.near is not None
        for kind, part in class_turns(
            len(free), share, is_last=is_last, is_led=led, entries=self.program.entries_of_each
        ):
            if self._is_open(level) and kind == "windows":
                self._stage_windows(level, free, part * share)
            elif self._is_open(level) and kind == "near":
                self._whole(level, self._near(free), part * share, ["highs"], is_all=False)
            elif self._is_open(level) and kind == "sets":
                self._look(level, part * share)
            elif self._is_open(level):
                self._whole(level, free, part * share, [kind])

    def _look(self, level: int, seconds: float) -> None:
        """Bound a level by sets of tasks; where most members have one that seems good, search what is left."""
        linear = self.program.linear
        end = time.monotonic() + min(seconds, self._seconds_left())
        plain = [value - each.constant for value, each in zip(self.values, linear.levels, strict=True)]
        look = self.sets.look(tuple(plain[:level]), LOOK_SHARE * seconds, best=plain[level])
        self._learn(level, Solved(None, look.bound, is_done=True))
        for part in WIDER:
            if look.settled and self._is_open(level) and end > time.monotonic():
                settled = np.concatenate(look.settled[: math.ceil(part * len(look.settled))])
                self._finish(level, np.sort(settled), end - time.monotonic())

    def _finish(self, level: int, settled: Ints, seconds: float) -> None:
        """Search a level with some members settled on what they have."""
        linear, program = self.program.linear, self.program
        free = needed(program.linear, level) if level < self.last else self._all
        member, task = linear.member[free], linear.task[free]
        free = free[~np.isin(member, linear.member[settled]) & ~np.isin(task, linear.task[settled])]
        if not len(free):
            return
        on = linear.switched(settled)
        part = program.part(free, on, priced=level == self.last)
        on[part.column] = 0
        worth = program.worth[:, part.column]
        floors = [
            floor_of(worth[k], self.values[k] - linear.levels[k].constant - int(program.worth[k] @ on))
            for k in range(level)
            if worth[k].any()
        ]
        start = self._start(part) if len(np.intersect1d(self.pairs, settled)) == len(settled) else None
        budget = self._budget(seconds)
        found = branch_and_bound(part, linear.task[part.column], worth[level].astype(float), floors, budget, start)
        if found.columns is not None:
            chosen = part.column[(part.column < program.n_pairs) & (found.columns > 0.5)]
            self._consider_filled(np.union1d(settled, chosen))

    def _stage_windows(self, level: int, free: Ints, seconds: float) -> None:
        """Work over windows of just the tasks that a level needs; take the plan, filled with what else fits."""
        task = self.program.linear.task
        needed = np.zeros(len(self.program.linear.problem.tasks), bool)
        needed[task[free]] = True
        pairs = self.pairs[needed[task[self.pairs]]]
        if columns_of(self.program.linear, pairs) is None:
            # What a level needs may hold with others of its crew or batch alone.
            pairs = self.pairs
        improver = Improver(self.program, self._windows(level, free), pairs, self._budget(seconds))
        improver.run(level, tuple(self.tops), vain=VAIN, share=self._share(seconds))
        self._consider_filled(improver.standing.pairs)

    def _windows(self, level: int, free: Ints | None) -> Windows:
        """Return the windows of a level, kept with the size that proved right."""
        if level not in self.drawn:
            self.drawn[level] = Windows(self.program, self.filler, self.limits.seed, free, self.near)
        return self.drawn[level]

    def _share(self, seconds: float) -> float:
        """Return how many of the seconds one window may take."""
        return max(0.1, min(LONGEST, seconds / 4))

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
        self._whole(level, needed(self.program.linear, level) if level < self.last else self._all, seconds, solvers)

    def _bound_rest(self) -> None:
        """Bound each level that is not proved by a linear program over all pairs."""
        # Classes often have a bound of a search already; the quality seldom has.
        for level in sorted(range(self.first_open, self.last + 1), reverse=True):
            if (
                self.values[level] == self.tops[level]
                or self.limits.seconds <= LEAST_SECONDS
                or self.limits.wish.is_set()
            ):
                continue
            # What makes plans cost more only takes from the quality: without it a bound is there soon, if less close.
            is_last, has_marks = level == self.last, len(self.program.linear.member) > self.program.n_pairs
            for priced in (False, True) if is_last and has_marks else (is_last,):
                if self.limits.seconds > LEAST_SECONDS:
                    self._bound(level, priced=priced)
            if self.values[level] != self.tops[level]:
                self._look_only(level)

    def _bound(self, level: int, *, priced: bool) -> None:
        """Bound a level by a linear program over the pairs that it needs."""
        free = needed(self.program.linear, level) if level < self.last else self._all
        part = self.program.part(free, np.zeros(len(self.program.linear.member), np.int64), priced=priced)
        worth, floors = self.program.worth[level, part.column].astype(float), self._floors(level, part)
        budget = Budget(self.limits.end, self.limits.wish)
        found = relax(part, worth, floors, budget, by="dual" if level == self.last else "inner")
        if found.duals is not None:
            bound = proof_of(part, worth, floors, found.duals).bound
            self._learn(level, Solved(None, bound, is_done=True))

    def _look_only(self, level: int) -> None:
        """Bound a level by sets of tasks in all the time that is left."""
        levels = self.program.linear.levels
        held = tuple(self.values[k] - levels[k].constant for k in range(level))
        look = self.sets.look(held, self.limits.seconds - LEAST_SECONDS, best=2**62)
        self._learn(level, Solved(None, look.bound, is_done=True))
