"""What a plan in work is worth beside the one that a round started from, and beside the best one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from solver.assignment.arrays.kernels import kernel
from solver.assignment.sprints.ruin.case import BALANCE, COMMITTED, N_LEVELS, N_MEMBERS, N_PIECES, N_UNITS, WHOLE
from solver.assignment.sprints.ruin.state import (
    BEST_PAIR,
    BEST_START,
    BEST_WORTH,
    EVEN,
    GIVEN,
    HIGHEST,
    HIGHEST_GIVEN,
    LOWEST,
    LOWEST_GIVEN,
    N_ODDS,
    NOW,
    ODDS,
    PAIR,
    PRIZED,
    START,
    UNEVEN,
    WEIGHT,
    WORTH,
)
from solver.assignment.sprints.ruin.table import Floats, Ints, quick


def real_of(case: Ints, state: Ints, weight: Sequence[float]) -> Floats:
    """Return the real numbers beside a state, whose plan is the best so far."""
    steps = -np.log((np.arange(N_ODDS) + 0.5) / N_ODDS)
    weights, keys = np.array(weight, dtype=float), np.zeros(case[N_UNITS])
    real: Floats = quick(np.concatenate([np.zeros(ODDS), steps, weights, keys]))
    settle(case, state, real)
    prize(case, state, real)
    keep(case, state)
    return real


@kernel
def unevenness(case: Ints, state: Ints) -> float:
    """Return what the quality pays for load ratios that differ."""
    low, high = _ends(case, state)
    return _between(case, state, low, high)


@kernel
def _between(case: Ints, state: Ints, low: int, high: int) -> float:
    """Return what the quality pays for who has the least and the most."""
    return case[BALANCE] * (_ratio(case, state, high) - _ratio(case, state, low)) if low >= 0 else 0.0


@kernel
def _ends(case: Ints, state: Ints) -> tuple[int, int]:
    """Return who has the least and the most for the hours there are, -1 where that does not count."""
    low, high, least, most = -1, -1, 0.0, 0.0
    for who in range(case[N_MEMBERS] if case[BALANCE] else 0):
        if case[case[WHOLE] + who] > case[case[COMMITTED] + who]:
            ratio = _ratio(case, state, who)
            if low < 0 or ratio < least:
                low, least = who, ratio
            if high < 0 or ratio > most:
                high, most = who, ratio
    return low, high


@kernel
def _ratio(case: Ints, state: Ints, who: int) -> float:
    """Return the minutes of a member for those there are."""
    return (state[state[GIVEN] + who] + case[case[COMMITTED] + who]) / case[case[WHOLE] + who]  # type: ignore[no-any-return]


@kernel
def least_uneven(state: Ints, real: Floats) -> float:
    """Return what unevenness takes at least: as before, unless one at an end of the range may be nearer to the others.

    Looking at two members in place of all saves a quarter of the time where there are two hundred.
    """
    low, high = state[LOWEST], state[HIGHEST]
    is_within = low >= 0 and (
        state[state[GIVEN] + low] > state[LOWEST_GIVEN] or state[state[GIVEN] + high] < state[HIGHEST_GIVEN]
    )
    return 0.0 if is_within else real[UNEVEN]


@kernel
def counted(case: Ints, state: Ints, real: Floats, uneven: float) -> float:
    """Return what a plan counts in all: each level times its weight."""
    found = 0.0
    for level in range(case[N_LEVELS]):
        found += real[WEIGHT + level] * state[state[WORTH] + level]
    return found - real[WEIGHT + case[N_LEVELS] - 1] * uneven  # type: ignore[no-any-return]


@kernel
def is_best(case: Ints, state: Ints, real: Floats, uneven: float) -> bool:
    """Return whether a plan is worth more than the best one, level above level."""
    ours, best, last = state[WORTH], state[BEST_WORTH], case[N_LEVELS] - 1
    for level in range(last):
        if state[ours + level] != state[best + level]:
            return state[ours + level] > state[best + level]  # type: ignore[no-any-return]
    return state[ours + last] - uneven > state[best + last] - real[EVEN]  # type: ignore[no-any-return]


@kernel
def settle(case: Ints, state: Ints, real: Floats) -> None:
    """Let the plan be the one that the next round starts from."""
    low, high = _ends(case, state)
    real[UNEVEN] = _between(case, state, low, high)
    real[NOW] = counted(case, state, real, real[UNEVEN])
    state[LOWEST], state[HIGHEST] = low, high
    if low >= 0:
        state[LOWEST_GIVEN], state[HIGHEST_GIVEN] = state[state[GIVEN] + low], state[state[GIVEN] + high]


@kernel
def prize(case: Ints, state: Ints, real: Floats) -> None:
    """Let the plan, from which the next round starts, count as the best one, which is to be kept before it is left."""
    for level in range(case[N_LEVELS]):
        state[state[BEST_WORTH] + level] = state[state[WORTH] + level]
    real[EVEN] = real[UNEVEN]
    state[PRIZED] = 1


@kernel
def keep(case: Ints, state: Ints) -> None:
    """Keep the plan if it counts as the best one and is not kept yet."""
    if not state[PRIZED]:
        return
    for piece in range(case[N_PIECES]):
        state[state[BEST_PAIR] + piece] = state[state[PAIR] + piece]
        state[state[BEST_START] + piece] = state[state[START] + piece]
    state[PRIZED] = 0
