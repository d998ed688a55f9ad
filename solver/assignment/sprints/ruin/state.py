"""A sequenced plan in work and the best one so far, and how a piece comes and goes."""

from __future__ import annotations

from typing import Final

import numpy as np

from solver.assignment.arrays.kernels import kernel
from solver.assignment.sprints.lists.gaps import Gaps
from solver.assignment.sprints.ruin.case import (
    BATCH,
    EARLY,
    GAIN,
    GROWS,
    LEFT,
    LEVEL,
    LOAD,
    MEMBER,
    N_LEVELS,
    N_MEMBERS,
    N_PIECES,
    N_ROWS,
    N_UNITS,
    ROW,
    SPLIT,
    STAY,
    USE_EDGES,
    USES,
    VALUE,
    WORK_EDGES,
)
from solver.assignment.sprints.ruin.table import Ints, table

# The rows of a state. By piece: its pair, -1 where it is out, and its start; by row: its pieces in order, how many, and
# the minutes left; the minutes that each growth has left.
PAIR, START, WORK, COUNT, FREE, GROW = range(6)
# What each level has, the quality without unevenness; the minutes of each member; the pieces of each batch with each
# member, and how many members have any; and the best plan so far with what its levels have.
WORTH, GIVEN, OWNERS, N_OWNERS, BEST_PAIR, BEST_START, BEST_WORTH = range(6, 13)
# What a round notes: units that are chosen; pieces taken, their pairs and starts; marks of units and members that were
# seen; pieces that were pushed, each once, and their starts before; and what is ahead of each piece, and a queue, where
# gaps come together.
CHOSEN, TAKEN, TAKEN_PAIR, TAKEN_START, SEEN_UNIT, SEEN_MEMBER, PUSHED, PUSHED_START, SEEN_PUSHED = range(13, 22)
AHEAD, QUEUE = 22, 23
# Single numbers: the random state, rounds so far, how many units are chosen and pieces taken and pushed, the mark of
# now, and whether the plan counts as the best one and is still to be kept; and, of the plan that a round started from,
# who had the least and the most for the hours there are, with the minutes of these two.
RANDOM, ROUNDS, N_CHOSEN, N_TAKEN, N_PUSHED, STAMP, PRIZED, LOWEST, HIGHEST = range(24, 33)
LOWEST_GIVEN, HIGHEST_GIVEN = 33, 34
# The real numbers beside them: what that plan counts, what unevenness takes from it and from the best one, so many
# steps of -log of a random number from 0 to 1, then what a unit of each level counts, and the keys of chosen units.
NOW, UNEVEN, EVEN, ODDS, N_ODDS = 0, 1, 2, 3, 1024
WEIGHT: Final = ODDS + N_ODDS


def state_of(case: Ints, gaps: Gaps, seed: int) -> Ints:
    """Return a state with the plan that stands in some gaps; each seed gives another sequence of random numbers."""
    pieces, units, members, levels = (int(case[name]) for name in (N_PIECES, N_UNITS, N_MEMBERS, N_LEVELS))
    batches = len(gaps.problem.batches)
    sizes = {
        WORK: len(gaps.row),
        COUNT: int(case[N_ROWS]),
        WORTH: levels,
        GIVEN: members,
        OWNERS: batches * members,
        N_OWNERS: batches,
        BEST_WORTH: levels,
        CHOSEN: units,
        SEEN_UNIT: units,
        SEEN_MEMBER: members,
        **dict.fromkeys((START, BEST_PAIR, BEST_START, TAKEN, TAKEN_PAIR, TAKEN_START, AHEAD, QUEUE), pieces),
        **dict.fromkeys((PUSHED, PUSHED_START, SEEN_PUSHED), pieces),
    }
    nothing = {name: np.zeros(size, np.int64) for name, size in sizes.items()}
    rows = nothing | {PAIR: np.full(pieces, -1), FREE: np.array(gaps.minutes), GROW: np.array(gaps.problem.most_grown)}
    first = (2463534242 + 2654435769 * (seed % 2**31)) % 2**32
    state = table(rows, dict.fromkeys(range(ROUNDS, HIGHEST_GIVEN + 1), 0) | {RANDOM: first or 1})
    for piece, pair in gaps.pair.items():
        put(case, state, piece, pair, gaps.starts[piece])
    return state


