"""How much value of each class a plan has placed by the end of each period."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from solver.domain.plan import Plan
from solver.domain.tasks import PRIORITIES, Backlog
from solver.domain.team import Team


@dataclass(frozen=True)
class Progress:
    """A class: the value of its open tasks, and how much of it has ended by the end of each period."""

    priority: str
    open_value: int
    placed: tuple[int, ...]


def progress(team: Team, backlog: Backlog, plan: Plan) -> tuple[Progress, ...]:
    """Return each class that has open tasks, most urgent first; a task counts in the period in which it ends."""
    count, last, found = len(team.periods) or 1, plan.ends, []
    for name in PRIORITIES:
        tasks = [task for task in backlog.open_tasks if task.priority == name]
        ended = [sum(task.value for task in tasks if last.get(task.id) == p) for p in range(count)]
        if tasks:
            found.append(Progress(name, sum(task.value for task in tasks), tuple(accumulate(ended))))
    return tuple(found)
