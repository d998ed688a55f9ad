"""Programs of whole pieces find the most of a level that can be worked: what has no sequence comes back as cuts."""

from __future__ import annotations

import time as clock
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from benchmarks.sprint_worlds import sprint_world
from solver.assignment.model.linear import linear
from solver.assignment.model.search import Limits
from solver.assignment.sprints.check import Sequences, placed_of
from solver.assignment.sprints.climb import Climb
from solver.assignment.sprints.lists.listing import first_placed
from solver.assignment.sprints.programs import programmed
from solver.assignment.sprints.solve import solve_slots
from solver.domain.calendar import Calendar, Period, Presence
from solver.domain.tasks import TIERS, Backlog, Requirement, Task
from solver.domain.team import Member, Team
from solver.domain.weights import Weights
from solver.matching.slots import slot_problem
from solver.readers.cards.cards import parse_card
from tests.assignment.sprints.worlds import WEIGHTS, plain_values, timed_world


@pytest.mark.parametrize("seed", range(60, 76))
def test_programs_end_where_a_search_with_starts_does(seed: int) -> None:
    """Every level, the quality as well, has the value that is proved without any program, and can be worked."""
    team, backlog, distances = timed_world(seed)
    problem = slot_problem(team, backlog, WEIGHTS, distances)
    # Where work is limited there are no programs.
    result = solve_slots(problem, work_limit=1000.0)
    if result.plan is None:
        return
    assert result.status == "optimal"
    demands, sequences = linear(problem), Sequences(problem)
    values = plain_values(result, demands)
    for level, value in enumerate(values):
        limits = Limits(clock.monotonic() + 60)
        found, _ = programmed(demands, level, values[:level], limits, sequences, low=None, high=10**9)
        assert found.pairs is not None
        assert (found.bound, found.is_proved) == (value, True)
        assert sequences.starts(placed_of(demands, found.pairs)) is not None
        known, _ = programmed(demands, level, values[:level], limits, sequences, low=value, high=10**9)
        assert (known.pairs, known.bound, known.is_proved) == (None, value, True)


def test_what_cannot_be_worked_comes_back_as_a_cut() -> None:
    """X has two tasks of half a day each; for both a task of another member waits, and one of these comes too late."""
    day = date(2027, 2, 1)
    calendar = Calendar((Period("P1", day, day),), 480)
    team = Team(tuple(_member(name).present(calendar, Presence()) for name in "XYZ"), calendar=calendar)
    tasks = (_task("A", "X"), _task("B", "X"), _task("C", "Y", "A"), _task("D", "Z", "B"))
    problem = slot_problem(team, Backlog(tasks), Weights())
    demands, sequences, limits = linear(problem), Sequences(problem), Limits(clock.monotonic() + 60)
    found, searched = programmed(demands, 0, [], limits, sequences, low=None, high=4)
    assert found.pairs is not None
    assert (len(found.pairs), found.bound, found.is_proved) == (3, 3, True)
    assert searched.problem.time
    assert searched.problem.time.cuts
    assert not problem.time or not problem.time.cuts


def test_without_time_nothing_is_found_and_no_bound_is_closer() -> None:
    """What was known before still holds."""
    problem = slot_problem(*sprint_world(8, 3, 60))
    demands = linear(problem)
    found, same = programmed(demands, 0, [], Limits(clock.monotonic() - 1), Sequences(problem), low=1, high=7)
    assert (found.pairs, found.bound, found.is_proved, same) == (None, 7, False, demands)


def test_a_proof_ends_at_the_first_level_that_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """All levels are to be proved, or none: the time that is left is for other ways. Otherwise each has its turn."""
    problem = slot_problem(*sprint_world(4, 2, 10), Weights())
    climb = Climb(problem, Limits(clock.monotonic() + 60))
    climb.consider(climb.columns(first_placed(problem)))
    seen = list[int]()

    def open_(level: int, held: Sequence[int], *_: Any) -> int:
        seen.append(level)
        return climb.plain[level] + 1

    monkeypatch.setattr(climb, "_settle", open_)
    assert not climb.proves(20)
    assert seen == [0]
    climb.settle()
    assert seen == [0, *range(len(climb.linear.levels))]


def _member(name: str) -> Member:
    return Member(name, parse_card(f"## Core Capabilities\n- {name.lower()}: 0.9\n", name), 0, 0)


def _task(name: str, who: str, *after: str) -> Task:
    need = Requirement(who.lower(), "primary", Decimal("0.8"), TIERS["primary"][1])
    return Task(name, "", "", "HIGH", "TODO", "", 240, "", (need,), after, 1, "backlog.csv", 1)
