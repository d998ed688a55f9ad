"""A plan over periods as slots: what each holds and has left, who has which task, and where a piece may still go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.sprints.check import Sequences
from solver.assignment.sprints.lists.gaps import Gaps
from solver.assignment.sprints.lists.ties import Ties
from solver.domain.plan import Plan
from solver.domain.policies import line_of
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Team
from solver.explanation.held import held_by, hours, in_brackets
from solver.matching.pieces import pieces_of
from solver.matching.slots import slot_problem
from solver.matching.time import Time, indexed

Ints = NDArray[np.int64]
# Up to so many pieces a period is sequenced anew for each question; beyond, its gaps as they are decide.
MOST_SEQUENCED: Final = 120
# So many ways to lay pieces into slots are looked at, and so many of them are sequenced.
MOST_STEPS, MOST_LAID = 20_000, 20


class Slots:
    """A plan over periods as slots.

    Parameters
    ----------
    team, backlog : Team, Backlog
        What was planned.
    plan : Plan
        A plan that the checker passed.
    """

    def __init__(self, team: Team, backlog: Backlog, plan: Plan) -> None:
        self.team, self.backlog, self.plan = team, backlog, plan
        self.problem = slot_problem(team, backlog)
        self.sequences = Sequences(self.problem)
        self.pieces = pieces_of(backlog, split=team.calendar is not None)
        self.tasks = {task.id: task for task in backlog.open_tasks}
        self.columns = dict(zip(self.tasks, self.pieces.columns, strict=True))
        self.placed = {column: row for row, column in indexed(self.time, plan) if row >= 0 and column >= 0}
        self.eligible = self.problem.eligible
        self.waits = Ties.of(self.problem).waits
        self.owners = plan.owners
        self.free, self.loose = self.problem.limit.copy(), self.problem.limit.copy()
        self.on: dict[int, list[int]] = {}
        pinned = {(pin.task, pin.member): pin for pin in team.policies.pins}
        self.stays: dict[int, list[str]] = {}
        self.grown = {(one.row, one.column): one.uses for one in self.problem.grown}
        self.used = dict.fromkeys(range(len(team.policies.grow)), 0)
        for column, row in self.placed.items():
            for number, mentor, given in self.grown.get((row, column), ()):
                self.free[mentor] -= given
                self.used[number] += int(self.problem.load[row, column])
            taken, task, who = int(self.problem.load[row, column]), self.task_of(column), self.member(row)
            self.free[row] -= taken
            self.on.setdefault(row, []).append(column)
            stays = held_by(task, who, pinned.get((task.id, who)))
            if stays:
                self.loose[row] -= taken
                self.stays.setdefault(row, []).append(f"{task.id} ({hours_of(taken)}, {stays})")

    @property
    def time(self) -> Time:
        """Slots and pieces."""
        return self.sequences.time

    def task_of(self, column: int) -> Task:
        """Return the task of a piece."""
        return self.tasks[self.time.tasks[int(self.time.task[column])]]

    def member(self, row: int) -> str:
        """Return whose slot a row is."""
        return self.time.names[int(self.time.member[row])]

    def period(self, row: int) -> str:
        """Return the name of a row's period."""
        return str(self.time.periods[int(self.time.period[row])] or "the window")

    def takes(self, column: int, row: int) -> int:
        """Return the minutes of a piece in a row."""
        return int(self.problem.load[row, column])

    def count(self, row: int) -> int:
        """Return how many tasks a slot has."""
        return len({int(self.time.task[column]) for column in self.on.get(row, ())})

    def first(self, columns: Sequence[int], behind: str = "") -> int:
        """Return the first period that what some pieces wait for allows, or one task of it alone."""
        some = self.columns[behind] if behind else self.placed
        ends = (
            self.time.soonest((column, before), int(self.time.period[self.placed[before]]), lag)
            for column in columns
            for before, lag in self.waits.get(column, ())
            if before in self.placed and before in some
        )
        return max(ends, default=0)

    def rows(self, column: int) -> list[int]:
        """Return the slots that pass the gates for a piece."""
        return [int(row) for row in np.flatnonzero(self.eligible[:, column])]

    def no_growth(self, laid: Mapping[int, int]) -> str:
        """Return what keeps members from growing in pieces as they are laid; empty if nothing does.

        All of them together must stay within what is agreed on, and within what each mentor has free beside them.
        """
        used, given, own = dict[int, int](), dict[int, int](), dict[int, int]()
        for column, row in laid.items():
            own[row] = own.get(row, 0) + self.takes(column, row)
            for number, mentor, minutes in self.grown.get((row, column), ()):
                used[number] = used.get(number, 0) + self.takes(column, row)
                given[mentor] = given.get(mentor, 0) + minutes
        for number, takes in used.items():
            growth = self.team.policies.grow[number]
            left = growth.minutes - self.used[number]
            where = in_brackets("grow", line_of(growth.file, growth.line))
            grows = f"{growth.member} would grow in {growth.capability}{where}"
            if left < takes:
                return f"{grows}, with {hours_of(left)} left for that and {hours_of(takes)} to do"
            for row, minutes in given.items():
                free = int(self.free[row]) - own.get(row, 0)
                if self.member(row) == growth.mentor and free < minutes:
                    has = f"{hours_of(max(free, 0))} free in {self.period(row)} for {hours_of(minutes)}"
                    return f"{grows}, and {growth.mentor}, who would help, has {has}"
        return ""

    def layings(
        self, rows: Mapping[int, Sequence[int]], room: Ints, *, wip: bool = False, apart: bool = False
    ) -> Iterator[dict[int, int]]:
        """Yield ways to lay pieces into slots: of each, one of its rows.

        Parameters
        ----------
        rows : Mapping of int to sequence of int
            The rows that each piece may have.
        room : ndarray of int, shape (n_slots,)
            The minutes that there are.
        wip : bool
            Whether nobody may have more tasks at once than the limit.
        apart : bool
            Whether each piece has a member of its own, all in one period: a crew.

        Raises
        ------
        TimeoutError
            If too many ways were tried to know.
        """
        steps, columns = 0, list(rows)
        chosen: dict[int, int] = {}

        def fits(column: int, row: int) -> bool:
            inside = [c for c, r in chosen.items() if r == row]
            load = sum(self.takes(c, row) for c in (column, *inside))
            if load > room[row]:
                return False
            if apart:
                mine = (int(self.time.member[row]), int(self.time.period[row]))
                theirs = [(int(self.time.member[r]), int(self.time.period[r])) for r in chosen.values()]
                return all(m != mine[0] and p == mine[1] for m, p in theirs)
            most = int(self.problem.wip[row])
            tasks = {int(self.time.task[c]) for c in (column, *inside)}
            return not wip or most < 0 or self.count(row) + len(tasks) <= most

        def further(at: int) -> Iterator[dict[int, int]]:
            nonlocal steps
            if at == len(columns):
                yield dict(chosen)
                return
            for row in rows[columns[at]]:
                steps += 1
                if steps > MOST_STEPS:
                    raise TimeoutError("too many ways to lay pieces into slots")
                if fits(columns[at], row):
                    chosen[columns[at]] = row
                    yield from further(at + 1)
                    del chosen[columns[at]]

        return further(0)

    def can_be_worked(self, layings: Iterator[dict[int, int]]) -> bool:
        """Return whether one of the first ways to lay pieces has an order in which all can be worked."""
        return any(self._has_order(one) for one in islice(layings, MOST_LAID))

    def _has_order(self, laid: Mapping[int, int]) -> bool:
        """Return whether periods have a sequence with more work; with very many pieces by their gaps alone."""
        period = self.time.period
        for column, row in laid.items():
            for before, lag in self.waits.get(column, ()):
                soonest = self.time.soonest((column, before), int(period[laid[before]]), lag) if before in laid else 0
                if soonest > int(period[row]):
                    return False
        touched = self._tied({int(period[row]) for row in laid.values()}, laid)
        mine = {c: r for r, held in self.on.items() if int(period[r]) in touched for c in held}
        if len(mine) <= MOST_SEQUENCED:
            return self.sequences.starts(mine | dict(laid)) is not None
        return len(laid) == 1 and all(self._gaps.begins(column, row) is not None for column, row in laid.items())

    def _tied(self, periods: set[int], laid: Mapping[int, int]) -> set[int]:
        """Return periods with those that lags tie to them, as more work is laid: these are put in order together."""
        rows = self.placed | dict(laid)
        lagged = [pair for pair in self.time.lags if set(pair) <= set(rows)]
        pairs = [tuple(int(self.time.period[rows[c]]) for c in pair) for pair in lagged]
        found, before = set(periods), set[int]()
        while found != before:
            before = set(found)
            found.update(p for pair in pairs if found & set(pair) for p in pair)
        return found

    @cached_property
    def _gaps(self) -> Gaps:
        """The plan as it was sequenced."""
        gaps = Gaps(self.problem, self.time)
        for (row, column), one in zip(indexed(self.time, self.plan), self.plan.assignments, strict=True):
            if row >= 0 and column >= 0 and one.start is not None:
                gaps.put(column, gaps.pair_of(column, row), int(self.time.slots[row].done_by(one.start)))
        return gaps


def hours_of(minutes: int | np.int64) -> str:
    """Return minutes as hours with their unit.

    Examples
    --------
    >>> hours_of(95), hours_of(600)
    ('1.58 h', '10 h')
    """
    return f"{hours(minutes)} h"
