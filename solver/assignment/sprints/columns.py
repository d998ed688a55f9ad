"""The columns of placed pieces among the demands of a problem over slots and pieces, and what these are worth."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.linear import Linear
from solver.assignment.model.measure import measure

Ints = NDArray[np.int64]


class Columns:
    """The columns of pairs by row and piece."""

    def __init__(self, demands: Linear) -> None:
        self.demands, self.n_pieces = demands, len(demands.problem.tasks)
        pairs = demands.n_pairs
        # They stand row by row, and piece by piece within one.
        self.keys = demands.member[:pairs] * self.n_pieces + demands.task[:pairs]

    def of(self, placed: Mapping[int, int]) -> Ints | None:
        """Return the columns of pieces with the row of each, None if a pair is not there."""
        pieces = np.fromiter(placed, dtype=np.int64, count=len(placed))
        rows = np.fromiter(placed.values(), dtype=np.int64, count=len(placed))
        keys = np.sort(rows * self.n_pieces + pieces)
        found = np.searchsorted(self.keys, keys)
        is_there = len(keys) == 0 or (found[-1] < len(self.keys) and (self.keys[found] == keys).all())
        return found if is_there else None

    def values(self, placed: Mapping[int, int]) -> tuple[int, ...] | None:
        """Return the value of each level where just these pieces have these rows, None if that breaks a demand."""
        pairs = self.of(placed)
        return None if pairs is None else measure(self.demands, pairs)
