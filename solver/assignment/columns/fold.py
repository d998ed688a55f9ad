"""Demands with equal members folded into one of many: what a relaxation needs to know of them, and no more.

A plan of the members is a plan of the folded ones: a pair holds as often as it does in the class. The mean of all that
swaps make of a plan meets every demand that the plan meets, so each demand may be replaced by its mean.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from solver.assignment.columns.equal import equal_members, rows_of
from solver.assignment.model.linear import Linear
from solver.assignment.patterns.listing import Patterns
from solver.assignment.patterns.sack import Sack
from solver.assignment.patterns.sacks import Sacks
from solver.domain.frozen import lock_arrays

if TYPE_CHECKING:
    # Loaded where it is used: it takes a tenth of a second, and many worlds are never folded.
    from scipy.sparse import csr_matrix

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
# No larger tables for one member.
LARGEST = 8_000_000


@dataclass(frozen=True, eq=False)
class Folded:
    """``pairs[c]`` are the folded pairs of class c, ``members[c]`` its members, and ``columns[c][i]`` their columns.

    Folded columns are pairs, then all others; ``task[p]`` and ``group[p]`` are task and class of a pair. A plan meets
    ``rows`` within ``limit``, and each member the ``sacks[c]``. ``once[t]`` is the row that holds task t to one member.
    ``worth[k]`` are the factors of level k; ``low`` and ``high`` bound the folded columns that are no pairs.
    ``source[r]`` is the row of ``linear`` that a row comes from, -1 where it comes from none.
    """

    linear: Linear
    members: tuple[Ints, ...]
    columns: tuple[tuple[Ints, ...], ...]
    pairs: tuple[Ints, ...]
    sacks: tuple[Sack, ...]
    group: Ints
    task: Ints
    rows: csr_matrix
    limit: Floats
    once: Ints
    worth: Floats
    low: Floats
    high: Floats
    source: Ints

    def __post_init__(self) -> None:
        """Let nobody change an array in place."""
        lock_arrays(self)

    @cached_property
    def together(self) -> Sacks:
        """The sacks of all classes as one."""
        return Sacks(self.sacks, self.pairs)

    @property
    def n_pairs(self) -> int:
        """How many folded columns are pairs."""
        return len(self.task)

    def spread(self, opened: NDArray[np.bool_]) -> Ints:
        """Return the columns of the pairs that are not open, for every member of their class."""
        shut = np.flatnonzero(~opened)
        return np.array(sorted(c for p in shut.tolist() for c in self.of_pair(p).tolist()), dtype=np.int64)

    def of_pair(self, pair: int) -> Ints:
        """Return the columns of a folded pair, one for each member of its class."""
        group = int(self.group[pair])
        place = pair - int(self.pairs[group][0])
        return np.array([columns[place] for columns in self.columns[group]], dtype=np.int64)


def fold(linear: Linear, patterns: Patterns | None = None) -> Folded | None:
    """Return the folded demands, or None where tables would be too large; patterns are the sets of a member, listed."""
    members = equal_members(linear)
    order = np.argsort(linear.member, kind="stable")
    edges = np.searchsorted(linear.member[order], np.arange(len(linear.problem.members) + 1))
    own = [[order[edges[m] : edges[m + 1]] for m in alike.tolist()] for alike in members]
    n_pairs = linear.n_pairs
    columns = tuple(tuple(mine[mine < n_pairs] for mine in alike) for alike in own)
    place, number = np.full(len(linear.member), -1), 0
    for kind in (columns, tuple(tuple(mine[mine >= n_pairs] for mine in alike) for alike in own)):
        for alike in kind:
            for mine in alike:
                place[mine] = np.arange(number, number + len(mine))
            number += len(alike[0])
    loose = np.flatnonzero(place < 0)
    place[loose] = np.arange(number, number + len(loose))
    rows = rows_of(linear)
    sacks, priced = _sacks(linear, rows, columns)
    if patterns is not None:
        sacks = tuple(_listed(sack, alike[0], patterns) for sack, alike in zip(sacks, columns, strict=True))
    if max((sack.cells for sack in sacks), default=0) > LARGEST:
        return None
    return _finished(linear, members, columns, place, rows, sacks, priced)


def _sacks(linear: Linear, rows: csr_matrix, columns: tuple[tuple[Ints, ...], ...]) -> tuple[tuple[Sack, ...], Ints]:
    """Return the sack of each class, and the rows that the sacks keep."""
    member = np.where(linear.task >= 0, linear.member, -1)[linear.column]
    row = np.repeat(np.arange(len(linear.limit)), np.diff(linear.starts))
    length = np.diff(linear.starts)
    least, most = np.full(len(length), 2**40), np.full(len(length), -(2**40))
    lowest, highest = least.copy(), most.copy()
    for ends, entries in (((least, most), member), ((lowest, highest), linear.factor)):
        np.minimum.at(ends[0], row, entries)
        np.maximum.at(ends[1], row, entries)
    total = np.bincount(row, linear.factor, len(length))
    fitting = (least == most) & (least >= 0) & (lowest >= 0) & (total > linear.limit) & (linear.limit >= 0)
    sacks, priced = [], list[int]()
    for alike in columns:
        for i, mine in enumerate(alike):
            who = int(linear.member[mine[0]]) if len(mine) else -1
            own = np.flatnonzero(fitting & (least == who))
            counted = [r for r in own.tolist() if highest[r] == lowest[r] == 1 and length[r] == len(mine)]
            weighed = [r for r in own.tolist() if highest[r] > 1] or [r for r in own.tolist() if r not in counted]
            priced += [*counted, *weighed[:1]]
            if not i:
                sacks.append(_sack(linear, rows, mine, weighed[:1], counted))
    return tuple(sacks), np.array(priced, dtype=np.int64)


def block_of(patterns: Patterns, mine: Ints) -> int | None:
    """Return the block of the patterns that are sets of these pairs, None if there are no pairs."""
    return next((b for b, columns in enumerate(patterns.columns) if len(mine) and columns[0] == mine[0]), None)


def _listed(sack: Sack, mine: Ints, patterns: Patterns) -> Sack:
    """Return a sack with all sets of a member's pairs."""
    block = block_of(patterns, mine)
    return sack if block is None else replace(sack, sets=np.ascontiguousarray(patterns.have[block][:, : len(mine)]))


