"""What is solved from a base is what is solved from nothing, whatever was changed."""

from __future__ import annotations

import pickle
import random
from dataclasses import replace

import pytest
from hypothesis import strategies as st

from solver.assignment.checker.plan import objections
from solver.assignment.exact import solve_exact
from solver.assignment.warm import solve_base, solve_like
from solver.changes.catalogue import apply
from solver.communication.congruence import handoff_distances
from solver.domain.world import World
from solver.errors import InputError
from solver.matching.build import build_problem
from solver.matching.problem import Problem
from tests.assignment.problems import some_problem
from tests.changes.some_changes import some_change
from tests.often import often
from tests.worlds import WEIGHTS, every_plan, vector, world


@often(100, 300, st.integers(0, 2**32 - 1))
def test_one_change_equals_brute_force(seed: int) -> None:
    """After any one change the values are those of the best of all plans that pass the checker."""
    team, backlog, _ = world(seed, most_tasks=4)
    if not backlog.open_tasks:
        return
    before = World(team, backlog, WEIGHTS)
    try:
        after = apply(before, (some_change(before, random.Random(seed)),))
        if not after.backlog.open_tasks or not after.team.members:
            return
        old, new = (build_problem(w.team, w.backlog, w.weights, handoff_distances(w.team)) for w in (before, after))
    except InputError:
        return
    result = solve_like(solve_base(old), new)
    plans = every_plan(after.team, after.backlog)
    sound = [plan for plan in plans if not objections(after.team, after.backlog, plan)]
    assert result.status == ("optimal" if sound else "infeasible")
    if sound and after.weights == WEIGHTS:
        distances = handoff_distances(after.team)
        best = max(vector(after.team, after.backlog, plan, distances) for plan in sound)
        assert result.plan is not None
        assert vector(after.team, after.backlog, result.plan, distances) == best


def changed(problem: Problem, chance: random.Random) -> Problem:
    """Return the problem with one limit, gate, gain, class, demand or weight changed, or without a member or task."""
    m, t = chance.randrange(len(problem.members)), chance.randrange(len(problem.tasks))
    limit, can, gain, priority = problem.limit.copy(), problem.can.copy(), problem.gain.copy(), list(problem.priority)
    kind = chance.choice(["limit", "can", "gain", "priority", "pin", "required", "wip", "split", "balance"])
    if kind == "limit":
        limit[m] = chance.choice([0, 300, 1500])
        return replace(problem, limit=limit, available=problem.load <= limit[:, None])
    if kind == "can":
        can[m, t] = not can[m, t]
    gain[m, t] += 500 if kind == "gain" else 0
    priority[t] = chance.randrange(4) if kind == "priority" else priority[t]
    wip = problem.wip.copy()
    wip[m] = chance.choice([-1, 1, 4]) if kind == "wip" else wip[m]
    return replace(
        problem,
        can=can,
        gain=gain,
        priority=tuple(priority),
        wip=wip,
        pins=(*problem.pins, (m, t)) if kind == "pin" else problem.pins,
        required=(*problem.required, t) if kind == "required" else problem.required,
        split_units=700 if kind == "split" else problem.split_units,
        balance_units=900 if kind == "balance" else problem.balance_units,
    )


@pytest.mark.parametrize("seed", range(12))
def test_one_change_equals_a_fresh_solve(seed: int) -> None:
    """On problems beyond brute force, status, values and bounds are those of a solve from nothing."""
    problem, chance = some_problem(seed), random.Random(seed)
    base = solve_base(problem)
    for _ in range(4):
        other = changed(problem, chance)
        fresh = solve_exact(other)
        like = solve_like(base, other)
        assert (like.status, like.levels) == (fresh.status, fresh.levels)


def test_what_is_kept_travels() -> None:
    """What a base leaves for others can be sent to another process, and says the same there."""
    problem = some_problem(3)
    base = solve_base(problem)
    there = pickle.loads(pickle.dumps(base))
    assert solve_like(there, problem) == solve_like(base, problem)
    assert solve_like(base, problem).plan == base.result.plan
