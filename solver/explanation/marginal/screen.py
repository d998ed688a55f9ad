"""Which hours more bring nothing: asked of all of them together, and again without those that the plan then takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from solver.changes.catalogue import apply
from solver.domain.plan import Plan
from solver.domain.team import Team
from solver.explanation.marginal.levers import Lever
from solver.explanation.terms.in_time import PlanLines
from solver.matching.build import minutes
from solver.stopping import Clock


def screened(levers: Sequence[Lever], better: Callable[[Team], Plan | None], clock: Clock) -> frozenset[int]:
    """Return the places of levers that are known to bring nothing, since not even many of them together do.

    Parameters
    ----------
    levers : sequence of Lever
        Those of hours in a period are looked at.
    better : callable
        A plan with which another team places more work, or earlier, or may; None where there is none. More hours never
        bring less.
    clock : Clock
        Until when to ask.
    """
    found = set[int]()
    groups = [[number for number, one in enumerate(levers) if one.kind == "hours" and one.about]]
    while groups and not clock.is_over:
        group = groups.pop(0)
        plan = better(_with([levers[number] for number in group])) if group else None
        if plan is None:
            found.update(group)
            continue
        taking = _taking(levers, group, plan)
        half = len(group) // 2
        parts = [[n for n in group if n not in taking]] if taking else [group[:half], group[half:]]
        # Of a part that is left with one nothing is asked: it is looked at step by step.
        groups += [part for part in parts if 1 < len(part) < len(group)]
    return frozenset(found)


def _taking(levers: Sequence[Lever], group: list[int], plan: Plan) -> set[int]:
    """Return those levers of a group whose hours a plan takes."""
    world = levers[group[0]].world
    calendar, read = world.team.calendar, PlanLines.of(world.team, world.backlog, plan)
    names = [one.id for one in calendar.periods] if calendar else []
    members = {one.id: one for one in world.team.members}
    free = {
        (one.id, name): slot.minutes
        for one in (members.values() if calendar else ())
        for name, slot in zip(names, one.slots(calendar) if calendar else (), strict=True)
    }
    for line in read.lines:
        free[line.member, names[line.period]] -= minutes(members[line.member], read.piece(line).estimate_minutes)
    return {number for number in group if free[levers[number].member, levers[number].about] < 0}


def _with(levers: Sequence[Lever]) -> Team:
    """Return the team after the most of each lever together."""
    return apply(levers[0].world, tuple(one.change(one.most) for one in levers)).team
