"""Classes that need few pieces are searched over those alone: what is proved there holds for whole plans."""

from __future__ import annotations

import time as clock

import pytest

from benchmarks.sprint_worlds import sprint_world
from solver.assignment.model.linear import linear
from solver.assignment.model.search import Limits
from solver.assignment.sprints import urgent as room
from solver.assignment.sprints.bounds.tops import Tops
from solver.assignment.sprints.check import Sequences, placed_of
from solver.assignment.sprints.solve import solve_slots
from solver.assignment.sprints.urgent import urgent
from solver.matching.slots import slot_problem
from tests.assignment.sprints.worlds import WEIGHTS, timed_world


@pytest.mark.parametrize("seed", range(40, 52))
def test_a_search_over_what_a_class_needs_ends_where_whole_plans_do(seed: int) -> None:
    """Each class of a proved plan has the same value there, and what is found can be worked by itself."""
    team, backlog, distances = timed_world(seed)
    problem = slot_problem(team, backlog, WEIGHTS, distances)
    result = solve_slots(problem)
    if result.plan is None:
        return
    assert result.status == "optimal"
    demands, sequences = linear(problem), Sequences(problem)
    values = [one.value - level.constant for one, level in zip(result.levels, demands.levels, strict=True)]
    for level, value in enumerate(values[:-1]):
        limits = Limits(clock.monotonic() + 60)
        found = urgent(demands, level, values[:level], (None, 10**6), limits, sequences)
        assert found is not None
        assert found.pairs is not None
        assert found.is_proved
        assert found.bound == value
        assert sequences.starts(placed_of(demands, found.pairs)) is not None
        # A plan at the bound of a linear program needs no search, whatever it is said to be short of.
        known = urgent(demands, level, values[:level], (value, value), limits, sequences)
        assert known is not None
        assert (known.pairs, known.bound, known.is_proved) == (None, value, True)


def test_a_class_that_needs_much_is_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many pairs are too many, unless they are of few of all pieces."""
    problem = slot_problem(*sprint_world(8, 3, 60))
    demands, sequences, limits = linear(problem), Sequences(problem), Limits(clock.monotonic() + 60)
    monkeypatch.setattr(room, "FEW_PAIRS", 10)
    assert urgent(demands, 0, [], (None, 99), limits, sequences) is not None
    monkeypatch.setattr(room, "LIGHT", 0.05)
    assert urgent(demands, 0, [], (None, 99), limits, sequences) is None


def test_what_is_proved_beside_held_levels_counts_where_a_plan_has_them() -> None:
    """A bound with less held holds for a plan that has more, and says nothing of one that has less."""
    problem = slot_problem(*sprint_world(8, 3, 60))
    tops = Tops(problem, linear(problem))
    plain = [3] * len(tops.levels)
    before = tops.of(plain)
    assert before[1] > 4
    tops.note([3], 4)
    assert tops.of(plain)[1] == 4
    assert tops.of([4, *plain[1:]])[1] == 4
    assert tops.of([2, *plain[1:]])[1] > 4
    assert tops.of([3, 5, *plain[2:]])[1] == 5
