"""Linear demands as sparse rows and columns, and the part of them that is left once most pairs are settled."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.linear import Linear
from solver.assignment.model.slices import slices

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def ordered(numbers: Ints) -> Ints:
    """Return the places of numbers from 0 to below 2^32 in their order, equal ones as they stand.

    Two rounds over half of the digits: NumPy counts such short numbers instead of comparing them.

    Examples
    --------
    >>> ordered(np.array([70_000, 3, 70_000, 1]))
    array([3, 1, 0, 2])
    """
    first = np.argsort(numbers.astype(np.uint16), kind="stable")
    return first[np.argsort((numbers >> 16).astype(np.uint16)[first], kind="stable")]


@dataclass(frozen=True, eq=False)
class Part:
    """Columns that are free, and the rows that bind them once all others are settled.

    ``column`` are numbers of the whole; entries are by row (``starts``, ``place`` within ``column``, ``factor``), and
    row r is at most ``limit[r]``. ``low`` and ``high`` bound the free columns; ``row`` are the numbers of the rows.
    """

    column: Ints
    row: Ints
    starts: Ints
    place: Ints
    factor: Ints
    limit: Ints
    low: Ints
    high: Ints


class Program:
    """All demands by row and by column; a mark is at least each of its parts, as a row of its own."""

    def __init__(self, linear: Linear) -> None:
        self.linear = linear
        n_rows, n_parts = len(linear.limit), len(linear.part)
        marks = np.arange(n_rows, n_rows + n_parts)
        row = np.concatenate([np.repeat(np.arange(n_rows), np.diff(linear.starts)), marks, marks])
        column = np.concatenate([linear.column, linear.part, linear.whole])
        factor = np.concatenate([linear.factor, np.ones(n_parts, np.int64), np.full(n_parts, -1)])
        self.limit = np.concatenate([linear.limit, np.zeros(n_parts, np.int64)])
        order = np.argsort(row, kind="stable")
        self.row, self.column, self.factor = row[order], column[order], factor[order]
        self.starts = np.searchsorted(self.row, np.arange(len(self.limit) + 1))
        self.by_column = ordered(self.column)
        counts = np.bincount(self.column, minlength=len(linear.member))
        self.column_starts = np.concatenate([[0], np.cumsum(counts)])
        self.column_row, self.column_factor = self.row[self.by_column], self.factor[self.by_column]
        self.n_pairs = linear.n_pairs
        # Firm demands by column, and the marks in them that each pair switches on.
        firm = ~self.is_loose[self.column_row] & (self.column_row < n_rows)
        self.firm_row, self.firm_factor = self.column_row[firm], self.column_factor[firm]
        self.firm_column_starts = np.concatenate([[0], np.cumsum(firm)])[self.column_starts]
        kept = ~self.is_priced_mark[linear.whole]
        order = np.argsort(linear.part[kept], kind="stable")
        self.firm_whole = linear.whole[kept][order]
        self.firm_starts = np.searchsorted(linear.part[kept][order], np.arange(self.n_pairs + 1))

    @cached_property
    def worth(self) -> NDArray[np.int64]:
        """The factor of each column in each level, shape (n_levels, n_columns)."""
        found = np.zeros((len(self.linear.levels), len(self.linear.member)), np.int64)
        for number, level in enumerate(self.linear.levels):
            np.add.at(found[number], level.column, level.factor)
        return found

    @property
    def entries_of_each(self) -> float:
        """In how many demands a pair stands on average, with those of its marks."""
        return len(self.row) / max(self.n_pairs, 1)

    @property
    def is_impossible(self) -> bool:
        """Whether a demand asks for something without a column that could give it."""
        return bool((self.limit[np.diff(self.starts) == 0] < 0).any())

    @cached_property
    def is_loose(self) -> NDArray[np.bool_]:
        """The rows with a number of nobody's: they price plans and forbid none."""
        found = np.zeros(len(self.limit), bool)
        found[self.row[self.linear.member[self.column] < 0]] = True
        return found

    @cached_property
    def is_priced_mark(self) -> NDArray[np.bool_]:
        """The columns that are marks and stand in no firm row but those that switch them on."""
        found = np.zeros(len(self.linear.member), bool)
        found[self.linear.whole] = True
        firm = ~self.is_loose[self.row] & (self.row < len(self.linear.limit))
        found[self.column[firm]] = False
        return found

    def rows_of(self, columns: Ints) -> Ints:
        """Return the rows in which any of the columns stands."""
        return np.unique(self.column_row[slices(self.column_starts, columns)[0]])

    def part(self, free: Ints, value: Ints, *, priced: bool = True) -> Part:
        """Return what binds free pairs while all other pairs keep their value (0 or 1).

        Marks that a settled pair switches on stay on; other marks of free pairs, and numbers of nobody in their rows,
        are free too. Without ``priced`` only what forbids plans is there, not what makes them cost more.
        """
        linear = self.linear
        is_free = np.zeros(len(linear.member), bool)
        is_free[free] = True
        on = value.copy()
        on[free] = 0
        on[self.n_pairs :] = 0
        on[linear.whole[(on[linear.part] > 0)]] = 1
        touched = linear.whole[is_free[linear.part]]
        touched = touched[on[touched] == 0]
        is_free[touched if priced else touched[~self.is_priced_mark[touched]]] = True
        rows = self.rows_of(np.flatnonzero(is_free))
        if not priced:
            # A row of a mark that is left out would pin its part.
            is_mark_row = rows >= len(self.linear.limit)
            of_mark = self.linear.whole[rows[is_mark_row] - len(self.linear.limit)]
            dropped = self.is_loose[rows]
            dropped[is_mark_row] = ~is_free[of_mark] & (on[of_mark] == 0)
            rows = rows[~dropped]
        among = self.column[slices(self.starts, rows)[0]]
        mine = np.unique(among[linear.member[among] < 0])
        is_free[mine] = True
        column = np.flatnonzero(is_free)
        rows = np.union1d(rows, self.rows_of(mine)) if len(mine) else rows
        entry, number = slices(self.starts, rows)
        inner = is_free[self.column[entry]]
        outer = self.factor[entry] * on[self.column[entry]] * ~inner
        limit = self.limit[rows] - np.bincount(number, outer, len(rows)).astype(np.int64)
        place = np.searchsorted(column, self.column[entry[inner]])
        starts = np.searchsorted(number[inner], np.arange(len(rows) + 1))
        low, high = linear.low[column], linear.high[column]
        return Part(column, rows, starts, place, self.factor[entry[inner]], limit, low, high)
