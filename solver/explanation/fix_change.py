"""One change of a fix, and the case after it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from solver.explanation.case import Case
from solver.explanation.edits import (
    member_of,
    task_of,
    with_batch_policy,
    with_hours,
    with_member,
    with_permission,
    with_policies,
    with_task,
    without_forbid,
    without_pin,
)


@dataclass(frozen=True)
class FixChange:
    """One change: its kind (one of ``PRICES``), the member and the task it is about, what changes, from, to, price.

    Figures are hours of a load limit, a minimum from 0 to 1, or a number of tasks at once; else from 0 to 1 or back.
    """

    kind: str
    member: str
    task: str
    about: str
    before: Decimal
    after: Decimal
    price: int


def with_changes(case: Case, made: tuple[FixChange, ...]) -> Case:
    """Return the case after the changes of a fix."""
    for change in made:
        case = _changed(case, change)
    return case


def _changed(case: Case, change: FixChange) -> Case:
    team, backlog, who, what = case.team, case.backlog, change.member, change.task
    rules = team.policies
    if change.kind == "hours":
        team = with_hours(team, who, int((change.after - change.before) * 60))
    elif change.kind == "wip":
        team = with_member(team, replace(member_of(team, who), wip_limit=int(change.after)))
    elif change.kind == "minimum":
        task = task_of(backlog, what)
        needs = (replace(n, minimum=change.after) if n.capability == change.about else n for n in task.requirements)
        backlog = with_task(backlog, replace(task, requirements=tuple(needs)))
    elif change.kind == "permission":
        team = with_permission(team, who, change.about)
    elif change.kind == "forbid":
        team = without_forbid(team, what, who)
    elif change.kind in {"separate", "together"}:
        kept = tuple(group for group in getattr(rules, change.kind) if ", ".join(group) != change.about)
        team = with_policies(team, **{change.kind: kept})
    elif change.kind == "batch":
        team = with_batch_policy(team, change.about, "prefer")
    elif change.kind == "required":
        team = with_policies(team, required=tuple(name for name in rules.required if name != what))
    else:
        team = without_pin(team, what, who)
        if change.kind == "started":
            backlog = with_task(backlog, replace(task_of(backlog, what), status="TODO", assigned_to=""))
    return replace(case, team=team, backlog=backlog)
