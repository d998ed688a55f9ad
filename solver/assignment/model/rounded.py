"""Rows rounded to what loads share: of 64 h tasks of 6, 9 and 12 h fill 63 h, and one of 8 h among them changes little.

A row is divided by a number, and its factors and its limit are rounded down; what a factor has beyond that counts in
part (mixed integer rounding, Marchand and Wolsey 2001). No whole numbers are lost, but sums between them are.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.sums import of_switches

Ints = NDArray[np.int64]
# So many divisors are tried for a row: those that divide the most of its factors.
MOST_DIVISORS: Final = 4


def rounded(starts: Ints, column: Ints, factor: Ints, limit: Ints, free: NDArray[np.bool_]) -> tuple[Ints, ...]:
    """Return more rows that all whole numbers meet which meet the given ones.

    Parameters
    ----------
    starts, column, factor, limit : ndarray of int
        Rows: ``factor * column`` over ``starts[r] : starts[r + 1]`` is at most ``limit[r]``.
    free : ndarray of bool
        Which columns are anything but switches; rows with one of them are left aside.

    Returns
    -------
    tuple of ndarray of int
        Length of each new row, columns, factors, limits, and the row from which each was made.
    """
    none = np.zeros(0, dtype=np.int64)
    lengths, columns, factors, limits, made = list[int](), [none], [none], list[int](), list[int]()
    for r in np.flatnonzero(of_switches(starts, column, factor, limit, free) & (limit > 0)).tolist():
        mine = slice(starts[r], starts[r + 1])
        for divisor in _divisors(factor[mine]):
            part = int(limit[r]) % divisor
            if part:
                times, rest = np.divmod(factor[mine], divisor)
                found = times * (divisor - part) + np.maximum(rest - part, 0)
                lengths.append(len(found))
                columns.append(column[mine])
                factors.append(found)
                limits.append(int(limit[r]) // divisor * (divisor - part))
                made.append(r)
    counts, at_most, source = (np.array(each, dtype=np.int64) for each in (lengths, limits, made))
    return counts, np.concatenate(columns), np.concatenate(factors), at_most, source


def _divisors(factors: Ints) -> list[int]:
    """Return the common divisors of two of the factors that divide the most of them."""
    values, counts = np.unique(factors[factors > 0], return_counts=True)
    shared = np.unique(np.gcd(values[:, None], values[None, :]))
    divided = ((values[None, :] % shared[:, None] == 0) * counts).sum(axis=1)
    found = shared[np.lexsort((-shared, -divided))]
    return [int(divisor) for divisor in found[found > 1][:MOST_DIVISORS]]
