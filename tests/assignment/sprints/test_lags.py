"""Lags: days between the end of one task and the start of the next, in a period and from one to the next."""

from __future__ import annotations

import math
import random
import time as clock
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from benchmarks.sprint_worlds import sprint_world
from solver.assignment.checker.plan_in_time import time_objections
from solver.assignment.model.linear import linear
from solver.assignment.model.search import Limits
from solver.assignment.solve import solve
from solver.assignment.sprints.check import Sequences
from solver.assignment.sprints.lists.gaps import Gaps
from solver.assignment.sprints.lists.gather import Gathering
from solver.assignment.sprints.lists.listing import listed
from solver.assignment.sprints.lists.ousting import Ousting
from solver.assignment.sprints.lists.single import Single
from solver.assignment.sprints.lists.units import units_of
from solver.assignment.sprints.rolling import solve_rolling, started
from solver.assignment.sprints.ruin.search import Ruin
from solver.assignment.sprints.sequence.lags import lines_of, spans_of
from solver.domain.calendar import Calendar, Period, Presence
from solver.domain.plan import Plan
from solver.domain.policies import Policies
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Defaults, Member, Team
from solver.domain.weights import Weights
from solver.matching.slots import slot_problem
from solver.matching.time import Time
from solver.readers.cards.cards import parse_card
from tests.assignment.sprints.worlds import lagged_world

# Two weeks from a Monday on, and the two weeks after one week between them.
SPRINTS = (
    Period("S1", date(2027, 2, 1), date(2027, 2, 12)),
    Period("S2", date(2027, 2, 22), date(2027, 3, 5)),
    Period("S3", date(2027, 3, 8), date(2027, 3, 19)),
)


def _task(name: str, hours: float, **waits: str) -> Task:
    lags = tuple((other, Decimal(days)) for other, days in waits.items() if days)
    return Task(name, "", "", "HIGH", "TODO", "", int(60 * hours), "", (), tuple(waits), 1, "b.csv", 1, lags=lags)


def _team(calendar: Calendar | None, order: str = "") -> Team:
    members = tuple(Member(name, parse_card("", name), 32 * 60) for name in "XY")
    if calendar:
        members = tuple(one.present(calendar, Presence()) for one in members)
    return Team(members, policies=Policies(order=order), calendar=calendar)


def _begins(team: Team, *tasks: Task) -> dict[str, tuple[int, Fraction]]:
    """Return the period and the start of each task of the best plan, which the checker passes."""
    result = solve(team, Backlog(tasks), Weights(), time_limit=60)
    assert result.status == "optimal"
    assert result.plan is not None
    assert time_objections(team, Backlog(tasks), result.plan) == ()
    return {one.task: (one.period, Fraction(one.start or 0)) for one in result.plan.assignments}


def test_a_lag_counts_from_the_moment_at_which_the_other_ends() -> None:
    """Two days after Monday noon is Wednesday noon, and a weekend is none of them."""
    team = _team(Calendar(SPRINTS))
    assert _begins(team, _task("A", 4), _task("B", 8, A="2"))["B"] == (0, Fraction(5, 2))
    assert _begins(team, _task("A", 36), _task("B", 8, A="1.5"))["B"] == (0, Fraction(6))


def test_days_between_periods_count() -> None:
    """What ends on Thursday evening of the first sprint waits a day in it and a week after it, and then a day more."""
    team = _team(Calendar(SPRINTS))
    assert _begins(team, _task("A", 72), _task("B", 16, A="7"))["B"] == (1, Fraction(1))
    closed = Calendar(SPRINTS, closed=(date(2027, 2, 15), date(2027, 2, 16)))
    assert _begins(_team(closed), _task("A", 72), _task("B", 16, A="7"))["B"] == (1, Fraction(3))


def test_a_lag_may_be_longer_than_a_period() -> None:
    """Fifteen days after the first day of a sprint of ten days is the second day of the next one."""
    team = _team(Calendar(SPRINTS))
    assert _begins(team, _task("A", 8), _task("B", 8, A="15"))["B"] == (1, Fraction(1))
    assert _begins(team, _task("A", 8), _task("B", 8, A="26"))["B"] == (2, Fraction(2))
    assert "B" not in _begins(team, _task("A", 8), _task("B", 8, A="34"))


