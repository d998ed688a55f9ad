"""Pieces: what is handed out as one. An ordinary task is one piece, a split task its parts, a crew its seats."""

from __future__ import annotations

from dataclasses import dataclass, replace

from solver.domain.policies import Pair, Policies
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Team


@dataclass(frozen=True)
class Pieces:
    """The pieces as tasks of their own, and which columns belong to which open task.

    ``tasks`` are what matching is done for; ``columns[t]`` are the pieces of open task t in order.
    """

    tasks: tuple[Task, ...]
    columns: tuple[tuple[int, ...], ...]


def is_timed(team: Team, backlog: Backlog) -> bool:
    """Return whether slots and pieces are more than members and tasks: periods, an order, crews or growing."""
    in_order = team.policies.order in {"fit", "next"}
    grows = bool(team.policies.grow)
    return team.calendar is not None or in_order or grows or any(task.crew for task in backlog.open_tasks)


def pieces_of(backlog: Backlog, *, split: bool) -> Pieces:
    """Return the pieces of the open tasks; without ``split`` nothing is split.

    Each part but the last is of the smallest size, and the last takes the rest; each seat takes the whole estimate.
    """
    found, columns = list[Task](), list[tuple[int, ...]]()
    for task in backlog.open_tasks:
        first = len(found)
        found += _pieces(task, split=split)
        columns.append(tuple(range(first, len(found))))
    return Pieces(tuple(found), tuple(columns))


def part_minutes(task: Task) -> tuple[int, ...]:
    """Return the minutes of each part: what is left of it, else the smallest size, and in the last one the rest.

    Examples
    --------
    >>> part_minutes(Task("T", "", "", "LOW", "TODO", "", 600, "", (), (), 1, "", 1, split_minutes=240))
    (240, 360)
    """
    if task.left:
        return tuple(minutes for _, minutes in task.left)
    count = max(task.estimate_minutes // task.split_minutes, 1) if task.split_minutes else 1
    return (*(task.split_minutes,) * (count - 1), task.estimate_minutes - (count - 1) * task.split_minutes)


def _pieces(task: Task, *, split: bool) -> list[Task]:
    plain = replace(task, dependencies=(), crew=(), split_minutes=0, status="TODO", left=())
    if task.crew:
        sizes = [minutes for _, minutes in task.left] or [task.estimate_minutes] * len(task.crew)
        seats = enumerate(zip(task.crew, sizes, strict=True), 1)
        return [replace(plain, id=f"{task.id}/{n}", requirements=s, estimate_minutes=size) for n, (s, size) in seats]
    minutes = part_minutes(task) if split else (task.estimate_minutes,)
    if len(minutes) == 1:
        return [plain]
    return [replace(plain, id=f"{task.id}/{n}", estimate_minutes=part) for n, part in enumerate(minutes, 1)]


def in_pieces(team: Team, backlog: Backlog, pieces: Pieces) -> tuple[Team, Backlog]:
    """Return team and backlog with pieces in the place of open tasks, for matching: gates and gains of each pair."""
    names = {
        task.id: tuple(pieces.tasks[c].id for c in columns)
        for task, columns in zip(backlog.open_tasks, pieces.columns, strict=True)
    }
    policies = team.policies
    forbids = (Pair(name, rule.member) for rule in policies.forbids for name in names.get(rule.task, (rule.task,)))
    separate, together = (
        tuple(tuple(name for task in group for name in names.get(task, (task,))) for group in groups)
        for groups in (policies.separate, policies.together)
    )
    closed = tuple(task for task in backlog.tasks if not task.is_open)
    loose = Policies(forbids=tuple(forbids), separate=separate, together=together)
    return replace(team, policies=loose), replace(backlog, tasks=(*closed, *pieces.tasks))
