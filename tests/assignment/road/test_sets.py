"""Sets of tasks bound no plan away, and what they propose is part of one."""

from __future__ import annotations

import math
import time

import numpy as np
import pytest

from solver.assignment.exact import solve_exact
from solver.assignment.model.linear import linear
from solver.assignment.model.search import Limits
from solver.assignment.road import sets as room
from solver.assignment.road.program import Program
from solver.assignment.road.sets import Sets
from tests.assignment.problems import some_problem
from tests.assignment.sprints.worlds import plain_values


@pytest.mark.parametrize("seed", range(10))
def test_no_level_has_more_than_sets_allow(seed: int) -> None:
    """With the levels above at their best, no bound is below what a proved plan has."""
    problem = some_problem(seed)
    proved = solve_exact(problem, time_limit=20)
    if proved.status != "optimal":
        pytest.skip("not proved within the limit")
    demands = linear(problem)
    sets = Sets(Program(demands), Limits(time.monotonic() + 60))
    plain = plain_values(proved, demands)
    for level, value in enumerate(plain):
        look = sets.look(tuple(plain[:level]), 20.0)
        assert look.bound >= value - 1e-6


@pytest.mark.parametrize("seed", range(10))
def test_settled_sets_share_no_task_and_no_member(seed: int) -> None:
    """Each member has one set at most, each task is in one at most, and some members stay open."""
    demands = linear(some_problem(seed, members=8, tasks=40))
    sets = Sets(Program(demands), Limits(time.monotonic() + 60))
    look = sets.look((), 20.0)
    settled = np.concatenate([np.zeros(0, np.int64), *look.settled])
    tasks = demands.task[settled]
    assert len(np.unique(tasks)) == len(tasks)
    owners = [set(demands.member[mine].tolist()) for mine in look.settled]
    assert all(len(one) == 1 for one in owners)
    assert len(set.union(set(), *owners)) == len(owners) <= 8 - math.ceil(room.REST * 8)


def test_many_pairs_are_left_to_other_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are more pairs than sets are good for, or no time, nothing is said."""
    demands = linear(some_problem(1))
    sets = Sets(Program(demands), Limits(time.monotonic() + 60))
    assert sets.look((), 0.0).bound == math.inf
    monkeypatch.setattr(room, "MOST_PAIRS", 1)
    assert not sets.is_able()
    assert sets.look((), 5.0).settled == []
