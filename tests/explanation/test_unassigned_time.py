"""Reasons of tasks that stayed out of a plan over periods name what really stops them, with its line."""

from __future__ import annotations

from datetime import date

import pytest

from solver.domain.calendar import Calendar, Period
from solver.domain.plan import Assignment, Plan
from solver.domain.policies import Pair, Policies, Stated
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Member, Team
from solver.explanation.unassigned import unassigned
from tests.explanation.test_unassigned import member, task

WEEK = Calendar(periods=(Period("S1", date(2027, 1, 4), date(2027, 1, 8)),))


def reason(members: list[Member], tasks: list[Task], given: dict[str, str], rules: Policies) -> tuple[str, str]:
    """Return gate and reason of the last task, with the others as given, in one period."""
    team = Team(tuple(members), policies=rules, calendar=WEEK)
    plan = Plan(tuple(Assignment(name, who) for name, who in given.items()))
    found = {one.task: one for one in unassigned(team, Backlog(tuple(tasks)), plan)}[tasks[-1].id]
    return found.gate, found.reason


def test_rules_are_named_only_where_they_bind() -> None:
    """Separation stops who has the other task, one member who has not, each with its line."""
    both, tasks = [member("ANN"), member("BOB", wip_limit=1)], [task("A"), task("C"), task("B", 4, "LOW")]
    apart = Policies(separate=(("A", "B"),), stated=(Stated("separate", ("A", "B"), "w/team.yaml", 9),))
    gate, text = reason(both, tasks, {"A": "ANN", "C": "BOB"}, apart)
    assert gate == "rule"
    assert "ANN has A, and A, B need different members (separate, team.yaml:9)" in text
    assert "BOB in S1 may have 1 task at once and has 1 (wip, team.yaml:3)" in text
    gate, text = reason(both, tasks, {"A": "BOB"}, Policies(together=(("A", "B"),)))
    assert "A is with BOB, and A, B need the same member (together)" in text


def test_too_few_hours_say_how_many() -> None:
    """Where nobody has the hours left the reason says how many there are, and calls nothing worth more."""
    gate, text = reason([member("ANN")], [task("A", 38), task("B", 4)], {"A": "ANN"}, Policies())
    assert (gate, text) == ("outbid", "no room beside other work: ANN in S1 has 2 h free for 4 h")


def test_work_that_cannot_go_elsewhere_is_named() -> None:
    """Started and pinned work that holds the hours is the reason, not a better use of them."""
    rules = Policies(pins=(Pair("A", "ANN"),))
    gate, text = reason([member("ANN")], [task("A", 38), task("B", 4)], {"A": "ANN"}, rules)
    assert (gate, text) == ("rule", "A stays with ANN in S1 and leaves 2 h for 4 h")


@pytest.mark.parametrize(("hours", "said"), [(38, "ANN has 2 h free for 8 h"), (8, "no way was found")])
def test_a_whole_batch_is_compared_with_what_is_left(hours: int, said: str) -> None:
    """A batch handed out whole is compared with the hours of each member, not said to be too much for everybody."""
    tasks = [task("A", hours), task("B1", 4, batch="kit"), task("B2", 4, batch="kit")]
    gate, text = reason([member("ANN")], tasks, {"A": "ANN"}, Policies(batch="together"))
    assert gate == "rule"
    assert text.startswith("batch kit is handed out whole (batch): ")
    assert said in text


def test_a_plan_over_periods_that_is_not_finished_is_not_explained_away() -> None:
    """Where a task would still fit, nothing is called its reason but the search that ended."""
    gate, text = reason([member("ANN")], [task("A"), task("B")], {"A": "ANN"}, Policies())
    assert text == "nothing stops ANN in S1: the search ended before it was placed"
