"""Replanning within a sprint: what is done by the day, what is started, which hours are left, and what slips."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from unittest.mock import Mock

import pytest

from solver.domain.calendar import Calendar, Period, Presence
from solver.domain.plan import Assignment, Plan
from solver.domain.policies import Pair, Policies
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Member, Team
from solver.domain.weights import Weights
from solver.domain.world import World
from solver.errors import InputError
from solver.explanation.deadlines import lifted
from solver.explanation.replan.at_date import standing
from solver.explanation.replan.earlier import settled
from solver.explanation.replan.least import replan
from solver.explanation.replan.slips import slips
from solver.readers.cards.cards import parse_card
from solver.stopping import Clock
from solver.study.study import Study

CALENDAR = Calendar(
    (Period("S1", date(2027, 2, 1), date(2027, 2, 5)), Period("S2", date(2027, 2, 8), date(2027, 2, 12)))
)


def case(*hours: float) -> Study:
    """Return one member with a chain of tasks over two sprints of 40 h."""
    member = Member("X", parse_card("", "X"), 0).present(CALENDAR, Presence())
    tasks = tuple(
        Task(name, "", "", "HIGH", "TODO", "", int(60 * h), "", (), tuple(before), 1, "b.csv", n + 2)
        for n, (name, h, before) in enumerate(zip("ABCDEF", hours, ["", *"ABCDE"], strict=False))
    )
    return Study(World(Team((member,), calendar=CALENDAR), Backlog(tasks), Weights()))


def planned(one: Study) -> Plan:
    """Return the best plan of a case."""
    plan = one.result.plan
    assert plan
    return plan


def test_what_ends_before_the_day_is_done_and_what_began_stays() -> None:
    """16 h end on Tuesday, of the next 16 h a day's work is done on Thursday morning, and 16 h of the week are left."""
    one = case(16, 16, 16)
    stands = standing(one, one, planned(one), date(2027, 2, 4))
    first, second, third = stands.case.backlog.tasks
    assert (first.status, second.status, third.status) == ("DONE", "IN_PROGRESS", "TODO")
    assert (second.assigned_to, second.estimate_minutes, second.spent_minutes) == ("X", 480, 480)
    assert stands.assumed == ("A is done: the plan ends it before that day", "B is in progress with X: 8 h remain")
    assert [slot.minutes for slot in stands.case.team.members[0].slots(stands.case.team.calendar)] == [960, 2400]  # type: ignore[arg-type]


def test_what_remains_counts_the_hours_of_each_part_and_of_each_day() -> None:
    """Of parts of 8, 8 and 12 h two are done by Wednesday; of 12 h over 8, 2 and 2 h a day 8 are done by Tuesday."""
    one = case(28)
    (task,) = one.backlog.tasks
    parts = one.at(backlog=Backlog((replace(task, split_minutes=480),)))
    stands = standing(parts, parts, planned(parts), date(2027, 2, 3))
    assert [task.estimate_minutes for task in stands.case.backlog.tasks] == [12 * 60]
    week = Presence(week=(480, 120, 120, 0, 0, 0, 0))
    member = Member("X", parse_card("", "X"), 0).present(CALENDAR, week)
    uneven = one.at(team=Team((member,), calendar=CALENDAR), backlog=Backlog((replace(task, estimate_minutes=720),)))
    stands = standing(uneven, uneven, planned(uneven), date(2027, 2, 2))
    assert [task.estimate_minutes for task in stands.case.backlog.tasks] == [4 * 60]


def test_what_has_grown_since_the_plan_is_not_done() -> None:
    """A was planned with 8 h and takes 12 h: 4 h of it remain with X; less than planned is done, and so is the same."""
    one = case(8, 16)
    plan = planned(one)
    for hours, status, remain in ((12, "IN_PROGRESS", 4), (6, "DONE", 6), (8, "DONE", 8)):
        first, second = one.backlog.tasks
        now = one.at(backlog=Backlog((replace(first, estimate_minutes=60 * hours), second)))
        stands = standing(now, one, plan, date(2027, 2, 2))
        task = stands.case.backlog.tasks[0]
        assert (task.status, task.estimate_minutes) == (status, 60 * remain)
        grown = "A is in progress with X: 4 h remain, as its estimate has grown since the plan"
        assert (grown in stands.assumed) == (hours == 12)
        assert standing(now, now, plan, date(2027, 2, 2)).case.backlog.tasks[0].status == "DONE"
    found = replan(stands.case, stands.plan)
    assert found.result.plan


def test_parts_that_are_new_since_the_plan_are_not_done() -> None:
    """Of 8 h in parts of 4 h all is done by Tuesday; of the 12 h that it takes now one part is left."""
    one = case(8)
    (task,) = one.backlog.tasks
    parts = one.at(backlog=Backlog((replace(task, split_minutes=240),)))
    now = one.at(backlog=Backlog((replace(task, split_minutes=240, estimate_minutes=720),)))
    plan = planned(parts)
    (left,) = standing(now, parts, plan, date(2027, 2, 2)).case.backlog.tasks
    assert (left.status, left.assigned_to, left.estimate_minutes) == ("IN_PROGRESS", "X", 240)
    (done,) = standing(parts, parts, plan, date(2027, 2, 2)).case.backlog.tasks
    assert done.status == "DONE"