@kernel
def draw(state: Ints, below: int) -> int:
    """Return a random whole number from 0 to below - 1, below at most ``PARTS`` (xorshift of Marsaglia 2003, 32 bits).

    One bit of it goes, so that the product stays below 2**63.
    """
    number = state[RANDOM]
    number ^= (number << 13) & 0xFFFFFFFF
    number ^= number >> 17
    number ^= (number << 5) & 0xFFFFFFFF
    state[RANDOM] = number
    return ((number >> 1) * below) >> 31  # type: ignore[no-any-return]


@kernel
def put(case: Ints, state: Ints, piece: int, pair: int, start: int) -> None:
    """Give a piece to a row, from a minute on, and count what that adds."""
    row, load = case[case[ROW] + pair], case[case[LOAD] + pair]
    first = case[case[WORK_EDGES] + row]
    place = first + state[state[COUNT] + row]
    while place > first and _is_after(state[state[WORK] + place - 1], piece, start, load, case, state):
        state[state[WORK] + place] = state[state[WORK] + place - 1]
        place -= 1
    state[state[WORK] + place] = piece
    state[state[COUNT] + row] += 1
    state[state[FREE] + row] -= load
    state[state[PAIR] + piece], state[state[START] + piece] = pair, start
    _count(case, state, piece, 1)


@kernel
def take(case: Ints, state: Ints, piece: int) -> None:
    """Take a piece from its row, and count what that takes away."""
    _count(case, state, piece, -1)
    pair = state[state[PAIR] + piece]
    row = case[case[ROW] + pair]
    place = case[case[WORK_EDGES] + row]
    last = place + state[state[COUNT] + row] - 1
    while state[state[WORK] + place] != piece:
        place += 1
    while place < last:
        state[state[WORK] + place] = state[state[WORK] + place + 1]
        place += 1
    state[state[COUNT] + row] -= 1
    state[state[FREE] + row] += case[case[LOAD] + pair]
    state[state[PAIR] + piece], state[state[START] + piece] = -1, 0


@kernel
def delay(state: Ints, piece: int, start: int) -> None:
    """Let a piece start later in its row, behind nothing that it is before now; note where it was in this round."""
    if state[state[SEEN_PUSHED] + piece] != state[ROUNDS] + 1:
        state[state[SEEN_PUSHED] + piece] = state[ROUNDS] + 1
        state[state[PUSHED] + state[N_PUSHED]] = piece
        state[state[PUSHED_START] + state[N_PUSHED]] = state[state[START] + piece]
        state[N_PUSHED] += 1
    state[state[START] + piece] = start


@kernel
def _is_after(other: int, piece: int, start: int, load: int, case: Ints, state: Ints) -> bool:
    """Return whether another piece of a row comes after one that starts at a minute."""
    if state[state[START] + other] != start:
        return state[state[START] + other] > start  # type: ignore[no-any-return]
    theirs = case[case[LOAD] + state[state[PAIR] + other]]
    return theirs > load if theirs != load else other > piece


@kernel
def _count(case: Ints, state: Ints, piece: int, sign: int) -> None:
    """Count what a piece adds where it is, or takes away."""
    pair, level, last = state[state[PAIR] + piece], case[case[LEVEL] + piece], case[N_LEVELS] - 1
    row, value = case[case[ROW] + pair], sign * case[case[VALUE] + piece]
    who = case[case[MEMBER] + row]
    state[state[WORTH] + level] += value
    if case[case[EARLY] + piece]:
        state[state[WORTH] + level + 1] += value * case[case[LEFT] + row]
    state[state[WORTH] + last] += sign * case[case[GAIN] + pair]
    if case[case[STAY] + pair]:
        state[state[WORTH] + last - 1] += sign * case[case[STAY] + pair]
    state[state[GIVEN] + who] += sign * case[case[LOAD] + pair]
    if case[GROWS]:
        for use in range(case[case[USE_EDGES] + pair], case[case[USE_EDGES] + pair + 1], 3):
            state[state[GROW] + case[case[USES] + use]] -= sign * case[case[LOAD] + pair]
            state[state[FREE] + case[case[USES] + use + 1]] -= sign * case[case[USES] + use + 2]
    batch = case[case[BATCH] + piece]
    if batch >= 0:
        place = batch * case[N_MEMBERS] + who
        before = state[state[N_OWNERS] + batch]
        had = state[state[OWNERS] + place]
        state[state[OWNERS] + place] = had + sign
        state[state[N_OWNERS] + batch] += (had + sign > 0) - (had > 0)
        state[state[WORTH] + last] -= case[SPLIT] * (max(state[state[N_OWNERS] + batch], 1) - max(before, 1))
