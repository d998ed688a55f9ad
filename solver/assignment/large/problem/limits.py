"""Limits rounded down to what loads can add up to: no plan uses the rest, and every bound gains by it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[Any]
# Tasks looked at together: a mapped array is never in memory as a whole.
PIECE = 1_000_000


def common_part(minutes: Ints, paces: Ints) -> Ints:
    """Return for each pace the largest number of minutes that divides the load of every task.

    Parameters
    ----------
    minutes : ndarray of int, shape (n_tasks,)
        Estimates.
    paces : ndarray of int, shape (n_paces,)
        In thousandths of the estimate.

    Returns
    -------
    ndarray of int, shape (n_paces,)
        At least 1.

    Examples
    --------
    Of 30 and 90 minutes, who needs nine tenths takes 27 and 81; who needs five quarters takes 38 and 113.

    >>> common_part(np.array([30, 90]), np.array([900, 1250])).tolist()
    [27, 1]
    """
    pieces = [np.unique(minutes[start : start + PIECE]) for start in range(0, len(minutes), PIECE)]
    lengths = np.unique(np.concatenate([*pieces, np.zeros(0, np.int64)]).astype(np.int64))
    loads = -(-lengths[:, None] * paces // 1000)
    parts: Ints = np.maximum(np.gcd.reduce(loads, axis=0, initial=0), 1)
    return parts


def whole_parts(limit: Ints, part: Ints) -> Ints:
    """Return each limit rounded down to a multiple of its part.

    Examples
    --------
    >>> whole_parts(np.array([480, 480]), np.array([27, 1])).tolist()
    [459, 480]
    """
    rounded: Ints = limit // part * part
    return rounded
