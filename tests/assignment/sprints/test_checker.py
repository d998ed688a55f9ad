"""Each kind of broken plan over periods is refused, by name: one mutation for each rule of the checker."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest

from solver.assignment.checker import growing, lines, plan_in_time, values_in_time
from solver.assignment.checker.plan_in_time import time_objections
from solver.assignment.solve import solve
from solver.domain.calendar import Calendar, Period, Presence
from solver.domain.plan import Assignment, Plan
from solver.domain.policies import Growth, Pair, Policies
from solver.domain.tasks import TIERS, Backlog, Requirement, Task
from solver.domain.team import Member, Team
from solver.readers.cards.cards import parse_card
from tests.assignment.sprints.worlds import WEIGHTS, timed_world

NEED = Requirement("a", "primary", Decimal("0.5"), TIERS["primary"][1])
CALENDAR = Calendar(
    (Period("P1", date(2027, 2, 1), date(2027, 2, 2)), Period("P2", date(2027, 2, 3), date(2027, 2, 4))), 120
)


def task(name: str, hours: float, *needs: str, **changes: object) -> Task:
    """Return a task that X and Y can do."""
    plain = Task(name, "", "", "LOW", "TODO", "", int(60 * hours), "", (NEED,), needs, 1, "b.csv", 1)
    return replace(plain, **changes)  # type: ignore[arg-type]


def member(name: str, scores: str = "- a: 0.9\n") -> Member:
    """Return a member of all periods."""
    return Member(name, parse_card(f"## Core Capabilities\n{scores}", name), 0).present(CALENDAR, Presence())


TASKS = (
    task("A", 1),
    task("B", 1, "A"),
    task("S", 2, split_minutes=60),
    task("C", 1, crew=((NEED,), (NEED,))),
    task("E", 0.5, earliest="2027-02-02"),
    task("D", 0.5, deadline="2027-02-03"),
    task("P", 0.5),
    task("R", 0.5),
    task("Q", 0.5),
    task("W", 0.5, status="IN_PROGRESS", assigned_to="X"),
    task("V", 0.5, permissions=(("OPEN", "door"),)),
    task("G", 0.5, requirements=(Requirement("c", "primary", Decimal("0.5"), TIERS["primary"][1]),)),
    task("K", 0.25, batch="E"),
    task("L", 0.25, batch="E"),
)
POLICIES = Policies(
    pins=(Pair("P", "X", period="P2"),),
    forbids=(Pair("R", "Y"), Pair("G", "M")),
    required=("R",),
    separate=(("A", "Q"),),
    together=(("D", "E"),),
    batches=(("E", "together"),),
    grow=(Growth("X", "c", 30, "M", Decimal("0.5")),),
)
RIGHTS = "## Special Permissions\n- OPEN door\n"
TEAM = Team(
    (
        replace(member("X", f"- a: 0.9\n{RIGHTS}"), wip_limit=8),
        member("Y"),
        member("Z", "- b: 0.9\n"),
        member("M", "- c: 0.9\n"),
    ),
    policies=POLICIES,
    calendar=CALENDAR,
)
BACKLOG = Backlog(TASKS)


@cache
def good() -> Plan:
    """Return a plan that stands, with all tasks."""
    plan = solve(TEAM, BACKLOG).plan
    assert plan and len(plan.assignments) == len(TASKS) + 2
    return plan


def test_the_plan_stands() -> None:
    """Nothing is said against a plan that keeps every rule."""
    assert time_objections(TEAM, BACKLOG, good()) == ()


def changed(name: str, piece: int = 0, **changes: object) -> Plan:
    """Return the plan with one line changed."""
    lines = (
        replace(one, **changes) if (one.task, one.piece) == (name, piece) else one  # type: ignore[arg-type]
        for one in good().assignments
    )
    return Plan(tuple(lines))


def without(*names: str) -> Plan:
    """Return the plan without some tasks."""
    return Plan(tuple(one for one in good().assignments if one.task not in names))


def line(name: str, piece: int = 0) -> Assignment:
    """Return one line of the plan."""
    return next(one for one in good().assignments if (one.task, one.piece) == (name, piece))


def other(name: str, piece: int = 0) -> str:
    """Return who of X and Y does not have a piece."""
    return "XY".replace(line(name, piece).member, "")


def overlapping() -> Plan:
    """Return the plan with a piece begun while its owner does another one."""
    mine = [one for one in good().assignments if (one.member, one.period) == (line("A").member, line("A").period)]
    first, second = sorted(mine, key=lambda one: one.start or Fraction(0))[:2]
    early = replace(second, start=first.start, end=(first.start or 0) + (second.end or 0) - (second.start or 0))
    return Plan(tuple(early if one == second else one for one in good().assignments))


def swapped() -> Plan:
    """Return the plan with the parts of a task in periods that are in the wrong order."""
    parts = {0: (1, Fraction(0), Fraction(1, 2)), 1: (0, Fraction(0), Fraction(1, 2))}
    return Plan(
        tuple(
            replace(one, period=parts[one.piece][0], start=parts[one.piece][1], end=parts[one.piece][2])
            if one.task == "S"
            else one
            for one in good().assignments
        )
    )


MUTATIONS: dict[str, tuple[Callable[[], Plan], str]] = {
    "a member who cannot": (lambda: changed("A", member="Z"), "Z lacks a for A"),
    "a ban": (lambda: changed("R", member="Y"), "R is forbidden to Y"),
    "a period that is not there": (lambda: changed("A", period=7), "A is in a period that does not exist"),
    "a piece that is not there": (
        lambda: Plan((*without("A").assignments, replace(line("A"), piece=3))),
        "no such piece, or given twice",
    ),
    "a line twice": (lambda: Plan((*good().assignments, line("A"))), "no such piece, or given twice"),
    "a part left out": (
        lambda: Plan(tuple(o for o in good().assignments if o != line("S"))),
        "S is placed in part: 1 of 2",
    ),
    "parts of two members": (lambda: changed("S", member=other("S")), "the parts of S have several members"),
    "a seat left out": (lambda: Plan(tuple(o for o in good().assignments if o != line("C"))), "C is placed in part"),
    "a member in two seats": (lambda: changed("C", member=line("C", 1).member), "C has a member in two seats"),
    "a crew in two periods": (lambda: changed("C", period=1 - line("C").period), "the crew of C is in several periods"),
    "a dependency left out": (lambda: without("A"), "B waits for A, which is not placed"),
    "a right": (lambda: changed("V", member="Y"), "Y may not OPEN door"),
    "started work": (lambda: changed("W", member="Y"), "W left X"),
    "a batch in part": (lambda: without("K"), "batch E is not whole"),
    "parts in turn": (swapped, "the parts of S are out of order"),
    "parts at once": (
        lambda: changed("S", 1, period=line("S").period, start=line("S").start, end=line("S").end),
        "parts of S overlap",
    ),
    "an order within a period": (
        lambda: changed("B", period=line("A").period, start=line("A").start, end=line("A").end),
        "B starts before A ends",
    ),
    "a pin to a period": (lambda: changed("P", period=0), "P is not with X in P2"),
    "a required task": (lambda: without("R"), "R is required"),
    "separation": (lambda: changed("Q", member=line("A").member), "A, Q share a member"),
    "together": (lambda: changed("D", member=other("D")), "D, E have more than one member"),
    "too short": (lambda: changed("A", end=line("A").start), "longer than from its start to its end"),
    "at once": (overlapping, "at once in P"),
    "outside the period": (lambda: changed("A", end=Fraction(5)), "A is not within"),
    "no start": (lambda: changed("A", start=None), "A has no start"),
    "too early": (
        lambda: changed("E", period=0, start=Fraction(0), end=Fraction(1, 2)),
        "E starts before 2027-02-02",
    ),
    "after the deadline": (
        lambda: changed("D", period=1, start=Fraction(3, 2), end=Fraction(2)),
        "D ends after its deadline 2027-02-03",
    ),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_broken_plan_is_refused_by_name(name: str) -> None:
    """Every rule has a plan that breaks it, and says which one."""
    broken, said = MUTATIONS[name]
    assert any(said in text for text in time_objections(TEAM, BACKLOG, broken())), time_objections(
        TEAM, BACKLOG, broken()
    )


def crowded() -> tuple[str, ...]:
    """Return what is said against all work in the first period, by members who may have two tasks at once."""
    plan = Plan(tuple(replace(one, period=0) for one in good().assignments))
    return time_objections(replace(TEAM, members=tuple(replace(m, wip_limit=2) for m in TEAM.members)), BACKLOG, plan)


def grown_too_far() -> tuple[str, ...]:
    """Return what is said against half an hour of growing where a quarter is agreed on."""
    (grow,) = POLICIES.grow
    policies = replace(POLICIES, grow=(replace(grow, minutes=15),))
    return time_objections(replace(TEAM, policies=policies), BACKLOG, good())


def backwards(order: str) -> tuple[str, ...]:
    """Return what is said against a task in the period before the one of what it waits for."""
    team = replace(TEAM, policies=Policies(order=order))
    lines = Assignment("A", "X", 1, 0, Fraction(0), Fraction(1)), Assignment("B", "Y", 0, 0, Fraction(0), Fraction(1))
    return time_objections(team, Backlog((task("A", 1), task("B", 1, "A"))), Plan(lines))


def test_too_many_hours_and_tasks_are_refused() -> None:
    """A slot holds its own hours and tasks, whatever other periods have left, and no member grows beyond the hours."""
    found = crowded()
    assert any("is above the hours of P1" in text for text in found)
    assert any("has more than 2 tasks in P1" in text for text in found)
    assert grown_too_far() == ("X grows in c for more than 0.25 h",)


def test_a_mentor_needs_the_hours_that_growing_takes() -> None:
    """Who has no hours in a period cannot be a mentor in it."""
    alone = tuple(one.present(CALENDAR, Presence(limit=0)) if one.id == "M" else one for one in TEAM.members)
    found = time_objections(replace(TEAM, members=alone), BACKLOG, good())
    assert found == (f"M is above the hours of {CALENDAR.periods[line('G').period].id}",)


def test_a_task_is_in_no_earlier_period_than_what_it_waits_for() -> None:
    """Whether it may be in the same one or not."""
    assert "B comes before A, which it waits for" in backwards("fit")
    assert "B comes before A, which it waits for" in backwards("next")
    assert backwards("ignore") == ()


def lagging(start: Fraction, lag: str = "1", period: int = 0, order: str = "") -> tuple[str, ...]:
    """Return what is said against half an hour at a moment, a lag after work that ends at noon of the first day.

    It must not start before one and a quarter of the calendar's working days have gone by either.
    """
    team = replace(TEAM, policies=Policies(order=order))
    waits = task("B", 0.5, "A", lags=(("A", Decimal(lag)),), held_days=Fraction(5, 4))
    lines = (
        Assignment("A", "X", 0, 0, Fraction(0), Fraction(1, 2)),
        Assignment("B", "Y", period, 0, start, start + Fraction(1, 4)),
    )
    return time_objections(team, Backlog((task("A", 1), waits)), Plan(lines))


def test_a_lag_is_kept_to_the_moment() -> None:
    """A day after noon is noon of the next day, in the same period or a later one."""
    assert lagging(Fraction(3, 2)) == ()
    assert lagging(Fraction(5, 4)) == ("B starts less than 1 working days after A ends",)
    assert lagging(Fraction(3, 4), "2.25", period=1) == ()
    assert lagging(Fraction(3, 4), "2.25", 1, "next") == ()
    assert lagging(Fraction(1, 2), "2.25", period=1) == ("B starts less than 2.25 working days after A ends",)
    assert lagging(Fraction(1, 2), "2.25", 1, "next") == ("B starts less than 2.25 working days after A ends",)
    assert lagging(Fraction(1, 2), "0") == ("B starts before 1.25 working days have gone by",)
    assert lagging(Fraction(0), "2", order="ignore") == ()


def sentences() -> Iterator[str]:
    """Yield, as a pattern, each sentence that the checker of plans over periods has."""
    for module in (lines, growing, plan_in_time):
        for node in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(node, ast.JoinedStr):
                texts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
                if any(text and re.search("[a-z]{3}", str(text)) for text in texts):
                    yield "".join(".*" if text is None else re.escape(str(text)) for text in texts)


def test_no_sentence_of_the_checker_is_without_a_plan_that_it_refuses() -> None:
    """Every way in which the checker can refuse a plan over periods is brought about by a broken plan here."""
    said = [text for broken, _ in MUTATIONS.values() for text in time_objections(TEAM, BACKLOG, broken())]
    said += [*crowded(), *grown_too_far(), *backwards("fit"), *lagging(Fraction(5, 4)), *lagging(Fraction(1), "0")]
    wanted = list(sentences())
    assert len(wanted) > 25
    assert [one for one in wanted if not any(re.fullmatch(one + "(?: in .*)?", text) for text in said)] == []


def test_an_order_that_counts_is_checked_in_and_between_periods() -> None:
    """With fit a task starts after what it waits for ends; with next it is in a later period."""
    backlog = Backlog((task("A", 1), task("B", 1, "A")))
    team = replace(TEAM, policies=Policies())
    half = Fraction(1, 2)
    lines = (Assignment("A", "X", 0, 0, half, half * 2), Assignment("B", "Y", 0, 0, Fraction(0), half))
    assert "B starts before A ends" in time_objections(team, backlog, Plan(lines))
    worked = (replace(lines[0], start=Fraction(0), end=half), replace(lines[1], start=half, end=half * 2))
    assert time_objections(team, backlog, Plan(worked)) == ()
    later = replace(team, policies=Policies(order="next"))
    assert time_objections(later, backlog, Plan(worked)) == ("B comes before A, which it waits for",)
    ignored = replace(team, policies=Policies(order="ignore"))
    assert time_objections(ignored, backlog, Plan(lines)) == ()


def test_work_kept_together_goes_to_who_did_the_rest_of_it() -> None:
    """Over periods, too, a task that needs the member of one that is done goes to that member or stays out."""
    done = replace(task("A", 1), status="DONE", assigned_to="Y")
    backlog = Backlog((done, task("B", 1)))
    team = replace(TEAM, policies=Policies(together=(("A", "B"),)))
    wrong = Plan((Assignment("B", "X", 0, 0, Fraction(0), Fraction(1, 2)),))
    assert "A, B have more than one member" in time_objections(team, backlog, wrong)
    result = solve(team, backlog, time_limit=10)
    assert result.plan
    assert result.plan.owner == {"B": "Y"}
    away = replace(done, assigned_to="SOMEBODY")
    assert time_objections(team, Backlog((away, task("B", 1))), wrong) == ()


def test_a_plan_is_read_once_for_all_its_levels(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines, pieces and hours are looked up for the classes and not again for the terms of the quality."""
    team, backlog, distances = timed_world(1)
    plan, read = solve(team, backlog, WEIGHTS, distances=distances).plan, list[Plan]()
    assert plan

    class Counted(values_in_time.Lines):
        def __init__(self, team: Team, backlog: Backlog, plan: Plan) -> None:
            read.append(plan)
            super().__init__(team, backlog, plan)

    monkeypatch.setattr(values_in_time, "Lines", Counted)
    found = values_in_time.time_values(team, backlog, plan, WEIGHTS, distances)
    assert read == [plan]
    assert found["quality"] == sum(values_in_time.time_terms(team, backlog, plan, WEIGHTS, distances).values())
