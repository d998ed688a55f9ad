"""A plan laid out for adding to it: who passes which gate, and what is left of everybody's hours; from the nouns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

import numpy as np

from solver.assignment.checker.reckoning import Abilities, Bools, minutes_of, rights_of
from solver.domain.plan import Assignment, Plan
from solver.domain.tasks import PRIORITIES, Backlog, Task
from solver.domain.team import Team

# More minutes than any limit: sums up to here stay in 64 bits.
ENDLESS = 2**62
# Stands for a task that is out and can never be placed.
NEVER = -1


class _Gates:
    """Who may take a task whatever else is placed, each answer a row of one boolean per member."""

    def __init__(self, team: Team, backlog: Backlog) -> None:
        row = {member.id: m for m, member in enumerate(team.members)}
        self._count = len(row)
        self._abilities = Abilities(team)
        self._rights = [rights_of(member) for member in team.members]
        self._reach: dict[tuple[str, Decimal], Bools] = {}
        self._permitted: dict[tuple[tuple[str, str], ...], Bools] = {}
        self._forbidden = _by_task((rule.task, row.get(rule.member)) for rule in team.policies.forbids)
        started = [task for task in backlog.open_tasks if task.status == "IN_PROGRESS" and task.assigned_to]
        pins = [*((task.id, task.assigned_to) for task in started), *((p.task, p.member) for p in team.policies.pins)]
        self._pinned = _by_task((name, row.get(member)) for name, member in pins)

    def of(self, task: Task) -> Bools:
        """Return who can and may take the task."""
        passed = np.ones(self._count, dtype=np.bool_)
        for need in task.requirements:
            passed &= self._reaching(need.capability, need.minimum)
        if task.permissions:
            passed &= self._may(task.permissions)
        for m in self._forbidden.get(task.id, ()):
            if m is not None:
                passed[m] = False
        for m in self._pinned.get(task.id, ()):
            passed &= _only(m, self._count)
        return passed

    def _reaching(self, name: str, minimum: Decimal) -> Bools:
        if (name, minimum) not in self._reach:
            self._reach[name, minimum] = self._abilities.reach(name, Fraction(minimum))
        return self._reach[name, minimum]

    def _may(self, permissions: tuple[tuple[str, str], ...]) -> Bools:
        if permissions not in self._permitted:
            wanted = {(verb.casefold(), what.casefold()) for verb, what in permissions}
            self._permitted[permissions] = np.array([wanted <= held for held in self._rights], dtype=np.bool_)
        return self._permitted[permissions]


def _only(m: int | None, count: int) -> Bools:
    """Return a row in which one member stands alone, or nobody."""
    alone: Bools = np.arange(count) == (NEVER if m is None else m)
    return alone


def _by_task(pairs: Iterable[tuple[str, int | None]]) -> dict[str, list[int | None]]:
    found: dict[str, list[int | None]] = {}
    for name, m in pairs:
        found.setdefault(name, []).append(m)
    return found


class Board:
    """A plan while tasks are added; a unit is what goes in at once: a task, or a batch that is handed out whole.

    ``units`` are those that the plan leaves out; ``free`` are the minutes that each member has left.
    """

    def __init__(self, team: Team, backlog: Backlog, plan: Plan) -> None:
        self._members, self._gates = team.members, _Gates(team, backlog)
        self._tasks = {task.id: task for task in backlog.open_tasks}
        row = {member.id: m for m, member in enumerate(team.members)}
        self._owner = {given.task: row[given.member] for given in plan.assignments if given.task in self._tasks}
        self.free = np.array([min(member.load_limit_minutes, ENDLESS) for member in team.members], dtype=np.int64)
        most = [len(self._tasks) if member.wip_limit is None else member.wip_limit for member in team.members]
        self._room = np.array(most, dtype=np.int64)
        for name, m in self._owner.items():
            self._take(m, (self._tasks[name],), 1)
        paces = {member.pace: member for member in team.members}
        self._paced = list(paces.values())
        self._pace = np.array([list(paces).index(member.pace) for member in team.members], dtype=np.int64)
        self.units = tuple(self._left_out(team))
        self._unit_of = {task.id: number for number, unit in enumerate(self.units) for task in unit}
        self._followers: dict[int, set[int]] = {}
        for number in range(len(self.units)):
            for other in self.missing(number):
                self._followers.setdefault(other, set()).add(number)
        self._apart, self._joined = _groups(team.policies.separate), _groups(team.policies.together)
        done = [task for task in backlog.tasks if task.status == "DONE"]
        self._did = {task.id: row[task.assigned_to] for task in done if task.assigned_to in row}

    def _left_out(self, team: Team) -> Iterator[tuple[Task, ...]]:
        of_batch, whole = dict(team.policies.batches), dict[str, list[Task]]()
        for task in self._tasks.values():
            if task.batch and of_batch.get(task.batch, team.policies.batch) == "together":
                whole.setdefault(task.batch, []).append(task)
            elif task.id not in self._owner:
                yield (task,)
        yield from (tuple(tasks) for tasks in whole.values() if not any(task.id in self._owner for task in tasks))

    def rank(self, unit: int) -> tuple[int, int]:
        """Return the place of a unit in the order of trying: by the most urgent task in it, then as in the backlog."""
        return min(PRIORITIES.index(task.priority) for task in self.units[unit]), unit

    def is_out(self, unit: int) -> bool:
        """Return whether the unit is not placed."""
        return self.units[unit][0].id not in self._owner

    def missing(self, unit: int) -> set[int]:
        """Return the other units that have to be placed before this one, or with it."""
        names = {name for task in self.units[unit] for name in task.dependencies if name in self._tasks}
        return {self._unit_of.get(name, NEVER) for name in names if name not in self._owner} - {unit}

    def waiting_for(self, unit: int) -> set[int]:
        """Return the units that wait for this one."""
        return self._followers.get(unit, set())

    def takers(self, unit: int) -> Bools:
        """Return who could take the unit as things stand, shape (n_members,)."""
        tasks = self.units[unit]
        needed = [min(sum(minutes_of(member, task) for task in tasks), ENDLESS) for member in self._paced]
        found: Bools = (np.array(needed, dtype=np.int64)[self._pace] <= self.free) & (self._room >= len(tasks))
        for task in tasks:
            if not found.any():
                break
            found &= self._gates.of(task)
            self._keep_apart(task, {other.id for other in tasks}, found)
            self._keep_together(task, found)
        return found

    def _keep_apart(self, task: Task, company: set[str], found: Bools) -> None:
        """Strike who has, or did, a task that needs another member; nobody can take two of them at once."""
        for group in self._apart.get(task.id, ()):
            others = [name for name in group if name != task.id]
            for owner in (self._owner, self._did):
                found[[owner[name] for name in others if name in owner]] = False
            # A task that a group names twice is kept apart from itself: nobody can have it.
            if company.intersection(others) or len(others) + 1 < len(group):
                found[:] = False

    def _keep_together(self, task: Task, found: Bools) -> None:
        """Strike who does not have what needs the same member; of several who did such tasks each may go on."""
        for group in self._joined.get(task.id, ()):
            for m in {self._owner[name] for name in group if name in self._owner}:
                found &= _only(m, len(found))
            doers = [self._did[name] for name in group if name in self._did]
            if doers:
                found &= np.isin(np.arange(len(found)), doers)

    def give(self, unit: int, m: int) -> list[tuple[str, str]]:
        """Place a unit and return its pairs of task and member."""
        self._take(m, self.units[unit], 1)
        self._owner |= {task.id: m for task in self.units[unit]}
        return [(task.id, self._members[m].id) for task in self.units[unit]]

    def take_back(self, unit: int) -> None:
        """Undo the placing of a unit."""
        self._take(self._owner[self.units[unit][0].id], self.units[unit], -1)
        for task in self.units[unit]:
            del self._owner[task.id]

    def _take(self, m: int, tasks: Sequence[Task], times: int) -> None:
        self.free[m] -= times * sum(minutes_of(self._members[m], task) for task in tasks)
        self._room[m] -= times * len(tasks)

    def plan(self) -> Plan:
        """Return the plan with everything that was placed since."""
        return Plan(tuple(Assignment(name, self._members[m].id) for name, m in self._owner.items()))


def _groups(groups: Sequence[tuple[str, ...]]) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for group in groups:
        for name in group:
            found.setdefault(name, []).append(group)
    return found