def test_a_lag_behind_work_that_is_done_counts_from_its_end() -> None:
    """Two days after Monday noon is Wednesday noon, whatever day it is; after Thursday nothing of it is left."""
    one = case(4, 8)
    first, second = one.backlog.tasks
    lagged = one.at(backlog=Backlog((first, replace(second, lags=(("A", Decimal(2)),)))))
    plan = planned(lagged)
    assert [(each.task, each.start) for each in plan.assignments] == [("A", 0), ("B", Fraction(5, 2))]
    stands = standing(lagged, lagged, plan, date(2027, 2, 2))
    assert stands.case.backlog.tasks[1].held_days == Fraction(3, 2)
    assert "B waits for 1.5 working days more: so much is left of a lag behind work that is done" in stands.assumed
    assert [(each.task, each.start) for each in planned(stands.case).assignments] == [("B", Fraction(3, 2))]
    assert standing(lagged, lagged, plan, date(2027, 2, 5)).case.backlog.tasks[1].held_days == 0
    ignored = lagged.at(team=replace(lagged.team, policies=Policies(order="ignore")))
    assert standing(ignored, ignored, plan, date(2027, 2, 2)).case.backlog.tasks[1].held_days == 0


def test_nothing_moves_where_all_goes_as_planned() -> None:
    """The rest of the plan still stands, so nothing is moved in who or when."""
    one = case(16, 16, 16)
    stands = standing(one, one, planned(one), date(2027, 2, 4))
    found = replan(stands.case, stands.plan)
    assert found.diff
    assert found.diff.moves == 0


def test_what_is_late_pushes_the_least_into_the_next_sprint() -> None:
    """B still needs 16 h on Thursday: it fills the week, and C slips into the next sprint, which is said."""
    one = case(16, 16, 8)
    plan = planned(one)
    assert {given.period for given in plan.assignments} == {0}
    tasks = one.backlog.tasks
    late = replace(tasks[1], status="IN_PROGRESS", assigned_to="X", estimate_minutes=960, spent_minutes=480)
    now = one.at(backlog=Backlog((tasks[0], late, tasks[2])))
    stands = standing(now, one, plan, date(2027, 2, 4))
    found = replan(stands.case, stands.plan)
    assert found.diff
    assert found.diff.shifted == (("C", "S1", "S2"),)


def test_a_day_after_the_plan_is_refused() -> None:
    """There is nothing left to plan after the last period."""
    one = case(8)
    with pytest.raises(InputError, match="a day within the periods"):
        standing(one, one, planned(one), date(2027, 3, 1))


def test_a_move_in_a_later_sprint_costs_less() -> None:
    """Room for a new task is made in the second sprint, a forecast, although the first would let it be done sooner."""
    ann, bob = (Member(name, parse_card("", name), 0).present(CALENDAR, Presence()) for name in ("ANN", "BOB"))
    rules = Policies(early_first=(), forbids=(Pair("N", "BOB"),))
    tasks = tuple(
        Task(name, "", "", "HIGH", "TODO", "", 2400, "", (), (), 1, "b.csv", n + 2) for n, name in enumerate("ABN")
    )
    weights = Weights(balance=Decimal(0))
    one = Study(World(Team((ann, bob), policies=rules, calendar=CALENDAR), Backlog(tasks), weights))
    before = Plan((Assignment("A", "ANN", 0), Assignment("B", "ANN", 1)))
    found = replan(one, before)
    assert found.result.status == "optimal"
    assert found.diff
    assert [task for task, *_ in (*found.diff.moved, *found.diff.shifted)] == ["B"]
    assert (found.committed, found.inside) == ("S1", 0)
    assert {level.name: level.value for level in found.result.levels}["moves"] == -1


def test_a_part_that_leaves_the_running_sprint_is_one_of_its_moves() -> None:
    """Of 56 h in parts of 8 h five are in the first sprint; a day's leave there moves one, which counts three."""
    one = case(56)
    (task,) = one.backlog.tasks
    parts = one.at(backlog=Backlog((replace(task, split_minutes=480),)))
    away = Presence(leave=((date(2027, 2, 5), date(2027, 2, 5)),))
    member = Member("X", parse_card("", "X"), 0).present(CALENDAR, away)
    found = replan(parts.at(team=Team((member,), calendar=CALENDAR)), planned(parts))
    assert found.diff
    assert (found.diff.shifted, found.diff.parts) == ((("A", "S1", "S2"),), (("A", 1, 7),))
    assert (found.committed, found.inside, found.slips) == ("S1", 1, ())
    assert {level.name: level.value for level in found.result.levels}["moves"] == -3


