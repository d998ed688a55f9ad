"""A plan as rows: what each member holds and has left, what of it cannot go elsewhere, and what ties tasks together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.domain.plan import Plan
from solver.domain.policies import Pair, line_of
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Team
from solver.explanation.passing import Passing


@dataclass
class Held:
    """A plan as rows: what each member holds and has left, and what of it cannot go elsewhere."""

    team: Team
    backlog: Backlog
    plan: Plan
    passing: Passing

    def __post_init__(self) -> None:
        team, owner, row = self.team, self.plan.owner, self.passing.row
        self.tasks = {task.id: task for task in self.backlog.open_tasks}
        self.owner = {name: row[member] for name, member in owner.items() if name in self.tasks and member in row}
        size = len(team.members)
        self.free: NDArray[np.int64] = self.passing.limit.copy()
        self.count = np.zeros(size, np.int64)
        self.fixed = np.zeros(size, np.int64)
        pinned = {(pin.task, pin.member): pin for pin in team.policies.pins}
        self.pins: dict[int, list[str]] = {}
        for name, m in self.owner.items():
            task, taken = self.tasks[name], int(self.passing.load(self.tasks[name])[m])
            self.free[m] -= taken
            self.count[m] += 1
            stays = held_by(task, team.members[m].id, pinned.get((name, team.members[m].id)))
            if stays:
                self.fixed[m] += taken
                self.pins.setdefault(m, []).append(f"{name} ({hours(taken)} h, {stays})")
        self.wip = np.array([-1 if one.wip_limit is None else one.wip_limit for one in team.members], np.int64)
        self.apart, self.joined = _groups_of(team.policies.separate), _groups_of(team.policies.together)
        self.batches: dict[str, list[Task]] = {}
        for task in self.tasks.values():
            if task.batch and team.policies.of_batch(task.batch) == "together":
                self.batches.setdefault(task.batch, []).append(task)

    def whole(self, task: Task) -> list[Task]:
        """Return the tasks that only go with this one to the same member, itself included."""
        return self.batches.get(task.batch, [task])

    @cached_property
    def knots(self) -> dict[str, tuple[str, ...]]:
        """Tasks that stayed out and only go in together, because a batch handed out whole waits for itself."""
        out = [name for name in self.tasks if name not in self.owner]
        place = {name: number for number, name in enumerate(out)}
        links = [(place[n], place[d]) for n in out for d in self.tasks[n].dependencies if d in place]
        whole = [[place[one.id] for one in batch if one.id in place] for batch in self.batches.values()]
        links += [(a, b) for batch in whole for a, b in zip(batch, [*batch[1:], *batch[:1]], strict=True)]
        if not links or not any(len(batch) > 1 for batch in whole):
            return {}
        from scipy.sparse import coo_array
        from scipy.sparse.csgraph import connected_components

        rows, columns = np.array(links).T
        graph = coo_array((np.ones(len(links), np.int8), (rows, columns)), shape=(len(out), len(out)))
        _, labels = connected_components(graph, directed=True, connection="strong")
        knots = dict[int, list[str]]()
        for name, label in zip(out, labels.tolist(), strict=True):
            knots.setdefault(label, []).append(name)
        return {name: tuple(knot) for knot in knots.values() if len(knot) > 1 for name in knot}


def held_by(task: Task, member: str, pin: Pair | None) -> str:
    """Return what holds a task to a member who has it, with its line: started work or a pin; empty if nothing does."""
    started = task.status == "IN_PROGRESS" and task.assigned_to == member
    if started:
        said, place = "started", line_of(task.file, task.line)
    elif pin:
        said, place = "pinned", line_of(pin.file, pin.line)
    else:
        return ""
    return f"{said}, {place}" if place else said


def _groups_of(groups: tuple[tuple[str, ...], ...]) -> Mapping[str, list[tuple[str, ...]]]:
    """Return the groups that name each task."""
    found = dict[str, list[tuple[str, ...]]]()
    for group in groups:
        for name in dict.fromkeys(group):
            found.setdefault(name, []).append(group)
    return found


def hours(minutes: int | np.integer[Any]) -> str:
    """Return minutes as hours, to a hundredth and without needless zeros: no two numbers of minutes look the same."""
    return f"{round(int(minutes) / 60, 2):.12g}"


def in_brackets(rule: str, place: str) -> str:
    """Return a rule by name with its line, ready to be put behind a sentence."""
    return f" ({rule}, {place})" if place else f" ({rule})"


def shared(parts: list[tuple[str, str]]) -> list[str]:
    """Return what each has; those in a row who have the same are told together.

    Examples
    --------
    >>> shared([("ANN", "0 h"), ("BEN", "0 h"), ("CID", "2 h")])
    ['ANN and BEN have 0 h', 'CID has 2 h']
    """
    found = []
    for what, same in groupby(parts, key=lambda part: part[1]):
        names = [name for name, _ in same]
        who = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
        found.append(f"{who} {'have' if len(names) > 1 else 'has'} {what}")
    return found
