"""Plans over periods equal brute force over plans and sequences, level by level."""

from __future__ import annotations

import os
from itertools import islice

import pytest

from solver.assignment.checker.days import Agenda
from solver.assignment.checker.plan_in_time import time_objections
from solver.assignment.solve import solve
from tests.assignment.sprints.worlds import WEIGHTS, best_by_force, every_timed_plan, lagged_world, timed_world

# Wide worlds with more plans than this are passed over: brute force would take too long.
MOST_PLANS = 3_000


def check_world(seed: int, *, is_wide: bool = False, is_lagged: bool = False) -> None:
    """Solve a world and compare it with brute force."""
    world = lagged_world if is_lagged else timed_world
    team, backlog, distances = world(seed, is_wide=is_wide)
    if is_wide and sum(1 for _ in islice(every_timed_plan(team, backlog), MOST_PLANS + 1)) > MOST_PLANS:
        return
    best = best_by_force(team, backlog, distances)
    result = solve(team, backlog, WEIGHTS, distances=distances, time_limit=120)
    if best is None:
        assert result.status == "infeasible", seed
        return
    assert result.status == "optimal", seed
    assert result.plan
    values = {level.name: level.value for level in result.levels}
    assert values == {name: value for name, value in best.items() if name in values}, seed
    assert not any(value for name, value in best.items() if name not in values), seed
    assert time_objections(team, backlog, result.plan) == ()


@pytest.mark.parametrize("seed", range(12))
def test_a_plan_over_periods_equals_brute_force(seed: int) -> None:
    """Every level of small worlds with dates, parts, crews, order and rules is that of the best plan of all."""
    check_world(seed)


@pytest.mark.parametrize("seed", range(12))
def test_a_plan_of_a_wide_world_equals_brute_force(seed: int) -> None:
    """So is every level of worlds of three members, up to three periods and five tasks."""
    check_world(seed, is_wide=True)


@pytest.mark.parametrize("is_wide", [False, True])
@pytest.mark.parametrize("seed", range(12))
def test_a_plan_with_lags_equals_brute_force(seed: int, is_wide: bool) -> None:  # noqa: FBT001
    """So is every level where tasks wait for days more, within a period and from one to the next."""
    check_world(seed, is_wide=is_wide, is_lagged=True)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("is_wide", [False, True])
def test_more_worlds_with_lags_equal_brute_force(is_wide: bool) -> None:  # noqa: FBT001
    """The same on five hundred worlds of each kind."""
    for seed in range(12, int(os.environ.get("TIMED_WORLDS", "500"))):
        check_world(seed, is_wide=is_wide, is_lagged=True)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("is_wide", [False, True])
def test_more_worlds_equal_brute_force(is_wide: bool) -> None:  # noqa: FBT001
    """The same on five hundred worlds of each kind; fewer are asked for by ``TIMED_WORLDS``."""
    for seed in range(12, int(os.environ.get("TIMED_WORLDS", "500"))):
        check_world(seed, is_wide=is_wide)


@pytest.mark.parametrize("seed", range(40))
def test_the_checker_reckons_the_same_hours(seed: int) -> None:
    """The hours of every slot come out the same from the calendar and from the checker's own reckoning."""
    team, _, _ = timed_world(seed)
    assert team.calendar
    slots = {(m.id, p): slot.minutes for m in team.members for p, slot in enumerate(m.slots(team.calendar))}
    assert slots == {slot: hours.minutes for slot, hours in Agenda(team).hours.items()}
