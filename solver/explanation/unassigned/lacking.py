"""How many more hours it takes until a task that stays out fits beside what is planned."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.domain.plan import Plan
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Team
from solver.explanation.passing import Passing, passing_of
from solver.matching.pieces import Pieces, in_pieces, is_timed, pieces_of
from solver.matching.slots import slot_problem
from solver.matching.time import Time, indexed

# Of a load limit, what a lead may add to it; more is another member's work.
QUARTER: Final = 0.25


@dataclass(frozen=True)
class Lack:
    """What a member lacks in a period, empty without dates: ``takes`` minutes, ``limit`` at most, ``minutes`` more."""

    member: str
    period: str
    minutes: int
    takes: int
    limit: int

    @property
    def is_modest(self) -> bool:
        """Whether a lead may ask for so many minutes more."""
        return self.minutes <= QUARTER * self.limit

    @property
    def is_hopeless(self) -> bool:
        """Whether it takes more than the slot has in all, and more than a lead may ask for."""
        return self.takes > self.limit and not self.is_modest


class Lacking:
    """The minutes that each slot has left beside a plan."""

    def __init__(self, team: Team, backlog: Backlog, plan: Plan) -> None:
        self.team, self.backlog, self.plan = team, backlog, plan
        self.is_timed = is_timed(team, backlog)

    @cached_property
    def pieces(self) -> Pieces:
        """The pieces of the open tasks."""
        return pieces_of(self.backlog, split=self.team.calendar is not None)

    @cached_property
    def columns(self) -> dict[str, tuple[int, ...]]:
        """The pieces of each task, by its name."""
        return {task.id: c for task, c in zip(self.backlog.open_tasks, self.pieces.columns, strict=True)}

    @cached_property
    def passing(self) -> Passing:
        """The gates of every member, task by task; with crews and parts, piece by piece."""
        if self.is_timed:
            return Passing(*in_pieces(self.team, self.backlog, self.pieces))
        return passing_of(self.team, self.backlog)

    @cached_property
    def _slots(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], Time]:
        """Return limit, free minutes and load of the slots, with what they are."""
        problem = slot_problem(self.team, self.backlog)
        assert problem.time is not None
        free = problem.limit.copy()
        for row, column in indexed(problem.time, self.plan):
            if row >= 0 and column >= 0:
                free[row] -= problem.load[row, column]
        return problem.limit, free, problem.load, problem.time

    @property
    def limit(self) -> NDArray[np.int64]:
        """The minutes that each slot has in all."""
        return self._slots[0]

    @property
    def free(self) -> NDArray[np.int64]:
        """The minutes that each slot has left."""
        return self._slots[1]

    @cached_property
    def _free(self) -> NDArray[np.int64]:
        free = self.passing.limit.copy()
        tasks = {task.id: task for task in self.backlog.open_tasks}
        for name, member in self.plan.owner.items():
            if name in tasks:
                m = self.passing.row[member]
                free[m] -= self.passing.load(tasks[name])[m]
        return free

    def seats(self, task: Task) -> tuple[Task, ...]:
        """Return the pieces of a task, a task of its own being one."""
        return tuple(self.pieces.tasks[c] for c in self.columns[task.id]) if self.is_timed else (task,)

    def of_member(self, task: Task, name: str) -> Lack | None:
        """Return what a member lacks for a task, in the period in which that is least; None for a crew."""
        found = [one for one in self._lacks(task) if one.member == name]
        return None if task.crew else min(found, key=lambda one: one.minutes, default=None)

    def least(self, task: Task, among: Collection[str] | None = None) -> tuple[Lack, ...]:
        """Return the smallest raise after which a task fits by hours; one for each seat of a crew that lacks any.

        Where it is asked of some members only, what has the hours as it is is passed over: something else stops that.
        """
        if task.crew:
            return self._crew(task, passing_over=among is not None)
        able = self.seats(task)[0]
        names = self._eligible(able, task)
        rank = {self.team.members[m].id: place for place, m in enumerate(self.passing.ranked(able).tolist())}
        found = [one for one in self._lacks(task) if one.member in names]
        if among is not None:
            found = [one for one in found if one.member in among and one.minutes > 0]
        # Of those who lack as little, whoever suits the task best; of the periods, the first. Last come slots that are
        # too small for it by more than anybody is asked for.
        best = min(found, key=lambda one: (one.is_hopeless, one.minutes, rank[one.member]), default=None)
        return (best,) if best and best.minutes > 0 else ()

    def everybody(self, task: Task) -> dict[tuple[str, str], int]:
        """Return the minutes that each member lacks for a task in each period in which it may be worked."""
        return {(one.member, one.period): one.minutes for one in self._lacks(task)}

    def is_staffed(self, task: Task) -> bool:
        """Return whether somebody who may have a task has hours for any piece in the last period: so in one more."""
        limit, _, load, time = self._slots
        largest = load[:, list(self.columns[task.id])].max(axis=1)
        last = np.flatnonzero((time.period == len(time.periods) - 1) & (limit > 0) & (limit >= largest))
        return bool(self.able(task) & {time.names[int(m)] for m in time.member[last]})

    def able(self, task: Task) -> set[str]:
        """Return who may have a task, or any piece of it, whatever hours they have."""
        return set().union(*(self._eligible(piece, task) for piece in self.seats(task)))

    def _eligible(self, piece: Task, task: Task) -> set[str]:
        rows = self.passing.can(piece) & self.passing.allowed(task)
        return {self.team.members[m].id for m in np.flatnonzero(rows).tolist()}

    def _lacks(self, task: Task) -> list[Lack]:
        """Return what each member lacks, in each period in which the task may be worked."""
        whole = self._whole(task)
        if not self.is_timed:
            asked = np.sum([self.passing.load(one) for one in whole], axis=0).tolist()
            rows = zip(self.team.members, asked, self._free.tolist(), self.passing.limit.tolist(), strict=True)
            return [Lack(one.id, "", each - free, each, most) for one, each, free, most in rows]
        limit, free, load, time = self._slots
        columns = [c for one in whole for c in self.columns[one.id]]
        first = self.first(task)
        found = []
        dated = self._in_dates(task)
        for row in range(len(limit)):
            fits = time.when[row, columns].all() or load[row, columns].max() > limit[row]
            if time.period[row] >= first and limit[row] and fits and dated[int(time.period[row])]:
                takes = int(load[row, columns].sum())
                period = time.periods[int(time.period[row])] or ""
                name = time.names[int(time.member[row])]
                found.append(Lack(name, period, takes - int(free[row]), takes, int(limit[row])))
        return found

    def _in_dates(self, task: Task) -> list[bool]:
        """Return of each period whether any of its days is one of a task."""
        calendar = self.team.calendar
        if calendar is None:
            return [True]
        first = calendar.first_day(task.earliest) if task.earliest else calendar.periods[0].start
        last = calendar.last_day(task.deadline) if task.deadline else calendar.periods[-1].end
        return [one.start <= last and first <= one.end for one in calendar.periods]

    def _whole(self, task: Task) -> list[Task]:
        """Return the tasks that only go with this one to the same member, itself included."""
        if not task.batch or self.team.policies.of_batch(task.batch) != "together":
            return [task]
        owner = self.plan.owner
        return [one for one in self.backlog.open_tasks if one.batch == task.batch and one.id not in owner]

    def first(self, task: Task) -> int:
        """Return the first period in which everything that a task waits for has ended or ends."""
        ends = self.plan.ends
        behind = [name for name in task.dependencies if name in ends]
        if not task.lags:
            return max((ends[name] for name in behind), default=0)
        time, first = self._slots[3], self.columns[task.id][0]
        return max((time.soonest((first, self.columns[name][-1]), ends[name]) for name in behind), default=0)

    def _crew(self, task: Task, *, passing_over: bool) -> tuple[Lack, ...]:
        """Return the smallest raises of different members of one period after which a crew is together."""
        limit, free, load, time = self._slots
        best: tuple[int, tuple[Lack, ...]] | None = None
        dated = self._in_dates(task)
        for p in (p for p in range(self.first(task), len(time.periods)) if dated[p]):
            taken, found = set[int](), list[Lack]()
            for c in self.columns[task.id]:
                names = self._eligible(self.pieces.tasks[c], task)
                rows = [
                    row
                    for row in np.flatnonzero((time.period == p) & (limit > 0)).tolist()
                    if time.names[int(time.member[row])] in names
                    and int(time.member[row]) not in taken
                    and (time.when[row, c] or load[row, c] > limit[row])
                ]
                if not rows:
                    break
                row = min(rows, key=lambda r: int(load[r, c] - free[r]))
                taken.add(int(time.member[row]))
                lack, takes = int(load[row, c] - free[row]), int(load[row, c])
                name = time.names[int(time.member[row])]
                found.append(Lack(name, time.periods[p] or "", lack, takes, int(limit[row])))
            else:
                short = tuple(one for one in found if one.minutes > 0)
                total = sum(one.minutes for one in short)
                if passing_over and not short:
                    continue
                best = (total, short) if best is None or total < best[0] else best
        return best[1] if best else ()
