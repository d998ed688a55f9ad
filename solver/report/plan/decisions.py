"""What a lead opens a plan for: the urgent work that is not going to happen, why, and one thing to do about each."""

from __future__ import annotations

from typing import Final

from solver.assignment.result import Result
from solver.domain.plan import Plan
from solver.domain.tasks import Backlog
from solver.domain.team import Team
from solver.explanation.unassigned.task import Unassigned
from solver.explanation.unassigned.ways import Ways

URGENT: Final = ("CRITICAL", "HIGH")


def decisions(
    team: Team, backlog: Backlog, result: Result, left: tuple[Unassigned, ...]
) -> tuple[dict[str, str | float], ...]:
    """Return the urgent tasks that stay out, most urgent first, as they stand in the backlog within a class.

    Parameters
    ----------
    team : Team
        Who could take them.
    backlog : Backlog
        Where they stand.
    result : Result
        With a plan.
    left : tuple of Unassigned
        Why tasks stay out.

    Returns
    -------
    tuple of dict
        ``task``, ``title``, ``priority``, ``hours`` (of the estimate), ``reason``, and ``do``: one change that lets it
        in; ``try`` is that change as options of ``whatif``, empty where none of them does it. ``fix`` prices what else
        could be done.
    """
    tasks = {task.id: task for task in backlog.tasks}
    rows = [(tasks[one.task], one) for one in left if tasks[one.task].priority in URGENT]
    rows.sort(key=lambda row: URGENT.index(row[0].priority))
    ways = Ways(team, backlog, result.plan or Plan(()), left)
    found = list[dict[str, str | float]]()
    for task, one in rows:
        way = ways.of(one)
        found.append(
            {
                "task": task.id,
                "title": task.title,
                "priority": task.priority,
                "hours": task.estimate_minutes / 60,
                "reason": one.reason,
                "do": way.text,
                "try": way.change,
            }
        )
    return tuple(found)