def test_work_ends_early_so_that_what_lags_behind_it_has_a_place() -> None:
    """Of three tasks of a member the one comes first behind which another has to wait until late in the next sprint."""
    calendar = Calendar(SPRINTS[1:])
    team = replace(_team(calendar), members=_team(calendar).members[:1])
    begins = _begins(team, _task("C", 40), _task("A", 8), _task("B", 72, A="10"), _task("D", 24))
    assert begins["A"] == (0, Fraction(0))
    assert begins["B"] == (1, Fraction(1))


def test_an_order_of_periods_and_one_that_is_ignored() -> None:
    """With next a lag comes on top of the later period, with ignore there is none."""
    tasks = _task("A", 8), _task("B", 8, A="7")
    late = _begins(_team(Calendar(SPRINTS[1:]), "next"), *tasks)
    assert late["B"] == (1, Fraction(0))
    assert _begins(_team(Calendar(SPRINTS[1:]), "next"), tasks[0], _task("B", 8, A="12"))["B"] == (1, Fraction(3))
    assert _begins(_team(Calendar(SPRINTS[1:]), "ignore"), *tasks)["B"] == (0, Fraction(0))


@pytest.mark.parametrize(("hours", "first"), [(None, Fraction(3, 4)), (16, Fraction(1))])
def test_a_window_has_the_days_that_its_hours_make(hours: int | None, first: Fraction) -> None:
    """Of 32 h at 8 h a day two days are half the window, and all of it at 16 h a day: then nothing fits behind."""
    team = replace(_team(None, "fit"), defaults=Defaults(Decimal(hours) if hours else None))
    begins = _begins(team, _task("A", 8), _task("B", 8, A="2"))
    assert begins.get("B", (0, Fraction(1)))[1] == first


def test_hours_of_ones_own_on_a_day_that_is_none_of_the_calendar() -> None:
    """A Saturday on which somebody works is no day of a lag: a day after Friday's end is the end of Monday."""
    calendar = Calendar((Period("P", date(2027, 2, 5), date(2027, 2, 10)),))
    members = tuple(
        Member(name, parse_card("", name), 0).present(calendar, Presence(week=(480,) * 6 + (0,))) for name in "XY"
    )
    begins = _begins(Team(members, calendar=calendar), _task("A", 8), _task("B", 4, A="1"), _task("C", 12, A=""))
    assert (begins["B"], begins["C"]) == ((0, Fraction(3)), (0, Fraction(1)))


@pytest.mark.parametrize("seed", range(30))
def test_lines_are_what_each_minute_gives(seed: int) -> None:
    """For every minute at which a row can end the lowest line says when another one can start, to the minute."""
    team, backlog, _ = lagged_world(seed, is_wide=True)
    time = slot_problem(team, backlog).time
    assert time
    chance, rows = random.Random(seed), [row for row, slot in enumerate(time.slots) if slot.minutes]
    for _ in range(8):
        row, other = chance.choice(rows), chance.choice(rows)
        lag = Fraction(chance.choice(["0.25", "0.3", "1", "1.5", "2", "4"]))
        lines = lines_of(time, row, other, lag)
        for end in range(1, time.slots[row].minutes + 1):
            here = [math.ceil(line.base + line.slope * end) for line in lines if line.low <= end <= line.high]
            assert min(here) == time.ready(row, end, other, lag)


