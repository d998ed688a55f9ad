"""One plan as data to keep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from solver.assignment.result import Result
from solver.domain.tasks import Backlog
from solver.domain.team import Team
from solver.explanation.risks import NONE, risks
from solver.explanation.unassigned.task import Unassigned
from solver.matching.build import minutes
from solver.matching.growing import mentoring
from solver.matching.pairs.fit import fit, preference
from solver.matching.pairs.vocabulary import effective_scores
from solver.matching.pieces import is_timed
from solver.report.plan.decisions import decisions
from solver.report.plan.in_time import periods_data, timed_loads, timed_rows


def plan_data(
    team: Team,
    backlog: Backlog,
    result: Result,
    left: tuple[Unassigned, ...],
    notes: tuple[str, ...] = (),
    missed: Mapping[str, str] = NONE,
) -> dict[str, Any]:
    """Return what ``plan.json`` holds, hours as numbers; ``plan.schema.json`` beside this file describes it.

    ``notes`` are sentences that the search left, such as that an order cannot be worked; ``missed`` are the tasks of
    which nothing can meet the deadline, each with a sentence that says so.
    """
    tasks = {task.id: task for task in backlog.tasks}
    timed = is_timed(team, backlog)
    rows = timed_rows(team, backlog, result.plan) if timed else _assignments(team, backlog, result)
    loads = timed_loads(team, rows) if team.calendar else _loads(team, rows)
    loads = _with_mentoring(team, backlog, result, loads)
    dated = {"periods": periods_data(team.calendar)} if team.calendar else {}
    return {
        "status": result.status,
        "stopped": result.stopped,
        "conflict": list(result.conflict),
        "levels": [{"name": v.name, "value": v.value, "bound": v.bound, "gap": v.gap} for v in result.levels],
        "assignments": rows,
        "unassigned": [
            {
                "task": u.task,
                "title": tasks[u.task].title,
                "priority": tasks[u.task].priority,
                "hours": tasks[u.task].estimate_minutes / 60,
                "gate": u.gate,
                "reason": u.reason,
                "closest": list(u.closest),
            }
            for u in left
        ],
        "decisions": list(decisions(team, backlog, result, left)),
        "risks": _risks(team, backlog, result, loads, (*result.notes, *notes), missed),
        "loads": loads,
        **dated,
    }


def _loads(team: Team, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    hours: dict[str, float] = dict.fromkeys((member.id for member in team.members), 0)
    for row in rows:
        hours[row["member"]] += row["hours"]
    return [
        {"member": one.id, "period": None, "hours": hours[one.id], "limit": one.load_limit_minutes / 60}
        for one in team.members
    ]


def _with_mentoring(team: Team, backlog: Backlog, result: Result, loads: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return loads with the hours that mentors give, which are as gone as those of their own tasks."""
    given: dict[tuple[str, str | None], float] = {}
    for one in mentoring(team, backlog, result.plan) if result.plan else ():
        slot = one.growth.mentor, team.calendar.periods[one.period].id if team.calendar else None
        given[slot] = given.get(slot, 0) + one.minutes / 60
    return [one | {"hours": one["hours"] + given.get((one["member"], one["period"]), 0)} for one in loads]


def _risks(
    team: Team,
    backlog: Backlog,
    result: Result,
    loads: list[dict[str, Any]],
    notes: tuple[str, ...],
    missed: Mapping[str, str],
) -> list[dict[str, str]]:
    if result.plan is None:
        return []
    used = [(one["member"], one["period"], one["hours"] / one["limit"]) for one in loads if one["limit"]]
    found = risks(team, backlog, result.plan, used, notes, missed)
    return [{"kind": one.kind, "text": one.text} for one in found]


def _assignments(team: Team, backlog: Backlog, result: Result) -> list[dict[str, Any]]:
    members, tasks = {member.id: member for member in team.members}, {task.id: task for task in backlog.tasks}
    scores = {member.id: effective_scores(member.card, team.vocabulary) for member in team.members}
    rows, liked = [], dict[tuple[str, str], float]()
    for given in result.plan.assignments if result.plan else ():
        member, task = members[given.member], tasks[given.task]
        kind = member.id, task.kind
        if kind not in liked:
            liked[kind] = float(preference(member.card, task, team.vocabulary))
        rows.append(
            {
                "task": task.id,
                "title": task.title,
                "priority": task.priority,
                "member": member.id,
                "period": None,
                "hours": minutes(member, task.estimate_minutes) / 60,
                "fit": float(fit(scores[member.id], task, team.vocabulary)),
                "preference": liked[kind],
            }
        )
    return rows
