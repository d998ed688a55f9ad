"""Pieces that wait for each other, as rows that know who could do both in one period: closer than sums of times.

Of a period of 10 days A takes 6 or 8 and B, which waits for it, 3 or 5. A mixture that has half of A in each of two
periods, and half of B beside each, breaks neither the order of periods nor the sum of times of any. But what has come
of B where it takes 5 needs A in an earlier period, and what has come of it where it takes 3 needs A there, or where A
takes 6. For two pieces such rows, one for each time of B that others take A with, say all that can be said.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.linear import Linear
from solver.domain.order import needs_first
from solver.matching.time import TICKS, Time

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
# Later than any moment.
NEVER: Final = 2**40
# Beyond so many pairs of pieces that wait, through others too, only those that wait for each other at once count.
MOST: Final = 2_000


class Rows(NamedTuple):
    """Rows as those of ``Linear``; of each the sum is at most 0."""

    starts: Ints
    column: Ints
    factor: Ints


def rows_of_waits(demands: Linear) -> Rows:
    """Return what pieces that wait for each other demand of their columns beyond an order of periods."""
    time = demands.problem.time
    found = list(_sides(demands, time)) if time and time.waits else []
    none = np.zeros(0, dtype=np.int64)
    ones = [part for late, early in found for part in (np.ones(len(late), np.int64), np.full(len(early), -1))]
    sizes = [len(late) + len(early) for late, early in found]
    columns = [part for both in found for part in both]
    return Rows(np.cumsum([0, *sizes]), np.concatenate([none, *columns]), np.concatenate([none, *ones]))


def _sides(demands: Linear, time: Time) -> Iterator[tuple[Ints, Ints]]:
    """Yield columns of a piece that waits, and the columns of what it waits for of which any of them needs one."""
    waiting = np.unique(np.array(time.waits))
    mine = np.flatnonzero(np.isin(demands.task[: demands.n_pairs], waiting))
    member, task = demands.member[mine], demands.task[mine]
    spans = [
        _span(time, row, piece, int(demands.problem.load[row, piece])) for row, piece in zip(member, task, strict=True)
    ]
    pairs = _Pairs(mine, member, time.period[member], *np.array(spans, dtype=np.int64).reshape(-1, 4).T)
    of = {piece: np.flatnonzero(task == piece) for piece in np.unique(task).tolist()}
    shortest = {piece: int(time.ticks[member[here], piece].min()) for piece, here in of.items()}
    for (after, before), between in _gaps(time.waits, shortest).items():
        yield from pairs.sides(of[after], of[before], between)


def _span(time: Time, row: int, piece: int, minutes: int) -> tuple[int, int, int, int]:
    """Return the first end and the last start of a piece with a row, in ticks of the period and in minutes of the row.

    What cannot be worked there at all ends too late.
    """
    slot, (first, last) = time.slots[row], time.between(row, piece)
    end, start = first + minutes, last - minutes
    if end > last or not slot.minutes:
        return NEVER, 0, NEVER, 0
    return math.floor(slot.moment(end) * TICKS), math.ceil(slot.moment(start, late=True) * TICKS), end, start


class _Pairs(NamedTuple):
    """Columns of pieces that wait or are waited for: rows, periods, first ends and last starts in ticks and minutes."""

    column: Ints
    row: Ints
    period: Ints
    end: Ints
    start: Ints
    end_minute: Ints
    start_minute: Ints

    def sides(self, after: Ints, before: Ints, between: int) -> Iterator[tuple[Ints, Ints]]:
        """Yield what both sides of a row are, period by period, for a piece and one that it waits for.

        Columns of the one that could start latest need the least of the other: those that need more come first.
        """
        after = after[np.argsort(self.start[after], kind="stable")]
        for period in np.unique(self.period[after]).tolist():
            late, early = after[self.period[after] == period], before[self.period[before] == period]
            sooner = [each[self.period[each] < period] for each in (after, before)]
            fits = self._fits(late, early, between)
            for count in _counts(fits):
                sides = [*sooner[:1], late[:count]], [*sooner[1:], early[fits[:count].any(axis=0)]]
                yield self.column[np.concatenate(sides[0])], self.column[np.concatenate(sides[1])]

    def _fits(self, late: Ints, early: Ints, between: int) -> Bools:
        """Return of which columns of a period both may hold with so many ticks between them, each by itself."""
        apart = self.end[early] + between <= self.start[late][:, None]
        same = self.row[early] == self.row[late][:, None]
        found: Bools = apart & (~same | (self.end_minute[early] <= self.start_minute[late][:, None]))
        return found


def _gaps(waits: Iterable[tuple[int, int]], shortest: Mapping[int, int]) -> dict[tuple[int, int], int]:
    """Return what is worked at least between each two pieces of which one waits for the other; those that can hold."""
    direct: dict[int, list[int]] = {}
    for after, before in waits:
        if after in shortest and before in shortest:
            direct.setdefault(after, []).append(before)
    found: dict[int, dict[int, int]] = {}
    for piece in needs_first(direct, lambda one: direct.get(one, ())):
        mine = found[piece] = dict.fromkeys(direct.get(piece, ()), 0)
        for middle in list(mine):
            for before, between in found[middle].items():
                mine[before] = max(mine.get(before, 0), between + shortest[middle])
        if sum(map(len, found.values())) > MOST:
            return {(after, before): 0 for after, befores in direct.items() for before in befores}
    return {(after, before): between for after, mine in found.items() for before, between in mine.items()}


def _counts(fits: Bools) -> list[int]:
    """Return how many of the first columns need the same of the others, where they do not need just any of them.

    Examples
    --------
    The first fits beside nothing, the second and the third beside the same one of two.

    >>> _counts(np.array([[False, False], [True, False], [True, False]]))
    [1, 3]
    """
    reached = np.logical_or.accumulate(fits, axis=0)
    ends = np.append((reached[1:] != reached[:-1]).any(axis=1), ~reached[-1:].all(axis=1))
    found: list[int] = (np.flatnonzero(ends) + 1).tolist()
    return found
