"""Improves a plan window by window: large neighbourhood search (Shaw 1998) with two solvers, level above level."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.measure import columns_of, values_of
from solver.assignment.road.cp_sat import search
from solver.assignment.road.highs import branch_and_bound
from solver.assignment.road.program import Part, Program
from solver.assignment.road.solved import Budget, Floats, Floor, Solved, floor_of
from solver.assignment.road.standing import Standing
from solver.assignment.road.windows import Windows

Ints = NDArray[np.int64]
# How often the last level's windows go to the solver that has gained less for its time so far.
OTHER: Final = 0.25


class Improver:
    """The best plan so far and its values; windows replace parts of it by better ones, where ``accepts`` says yes."""

    def __init__(
        self,
        program: Program,
        windows: Windows,
        pairs: Ints,
        budget: Budget,
        accepts: Callable[[Ints], bool] = lambda _: True,
    ) -> None:
        self.program, self.windows, self.budget, self.accepts = program, windows, budget, accepts
        self.begin(pairs)
        self.count = self.gains = 0

    def begin(self, pairs: Ints) -> None:
        """Go on from a plan, which breaks no demand."""
        columns = columns_of(self.program.linear, pairs)
        if columns is None:
            raise RuntimeError("windows begin with a plan that breaks a demand")
        self._take(pairs, columns, values_of(self.program.linear, columns))

    def run(self, level: int, tops: tuple[int, ...], *, vain: int, share: float) -> None:
        """Work over windows until time is up, a level and those above are at their tops, or so many brought nothing.

        Parameters
        ----------
        level : int
            What to better; levels above are kept at least as they are.
        tops : tuple of int
            Bounds of the levels up to this one.
        vain : int
            Windows in a row without a gain before it ends.
        share : float
            Seconds that a window may take.
        """
        nothing = 0
        while nothing < vain and time.monotonic() < self.budget.end and not self.budget.wish.is_set():
            if self.values[: level + 1] == tops[: level + 1]:
                return
            nothing = 0 if self.window(level, share) else nothing + 1

    def window(self, level: int, share: float) -> bool:
        """Work over one window; return whether the plan became better."""
        free = self.windows.draw(self.standing)
        if not len(free):
            return False
        began = time.monotonic()
        part = self.part(free, priced=level + 1 == len(self.values))
        worth = self.program.worth[:, part.column]
        now = self.columns[part.column].astype(float)
        floors = [floor_of(worth[k], float(worth[k] @ now)) for k in range(self.held(level)) if worth[k].any()]
        budget = replace(self.budget, end=min(self.budget.end, began + share), seed=self.count)
        name = "cp_sat" if level + 1 < len(self.values) else self.windows.solver(OTHER)
        found = self._solved(name, part, self.goal(worth, level), floors, budget, now)
        self.count += 1
        taken = time.monotonic() - began
        is_gain = found.columns is not None and self._replace(
            free, part.column[(part.column < self.program.n_pairs) & (found.columns > 0.5)]
        )
        self.windows.heed(taken, share, is_done=found.is_done, name=name, is_gain=is_gain)
        return is_gain

    def part(self, free: Ints, *, priced: bool) -> Part:
        """Return what binds the free pairs of a window."""
        return self.program.part(free, self.standing.on, priced=priced)

    def held(self, level: int) -> int:
        """Return how many levels keep what they have in each window."""
        return level

    def goal(self, worth: Ints, level: int) -> Ints:
        """Return what a window maximises, where columns have these worths in each level."""
        return np.asarray(worth[level])

    def _solved(self, name: str, part: Part, worth: Ints, floors: list[Floor], budget: Budget, now: Floats) -> Solved:
        task = self.program.linear.task[part.column]
        if name == "cp_sat":
            return search(part, task, worth, floors, budget, now)
        return branch_and_bound(part, task, worth.astype(float), floors, budget, now)

    def _replace(self, free: Ints, chosen: Ints) -> bool:
        """Let chosen pairs hold instead of the free ones that do, if that is a better plan."""
        before = self.standing.pairs
        pairs = np.union1d(before[~np.isin(before, free)], chosen)
        if len(pairs) == len(before) and (pairs == before).all():
            return False
        columns = columns_of(self.program.linear, pairs)
        values = () if columns is None else values_of(self.program.linear, columns)
        if columns is None or values <= self.values or not self.accepts(pairs):
            return False
        self._take(pairs, columns, values)
        self.gains += 1
        return True

    def _take(self, pairs: Ints, columns: Ints, values: tuple[int, ...]) -> None:
        self.values, self.standing, self.columns = values, Standing(self.program, pairs), columns
