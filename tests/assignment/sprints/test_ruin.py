"""Rounds of taking out and giving anew: their own reckoning of days, gaps and rules beside that of the lists."""

from __future__ import annotations

import math
import subprocess
import sys
import time as clock
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray

from benchmarks.sprint_worlds import sprint_world
from solver.assignment.model.search import Limits
from solver.assignment.sprints.lists.gaps import Gaps
from solver.assignment.sprints.lists.listing import listed
from solver.assignment.sprints.lists.units import units_of
from solver.assignment.sprints.ruin.case import PARTS, PERIOD, case_of
from solver.assignment.sprints.ruin.days import fits, passed
from solver.assignment.sprints.ruin.search import FIRST_LOOK, Ruin
from solver.assignment.sprints.ruin.sorting import sort
from solver.assignment.sprints.ruin.state import CHOSEN, N_CHOSEN, PAIR, ROUNDS, draw, put, state_of, take
from solver.assignment.sprints.ruin.worth import least_uneven, unevenness
from solver.domain.calendar import Calendar, Period, Presence
from solver.domain.tasks import Backlog
from solver.domain.team import Team
from solver.matching.slots import slot_problem
from solver.rules import separate, whole_batch
from tests.assignment.sprints.worlds import lagged_world, timed_world


def _gaps(team: Team, backlog: Backlog, distances: NDArray[np.int64] | None = None) -> Gaps:
    problem = slot_problem(team, backlog, None, distances)
    assert problem.time
    return listed(problem, problem.time)


@pytest.mark.parametrize("seed", range(40))
def test_minutes_pass_as_they_do_in_the_calendar(seed: int) -> None:
    """The first minute of a row after a minute of another is that of exact fractions, with lags and without."""
    gaps, chance = _gaps(*lagged_world(seed)), Random(seed)
    time, units = gaps.time, list(units_of(gaps.problem, gaps.time))
    case = case_of(gaps, units, range(len(units)))
    rows = [row for row, minutes in enumerate(gaps.minutes) if minutes]
    for _ in range(200 if rows else 0):
        row, other = chance.choice(rows), chance.choice(rows)
        end = chance.randint(1, gaps.minutes[row])
        if case[case[PERIOD] + row] == case[case[PERIOD] + other]:
            assert passed(case, row, end, other, 0, 0) == gaps.passed(row, end, other)
        if time.lags and gaps.period[row] <= gaps.period[other]:
            lag = chance.choice((Fraction(1, 2), Fraction(1), Fraction(7, 3), Fraction(123456, 1_000_000), Fraction(5)))
            found = passed(case, row, end, other, lag.numerator, lag.denominator)
            assert found == time.ready(row, end, other, lag)


@pytest.mark.parametrize("years", [1, 4])
def test_minutes_pass_so_in_periods_of_years(years: int) -> None:
    """Whole numbers are far from their limit where a period is as long as one can be, and a lag has many decimals."""
    calendar = Calendar((Period("L", date(2027, 2, 1), date(2027 + years, 1, 31)),), 1439, (0, 1, 2, 3, 4, 5, 6))
    team, backlog = sprint_world(4, 2, 9)
    presences = (Presence(reserved=Decimal(share)) for share in ("0", "0.123", "0.4567", "0.999"))
    members = tuple(one.present(calendar, each) for one, each in zip(team.members, presences, strict=True))
    tasks = tuple(
        replace(task, earliest="", due="", deadline="", lags=tuple((n, Decimal(1)) for n in task.dependencies))
        for task in backlog.tasks
    )
    gaps, chance = _gaps(replace(team, members=members, calendar=calendar), Backlog(tasks)), Random(years)
    time, units = gaps.time, list(units_of(gaps.problem, gaps.time))
    case = case_of(gaps, units, range(len(units)))
    for _ in range(300):
        row, other = chance.choice(range(4)), chance.choice(range(4))
        end, lag = chance.randint(1, gaps.minutes[row]), Fraction(chance.randint(1, 10**7), 9973)
        assert passed(case, row, end, other, 0, 0) == gaps.passed(row, end, other)
        assert passed(case, row, end, other, lag.numerator, lag.denominator) == time.ready(row, end, other, lag)


