"""Why no plan over periods exists names the period of a pin, and a plan that cannot be is one line of an absence."""

from __future__ import annotations

import time as clock
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from benchmarks.sprint_worlds import sprint_world
from solver.assignment.clash import Clash, clash_clock
from solver.assignment.model.search import Limits
from solver.assignment.result import Result
from solver.assignment.solve import solve
from solver.assignment.sprints import climb, conflict, door
from solver.assignment.sprints.climb import Climb
from solver.assignment.sprints.feasible import any_plan_of, has_plan, musts
from solver.assignment.sprints.lists.listing import first_placed
from solver.assignment.sprints.sequence.exchange import Queues
from solver.assignment.sprints.solve import solve_slots
from solver.domain.calendar import Calendar, Period, Presence
from solver.domain.policies import Pair, Policies
from solver.domain.tasks import Backlog, Requirement, Task
from solver.domain.team import Member, Team
from solver.matching.problem import Problem
from solver.matching.slots import slot_problem
from solver.readers.cards.cards import parse_card
from solver.report.whatif.resilience import _words
from solver.stopping import Clock
from tests.assignment.sprints.worlds import timed_world

WEEKS = Calendar(tuple(Period(f"S{n}", date(2027, 1, 7 * n - 3), date(2027, 1, 7 * n + 1)) for n in (1, 2)))


def test_the_period_of_a_pin_is_named() -> None:
    """In the first week the member could do it: that the pin names the second is half of what clashes."""
    member = Member("ANN", parse_card("", "ANN"), 0).present(WEEKS, Presence())
    team = Team((member,), calendar=WEEKS, policies=Policies(pins=(Pair("T", "ANN", "team.yaml", 9, "S2"),)))
    task = Task("T", "", "", "HIGH", "TODO", "", 480, "", (), (), 1, "b.csv", 2, deadline="2027-01-05")
    result = solve(team, Backlog((task,)))
    assert result.status == "infeasible"
    assert result.conflict == ("T must be done by 2027-01-05", "T (8 h) is pinned to ANN in S2")


def test_the_gate_that_bars_a_pin_is_named() -> None:
    """Started work of somebody who does not meet its minimum is a clash of its own, and says why."""
    members = tuple(Member(name, parse_card("", name), 0).present(WEEKS, Presence()) for name in ("ANN", "BOB"))
    need = (Requirement("web", "primary", Decimal("0.8"), Decimal(1)),)
    task = Task("T", "", "", "HIGH", "IN_PROGRESS", "BOB", 480, "", need, (), 1, "b.csv", 2)
    result = solve(Team(members, calendar=WEEKS), Backlog((task,)))
    assert result.conflict == ("T (8 h) is started and stays with BOB, who does not meet its minimums",)
    ban = Policies(forbids=(Pair("T", "BOB", "team.yaml", 9),))
    result = solve(Team(members, calendar=WEEKS, policies=ban), Backlog((replace(task, requirements=()),)))
    assert result.conflict == ("T (8 h) is started and stays with BOB, who is not allowed to take it",)


def test_the_part_that_is_too_long_is_told_as_one() -> None:
    """17 h in parts of six hours are 6 and 11 h, of which the last is more than a week has."""
    member = Member("ANN", parse_card("", "ANN"), 0).present(WEEKS, Presence(limit=600))
    task = Task("T", "", "", "HIGH", "IN_PROGRESS", "ANN", 1020, "", (), (), 1, "b.csv", 2, split_minutes=360)
    result = solve(Team((member,), calendar=WEEKS), Backlog((task,)))
    assert result.conflict[-1] == "T (11 h in one part) is started and stays with ANN"


def test_an_absence_without_a_plan_is_said_once() -> None:
    """Where there is no plan nothing was dropped one by one, and what clashes does so together."""
    assert _words({"conflict": ["A waits for B", "B is pinned to ANN"]}) == [
        "no plan at all: these cannot hold at once: A waits for B; B is pinned to ANN"
    ]


def test_a_sprint_without_days_has_no_hours_to_name() -> None:
    """What clashes is told of a plan whose first week has gone by, though nothing could be worked in it with hours."""
    weeks = Calendar(WEEKS.periods, closed=WEEKS.periods[0].days)
    member = Member("ANN", parse_card("", "ANN"), 0).present(weeks, Presence(limits=(("S2", 600),)))
    team = Team((member,), calendar=weeks, policies=Policies(required=("T",)))
    result = solve(team, Backlog((Task("T", "", "", "HIGH", "TODO", "", 960, "", (), (), 1, "b.csv", 2),)))
    assert (result.status, result.conflict) == ("infeasible", ("ANN in S2 has 10 h", "T must be placed"))


def test_a_question_whether_there_is_a_plan_has_nothing_to_better(monkeypatch: pytest.MonkeyPatch) -> None:
    """A budget of moves that cannot be kept is named, and of no question the fewest moves are looked for."""
    problem = slot_problem(*sprint_world(5, 2, 24))
    placed = first_placed(problem)
    kept = [(row, piece) for piece, row in placed.items()]
    shut = ((row, piece) for piece in placed for row in range(len(problem.limit)) if not problem.eligible[row, piece])
    lost = next(shut)
    other = [pair for pair in kept if pair[1] != lost[1]]
    asked = list[Problem]()

    def watched(problem: Problem, seconds: float) -> bool | None:
        asked.append(problem)
        return has_plan(problem, seconds)

    monkeypatch.setattr(conflict, "has_plan", watched)
    found = conflict.clash(replace(problem, previous=(*other, lost), most_moves=0))
    assert found.known[0] == "at most 0 tasks may move"
    assert not found.open
    # Without a budget moves count nothing either.
    assert conflict.clash(replace(problem, previous=(*other, lost))) == Clash()
    assert not any(one.previous or one.gain.any() or any(one.value) for one in asked)


