"""Intervals take as long as pieces take where members are away for some days, and the classes that need few pieces."""

from __future__ import annotations

import time as clock

import numpy as np
import pytest

from benchmarks.sprint_worlds import sprint_world
from solver.assignment.checker.plan_in_time import time_objections
from solver.assignment.model.linear import linear
from solver.assignment.model.search import Limits
from solver.assignment.road.needed import needed
from solver.assignment.sprints.check import Sequences, placed_of
from solver.assignment.sprints.climb import Climb
from solver.assignment.sprints.exact.intervals import pace_of
from solver.assignment.sprints.exact.search import best_placed
from solver.assignment.sprints.lists.listing import first_placed
from solver.domain.calendar import Slot
from solver.matching.slots import slot_problem


def test_a_load_takes_as_long_as_it_takes() -> None:
    """A day of work is a thousand ticks at the slot's own pace, whatever is kept free of it."""
    pace = pace_of(Slot(768, (480, 0, 480)))
    assert pace is not None
    assert [pace.ticks(load) for load in (384, 192, 768)] == [1000, 500, 2000]
    assert pace.holes == ((1000, 2000),)


def test_members_who_are_away_for_days_are_planned_as_they_work() -> None:
    """The best plan of a class over the pieces that it needs can be worked as it stands: no search for cuts follows."""
    for seed in (0, 5):
        team, backlog = sprint_world(15, 3, 180, seed)
        problem = slot_problem(team, backlog)
        demands = linear(problem)
        free = needed(demands, 1)
        shut = np.setdiff1d(np.arange(demands.n_pairs), free)
        most = sum(task.priority == "CRITICAL" for task in backlog.open_tasks)
        limits = Limits(clock.monotonic() + 300)
        found = best_placed(demands, 1, [most], limits, low=None, high=3 * most, hint=None, shut=shut)
        assert found.is_proved
        assert found.pairs is not None
        assert Sequences(problem).starts(placed_of(demands, found.pairs)) is not None


def test_urgent_classes_are_proved_first_and_the_rest_is_filled() -> None:
    """What a list leaves of the most urgent class early is mended over the pieces that it needs, and others stay in."""
    team, backlog = sprint_world(15, 3, 180)
    problem = slot_problem(team, backlog)
    climb = Climb(problem, Limits(clock.monotonic() + 300))
    climb.consider(climb.columns(first_placed(problem)))
    assert climb.known is not None
    before = climb.known[1]
    assert climb.urgent_first(300)
    placed, values = climb.known
    assert climb.tops[:3] == [16, 32, 58]
    assert before[1] < values[1] == 32
    assert len(placed) > 120
    assert time_objections(team, backlog, climb.sequences.plan(placed, climb.starts, 0.0)[0]) == ()


def test_once_all_levels_are_bounded_none_loses_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    """No level is given up for one below, every level has a bound, and what ended the search is said."""
    monkeypatch.setattr("solver.assignment.sprints.climb.FEW_PAIRS", 0)
    team, backlog = sprint_world(6, 2, 40)
    problem = slot_problem(team, backlog)
    climb = Climb(problem, Limits(clock.monotonic() + 5))
    climb.consider(climb.columns(first_placed(problem)))
    assert climb.known is not None
    before = climb.known[1]
    climb.bound()
    result = climb.run()
    assert [level.value for level in result.levels] >= list(before)
    assert all(level.bound >= level.value for level in result.levels)
    assert len(result.levels) == len(before)
    assert result.status == "optimal" or result.stopped
