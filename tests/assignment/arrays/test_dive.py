"""Dives: what they call a plan is one, they never miss their goal, and windows never lose what is known."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.gap_families import generate
from solver.assignment.arrays import dive
from solver.assignment.arrays.dual import best_prices, bound_at
from solver.assignment.arrays.knapsacks import UNIT, knapsacks
from solver.assignment.arrays.prove import first_proof, prove
from solver.assignment.arrays.rounding import total
from solver.assignment.arrays.turns import search_case
from tests.assignment.arrays.test_prove import small
from tests.assignment.arrays.test_relink import hard_case


@pytest.mark.parametrize("seed", range(60))
def test_a_dive_ends_with_a_plan_below_its_goal_or_with_none(seed: int) -> None:
    """Held to all plans of small problems: what is found is among them, and nothing is found below the best."""
    case, plans = small(seed)
    sacks, known = knapsacks(case), first_proof(case, -1e6)
    assert sacks is not None
    best = plans[0][0] if plans else 0.0
    chance = np.random.default_rng(seed)
    for goal in (best - 1, best, best + 20):
        opened, values = known.opened.copy(), known.values.copy()
        way = dive.DiveRule(30, 20, 0.3, 0.1 * chance.random(opened.shape))
        if dive.dive(sacks, opened, values, int(goal) * UNIT, np.inf, way):
            plan = tuple(opened.argmax(axis=1).tolist())
            assert opened.sum() == len(opened)
            assert [value for value, each in plans if each == plan and value <= goal]
            assert goal >= best


def test_windows_better_a_plan_and_keep_its_limits() -> None:
    """Sixty windows lead from "all left out" to a plan within limits and within 3 % of its bound."""
    for seed in range(3):
        case = hard_case(seed, 6, 48)
        sacks = knapsacks(case)
        assert sacks is not None
        first = np.full(48, 6)
        known = prove(sacks, first_proof(case, 0.0), total(case.cost, first), np.inf, nodes=0)
        at = dive.pace(case.cost.shape[1], seed)
        found = dive.windows(case, sacks, known, first, np.inf, at, rounds=60)
        used = [sum(case.load[task, at] for task, at in enumerate(found) if at == member) for member in range(6)]
        assert all(have <= limit for have, limit in zip(used, case.limit, strict=False))
        assert known.bound <= total(case.cost, found) < 1.03 * known.bound


def test_without_time_a_plan_comes_back_as_it_was() -> None:
    """No second, no change."""
    case = hard_case(0)
    sacks = knapsacks(case)
    assert sacks is not None
    plan = np.full(40, 5)
    found = dive.windows(case, sacks, first_proof(case, 0.0), plan, 0.0, dive.pace(6, 0))
    assert found.tolist() == plan.tolist()


@pytest.mark.parametrize("family", "cde")
def test_a_first_plan_is_found_where_limits_are_tight(family: str) -> None:
    """Problems of the literature, no search before: some dive ends with a plan within all limits."""
    problem = generate(family, 5, 60, 4)
    costs, loads = problem.cost.T.copy(), problem.load.T.copy()
    prices = best_prices(costs, loads, problem.limit, 1e4)
    case, bound = search_case(costs, loads, problem.limit, prices), bound_at(costs, loads, problem.limit, prices)
    sacks = knapsacks(case)
    assert sacks is not None
    found = dive.first(sacks, first_proof(case, bound), np.inf, dive.pace(5, 0))
    assert found is not None
    used = [sum(loads[task, at] for task, at in enumerate(found) if at == member) for member in range(5)]
    assert all(have <= limit for have, limit in zip(used, problem.limit, strict=True))
