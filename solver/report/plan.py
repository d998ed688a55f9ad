"""One plan as a table to read and as data to keep."""

from __future__ import annotations

from typing import Any

from solver.assignment.result import Result
from solver.domain.tasks import Backlog
from solver.domain.team import Team
from solver.explanation.unassigned import Unassigned
from solver.matching.build import minutes
from solver.matching.fit import fit, preference
from solver.matching.vocabulary import effective_scores

BAR = 20


def plan_data(team: Team, backlog: Backlog, result: Result, left: tuple[Unassigned, ...]) -> dict[str, Any]:
    """Return what ``plan.json`` holds, hours as numbers."""
    members = {member.id: member for member in team.members}
    scores = {member.id: effective_scores(member.card, team.vocabulary) for member in team.members}
    tasks = {task.id: task for task in backlog.tasks}
    given = result.plan.assignments if result.plan else ()
    return {
        "status": result.status,
        "levels": [{"name": v.name, "value": v.value, "bound": v.bound, "gap": v.gap} for v in result.levels],
        "assignments": [
            {
                "task": a.task,
                "member": a.member,
                "period": a.period,
                "hours": minutes(members[a.member], tasks[a.task].estimate_minutes) / 60,
                "fit": float(fit(scores[a.member], tasks[a.task], team.vocabulary)),
                "preference": float(preference(members[a.member].card, tasks[a.task], team.vocabulary)),
            }
            for a in given
        ],
        "unassigned": [{"task": u.task, "gate": u.gate, "reason": u.reason, "closest": list(u.closest)} for u in left],
        "loads": [
            {
                "member": member.id,
                "period": 0,
                "hours": sum(minutes(member, tasks[a.task].estimate_minutes) for a in given if a.member == member.id)
                / 60,
                "limit": member.load_limit_minutes / 60,
            }
            for member in team.members
        ],
    }


def plan_table(data: dict[str, Any], titles: dict[str, str]) -> str:
    """Return the plan as text: who does what, what stayed out and why, and the proof."""
    lines = []
    for load in data["loads"]:
        share = load["hours"] / load["limit"] if load["limit"] else 0
        bar = ("#" * round(BAR * share)).ljust(BAR, ".")
        lines.append(f"{load['member']}  [{bar}] {load['hours']:g} of {load['limit']:g} h")
        for row in data["assignments"]:
            if row["member"] == load["member"]:
                lines.append(f"    {row['task']:<8} {row['hours']:>5g} h  fit {row['fit']:.2f}  {titles[row['task']]}")
    lines += ["", f"Stayed out: {len(data['unassigned'])} tasks"]
    lines += [f"    {row['task']:<8} {row['gate']:<9} {row['reason']}" for row in data["unassigned"]]
    lines += ["", f"Proof: {data['status']}"]
    for level in data["levels"]:
        unit = "fit-hours / 1000" if level["name"] == "quality" else "value placed"
        lines.append(f"    {level['name']:<9} {level['value']} of at most {level['bound']} ({unit})")
    return "\n".join(lines)


def baseline_table(rows: dict[str, dict[str, int]]) -> str:
    """Return value placed per class and quality of the optimum and of each greedy rule."""
    names = [name for name in next(iter(rows.values()))]
    head = f"{'':<14}" + "".join(f"{name:>10}" for name in names)
    return "\n".join([head, *(f"{who:<14}" + "".join(f"{row[n]:>10}" for n in names) for who, row in rows.items())])
