"""What a lead opens a plan for: the urgent work that is not going to happen, why, and one thing to do about each."""

from __future__ import annotations

from typing import Final

from solver.assignment.result import Result
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Team
from solver.explanation.unassigned import Unassigned
from solver.matching.build import minutes

URGENT: Final = ("CRITICAL", "HIGH")
# Of a load limit, what a lead may add to it.
QUARTER: Final = 0.25


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
        in; ``fix`` prices what else could be done.
    """
    tasks = {task.id: task for task in backlog.tasks}
    rows = [(tasks[one.task], one) for one in left if tasks[one.task].priority in URGENT]
    rows.sort(key=lambda row: URGENT.index(row[0].priority))
    free = _free(team, tasks, result)
    return tuple(
        {
            "task": task.id,
            "title": task.title,
            "priority": task.priority,
            "hours": task.estimate_minutes / 60,
            "reason": one.reason,
            "do": _do(team, task, one, free),
        }
        for task, one in rows
    )


def _free(team: Team, tasks: dict[str, Task], result: Result) -> dict[str, int]:
    """Return the minutes that each member has left; without dates only, where there is one limit for each."""
    members = {member.id: member for member in team.members}
    free = {name: member.load_limit_minutes for name, member in members.items()}
    for given in result.plan.assignments if result.plan else ():
        free[given.member] -= minutes(members[given.member], tasks[given.task].estimate_minutes)
    return free


def _do(team: Team, task: Task, one: Unassigned, free: dict[str, int]) -> str:
    if one.is_unfinished:
        return "plan again with more time: it fits as it is"
    if one.gate == "can":
        return "somebody who has what it needs" + (f", or training for {one.closest[0]}" if one.closest else "")
    if one.gate == "allowed" and one.closest:
        return f"let {one.closest[0]} do it"
    if one.gate in ("outbid", "available") and one.closest and team.calendar is None:
        members = {member.id: member for member in team.members}
        lacking = {n: minutes(members[n], task.estimate_minutes) - free[n] for n in one.closest if n in members}
        name = min(lacking, key=lambda each: (lacking[each], each))
        many = f"{lacking[name] / 60:g} h"
        # A lead who may give a quarter more cannot give any amount.
        is_little = lacking[name] <= QUARTER * members[name].load_limit_minutes
        return f"{many} more for {name}" if is_little else f"{many} of other work away from {name}"
    waits = [name for stop in one.stops if stop.kind == "needs" for name in stop.tasks]
    if waits:
        return f"place {waits[0]} first, which it needs"
    return "another sprint, or other dates" if one.gate == "when" else "lift that rule"
