"""Fixes are the cheapest there are, each helps, and none contains another."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from solver.assignment.exact import is_feasible
from solver.assignment.fixes import PRICES, SOFT, Fix, applied, cheapest_fixes
from solver.domain.team import Team
from solver.matching.build import build_problem
from solver.matching.problem import Problem
from solver.rules.catalogue import RULES
from tests.worlds import WEIGHTS, every_plan, world


def price_of(problem: Problem, owners: dict[int, int]) -> int | None:
    """Return what a plan would cost in changes, None if it breaks a rule that cannot be bought off."""
    if any(rule.matches(problem, owners) for name, rule in RULES.items() if name not in SOFT):
        return None
    dropped = [pair for pair in problem.pins if owners.get(pair[1]) != pair[0]]
    price = PRICES["pin"] * len(dropped) + PRICES["required"] * sum(t not in owners for t in problem.required)
    for t, m in owners.items():
        openable = t in problem.required or (m, t) in problem.pins
        for kind, gate in (("can", problem.can), ("allowed", problem.allowed)):
            if not gate[m, t]:
                if not openable:
                    return None
                price += PRICES[kind]
    for m, limit in enumerate(problem.limit):
        over = sum(int(problem.load[m, t]) for t, owner in owners.items() if owner == m) - int(limit)
        price += PRICES["hours"] * max(-(-over // 60), 0)
    return price


def contained(one: Fix, other: Fix) -> bool:
    """Return whether each change of one is among those of the other, with at least as many hours."""
    more = {replace(change, hours=0): change.hours for change in other.changes}
    return all(more.get(replace(change, hours=0), -1) >= change.hours for change in one.changes)


def demanding(seed: int) -> tuple[Team, Problem]:
    """Return a random problem in which every task must be placed."""
    team, backlog, _ = world(seed, most_tasks=4)
    names = tuple(task.id for task in backlog.open_tasks)
    team = replace(team, policies=replace(team.policies, required=names))
    return team, build_problem(team, backlog, WEIGHTS)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.integers(0, 2**32 - 1))
def test_fixes_equal_brute_force(seed: int) -> None:
    """The first fix has the least price of all plans; any offered fix makes the solve succeed."""
    _, problem = demanding(seed)
    team, backlog, _ = world(seed, most_tasks=4)
    column = {name: number for number, name in enumerate(problem.tasks)}
    row = {name: number for number, name in enumerate(problem.members)}
    plans = ({column[t]: row[m] for t, m in plan.owner.items()} for plan in every_plan(team, backlog))
    prices = [price for owners in plans if (price := price_of(problem, owners)) is not None]
    fixes = cheapest_fixes(problem)
    assert (fixes[0].price if fixes else None) == min(prices, default=None)
    assert [fix.price for fix in fixes] == sorted(fix.price for fix in fixes)
    for fix in fixes:
        assert is_feasible(applied(problem, fix))
        for change in fix.changes:
            rest = Fix(tuple(other for other in fix.changes if other != change))
            assert not is_feasible(applied(problem, rest))
    assert not any(contained(one, other) for one in fixes for other in fixes if one is not other)
