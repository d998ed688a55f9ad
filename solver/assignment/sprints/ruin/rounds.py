"""A round of ruin and recreate (Schrimpf 2000): some units are taken out and given anew, a loss borne for a time."""

from __future__ import annotations

from typing import Final

from solver.assignment.arrays.kernels import kernel
from solver.assignment.sprints.ruin.case import (
    BATCH,
    BATCH_EDGES,
    EDGES,
    FOLLOWER_EDGES,
    FOLLOWERS,
    LEVEL,
    MATES,
    MUST,
    N_OPENED,
    OPENED,
    PARTS,
    PERIOD,
    ROW,
    UNIT,
    UNIT_EDGES,
    UNIT_PIECES,
    WORK_EDGES,
)
from solver.assignment.sprints.ruin.closing import close_up
from solver.assignment.sprints.ruin.giving import give
from solver.assignment.sprints.ruin.sorting import sort
from solver.assignment.sprints.ruin.state import (
    CHOSEN,
    COUNT,
    N_CHOSEN,
    N_ODDS,
    N_PUSHED,
    N_TAKEN,
    NOW,
    ODDS,
    PAIR,
    PRIZED,
    PUSHED,
    PUSHED_START,
    ROUNDS,
    SEEN_UNIT,
    STAMP,
    START,
    TAKEN,
    TAKEN_PAIR,
    TAKEN_START,
    WORK,
    draw,
    put,
    take,
)
from solver.assignment.sprints.ruin.table import Floats, Ints
from solver.assignment.sprints.ruin.worth import counted, is_best, keep, least_uneven, prize, settle, unevenness

