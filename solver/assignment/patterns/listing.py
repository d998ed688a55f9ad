"""Members' patterns: each set of tasks that one member can hold alone, listed, so that only what ties members remains.

A plan is one pattern for each member. Seen so, load limits, limits on tasks at once, pins, separation and whole batches
are kept by the list itself, and the linear relaxation over patterns bounds far closer than the one over pairs: it is
the decomposition of Dantzig and Wolfe (1960), as strong as a Lagrangian dual with a knapsack for each member.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.linear import Linear
from solver.domain.frozen import lock_arrays

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
# Lists by the demands that shaped them: what a like problem need not list again.
Memo = dict[tuple[tuple[int, ...], bytes, bytes, bytes], Floats]
# No more patterns than this for one member, no larger tables: beyond, the search over pairs is the better one.
MOST: Final = 10_000
LARGEST: Final = 4_000_000


@dataclass(frozen=True, eq=False)
class Patterns:
    """All patterns, block by block: those of block b are ``starts[b] : starts[b + 1]``, and a plan has one of each.

    ``have[b]`` says which of the ``columns[b]`` of ``linear`` each pattern of a block has. A demand r ties blocks:
    ``uses[p, r]`` summed over the patterns of a plan, and ``shared[r, c]`` times the numbers that belong to nobody, is
    at most ``limit[r]``; ``name[r]`` tells demands apart as in ``Linear``, and the last ones, one for each level, stand
    by to hold what a level reached. ``worth[p, k]`` and ``shared_worth[c, k]`` count for level k. ``block[p]`` is the
    block of a pattern, ``largest[r]`` the most that any uses.
    """

    linear: Linear
    starts: Ints
    columns: tuple[Ints, ...]
    have: tuple[Floats, ...]
    uses: Floats
    shared: Floats
    limit: Floats
    worth: Floats
    shared_worth: Floats
    low: Floats
    high: Floats
    name: Ints
    block: Ints
    largest: Floats

    def __post_init__(self) -> None:
        """Let nobody change an array in place."""
        lock_arrays(self)

    def chosen(self, patterns: Ints) -> Ints:
        """Return the columns of the pairs that these patterns have."""
        found = [np.zeros(0, dtype=np.int64)]
        for p in patterns.tolist():
            b = int(np.searchsorted(self.starts, p, side="right")) - 1
            found.append(self.columns[b][self.have[b][p - self.starts[b]] > 0])
        columns = np.concatenate(found)
        return columns[columns < self.linear.n_pairs]

    def switched(self, plans: Ints) -> Ints:
        """Return which columns of members are switched on, a row for each plan of one pattern of each block."""
        on = np.zeros((len(plans), len(self.linear.member)), dtype=np.int64)
        for b, (columns, have) in enumerate(zip(self.columns, self.have, strict=True)):
            on[:, columns] = have[plans[:, b] - self.starts[b]]
        return on

    def of(self, pairs: Ints) -> Ints | None:
        """Return the pattern of each block that has exactly these of its pairs, or None if one is not in the list."""
        held, found = np.zeros(len(self.linear.member)), []
        held[pairs] = 1
        for start, columns, have in zip(self.starts.tolist(), self.columns, self.have, strict=False):
            n_pairs = int(np.searchsorted(columns, self.linear.n_pairs))
            (match,) = (have[:, :n_pairs] == held[columns[:n_pairs]]).all(axis=1).nonzero()
            if not len(match):
                return None
            found.append(start + int(match[0]))
        return np.array(found, dtype=np.int64)


def list_patterns(linear: Linear, memo: Memo | None = None, end: float = math.inf) -> Patterns | None:
    """Return all patterns, or None if there are too many to list, or none at all for a member.

    Parameters
    ----------
    linear : Linear
        Demands that touch the pairs of one member alone shape the patterns; the others tie members.
    memo : dict, optional
        Lists of earlier calls; those made here are added.
    end : float
        Second of ``time.monotonic`` after which no further list is begun.

    Returns
    -------
    Patterns or None
        None says nothing about whether there is a plan.
    """
    if len(linear.limit) * len(linear.member) > LARGEST:
        return None
    sorting = _Sorting(linear)
    memo = {} if memo is None else memo
    members, columns, have, total = [], [], [], 0
    for m, mine in _by_member(linear):
        listed = _listed(sorting, m, mine, memo)
        total += 0 if listed is None else len(listed)
        if listed is None or not len(listed) or total * sorting.n_demands > LARGEST or time.monotonic() > end:
            return None
        members.append(m)
        columns.append(mine)
        have.append(listed)
    return _stacked(sorting, members, columns, have)


def _by_member(linear: Linear) -> Iterator[tuple[int, Ints]]:
    """Yield each member with the columns that are its own, pairs first."""
    order = np.argsort(linear.member, kind="stable")
    members, first = np.unique(linear.member[order], return_index=True)
    ends = [*first[1:].tolist(), len(order)]
    for m, start, end in zip(members.tolist(), first.tolist(), ends[: len(members)], strict=True):
        if m >= 0:
            yield m, order[start:end]


class _Sorting:
    """Which rows shape the patterns of one member, and which tie members."""

    def __init__(self, linear: Linear) -> None:
        self.linear = linear
        n_rows, n_columns = len(linear.limit), len(linear.member)
        row = np.repeat(np.arange(n_rows), np.diff(linear.starts))
        self.table = np.zeros((n_rows, n_columns))
        self.table[row, linear.column] = linear.factor
        member = linear.member[linear.column]
        owned = member >= 0
        number, loose = (np.bincount(row[which], minlength=n_rows) for which in (owned, ~owned))
        total, squares = (np.bincount(row[owned], member[owned] ** power, n_rows) for power in (1, 2))
        one = (number > 0) & (number * squares == total * total)
        self.owner = np.where(one, total / np.maximum(number, 1), -1).astype(np.int64)
        most = np.bincount(row, np.maximum(linear.factor, 0) * linear.high[linear.column], n_rows)
        most += np.bincount(row, np.minimum(linear.factor, 0) * linear.low[linear.column], n_rows)
        needed = most > linear.limit
        marked = np.bincount(row[linear.column >= linear.n_pairs], minlength=n_rows) > 0
        self.shaping = needed & one & ~marked
        # A row of one member, or none, and one number that belongs to nobody bounds it by a whole one for each pattern.
        rounding = needed & (one | (number == 0)) & (loose == 1)
        self.rounding, self.tying = np.flatnonzero(rounding), np.flatnonzero(needed & ~self.shaping & ~rounding)
        self.nobodys = np.flatnonzero(linear.member < 0)
        self.steps = self.table[self.rounding][:, self.nobodys]
        self.levels = np.zeros((len(linear.levels), n_columns))
        for k, level in enumerate(linear.levels):
            self.levels[k, level.column] = level.factor
        self.sums = np.vstack([self.table[self.tying], np.zeros((len(self.rounding), n_columns)), -self.levels])
        self.rounded_table = self.table[self.rounding]
        self.rounded_left = linear.limit[self.rounding]
        self.rounded_owner, self.rounded_step = self.owner[self.rounding], np.abs(self.steps.sum(axis=1))

    @property
    def n_demands(self) -> int:
        return len(self.tying) + len(self.rounding) + len(self.levels)

    def write_uses(self, m: int, mine: Ints, have: Floats, found: Floats) -> None:
        """Write down what each pattern of a member adds to each demand that ties members."""
        np.matmul(have, self.sums[:, mine].T, out=found)
        for r in np.flatnonzero(self.rounded_owner == m).tolist():
            left = self.rounded_left[r] - have @ self.rounded_table[r, mine]
            # Exact: both are whole and below 2**52.
            found[:, len(self.tying) + r] = -np.floor(left / self.rounded_step[r])


def _stacked(sorting: _Sorting, members: list[int], columns: list[Ints], have: list[Floats]) -> Patterns:
    linear, n_levels = sorting.linear, len(sorting.levels)
    nobodys = sorting.nobodys
    starts = np.cumsum([0, *map(len, have)])
    uses = np.empty((int(starts[-1]), sorting.n_demands))
    for b, (m, mine, listed) in enumerate(zip(members, columns, have, strict=True)):
        sorting.write_uses(m, mine, listed, uses[starts[b] : starts[b + 1]])
    shared_worth = sorting.levels[:, nobodys].T
    level_names = np.stack([np.full(n_levels, -2), np.arange(n_levels), np.full(n_levels, -1)], axis=1)
    alone = np.floor(sorting.rounded_left / sorting.rounded_step)
    rounded_limit = np.where(sorting.rounded_owner < 0, alone, 0)
    return Patterns(
        linear,
        starts=starts,
        columns=tuple(columns),
        have=tuple(have),
        uses=uses,
        shared=np.vstack([sorting.table[sorting.tying][:, nobodys], np.sign(sorting.steps), -shared_worth.T]),
        limit=np.concatenate([linear.limit[sorting.tying], rounded_limit, np.full(n_levels, np.inf)]),
        worth=-uses[:, sorting.n_demands - n_levels :],
        shared_worth=shared_worth,
        low=linear.low[nobodys].astype(float),
        high=linear.high[nobodys].astype(float),
        name=np.concatenate([linear.name[sorting.tying], linear.name[sorting.rounding], level_names]),
        block=np.repeat(np.arange(len(have)), [len(one) for one in have]),
        largest=np.maximum(uses.max(axis=0, initial=0), -uses.min(axis=0, initial=0)),
    )


def _listed(sorting: _Sorting, m: int, mine: Ints, memo: Memo) -> Floats | None:
    """Return the patterns of one member over pairs and marks."""
    linear = sorting.linear
    pairs = mine[mine < linear.n_pairs]
    rows = np.flatnonzero(sorting.shaping & (sorting.owner == m))
    demands = sorting.table[rows][:, pairs]
    marks = mine[len(pairs) :]
    parts = np.zeros((len(pairs), len(marks)))
    own = linear.member[linear.whole] == m
    parts[linear.part[own] - mine[0], np.searchsorted(marks, linear.whole[own])] = 1
    key = (demands.shape, demands.tobytes(), linear.limit[rows].tobytes(), parts.tobytes())
    if key not in memo:
        found = enumerate_patterns(demands, linear.limit[rows])
        if found is None:
            return None
        memo[key] = np.hstack([found, (found @ parts > 0).astype(float)])
    return memo[key]


def enumerate_patterns(factors: Floats, limit: Ints, most: int = MOST) -> Floats | None:
    """Return all choices of 0 or 1 for each column that meet all rows, or None if more than ``most`` are in sight.

    Parameters
    ----------
    factors : ndarray of float, shape (n_rows, n_columns)
        Whole numbers.
    limit : ndarray of int, shape (n_rows,)
        What the sum of each row may be at most.
    most : int
        At least 1.

    Returns
    -------
    ndarray of float, shape (n_patterns, n_columns), or None
        Of zeros and ones.

    Examples
    --------
    >>> enumerate_patterns(np.array([[2.0, 3.0]]), np.array([4])).tolist()
    [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0]]
    """
    n_columns = factors.shape[1]
    order = np.argsort(-np.abs(factors).sum(axis=0), kind="stable")
    least = np.minimum(factors[:, order], 0)[:, ::-1].cumsum(axis=1)[:, ::-1]
    rest = np.hstack([least, np.zeros((len(factors), 1))])
    # What each row may have used when the columns up to here are chosen.
    room = limit[:, None] - rest
    chosen, used = np.zeros((1, n_columns)), np.zeros((1, len(factors)))
    if (used > room[:, 0]).any():
        return np.zeros((0, n_columns))
    for place, column in enumerate(order.tolist()):
        more = used + factors[:, column]
        with_it, without = ((sums <= room[:, place + 1]).all(axis=1) for sums in (more, used))
        added = chosen[with_it]
        added[:, column] = 1
        chosen, used = np.concatenate([chosen[without], added]), np.concatenate([used[without], more[with_it]])
        if len(chosen) > most:
            return None
    return chosen[np.lexsort(chosen.T[::-1])] if n_columns else chosen