def test_a_start_that_the_plan_states_counts_though_the_week_has_changed() -> None:
    """What the plan ended by Tuesday is done on Wednesday, whoever has fallen ill since."""
    one = case(16, 16)
    plan = planned(one)
    ill = Presence(leave=((date(2027, 2, 3), date(2027, 2, 5)),))
    member = one.team.members[0].present(CALENDAR, ill)
    now = one.at(team=replace(one.team, members=(member,)))
    stands = standing(now, now, plan, date(2027, 2, 3))
    assert [task.status for task in stands.case.backlog.tasks] == ["DONE", "TODO"]


def test_work_of_who_left_is_done_by_as_much_as_was_worked() -> None:
    """Of 40 h since Monday a fifth is done on Tuesday; the rest is open for whoever is there."""
    one = case(40)
    plan = planned(one)
    other = replace(one.team.members[0], id="Y")
    now = one.at(team=replace(one.team, members=(other,)))
    stands = standing(now, now, plan, date(2027, 2, 2))
    assert stands.assumed == ("A is in progress with X: 32 h remain",)
    (left,) = settled(stands.case, stands.plan).backlog.tasks
    assert (left.status, left.estimate_minutes) == ("TODO", 32 * 60)


def test_slips_are_told_most_urgent_first_with_the_date_they_miss() -> None:
    """What ends later or stays out slips; what ends sooner or where it was does not."""
    one = case(8, 8, 8, 8)
    tasks = (
        replace(one.backlog.tasks[0], priority="LOW", due="S1"),
        replace(one.backlog.tasks[1], priority="CRITICAL", deadline="S2"),
        *one.backlog.tasks[2:],
    )
    one = one.at(backlog=Backlog(tasks))
    before = Plan((Assignment("A", "X", 0), Assignment("B", "X", 0), Assignment("C", "X", 1), Assignment("D", "X", 0)))
    after = Plan((Assignment("A", "X", 1), Assignment("C", "X", 0), Assignment("D", "X", 0)))
    found = slips(one, before, after)
    assert [(slip.task, slip.before, slip.after, slip.missed) for slip in found] == [
        ("B", "S1", "", "deadline S2"),
        ("A", "S1", "S2", "due S1"),
    ]


def test_deadlines_of_started_work_are_asked_of_within_the_time() -> None:
    """Both are late together: one deadline is lifted where there is time to ask, else both, which is said."""
    one = case(16, 16)
    tasks = tuple(
        replace(task, status="IN_PROGRESS", assigned_to="X", deadline="2027-02-02", priority=priority, dependencies=())
        for task, priority in zip(one.backlog.tasks, ("HIGH", "LOW"), strict=True)
    )
    one = one.at(backlog=Backlog(tasks))
    assert [missed.task for missed in lifted(one, Clock(20))[1]] == ["B"]
    clock = Mock(spec=Clock, is_over=False)

    def ends(seconds: float) -> float:
        clock.is_over = True
        return 10.0

    clock.left.side_effect = ends
    _, missed = lifted(one, clock)
    assert [held.task for held in missed] == ["A", "B"]
    assert all(held.reason.startswith("the time ended before it was known whether") for held in missed)
    clock.is_over = True
    assert lifted(one, clock) == (one, ())


def test_a_deadline_that_holds_with_more_moves_is_not_said_to_be_impossible() -> None:
    """X cannot do A and B by Friday: one of them must go to Y, which a budget of no moves forbids."""
    one = case(30, 30)
    both = tuple(replace(one.team.members[0], id=name) for name in "XY")
    tasks = tuple(replace(task, deadline="S1", dependencies=()) for task in one.backlog.tasks)
    rules = Policies(required=("A", "B"))
    one = one.at(team=replace(one.team, members=both, policies=rules), backlog=Backlog(tasks))
    before = Plan((Assignment("A", "X", 0), Assignment("B", "X", 1)))
    assert replan(one, before, most_moves=1).diff
    found = replan(one, before, most_moves=0)
    assert found.missed == ()
    assert found.result.conflict[0] == "at most 0 tasks may move"


def test_started_work_of_who_has_left_by_the_roster_is_open_again() -> None:
    """X is there until Tuesday: on Thursday what X has begun is anybody's, on Tuesday it is X's own."""
    one = case(30)
    x = one.team.members[0].present(CALENDAR, Presence(until=date(2027, 2, 2)))
    begun = replace(one.backlog.tasks[0], status="IN_PROGRESS", assigned_to="X")
    team = Team((x, replace(one.team.members[0], id="Y")), calendar=CALENDAR)
    left = one.at(team=team, backlog=Backlog((begun,)))
    plan = Plan((Assignment("A", "X"),))
    before, after = (settled(standing(left, left, plan, date(2027, 2, day)).case, plan) for day in (2, 4))
    assert [task.assigned_to for task in before.backlog.tasks] == ["X"]
    assert [(task.status, task.assigned_to) for task in after.backlog.tasks] == [("TODO", "")]
    assert after.result.plan
    assert after.result.plan.owner == {"A": "Y"}
