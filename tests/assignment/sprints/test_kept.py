"""Beside an earlier plan no class has less than in a list from nothing, however little time there is."""

from __future__ import annotations

import random
import time as clock
from dataclasses import replace

import pytest

from benchmarks.sprint_worlds import sprint_world
from solver.assignment.checker.plan_in_time import time_objections
from solver.assignment.model.linear import linear
from solver.assignment.model.search import Limits
from solver.assignment.result import Result
from solver.assignment.sprints import kept
from solver.assignment.sprints.columns import Columns
from solver.assignment.sprints.door import move_units
from solver.assignment.sprints.kept import kept_list, or_new
from solver.assignment.sprints.lists.again import list_from
from solver.assignment.sprints.lists.listing import listed
from solver.assignment.sprints.rolling import PROVED_BY_SEQUENCE, solve_rolling, started
from solver.assignment.sprints.standing import Standing
from solver.domain.plan import Plan
from solver.domain.policies import Policies
from solver.domain.tasks import PRIORITIES, Backlog
from solver.domain.team import Team
from solver.matching.problem import Problem
from solver.matching.slots import slot_problem
from solver.matching.time import indexed


def changed(seed: int, share: float, batch: str = "prefer") -> tuple[Team, Backlog, Problem, Plan]:
    """Return a world of which some tasks have another class and take longer than when the plan was made."""
    team, backlog = sprint_world(12, 3, 200, seed)
    team = replace(team, policies=Policies(batch, order="fit"))
    problem = slot_problem(team, backlog)
    assert problem.time
    gaps = listed(problem, problem.time)
    plan = started(problem, problem.time, gaps.placed, gaps.starts, 0.0)[0]
    chance = random.Random(seed)
    tasks = (
        replace(
            task, priority=chance.choice(PRIORITIES), estimate_minutes=task.estimate_minutes * chance.choice([2, 3])
        )
        if chance.random() < share
        else task
        for task in backlog.tasks
    )
    now = Backlog(tuple(tasks))
    again = slot_problem(team, now)
    assert again.time
    pairs = tuple((row, c) for row, c in indexed(again.time, plan) if row >= 0 and c >= 0)
    return team, now, replace(again, previous=pairs, move_units=move_units(again.time, pairs)), plan


def classes(problem: Problem, placed: dict[int, int]) -> list[int]:
    """Return how much of each class is placed, by adding it up."""
    time = problem.time
    assert time
    found = [0] * len(PRIORITIES)
    for piece in placed:
        found[problem.priority[piece]] += problem.value[piece] * bool(time.counted[piece])
    return found


@pytest.mark.parametrize("batch", ["prefer", "together"])
@pytest.mark.parametrize("seed", range(4))
def test_no_class_has_less_than_a_list_from_nothing(seed: int, batch: str) -> None:
    """With no time at all: level by level it is as much or more, and fewer moves than with all work anew."""
    team, backlog, problem, plan = changed(seed, 0.2, batch)
    assert problem.time
    new = listed(problem, problem.time).placed
    result = solve_rolling(problem, Limits(clock.monotonic()), plan)
    assert result
    assert result.plan
    placed = {c: row for row, c in indexed(problem.time, result.plan)}
    assert classes(problem, placed) >= classes(problem, new)
    assert time_objections(team, backlog, result.plan) == ()


def test_a_list_that_keeps_a_plan_has_less_of_a_class_by_itself() -> None:
    """What is mended is there: such a list may have less of a class, of which the work is then laid anew."""
    poorer = 0
    for seed in range(6):
        _, _, problem, plan = changed(seed, 0.2)
        assert problem.time
        new = listed(problem, problem.time).placed
        alone = list_from(problem, problem.time, plan, Limits(clock.monotonic()))[0].placed
        found, other = kept_list(
            linear(problem, PROVED_BY_SEQUENCE), problem.time, plan, Limits(clock.monotonic() + 60)
        )
        assert found
        assert other
        if classes(problem, alone) < classes(problem, new):
            poorer += 1
            moves = [sum(placed.get(c) != row for row, c in problem.previous) for placed in (found.gaps.placed, new)]
            assert moves[0] < moves[1]
        assert classes(problem, found.gaps.placed) >= classes(problem, new)
        assert or_new(found, other) is found
    assert poorer


def test_where_nothing_more_can_be_placed_no_other_list_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """With everything placed the earlier plan stays as it is."""
    team, backlog = sprint_world(12, 3, 60, fill=0.4)
    problem = slot_problem(team, backlog)
    assert problem.time
    gaps = listed(problem, problem.time)
    assert len(gaps.placed) == len(problem.tasks)
    plan = started(problem, problem.time, gaps.placed, gaps.starts, 0.0)[0]

    def never(*_: object) -> Result:
        raise AssertionError("a list from nothing was made")

    monkeypatch.setattr(kept, "listings", never)
    demands = linear(problem, PROVED_BY_SEQUENCE)
    found, new = kept_list(demands, problem.time, plan, Limits(clock.monotonic() + 60))
    assert found
    assert new is None
    assert found.gaps.placed == gaps.placed
    assert isinstance(or_new(found, None), Standing)
    assert Columns(demands).values(gaps.placed) == found.values