@pytest.mark.parametrize("seed", range(30))
def test_the_last_minute_to_end_at_lets_the_other_start(seed: int) -> None:
    """What is due is the last minute from which the lag has gone by: one later is too late."""
    team, backlog, _ = lagged_world(seed, is_wide=True)
    time = slot_problem(team, backlog).time
    assert time
    chance, rows = random.Random(seed), [row for row, slot in enumerate(time.slots) if slot.minutes]
    for _ in range(20):
        row, other = chance.choice(rows), chance.choice(rows)
        start, lag = chance.randrange(time.slots[row].minutes), Fraction(chance.choice(["0.25", "1", "1.5", "2"]))
        ends = range(1, time.slots[other].minutes + 1)
        assert max(time.due(row, start, other, lag), 0) == max(
            (end for end in ends if time.ready(other, end, row, lag) <= start), default=0
        )


def test_lags_add_up_along_a_chain() -> None:
    """What waits for what waits waits for as long as both, and of several ways the longest counts."""
    tasks = _task("A", 1), _task("B", 1, A="1"), _task("C", 1, B=""), _task("D", 1, A="0.5", C="2")
    time = slot_problem(_team(Calendar(SPRINTS)), Backlog(tasks)).time
    assert time
    days = {pair: float(lag) for pair, lag in spans_of(time).items()}
    assert days == {(1, 0): 1.0, (2, 0): 1.0, (3, 0): 3.0, (3, 1): 2.0, (3, 2): 2.0}


def _large(seed: int, order: str = "fit") -> tuple[Team, Backlog]:
    """Return a team over three sprints with half of what waits waiting for some days more."""
    team, backlog = sprint_world(12, 3, 150, seed, order=order)
    chance, days = random.Random(seed), ["0.5", "1", "2", "2", "4", "12"]
    tasks = tuple(
        replace(task, lags=tuple((n, Decimal(chance.choice(days))) for n in task.dependencies if chance.random() < 0.5))
        for task in backlog.tasks
    )
    return team, Backlog(tasks)


def _worked(gaps: Gaps, time: Time) -> Plan:
    return started(gaps.problem, time, gaps.placed, gaps.starts, 0.0)[0]


@pytest.mark.parametrize("order", ["fit", "next"])
@pytest.mark.parametrize("seed", range(3))
def test_lists_rounds_and_exchanges_keep_lags(seed: int, order: str) -> None:
    """A list, many rounds of taking out and giving anew, and exchanges between members leave plans that stand."""
    team, backlog = _large(seed, order)
    assert any(task.lags for task in backlog.tasks)
    problem = slot_problem(team, backlog)
    time = problem.time
    assert time
    assert time.lags
    gaps = listed(problem, time)
    assert time_objections(team, backlog, _worked(gaps, time)) == ()
    units = list(units_of(problem, time))
    ruin = Ruin(gaps, units, seed)
    for _ in range(5):
        ruin.go_on(40, 2000.0)
        for plan in (ruin.plan, ruin.kept):
            gaps.renew(*plan)
            assert time_objections(team, backlog, _worked(gaps, time)) == ()
    single = Single(gaps, units)
    gathering = Gathering(single)
    for step in (Ousting(single).oust, gathering.run, gathering.suit):
        step(math.inf)
        assert time_objections(team, backlog, _worked(gaps, time)) == ()


def test_a_very_large_plan_keeps_lags() -> None:
    """The way for very many pairs returns a plan with starts that the checker passes, though periods are tied."""
    team, backlog = _large(7)
    problem = slot_problem(team, backlog)
    found = solve_rolling(problem, Limits(clock.monotonic() + 4))
    assert found is not None
    assert found.plan is not None
    assert time_objections(team, backlog, found.plan) == ()
    assert linear(problem).n_pairs > 1_000


def test_a_chain_with_lags_is_known_to_be_too_long_without_a_search() -> None:
    """Where an exact search takes too long the longest chain is tested with its lags, also between periods."""
    backlog = Backlog((_task("A", 8), _task("B", 72, A="10"), _task("C", 8, B="1")))
    sequences = Sequences(slot_problem(_team(Calendar(SPRINTS[1:])), backlog))
    for rows, fits in (((0, 1, 1), False), ((0, 1, 0), True)):
        placed = {piece: row for piece, row in enumerate(rows) if fits is False or piece < 2}
        assert [sequences.has_long_chain(jobs) for jobs in sequences.jobs(placed)] == [not fits]