# So many units are taken out at most, before what waits for them; so often is looked for others that are left out.
MOST_OUT: Final = 10
DRAWS, MORE_DRAWS = 24, 8
# How often what is left out is the reason for a round, and how often then the most urgent of it, in PARTS.
FROM_OUT, MOST_URGENT = PARTS // 2, 7 * PARTS // 10
# How often a few neighbours in a row are taken out in place of all that it has.
A_FEW: Final = 85 * PARTS // 100
# How often a piece's batch is taken out with it, and how often what waits for it stays, with no more room than before.
MATES_TOO: Final = PARTS // 10
FOLLOWERS_STAY: Final = PARTS // 2
# How often a row is passed over, so that others are seen: never, never, 2 % and 15 %.
SKIPPED: Final = (0, 0, PARTS // 50, 15 * PARTS // 100)
# How many more rows are near.
ROWS: Final = (0, 0, 1, 1, 2)


@kernel
def rounds(case: Ints, state: Ints, real: Floats, count: int, each: int, heat: float) -> bool:
    """Go on for so many rounds; return whether the best plan was bettered.

    Parameters
    ----------
    case, state, real : ndarray
        The plan in work is changed in place.
    count, each : int
        Rounds, and after how many all is closed up.
    heat : float
        The loss that is borne with chance 1 / e, in what a plan counts.
    """
    found = False
    for _ in range(count):
        found |= _round(case, state, real, heat)
        state[ROUNDS] += 1
        if state[ROUNDS] % each == 0:
            close_up(case, state)
    keep(case, state)
    return found


@kernel
def _round(case: Ints, state: Ints, real: Floats, heat: float) -> bool:
    """Take some units out and give them anew with some that are left out; return whether the best was bettered."""
    _choose(case, state)
    _take_out(case, state)
    sort(case, state, real)
    way, skipped = draw(state, 4), SKIPPED[draw(state, 4)]
    for _ in range(2):
        for at in range(state[N_CHOSEN]):
            unit = state[state[CHOSEN] + at]
            if state[state[PAIR] + case[case[UNIT_PIECES] + case[case[UNIT_EDGES] + unit]]] < 0:
                give(case, state, unit, way, skipped)
    return _settles(case, state, real, heat)


@kernel
def _settles(case: Ints, state: Ints, real: Floats, heat: float) -> bool:
    """Go on from a plan, or from the one before if too much is lost; return whether the best was bettered."""
    borne = heat * real[ODDS + draw(state, N_ODDS)]
    if _misses(case, state):
        _put_back(case, state)
        return False
    uneven = least_uneven(state, real)
    loss = real[NOW] - counted(case, state, real, uneven)
    is_found = is_best(case, state, real, uneven)
    if is_found or loss <= 0 or loss < borne:
        uneven = unevenness(case, state)
        loss = real[NOW] - counted(case, state, real, uneven)
        is_found = is_best(case, state, real, uneven)
    if is_found:
        settle(case, state, real)
        prize(case, state, real)
    elif state[PRIZED] or (loss > 0 and loss >= borne):
        _put_back(case, state)
        # The best plan is kept before it is left, and only then: that takes a while.
        if loss <= heat:
            keep(case, state)
    else:
        settle(case, state, real)
    return is_found


@kernel
def _take_out(case: Ints, state: Ints) -> None:
    """Take the chosen units out, and note where they were."""
    count = 0
    for at in range(state[N_CHOSEN]):
        unit = state[state[CHOSEN] + at]
        for place in range(case[case[UNIT_EDGES] + unit], case[case[UNIT_EDGES] + unit + 1]):
            piece = case[case[UNIT_PIECES] + place]
            if state[state[PAIR] + piece] >= 0:
                state[state[TAKEN] + count], state[state[TAKEN_PAIR] + count] = piece, state[state[PAIR] + piece]
                state[state[TAKEN_START] + count] = state[state[START] + piece]
                take(case, state, piece)
                count += 1
    state[N_TAKEN] = count


@kernel
def _misses(case: Ints, state: Ints) -> bool:
    """Return whether something that must be placed, or that is waited for, was placed and is not any more."""
    for at in range(state[N_TAKEN]):
        piece = state[state[TAKEN] + at]
        if state[state[PAIR] + piece] < 0 and (case[case[MUST] + piece] or _is_awaited(case, state, piece)):
            return True
    return False


@kernel
def _is_awaited(case: Ints, state: Ints, piece: int) -> bool:
    """Return whether something that is placed needs a piece."""
    unit = case[case[UNIT] + piece]
    for at in range(case[case[FOLLOWER_EDGES] + unit], case[case[FOLLOWER_EDGES] + unit + 1]):
        first = case[case[UNIT_EDGES] + case[case[FOLLOWERS] + at]]
        if state[state[PAIR] + case[case[UNIT_PIECES] + first]] >= 0:
            return True
    return False


@kernel
def _put_back(case: Ints, state: Ints) -> None:
    """Let the chosen units be where they were, and start what was pushed when it did."""
    for at in range(state[N_PUSHED]):
        state[state[START] + state[state[PUSHED] + at]] = state[state[PUSHED_START] + at]
    for at in range(state[N_CHOSEN]):
        unit = state[state[CHOSEN] + at]
        for place in range(case[case[UNIT_EDGES] + unit], case[case[UNIT_EDGES] + unit + 1]):
            if state[state[PAIR] + case[case[UNIT_PIECES] + place]] >= 0:
                take(case, state, case[case[UNIT_PIECES] + place])
    for at in range(state[N_TAKEN]):
        put(case, state, state[state[TAKEN] + at], state[state[TAKEN_PAIR] + at], state[state[TAKEN_START] + at])


@kernel
def _choose(case: Ints, state: Ints) -> None:
    """Choose units to take out, with or without what waits for them, and some that are left out to try beside them."""
    state[N_CHOSEN] = state[N_PUSHED] = 0
    state[STAMP] += 1
    first = _reason(case, state)
    low, high = case[case[EDGES] + first], case[case[EDGES] + first + 1]
    if low == high:
        return
    _add(state, case[case[UNIT] + first])
    pair = state[state[PAIR] + first]
    near = case[case[ROW] + (pair if pair >= 0 else low + draw(state, high - low))]
    _add_row(case, state, near)
    if draw(state, PARTS) < MATES_TOO:
        _add_mates(case, state, first)
    for _ in range(ROWS[draw(state, 5)]):
        row = case[case[ROW] + low + draw(state, high - low)]
        if state[N_CHOSEN] < MOST_OUT and abs(case[case[PERIOD] + row] - case[case[PERIOD] + near]) <= 1:
            _add_row(case, state, row)
    if draw(state, PARTS) >= FOLLOWERS_STAY:
        _add_followers(case, state)
    for _ in range(MORE_DRAWS):
        piece = case[case[OPENED] + draw(state, case[N_OPENED])]
        if _is_open(case, state, piece):
            _add(state, case[case[UNIT] + piece])


@kernel
def _reason(case: Ints, state: Ints) -> int:
    """Return the piece that a round is about: any, or the most urgent of some that are left out, or one of these."""
    first = case[case[OPENED] + draw(state, case[N_OPENED])]
    if draw(state, PARTS) >= FROM_OUT:
        return first  # type: ignore[no-any-return]
    is_urgent, found = draw(state, PARTS) < MOST_URGENT, -1
    for _ in range(DRAWS):
        piece = case[case[OPENED] + draw(state, case[N_OPENED])]
        is_better = found < 0 or (is_urgent and case[case[LEVEL] + piece] < case[case[LEVEL] + found])
        if is_better and _is_open(case, state, piece):
            found = piece
    return found if found >= 0 else first


@kernel
def _is_open(case: Ints, state: Ints, piece: int) -> bool:
    """Return whether a piece is left out though somebody could have it."""
    is_able = case[case[EDGES] + piece] < case[case[EDGES] + piece + 1]
    return is_able and state[state[PAIR] + piece] < 0  # type: ignore[no-any-return]


@kernel
def _add(state: Ints, unit: int) -> None:
    """Choose a unit, unless it is chosen."""
    if state[state[SEEN_UNIT] + unit] != state[STAMP]:
        state[state[SEEN_UNIT] + unit] = state[STAMP]
        state[state[CHOSEN] + state[N_CHOSEN]] = unit
        state[N_CHOSEN] += 1


@kernel
def _add_row(case: Ints, state: Ints, row: int) -> None:
    """Choose what a row has, or a few neighbours of it."""
    first, count = case[case[WORK_EDGES] + row], state[state[COUNT] + row]
    low, high = first, first + count
    if count and draw(state, PARTS) < A_FEW:
        size = 1 + draw(state, 4)
        low = first + draw(state, max(count - size + 1, 1))
        high = min(low + size, high)
    for place in range(low, high):
        _add(state, case[case[UNIT] + state[state[WORK] + place]])


@kernel
def _add_mates(case: Ints, state: Ints, piece: int) -> None:
    """Choose what is in the batch of a piece."""
    batch = case[case[BATCH] + piece]
    if batch >= 0:
        for place in range(case[case[BATCH_EDGES] + batch], case[case[BATCH_EDGES] + batch + 1]):
            if state[N_CHOSEN] < MOST_OUT:
                _add(state, case[case[UNIT] + case[case[MATES] + place]])


@kernel
def _add_followers(case: Ints, state: Ints) -> None:
    """Choose what waits for chosen units, however far."""
    at = 0
    while at < state[N_CHOSEN]:
        unit = state[state[CHOSEN] + at]
        for place in range(case[case[FOLLOWER_EDGES] + unit], case[case[FOLLOWER_EDGES] + unit + 1]):
            _add(state, case[case[FOLLOWERS] + place])
        at += 1
