"""Why a task stayed out: the first gate that fails for the closest member."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from solver.domain.plan import Plan
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Member, Team
from solver.matching.build import minutes
from solver.matching.fit import fit, shortfalls
from solver.matching.gates import hindrances
from solver.matching.vocabulary import effective_scores


@dataclass(frozen=True)
class Unassigned:
    """A task that nobody has: gate (can, allowed, available, rule or outbid), reason, up to three closest members."""

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
    scores = {member.id: effective_scores(member.card, team.vocabulary) for member in team.members}

    def short(member: Member, task: Task) -> tuple[tuple[str, Decimal, Decimal], ...]:
        return shortfalls(scores[member.id], task, team.vocabulary)

    def distance(member: Member, task: Task) -> tuple[Decimal, Fraction, str]:
        missing = sum((minimum - have for _, have, minimum in short(member, task)), Decimal(0))
        return (missing, -fit(scores[member.id], task, team.vocabulary), member.id)

    found = []
    for task in left:
        ranked = sorted(team.members, key=lambda member, task=task: distance(member, task))  # type: ignore[misc]
        gate, reason = _reason(team, backlog, ranked, task, waiting, short)
        found.append(Unassigned(task.id, gate, reason, tuple(member.id for member in ranked[:3])))
    return tuple(found)


Short = Callable[[Member, Task], tuple[tuple[str, Decimal, Decimal], ...]]


def _reason(
    team: Team, backlog: Backlog, ranked: list[Member], task: Task, waiting: set[str], short: Short
) -> tuple[str, str]:
    """Return gate and reason; members are ranked closest first."""
    able = [member for member in ranked if not short(member, task)]
    if not able:
        needs = ", ".join(f"{name} {need} (has {have})" for name, have, need in short(ranked[0], task))
        return "can", f"nobody meets every minimum; {ranked[0].id} is closest, short of {needs}"
    barred = {member.id: hindrances(team, backlog, member, task) for member in able}
    free = [member for member in able if not barred[member.id]]
    if not free:
        return "allowed", "; ".join(text for member in able for text in barred[member.id])
    fitting = [m for m in free if minutes(m, task.estimate_minutes) <= m.load_limit_minutes]
    if not fitting:
        return "available", f"{task.estimate_minutes / 60:g} h is more than the whole load limit of whoever can do it"
    blocking = [target for target in task.dependencies if target in waiting]
    if blocking:
        return "rule", f"it needs {', '.join(blocking)}, which stayed out"
    if task.batch and team.policies.of_batch(task.batch) == "together":
        return "rule", f"batch {task.batch} is handed out whole, and no member can take all of it"
    return "outbid", f"the hours of {', '.join(member.id for member in fitting)} are worth more elsewhere"
