"""Slots and pieces folded to members and pieces: who passes every gate for a piece in some period, and how they fit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from solver.domain.plan import Plan
from solver.matching.problem import Problem
from solver.matching.time import Time, indexed


@dataclass(frozen=True)
class Folded:
    """A problem over slots and pieces without its periods."""

    timed: Problem

    @property
    def time(self) -> Time:
        """Slots and pieces."""
        if self.timed.time is None:
            raise ValueError("expected a problem over slots and pieces")
        return self.timed.time

    @cached_property
    def passed(self) -> NDArray[np.bool_]:
        """Whether each member passes all gates for each piece in some period, shape (n_members, n_pieces)."""
        shape = (len(self.time.names), self.time.n_periods, -1)
        return np.asarray(self.timed.eligible.reshape(shape).any(axis=1))

    @cached_property
    def fit(self) -> NDArray[np.float32]:
        """The fit of each member for each piece, shape (n_members, n_pieces)."""
        return self.timed.fit[:: self.time.n_periods]

    @cached_property
    def columns(self) -> dict[tuple[str, int], int]:
        """The column of each piece, by the id of its task and its number in it."""
        pairs = zip(self.time.task.tolist(), self.time.number.tolist(), strict=True)
        return {(self.time.tasks[task], number): c for c, (task, number) in enumerate(pairs)}

    def tasks(self, base: Problem, plan: Plan) -> Problem:
        """Return members and tasks with the gates and the fit that hold for parts and seats, in some period.

        Parameters
        ----------
        base : Problem
            The same world as members and tasks.
        plan : Plan
            Whoever has a piece of a task has the fit for that piece; all others their best for any that they may take.

        Returns
        -------
        Problem
            A pair is eligible if the member passes all gates for some piece of the task in some period.
        """
        first = np.flatnonzero(np.diff(self.time.task, prepend=-1))
        able = np.logical_or.reduceat(self.passed, first, axis=1)
        best = np.maximum.reduceat(np.where(self.passed, self.fit, 0), first, axis=1)
        fit = np.where(able, best, np.maximum.reduceat(self.fit, first, axis=1))
        for row, column in indexed(self.time, plan):
            if row >= 0 and column >= 0:
                member = int(self.time.member[row])
                fit[member, self.time.task[column]] = self.fit[member, column]
        return replace(base, fit=fit, can=able, allowed=able, available=able)