def test_what_clashes_has_a_share_of_the_time_and_says_what_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """With time for all questions nothing is open; with little the demands are told among which it is."""
    team, backlog = sprint_world(5, 2, 24)
    tight = replace(team, policies=replace(team.policies, required=tuple(task.id for task in backlog.open_tasks)))
    monkeypatch.setattr(door, "clash_clock", lambda _: Clock(60.0))
    whole = solve(tight, backlog, time_limit=20.0)
    assert whole.status == "infeasible"
    assert not any("the search ended" in text for text in whole.conflict)
    asked = list[float]()

    def little(end: float) -> Clock:
        asked.append(end - clock.monotonic())
        return Clock(2.0, lambda: float(len(asked)))

    def counted(problem: Problem, seconds: float) -> bool | None:
        asked.append(seconds)
        return has_plan(problem, seconds)

    monkeypatch.setattr(door, "clash_clock", little)
    monkeypatch.setattr(conflict, "has_plan", counted)
    part = solve(tight, backlog, time_limit=20.0)
    assert part.status == "infeasible"
    assert len(asked) == 3
    assert asked[0] <= 20.0
    assert part.conflict[-1].startswith(("some of these", "perhaps with some of these"))
    assert "as the search ended" in part.conflict[-1]


def test_the_time_for_what_clashes_is_half_of_what_is_left() -> None:
    """It is two seconds at least."""
    assert clash_clock(clock.monotonic() + 60).seconds == pytest.approx(30, abs=0.5)
    assert clash_clock(clock.monotonic() - 9).seconds == 2.0


def test_whether_there_is_a_plan_is_asked_of_what_must_have_a_place() -> None:
    """Work that may stay out is not looked at, and the answer is that of a search over all of it."""
    answers = set[str]()
    for seed in range(60):
        problem = slot_problem(*timed_world(seed)[:2])
        found, whole = any_plan_of(problem, 10), solve_slots(problem, time_limit=10)
        assert (found.plan is None) == (whole.plan is None)
        answers.add(found.status)
    assert answers == {"feasible", "infeasible"}
    problem = slot_problem(*sprint_world(5, 2, 24))
    assert problem.time
    assert not musts(problem).any()
    after, before = problem.dependencies[0]
    assert set(np.flatnonzero(musts(replace(problem, required=(after,))))) >= {after, before}
    assert set(np.flatnonzero(musts(replace(problem, most_moves=1, earlier=((0, 3),))))) >= {3}
    assert musts(replace(problem, unlike=(((0, 3),),))).all()


def test_a_search_that_ends_early_without_a_plan_asks_whether_there_is_any(monkeypatch: pytest.MonkeyPatch) -> None:
    """More work pinned to somebody than hours is told as what clashes, also where a search gives up before its time."""
    team, backlog = sprint_world(5, 2, 24)
    tight = replace(team, policies=replace(team.policies, required=tuple(task.id for task in backlog.open_tasks)))
    calls = list[Any]()

    def gives_up(problem: Problem, **named: Any) -> Result:
        calls.append(named["start"])
        return Result("unknown", None, ()) if named["start"] is None else solve_slots(problem, **named)

    monkeypatch.setattr(door, "solve_slots", gives_up)
    monkeypatch.setattr(door, "clash_clock", lambda _: Clock(60.0))
    found = solve(tight, backlog, time_limit=20.0)
    assert (found.status, bool(found.conflict), calls) == ("infeasible", True, [None])
    found = solve(team, backlog, time_limit=5.0)
    assert found.plan
    assert calls[-1] is not None


def test_a_plan_that_is_proved_is_not_bettered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a list nor windows are gone through for a plan of which every level is at its bound."""
    problem = slot_problem(*sprint_world(5, 2, 24))
    nothing = replace(problem, value=(0,) * len(problem.tasks), gain=0 * problem.gain, balance_units=0, split_units=0)
    best = Climb(nothing, Limits(60.0 + clock.monotonic()))
    assert not best.is_best
    best.consider(best.columns(first_placed(nothing)))
    assert best.is_best

    def never(*_: Any, **__: Any) -> Any:
        raise AssertionError("it was searched for a better plan")

    monkeypatch.setattr(climb, "rolled", never)
    monkeypatch.setattr(climb, "Polisher", never)
    best.relist(10.0)
    best.polish(10.0)
    assert best.is_best


def test_a_plan_that_nobody_reads_is_not_put_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a question whether there is a plan only that is told: no piece is put earlier in its slot."""
    problem = slot_problem(*sprint_world(5, 2, 24))

    def never(*_: Any) -> Any:
        raise AssertionError("a piece was put earlier")

    monkeypatch.setattr(Queues, "_moved_up", never)
    with pytest.raises(AssertionError, match="put earlier"):
        solve_slots(problem, time_limit=1.0)
    assert solve_slots(problem, time_limit=1.0, is_prompt=False).plan is not None
    tight = replace(problem, required=tuple(range(len(problem.tasks))))
    assert conflict.clash(tight).known
