"""Why a member does not have a task: the gate that stops it, or the exact price of having it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from solver.assignment.clash import in_plain_words
from solver.domain.plan import Assignment, Plan
from solver.explanation.edits import member_of, with_pin
from solver.explanation.gates import gates
from solver.explanation.price import Price, compare
from solver.explanation.suggest.suggest import suggest
from solver.explanation.suggest.suggestion import Suggestion
from solver.matching.pieces import is_timed
from solver.stopping import STOPPING, Clock, breakable
from solver.study.study import Study


@dataclass(frozen=True)
class WhyNot:
    """Why a member does not have a task: the first gate that fails with what is missing, or the price of having it."""

    task: str
    member: str
    gate: str
    reasons: tuple[str, ...]
    price: Price | None


def why_not(case: Study, task: str, member: str, *, clock: Clock | None = None) -> WhyNot:
    """Return the first gate that stops a pair, or the exact price of the best plan in which it holds.

    Parameters
    ----------
    case : Study
        What was planned, with its best plan.
    task, member : str
        Ids of an open task and of a member.
    clock : Clock, optional
        Until when. Without time for a new plan the price is that with everything else as planned, where there is one.

    Returns
    -------
    WhyNot
        With the numbers that are missing, or with a price whose every figure comes from a new plan. A price whose plan
        is not proved ``is_bound``: another plan may cost less.
    """
    clock = clock or Clock()
    if is_timed(case.team, case.backlog):
        return _in_time(case, task, member, clock)
    for gate, reasons in gates(case, member_of(case.team, member), task):
        if reasons:
            return WhyNot(task, member, gate, reasons, None)
    near = _as_planned(case, task, member) if clock.seconds is not None else None
    if near and near.price and clock.is_over:
        return WhyNot(task, member, "", (), near.price)
    start = _moved(case.best, near) if near and near.price else None
    team = with_pin(case.team, task, member)
    found = case.of(replace(case.world, team=team), time_limit=clock.left(case.time_limit), start=start)
    price = compare(case.result, found.result, case.periods)
    if near and near.price and not price.changes and price.status != "infeasible":
        price = near.price
    return _priced(case, task, member, price)


def _in_time(case: Study, task: str, member: str, clock: Clock) -> WhyNot:
    """Return what stops a pair over periods, or its price: at most that with everything else in its slot or out."""
    from solver.explanation.suggest.in_time import placed_in_time

    near, plan = placed_in_time(case, case.best, task, member, clock)
    if near.gate in {"can", "allowed", "available", "when"}:
        return WhyNot(task, member, near.gate, near.reasons, None)
    # What costs nothing with everything else as planned needs no other plan; a price is a bound until one is proved.
    # Whoever is next for work that is pinned or started takes it from its owner, which no plan of this world does.
    if near.price and near.price.is_free and not _is_held(case, task):
        return WhyNot(task, member, "", (), replace(near.price, status=case.result.status))
    if near.price and clock.is_over:
        return WhyNot(task, member, "", (), near.price)
    team = with_pin(case.team, task, member)
    found = case.of(replace(case.world, team=team), time_limit=clock.left(case.time_limit), start=plan)
    price = compare(case.result, found.result, case.periods)
    if near.price and not price.changes and price.status != "infeasible":
        price = near.price
    return _priced(case, task, member, price)


def _priced(case: Study, task: str, member: str, price: Price) -> WhyNot:
    """Return what it costs, or what clashes in the words of whoever demands it."""
    conflict = in_plain_words(case.world, price.conflict, (task, member))
    return WhyNot(task, member, "", (), replace(price, conflict=conflict))


def _is_held(case: Study, task: str) -> bool:
    """Return whether a rule pins a task or somebody has started it."""
    started = any(one.holders for one in case.backlog.open_tasks if one.id == task)
    return started or any(pin.task == task for pin in case.team.policies.pins)


def _as_planned(case: Study, task: str, member: str) -> Suggestion | None:
    """Return what it costs with everything else as planned: no plan is made anew, so it is at most that."""
    found = suggest(case, case.best, task, members=(member,))
    return found[0] if found else None


def _moved(plan: Plan, near: Suggestion) -> Plan:
    """Return the plan in which the member takes the task and what makes room for it stays out."""
    out = {near.task, *(held.task for held in near.gives_up)}
    kept = (given for given in plan.assignments if given.task not in out)
    return Plan((*kept, Assignment(near.task, near.member)))


def runners_up(case: Study, task: str, *, clock: Clock | None = None) -> tuple[WhyNot, ...]:
    """Return every other member who passes the gates for a placed task, cheapest first.

    Parameters
    ----------
    case : Study
        What was planned, with its best plan.
    task : str
        A task of the plan.
    clock : Clock, optional
        Until when new plans are made; prices after that are those with everything else as planned.

    Returns
    -------
    tuple of WhyNot
        The first is the runner-up; the price is that of planning everything else anew.
    """
    owners = case.best.owners.get(task, ())
    found = list[WhyNot]()
    for one in case.team.members:
        if one.id not in owners and not STOPPING.is_asked:
            with breakable():
                found.append(why_not(case, task, one.id, clock=clock))
    priced = [([-change for _, change in one.price.changes], one) for one in found if one.price and one.price.changes]
    return tuple(one for _, one in sorted(priced, key=lambda row: row[0]))


def next_in_time(case: Study, plan: Plan, task: str, clock: Clock) -> WhyNot | None:
    """Return who would be next for a placed task over periods, with everything else in its slot or out of the plan.

    Raises
    ------
    TimeoutError
        If the time is over before somebody was found, so that nobody is known not to be there.
    """
    from solver.explanation.suggest.in_time import suggest_in_time

    owners = plan.owners.get(task, ())
    if clock.is_over:
        raise TimeoutError("there was no time left")
    rows = [one for one in suggest_in_time(case, plan, task, clock=clock) if one.member not in owners]
    best = next((one for one in rows if one.price), None)
    if best is None and clock.is_over:
        raise TimeoutError("there was no time left")
    return WhyNot(task, best.member, "", (), best.price) if best else None
