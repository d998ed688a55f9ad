"""Entries of several rows of a table that is kept row by row."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def slices(starts: Ints, which: Ints) -> tuple[Ints, Ints]:
    """Return the places of all entries of some rows, and for each the number of its row within ``which``.

    Parameters
    ----------
    starts : ndarray of int, shape (n_rows + 1,)
        Row r has the entries ``starts[r] : starts[r + 1]``.
    which : ndarray of int
        Rows.

    Examples
    --------
    >>> slices(np.array([0, 2, 2, 5]), np.array([2, 0]))
    (array([2, 3, 4, 0, 1]), array([0, 0, 0, 1, 1]))
    """
    length = starts[which + 1] - starts[which]
    number = np.repeat(np.arange(len(which)), length)
    return np.arange(len(number)) + np.repeat(starts[which] - np.cumsum(length) + length, length), number
