"""Replanning within a sprint: what is done by the day, what is started, which hours are left, and what slips."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from solver.domain.calendar import Calendar, Period, Presence
from solver.domain.plan import Plan
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Member, Team
from solver.domain.weights import Weights
from solver.errors import InputError
from solver.explanation.at_date import standing
from solver.explanation.case import Case
from solver.explanation.replan import replan
from solver.readers.cards import parse_card

CALENDAR = Calendar(
    (Period("S1", date(2027, 2, 1), date(2027, 2, 5)), Period("S2", date(2027, 2, 8), date(2027, 2, 12)))
)


def case(*hours: float) -> Case:
    """Return one member with a chain of tasks over two sprints of 40 h."""
    member = Member("X", parse_card("", "X"), 0).present(CALENDAR, Presence())
    tasks = tuple(
        Task(name, "", "", "HIGH", "TODO", "", int(60 * h), "", (), tuple(before), 1, "b.csv", n + 2)
        for n, (name, h, before) in enumerate(zip("ABCDEF", hours, ["", *"ABCDE"], strict=False))
    )
    return Case(Team((member,), calendar=CALENDAR), Backlog(tasks), Weights())


def planned(one: Case) -> Plan:
    """Return the best plan of a case."""
    plan = one.solve().plan
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
    now = replace(one, backlog=Backlog((tasks[0], late, tasks[2])))
    stands = standing(now, one, plan, date(2027, 2, 4))
    found = replan(stands.case, stands.plan)
    assert found.diff
    assert found.diff.shifted == (("C", "S1", "S2"),)


def test_a_day_after_the_plan_is_refused() -> None:
    """There is nothing left to plan after the last period."""
    one = case(8)
    with pytest.raises(InputError, match="a day within the periods"):
        standing(one, one, planned(one), date(2027, 3, 1))
