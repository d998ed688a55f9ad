"""Rows of whole numbers in one array, so that a compiled loop is called with next to nothing.

The array begins with where each of its rows is: entry ``i`` of the row ``R`` is ``table[table[R] + i]``. Single numbers
stand where the place of a row would. Arrays in named tuples would be tidier, but are counted each time they are read,
which took forty times as long as what is done with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.assignment.arrays.kernels import COMPILED

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def table(rows: Mapping[int, Iterable[int]], numbers: Mapping[int, int]) -> Ints:
    """Return rows and single numbers as one array, a list where loops are not compiled.

    Parameters
    ----------
    rows : mapping of int to iterable of int
        By name.
    numbers : mapping of int to int
        By name; together the names are all numbers from 0 on.

    Examples
    --------
    >>> found = table({0: [7, 8], 2: [9]}, {1: 5})
    >>> [int(entry) for entry in found]
    [3, 5, 5, 7, 8, 9]
    """
    head, entries, place = dict(numbers), list[Ints](), len(rows) + len(numbers)
    for name, row in rows.items():
        one = np.array(row if isinstance(row, np.ndarray) else list(row), dtype=np.int64)
        head[name] = place
        place += len(one)
        entries.append(one)
    found = np.concatenate([np.array([head[name] for name in range(len(head))], dtype=np.int64), *entries])
    return quick(found)  # type: ignore[no-any-return]


def quick(entries: NDArray[Any]) -> Any:
    """Return an array as loops read it fastest: as it is where they are compiled, else as a list."""
    return entries if COMPILED else entries.tolist()
