"""What a list knows of each pair of a row and a piece: its minutes between dates, how much its member is wanted."""

from __future__ import annotations

from array import array

import numpy as np
from numpy.typing import NDArray

from solver.matching.problem import Problem
from solver.matching.time import Time

Ints = NDArray[np.int64]


def quick(entries: Ints) -> array[int]:
    """Return whole numbers as an array whose single entries are read far faster than those of NumPy's."""
    return array("q", entries.astype(np.int64).tobytes())


def dated(time: Time, row: Ints, column: Ints) -> dict[int, tuple[int, int]]:
    """Return the first and last minute of its row for each pair whose piece has not all of them."""
    period = time.period[row]
    begin, end = time.begin[period, column], time.end[period, column]
    is_held = np.isin(column, list(time.held))
    some = np.flatnonzero((begin > 0) | (end < np.array(time.days)[period]) | is_held).tolist()
    return {pair: time.between(int(row[pair]), int(column[pair])) for pair in some}


def wanted(problem: Problem, time: Time, row: Ints, column: Ints) -> NDArray[np.float64]:
    """Return how much the member of each pair is wanted, as hours of all work that could be theirs, less its gain.

    Each piece spreads its load evenly over the rows that may have it; a member's share of their own hours is in
    thousandths, as gains for a minute are, so that whoever is wanted less comes before whom it suits a little better.
    """
    load = problem.load[row, column]
    spread = load / np.bincount(column, minlength=len(problem.tasks))[column]
    wanted = np.bincount(time.member[row], spread, len(time.names))
    hours = np.bincount(time.member, problem.limit, len(time.names))
    share = 1000 * wanted / np.maximum(hours, 1)
    found: NDArray[np.float64] = share[time.member[row]] - problem.gain[row, column] / np.maximum(load, 1)
    return found
