"""Classes that need few pieces are searched over those alone: what is proved there holds for whole plans."""

from __future__ import annotations

import time as clock
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from benchmarks.sprint_worlds import sprint_world
from solver.assignment.model.linear import Linear, linear
from solver.assignment.model.search import Limits
from solver.assignment.sprints import climb, rolling
from solver.assignment.sprints import solve as roads
from solver.assignment.sprints import urgent as room
from solver.assignment.sprints.bounds.linear import relaxed
from solver.assignment.sprints.bounds.tops import Tops
from solver.assignment.sprints.check import Sequences, placed_of
from solver.assignment.sprints.climb import Climb
from solver.assignment.sprints.programs import Programmed, programmed
from solver.assignment.sprints.sequence.cuts import Cut
from solver.assignment.sprints.solve import solve_slots
from solver.assignment.sprints.standing import Standing
from solver.assignment.sprints.urgent import urgent, urgent_first
from solver.domain.calendar import Calendar, Period, Presence
from solver.domain.tasks import TIERS, Backlog, Requirement, Task
from solver.domain.team import Member, Team
from solver.domain.weights import Weights
from solver.matching.problem import Problem
from solver.matching.slots import slot_problem
from solver.readers.cards.cards import parse_card
from tests.assignment.sprints.worlds import WEIGHTS, plain_values, timed_world


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
    values = plain_values(result, demands)
    for level, value in enumerate(values[:-1]):
        limits = Limits(clock.monotonic() + 60)
        found = urgent(demands, level, values[:level], (None, 10**6), limits, sequences)
        assert found is not None
        assert found[0].pairs is not None
        assert found[0].is_proved
        assert found[0].bound == value
        assert sequences.starts(placed_of(demands, found[0].pairs)) is not None
        # A plan at the bound of a linear program needs no search, whatever it is said to be short of.
        known = urgent(demands, level, values[:level], (value, value), limits, sequences)
        assert known is not None
        assert (known[0].pairs, known[0].bound, known[0].is_proved) == (None, value, True)


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
    tops.noted.note([3], 4)
    assert tops.of(plain)[1] == 4
    assert tops.of([4, *plain[1:]])[1] == 4
    assert tops.of([2, *plain[1:]])[1] > 4
    assert tops.of([3, 5, *plain[2:]])[1] == 5


@pytest.mark.parametrize("most", [1, 2, 3])
def test_what_a_class_does_not_need_stays_open_where_moves_are_counted(most: int) -> None:
    """A has work of no class above; left out it would be moves: one move frees the hours of A, and both fit."""
    day = date(2027, 2, 1)
    calendar = Calendar((Period("P1", day, day),), 480)
    people = [("A", "- a: 0.9\n- b: 0.9\n"), ("B", "- a: 0.9\n")]
    team = Team(tuple(_member(*one).present(calendar, Presence()) for one in people), calendar=calendar)
    tasks = [("C1", "CRITICAL", "a", 5), ("C2", "CRITICAL", "b", 5), ("L1", "LOW", "a", 1), ("L2", "LOW", "a", 1)]
    problem = slot_problem(team, Backlog(tuple(_task(*one) for one in tasks)), Weights())
    again = replace(problem, previous=((0, 0), (0, 2), (0, 3)), most_moves=most)
    demands, limits = linear(again), Limits(clock.monotonic() + 60)
    result = solve_slots(again)
    assert result.levels[0].value == 2
    program, found = relaxed(demands, 0, [], 10.0), urgent(demands, 0, [], (None, 9), limits, Sequences(again))
    assert program is not None
    assert found is not None
    assert (program.bound, found[0].bound, found[0].is_proved) == (2, 2, True)


def test_a_cut_that_one_class_found_is_kept_for_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be worked is found out once: every later search, and all that comes after, begins with the cut."""
    problem = slot_problem(*sprint_world(8, 3, 60))
    best = Climb(problem, Limits(clock.monotonic() + 20))
    assert best.consider(best.columns({}))
    searched, seen, refused = list[int](), list[int](), list[Mapping[int, int]]()

    def watched(linear: Linear, level: int, *args: Any, **named: Any) -> Programmed:
        assert linear.problem.time
        searched.append(level)
        seen.append(len(linear.problem.time.cuts))
        return programmed(linear, level, *args, **named)

    def refusing(placed: Mapping[int, int]) -> list[Cut]:
        refused.append(placed)
        return [(tuple((row, piece) for piece, row in placed.items()), len(placed) - 1)] if len(refused) == 1 else []

    monkeypatch.setattr(room, "programmed", watched)
    monkeypatch.setattr(best.sequences, "cuts", refusing)
    assert best.urgent_first(5)
    assert len(set(searched)) > 1
    assert seen == [0] + [1] * (len(seen) - 1)
    assert best.problem.time
    assert len(best.problem.time.cuts) == 1
    assert best.linear.problem is best.problem


@pytest.mark.parametrize("most", [100, 10**6], ids=["lists", "climb"])
def test_a_plan_says_whether_classes_were_searched_by_themselves(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both roads say so where it was done, and only there."""
    problem = slot_problem(*sprint_world(12, 3, 150))
    monkeypatch.setattr(roads, "LISTED_PAIRS", most)
    for where in (roads, climb):
        monkeypatch.setattr(where, "MOST_PAIRS", max(most, 10_000))
        monkeypatch.setattr(where, "FEW_PAIRS", 0)
    assert room.ALONE in solve_slots(problem, time_limit=3).why
    for few in ("FEW_PAIRS", "MOST_PAIRS"):
        monkeypatch.setattr(room, few, 0)
    assert room.ALONE not in solve_slots(problem, time_limit=2).why


def test_all_rules_are_posted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a class is searched with, its cuts among it, windows take over."""
    problem = slot_problem(*sprint_world(12, 3, 150))
    posted, polished, polish = list[Linear](), list[Linear](), Standing.polish
    searched = list[Linear | None]()

    def posting(some: Problem, *proved: Any) -> Linear:
        found = linear(some, *proved)
        posted.extend(() if proved else (found,))
        return found

    def polishing(self: Standing, demands: Linear, *args: Any) -> None:
        polished.append(demands)
        polish(self, demands, *args)

    def searching(*args: Any) -> Linear | None:
        searched.append(urgent_first(*args))
        return searched[-1]

    monkeypatch.setattr(rolling, "linear", posting)
    monkeypatch.setattr(rolling, "urgent_first", searching)
    monkeypatch.setattr(rolling, "WINDOWS_EACH", 0.0)
    monkeypatch.setattr(Standing, "polish", polishing)
    found = rolling.solve_rolling(problem, Limits(clock.monotonic() + 4))
    assert found is not None
    assert room.ALONE in found.why
    assert len(posted) == 1
    assert polished == searched
    assert searched[0]
    assert searched[0].n_pairs == posted[0].n_pairs


def _member(name: str, scores: str) -> Member:
    return Member(name, parse_card(f"## Core Capabilities\n{scores}", name), 0, 0)


def _task(name: str, priority: str, capability: str, hours: int) -> Task:
    need = Requirement(capability, "primary", Decimal("0.8"), TIERS["primary"][1])
    return Task(name, "", "", priority, "TODO", "", hours * 60, "", (need,), (), 1, "backlog.csv", 1)
