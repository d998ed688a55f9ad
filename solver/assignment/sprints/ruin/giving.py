"""How a unit is given, all of it or nothing, as ``lists.give`` does."""

from __future__ import annotations

from solver.assignment.arrays.kernels import kernel
from solver.assignment.sprints.lists.gaps import FIRST
from solver.assignment.sprints.ruin.case import (
    CREW,
    EDGES,
    GAIN,
    KIND,
    MEMBER,
    MOST_TO_TRY,
    N_PERIODS,
    NEED_EDGES,
    NEEDS,
    PERIOD,
    ROW,
    TO_ONE,
    UNIT,
    UNIT_EDGES,
    UNIT_PIECES,
)
from solver.assignment.sprints.ruin.places import best
from solver.assignment.sprints.ruin.state import PAIR, SEEN_MEMBER, STAMP, take
from solver.assignment.sprints.ruin.table import Ints


@kernel
def give(case: Ints, state: Ints, unit: int, way: int, skipped: int) -> bool:
    """Place all pieces of a unit, or none; return whether that was possible."""
    kind = case[case[KIND] + unit]
    if not _is_ready(case, state, unit):
        return False
    if kind == TO_ONE:
        return _give_to_one(case, state, unit)
    if kind != CREW:
        return _give_all(case, state, unit, -1, -1, way, skipped)
    for period in range(case[N_PERIODS]):  # noqa: SIM110 - what is compiled knows no generator
        if _give_all(case, state, unit, -1, period, way, skipped):
            return True
    return False


@kernel
def _is_ready(case: Ints, state: Ints, unit: int) -> bool:
    """Return whether all that pieces of a unit need is placed, or among them."""
    for at in range(case[case[UNIT_EDGES] + unit], case[case[UNIT_EDGES] + unit + 1]):
        piece = case[case[UNIT_PIECES] + at]
        for need in range(case[case[NEED_EDGES] + piece], case[case[NEED_EDGES] + piece + 1]):
            other = case[case[NEEDS] + need]
            if state[state[PAIR] + other] < 0 and case[case[UNIT] + other] != unit:
                return False
    return True


@kernel
def _give_all(case: Ints, state: Ints, unit: int, member: int, only: int, way: int, skipped: int) -> bool:
    """Place pieces one after the other, all or none; return whether that was possible."""
    first, last = case[case[UNIT_EDGES] + unit], case[case[UNIT_EDGES] + unit + 1]
    for at in range(first, last):
        if not best(case, state, case[case[UNIT_PIECES] + at], member, only, way, skipped):
            for other in range(first, at):
                take(case, state, case[case[UNIT_PIECES] + other])
            return False
    return True


@kernel
def _give_to_one(case: Ints, state: Ints, unit: int) -> bool:
    """Place pieces with the one member with whom they end earliest, and suit best among those."""
    piece = case[case[UNIT_PIECES] + case[case[UNIT_EDGES] + unit]]
    state[STAMP] += 1
    found, least, most = -1, 2**62, -(2**62)
    last = min(case[case[EDGES] + piece + 1], case[case[EDGES] + piece] + case[MOST_TO_TRY])
    for pair in range(case[case[EDGES] + piece], last):
        member = case[case[MEMBER] + case[case[ROW] + pair]]
        if state[state[SEEN_MEMBER] + member] == state[STAMP]:
            continue
        state[state[SEEN_MEMBER] + member] = state[STAMP]
        if _give_all(case, state, unit, member, -1, FIRST, 0):
            ends, gain = 0, 0
            for at in range(case[case[UNIT_EDGES] + unit], case[case[UNIT_EDGES] + unit + 1]):
                theirs = state[state[PAIR] + case[case[UNIT_PIECES] + at]]
                ends = max(ends, case[case[PERIOD] + case[case[ROW] + theirs]])
                gain += case[case[GAIN] + theirs]
                take(case, state, case[case[UNIT_PIECES] + at])
            if ends < least or (ends == least and gain > most):
                found, least, most = member, ends, gain
    return found >= 0 and _give_all(case, state, unit, found, -1, FIRST, 0)
