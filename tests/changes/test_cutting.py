"""Changes to how work is cut: one more sprint, a task in parts, a task for two people at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from solver.assignment.of_world import solve_world
from solver.changes.catalogue import apply
from solver.changes.change import Change
from solver.changes.cutting import next_period
from solver.changes.tasks import add_task
from solver.desk.said import changes_of
from solver.domain.calendar import Calendar, Period, Presence
from solver.domain.policies import Pair, Policies
from solver.domain.tasks import Backlog
from solver.domain.team import Team
from solver.domain.world import World
from solver.errors import InputError
from tests.explanation.test_in_time_answers import CALENDAR, member, needs, task


def changed(kind: str, text: str) -> World:
    """Return ANN with T, what waits for it and rules about it over two sprints, after one change."""
    rules = Policies(forbids=(Pair("T", "BOB"),), separate=(("T", "W"),), required=("T",))
    team = Team((member("ANN"),), policies=rules, calendar=CALENDAR)
    world = World(team, Backlog((task("T", 9), task("W", 4, dependencies=("T",)))))
    return apply(world, (Change(kind, text),))


def test_a_sprint_more_follows_at_the_same_distance() -> None:
    """It has a name of its own, and everybody has hours in it."""
    world = changed("sprint", "1")
    assert world.team.calendar
    last = world.team.calendar.periods[-1]
    assert (last.id, last.start, last.end) == ("S3", date(2027, 2, 15), date(2027, 2, 19))
    assert [slot.minutes for slot in world.team.members[0].slots(world.team.calendar)] == [2400] * 3


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        ((("A", date(2027, 1, 4), date(2027, 1, 15)),), ("A2", date(2027, 1, 18), date(2027, 1, 29))),
        ((("Q9", date(2027, 1, 4), date(2027, 1, 4)),), ("Q10", date(2027, 1, 11), date(2027, 1, 11))),
    ],
)
def test_one_sprint_alone_is_followed_after_whole_weeks(
    periods: tuple[tuple[str, date, date], ...], expected: tuple[str, date, date]
) -> None:
    """Two weeks are followed by the next two, a day by the same one a week later."""
    found = next_period(Calendar(tuple(Period(*one) for one in periods)))
    assert (found.id, found.start, found.end) == expected


def test_a_task_in_parts_and_whole_again() -> None:
    """The smallest part is in minutes, none for a task that is no longer split."""
    assert changed("split", "T=4h").task("T").split_minutes == 240
    assert changed("split", "T=no").task("T").split_minutes == 0


def test_two_halves_are_the_seats_of_a_crew() -> None:
    """Each takes half of the task, rounded up to minutes; rules, value and what waits for it are those of the task."""
    world = changed("second", "T")
    halved, waiting = world.backlog.tasks
    assert (halved.estimate_minutes, halved.value, len(halved.crew), halved.split_minutes) == (270, 1, 2, 0)
    assert halved.crew == (halved.requirements, halved.requirements)
    assert waiting.dependencies == ("T",)
    assert world.team.policies == changed("sprint", "1").team.policies
    odd = World(Team((member("ANN"),), calendar=CALENDAR), Backlog((replace(task("T", 1), estimate_minutes=61),)))
    assert apply(odd, (Change("second", "T"),)).backlog.tasks[0].estimate_minutes == 31


def test_what_lags_behind_a_task_lags_behind_both_halves() -> None:
    """Days that must go by after a task go by after whichever half ends last: W starts two days after eight hours."""
    waits = task("W", 4, dependencies=("T",), lags=(("T", Decimal(2)),), requirements=needs("build"))
    team = Team((member("ANN", build=0.9), member("BOB", build=0.9)), calendar=CALENDAR)
    halved = apply(World(team, Backlog((task("T", 16, requirements=needs("build")), waits))), (Change("second", "T"),))
    plan = solve_world(halved).plan
    assert plan
    assert [one.start for one in plan.assignments if one.task == "W"] == [3]


def test_two_halves_are_two_peoples_both_or_neither() -> None:
    """Alone ANN does neither half, so that the task is left out whole; with BOB each has one."""
    for names, value in (("ANN",), 0), (("ANN", "BOB"), 1):
        team = Team(tuple(member(name, build=0.9) for name in names), calendar=CALENDAR)
        world = World(team, Backlog((task("T", 8, requirements=needs("build")),)))
        result = solve_world(apply(world, (Change("second", "T"),)))
        assert result.plan
        assert {one.member for one in result.plan.assignments} == (set(names) if value else set())
        assert {level.name: level.value for level in result.levels}["HIGH"] == value


def test_two_halves_in_one_window() -> None:
    """Without periods it is a crew, too: 30 h that nobody has for it alone are 15 h for each."""
    team = Team(tuple(replace(member(name, build=0.9), presence=None, load_limit_minutes=1200) for name in "AB"))
    world = World(team, Backlog((task("T", 30, requirements=needs("build")),)))
    assert not solve_world(world).plan.assignments  # type: ignore[union-attr]
    plan = solve_world(apply(world, (Change("second", "T"),))).plan
    assert plan
    assert [(one.task, one.member, one.piece) for one in plan.assignments] == [("T", "A", 0), ("T", "B", 1)]


@pytest.mark.parametrize("rules", [Policies(together=(("T", "W"),)), Policies(batches=(("E", "together"),))])
def test_what_one_member_must_do_with_other_work_has_no_halves(rules: Policies) -> None:
    """The rule would give both halves to one member, or a half to somebody whom it does not allow."""
    team = Team((member("ANN"), member("BOB")), policies=rules, calendar=CALENDAR)
    world = World(team, Backlog((replace(task("T", 9), batch="E"), replace(task("W", 4), batch="E"))))
    with pytest.raises(InputError, match="no rule gives to one member"):
        apply(world, (Change("second", "T"),))


def test_what_is_typed_may_name_a_sprint_more() -> None:
    """A sprint more comes first wherever it stands: a deadline or a pin may be in it."""
    changes = changes_of({"deadline": {"T": "S3"}, "pin": "T=ANN@S3", "sprint": 1})
    team = Team((member("ANN"),), calendar=CALENDAR)
    world = apply(World(team, Backlog((task("T", 9),))), changes)
    assert (world.task("T").deadline, world.team.policies.pins[0].period) == ("S3", "S3")


def test_a_new_task_may_lag_behind_others() -> None:
    """A week of its lag has as many days as the calendar has workdays."""
    calendar = replace(CALENDAR, workdays=(0, 1, 2, 3))
    world = World(Team((member("ANN"),), calendar=calendar), Backlog((task("T", 9),)))
    added = add_task(world, "N estimated_hours=2 dependencies=T+1w").backlog.tasks[-1]
    assert (added.dependencies, added.lags) == (("T",), (("T", Decimal(4)),))


@pytest.mark.parametrize(
    ("text", "days", "when"), [("2", "2", (0, 3)), ("0.5d", "0.5", (0, Fraction(3, 2))), ("1w", "4", (1, 1))]
)
def test_a_lag_is_set_and_dropped(text: str, days: str, when: tuple[int, Fraction]) -> None:
    """W starts so long after T, which takes a day; a week has the calendar's four, and the lag behind V stays."""
    calendar = replace(CALENDAR, workdays=(0, 1, 2, 3))
    before = (task("T", 8, requirements=needs("build")), task("V", 1, requirements=needs("build")))
    waits = task("W", 4, dependencies=("T", "V"), lags=(("V", Decimal(1)),), requirements=needs("build"))
    ann = member("ANN", build=0.9).present(calendar, Presence())
    world = World(Team((ann, replace(ann, id="BOB")), calendar=calendar), Backlog((*before, waits)))
    lagged = apply(world, (Change("lag", f"T->W={text}"),))
    assert lagged.task("W").lags == (("T", Decimal(days)), ("V", 1))
    plan = solve_world(lagged).plan
    assert plan
    assert [(one.period, one.start) for one in plan.assignments if one.task == "W"] == [when]
    assert apply(lagged, (Change("lag", "T->W=0"),)) == world
    with pytest.raises(InputError, match="TASK->TASK=days that the second waits"):
        apply(world, (Change("lag", "T->W=3h"),))
