"""Branch and price over equal members folded into one says what brute force says."""

from __future__ import annotations

import math
import time
from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.assignment.checker.plan import objections
from solver.assignment.columns.ascent import Ascent
from solver.assignment.columns.equal import equal_members
from solver.assignment.columns.fold import fold
from solver.assignment.columns.lagrangian import lagrangian
from solver.assignment.columns.master import Master
from solver.assignment.columns.tree import Tree
from solver.assignment.exact import solve_exact
from solver.assignment.model.linear import linear
from solver.assignment.model.measure import measure
from solver.assignment.model.search import Limits, best_pairs
from solver.assignment.patterns.sack import Sack
from solver.assignment.result import Result
from solver.domain.plan import Plan
from solver.matching.build import build_problem
from solver.matching.problem import Problem, problem_from_arrays
from tests.assignment.columns.twins import twin_world
from tests.assignment.problems import some_problem
from tests.often import often
from tests.worlds import WEIGHTS, every_plan, vector

SEEDS = st.integers(0, 2**32 - 1)


def grown(problem: Problem) -> Result:
    """Return the result without any list of patterns."""
    return Ascent(linear(problem), Limits(time.monotonic() + 60)).run()


@often(40, 150, SEEDS)
def test_twins_equal_brute_force(seed: int) -> None:
    """With members alike, the values are those of the best of all plans that pass the checker."""
    team, backlog, distances = twin_world(seed)
    if not backlog.open_tasks:
        return
    problem = build_problem(team, backlog, WEIGHTS, distances)
    sound = [plan for plan in every_plan(team, backlog) if not objections(team, backlog, plan)]
    for result in (grown(problem), solve_exact(problem)):
        assert result.status == ("optimal" if sound else "infeasible")
        if result.plan is not None:
            assert not objections(team, backlog, result.plan)
            best = max(vector(team, backlog, plan, distances) for plan in sound)
            assert vector(team, backlog, result.plan, distances) == best


@given(SEEDS)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_swaps_change_nothing(seed: int) -> None:
    """Any plan is worth the same, or broken alike, after two members of one class swap all they have."""
    problem = build_problem(*twin_world(seed)[:2], WEIGHTS, twin_world(seed)[2])
    demands, names = linear(problem), problem.members
    choices = product(range(-1, len(names)), repeat=len(problem.tasks))
    plans = [{t: m for t, m in enumerate(row) if m >= 0} for row in choices]
    column = {pair: c for c, pair in enumerate(zip(demands.member.tolist(), demands.task.tolist(), strict=True))}

    def worth(owner: dict[int, int]) -> tuple[int, ...] | None:
        pairs = [column.get((m, t)) for t, m in owner.items()]
        return None if None in pairs else measure(demands, np.array(sorted(p for p in pairs if p is not None), int))

    for alike in equal_members(demands):
        for one, two in combinations(alike.tolist(), 2):
            swap = {one: two, two: one}
            for owner in plans[:: max(len(plans) // 60, 1)]:
                assert worth(owner) == worth({t: swap.get(m, m) for t, m in owner.items()})


def test_who_is_equal_by_hand() -> None:
    """Three alike, of whom one has a pin; one with another limit; one who gains more."""
    load, limit = np.full((5, 2), 60), np.array([120, 120, 120, 60, 120])
    gain = np.ones((5, 2), dtype=np.int64)
    gain[4, 0] = 2
    problem = problem_from_arrays(gain, load, limit)
    assert [alike.tolist() for alike in equal_members(linear(problem))] == [[0, 1, 2], [3], [4]]
    pinned = linear(replace(problem, pins=((1, 0),)))
    assert [alike.tolist() for alike in equal_members(pinned)] == [[0, 2], [1], [3], [4]]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(-3, 9)), max_size=7), st.integers(0, 25), st.integers(-1, 4))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_sets_of_one_member_equal_brute_force(tasks: list[tuple[int, int]], room: int, most: int) -> None:
    """The best set, and the best with and without each task, are those of all sets, listed or not."""
    load, gain = (np.array([one[i] for one in tasks], dtype=np.int64) for i in (0, 1))
    every = [np.array(on, dtype=bool) for on in product((0, 1), repeat=len(tasks))]
    allowed = [on for on in every if load[on].sum() <= room and (most < 0 or on.sum() <= most)]
    for sack in (Sack(load, room, most), Sack(load, room, most, np.array(allowed, dtype=float))):
        best, chosen = sack.best(gain.astype(float))
        assert best == max(gain[on].sum() for on in allowed) == gain[chosen].sum()
        assert load[chosen].sum() <= room
        top, inside, outside = sack.forced(gain.astype(float))
        assert top == best
        for task in range(len(tasks)):
            assert outside[task] == max(gain[on].sum() for on in allowed if not on[task])
            held = [gain[on].sum() for on in allowed if on[task]]
            assert inside[task] == (max(held) if held else -math.inf)


@pytest.mark.parametrize("seed", range(16))
def test_without_lists_values_are_the_same(seed: int) -> None:
    """On problems beyond brute force, with every rule, both ways prove the same values."""
    problem = some_problem(seed)
    one, two = grown(problem), solve_exact(problem)
    assert one.status == two.status
    assert one.levels == two.levels


@pytest.mark.parametrize("seed", range(12))
def test_tree_equals_search_over_pairs(seed: int) -> None:
    """A tree that ends has the value that CP-SAT proves, from the start known or not."""
    chance = np.random.default_rng(seed)
    load = np.repeat(chance.integers(60, 400, (1, 14)), 6, axis=0)
    gain = np.repeat(chance.integers(100, 900, (3, 14)), 2, axis=0)
    demands = linear(problem_from_arrays(gain, load, np.repeat(chance.integers(400, 900, 3), 2)))
    limits = Limits(time.monotonic() + 60)
    most = best_pairs(demands, 0, (), limits)
    held = (most.bound,)
    second = best_pairs(demands, 1, held, limits)
    assert most.is_proved
    assert second.is_proved
    folded = fold(demands)
    assert folded is not None
    assert [len(alike) for alike in folded.members] == [2, 2, 2]
    for known in (None, second.bound - 1, second.bound):
        tree = Tree(Master(lagrangian(folded, 1, held), limits), known, limits)
        assert tree.run(10_000)
        assert tree.best == second.bound
        assert (tree.plan is None) == (known == second.bound)


def test_equal_members_with_a_chain_of_tasks() -> None:
    """Twelve alike with 24 tasks, each waiting for the one before: proved at once, and the plan stands."""
    chance = np.random.default_rng(0)
    estimate = 60 * chance.integers(1, 9, 24)
    gain = np.round(1000 * estimate / 60 * chance.random(24)).astype(np.int64)
    same = problem_from_arrays(np.tile(gain, (12, 1)), np.tile(estimate, (12, 1)), np.full(12, 600))
    chained = replace(same, dependencies=tuple((t, t - 1) for t in range(1, 24)))
    result = solve_exact(chained, time_limit=60)
    assert result.status == "optimal"
    assert isinstance(result.plan, Plan)
