"""Which hours more bring nothing: asked of all of them together, then of each period, before any alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from solver.changes.catalogue import apply
from solver.domain.team import Team
from solver.explanation.levers import Lever
from solver.stopping import Clock


def screened(levers: Sequence[Lever], brings: Callable[[Team], bool], clock: Clock) -> frozenset[int]:
    """Return the places of levers that are known to bring nothing, since not even many of them together do.

    Parameters
    ----------
    levers : sequence of Lever
        Those of hours in a period are looked at.
    brings : callable
        Whether another team places more work, or earlier. More hours never bring less.
    clock : Clock
        Until when to ask.
    """
    dated = [number for number, one in enumerate(levers) if one.kind == "hours" and one.about]
    if not dated or not brings(_with([levers[number] for number in dated])):
        return frozenset(dated)
    found = set[int]()
    for period in dict.fromkeys(levers[number].about for number in dated):
        group = [number for number in dated if levers[number].about == period]
        if len(group) < len(dated) and not clock.is_over and not brings(_with([levers[n] for n in group])):
            found.update(group)
    return frozenset(found)


def _with(levers: Sequence[Lever]) -> Team:
    """Return the team after the most of each lever together."""
    return apply(levers[0].world, tuple(one.change(one.most) for one in levers)).team
