"""Gathers rows and columns as arrays: what rules post to, never a Python loop over pairs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from solver.assignment.model.slices import slices
from solver.matching.problem import Problem

Ints = NDArray[np.int64]


class Sheet:
    """The Poster that rules speak to; ``pair[m, t]`` is the column of a pair's switch, -1 if it fails a gate."""

    def __init__(self, problem: Problem) -> None:
        self.owner, self.task = (index.astype(np.int64) for index in problem.eligible.nonzero())
        self.pair: Ints = np.full(problem.load.shape, -1, dtype=np.int64)
        self.pair[self.owner, self.task] = np.arange(len(self.owner))
        self._by_task = np.argsort(self.task, kind="stable")
        self._starts = np.concatenate([[0], np.cumsum(np.bincount(self.task, minlength=len(problem.tasks)))])
        self.person = problem.person
        self.n_persons = int(self.person.max(initial=-1)) + 1
        self._first = np.unique(self.person, return_index=True)[1].astype(np.int64)
        self.poster = 0
        self.marks: dict[tuple[int, ...], tuple[Ints, Ints, Ints]] = {}
        self.members, self.bounds = [self.owner], [np.repeat([[0, 1]], len(self.owner), axis=0)]
        self.n_columns = len(self.owner)
        self.entries: list[tuple[Ints, Ints, Ints]] = []
        self.limits: list[Ints] = []
        self.names: list[Ints] = []
        self.n_rows = 0

    def at_most(self, terms: Iterable[tuple[int, int, int]], limit: int) -> None:
        """Bound one sum over (member, task, factor)."""
        member, task, factor = np.array(list(terms), dtype=np.int64).reshape(-1, 3).T
        self.add(np.zeros_like(member), self.pair[member, task], factor, (limit,), ((-1, -1),))

    def sums_at_most(
        self, row: ArrayLike, member: ArrayLike, task: ArrayLike, factor: ArrayLike, limits: ArrayLike
    ) -> None:
        """Bound many sums over (member, task, factor) at once."""
        rows, members, tasks, factors = (np.asarray(each, dtype=np.int64) for each in (row, member, task, factor))
        limit = np.asarray(limits, dtype=np.int64)
        self.add(rows, self.pair[members, tasks], factors, limit, np.full((len(limit), 2), -1))

    def members_at_most(self, factors: ArrayLike, limits: ArrayLike) -> None:
        """Bound a sum for each member over all tasks; a limit below 0 is none."""
        shape, limit = self.pair.shape, np.asarray(limits, dtype=np.int64)
        factor = np.broadcast_to(np.asarray(factors, dtype=np.int64), shape)[self.owner, self.task]
        factor = np.where(limit[self.owner] >= 0, factor, 0)
        self.add(self.owner, np.arange(len(factor)), factor, np.maximum(limit, 0), self._members())

    def each_member_at_most(self, tasks: Sequence[int], factors: Sequence[int], limit: int) -> None:
        """Bound a sum over a few tasks for each member."""
        column = self.pair[:, list(tasks)]
        row = np.broadcast_to(self.person[:, None], column.shape)
        factor = np.broadcast_to(np.asarray(factors, dtype=np.int64), column.shape)
        about = self._members(tasks[0])[: self.n_persons]
        self.add(row, column, factor, np.full(self.n_persons, limit), about)

    def placed_at_most(self, tasks: ArrayLike, factors: Sequence[int], limit: int) -> None:
        """Bound, for each row of tasks, a sum in which a task counts once somebody has it."""
        rows = np.asarray(tasks, dtype=np.int64).reshape(-1, len(factors))
        entry, number = slices(self._starts, rows.ravel())
        row, which = np.divmod(number, len(factors))
        column, factor = self._by_task[entry], np.asarray(factors, dtype=np.int64)[which]
        about = rows if len(factors) == 2 else np.stack([rows[:, 0], np.full(len(rows), -1)], axis=1)
        self.add(row, column, factor, np.full(len(rows), limit), about)

    def slots_at_most(
        self, groups: Sequence[Sequence[int]], singles: Sequence[int], limits: ArrayLike, beyond: Ints | None = None
    ) -> None:
        """Bound, for each row, how many groups it has a task of, plus how many single tasks; a limit below 0 is none.

        ``beyond`` are columns, one for each row, that count what is above the limit.
        """
        limit = np.asarray(limits, dtype=np.int64)
        alone = np.isin(self.task, np.asarray(singles, dtype=np.int64)) & (limit[self.owner] >= 0)
        rows, columns = [self.owner[alone]], [np.flatnonzero(alone)]
        for group in groups:
            marks, _, _ = self.mark(group, by_row=True)
            owner = np.concatenate(self.members)[marks]
            rows.append(owner[limit[owner] >= 0])
            columns.append(marks[limit[owner] >= 0])
        row, column = np.concatenate(rows), np.concatenate(columns)
        factor = np.ones_like(column)
        if beyond is not None:
            each = np.arange(len(beyond))
            row, column, factor = (np.concatenate(two) for two in ((row, each), (column, beyond), (factor, -(each**0))))
        self.add(row, column, factor, np.maximum(limit, 0), self._members())

    def owners_at_most(self, tasks: Sequence[int], limit: int) -> None:
        """Bound the number of members who have any of the tasks."""
        marks, _, _ = self.mark(tasks)
        self.add(np.zeros_like(marks), marks, np.ones_like(marks), (limit,), ((tasks[0], -1),))

    def mark(self, tasks: Sequence[int], *, by_row: bool = False) -> tuple[Ints, Ints, Ints]:
        """Return a mark for each member who can have any of the tasks, their switches, and which mark each sets.

        The mark of a member with several rows stands in the first of them; ``by_row`` asks for one in each row.
        """
        group = (*tasks, -1) if by_row else tuple(tasks)
        if group not in self.marks:
            column = self.pair[:, list(tasks)]
            owner, place = (column >= 0).nonzero()
            who, which = np.unique(owner if by_row else self._first[self.person[owner]], return_inverse=True)
            marks = self.new(who, 0, 1)
            self.marks[group] = (marks, column[owner, place], marks[which])
        return self.marks[group]

    def new(self, member: ArrayLike, low: int, high: int) -> Ints:
        """Add columns, each a member's own or, with -1, nobody's, and return their numbers."""
        owners = np.asarray(member, dtype=np.int64)
        self.members.append(owners)
        self.bounds.append(np.repeat([[low, high]], len(owners), axis=0))
        self.n_columns += len(owners)
        return np.arange(self.n_columns - len(owners), self.n_columns)

    def add(self, row: Ints, column: Ints, factor: Ints, limits: ArrayLike, about: ArrayLike) -> None:
        """Add rows numbered from 0; entries of pairs that fail a gate, and zeros, fall away."""
        kept = (column >= 0) & (factor != 0)
        self.entries.append((row[kept] + self.n_rows, column[kept], factor[kept]))
        self.limits.append(np.asarray(limits, dtype=np.int64))
        number = len(self.limits[-1])
        name = np.full((number, 3), self.poster)
        name[:, 1:] = about
        self.names.append(name)
        self.n_rows += number

    def _members(self, second: int = -1) -> Ints:
        count, n_tasks = self.pair.shape
        return np.stack([np.arange(count) + n_tasks, np.full(count, second)], axis=1)
