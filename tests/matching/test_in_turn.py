"""Parts of a split task one after the other: how far they come in the days that there are."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from solver.assignment.solve import solve
from solver.domain.calendar import Calendar, Period, Presence
from solver.domain.plan import Plan
from solver.domain.policies import Policies
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Member, Team
from solver.domain.world import World
from solver.explanation.gates_in_time import gates_in_time
from solver.explanation.unassigned.reason import unassigned
from solver.matching.in_turn import in_turn
from solver.matching.linting.lint import lint
from solver.study.study import Study
from tests.explanation.test_unassigned import member, task

WEEKS = Calendar(tuple(Period(f"S{n}", date(2027, 1, 7 * n - 3), date(2027, 1, 7 * n + 1)) for n in (1, 2)))
HALF = Presence(week=(240, 240, 240, 240, 240, 0, 0))


def told(task: Task, *there: Presence, shared: bool = False) -> tuple[str, str, list[str]]:
    """Return gate and reason of a task that is alone, and what lint says of its days."""
    people = tuple(member(f"M{n}").present(WEEKS, one) for n, one in enumerate(there))
    team, backlog = Team(people, policies=Policies(split_members=shared), calendar=WEEKS), Backlog((task,))
    (left,) = unassigned(team, backlog, Plan(()))
    return left.gate, left.reason, [one.text for one in lint(team, backlog) if one.code == "TIME07"]


def test_a_deadline_that_leaves_too_few_days_is_a_gate() -> None:
    """20 h take three days of 8 h, of which two are before the deadline, however many members share the parts."""
    one = task("B", 20, split_minutes=240, deadline="2027-01-05")
    said = "one after the other, its 5 parts take M0 3 working days, who has 2"
    assert told(one, Presence()) == ("when", f"done by 2027-01-05: {said}", [f"task 'B' by 2027-01-05: {said}"])
    gate, text, found = told(one, Presence(), Presence(), shared=True)
    both = "one after the other, its 5 parts take M0, M1 3 working days, who have 2"
    assert (gate, text, len(found)) == ("when", f"done by 2027-01-05: {both}", 1)
    gate, text, found = told(one, Presence(), HALF)
    assert text == f"done by 2027-01-05: {said}, take M1 5 working days, who has 2"
    assert found == [f"task 'B' by 2027-01-05: {said}, and 1 other has too few days too"]


def test_more_days_than_all_periods_have_is_too_few_hours() -> None:
    """Two members who are there for half of each day cannot share 60 h: while one works the other waits."""
    many = "one after the other, its 15 parts are too many for M0, M1, who get 10 of them done in 10 working days"
    one = task("B", 60, split_minutes=240)
    assert told(one, HALF, HALF, shared=True) == ("available", many, [f"task 'B': {many}"])
    # Parts that each fit once into a period: the hours of both would be enough.
    gate, text, _ = told(task("B", 36, split_minutes=720), HALF)
    few = "its 3 parts are too many for M0, who gets 2 of them done in 10 working days"
    assert (gate, text) == ("available", f"one after the other, {few}")
    gate, text, _ = told(task("B", 12, split_minutes=240, earliest="2027-01-15"), Presence())
    last = "its 3 parts are too many for M0, who gets 2 of them done in 1 working day"
    assert (gate, text) == ("when", f"not before 2027-01-15: one after the other, {last}")


def test_days_that_are_enough_are_no_finding() -> None:
    """One day more, a member who is quicker, or nobody who can: nothing is said of days."""
    one = task("B", 20, split_minutes=240, deadline="2027-01-06")
    people = (member("ANN").present(WEEKS, HALF), member("BEN").present(WEEKS, Presence()))
    for team in (Team(people, calendar=WEEKS), Team(people[1:], calendar=WEEKS)):
        assert not [found for found in lint(team, Backlog((one,))) if found.code == "TIME07"]


def test_why_not_names_the_days() -> None:
    """Of one member: the gate of its dates, or that of its hours, with the same words."""
    team = Team((member("ANN").present(WEEKS, HALF), member("BEN").present(WEEKS, Presence())), calendar=WEEKS)
    tasks = (task("B", 20, split_minutes=240, deadline="2027-01-06"), task("C", 36, split_minutes=720))
    case = Study(World(team, Backlog(tasks)), time_limit=10.0)
    dated, long = (dict(gates_in_time(case, case.problem(), team.members[0], name)) for name in "BC")
    assert dated["available"] == ()
    assert dated["when"] == ("done by 2027-01-06: one after the other, its 5 parts take ANN 5 working days, who has 3",)
    assert long["available"][0].startswith("one after the other, its 3 parts are too many for ANN")


@pytest.mark.parametrize("seed", range(40))
def test_parts_end_in_time_where_they_have_a_place(seed: int) -> None:
    """Alone in its world a task has a place if, and only if, its parts end in turn: the search knows it otherwise."""
    chance = random.Random(seed)
    weeks = [(480,) * 5, (240,) * 5, (480, 0, 480, 0, 480), (0, 480, 240, 0, 0)]
    people = tuple(
        member(f"M{n}", pace=Decimal(chance.choice(["1", "1", "1.25"]))).present(
            WEEKS, Presence((*chance.choice(weeks), 0, 0), limit=chance.choice([None, None, 600, 1200]))
        )
        for n in range(chance.choice([1, 2, 3]))
    )
    dates = [f"2027-01-{day:02}" for day in range(4, 16)]
    earliest, deadline = chance.choice(["", "S1", *dates[:6]]), chance.choice(["", "S1", "S2", *dates[2:]])
    one = task("B", chance.randrange(6, 41), split_minutes=60 * chance.choice([2, 3, 4, 6]))
    one = replace(one, earliest=earliest, deadline=deadline)
    shared = chance.random() < 0.5
    team = Team(people, policies=Policies(split_members=shared), calendar=WEEKS)
    plan = solve(team, Backlog((one,)), time_limit=20.0).plan
    groups: list[tuple[Member, ...]] = [people] if shared else [(each,) for each in people]
    assert plan is not None
    assert bool(plan.owner) == any(in_turn(WEEKS, one, group).is_done for group in groups)
