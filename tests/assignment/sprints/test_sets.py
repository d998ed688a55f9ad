"""Sets of pieces that slots hold: what they bound, how many there are, and where they are used."""

from __future__ import annotations

import time as clock
from dataclasses import replace
from datetime import date
from itertools import combinations

import numpy as np
import pytest

from benchmarks.sprint_worlds import sprint_world
from solver.assignment.model.linear import Linear
from solver.assignment.model.search import Limits
from solver.assignment.sprints import climb as road
from solver.assignment.sprints.bounds import sets
from solver.assignment.sprints.bounds.linear import relaxed
from solver.assignment.sprints.bounds.noted import NONE
from solver.assignment.sprints.bounds.sets import are_few, by_sets
from solver.assignment.sprints.climb import Climb
from solver.assignment.sprints.lists.listing import first_placed
from solver.domain.calendar import Calendar, Period, Presence
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Member, Team
from solver.matching.problem import Problem
from solver.matching.slots import slot_problem
from solver.readers.cards.cards import parse_card
from tests.assignment.sprints.worlds import WEIGHTS, timed_world

DAY = Calendar((Period("P1", date(2027, 2, 1), date(2027, 2, 1)),), 600)


def climbing(problem: Problem, seconds: float = 60.0) -> Climb:
    """Return a climb that knows a first plan."""
    climb = Climb(problem, Limits(clock.monotonic() + seconds))
    climb.consider(climb.columns(first_placed(problem)))
    assert climb.known is not None
    return climb


def by_sets_of(climb: Climb, level: int) -> int:
    """Return the bound over sets of a level of the known plan."""
    assert climb.known is not None
    pairs = climb.columns(climb.known[0])
    assert pairs is not None
    return by_sets(climb.linear, level, climb.plain[:level], climb.limits, pairs)


def test_whole_pieces_bound_more_closely_than_parts_of_them() -> None:
    """Of 10 h of one day tasks of 6, 5 and 4 h take 6 and 4: their value is 8, and 9.2 where half tasks count."""
    member = Member("X", parse_card("", "X"), 0).present(DAY, Presence())
    hours = ((6, 5), (5, 4), (4, 3))
    tasks = [Task(f"T{h}", "", "", "HIGH", "TODO", "", 60 * h, "", (), (), value, "b.csv", 2) for h, value in hours]
    climb = climbing(slot_problem(Team((member,), calendar=DAY), Backlog(tuple(tasks))))
    assert climb.linear.levels[0].name == "HIGH"
    assert by_sets_of(climb, 0) == 8


@pytest.mark.parametrize("seed", range(3))
def test_bounds_over_sets_are_closer_than_over_pairs(seed: int) -> None:
    """On no level is the bound over sets above that of a linear program, and on the last one it is well below."""
    climb = climbing(slot_problem(*sprint_world(8, 3, 40, seed=seed)))
    last = len(climb.plain) - 1
    for level in range(last + 1):
        program = relaxed(climb.linear, level, climb.plain[:level], 60.0)
        assert program is not None
        found = by_sets_of(climb, level)
        assert climb.plain[level] <= found <= program.bound + (level == last)
    assert found < 0.9995 * program.bound


@pytest.mark.parametrize("seed", range(6))
def test_sets_are_counted(seed: int) -> None:
    """The count is that of all sets of a slot's pieces, one by one, that its hours let it hold."""
    team, backlog, distances = timed_world(seed)
    problem = slot_problem(team, backlog, WEIGHTS, distances)
    count = 0
    for row, limit in enumerate(problem.limit.tolist()):
        mine = problem.load[row][problem.eligible[row]].tolist()
        some = (each for size in range(len(mine) + 1) for each in combinations(mine, size))
        count += sum(sum(each) <= limit for each in some)
    assert sets.count_sets(problem) == count


def test_without_time_there_is_no_bound() -> None:
    """Nothing is said where time is up before anything is known."""
    climb = climbing(slot_problem(*sprint_world(8, 3, 40)))
    climb.limits = replace(climb.limits, end=clock.monotonic() - 1)
    assert by_sets_of(climb, len(climb.plain) - 1) == NONE


@pytest.mark.parametrize("few", [True, False])
def test_levels_are_bounded_over_sets_where_these_are_few(few: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001
    """A plan's bounds come from sets where slots have few, and from prices where they have many."""
    problem = slot_problem(*sprint_world(8, 3, 40))
    assert are_few(problem)
    monkeypatch.setattr(sets, "MOST", np.inf if few else 0.0)
    asked = list[int]()

    def counting(demands: Linear, level: int, *rest: object) -> int:
        asked.append(level)
        return by_sets(demands, level, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(road, "by_sets", counting)
    monkeypatch.setattr(road, "branched", lambda *_: NONE)
    climb = climbing(problem, 60.0 if few else 3.0)
    last = len(climb.plain) - 1
    program = relaxed(climb.linear, last, climb.plain[:last], 60.0)
    climb.bound()
    assert (last in asked) == few
    assert program is not None
    assert climb.tops[last] >= climb.plain[last]
    assert not few or climb.tops[last] < 0.9995 * program.bound
