"""Bounds over patterns, the search over pairs, and both together say the same; bounds hold whatever the prices."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.assignment.columns.ascent import Ascent
from solver.assignment.columns.grow import Grower
from solver.assignment.exact import solve_exact
from solver.assignment.model.linear import linear
from solver.assignment.model.measure import ceiling, measure
from solver.assignment.model.search import Limits
from solver.assignment.patterns.climb import Climb
from solver.assignment.patterns.listing import enumerate_patterns, list_patterns
from solver.assignment.patterns.near import near_plans
from solver.assignment.patterns.relaxation import bound
from solver.assignment.road.fill import filled
from solver.domain.plan import Plan
from solver.matching.build import build_problem
from solver.rules.catalogue import RULES
from tests.assignment.problems import some_problem
from tests.worlds import WEIGHTS, every_plan, vector, world

SEEDS = st.integers(0, 2**32 - 1)


@pytest.mark.parametrize("seed", range(40))
def test_bounds_change_no_value(seed: int) -> None:
    """With bounds over patterns or without them, status and the value of every level are the same."""
    demands = linear(some_problem(seed))
    limits = Limits(time.monotonic() + 60)
    # With a grower that was tried and found too large only pairs are searched.
    plain = Ascent(demands, limits, grower=Grower(demands, limits, is_tried=True)).run()
    patterns = list_patterns(demands)
    bounded = Ascent(demands, Limits(time.monotonic() + 60), Climb(patterns) if patterns else None).run()
    assert (bounded.status, bounded.levels) == (plain.status, plain.levels)
    assert plain.status in {"optimal", "infeasible"}


@given(SEEDS)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_measure_equals_the_checker_and_the_rules(seed: int) -> None:
    """Rows object exactly where rules do, and levels have the values that the checker computes."""
    team, backlog, distances = world(seed, most_tasks=4)
    problem = build_problem(team, backlog, WEIGHTS, distances)
    demands = linear(problem)
    for plan in every_plan(team, backlog):
        pairs = demands.pairs(plan)
        if pairs is None:
            continue
        values = measure(demands, pairs)
        owners = {problem.tasks.index(a.task): problem.members.index(a.member) for a in plan.assignments}
        assert (values is None) == any(rule.matches(problem, owners) for rule in RULES.values())
        if values is not None:
            named = dict(zip((level.name for level in demands.levels), values, strict=True))
            wanted = vector(team, backlog, plan, distances)
            assert [named.get(n, 0) for n in ("CRITICAL", "HIGH", "MEDIUM", "LOW", "quality")] == list(wanted)
            assert all(value <= ceiling(demands, k) for k, value in enumerate(values))


@given(SEEDS)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_any_prices_bound_every_plan(seed: int) -> None:
    """No plan of a problem has more than the bound of random prices, and the patterns hold each plan."""
    team, backlog, distances = world(seed, most_tasks=4)
    demands = linear(build_problem(team, backlog, WEIGHTS, distances))
    patterns = list_patterns(demands)
    if patterns is None:
        # A member for whom there is no pattern: no plan at all.
        found = (demands.pairs(plan) for plan in every_plan(team, backlog))
        assert all(pairs is None or measure(demands, pairs) is None for pairs in found)
        return
    chance = np.random.default_rng(seed)
    prices = chance.random(len(patterns.limit)) * chance.choice([0, 1, 100, 3000], len(patterns.limit))
    plans = [demands.pairs(plan) for plan in every_plan(team, backlog)]
    for level in range(len(demands.levels)):
        top = bound(patterns, patterns.limit, level, prices)
        for pairs in plans:
            values = None if pairs is None else measure(demands, pairs)
            if pairs is not None and values is not None:
                chosen = patterns.of(pairs)
                assert chosen is not None
                assert values[level] <= top.value
                # Each pattern of the plan alone costs the bound no more than the plan falls short of it.
                assert (top.loss[chosen] <= top.exact - values[level] + 1e-6).all()


@given(SEEDS)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_near_plans_are_all_that_lose_little(seed: int) -> None:
    """Every plan as far below the bound of random prices as was asked for is listed, and none is listed twice."""
    team, backlog, distances = world(seed, most_tasks=4)
    demands = linear(build_problem(team, backlog, WEIGHTS, distances))
    patterns = list_patterns(demands)
    if patterns is None or not len(patterns.have):
        return
    chance = np.random.default_rng(seed)
    prices = chance.random(len(patterns.limit)) * chance.choice([0, 1, 100, 3000], len(patterns.limit))
    level = len(demands.levels) - 1
    top = bound(patterns, patterns.limit, level, prices)
    spare = float(chance.choice([0, 100, 1000, 10**6]))
    found = near_plans(patterns, patterns.limit, prices, top.loss, spare + 1e-5)
    assert found is not None
    listed = list(map(tuple, found.tolist()))
    assert len(set(listed)) == len(listed)
    for plan in every_plan(team, backlog):
        pairs = demands.pairs(plan)
        values = None if pairs is None else measure(demands, pairs)
        if pairs is not None and values is not None and values[level] >= top.exact - spare:
            chosen = patterns.of(pairs)
            assert chosen is not None
            assert tuple(chosen.tolist()) in listed


@pytest.mark.parametrize("seed", range(30))
def test_patterns_are_all_that_fit(seed: int) -> None:
    """The list of patterns is that of plain enumeration."""
    chance = np.random.default_rng(seed)
    factors, limit = chance.integers(-2, 4, (2, 5)).astype(float), chance.integers(-1, 6, 2)
    wanted = [one for one in product((0.0, 1.0), repeat=5) if (factors @ np.array(one) <= limit).all()]
    found = enumerate_patterns(factors, limit)
    assert found is not None
    assert sorted(map(tuple, found.tolist())) == wanted
    assert enumerate_patterns(np.zeros((1, 5)), np.zeros(1, dtype=np.int64), most=31) is None


@pytest.mark.parametrize("seed", range(20))
def test_a_start_that_no_plan_beats_is_returned(seed: int) -> None:
    """From its own answer the engine returns just that plan; a start that breaks a rule changes nothing."""
    problem = some_problem(seed)
    fresh = solve_exact(problem)
    if fresh.plan is None:
        return
    assert solve_exact(problem, start=fresh.plan).plan == fresh.plan
    twice = Plan((*fresh.plan.assignments, *fresh.plan.assignments))
    assert solve_exact(problem, start=twice).levels == fresh.levels


@pytest.mark.parametrize("seed", range(20))
def test_a_first_plan_obeys_the_rules(seed: int) -> None:
    """The first plan breaks no demand where nothing has to be placed."""
    demands = linear(replace(some_problem(seed), pins=(), required=(), previous=(), most_moves=None))
    assert measure(demands, filled(demands)) is not None


def test_many_patterns_are_left_to_the_search() -> None:
    """Where members could hold too many sets of tasks, the search over pairs proves the plan alone."""
    problem = some_problem(1, members=3, tasks=60)
    assert list_patterns(linear(problem)) is None
    assert solve_exact(problem, time_limit=5).status in {"optimal", "feasible"}
