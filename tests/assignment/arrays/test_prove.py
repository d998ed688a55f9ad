"""The knapsack bound and its proofs, held to every plan of problems small enough to list."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.assignment.arrays.assign import assign
from solver.assignment.arrays.closing import CELLS, close
from solver.assignment.arrays.dual import best_prices
from solver.assignment.arrays.kernels import Case
from solver.assignment.arrays.knapsacks import UNIT, knapsacks
from solver.assignment.arrays.multipliers import ascend, enlist, value_at
from solver.assignment.arrays.prove import first_proof, prove
from solver.assignment.arrays.subsets import best_set
from solver.assignment.arrays.turns import search_case


def small(seed: int) -> tuple[Case, list[tuple[float, tuple[int, ...]]]]:
    """Return a problem with closed pairs and perhaps a choice without a limit, and all its plans, cheapest first.

    Every second one has loads so large that knapsacks are sifted at a price of load.
    """
    chance = np.random.default_rng(seed)
    tasks, members = int(chance.integers(2, 6)), int(chance.integers(2, 4))
    cost, load = chance.integers(-9, 30, (tasks, members)) * 1.0, chance.integers(0, 9, (tasks, members)) * 1.0
    limit = chance.integers(3, 20, members) * 1.0
    if seed % 2:
        load, limit = 37 * load + chance.integers(0, 37, load.shape), 37 * limit + chance.integers(0, 37, members)
    cost[(chance.random(cost.shape) < 0.2) | (load > limit)] = np.inf
    if chance.random() < 0.5 or not np.isfinite(cost).any(axis=1).all():
        cost, load = np.column_stack([cost, np.full(tasks, 25.0)]), np.column_stack([load, np.zeros(tasks)])
    plans = []
    for plan in itertools.product(range(cost.shape[1]), repeat=tasks):
        used = [sum(load[task, at] for task, at in enumerate(plan) if at == member) for member in range(members)]
        value = sum(cost[task, at] for task, at in enumerate(plan))
        if np.isfinite(value) and all(have <= most for have, most in zip(used, limit, strict=True)):
            plans.append((float(value), plan))
    return search_case(cost, load, limit, best_prices(cost, load, limit, 1e3)), sorted(plans)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.integers(0, 2**32 - 1))
def test_proofs_hold(seed: int) -> None:
    """The bound at any multipliers is below every plan, no pair of a cheaper plan is closed, and proofs end right."""
    case, plans = small(seed)
    best = plans[0][0] if plans else np.inf
    sacks, known = knapsacks(case), first_proof(case, -1e6)
    assert sacks is not None
    chance, nowhere = np.random.default_rng(seed), np.full(len(case.cost), -1)
    for values in (known.values, chance.integers(-20, 60, len(case.cost)) * UNIT):
        assert value_at(sacks, known.opened, nowhere, values) <= best * UNIT
        opened, goal = known.opened.copy(), (int(plans[-1][0]) if plans else 50) * UNIT
        if close(sacks, opened, values, goal) < 0:
            assert best * UNIT > goal
        else:
            assert all(opened[range(len(plan)), plan].all() for value, plan in plans if value * UNIT <= goal)
    for cost in (best, best + 1, best + 40) if plans else (100.0,):
        proof = prove(sacks, known, cost, np.inf)
        assert proof.done == 1
        assert proof.bound == min(cost, best)
        assert (proof.plan is not None) == (cost > best)
        if proof.plan is not None:
            assert (best, tuple(proof.plan.tolist())) in plans


def test_a_root_alone_never_says_too_much() -> None:
    """Without nodes the bound is at most the optimum, and all cheaper plans stay open."""
    for seed in range(40):
        case, plans = small(seed)
        if plans:
            sacks = knapsacks(case)
            assert sacks is not None
            proof = prove(sacks, first_proof(case, -1e6), plans[-1][0] + 1, np.inf, nodes=0)
            assert proof.bound <= plans[0][0]
            assert proof.plan is None


@pytest.mark.parametrize("scale", [2**28, 1])
def test_numbers_too_large_for_tables_are_left_to_the_prices(scale: int) -> None:
    """Loads beyond the tables give no knapsack bound, and a plan all the same."""
    chance = np.random.default_rng(3)
    cost, load = chance.integers(1, 50, (4, 90)), chance.integers(5, 25, (4, 90)) * scale
    limit = np.full(4, 330 * scale)
    case = search_case(cost.T * 1.0, load.T * 1.0, limit * 1.0, np.zeros(4))
    assert (knapsacks(case) is None) == (scale > 1)
    found = assign(cost, load, limit, time_limit=0.5)
    assert found.bound <= found.value < 50 * 90


def best_profit(profits: list[int], loads: list[int], room: int) -> int:
    """Return the largest profit of any set within the room, by listing all."""
    picks = itertools.product((0, 1), repeat=len(profits))
    weighed = [[sum(x * y for x, y in zip(pick, row, strict=True)) for row in (profits, loads)] for pick in picks]
    return max(profit for profit, load in weighed if load <= room)


@pytest.mark.parametrize("size", [9, 90, 4000])
def test_a_sifted_knapsack_is_the_best_of_all_sets(size: int) -> None:
    """Rooms small and large, rates that fit and rates that do not: the best set of each member, never another."""
    for seed in range(60):
        chance = np.random.default_rng([seed, size])
        load = chance.integers(0, size, (9, 2)) * 1.0
        cost, limit = chance.integers(0, 30, load.shape) * 1.0, np.maximum(np.floor(load.sum(axis=0) * 0.4), 1.0)
        case = search_case(cost, load, limit, chance.random(2) * chance.choice([0, 0.1, 30]))
        sacks, opened, values = knapsacks(case), load <= limit, chance.integers(-5, 40, 9) * UNIT
        assert sacks is not None
        enlist(sacks, opened, np.full(9, -1))
        for member in (0, 1, 0):
            profit, upper = best_set(sacks, values, member, 0.0)
            mine = opened[:, member]
            profits = (values[mine] - sacks.cost[mine, member]).tolist()
            assert profit == best_profit(profits, sacks.load[mine, member].tolist(), int(limit[member])) <= upper


@pytest.mark.parametrize("seed", range(8))
def test_prices_alone_close_no_pair_of_a_plan_that_counts(seed: int) -> None:
    """Tables too large for forcing pairs one by one: what is closed is in no plan within the goal all the same."""
    chance = np.random.default_rng(seed)
    load, cost = chance.integers(1, 60_000, (11, 2)) * 1.0, chance.integers(1, 40, (11, 2)) * 1.0
    limit = np.floor(load.sum(axis=0) * 0.55)
    assert 11 * limit.min() > CELLS
    plans = {}
    for plan in itertools.product(range(2), repeat=11):
        used = [sum(load[task, at] for task, at in enumerate(plan) if at == member) for member in range(2)]
        if all(have <= most for have, most in zip(used, limit, strict=True)):
            plans[plan] = sum(cost[task, at] for task, at in enumerate(plan))
    case = search_case(cost, load, limit, best_prices(cost, load, limit, 1e3))
    sacks, known, goal = knapsacks(case), first_proof(case, 0.0), int(min(plans.values())) * UNIT
    assert sacks is not None
    opened, values = known.opened.copy(), known.values.copy()
    assert ascend(sacks, opened, values, goal, 60, 1.0, 10) <= goal
    close(sacks, opened, values, goal)
    assert all(opened[range(11), plan].all() for plan, value in plans.items() if value * UNIT <= goal)
