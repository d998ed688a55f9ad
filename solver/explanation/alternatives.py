"""Other plans that are nearly as good, and truly different."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from solver.assignment.result import Result
from solver.domain.plan import Plan
from solver.explanation.price import Price, compare, values_of
from solver.matching.problem import Problem
from solver.matching.time import indexed
from solver.stopping import STOPPING, breakable
from solver.study.study import Study


@dataclass(frozen=True)
class Alternative:
    """Another plan: how many tasks are with somebody else, in or out, and what it costs by level."""

    result: Result
    differences: int
    price: Price


def alternatives(case: Study, within_percent: float = 5.0, at_least: int = 3, most: int = 3) -> tuple[Alternative, ...]:
    """Return plans that place work of the same value in every class and lose little quality, best first.

    Parameters
    ----------
    case : Study
        What was planned, with its best plan.
    within_percent : float
        How much of the base's quality may be lost, at least 0.
    at_least : int
        In how many tasks each plan differs from the base and from each other, at least 1. A task differs if it is with
        somebody else or in another period, comes in or stays out.
    most : int
        How many plans.

    Returns
    -------
    tuple of Alternative
        Each is the best plan of those that differ so much, proved if its result is optimal; fewer than ``most``, or
        none, if there are no more.
    """
    base, problem = case.result, case.problem()
    values = values_of(base)
    floor = Fraction(values[-1]) - abs(Fraction(values[-1])) * Fraction(within_percent) / 100
    found, known = list[Alternative](), [base.plan] if base.plan else []
    while known and len(found) < most and not STOPPING.is_asked:
        unlike, result = tuple(pairs_of(problem, plan) for plan in known), None
        with breakable():
            result = case.with_arrays(replace(problem, unlike=unlike, least_changes=at_least))
        reached = values_of(result) if result else ()
        if result is None or result.plan is None or reached[:-1] < values[:-1] or reached[-1] < floor:
            break
        found.append(Alternative(result, differences(known[0], result.plan), compare(base, result, case.periods)))
        known.append(result.plan)
    return tuple(found)


def pairs_of(problem: Problem, plan: Plan) -> tuple[tuple[int, int], ...]:
    """Return rows and columns of those assignments whose member and open task are there.

    Over periods rows are slots, and of a task in several pieces only the one is taken that carries its value: each task
    counts once.
    """
    if problem.time:
        places = indexed(problem.time, plan)
        return tuple((row, c) for row, c in places if row >= 0 and c >= 0 and problem.time.counted[c])
    row, column = ({name: i for i, name in enumerate(names)} for names in (problem.members, problem.tasks))
    return tuple((row[m], column[t]) for t, m in plan.owner.items() if m in row and t in column)


def differences(this: Plan, other: Plan) -> int:
    """Return how many tasks are with somebody else, end in another period, or are placed in one plan only."""
    before, after = ({one.task: (one.member, one.period) for one in plan.assignments} for plan in (this, other))
    return sum(before.get(task) != after.get(task) for task in before.keys() | after.keys())
