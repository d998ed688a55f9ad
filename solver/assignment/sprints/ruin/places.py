"""Where a piece goes: the best row for it by its ties, its order and the gaps, as ``Gaps.best`` finds it.

In a row without such a gap it comes where what is after it can start later.
"""

from __future__ import annotations

from solver.assignment.arrays.kernels import kernel
from solver.assignment.sprints.lists.gaps import ANY_TIME, FIRST, SOON
from solver.assignment.sprints.ruin.case import (
    APART,
    APART_EDGES,
    BATCH,
    BEGIN,
    EDGES,
    END,
    GAIN,
    GROUP_EDGES,
    GROUPS,
    GROWS,
    JOINED,
    JOINED_EDGES,
    LOAD,
    MEMBER,
    MINUTES,
    N_MEMBERS,
    PARTS,
    PERIOD,
    ROW,
    SPLIT,
    TASK,
    USE_EDGES,
    USES,
    WIP,
    WORK_EDGES,
)
from solver.assignment.sprints.ruin.order import first_period, is_in_time, released
from solver.assignment.sprints.ruin.pushing import begin_pushing, push
from solver.assignment.sprints.ruin.state import COUNT, FREE, GROW, N_OWNERS, OWNERS, PAIR, START, WORK, draw, put
from solver.assignment.sprints.ruin.table import Ints


@kernel
def best(case: Ints, state: Ints, piece: int, member: int, only: int, way: int, skipped: int) -> bool:
    """Put a piece where it is best; return whether there is such a place.

    Parameters
    ----------
    case, state : ndarray of int
        The piece is not placed; what it needs is.
    piece : int
        Of the case.
    member, only : int
        The one member, and the one period, that it may go to, -1 for any.
    way : int
        How a row is chosen, as in ``Gaps.best``.
    skipped : int
        The chance to pass over a row, in ``PARTS``.
    """
    least = first_period(case, state, piece)
    found, score, start, is_pushing = -1, 2**62, 0, False
    for pair in range(case[case[EDGES] + piece], case[case[EDGES] + piece + 1]):
        row, load = case[case[ROW] + pair], case[case[LOAD] + pair]
        period = case[case[PERIOD] + row]
        if period < least or state[state[FREE] + row] < load or (member >= 0 and case[case[MEMBER] + row] != member):
            continue
        if found >= 0 and way != ANY_TIME and period > case[case[PERIOD] + case[case[ROW] + found]]:
            break
        if (only >= 0 and period != only) or (skipped > 0 and draw(state, PARTS) < skipped):
            continue
        if not _may(case, state, piece, pair):
            continue
        begin = gap(case, state, piece, row, load, case[case[BEGIN] + pair])
        end = begin + load
        is_tight = end > case[case[END] + pair] or not is_in_time(case, state, piece, row, end, end)
        if is_tight:
            begin = begin_pushing(case, state, piece, pair)
            if begin < 0:
                continue
        soon = 100_000 * (begin + load) // case[case[MINUTES] + row]
        worth = soon if way == SOON else -_gain(case, state, piece, pair)
        if worth < score:
            found, score, start, is_pushing = pair, worth, begin, is_tight
        if way == FIRST:
            break
    if is_pushing:
        push(case, state, found, start)
    if found >= 0:
        put(case, state, piece, found, start)
    return found >= 0


@kernel
def _gain(case: Ints, state: Ints, piece: int, pair: int) -> int:
    """Return what the quality gains by a pair, less what its batch pays for an owner more."""
    batch = case[case[BATCH] + piece]
    if batch < 0 or not state[state[N_OWNERS] + batch]:
        return case[case[GAIN] + pair]  # type: ignore[no-any-return]
    who = case[case[MEMBER] + case[case[ROW] + pair]]
    is_new = state[state[OWNERS] + batch * case[N_MEMBERS] + who] == 0
    return case[case[GAIN] + pair] - case[SPLIT] * is_new  # type: ignore[no-any-return]


@kernel
def gap(case: Ints, state: Ints, piece: int, row: int, load: int, start: int) -> int:
    """Return the first minute of a row, from one on and after what is waited for, with so many free after it."""
    start = released(case, state, piece, row, start)
    first = case[case[WORK_EDGES] + row]
    for place in range(first, first + state[state[COUNT] + row]):
        other = state[state[WORK] + place]
        began = state[state[START] + other]
        if start + load <= began:
            break
        start = max(start, began + case[case[LOAD] + state[state[PAIR] + other]])
    return start


@kernel
def _may(case: Ints, state: Ints, piece: int, pair: int) -> bool:
    """Return whether growths, rules about people and the most tasks at once let a pair be."""
    row = case[case[ROW] + pair]
    return not (
        (case[GROWS] and not _may_grow(case, state, pair))
        or _clashes(case, state, piece, case[case[MEMBER] + row])
        or (case[case[WIP] + row] >= 0 and _is_full(case, state, piece, row))
    )


@kernel
def _may_grow(case: Ints, state: Ints, pair: int) -> bool:
    """Return whether the growths of a pair and its mentors have the time for it."""
    for use in range(case[case[USE_EDGES] + pair], case[case[USE_EDGES] + pair + 1], 3):
        helped = 0
        for other in range(case[case[USE_EDGES] + pair], use + 3, 3):
            if case[case[USES] + other + 1] == case[case[USES] + use + 1]:
                helped += case[case[USES] + other + 2]
        is_short = state[state[GROW] + case[case[USES] + use]] < case[case[LOAD] + pair]
        if is_short or state[state[FREE] + case[case[USES] + use + 1]] < helped:
            return False
    return True


@kernel
def _is_full(case: Ints, state: Ints, piece: int, row: int) -> bool:
    """Return whether a row has as many tasks at once as it may."""
    first, count = case[case[WORK_EDGES] + row], 0
    for place in range(first, first + state[state[COUNT] + row]):
        mine = case[case[TASK] + state[state[WORK] + place]]
        is_new = mine != case[case[TASK] + piece]
        for other in range(first, place):
            is_new = is_new and case[case[TASK] + state[state[WORK] + other]] != mine
        count += is_new
    return case[case[WIP] + row] <= count  # type: ignore[no-any-return]


@kernel
def _clashes(case: Ints, state: Ints, piece: int, who: int) -> bool:
    """Return whether a rule about people is broken if a member has a piece, given what is placed."""
    for at in range(case[case[APART_EDGES] + piece], case[case[APART_EDGES] + piece + 1]):
        if _meets(case, state, piece, case[case[APART] + at], who, False):
            return True
    for at in range(case[case[JOINED_EDGES] + piece], case[case[JOINED_EDGES] + piece + 1]):
        if _meets(case, state, piece, case[case[JOINED] + at], who, True):
            return True
    return False


@kernel
def _meets(case: Ints, state: Ints, piece: int, group: int, who: int, is_other: bool) -> bool:
    """Return whether any other piece of a group is with a member, or with another one."""
    for at in range(case[case[GROUP_EDGES] + group], case[case[GROUP_EDGES] + group + 1]):
        other = case[case[GROUPS] + at]
        pair = state[state[PAIR] + other]
        if other != piece and pair >= 0 and (case[case[MEMBER] + case[case[ROW] + pair]] != who) == is_other:
            return True
    return False
