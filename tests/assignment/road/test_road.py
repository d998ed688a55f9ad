"""The road equals brute force where it has time, and gives whole plans within every limit where it has not."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.assignment.checker.maximal import would_still_fit
from solver.assignment.checker.plan import objections
from solver.assignment.exact import solve_exact
from solver.assignment.model.linear import linear
from solver.assignment.model.measure import measure
from solver.assignment.road import engine
from solver.assignment.road.engine import solve_road
from solver.assignment.road.fill import Filler, inherited
from solver.assignment.road.program import Program
from solver.assignment.road.standing import Standing
from solver.assignment.solve import solve
from solver.matching.build import build_problem
from solver.matching.problem import Problem
from tests.assignment.problems import some_problem
from tests.worlds import WEIGHTS, every_plan, vector, world

SEEDS = st.integers(0, 2**32 - 1)
NAMES = ("CRITICAL", "HIGH", "MEDIUM", "LOW", "moves", "quality")


@pytest.fixture
def no_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the lists of patterns, so that what comes after them is tried."""
    monkeypatch.setattr(engine, "FEW_PAIRS", -1)


@pytest.mark.parametrize("first", [0, 20, 40, *(pytest.param(n, marks=pytest.mark.slow) for n in range(60, 200, 20))])
def test_equals_brute_force_without_lists(first: int, no_lists: None) -> None:
    """By search alone, status, plan and every level equal the best of all plans that pass the checker."""
    for seed in range(first, first + 20):
        team, backlog, distances = world(seed, most_tasks=4)
        sound = [plan for plan in every_plan(team, backlog) if not objections(team, backlog, plan)]
        result = solve_road(build_problem(team, backlog, WEIGHTS, distances), time_limit=30)
        if not sound:
            assert (result.status, result.plan) == ("infeasible", None)
            continue
        assert result.plan is not None
        assert result.status == "optimal"
        best = max(vector(team, backlog, plan, distances) for plan in sound)
        assert vector(team, backlog, result.plan, distances) == best


@pytest.mark.parametrize("seed", range(12))
def test_never_beyond_and_never_below_what_is_proved(seed: int, no_lists: None) -> None:
    """Where the exact engine proves a plan, the road's plan is at most as good and its bounds are not below it."""
    problem = some_problem(seed)
    proved = solve_exact(problem, time_limit=20)
    if proved.status != "optimal":
        pytest.skip("not proved within the limit")
    found = solve_road(problem, time_limit=3)
    best, mine = ([level.value for level in one.levels] for one in (proved, found))
    assert mine <= best
    first = next((k for k, (a, b) in enumerate(zip(mine, best, strict=True)) if a != b), None)
    if first is not None:
        assert found.levels[first].bound >= best[first]
    assert all(level.bound >= level.value for level in found.levels)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(SEEDS)
def test_filling_keeps_every_rule_and_leaves_nothing_that_fits(seed: int) -> None:
    """A plan made by filling alone breaks no rule of its own making, and no single pair could be added to it."""
    demands = linear(_free(some_problem(seed)))
    program = Program(demands)
    standing = Standing(program, np.zeros(0, np.int64))
    Filler(program).fill(standing)
    assert measure(demands, standing.pairs) is not None
    for pair in range(program.n_pairs):
        task = demands.task[pair]
        if standing.owner[task] < 0:
            more = measure(demands, np.sort(np.append(standing.pairs, pair)))
            assert more is None, f"pair {pair} would still fit"


@settings(max_examples=60, deadline=None, derandomize=True)
@given(SEEDS)
def test_what_is_taken_and_dropped_leaves_no_trace(seed: int) -> None:
    """Taking pairs that fit and dropping them again leaves what every demand has left as it was."""
    demands = linear(_free(some_problem(seed)))
    program = Program(demands)
    standing = Standing(program, np.zeros(0, np.int64))
    left = standing.left.copy()
    chance = np.random.default_rng(seed)
    taken = []
    for pair in chance.permutation(program.n_pairs).tolist():
        one = np.array([pair])
        if standing.owner[demands.task[pair]] < 0 and standing.fits(one):
            standing.take(one)
            taken.append(one)
    again = Standing(program, standing.pairs)
    assert (again.left == standing.left).all()
    assert (again.on == standing.on).all()
    for one in reversed(taken):
        standing.drop(one)
    assert (standing.left == left).all()
    assert not standing.on.any()


@pytest.mark.parametrize("limit", [0.05, 0.2, 0.5])
def test_short_limits_give_whole_plans(limit: float) -> None:
    """However short the limit, nothing that stayed out fits into the plan, and the checker has no objection."""
    for seed in range(8):
        team, backlog, distances = world(seed, most_tasks=6)
        result = solve(team, backlog, WEIGHTS, distances=distances, time_limit=limit)
        if result.plan is not None:
            assert not objections(team, backlog, result.plan)
            assert not would_still_fit(team, backlog, result.plan)


def test_the_limit_holds(no_lists: None) -> None:
    """A problem that is not proved at once takes the time it is given and hardly more."""
    problem = some_problem(5, members=12, tasks=90)
    start = time.monotonic()
    result = solve_road(problem, time_limit=1.0)
    assert result.status in {"optimal", "feasible"}
    # Generous, since other work may run beside: what is guarded against is a room that looks at no clock.
    assert time.monotonic() - start < 5


def test_urgency_is_inherited_along_chains() -> None:
    """A task is as urgent as the most urgent one that waits for it, over any number of steps."""
    assert inherited((2, 1, 3, 0, 3), ((0, 2), (1, 2), (3, 4))) == [2, 1, 1, 0, 0]


def _free(problem: Problem) -> Problem:
    """Return a problem that the empty plan obeys."""
    from dataclasses import replace

    return replace(problem, pins=(), required=(), previous=(), most_moves=None)
