"""How a piece comes between others of a row: what is after it starts later, as far as what waits for that allows.

Without it the minutes that are left at the end of a row are of no use to a piece that is a little longer than the gap
that another one left: a full row would only take what is as short as what went out.
"""

from __future__ import annotations

from solver.assignment.arrays.kernels import kernel
from solver.assignment.sprints.ruin.case import BEGIN, END, LOAD, ROW, WORK_EDGES
from solver.assignment.sprints.ruin.order import is_in_time, released
from solver.assignment.sprints.ruin.state import COUNT, PAIR, START, WORK, delay
from solver.assignment.sprints.ruin.table import Ints


@kernel
def begin_pushing(case: Ints, state: Ints, piece: int, pair: int) -> int:
    """Return the first minute at which a piece can start if what is after it is pushed, -1 where there is none.

    The row has as many minutes left as the piece takes.
    """
    row, load, last = case[case[ROW] + pair], case[case[LOAD] + pair], case[case[END] + pair]
    begin, before = released(case, state, piece, row, case[case[BEGIN] + pair]), 0
    first = case[case[WORK_EDGES] + row]
    for place in range(first, first + state[state[COUNT] + row]):
        end = _end(case, state, state[state[WORK] + place])
        if end > begin:
            if begin + load > last or not is_in_time(case, state, piece, row, begin + load, before):
                return -1
            if _may_push(case, state, row, place, begin + load):
                return begin
        begin, before = max(begin, end), end
    # Behind all of them is a gap, which is no use.
    return -1


@kernel
def _may_push(case: Ints, state: Ints, row: int, place: int, minute: int) -> bool:
    """Return whether what a row has from a place on can start from a minute on, one after the other."""
    for at in range(place, case[case[WORK_EDGES] + row] + state[state[COUNT] + row]):
        other = state[state[WORK] + at]
        began, pair = state[state[START] + other], state[state[PAIR] + other]
        if began >= minute:
            break
        minute += case[case[LOAD] + pair]
        if minute > case[case[END] + pair] or not is_in_time(case, state, other, row, minute, began):
            return False
    return True


@kernel
def push(case: Ints, state: Ints, pair: int, begin: int) -> None:
    """Let what a row has end before a piece starts, or start after it has ended."""
    row, minute = case[case[ROW] + pair], begin + case[case[LOAD] + pair]
    first = case[case[WORK_EDGES] + row]
    for place in range(first, first + state[state[COUNT] + row]):
        other = state[state[WORK] + place]
        if _end(case, state, other) > begin:
            if state[state[START] + other] >= minute:
                break
            delay(state, other, minute)
            minute = _end(case, state, other)


@kernel
def _end(case: Ints, state: Ints, piece: int) -> int:
    """Return the minute of its row at which a piece ends."""
    return state[state[START] + piece] + case[case[LOAD] + state[state[PAIR] + piece]]  # type: ignore[no-any-return]
