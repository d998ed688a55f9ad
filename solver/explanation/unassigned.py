"""Why a task stayed out: the first gate that fails for the closest member."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from solver.domain.cards import RoleCard
from solver.domain.plan import Plan
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Member, Team
from solver.matching.fit import fit, shortfalls


@dataclass(frozen=True)
class Unassigned:
    """A task that nobody has: ``gate`` is can, available, rule or outbid; ``closest`` are up to three members."""

    task: str
    gate: str
    reason: str
    closest: tuple[str, ...]


def unassigned(team: Team, backlog: Backlog, plan: Plan) -> tuple[Unassigned, ...]:
    """Return a reason for each open task that the plan leaves out.

    Parameters
    ----------
    team : Team
        At least one member.
    backlog : Backlog
        Its open tasks are looked at.
    plan : Plan
        A plan that the checker passed.

    Returns
    -------
    tuple of Unassigned
        In the order of the backlog.
    """
    owner = plan.owner
    left = [task for task in backlog.open_tasks if task.id not in owner]
    waiting = {task.id for task in left}
    return tuple(_reason(team, task, waiting) for task in left)


def _distance(card: RoleCard, task: Task) -> tuple[Decimal, Fraction]:
    missing = sum((minimum - have for _, have, minimum in shortfalls(card, task)), Decimal(0))
    return (missing, -fit(card, task))


def _reason(team: Team, task: Task, waiting: set[str]) -> Unassigned:
    def key(member: Member) -> tuple[Decimal, Fraction, str]:
        return (*_distance(member.card, task), member.id)

    ranked = sorted(team.members, key=key)
    closest = tuple(member.id for member in ranked[:3])
    able = [member for member in ranked if not shortfalls(member.card, task)]
    if not able:
        needs = ", ".join(f"{name} {need} (has {have})" for name, have, need in shortfalls(ranked[0].card, task))
        reason = f"nobody meets every minimum; {ranked[0].id} is closest, short of {needs}"
        return Unassigned(task.id, "can", reason, closest)
    if all(task.estimate_minutes > member.load_limit_minutes for member in able):
        reason = f"{task.estimate_minutes / 60:g} h is more than the whole load limit of whoever can do it"
        return Unassigned(task.id, "available", reason, closest)
    blocking = [target for target in task.dependencies if target in waiting]
    if blocking:
        return Unassigned(task.id, "rule", f"it needs {', '.join(blocking)}, which stayed out", closest)
    able_names = ", ".join(member.id for member in able)
    return Unassigned(task.id, "outbid", f"the hours of {able_names} are worth more elsewhere", closest)
