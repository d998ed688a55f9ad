"""How many sprints more do, where one does not."""

from __future__ import annotations

from typing import Final

from solver.changes.cutting import sprint
from solver.domain.world import World
from solver.explanation.fix.hitting import Amounts
from solver.explanation.fix.known import SOON, Known, with_amounts
from solver.explanation.fix.offers import Wish
from solver.explanation.fix.question import any_plan
from solver.explanation.fix.span import MOST_SPRINTS
from solver.stopping import Clock

KIND: Final = "sprint"


def sprints_that_do(wish: Wish, clock: Clock) -> int:
    """Return how many sprints more give all that is wished for a place, nothing else changed; 1 where no number does.

    Parameters
    ----------
    wish : Wish
        Over periods, or in one window, which has no next one.
    clock : Clock
        When it is over it is 1, too.
    """
    if wish.case.team.calendar is None or KIND not in wish.terms.prices or not _does(wish, MOST_SPRINTS, clock):
        return 1
    return next((count for count in range(1, MOST_SPRINTS) if _does(wish, count, clock)), MOST_SPRINTS)


def _does(wish: Wish, count: int, clock: Clock) -> bool:
    """Return whether there soon is a plan with so many sprints more."""
    world = sprint(World(wish.case.team, wish.case.backlog), str(count))
    return not clock.is_over and any_plan(wish.case.at(team=world.team), clock.left(SOON)).plan is not None


def too_few(known: Known, amounts: Amounts) -> int:
    """Return how many sprints more are known not to do in place of those of a fix, 0 where one does or nobody knows."""
    place = next((n for n, one in enumerate(known.offers) if one.kind == KIND), -1)
    if place < 0 or amounts[place] < 2:
        return 0
    fewer = with_amounts(amounts, {place: amounts[place] - 1})
    known.plan(fewer, SOON)
    return amounts[place] - 1 if known.is_bad(fewer) else 0
