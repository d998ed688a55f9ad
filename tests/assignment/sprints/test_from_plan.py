"""Large plans over periods from a plan that is there: none that is worse is returned."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solver.assignment.model.search import Limits
from solver.assignment.result import Result
from solver.assignment.solve import solve
from solver.assignment.sprints import solve as slots
from solver.domain.plan import Plan
from solver.matching.problem import Problem
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
