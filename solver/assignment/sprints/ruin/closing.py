"""How gaps come together: every piece starts as early as it can in the order that there is, as ``Gaps`` do."""

from __future__ import annotations

from solver.assignment.arrays.kernels import kernel
from solver.assignment.sprints.ruin.case import (
    BEGIN,
    BEHIND,
    BEHIND_EDGES,
    LOAD,
    N_PIECES,
    N_ROWS,
    PERIOD,
    ROW,
    WAIT_EDGES,
    WAITS,
    WORK_EDGES,
)
from solver.assignment.sprints.ruin.order import released
from solver.assignment.sprints.ruin.state import AHEAD, COUNT, PAIR, QUEUE, START, WORK
from solver.assignment.sprints.ruin.table import Ints


@kernel
def close_up(case: Ints, state: Ints) -> None:
    """Let every piece start as early as it can in the order that there is.

    A piece has its turn when all that is before it in its row, or that it waits for there, has had it.
    """
    count = 0
    for piece in range(case[N_PIECES]):
        state[state[AHEAD] + piece] = 0
        if state[state[PAIR] + piece] >= 0:
            for at in range(case[case[WAIT_EDGES] + piece], case[case[WAIT_EDGES] + piece + 1], 4):
                state[state[AHEAD] + piece] += _binds(case, state, piece, at)
    for row in range(case[N_ROWS]):
        for place in range(case[case[WORK_EDGES] + row] + 1, case[case[WORK_EDGES] + row] + state[state[COUNT] + row]):
            state[state[AHEAD] + state[state[WORK] + place]] += 1
    for piece in range(case[N_PIECES]):
        if state[state[PAIR] + piece] >= 0 and not state[state[AHEAD] + piece]:
            state[state[QUEUE] + count] = piece
            count += 1
    while count:
        count -= 1
        count = _shift(case, state, state[state[QUEUE] + count], count)


@kernel
def _shift(case: Ints, state: Ints, piece: int, count: int) -> int:
    """Let a piece start as early as it can; return how many pieces are queued, with those whose turn it is now."""
    pair = state[state[PAIR] + piece]
    row = case[case[ROW] + pair]
    place = first = case[case[WORK_EDGES] + row]
    while state[state[WORK] + place] != piece:
        place += 1
    start = case[case[BEGIN] + pair]
    if place > first:
        other = state[state[WORK] + place - 1]
        start = max(start, state[state[START] + other] + case[case[LOAD] + state[state[PAIR] + other]])
    state[state[START] + piece] = released(case, state, piece, row, start)
    if place + 1 < first + state[state[COUNT] + row]:
        count = _turn(state, state[state[WORK] + place + 1], count)
    for at in range(case[case[BEHIND_EDGES] + piece], case[case[BEHIND_EDGES] + piece + 1], 2):
        other = case[case[BEHIND] + at]
        if state[state[PAIR] + other] >= 0 and _binds(case, state, other, case[case[BEHIND] + at + 1]):
            count = _turn(state, other, count)
    return count


@kernel
def _turn(state: Ints, piece: int, count: int) -> int:
    """Queue a piece if nothing is before it any more; return how many are queued."""
    state[state[AHEAD] + piece] -= 1
    if state[state[AHEAD] + piece]:
        return count
    state[state[QUEUE] + count] = piece
    return count + 1


@kernel
def _binds(case: Ints, state: Ints, piece: int, at: int) -> bool:
    """Return whether what a piece waits for says when it may start, not only in which period."""
    theirs = state[state[PAIR] + case[case[WAITS] + at]]
    if theirs < 0:
        return False
    here = case[case[PERIOD] + case[case[ROW] + state[state[PAIR] + piece]]]
    is_here = case[case[PERIOD] + case[case[ROW] + theirs]] == here
    return case[case[WAITS] + at + 3] > 0 or (not case[case[WAITS] + at + 1] and is_here)
