"""In which order the units of a round are given anew."""

from __future__ import annotations

from typing import Final

from solver.assignment.arrays.kernels import kernel
from solver.assignment.sprints.ruin.case import EDGES, LOAD, N_LEVELS, N_UNITS, PARTS, UNIT_EDGES, UNIT_PIECES
from solver.assignment.sprints.ruin.state import CHOSEN, N_CHOSEN, WEIGHT, draw
from solver.assignment.sprints.ruin.table import Floats, Ints

# How much units are given out of their own order, urgent ones first, in the length of the list.
NOISE: Final = (0.0, 0.0, 0.1, 0.5, 4.0)
# How often those that take the most minutes are given first in place of that, in PARTS, and how far out of that order.
LONG_FIRST: Final = PARTS // 4
HOUR: Final = 60


@kernel
def sort(case: Ints, state: Ints, real: Floats) -> None:
    """Order the chosen units so that urgent ones come first, strictly, about or hardly, or those that take longest."""
    keys, noise = WEIGHT + case[N_LEVELS], case[N_UNITS] * NOISE[draw(state, 5)]
    is_long_first = draw(state, PARTS) < LONG_FIRST
    for at in range(state[N_CHOSEN]):
        unit = state[state[CHOSEN] + at]
        key, place = unit + noise * draw(state, PARTS) / PARTS, at
        if is_long_first:
            key = 0.0 + draw(state, HOUR) - _minutes(case, unit)
        while place and real[keys + place - 1] > key:
            state[state[CHOSEN] + place], real[keys + place] = state[state[CHOSEN] + place - 1], real[keys + place - 1]
            place -= 1
        state[state[CHOSEN] + place], real[keys + place] = unit, key


@kernel
def _minutes(case: Ints, unit: int) -> int:
    """Return what the first piece of a unit takes where it is tried first, 0 where nobody can have it."""
    piece = case[case[UNIT_PIECES] + case[case[UNIT_EDGES] + unit]]
    pair = case[case[EDGES] + piece]
    return case[case[LOAD] + pair] if pair < case[case[EDGES] + piece + 1] else 0
