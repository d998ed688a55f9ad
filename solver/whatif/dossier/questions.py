"""What a report can be asked that needs further plans, each question by its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from solver.domain.showing import some
from solver.domain.tasks import PRIORITIES
from solver.explanation.fix.change import Fix
from solver.explanation.fix.cheapest import fixes
from solver.explanation.fix.in_time import fixes_in_time
from solver.explanation.marginal.marginal import Step, marginal_values
from solver.explanation.price import compare
from solver.explanation.unassigned.task import Unassigned
from solver.matching.pieces import is_timed
from solver.stopping import Clock
from solver.study.study import Study
from solver.whatif.dossier.asked import QUESTIONS
from solver.whatif.dossier.dossier import Dossier, Placing
from solver.whatif.resilience import resilience

# The part of the time for all questions that one plan may take.
ONE_PLAN: Final = 0.1
# Everything but hours, which are asked in a coarser way.
RELAXED: Final = ("score", "permission", "batch", "forbid", "pin", "wip", "separate", "together")


def ask(
    told: Dossier,
    names: Sequence[str] = tuple(QUESTIONS),
    *,
    time_limit: float = 10.0,
    patience: float | None = None,
    tell: Callable[[str], object] = len,
) -> Dossier:
    """Return the dossier with the answers to some questions; without a plan, with what would make one possible.

    Parameters
    ----------
    told : Dossier
        What is asked about.
    names : sequence of str
        Of ``QUESTIONS``.
    time_limit : float
        Seconds for each plan.
    patience : float or None, default: None
        Seconds of the processor for all of them, however busy the machine is, shared evenly between the questions; what
        is left then has no answer, and ``unasked`` says so. Without it they take what they take.
    tell : callable
        Is given the words of each question before it is asked.

    Returns
    -------
    Dossier
        A larger one; the same, with a remark, if there is only so much patience and each plan of it takes long.
    """
    clock = Clock(patience)
    if patience is not None:
        time_limit = min(time_limit, patience * ONE_PLAN)
    if told.result.status == "infeasible":
        return _withcheapest_fixes(told, time_limit)
    if told.result.plan is None:
        return told
    if told.is_large and patience is not None and names:
        size = f"{len(told.problem.tasks):,} tasks and {len(told.problem.members):,} members"
        why = f"with {size} what needs further plans is left out; --with asks for it by name"
        return replace(told, unasked=(*told.unasked, why))
    for number, name in enumerate(names):
        tell(QUESTIONS[name])
        told = _ASK[name](told, time_limit, clock.share(1 / (len(names) - number)))
        told = replace(told, asked=(*told.asked, name))
    return told


def _case(told: Dossier, time_limit: float) -> Study:
    return Study(told.found.world, told.result, time_limit)


def _away(told: Dossier, time_limit: float, clock: Clock) -> Dossier:
    """Return the dossier with what is lost without each member."""
    found = resilience(Study(told.found.world, told.result, time_limit), "none", clock=clock)
    away = [" and ".join(one) for one in found.skipped]
    return _told(replace(told, absences=found), "away", f"what is lost without {some(away)}" if away else "")


def _placing(told: Dossier, time_limit: float, clock: Clock) -> Dossier:
    """Return the dossier with what would place each task that stays out, the most urgent asked first."""
    case, found = _case(told, time_limit), list[Placing]()
    urgency = {task.id: PRIORITIES.index(task.priority) for task in told.found.backlog.tasks}
    left = sorted(told.left, key=lambda one: urgency[one.task])
    for one in left:
        if clock.is_over:
            break
        found.append(_placed(case, one, clock))
    rest = [one.task for one in left[len(found) :]]
    return _told(replace(told, placings=tuple(found)), "placing", f"what would place {some(rest)}" if rest else "")


def _hours(told: Dossier, time_limit: float, clock: Clock) -> Dossier:
    """Return the dossier with the smallest raise of each member's hours, over periods in each, that brings anything."""
    skipped = list[str]()
    walks = marginal_values(
        _case(told, time_limit), ("hours",), clock=clock, skipped=lambda _, *one: skipped.append(_slot(*one))
    )
    steps = sorted(((one.first_gain, _slot(one.member, one.about)) for one in walks), key=_most_first)
    hours = tuple((slot, step.amount, step.price) for step, slot in steps)
    missed = f"what more hours bring of {some(skipped)}" if skipped else ""
    return _told(replace(told, hours=hours), "hours", missed)


def _most_first(raised: tuple[Step, str]) -> tuple[list[int], int]:
    """Return what sorts raises of hours: what brings most, level by level, and of equal ones the smaller."""
    return [-change for change in raised[0].price.vector], raised[0].amount


def _slot(member: str, period: str) -> str:
    return f"{member} in {period}" if period else member


def _rules(told: Dossier, time_limit: float, clock: Clock) -> Dossier:
    """Return the dossier with the scores, permissions and rules that stand in the way."""
    skipped = list[str]()
    found = marginal_values(_case(told, time_limit), RELAXED, clock=clock, skipped=lambda *one: skipped.append(one[0]))
    missed = f"what {len(skipped)} other scores, permissions and rules bring" if skipped else ""
    return _told(replace(told, marginals=found), "rules", missed)


_ASK: Final = {"away": _away, "placing": _placing, "hours": _hours, "rules": _rules}


def _told(told: Dossier, name: str, missed: str) -> Dossier:
    """Return the dossier with a remark about what there was no time for, if there is any."""
    if not missed:
        return told
    why = f"{missed}: the time for questions was over; --with {name} takes the time for all"
    return replace(told, unasked=(*told.unasked, why))


def _withcheapest_fixes(told: Dossier, time_limit: float) -> Dossier:
    """Return the dossier with what would make a plan possible, or a remark that the search for it ended."""
    try:
        return replace(told, fixes=cheapest_fixes(_case(told, time_limit), (), 3))
    except TimeoutError as error:
        return replace(told, unasked=(*told.unasked, f"what would make a plan possible is not known: {error}"))


def cheapest_fixes(case: Study, place: tuple[str, ...], most: int) -> tuple[Fix, ...]:
    """Return the cheapest changes after which some tasks have a place, or there is a plan at all.

    Parameters
    ----------
    case : Study
        Without that plan; its time is that of the search.
    place : tuple of str
        The tasks.
    most : int
        So many ways at most.

    Returns
    -------
    tuple of Fix
        Cheapest first.

    Raises
    ------
    TimeoutError
        If the time was over before it was known.
    """
    if is_timed(case.team, case.backlog):
        return fixes_in_time(case, place, most, clock=Clock(case.time_limit))
    return fixes(case, place, most)


def _placed(case: Study, left: Unassigned, clock: Clock) -> Placing:
    """Return the price of a plan that has the task, or the cheapest changes if there is none."""
    policies = case.team.policies
    team = replace(case.team, policies=replace(policies, required=(*policies.required, left.task)))
    if left.gate in {"outbid", "rule"}:
        other = case.of(replace(case.world, team=team), time_limit=clock.left(case.time_limit))
        price = compare(case.result, other.result)
        if price.changes:
            return Placing(left.task, price, None)
    try:
        found = cheapest_fixes(replace(case, time_limit=clock.left(case.time_limit)), (left.task,), 1)
    except TimeoutError:
        return Placing(left.task, None, None, is_known=False)
    return Placing(left.task, None, next(iter(found), None))
