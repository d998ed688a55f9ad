"""The order of work: what cannot be worked in a window or a period stays out, and is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from solver.assignment.solve import solve
from solver.assignment.sprints.workable import unworkable
from solver.domain.calendar import Calendar, Period, Presence
from solver.domain.plan import Assignment, Plan
from solver.domain.policies import Policies
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Member, Team
from solver.matching.linting.lint import lint
from solver.readers.cards.cards import parse_card


def chain(*hours: float) -> Backlog:
    """Return tasks that each wait for the one before."""
    tasks = [
        Task(name, "", "", "HIGH", "TODO", "", int(60 * h), "", (), tuple(before), 1, "b.csv", n + 2)
        for n, (name, h, before) in enumerate(zip("ABCDEF", hours, ["", *"ABCDE"], strict=False))
    ]
    return Backlog(tuple(tasks))


def team(*hours: int, **policies: object) -> Team:
    """Return members who can do everything, with so many hours in one window."""
    members = tuple(Member(name, parse_card("", name), 60 * h) for name, h in zip("XYZ", hours, strict=False))
    return Team(members, policies=Policies(**policies))  # type: ignore[arg-type]


def test_a_chain_of_three_does_not_fit_into_one_window() -> None:
    """A -> B -> C of 40 h each with three people and a window of 40 h: one of them can be worked, not three."""
    assert len((solve(team(40, 40, 40), chain(40, 40, 40)).plan or Plan(())).assignments) == 3
    result = solve(team(40, 40, 40, order="fit"), chain(40, 40, 40))
    assert result.status == "optimal"
    assert result.plan
    assert [one.task for one in result.plan.assignments] == ["A"]
    assert solve(team(40, 40, 40, order="fit"), chain(20, 20, 20)).levels[0].value == 2


def test_a_plan_whose_order_cannot_be_worked_is_named() -> None:
    """``plan`` names the least work that clashes, ``check`` the chain that is longer than the window."""
    plan = solve(team(40, 40, 40), chain(40, 40, 40)).plan
    assert plan
    (said,) = unworkable(team(40, 40, 40), chain(40, 40, 40), plan)
    assert "cannot be worked within a window of 40 h: " in said
    assert unworkable(team(40, 40, 40), chain(10, 10, 10), plan) == ()
    findings = [str(one) for one in lint(team(40, 40), chain(30, 20))]
    assert any("TIME02: A -> B takes 50 h one after the other, and the window has 40 h" in text for text in findings)


def test_an_order_that_is_ignored_is_named_beside_crews_and_not_said_to_be_worked() -> None:
    """A crew beside it does not change that a chain of 90 h is in the plan of a window of 40 h."""
    crew = replace(chain(2).tasks[0], id="P", crew=((), ()))
    for order, named in (("", True), ("ignore", True), ("fit", False)):
        people, work = team(40, 40, 40, order=order), Backlog((*chain(30, 30, 30).tasks, crew))
        result = solve(people, work)
        assert result.plan
        assert len(result.plan.owner) == (4 if named else 2)
        said = unworkable(people, work, result.plan)
        assert bool(said) == named
        assert all("cannot be worked within a window of 40 h: " in text for text in said)
        assert ("in an order that can be worked" in result.why) != named


def test_a_chain_is_as_long_as_its_tasks_and_its_lags() -> None:
    """Two tasks of 8 h with three days between them fill a window of 40 h; with four they are too long for it."""
    first, second = chain(8, 8).tasks
    for days, hours in ((3, None), (4, 48)):
        lagged = Backlog((first, replace(second, lags=(("A", Decimal(days)),))))
        said = [str(one) for one in lint(team(40, 40, order="fit"), lagged) if "TIME02" in str(one)]
        expected = f"A -> B takes {hours} h with its lags one after the other, and the window has 40 h"
        assert [expected in text for text in said] == [True] * (hours is not None)
        assert len((solve(team(40, 40, order="fit"), lagged).plan or Plan(())).assignments) == (1 if hours else 2)
        assert [one for one in lint(team(40, 40), lagged) if "TIME02" in str(one)] == []


def test_half_time_takes_twice_as_long() -> None:
    """32 h with somebody at 60 % end on the seventh day of ten, so 20 h that wait for it no longer fit."""
    calendar = Calendar((Period("S1", date(2027, 2, 1), date(2027, 2, 12)),))
    members = [
        Member(name, parse_card("", name), 0).present(calendar, Presence(reserved=Decimal(share)))
        for name, share in (("X", "0.4"), ("Y", "0"))
    ]
    slow = Team((members[0],), calendar=calendar)
    both = replace(slow, members=tuple(members))
    alone = solve(slow, chain(32)).plan
    assert alone
    assert alone.assignments[0].end == Fraction(32, 48) * 10
    pinned = Backlog((replace(chain(32).tasks[0], status="IN_PROGRESS", assigned_to="X"), chain(32, 28).tasks[1]))
    assert len((solve(both, pinned).plan or Plan(())).assignments) == 1
    shorter = Backlog((pinned.tasks[0], replace(pinned.tasks[1], estimate_minutes=26 * 60)))
    assert len((solve(both, shorter).plan or Plan(())).assignments) == 2


@pytest.mark.parametrize(("order", "periods"), [("fit", [0, 0]), ("next", [0, 1]), ("ignore", [0, 0])])
def test_what_waits_comes_later_as_the_policy_says(order: str, periods: list[int]) -> None:
    """Fit allows the same period, next demands a later one, ignore does not look at times."""
    calendar = Calendar(
        (Period("S1", date(2027, 2, 1), date(2027, 2, 5)), Period("S2", date(2027, 2, 8), date(2027, 2, 12)))
    )
    member = Member("X", parse_card("", "X"), 0).present(calendar, Presence())
    plan = solve(Team((member,), policies=Policies(order=order), calendar=calendar), chain(8, 8)).plan
    assert plan
    assert [one.period for one in plan.assignments] == periods


def test_a_crew_is_complete_in_one_window_too() -> None:
    """A task for two is with two members or with nobody, without any periods."""
    task = replace(chain(8).tasks[0], crew=((), ()))
    plan = solve(team(8, 8), Backlog((task,))).plan
    assert plan
    assert [(one.member, one.piece) for one in plan.assignments] in ([("X", 0), ("Y", 1)], [("Y", 0), ("X", 1)])
    assert solve(team(8, 4), Backlog((task,))).plan == Plan(())


def test_a_task_larger_than_any_sprint_is_split() -> None:
    """20 h in parts of 8 h at least, with 12 h in each of two sprints: 8 h, and the rest of 12 h after it."""
    calendar = Calendar(
        (Period("S1", date(2027, 2, 1), date(2027, 2, 5)), Period("S2", date(2027, 2, 8), date(2027, 2, 12)))
    )
    member = Member("X", parse_card("", "X"), 0).present(calendar, Presence(limit=12 * 60))
    task = replace(chain(20).tasks[0], split_minutes=480)
    plan = solve(Team((member,), calendar=calendar), Backlog((task,))).plan
    assert plan
    assert [(one.period, one.piece) for one in plan.assignments] == [(0, 0), (1, 1)]
    whole = solve(Team((member,), calendar=calendar), Backlog((chain(20).tasks[0],))).plan
    assert whole == Plan(())


def test_times_are_not_what_plans_are_compared_by() -> None:
    """Two plans that give the same work are equal, whatever the times."""
    assert Assignment("A", "X", 0, 0, Fraction(1)) == Assignment("A", "X")
