"""Members who can change places in any plan: which they are, by the demands and levels alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.linear import Linear

if TYPE_CHECKING:
    from scipy.sparse import csc_matrix, csr_matrix

Ints = NDArray[np.int64]


def equal_members(linear: Linear) -> tuple[Ints, ...]:
    """Return the members with columns in classes: any two of one class may swap all they have in any plan.

    Parameters
    ----------
    linear : Linear
        The demands and levels.

    Returns
    -------
    tuple of ndarray of int
        Each in order of the members; together all members who have a column. A swap of two of one class maps the
        demands onto themselves, and leaves every level at its value.
    """
    demands = Swaps(linear)
    classes: dict[Hashable, list[list[int]]] = {}
    for member in demands.own:
        alike = classes.setdefault(demands.look(member), [])
        for known in alike:
            if demands.is_unmoved(known[0], member):
                known.append(member)
                break
        else:
            alike.append([member])
    found = sorted(known for alike in classes.values() for known in alike)
    return tuple(np.array(known, dtype=np.int64) for known in found)


class Swaps:
    """The demands, seen by swaps of two members; ``own`` are the columns of each member."""

    def __init__(self, linear: Linear) -> None:
        self.linear = linear
        members = [m for m in np.unique(linear.member).tolist() if m >= 0]
        order = np.argsort(linear.member, kind="stable")
        edges = np.searchsorted(linear.member[order], [*members, len(linear.problem.members)])
        self.own = {m: order[edges[i] : edges[i + 1]] for i, m in enumerate(members)}
        self.worth = np.zeros((len(linear.levels), len(linear.member)), dtype=np.int64)
        for k, level in enumerate(linear.levels):
            self.worth[k, level.column] = level.factor

    @cached_property
    def rows(self) -> csr_matrix:
        """All demands."""
        return rows_of(self.linear)

    @cached_property
    def columns(self) -> csc_matrix:
        """The same, by column."""
        return self.rows.tocsc()

    def look(self, member: int) -> Hashable:
        """Return what members of one class have in common, at the least."""
        own, linear = self.own[member], self.linear
        tasks = linear.task[own]
        load, limit = linear.problem.load[member, tasks[tasks >= 0]], linear.problem.limit[member]
        return (tasks.tobytes(), load.tobytes(), int(limit), self.worth[:, own].tobytes(), self._marked(own))

    def _marked(self, own: Ints) -> bytes:
        """Return which of the columns switches on which mark, by place."""
        mine = np.isin(self.linear.part, own)
        return np.searchsorted(own, [self.linear.part[mine], self.linear.whole[mine]]).tobytes()

    def is_unmoved(self, one: int, two: int) -> bool:
        """Return whether the demands are the same after a swap of two members who look alike."""
        apart = self.columns[:, self.own[one]] - self.columns[:, self.own[two]]
        apart.eliminate_zeros()
        moved = np.unique(apart.indices)
        place = np.arange(len(self.linear.member))
        place[self.own[one]], place[self.own[two]] = self.own[two], self.own[one]
        return Counter(self._row(r, None) for r in moved) == Counter(self._row(r, place) for r in moved)

    def _row(self, r: int, place: Ints | None) -> Hashable:
        inside = slice(self.linear.starts[r], self.linear.starts[r + 1])
        column = self.linear.column[inside]
        terms = zip(
            (column if place is None else place[column]).tolist(), self.linear.factor[inside].tolist(), strict=True
        )
        return int(self.linear.limit[r]), tuple(sorted(terms))


def rows_of(linear: Linear) -> csr_matrix:
    """Return the demands as a sparse matrix."""
    from scipy.sparse import csr_matrix

    shape = (len(linear.limit), len(linear.member))
    return csr_matrix((linear.factor.astype(float), linear.column, linear.starts), shape)