@pytest.mark.parametrize(
    ("length", "decimals", "are_safe"), [(14, 6, True), (90, 6, True), (365, 3, True), (365, 6, False)]
)
def test_lags_that_are_too_fine_for_whole_numbers_have_no_rounds(length: int, decimals: int, are_safe: bool) -> None:
    """Six decimals in a period of a year pass 2**63; up to there minutes pass as in exact fractions."""
    first = date(2027, 2, 1)
    calendar = Calendar((Period("L", first, first + timedelta(days=length - 1)),), 1439, (0, 1, 2, 3, 4, 5, 6))
    team, backlog = sprint_world(4, 2, 9)
    members = tuple(one.present(calendar, Presence(reserved=Decimal("0.4567"))) for one in team.members)
    lag = 1 + Decimal(1).scaleb(-decimals)
    tasks = tuple(
        replace(task, earliest="", due="", deadline="", lags=tuple((n, lag) for n in task.dependencies))
        for task in backlog.tasks
    )
    gaps, chance = _gaps(replace(team, members=members, calendar=calendar), Backlog(tasks)), Random(length)
    time, units = gaps.time, list(units_of(gaps.problem, gaps.time))
    assert time.lags
    assert fits(time) is are_safe
    assert bool(Ruin(gaps, units).n_opened) is are_safe
    case = case_of(gaps, units, range(len(units)))
    for _ in range(100 if are_safe else 0):
        end, days = chance.randint(1, gaps.minutes[0]), Fraction(lag)
        assert passed(case, 0, end, 1, days.numerator, days.denominator) == time.ready(0, end, 1, days)


@pytest.mark.parametrize("seed", range(30))
def test_gaps_that_came_together_cannot_come_closer(seed: int) -> None:
    """Where all is closed up after each round the lists find nothing to close up any more."""
    gaps = _gaps(*(lagged_world(seed) if seed % 2 else timed_world(seed)))
    ruin = Ruin(gaps, units_of(gaps.problem, gaps.time), seed)
    ruin.each = 1
    ruin.go_on(30, ruin.largest)
    gaps.renew(*ruin.plan)
    gaps.close_up()
    assert gaps.plan == ruin.plan


@pytest.mark.parametrize("seed", range(30))
def test_a_whole_batch_is_one_members_whatever_else_is_asked(seed: int) -> None:
    """Rules that ask for several members of a batch that one has keep it out: neither lists nor rounds split it."""
    chance, (team, backlog, distances) = Random(seed), timed_world(seed, is_wide=True)
    tasks = tuple(replace(task, batch=chance.choice(["K", "K", ""])) for task in backlog.tasks)
    inner = tuple(task.id for task in tasks if task.batch)
    rules = {"batches": (("K", "together"),), "separate": (inner,) if len(inner) > 1 else (), "pins": ()}
    team = replace(team, policies=replace(team.policies, **rules))
    gaps = _gaps(team, Backlog(tasks), distances)
    problem = gaps.problem
    if len(inner) > 1:
        assert not {c for batch in problem.whole for c in batch} & gaps.placed.keys()
    ruin = Ruin(gaps, units_of(problem, gaps.time), seed)
    ruin.go_on(300, ruin.largest)
    for pairs in (gaps.pair, ruin.plan[0], ruin.kept[0]):
        owners = {piece: gaps.row[pair] for piece, pair in pairs.items()}
        assert not whole_batch.matches(problem, owners)
        assert not separate.matches(problem, owners)


