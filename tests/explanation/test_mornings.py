"""A plan that goes as planned moves nothing on any morning: parts, seats, committed hours and odd minutes included."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from numpy.typing import NDArray

from solver.domain.calendar import Calendar, Period, Presence
from solver.domain.plan import Assignment, Plan
from solver.domain.policies import Policies
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Member, Team
from solver.domain.weights import Weights
from solver.domain.world import World
from solver.explanation.replan.at_date import Standing, standing
from solver.explanation.replan.earlier import settled
from solver.explanation.replan.least import replan
from solver.explanation.replan.table import moves_table
from solver.readers.cards.cards import parse_card
from solver.report.explanation.changes import replan_lines
from solver.study.study import Study
from tests.assignment.sprints.worlds import WEIGHTS, lagged_world, timed_world

WEEKS = Calendar(tuple(Period(f"S{n}", date(2027, 2, 7 * n - 6), date(2027, 2, 7 * n - 2)) for n in (1, 2)))


def task(name: str, hours: float, **more: object) -> Task:
    """Return an open task that asks for nothing."""
    plain = Task(name, "", "", "HIGH", "TODO", "", int(60 * hours), "", (), (), 1, "b.csv", 2)
    return replace(plain, **more)  # type: ignore[arg-type]


def team(presences: dict[str, Presence], policies: Policies | None = None) -> Team:
    """Return members over two weeks."""
    people = (Member(name, parse_card("", name), 0).present(WEEKS, one) for name, one in presences.items())
    return Team(tuple(people), policies=policies or Policies(), calendar=WEEKS)


def on(case: Study, day: int) -> Standing:
    """Return a case as its best plan leaves it on the morning of a day of February."""
    plan = case.result.plan
    assert plan
    return standing(case, case, plan, date(2027, 2, day))


def assert_stays(case: Study, stands: Standing) -> None:
    """Assert that the rest of a plan is a best plan of what is left."""
    found = replan(stands.case, stands.plan, were_open={one.id for one in case.backlog.open_tasks})
    assert (found.result.status, found.result.conflict, found.slips) == ("optimal", (), ())
    assert found.diff
    assert found.diff.moves == 0


@pytest.mark.parametrize("world", [timed_world, lagged_world])
@pytest.mark.parametrize("seed", range(40))
def test_nothing_moves_on_any_morning_of_a_small_world(
    seed: int, world: Callable[..., tuple[Team, Backlog, NDArray[np.int64]]]
) -> None:
    """Of worlds with dates, parts, crews, order, lags and rules the rest of the best plan can be worked as it is."""
    people, backlog, distances = world(seed, is_wide=seed % 2 == 1)
    # What is done counts no more against tasks at once and hours to grow, which lets other work in.
    members = tuple(replace(one, wip_limit=None) for one in people.members)
    people = replace(people, members=members, policies=replace(people.policies, grow=()))
    tasks = tuple(replace(one, status="TODO", spent_minutes=0) for one in backlog.tasks)
    case = Study(World(people, Backlog(tasks), WEIGHTS, distances))
    plan, calendar = case.result.plan, people.calendar
    if plan is None or calendar is None:
        return
    for n in range((calendar.periods[-1].end - calendar.periods[0].start).days + 1):
        stands = standing(case, case, plan, calendar.periods[0].start + timedelta(days=n))
        assert_stays(case, stands)


def test_each_seat_of_a_crew_that_is_begun_stays_with_what_is_left_of_it() -> None:
    """One seat has ended, of the other 2 h are left: they stay, and who did the first one does not do them too."""
    slow = Presence(week=(240, 240, 240, 240, 240, 0, 0))
    case = Study(World(team({"X": slow, "Y": Presence()}), Backlog((task("A", 12, crew=((), ())),)), Weights()))
    first = on(case, 2)
    (begun,) = first.case.backlog.tasks
    assert (set(begun.left), begun.status) == ({("X", 480), ("Y", 240)}, "IN_PROGRESS")
    (said,) = first.assumed
    assert said.startswith("A is in progress with ")
    assert {"X (8 h remain)", "Y (4 h remain)"} == set(said.removeprefix("A is in progress with ").split(", "))
    assert_stays(case, first)
    second = on(case, 3)
    (begun,) = second.case.backlog.tasks
    assert (begun.left, len(begun.crew), begun.assigned_to) == ((("X", 240),), 1, "X")
    assert [(one.task, one.member) for one in second.case.team.policies.forbids] == [("A", "Y")]
    assert [(one.member, one.piece) for one in second.plan.assignments] == [("X", 0)]
    assert_stays(case, second)


def test_only_the_part_that_is_begun_stays_where_several_members_have_parts() -> None:
    """The first part is done by X; the second, begun by Y, stays with Y, and nothing is pinned to X."""
    hours = {"X": Presence(limits=(("S1", 480), ("S2", 0))), "Y": Presence(limits=(("S1", 0), ("S2", 480)))}
    parts = Backlog((task("A", 16, split_minutes=480),))
    case = Study(World(team(hours, Policies(split_members=True)), parts, Weights()))
    between, within = on(case, 8), on(case, 9)
    assert between.assumed == ("A is done in part: 8 h remain",)
    assert [one.left for one in (*between.case.backlog.tasks, *within.case.backlog.tasks)] == [
        (("", 480),),
        (("Y", 384),),
    ]
    for stands in (between, within):
        assert_stays(case, stands)


def test_a_minute_that_rounding_leaves_is_one_of_committed_work() -> None:
    """Of 101 minutes in five days 60.6 are left of the last three: no minute stands in the reckoning for itself."""
    case = Study(World(team({"X": Presence(committed=101)}), Backlog((task("A", 4),)), Weights()))
    for day in (2, 3, 4, 5):
        (member,) = standing(case, case, Plan(()), date(2027, 2, day)).case.team.members
        (slot, *_) = member.slots(_later_days(day))
        share = Fraction(6 - day, 5)
        assert [name for name, _ in slot.lines] == ["week", "closed", "committed"]
        assert slot.minutes == int((2400 - 101) * share)


def _later_days(day: int) -> Calendar:
    """Return the weeks without the days of February before one."""
    return replace(WEEKS, closed=tuple(date(2027, 2, n) for n in range(1, day)))


def test_committed_work_is_done_at_an_even_pace() -> None:
    """Of 40 h with 20 committed 8 are left on Thursday, as much as the plan still needs then, and not none."""
    case = Study(World(team({"X": Presence(committed=1200)}), Backlog((task("A", 20),)), Weights()))
    stands = on(case, 4)
    (member,) = stands.case.team.members
    assert [(slot.minutes, slot.committed) for slot in member.slots(stands.case.team.calendar or WEEKS)] == [
        (480, 480),
        (1200, 1200),
    ]
    assert stands.assumed == ("A is in progress with X: 8 h remain",)
    assert_stays(case, stands)


def test_odd_minutes_of_a_day_make_nothing_slip() -> None:
    """Seven and a half minutes of half an hour's work are left when 7 whole ones are: no minute more is needed."""
    presence = Presence(week=(15, 15, 0, 0, 0, 0, 0), reserved=Decimal("0.5"))
    case = Study(World(team({"X": presence}), Backlog((task("A", 0.25),)), Weights()))
    stands = on(case, 2)
    assert [one.estimate_minutes for one in stands.case.backlog.tasks] == [7]
    assert_stays(case, stands)


