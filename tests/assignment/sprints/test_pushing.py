"""Pieces that come between others of a row, which start later then: beside other starts, tried one by one."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from benchmarks.sprint_worlds import sprint_world
from solver.assignment.sprints.lists.gaps import Gaps, Placed
from solver.assignment.sprints.lists.listing import listed
from solver.assignment.sprints.lists.units import units_of
from solver.assignment.sprints.ruin.order import first_period
from solver.assignment.sprints.ruin.pushing import begin_pushing, push
from solver.assignment.sprints.ruin.search import Ruin
from solver.assignment.sprints.ruin.state import FREE, N_PUSHED, NOW, put, take
from solver.domain.tasks import Backlog
from solver.matching.slots import slot_problem


def _ruin(seed: int, *, has_lags: bool = False) -> Ruin:
    """Return rounds over a backlog that is too large, with a plan that has been shaken."""
    team, backlog = sprint_world(6, 2, 60, seed, fill=1.4)
    days = (Decimal(1),) if has_lags else ()
    tasks = tuple(replace(t, lags=tuple((n, lag) for n in t.dependencies for lag in days)) for t in backlog.tasks)
    problem = slot_problem(team, Backlog(tasks))
    assert problem.time
    ruin = Ruin(listed(problem, problem.time), units_of(problem, problem.time), seed)
    ruin.go_on(40, ruin.largest)
    return ruin


def _work(gaps: Gaps, plan: Placed, row: int) -> list[tuple[int, int, int]]:
    """Return start, end and number of each piece of a row, in order."""
    pair, start = plan
    return sorted((start[c], start[c] + gaps.load[p], c) for c, p in pair.items() if gaps.row[p] == row)


def _stands(gaps: Gaps, plan: Placed, row: int) -> bool:
    """Return whether the pieces of a row are within their dates, one at a time, and all waits are kept."""
    pair, work = plan[0], _work(gaps, plan, row)
    if any(end > other for (_, end, _), (other, _, _) in zip(work, work[1:], strict=False)):
        return False
    dates = [(begin, end, *gaps.dated.get(pair[c], (0, gaps.minutes[row]))) for begin, end, c in work]
    if any(begin < first or end > last for begin, end, first, last in dates):
        return False
    waits = ((c, other, lag) for c in pair for other, lag in gaps.ties.waits.get(c, ()) if other in pair)
    return all(_is_kept(gaps, plan, *wait) for wait in waits)


def _is_kept(gaps: Gaps, plan: Placed, piece: int, other: int, lag: int) -> bool:
    """Return whether a piece comes late enough after one that it waits for."""
    pair, start = plan
    here, there, end = gaps.row[pair[piece]], gaps.row[pair[other]], start[other] + gaps.load[pair[other]]
    days = gaps.time.lags.get((piece, other))
    if days and start[piece] < gaps.time.ready(there, end, here, days):
        return False
    if gaps.period[here] < gaps.period[there] + lag:
        return False
    return bool(lag or gaps.period[here] > gaps.period[there] or start[piece] >= gaps.passed(there, end, here))


def _pushed(gaps: Gaps, plan: Placed, piece: int, pair: int, begin: int) -> Placed:
    """Return a plan in which a piece starts at a minute and what ends later starts after it, no later than it must."""
    start, minute = plan[1] | {piece: begin}, begin + gaps.load[pair]
    for began, end, c in _work(gaps, plan, gaps.row[pair]):
        if end > begin:
            start[c] = max(began, minute)
            minute = start[c] + end - began
    return plan[0] | {piece: pair}, start


@pytest.mark.parametrize("has_lags", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_a_piece_comes_as_early_as_what_is_after_it_can_be_pushed(seed: int, has_lags: bool) -> None:
    """Where it is said to start the row stands, and before that it does not; with lags some starts are left out."""
    ruin, chance, counts = _ruin(seed, has_lags=has_lags), Random(seed), [0, 0]
    gaps, case, state = ruin.gaps, ruin.case, ruin.state
    for piece in range(len(gaps.task)):
        before = list(state)
        if piece in ruin.plan[0]:
            take(case, state, piece)
        plan, free = ruin.plan, [int(state[state[FREE] + row]) for row in range(len(gaps.minutes))]
        for pair in range(gaps.edges[piece], gaps.edges[piece + 1]):
            row, load = gaps.row[pair], gaps.load[pair]
            work = _work(gaps, plan, row)
            if free[row] < load or not work or gaps.period[row] < first_period(case, state, piece):
                continue
            found, now = begin_pushing(case, state, piece, pair), list(state)
            counts[found >= 0] += 1
            if found >= 0:
                push(case, state, pair, found)
                put(case, state, piece, pair, found)
                assert ruin.plan == _pushed(gaps, plan, piece, pair, found)
                assert _stands(gaps, ruin.plan, row)
                state[:] = now
            last = found if found >= 0 else work[-1][1]
            others = {0, last - 1, *(end for _, end, _ in work), *(chance.randint(0, last) for _ in range(5))}
            for begin in () if has_lags else (one for one in others if 0 <= one < last):
                assert not _stands(gaps, _pushed(gaps, plan, piece, pair, begin), row)
        state[:] = before
    assert min(counts) > 3


@pytest.mark.parametrize("seed", range(3))
def test_what_was_pushed_starts_as_before_where_a_round_is_not_accepted(seed: int) -> None:
    """A round that is worth less than any loss that is borne leaves no start changed, whatever it pushed."""
    ruin, pushed = _ruin(seed), 0
    ruin.each = 10**9
    for _ in range(300):
        plan, state = ruin.plan, list(ruin.state)
        ruin.real[NOW] = 1e30
        if not ruin.go_on(1):
            pushed += int(ruin.state[N_PUSHED])
            assert ruin.plan == plan
            left = slice(state[FREE], state[FREE] + len(ruin.gaps.minutes))
            assert list(ruin.state[left]) == state[left]
    assert pushed > 30