def _sack(linear: Linear, rows: csr_matrix, mine: Ints, weighed: list[int], counted: list[int]) -> Sack:
    load, room = np.zeros(len(mine), dtype=np.int64), 0
    for r in weighed:
        load = rows[r].toarray()[0][mine].astype(np.int64)
        step = int(np.gcd.reduce(load)) or 1
        load, room = load // step, int(linear.limit[r]) // step
    return Sack(load, room, min((int(linear.limit[r]) for r in counted), default=-1))


def _finished(
    linear: Linear,
    members: tuple[Ints, ...],
    columns: tuple[tuple[Ints, ...], ...],
    place: Ints,
    rows: csr_matrix,
    sacks: tuple[Sack, ...],
    priced: Ints,
) -> Folded:
    from scipy.sparse import csr_matrix, vstack

    size = np.bincount(place)
    width, n_pairs = len(size), sum(len(alike[0]) for alike in columns)
    mean = csr_matrix((1 / size[place], (np.arange(len(place)), place)), (len(place), width))
    spans = linear.factor * np.where(linear.factor > 0, linear.high[linear.column], linear.low[linear.column])
    row = np.repeat(np.arange(len(linear.limit)), np.diff(linear.starts))
    needed = np.bincount(row, spans, len(linear.limit)) > linear.limit
    needed[priced] = False
    once = np.arange(len(linear.problem.tasks))
    needed[once] = False
    links = _links(linear, len(place))
    marked = vstack([rows[needed], links]) @ mean
    limit = np.concatenate([linear.limit[needed], np.zeros(links.shape[0])])
    source = np.concatenate([np.flatnonzero(needed), np.full(links.shape[0], -1)])
    different = _different(marked, limit)
    sample = np.zeros(width, dtype=np.int64)
    sample[place[::-1]] = np.arange(len(place))[::-1]
    starts = np.cumsum([0, *(len(alike[0]) for alike in columns)])
    worth = np.zeros((len(linear.levels), len(place)))
    for k, level in enumerate(linear.levels):
        worth[k, level.column] = level.factor
    return Folded(
        linear,
        members,
        columns,
        pairs=tuple(np.arange(a, b) for a, b in zip(starts[:-1], starts[1:], strict=True)),
        sacks=sacks,
        group=np.repeat(np.arange(len(columns)), np.diff(starts)),
        task=linear.task[sample[:n_pairs]],
        rows=vstack([(rows[once] @ mean), marked[different]]).tocsr(),
        limit=np.concatenate([linear.limit[once], limit[different]]).astype(float),
        once=once,
        worth=worth[:, sample],
        low=(linear.low[sample] * size)[n_pairs:].astype(float),
        high=(linear.high[sample] * size)[n_pairs:].astype(float),
        source=np.concatenate([once, source[different]]),
    )


def _links(linear: Linear, width: int) -> csr_matrix:
    """Return rows that say that a part is on at most as much as its mark."""
    from scipy.sparse import csr_matrix

    count = len(linear.part)
    row = np.repeat(np.arange(count), 2)
    column = np.stack([linear.part, linear.whole], axis=1).ravel()
    return csr_matrix((np.tile([1.0, -1.0], count), (row, column)), (count, width))


def _different(rows: csr_matrix, limit: Floats) -> Ints:
    """Return one of each set of equal rows."""
    rows = rows.tocsr()
    rows.sum_duplicates()
    seen: dict[tuple[bytes, bytes, float], int] = {}
    for r in range(rows.shape[0]):
        inside = slice(rows.indptr[r], rows.indptr[r + 1])
        seen.setdefault((rows.indices[inside].tobytes(), rows.data[inside].round(9).tobytes(), float(limit[r])), r)
    return np.array(sorted(seen.values()), dtype=np.int64)
