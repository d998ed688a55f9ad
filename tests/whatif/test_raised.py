"""What a longer search finds is no change's doing: the base is raised to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solver.assignment.result import Result
from solver.changes.change import Change, Scenario
from solver.domain.plan import Plan
from solver.domain.tasks import Backlog
from solver.domain.team import Team
from solver.domain.weights import Weights
from solver.domain.world import World
from solver.explanation.price import level_names
from solver.stopping import Clock
from solver.study.study import Study
from solver.whatif.advice.advice import advise
from solver.whatif.advice.lines import Prices, clone_lines, load_lines
from solver.whatif.advice.promising import promising
from solver.whatif.advice.training import train_lines
from solver.whatif.gain import values_of
from solver.whatif.scenarios import compare
from tests.explanation.test_fix_in_time import case
from tests.explanation.test_in_time_answers import CALENDAR, member, needs, task

# ANN has 80 h over two sprints, and C asks for what she lacks.
WORK = (
    task("A", 30, "HIGH", requirements=needs("build")),
    task("B", 30, "HIGH", requirements=needs("build")),
    task("C", 8, "HIGH", requirements=needs("test")),
)
WORLD = World(Team((member("ANN", build=0.9, test=0.1),), calendar=CALENDAR), Backlog(WORK), Weights())


def test_advice_begins_with_a_base_that_was_searched_as_long(poor: Study) -> None:
    """Hours for who has enough bring nothing: B is placed without any, before the first direction is looked at."""
    table = advise(poor, load_lines(WORLD, Prices()), clock=Clock(60.0))
    assert "B" in table.base.best.owner
    assert table.rows == ()


@pytest.fixture
def poor() -> Study:
    """Return a base whose search ended with B left out, which there is room for."""
    best = Study(WORLD, time_limit=10).result
    assert best.plan
    part = Plan(tuple(one for one in best.plan.assignments if one.task == "A"))
    short = Study(WORLD).measured(part)
    levels = tuple(replace(one, bound=one.value + 5) for one in short.levels)
    return Study(WORLD, Result("feasible", part, levels), time_limit=10)


def test_no_training_is_praised_for_what_needs_none(poor: Study) -> None:
    """A better fit for building places B, which needed none; only what opens C is worth it, and by C alone."""
    table = advise(poor, train_lines(WORLD, Prices()))
    assert "B" in table.base.best.owner
    assert [row.changes[0].text for row in table.rows] == ["ANN:test=0.8", "ANN:build=1"]
    names = level_names(table.base.result)
    opens, better = (dict(zip(names, row.gain, strict=True)) for row in table.rows)
    assert (opens["HIGH"], better["HIGH"]) == (1, 0)
    assert all(one.bound >= one.value for one in table.base.result.levels)
    assert values_of(table.base.result) > values_of(poor.result)


def test_a_what_if_is_set_against_the_better_base(poor: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour more for somebody who has hours enough brings nothing, and B is in both plans."""
    monkeypatch.setattr(compare, "solved", lambda *_, **__: poor)
    hour = Scenario("an hour", (Change("capacity", "ANN@S1=+1"),))
    base, row = compare.compare_scenarios(WORLD, (hour,))
    assert base.placed == row.placed == (("HIGH", 2),)
    assert row.moves
    assert not row.moves.gained


def test_hours_of_one_more_are_told_as_short_as_they_are() -> None:
    """A third of an hour has no end as a decimal."""
    one = replace(WORLD.team.members[0], load_limit_minutes=62 * 60 + 20)
    (line,) = clone_lines(replace(WORLD, team=Team((one,))), Prices())
    assert line.small.words == "one more, 62.33 h"


def full() -> Study:
    """Return a plan in which ANN has no hour left, so that C, which BOB cannot do, stays out."""
    work = [task(name, 40, "CRITICAL", requirements=needs("test")) for name in "AB"]
    return case(*work, task("C", 4, "HIGH", requirements=needs("test")), task("D", 4, "LOW", requirements=needs("fly")))


def test_hours_and_people_that_let_in_what_stayed_out_come_first() -> None:
    """Four hours more of ANN let C in, and a second ANN does; nothing of BOB does."""
    one = full()
    hours, people = list(load_lines(one.world, Prices())), list(clone_lines(one.world, Prices()))
    assert [(line.member, line.period) for line in promising(one, hours[::-1])[:2]] == [("ANN", "S2"), ("ANN", "S1")]
    assert [line.member for line in promising(one, people[::-1])] == ["ANN", "BOB"]
    few = list(load_lines(one.world, Prices(), most=3))
    assert promising(one, few[::-1]) == few[::-1]


def test_what_is_known_to_be_placed_is_not_lost_by_a_later_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan with C was found: where the time is too short to find another one of good quality, that one stands."""
    one = full()
    monkeypatch.setattr(
        "solver.whatif.advice.advice.changed", lambda base, _: (base.result, (0,) * len(values_of(base.result)))
    )
    table = advise(one, load_lines(one.world, Prices()))
    assert {(row.words, row.is_near) for row in table.rows} == {("4 h more in S1", True), ("4 h more in S2", True)}
    assert all("C" in (row.result.plan.owner if row.result.plan else {}) for row in table.rows)
