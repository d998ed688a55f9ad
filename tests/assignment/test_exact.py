"""The exact engine equals brute force, level by level, and rules and checker object to the same plans."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.gap_families import generate
from solver.assignment.arrays.literature import read_published
from solver.assignment.checker.plan import level_values, objections, quality_terms
from solver.assignment.conflict import conflict
from solver.assignment.exact import is_feasible, solve_exact
from solver.assignment.solve import solve
from solver.domain.tasks import PRIORITIES
from solver.matching.build import build_problem
from solver.matching.problem import problem_from_arrays
from solver.rules.catalogue import RULES
from tests.often import often
from tests.worlds import WEIGHTS, every_plan, vector, world

PUBLISHED = Path(__file__).parents[4] / "shared" / "data" / "instances" / "gap"
GAP1 = (336, 327, 339, 341, 326)
SEEDS = st.integers(0, 2**32 - 1)


@often(120, 400, SEEDS)
def test_equals_brute_force(seed: int) -> None:
    """Status, plan and every level equal the best of all plans that pass the checker."""
    team, backlog, distances = world(seed, most_tasks=4)
    sound = [plan for plan in every_plan(team, backlog) if not objections(team, backlog, plan)]
    result = solve(team, backlog, WEIGHTS, distances=distances, time_limit=30)
    if not sound:
        assert (result.status, result.plan) == ("infeasible", None)
        assert result.conflict
        return
    assert (result.status, result.conflict) == ("optimal", ())
    assert result.plan is not None
    assert not objections(team, backlog, result.plan)
    best = max(vector(team, backlog, plan, distances) for plan in sound)
    assert vector(team, backlog, result.plan, distances) == best
    stated = {level.name: level.value for level in result.levels}
    assert all(stated.get(n, 0) == v for n, v in zip((*PRIORITIES, "quality"), best, strict=True))


@pytest.mark.parametrize("seed", range(60))
def test_rules_and_checker_agree(seed: int) -> None:
    """On every plan, gates and rules of the Problem object exactly where the checker does."""
    team, backlog, distances = world(seed)
    problem = build_problem(team, backlog, WEIGHTS, distances)
    for plan in every_plan(team, backlog):
        owners = {problem.tasks.index(a.task): problem.members.index(a.member) for a in plan.assignments}
        broken = [text for rule in RULES.values() for text in rule.matches(problem, owners)]
        shut = [task for task, member in owners.items() if not problem.eligible[member, task]]
        assert bool(broken or shut) == bool(objections(team, backlog, plan))


@given(SEEDS)
@settings(max_examples=50, deadline=None, derandomize=True)
def test_terms_add_up(seed: int) -> None:
    """The named terms of the quality add up to its level."""
    team, backlog, distances = world(seed)
    for plan in every_plan(team, backlog)[:20]:
        terms = quality_terms(team, backlog, plan, WEIGHTS, distances)
        assert sum(terms.values()) == level_values(team, backlog, plan, WEIGHTS, distances)["quality"]


@given(SEEDS)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_no_demand_of_a_conflict_can_be_spared(seed: int) -> None:
    """A conflict is found exactly where no plan exists, and it names a pin or a required task."""
    problem = build_problem(*world(seed)[:2], WEIGHTS)
    clash = conflict(problem).told()
    assert bool(clash) != is_feasible(problem)
    assert not clash or re.search("pinned|must be placed", " ".join(clash))


def test_same_plan_twice() -> None:
    """The same input and seed give the same result."""
    team, backlog, distances = world(3)
    assert solve(team, backlog, WEIGHTS, distances=distances) == solve(team, backlog, WEIGHTS, distances=distances)


@pytest.mark.parametrize(("seed", "known"), list(enumerate((586, 570, 622, 540, 603))))
def test_optima_that_another_solver_proved_are_reached(seed: int, known: int) -> None:
    """Five problems of 5 x 15 by the published recipe reach the maximum that HiGHS proved, all tasks placed."""
    made = generate("c", 5, 15, seed)
    cost, load, limit = (np.array(one, dtype=np.int64) for one in (made.cost, made.load, made.limit))
    result = solve_exact(problem_from_arrays(cost, load, limit))
    assert (result.status, [level.value for level in result.levels]) == ("optimal", [15, known])


@pytest.mark.skipif(not PUBLISHED.exists(), reason="published instances are not here")
@pytest.mark.parametrize("number", range(5))
def test_published_optimum_through_the_same_model(number: int) -> None:
    """The five problems of gap1 reach their published maximum."""
    published = read_published(PUBLISHED / "gap1.txt")[number]
    load = np.array(published.load, dtype=np.int64)
    problem = problem_from_arrays(np.array(published.cost, dtype=np.int64), load, np.array(published.limit))
    result = solve_exact(problem)
    assert [v.value for v in result.levels] == [load.shape[1], GAP1[number]]
    assert result.status == "optimal"


def test_lone_pair_by_hand() -> None:
    """Below and at the limit: a task fits exactly when its hours are at most the load limit."""
    for load, limit in product((1, 2, 3), (1, 2, 3)):
        one = problem_from_arrays(np.array([[5]]), np.array([[load]]), np.array([limit]))
        result = solve_exact(one)
        assert [v.value for v in result.levels] == ([1, 5] if load <= limit else [0]), (load, limit)