def test_who_had_it_in_the_plan_did_it() -> None:
    """An assignee of open work binds nobody: what must not go to whoever did A may go to X, who did not."""
    hours = {"X": Presence(limits=(("S1", 0),)), "Y": Presence(limits=(("S2", 0),))}
    tasks = task("A", 8), task("B", 8)
    tasks = replace(tasks[0], assigned_to="X"), replace(tasks[1], earliest="S2")
    case = Study(World(team(hours, Policies(separate=(("A", "B"),))), Backlog(tasks), Weights()))
    assert_stays(case, on(case, 8))


def test_a_seat_of_who_left_is_open_again() -> None:
    """The other seat of the crew stays with who has begun it."""
    case = Study(World(team({"X": Presence(), "Y": Presence()}), Backlog((task("A", 12, crew=((), ())),)), Weights()))
    stands = on(case, 2)
    rest = replace(stands.case.team, members=stands.case.team.members[:1])
    (freed,) = settled(stands.case.at(team=rest), Plan(())).backlog.tasks
    assert (freed.left, freed.assigned_to) == ((("X", 240), ("", 240)), "X")


def test_each_seat_counts_in_a_budget_of_moves() -> None:
    """Of a crew the second seat must move as Y is ill: with no move there is no plan, and the table says the same."""
    people = {name: Presence() for name in "XYZ"}
    tasks = Backlog((task("A", 40, crew=((), ())), task("B", 40)))
    case = Study(World(team(people), tasks, Weights()))
    plan = Plan((Assignment("A", "X", 0, 0), Assignment("A", "Y", 0, 1), Assignment("B", "Z", 1)))
    ill = case.at(team=team(people | {"Y": Presence(since=date(2027, 2, 8))}))
    none, one = replan(ill, plan, most_moves=0), replan(ill, plan, most_moves=1)
    assert (none.result.plan, none.in_pieces) == (None, True)
    assert one.diff
    assert [task for task, *_ in one.diff.moved] == ["A"]
    assert [(row.budget, row.result.plan is None) for row in moves_table(ill, plan)][:2] == [(0, True), (1, False)]
    assert any("each seat of a crew counts for itself" in line for line in replan_lines(one, ""))


def test_every_seat_of_a_crew_keeps_a_lag_behind_what_is_done() -> None:
    """On Tuesday a working day must still go by before the crew may start, be its seat the first one or not."""
    crew = task("B", 8, crew=((), ()), dependencies=("A",), lags=(("A", Decimal(1)),))
    case = Study(World(team({"X": Presence(), "Y": Presence()}), Backlog((task("A", 8), crew)), Weights()))
    stands = on(case, 2)
    assert stands.case.backlog.tasks[1].held_days == 1
    assert_stays(case, stands)
