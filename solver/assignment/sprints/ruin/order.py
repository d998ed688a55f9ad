"""What the order of work says of where a piece can be: what it waits for, and what waits for it."""

from __future__ import annotations

from solver.assignment.arrays.kernels import kernel
from solver.assignment.sprints.ruin.case import (
    BEHIND,
    BEHIND_EDGES,
    LOAD,
    PERIOD,
    ROW,
    WAIT_EDGES,
    WAITS,
)
from solver.assignment.sprints.ruin.days import passed
from solver.assignment.sprints.ruin.state import PAIR, START
from solver.assignment.sprints.ruin.table import Ints


@kernel
def first_period(case: Ints, state: Ints, piece: int) -> int:
    """Return the first period that what a piece waits for lets it be in."""
    found = 0
    for at in range(case[case[WAIT_EDGES] + piece], case[case[WAIT_EDGES] + piece + 1], 4):
        pair = state[state[PAIR] + case[case[WAITS] + at]]
        if pair >= 0:
            found = max(found, case[case[PERIOD] + case[case[ROW] + pair]] + case[case[WAITS] + at + 1])
    return found


@kernel
def released(case: Ints, state: Ints, piece: int, row: int, start: int) -> int:
    """Return the first minute of a row, from one on, that is not before the end of what is waited for."""
    for at in range(case[case[WAIT_EDGES] + piece], case[case[WAIT_EDGES] + piece + 1], 4):
        other = case[case[WAITS] + at]
        pair = state[state[PAIR] + other]
        if pair >= 0:
            there = case[case[ROW] + pair]
            parts = case[case[WAITS] + at + 3]
            if parts or (not case[case[WAITS] + at + 1] and case[case[PERIOD] + there] == case[case[PERIOD] + row]):
                end = state[state[START] + other] + case[case[LOAD] + pair]
                start = max(start, passed(case, there, end, row, case[case[WAITS] + at + 2], parts))
    return start


@kernel
def is_in_time(case: Ints, state: Ints, piece: int, row: int, end: int, after: int) -> bool:
    """Return whether what is placed and waits for a piece starts late enough if that ends at a minute of a row.

    Parameters
    ----------
    case, state : ndarray of int
        What the piece waits for does not matter.
    piece, row, end : int
        The piece would end at this minute of the row.
    after : int
        What starts from this minute of the same row on is late enough: ``end``, or less where it is pushed.
    """
    period = case[case[PERIOD] + row]
    for at in range(case[case[BEHIND_EDGES] + piece], case[case[BEHIND_EDGES] + piece + 1], 2):
        other, wait = case[case[BEHIND] + at], case[WAITS] + case[case[BEHIND] + at + 1]
        pair = state[state[PAIR] + other]
        if pair >= 0:
            there, lag, parts = case[case[ROW] + pair], case[wait + 1], case[wait + 3]
            later = case[case[PERIOD] + there] - period
            if later < lag:
                return False
            if there == row and not parts:
                if state[state[START] + other] < after:
                    return False
                continue
            binds = parts or (not lag and not later)
            if binds and state[state[START] + other] < passed(case, row, end, there, case[wait + 2], parts):
                return False
    return True
