"""Load-limited assignment on arrays: bounds hold, values are reached, plans keep the limits."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.gap_families import generate
from solver.assignment.arrays.assign import assign
from solver.assignment.arrays.dual import best_prices, bound_at
from solver.assignment.arrays.literature import read_published
from solver.assignment.arrays.rounding import round_prices, total

PUBLISHED = Path(__file__).parents[4] / "shared" / "data" / "instances" / "gap"


def brute(cost: np.ndarray, load: np.ndarray, limit: np.ndarray, opened: np.ndarray, out: float | None) -> float:
    """Return the cheapest of all assignments, infinite if there is none."""
    members, tasks = cost.shape
    best = math.inf
    for choice in itertools.product(range(-1, members), repeat=tasks):
        if out is None and -1 in choice:
            continue
        given, value = [0] * members, 0.0
        for task, member in enumerate(choice):
            if member < 0:
                value += out or 0.0
            elif opened[member, task]:
                given[member] += load[member, task]
                value += cost[member, task]
            else:
                value = math.inf
        if all(have <= most for have, most in zip(given, limit, strict=True)):
            best = min(best, value)
    return best


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.integers(0, 2**32 - 1))
def test_equals_brute_force(seed: int) -> None:
    """Value, bound and status of small problems, with gates and tasks left out."""
    chance = np.random.default_rng(seed)
    members, tasks = chance.integers(1, 4), chance.integers(1, 6)
    cost, load = chance.integers(-5, 30, (members, tasks)), chance.integers(0, 9, (members, tasks))
    limit, opened = chance.integers(0, 16, members), chance.random((members, tasks)) < 0.8
    out = float(chance.integers(0, 40)) if chance.random() < 0.5 else None
    best = brute(cost, load, limit, opened, out)
    found = assign(cost, load, limit, eligible=opened, unassigned_cost=out)
    assert found.value == best
    assert found.status == ("optimal" if math.isfinite(best) else "infeasible")


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.integers(0, 2**32 - 1))
def test_prices_never_prove_too_much(seed: int) -> None:
    """The bound at any prices is at most the best cost; the rounded plan is at least that."""
    chance = np.random.default_rng(seed)
    cost, load = chance.integers(1, 30, (3, 5)), chance.integers(1, 9, (3, 5))
    limit = chance.integers(8, 20, 3)
    best = brute(cost, load, limit, np.ones((3, 5), bool), None)
    costs, loads, limits = cost.T.astype(float), load.T.astype(float), limit.astype(float)
    prices = best_prices(costs, loads, limits, 300.0)
    for each in (prices, np.zeros(3), chance.random(3) * 5):
        assert bound_at(costs, loads, limits, each) <= best
    chosen = round_prices(costs, loads, limits, prices)
    if (chosen >= 0).all():
        assert best <= total(costs, chosen)


@pytest.mark.parametrize(
    ("family", "members", "tasks", "known"),
    [("c", 10, 60, 851), ("c", 20, 100, 1215), ("d", 5, 30, 1961), ("e", 5, 60, 6656)],
)
def test_optima_that_another_solver_proved_are_reached(family: str, members: int, tasks: int, known: int) -> None:
    """Problems by the published recipes end at the optimum that HiGHS proved for them, with a bound that allows it."""
    problem = generate(family, members, tasks, 1)
    found = assign(problem.cost, problem.load, problem.limit, time_limit=10.0)
    assert found.bound <= known <= found.value <= 1.01 * known
    assert found.status != "optimal" or (found.value, found.bound) == (known, known)
    assert family == "d" or found.status == "optimal"


@pytest.mark.skipif(not PUBLISHED.exists(), reason="published instances are not here")
@pytest.mark.parametrize(
    ("name", "known"), [("c10100", 1402), ("c20100", 1243), ("c20200", 2391), ("e20100", 8436), ("e20200", 22379)]
)
def test_published_files_are_proved(name: str, known: int) -> None:
    """The published optimum with its proof, long before the limit."""
    (problem,) = read_published(PUBLISHED / name)
    found = assign(problem.cost, problem.load, problem.limit, time_limit=30.0)
    assert (found.value, found.bound, found.status) == (known, known, "optimal")


@pytest.mark.skipif(not PUBLISHED.exists(), reason="published instances are not here")
def test_a_hard_file_is_met_from_both_sides() -> None:
    """A plan within 1 % of the published optimum and a bound within 0.3 % below it."""
    (problem,) = read_published(PUBLISHED / "d20100")
    found = assign(problem.cost, problem.load, problem.limit, time_limit=2.0)
    assert 0.997 * 6185 <= found.bound <= 6185 <= found.value <= 1.01 * 6185


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"cost": [1, 2]}, "expected cost"),
        ({"load": [[1]]}, "expected load"),
        ({"limit": [1.5, 2]}, "limit to be whole"),
        ({"cost": [[1, np.nan], [1, 1]], "limit": [-1, 1]}, "cost to be whole .*limit to be whole"),
        ({"eligible": [[True]]}, "expected eligible"),
        ({"unassigned_cost": 0.5}, "unassigned_cost to be a whole number"),
    ],
)
def test_faults(words: dict[str, object], expected: str) -> None:
    """Arrays that do not fit together are refused, with all faults of their numbers at once."""
    good: dict[str, object] = {"cost": [[1, 2], [3, 1]], "load": [2, 2], "limit": [2, 2]}
    with pytest.raises(ValueError, match=expected):
        assign(**(good | words))  # type: ignore[arg-type]
