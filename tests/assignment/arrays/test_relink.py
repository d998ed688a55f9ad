"""The search by ejection chains: plans within limits, the same from compiled and plain code, the same for a seed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from solver.assignment.arrays import dive, prove
from solver.assignment.arrays.dual import best_prices
from solver.assignment.arrays.kernels import Case, fresh, load_plan, move, strain
from solver.assignment.arrays.knapsacks import knapsacks
from solver.assignment.arrays.relink import PLANS, begin, relink
from solver.assignment.arrays.rounding import total
from solver.assignment.arrays.turns import search_case

ROOT = Path(__file__).parents[3]
PLAIN = "import sys; sys.modules['numba'] = None\n"
RUN = """
from tests.assignment.arrays.test_relink import both
from solver.assignment.arrays import kernels
print(kernels.COMPILED, both(3))
"""


def hard_case(seed: int, members: int = 5, tasks: int = 40) -> Case:
    """Return a problem whose dear pairs take little load, with one choice for tasks left out."""
    chance = np.random.default_rng(seed)
    load = chance.integers(1, 100, (tasks, members))
    cost = 111 - load + chance.integers(-10, 11, load.shape)
    costs, loads = np.column_stack([cost, np.full(tasks, 300)]) * 1.0, np.column_stack([load, np.zeros(tasks)]) * 1.0
    limits = np.floor(0.8 * load.sum(axis=0) / members)
    return search_case(costs, loads, limits, best_prices(costs, loads, limits, 1e4))


def both(seed: int) -> tuple[list[int], float, int, list[int], list[list[bool]]]:
    """Return the plan of a search, what a few nodes prove beside it, and what a dive leaves open."""
    case = hard_case(seed, 4, 24)
    plan = relink(case, begin(case, np.full(24, -1), seed), np.inf, rounds=3 * PLANS)
    proof = prove.prove(knapsacks(case), prove.first_proof(case, 0.0), total(case.cost, plan), np.inf, 40)
    opened = np.isfinite(case.cost)
    way = dive.DiveRule(40, 20, 0.2, 0.1 * np.random.default_rng(seed).random(opened.shape))
    dive.dive(knapsacks(case), opened, proof.values.copy(), 2**40, np.inf, way)
    return plan.tolist(), proof.bound, int(proof.opened.sum()), proof.values.tolist(), opened.tolist()


@pytest.mark.parametrize("seed", range(5))
def test_plans_keep_limits_and_beat_the_first(seed: int) -> None:
    """After some rounds the plan keeps all limits, and more rounds never make it dearer."""
    case = hard_case(seed)
    nothing, values = np.full(40, -1), []
    for rounds in (PLANS, 20 * PLANS):
        found = relink(case, begin(case, nothing, seed), np.inf, rounds=rounds)
        assert found is not None
        used = [sum(case.load[task, found[task]] for task in range(40) if found[task] == at) for at in range(5)]
        assert all(have <= limit for have, limit in zip(used, case.limit, strict=False))
        values.append(total(case.cost, found))
    assert values[1] <= values[0]


def test_a_start_within_limits_is_never_lost() -> None:
    """Without any time the start comes back."""
    case = hard_case(0)
    start = np.full(40, 5)
    assert relink(case, begin(case, start, 0), 0.0).tolist() == start.tolist()


def test_no_plan_is_said_to_be_none() -> None:
    """Where one task fits nobody the search ends without a plan."""
    case = search_case(np.ones((2, 2)), np.full((2, 2), 3.0), np.array([3.0, 2.0]), np.zeros(2))
    assert relink(case, begin(case, np.full(2, -1), 0), np.inf, rounds=50) is None


def test_compiled_and_plain_code_give_the_same_plan() -> None:
    """The same seed and rounds give the same plan with numba and without, and another seed may not."""
    words = {"cwd": ROOT, "capture_output": True, "text": True, "check": True, "timeout": 120}
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    runs = [subprocess.run([sys.executable, "-c", start + RUN], env=env, **words).stdout for start in ("", PLAIN)]
    compiled, plain = (run.split(" ", 1) for run in runs)
    assert plain[0] == "False"
    assert compiled[1] == plain[1]


def test_moves_keep_the_books() -> None:
    """After many random moves loads, holders and places are those of a plan loaded anew."""
    case, chance = hard_case(1), np.random.default_rng(1)
    state, other = fresh(case, 1), fresh(case, 1)
    load_plan(case, state, case.near[:, 0].copy())
    for _ in range(500):
        task, to = chance.integers(40), chance.integers(6)
        if state.chosen[task] != to:
            move(case, state, task, to)
    load_plan(case, other, state.chosen.copy())
    assert state.used.tolist() == other.used.tolist()
    for choice in range(6):
        mine, anew = (sorted(each.held[choice, : each.many[choice]].tolist()) for each in (state, other))
        assert mine == anew
        assert all(state.held[choice, state.place[task]] == task for task in mine)


def test_strain_is_never_negative() -> None:
    """A load below the limit costs its price, one above the penalty less the price."""
    case = hard_case(2)
    state = fresh(case, 0)
    for over in (-3.0, 0.0, 2.0):
        expected = -over * case.price[0] if over <= 0 else over * (state.penalty[0] - case.price[0])
        assert strain(case, state, 0, case.limit[0] + over) == pytest.approx(expected)
        assert expected >= 0
