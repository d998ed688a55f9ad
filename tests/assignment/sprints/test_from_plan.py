"""Large plans over periods from a plan that is there: none that is worse is returned."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.sprint_worlds import sprint_world
from solver.assignment.model.linear import linear
from solver.assignment.model.search import Limits
from solver.assignment.result import Result
from solver.assignment.solve import solve
from solver.assignment.sprints import solve as slots
from solver.assignment.sprints.columns import Columns
from solver.assignment.sprints.lists.listing import first_placed
from solver.domain.plan import Plan
from solver.matching.problem import Problem
from solver.matching.slots import slot_problem
from solver.matching.time import indexed
from tests.assignment.sprints.worlds import WEIGHTS, timed_world


def values(result: Result) -> list[int]:
    """Return the values of the levels."""
    return [level.value for level in result.levels]


def test_a_large_plan_is_no_worse_than_the_one_it_starts_from(monkeypatch: pytest.MonkeyPatch) -> None:
    """With any number of pairs called large, the first list of the large engine gives way to a better plan."""
    search, poorer = slots.solve_rolling, list[int]()

    def first_list(problem: Problem, limits: Limits, start: Plan | None) -> Result | None:
        found = search(problem, replace(limits, end=0.0), start)
        if found is not None and values(found) < values(best):
            poorer.append(seed)
        return found

    monkeypatch.setattr(slots, "solve_rolling", first_list)
    for seed in range(16):
        team, backlog, distances = timed_world(seed, is_wide=True)
        monkeypatch.setattr(slots, "MOST_PAIRS", 10**9)
        best = solve(team, backlog, WEIGHTS, distances=distances)
        if best.plan is None:
            continue
        monkeypatch.setattr(slots, "MOST_PAIRS", 0)
        found = solve(team, backlog, WEIGHTS, distances=distances, start=best.plan)
        assert values(found) == values(best), seed
        assert all(level.bound >= level.value for level in found.levels), seed
    assert poorer


@pytest.mark.parametrize("seed", [300, 301, 302])
def test_a_replan_that_has_no_time_is_no_worse_than_a_list_from_nothing(seed: int) -> None:
    """Where classes have changed about, what stays of the plan of before may be little of what counts."""
    problem = slot_problem(*sprint_world(8, 3, 60, seed=seed))
    base = slots.solve_slots(problem, time_limit=0.3)
    assert base.plan is not None
    assert problem.time is not None
    first = np.unique(problem.time.task, return_index=True)[1]
    shuffled = np.random.default_rng(seed).permutation(np.array(problem.priority)[first])
    again = replace(
        problem,
        priority=tuple(shuffled[problem.time.task].tolist()),
        previous=tuple((row, piece) for row, piece in indexed(problem.time, base.plan)),
    )
    found = slots.solve_slots(again, start=base.plan, time_limit=0.02)
    least = Columns(linear(again)).values(first_placed(again))
    assert least is not None
    assert values(found) >= list(least)
