"""A fix, each change of it, and the case after them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from solver.assignment.result import Result
from solver.changes.catalogue import apply
from solver.changes.change import Change
from solver.domain.world import World
from solver.explanation.case import Case, Price
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
    ``change`` is the same as a change of a scenario, where there is one: over periods it is what is made.
    """

    kind: str
    member: str
    task: str
    about: str
    before: Decimal
    after: Decimal
    price: int
    change: str = ""


@dataclass(frozen=True)
class Fix:
    """Changes that together make a plan possible, and that plan; leave out any one and none exists.

    ``gives_up`` is what that plan has more or less than the one without the wish, where there is such a plan.
    One that is not ``is_cheapest`` does, but the time ended before it was known whether something cheaper does.
    """

    changes: tuple[FixChange, ...]
    result: Result
    gives_up: Price | None = None
    is_cheapest: bool = True

    @property
    def price(self) -> int:
        """The sum of their prices."""
        return sum(change.price for change in self.changes)


def with_changes(case: Case, made: tuple[FixChange, ...]) -> Case:
    """Return the case after the changes of a fix."""
    for change in made:
        case = _changed(case, change)
    return case


def _changed(case: Case, change: FixChange) -> Case:
    if change.change:
        kind, _, text = change.change.partition(": ")
        world = apply(World(case.team, case.backlog, case.weights), (Change(kind, text),))
        # Whoever joins has distances of their own.
        return replace(case, team=world.team, backlog=world.backlog, distances=None)
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