@pytest.mark.parametrize("seed", range(12))
def test_what_stays_is_not_overtaken(seed: int) -> None:
    """After any round a piece has what it needs, and starts when all it waits for has ended, with every lag."""
    team, backlog = sprint_world(9, 3, 90, seed)
    days = (Decimal(seed % 3),) if seed % 3 else ()
    tasks = tuple(replace(t, lags=tuple((n, lag) for n in t.dependencies for lag in days)) for t in backlog.tasks)
    gaps = _gaps(team, Backlog(tasks))
    time, ties = gaps.time, gaps.ties
    ruin = Ruin(gaps, units_of(gaps.problem, time), seed)
    for _ in range(20):
        ruin.go_on(10, ruin.largest)
        pair, start = ruin.plan
        row = {piece: gaps.row[one] for piece, one in pair.items()}
        assert all(set(ties.needs.get(piece, ())) <= set(pair) for piece in pair)
        for piece, other, lag in ((c, *wait) for c in pair for wait in ties.waits.get(c, ())):
            here, there, end = row[piece], row[other], start[other] + gaps.load[pair[other]]
            assert gaps.period[here] >= gaps.period[there] + lag
            if not lag and gaps.period[here] == gaps.period[there]:
                assert start[piece] >= gaps.passed(there, end, here)
            if (piece, other) in time.lags:
                assert start[piece] >= time.ready(there, end, here, time.lags[piece, other])


def test_what_is_not_opened_stays_out() -> None:
    """Rounds over some units place no piece of another, though it is in a batch with them."""
    gaps = _gaps(*sprint_world(9, 3, 90))
    units = list(units_of(gaps.problem, gaps.time))
    needed = {number for number, unit in enumerate(units) if any(gaps.problem.priority[c] <= 1 for c in unit)}
    number_of = {c: number for number, unit in enumerate(units) for c in unit}
    while more := {number_of[b] for n in needed for c in units[n] for b in gaps.ties.needs.get(c, ())} - needed:
        needed |= more
    for piece in list(gaps.placed):
        if number_of[piece] not in needed:
            gaps.take(piece)
    ruin = Ruin(gaps, units, 0, needed)
    ruin.go_on(3_000, ruin.largest)
    assert {number_of[piece] for piece in ruin.plan[0]} <= needed
    assert len(ruin.plan[0]) > len(needed) / 2


def test_a_best_plan_is_kept_before_it_is_left() -> None:
    """Whatever is borne afterwards, the plan that is kept is worth what the best one was worth."""
    gaps = _gaps(*sprint_world(9, 3, 90))
    units = list(units_of(gaps.problem, gaps.time))
    ruin, best = Ruin(gaps, units, 5), Ruin(gaps, units).values
    for heat in (4.0, 1.0, 0.0) * 5:
        ruin.go_on(40, heat * ruin.largest)
        assert ruin.best >= best
        best = ruin.best
        gaps.renew(*ruin.kept)
        assert Ruin(gaps, units).values == pytest.approx(best)


@pytest.mark.parametrize("seed", range(4))
def test_unevenness_is_never_below_what_two_members_say(seed: int) -> None:
    """Those who had the least and the most bound it while pieces come and go: exactly, where nothing changed."""
    gaps, chance = _gaps(*sprint_world(6, 2, 50, seed)), Random(seed)
    ruin = Ruin(gaps, units_of(gaps.problem, gaps.time), seed)
    ruin.go_on(50, ruin.largest)
    placed, count = ruin.plan, 0
    assert least_uneven(ruin.state, ruin.real) == unevenness(ruin.case, ruin.state) > 0
    for _ in range(400):
        for piece in chance.sample(sorted(placed[0]), 4):
            if ruin.state[ruin.state[PAIR] + piece] >= 0:
                take(ruin.case, ruin.state, piece)
            else:
                put(ruin.case, ruin.state, piece, placed[0][piece], placed[1][piece])
        least, whole = least_uneven(ruin.state, ruin.real), unevenness(ruin.case, ruin.state)
        assert least <= whole
        count += 0 < least < whole
    assert count


def test_what_is_given_anew_comes_by_urgency_or_the_most_hours_first() -> None:
    """In a quarter of the rounds no unit comes before one that takes an hour more, whatever its urgency."""
    gaps, chance, count = _gaps(*sprint_world(9, 3, 90)), Random(1), 0
    units = list(units_of(gaps.problem, gaps.time))
    ruin = Ruin(gaps, units)
    state = ruin.state
    able = [number for number, unit in enumerate(units) if len(unit) == 1 and gaps.able(unit[0])]
    minutes = {number: gaps.load[gaps.edges[units[number][0]]] for number in able}
    for _ in range(400):
        some = chance.sample(able, 8)
        state[N_CHOSEN] = len(some)
        for at, unit in enumerate(some):
            state[state[CHOSEN] + at] = unit
        sort(ruin.case, state, ruin.real)
        found = [int(state[state[CHOSEN] + at]) for at in range(len(some))]
        assert sorted(found) == sorted(some)
        count += all(minutes[one] > minutes[other] - 60 for one, other in pairwise(found))
    assert 60 < count < 140


