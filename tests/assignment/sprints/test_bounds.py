"""Bounds on levels hold for the best plans, and small searches start from a plan that they never lose."""

from __future__ import annotations

import time as clock
from itertools import product

import numpy as np
import pytest

from benchmarks.sprint_worlds import sprint_world
from solver.assignment.checker.values_in_time import time_values
from solver.assignment.model.linear import linear
from solver.assignment.model.measure import measure
from solver.assignment.model.search import Limits
from solver.assignment.sprints.bounds import linear as room
from solver.assignment.sprints.bounds.branched import branched
from solver.assignment.sprints.bounds.capacity import capacity_bound
from solver.assignment.sprints.bounds.linear import relaxed
from solver.assignment.sprints.bounds.rows import relevant
from solver.assignment.sprints.bounds.sets import by_sets
from solver.assignment.sprints.lists.listing import first_placed
from solver.assignment.sprints.restricted import restricted
from solver.assignment.sprints.solve import solve_slots
from solver.domain.plan import Plan
from solver.matching.slots import slot_problem
from tests.assignment.sprints.worlds import (
    WEIGHTS,
    every_timed_plan,
    lagged_world,
    plain_values,
    sequenced_by_force,
    timed_world,
)


@pytest.mark.parametrize("seed", range(20, 40))
def test_no_plan_beats_a_bound(seed: int) -> None:
    """With the levels above held, no level is above its linear or whole program or the hours that there are."""
    team, backlog, distances = (lagged_world if seed % 2 else timed_world)(seed)
    problem = slot_problem(team, backlog, WEIGHTS, distances)
    result = solve_slots(problem)
    if result.plan is None:
        return
    demands = linear(problem)
    values = plain_values(result, demands)
    names, columns = [level.name for level in demands.levels], demands.pairs(result.plan)
    for level, value in enumerate(values):
        program = relaxed(demands, level, values[:level], 10.0)
        assert program is not None
        assert program.bound >= value
        # Prices found with less held above bound what there is with more, if not as closely as those found for it.
        fewer = [max(one - 1, 0) for one in values[:level]]
        other = relaxed(demands, level, fewer, 10.0)
        assert other is not None
        assert value <= program.bound <= other.moved(fewer, values[:level]).bound <= other.bound
        assert branched(demands, level, values[:level], Limits(clock.monotonic() + 30), columns) >= value
        room = capacity_bound(problem, names, values[:level])
        assert room is None or room >= value


def test_a_class_that_needs_little_of_a_large_problem_has_a_linear_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """What counts is how many columns bound the level: an urgent class has few, the quality all of them."""
    demands = linear(slot_problem(*sprint_world(9, 3, 90)))
    needs = [len(relevant(demands, level)[0].member) for level in (0, len(demands.levels) - 1)]
    assert needs[0] < needs[1] == len(demands.member)
    monkeypatch.setattr(room, "MOST_COLUMNS", needs[0])
    assert relaxed(demands, 0, [], 60.0) is not None
    assert relaxed(demands, len(demands.levels) - 1, [0] * (len(demands.levels) - 1), 60.0) is None


def check_bounds(seed: int, *, is_lagged: bool) -> int:
    """Compare bounds beside some plans of a world with every plan that can be worked; return how many were compared."""
    team, backlog, distances = (lagged_world if is_lagged else timed_world)(seed)
    demands = linear(slot_problem(team, backlog, WEIGHTS, distances))
    found = dict[tuple[int, ...], Plan]()
    for plan in every_timed_plan(team, backlog):
        values = time_values(team, backlog, plan, WEIGHTS, distances)
        key = tuple(values[level.name] - level.constant for level in demands.levels)
        if key not in found and sequenced_by_force(team, backlog, plan) is not None:
            found[key] = plan
    beside = sorted(found)[:: -max(len(found) // 3, 1)]
    for values, level in product(beside, range(len(demands.levels))):
        held = values[:level]
        most = max(each[level] for each in found if all(a >= b for a, b in zip(each[:level], held, strict=True)))
        program = relaxed(demands, level, held, 10.0)
        assert program is not None, (seed, level)
        assert program.bound >= most, (seed, level)
        limits, columns = Limits(clock.monotonic() + 30), demands.pairs(found[values])
        assert columns is not None
        closer = branched(demands, level, held, limits, columns)
        assert closer >= most, (seed, level)
        assert by_sets(demands, level, held, limits, columns) >= most, (seed, level)
    return len(beside)


@pytest.mark.parametrize("is_lagged", [False, True])
# In the last one work of no urgent class is pinned to a member in any period.
@pytest.mark.parametrize("seed", [*range(8), 118])
def test_no_plan_that_can_be_worked_beats_a_bound_beside_another(seed: int, is_lagged: bool) -> None:  # noqa: FBT001
    """Brute force over plans and sequences: where a plan has what is held above, so much is the most of a level."""
    check_bounds(seed, is_lagged=is_lagged)


@pytest.mark.parametrize("seed", range(20, 30))
def test_a_restricted_problem_is_the_problem_with_columns_at_nothing(seed: int) -> None:
    """Leaving out columns that a plan does not use changes the value of no level of that plan."""
    team, backlog, distances = timed_world(seed)
    problem = slot_problem(team, backlog, WEIGHTS, distances)
    demands = linear(problem)
    placed = first_placed(problem)
    columns = [c for c in range(demands.n_pairs) if placed.get(int(demands.task[c])) == demands.member[c]]
    pairs = np.array(columns, dtype=np.int64)
    shut = np.setdiff1d(np.arange(demands.n_pairs), pairs)
    small, kept = restricted(demands, shut)
    assert measure(small, np.searchsorted(kept, pairs)) == measure(demands, pairs)
