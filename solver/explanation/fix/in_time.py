"""The cheapest changes after which work over periods has a place, each verified by planning everything anew."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from solver.assignment.result import Result
from solver.domain.plan import Plan
from solver.domain.tasks import PRIORITIES
from solver.explanation.fix.apart import SPRINTS_SHARE, apart, no_place
from solver.explanation.fix.change import Fix
from solver.explanation.fix.hitting import Amounts
from solver.explanation.fix.known import Known
from solver.explanation.fix.offers import TERMS, Terms, Wish, offers
from solver.explanation.fix.question import needed, wishing
from solver.explanation.fix.search import Search, Told
from solver.explanation.fix.sprints import sprints_that_do, too_few
from solver.explanation.price import Price, compare
from solver.stopping import STOPPING, Clock, breakable
from solver.study.study import Study

# The share of the time for the search; the rest is for planning each fix anew.
SEARCH_SHARE: Final = 0.6
# Where nothing helps: the share of what is left for the question which tasks that is about.
HOPELESS_SHARE: Final = 0.5
LATE: Final = "the search for the cheapest changes ended before it was known whether anything helps"


def fixes_in_time(
    case: Study,
    place: tuple[str, ...] = (),
    most: int = 3,
    terms: Terms = TERMS,
    *,
    compare_with: Result | None = None,
    previous: Plan | None = None,
    clock: Clock | None = None,
    told: Told | None = None,
) -> tuple[Fix, ...]:
    """Return up to ``most`` fixes over periods, cheapest first, none of which contains another.

    Parameters
    ----------
    case : Study
        Over periods, or one window in an order or with crews.
    place : tuple of str
        Open tasks that must have a place, beside those that the team's rules require.
    most : int
        How many fixes, at least 1.
    terms : Terms
        What is on offer, at which prices.
    compare_with : Result, optional
        A plan without the wish: each fix then says what its plan gives up.
    previous : Plan, optional
        The plan that is being worked: that of each fix then moves as little of it as can be.
    clock : Clock, optional
        Until when; fixes that are found by then are given.
    told : callable, optional
        Called with the changes of each fix as it is found, and their price.

    Returns
    -------
    tuple of Fix
        Each verified by planning everything anew. A single one without changes if there is such a plan already, none
        if nothing on offer helps. One that ``is_cheapest`` is proved to be so.

    Raises
    ------
    TimeoutError
        If the time ends before anything is known.
    """
    clock = clock or Clock(case.time_limit)
    case = wishing(case, place)
    wish = Wish(case, needed(case), terms, place)
    wish = replace(wish, sprints=sprints_that_do(wish, clock.share(SPRINTS_SHARE)))
    known = Known(case, offers(wish), clock.share(SEARCH_SHARE))
    search = Search(known, told)
    answers, found = list(search.run(most)), list[Fix]()
    if not answers and not search.is_settled:
        raise TimeoutError(LATE)
    for number, (amounts, plan, is_proved) in enumerate(answers):
        seconds = clock.share(1 / (len(answers) - number)).left(case.time_limit)
        result = _planned(known, amounts, plan, (previous, compare_with), seconds)
        price = _price(case, known.changed(amounts), compare_with, result) if compare_with else None
        few = too_few(known, amounts)
        found.append(Fix(known.changes(amounts), result, price, is_cheapest=is_proved, too_few=few))
        if STOPPING.is_asked:
            break
    return tuple(found)


def _price(case: Study, changed: Study, base: Result, result: Result) -> Price:
    """Return what the plan of a fix has more or less: with a sprint more, how early work ends cannot be compared."""
    price = compare(base, result, changed.periods)
    if len(changed.periods) == len(case.periods):
        return price
    return replace(price, changes=tuple((name, by) for name, by in price.changes if name in PRIORITIES))


def _planned(
    known: Known, amounts: Amounts, plan: Plan, than: tuple[Plan | None, Result | None], seconds: float
) -> Result:
    """Return a whole plan after the changes of a fix; the one that the search found where the time is too short.

    It keeps to the plan that is being worked, or to the one that it is compared with where that is not proved: a plan
    from nothing would differ everywhere.
    """
    changed, (previous, other) = known.changed(amounts), than
    is_open = other is not None and other.status != "optimal"
    with breakable():
        if previous is not None:
            found = changed.of(changed.world, time_limit=seconds, previous=previous).result
        elif is_open and other is not None and other.plan is not None:
            found = changed.near(changed.world, other.plan, time_limit=seconds).result
        else:
            found = changed.of(changed.world, time_limit=seconds, start=plan).result
        if found.plan is not None:
            return found
    return changed.measured(plan)


class OrLess(NamedTuple):
    """Fixes, and the tasks that each of them leaves out as nothing on offer helps.

    Those that are ``hopeless`` have no place whatever is changed; those ``apart`` have none beside others, which are
    named, or were not asked of in time.
    """

    fixes: tuple[Fix, ...]
    hopeless: tuple[str, ...] = ()
    apart: Mapping[str, tuple[str, ...]] = MappingProxyType({})


def fixes_or_less(
    case: Study,
    place: tuple[str, ...] = (),
    most: int = 3,
    terms: Terms = TERMS,
    *,
    compare_with: Result | None = None,
    clock: Clock | None = None,
    **asked: Any,
) -> OrLess:
    """Return fixes as ``fixes_in_time`` does; where nothing on offer helps, those of what can have a place at all.

    Parameters
    ----------
    case, place, most, terms, compare_with, clock, **asked
        As for ``fixes_in_time``.

    Returns
    -------
    OrLess
        No fix where there is none without what has no place, or none was found in time.

    Raises
    ------
    TimeoutError
        If the time ends before anything is known.
    """
    clock = clock or Clock(case.time_limit)
    asked |= {"compare_with": compare_with, "clock": clock}
    found = fixes_in_time(case, place, most, terms, **asked)
    if found or not place:
        return OrLess(found)
    placed = compare_with.plan.owner if compare_with and compare_with.plan else {}
    left = tuple(name for name in place if name not in placed)
    hopeless = without_place(case, left, terms, clock.share(HOPELESS_SHARE))
    others = tuple(name for name in place if name not in hopeless)
    if hopeless and others:
        with suppress(TimeoutError):
            found = fixes_in_time(case, others, most, terms, **asked)
    if found or len(others) < 2 or clock.is_over:
        return OrLess(found, hopeless)
    # Each may have a place alone; that they have one together is not known.
    parted = apart(case, others, terms, clock.share(HOPELESS_SHARE))
    others = tuple(name for name in others if name not in parted)
    if parted and others:
        with suppress(TimeoutError):
            found = fixes_in_time(case, others, most, terms, **asked)
    return OrLess(found, hopeless, parted)


def without_place(
    case: Study, place: tuple[str, ...], terms: Terms = TERMS, clock: Clock | None = None
) -> tuple[str, ...]:
    """Return those of some tasks that have no place alone even after all that is on offer, as far as there is time.

    Parameters are as for fixes.
    """
    clock, found = clock or Clock(case.time_limit), list[str]()
    for number, name in enumerate(place):
        if clock.is_over:
            break
        if no_place(case, (name,), terms, clock.share(1 / (len(place) - number))):
            found.append(name)
    return tuple(found)
