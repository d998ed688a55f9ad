"""A budget of moves is told in the numbers of whoever set it, and what nobody can keep in place is counted in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from solver.assignment.solve import solve
from solver.domain.calendar import Calendar, Period, Presence
from solver.domain.plan import Assignment, Plan
from solver.domain.policies import Pair, Policies
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Member, Team
from solver.domain.weights import Weights
from solver.domain.world import World
from solver.explanation.replan.least import replan
from solver.readers.cards.cards import parse_card
from solver.study.study import Study

WEEKS = Calendar(tuple(Period(f"S{n}", date(2027, 1, 7 * n - 3), date(2027, 1, 7 * n + 1)) for n in (1, 2)))
TASKS = Backlog(tuple(Task(f"T{n}", "", "", "HIGH", "TODO", "", 480, "", (), (), 1, "b.csv", n) for n in range(4)))
# Two of four tasks are with somebody who is not there any more.
BEFORE = Plan(tuple(Assignment(f"T{n}", who) for n, who in enumerate(("ANN", "ANN", "GONE", "GONE"))))
MUST = "2 must: T2 (GONE is no longer there), T3 (GONE is no longer there)"


def team(*, is_timed: bool) -> Team:
    """Return who is left of the team, over two weeks or in one window."""
    members = tuple(Member(name, parse_card("", name), 2400) for name in ("ANN", "BOB"))
    if not is_timed:
        return Team(members)
    return Team(tuple(one.present(WEEKS, Presence()) for one in members), calendar=WEEKS)


@pytest.mark.parametrize("is_timed", [False, True])
def test_fewer_moves_than_must_be_are_told_as_they_were_asked_for(is_timed: bool) -> None:
    """No number below nothing is told, by the front door or by a replan, with and without a price of moves."""
    here = team(is_timed=is_timed)
    said = ("at most 1 task may move", MUST)
    result = solve(here, TASKS, previous=BEFORE, most_moves=1)
    assert (result.status, result.conflict) == ("infeasible", said)
    case = Study(World(here, TASKS, Weights(), None))
    for price in (None, Decimal(1)):
        assert replan(case, BEFORE, most_moves=1, price_hours=price).result.conflict == said
    assert solve(here, TASKS, previous=BEFORE, most_moves=2).status == "optimal"


@pytest.mark.parametrize("is_timed", [False, True])
def test_a_budget_that_a_pin_breaks_is_told_with_what_must_move(is_timed: bool) -> None:
    """Two moves would do for who left, were not a third task pinned elsewhere."""
    here = team(is_timed=is_timed)
    here = replace(here, policies=Policies(pins=(Pair("T0", "BOB", "team.yaml", 3),)))
    said = f"at most 2 tasks may move, and {MUST}"
    result = solve(here, TASKS, previous=BEFORE, most_moves=2)
    assert (result.status, result.conflict) == ("infeasible", (said, "T0 (8 h) is pinned to BOB"))
    case = Study(World(here, TASKS, Weights(), None))
    for price in (None, Decimal(1)):
        assert replan(case, BEFORE, most_moves=2, price_hours=price).result.conflict == result.conflict
    assert solve(here, TASKS, previous=BEFORE, most_moves=3).status == "optimal"


def test_work_of_a_period_that_is_gone_must_move() -> None:
    """An earlier plan of three weeks whose third is there no more: its member is, and that is said."""
    before = Plan((Assignment("T0", "ANN", 2), Assignment("T1", "ANN", 1)))
    result = solve(team(is_timed=True), TASKS, previous=before, most_moves=0)
    assert result.conflict == ("at most 0 tasks may move", "1 must: T0 (its sprint is no longer there)")
