"""A plan over periods that keeps the hours of every slot at a level, with hours kept free where they run over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from solver.assignment.result import Result
from solver.domain.calendar import Presence
from solver.domain.team import Member
from solver.domain.world import World
from solver.stopping import Clock
from solver.study.study import Study
from solver.whatif.noise.in_time import TimeRisk, risk_in_time
from solver.whatif.noise.noise import Factors
from solver.whatif.within import hurried

# Each round keeps more hours free; what still runs over then is said.
ROUNDS: Final = 8
# Member and id of the period.
SlotName = tuple[str, str]


@dataclass(frozen=True)
class Safe:
    """A plan with hours kept free; ``free`` are the minutes of each slot, ``risk`` what the sample does to the plan.

    ``over`` are slots that are over more often than the level allows all the same.
    """

    result: Result
    free: tuple[tuple[SlotName, int], ...]
    risk: TimeRisk
    over: tuple[SlotName, ...]


def safe_in_time(base: Study, factors: Factors, level: float, clock: Clock | None = None) -> Safe | None:
    """Return a plan in which each member keeps the hours of each period in at least a share of the cases.

    Parameters
    ----------
    base : Study
        Over periods, with its plan.
    factors : ndarray of float, shape (cases, n_tasks)
        From ``solver.whatif.noise.noise.sample``.
    level : float
        The share, above 0 and below 1.
    clock : Clock, optional
        Until when another plan is made.

    Returns
    -------
    Safe or None
        Its plan stands in the world as it is and is not proved to be the best of its kind; None if there is no plan.
    """
    clock = clock or Clock()
    base = hurried(base, clock)
    free: dict[SlotName, int] = {}
    study, risk = base, risk_in_time(base.world, base.best, factors, level)
    for _ in range(ROUNDS):
        over = [one for one in risk.slots if one.at_level > one.limit]
        if not over or clock.is_over:
            break
        for one in over:
            # The same work with the same spread stays within the hours when it is less by that share.
            within = int(one.given * one.limit / one.at_level)
            free[one.member, one.period] = max(one.limit - within, free.get((one.member, one.period), 0) + 1)
        study = base.of(with_less(base.world, free))
        if study.result.plan is None:
            return None
        risk = risk_in_time(base.world, study.best, factors, level)
    over_still = tuple((one.member, one.period) for one in risk.slots if one.at_level > one.limit)
    return Safe(base.measured(study.best), tuple(sorted(free.items())), risk, over_still)


def with_less(world: World, free: Mapping[SlotName, int]) -> World:
    """Return the world with so many minutes less in some slots."""
    calendar = world.team.calendar
    if calendar is None:
        raise ValueError("expected periods")

    def changed(one: Member) -> Member:
        presence = one.presence or Presence()
        extra = dict(presence.extra)
        for (member, period), minutes in free.items():
            if member == one.id:
                extra[period] = extra.get(period, 0) - minutes
        return one.present(calendar, replace(presence, extra=tuple(extra.items())))

    return world.with_members([changed(one) for one in world.team.members])