def test_what_must_be_placed_stays_placed() -> None:
    """Work in progress has its owner at the end of every round, though urgent work could have these hours."""
    team, backlog = sprint_world(6, 2, 60)
    names = {member.id for member in team.members}
    before = _gaps(team, backlog)
    late = [c for c, kind in enumerate(before.problem.priority) if kind == 3 and c in before.placed]
    owner = {before.time.tasks[before.time.task[c]]: before.time.names[before.member[before.placed[c]]] for c in late}
    assert names.issuperset(owner.values())
    tasks = (
        replace(task, status="IN_PROGRESS", assigned_to=owner[task.id]) if task.id in owner and not task.crew else task
        for task in backlog.tasks
    )
    gaps = _gaps(team, Backlog(tuple(tasks)))
    must = [c for c in gaps.ties.pins if c in gaps.placed]
    ruin = Ruin(gaps, units_of(gaps.problem, gaps.time), 1)
    for heat in (4.0, 0.5):
        ruin.go_on(400, heat * ruin.largest)
        assert set(ruin.plan[0]).issuperset(must)
        assert set(ruin.kept[0]).issuperset(must)
    assert len(must) > 3


def test_random_numbers_are_drawn_from_all_of_their_range() -> None:
    """Chances as fine as they are counted are neither below 0 nor mostly one way, and no seed stands still."""
    gaps = _gaps(*timed_world(0))
    case = case_of(gaps, [(c,) for c in range(len(gaps.task))], ())
    for seed in (0, 1, 1942996302):
        state = state_of(case, gaps, seed)
        drawn = [draw(state, PARTS) for _ in range(2_000)]
        assert min(drawn) >= 0
        assert max(drawn) < PARTS
        assert 900 < sum(one < PARTS // 2 for one in drawn) < 1_100


@pytest.mark.parametrize(("opened", "work"), [((), 0.0), ((), math.inf), (None, 0.0), (None, 1e-9)])
def test_a_stage_without_pieces_or_work_ends_at_once(opened: tuple[int, ...] | None, work: float) -> None:
    """A class that needs nothing has a share of nothing of the work: its stage leaves the plan as it is, and ends."""
    gaps = _gaps(*sprint_world(4, 2, 12))
    ruin, plan = Ruin(gaps, units_of(gaps.problem, gaps.time), 0, opened), gaps.plan
    ruin.rounds(Limits(clock.monotonic() + 60, work=work))
    assert ruin.state[ROUNDS] <= FIRST_LOOK
    assert gaps.plan == ruin.kept
    assert gaps.plan == plan or opened is None


PLAIN = """
import solver.compiling
if {plain}:
    solver.compiling.has_numba = lambda: False
from benchmarks.sprint_worlds import sprint_world
from solver.assignment.sprints.lists.listing import listed
from solver.assignment.sprints.ruin.search import Ruin
from solver.assignment.sprints.lists.units import units_of
from solver.matching.slots import slot_problem
problem = slot_problem(*sprint_world(9, 3, 90))
ruin = Ruin(listed(problem, problem.time), units_of(problem, problem.time), 3)
for heat in (2.0, 0.5, 0.0):
    ruin.go_on(150, heat * ruin.largest)
print(ruin.values, sorted(ruin.kept[0].items()), sorted(ruin.kept[1].items()))
"""


def test_rounds_are_the_same_compiled_or_not() -> None:
    """Whether numba is there changes how long the rounds take, not a number of what they find."""
    said = [
        subprocess.run([sys.executable, "-c", PLAIN.format(plain=plain)], capture_output=True, text=True, check=True)
        for plain in (True, False)
    ]
    assert said[0].stdout == said[1].stdout
    assert len(said[0].stdout) > 500
