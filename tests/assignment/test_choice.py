"""The engine fits the size and the rules, says why, and any of them passes the checker."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from solver.assignment.choice import choose_engine
from solver.assignment.exact import solve_exact
from solver.assignment.solve import solve
from solver.domain.policies import Policies
from solver.domain.weights import Weights
from solver.matching.problem import Problem, problem_from_arrays
from solver.readers.workspace import read_workspace
from tests.assignment.problems import some_problem

STUDIO = Path(__file__).parents[2] / "data" / "studio"
PLAIN = Weights(balance=Decimal(0), split=Decimal(0))


def of_size(members: int, tasks: int) -> Problem:
    """Return a problem in which every pair is eligible."""
    ones = np.ones((members, tasks), dtype=np.int64)
    return problem_from_arrays(ones, ones, np.full(members, tasks, dtype=np.int64))


def test_the_road_is_taken_unless_another_engine_is_asked_for() -> None:
    """Whatever the size and the rules, the road is taken; what is asked for counts, if it can keep the rules."""
    small = of_size(10, 20)
    tied = replace(small, dependencies=((1, 0),))
    assert [choose_engine(one)[0] for one in (small, tied)] == ["road", "road"]
    assert "200 eligible pairs" in choose_engine(small)[1]
    assert choose_engine(small, "exact") == ("exact", "it was asked for")
    assert choose_engine(small, "prices") == ("prices", "it was asked for")
    with pytest.raises(ValueError, match="cannot keep: dependencies between open tasks. The engine road can"):
        choose_engine(tied, "prices")
    with pytest.raises(ValueError, match="out of auto, road, exact, prices, got 'magic'"):
        choose_engine(small, "magic")


def test_prices_pass_the_checker_and_never_beat_the_exact_engine() -> None:
    """On the realistic team without links, prices give a sound plan, and bounds on both sides of the optimum."""
    found = read_workspace(STUDIO)
    team = replace(found.team, policies=Policies(pins=found.team.policies.pins))
    team = replace(team, members=tuple(replace(one, wip_limit=None) for one in team.members))
    backlog = replace(found.backlog, tasks=tuple(replace(task, dependencies=()) for task in found.backlog.tasks))
    exact, prices = (solve(team, backlog, PLAIN, engine=name) for name in ("exact", "prices"))
    assert (exact.engine, prices.engine) == ("exact", "prices")
    best, near = ([level.value for level in one.levels] for one in (exact, prices))
    assert near <= best
    first = next((k for k, (a, b) in enumerate(zip(near, best, strict=True)) if a != b), len(best) - 1)
    assert prices.levels[first].bound >= best[first]


def test_what_is_too_large_for_a_matrix_is_planned_without_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Above the limit no Problem is built, the checker passes the plan, and the same links stand in the way."""
    from solver.assignment import solve as door
    from solver.assignment import wide

    found = read_workspace(STUDIO)
    team = replace(found.team, policies=Policies(pins=found.team.policies.pins))
    team = replace(team, members=tuple(replace(one, wip_limit=None) for one in team.members))
    backlog = replace(found.backlog, tasks=tuple(replace(task, dependencies=()) for task in found.backlog.tasks))
    dense = solve(team, backlog, PLAIN, engine="prices")
    assert wide.missing_from_prices(team, backlog, PLAIN) is None
    monkeypatch.setattr(wide, "MANY_PAIRS", 1)
    assert "dependencies between open tasks" in (wide.missing_from_prices(team, found.backlog, PLAIN) or ())
    monkeypatch.setattr(door, "build_problem", None)
    sparse = solve(team, backlog, PLAIN)
    assert (sparse.engine, sparse.why) == ("prices", "945 pairs are too many for a matrix")
    assert [(one.name, one.value) for one in sparse.levels] == [(one.name, one.value) for one in dense.levels]


@pytest.mark.slow
def test_a_work_limit_says_the_same_twice() -> None:
    """A search cut short by its work says so, with bounds, and gives the same result again."""
    problem = some_problem(3, members=12, tasks=100)
    once, again = (solve_exact(problem, time_limit=180, work_limit=0.01) for _ in range(2))
    assert once == again
    assert (once.status, once.stopped) == ("feasible", "work limit")
    assert all(level.value <= level.bound for level in once.levels)
