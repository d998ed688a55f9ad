"""Limits drawn down to what loads can add up to, by subset sums: 25 h of tasks of 8 h are 24 h."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
# A limit above this, counted in what divides all loads, is left as it is.
LARGEST = 100_000


def reachable(loads: Sequence[int], limit: int) -> int:
    """Return the largest sum of some of the loads that is not above the limit.

    Parameters
    ----------
    loads : sequence of int
        Each at least 0, to be used once at most.
    limit : int
        At least 0; larger than ``LARGEST`` times what divides all loads, only that is rounded down to.

    Returns
    -------
    int
        At most ``limit``.

    Examples
    --------
    >>> reachable([480, 480, 900], 1300)
    960
    >>> reachable([480, 480, 900], 1380)
    1380
    """
    total = sum(loads)
    if total <= limit:
        return total
    step = int(np.gcd.reduce(np.array(loads)))
    room = limit // step
    if room > LARGEST:
        return room * step
    # Bit s says that s can be reached.
    whole = (1 << (room + 1)) - 1
    sums = 1
    for load in loads:
        sums = (sums | sums << (load // step)) & whole
        if sums >> room:
            break
    return (sums.bit_length() - 1) * step


def of_switches(starts: Ints, column: Ints, factor: Ints, limit: Ints, free: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which rows may be drawn closer: over switches alone, no factor below 0, one above 1, together too much.

    Parameters
    ----------
    starts, column, factor, limit, free : ndarray
        As in ``drawn_down``.

    Returns
    -------
    ndarray of bool, shape (n_rows,)
        All others hold as they are.
    """
    row = np.repeat(np.arange(len(limit)), np.diff(starts))
    most, total = np.zeros(len(limit), dtype=np.int64), np.bincount(row, factor, len(limit))
    np.maximum.at(most, row, factor)
    spoilt = np.bincount(row, (factor < 0) | free[column], len(limit)) > 0
    found: NDArray[np.bool_] = ~spoilt & (most > 1) & (total > limit)
    return found


def drawn_down(starts: Ints, column: Ints, factor: Ints, limit: Ints, free: NDArray[np.bool_]) -> Ints:
    """Return limits of rows that forbid no whole numbers more, but all sums between what can be reached.

    Parameters
    ----------
    starts, column, factor, limit : ndarray of int
        Rows: ``factor * column`` over ``starts[r] : starts[r + 1]`` is at most ``limit[r]``.
    free : ndarray of bool
        Which columns are anything but switches; rows with one of them stay as they are.

    Returns
    -------
    ndarray of int
        Nowhere above ``limit``.
    """
    found = limit.copy()
    for r in np.flatnonzero(of_switches(starts, column, factor, limit, free) & (limit >= 0)).tolist():
        found[r] = reachable(factor[starts[r] : starts[r + 1]].tolist(), int(limit[r]))
    return found
