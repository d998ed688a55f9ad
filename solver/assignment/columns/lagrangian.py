"""What prices of the demands prove for sets that are made as needed: the Lagrangian, and the best set of each class.

Prices say what each task is worth to a class of equal members; any prices prove a bound.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from solver.assignment.columns.fold import Folded
from solver.assignment.patterns.sack import LEAST
from solver.domain.frozen import lock_arrays

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Node:
    """A part of all plans: which folded pairs are open, which tasks must be placed, and bounds of the other columns.

    ``bound`` is the most that any of its plans has.
    """

    opened: Bools
    must: Bools
    low: Floats
    high: Floats
    bound: float = math.inf


@dataclass(frozen=True, eq=False)
class Priced:
    """What prices prove: no plan of the node has more than ``bound``; ``gain[p]`` is what a pair adds to its class."""

    bound: float
    prices: Floats
    gain: Floats


@dataclass(frozen=True, eq=False)
class Lagrangian:
    """The demands of one level with those above held, as sparse rows over the folded pairs and the other columns.

    ``size`` counts the members of each class.
    """

    folded: Folded
    level: int
    held: tuple[int, ...]
    pair_rows: csr_matrix
    other_rows: csr_matrix
    limit: Floats
    worth: Floats
    other_worth: Floats
    size: Floats
    pair_size: Floats = field(init=False)
    other_size: csr_matrix = field(init=False)

    def __post_init__(self) -> None:
        """Sum up what rounding can do to each row, and let nobody change an array in place."""
        object.__setattr__(self, "pair_size", np.asarray(abs(self.pair_rows).sum(axis=1)).ravel())
        object.__setattr__(self, "other_size", abs(self.other_rows))
        lock_arrays(self)

    def gains(self, prices: Floats) -> Floats:
        """Return what each folded pair adds to its class at some prices."""
        found: Floats = self.worth - self.pair_rows.T @ prices
        return found

    @property
    def least(self) -> float:
        """What no plan has less of: a bound below it says that there is none."""
        ends = np.minimum(self.other_worth * self.folded.low, self.other_worth * self.folded.high)
        return float(np.minimum(self.worth, 0).sum() + ends.sum())

    def price(self, prices: Floats, node: Node) -> tuple[Priced, list[Ints]]:
        """Return the bound at some prices, and the best set of each class."""
        folded, prices = self.folded, self.within(prices, node)
        gain = np.where(node.opened, self.gains(prices), -np.inf)
        numbers = self.other_worth - self.other_rows.T @ prices
        ends = np.maximum(numbers * node.low, numbers * node.high)
        spent = self.limit * prices
        best, sets = folded.together.best(gain)
        total = spent.sum() + ends.sum() + self.size @ best
        # What rounding may have taken away, so that the bound holds.
        sums = np.abs(self.worth).sum() + np.abs(prices) @ (self.pair_size + self.other_size @ node.high)
        sums += np.abs(spent).sum() + np.abs(ends).sum()
        slack = 4 * np.finfo(float).eps * (len(prices) + len(gain)) * (1 + sums)
        # Gains too small to count.
        slack += LEAST * len(gain) * self.size.max(initial=0)
        return Priced(float(total + slack), prices, gain), sets

    def within(self, prices: Floats, node: Node) -> Floats:
        """Return prices, none below 0 but those that may be."""
        return np.where(self.free(node), prices, np.maximum(prices, 0))

    def free(self, node: Node) -> Bools:
        """Return which prices may be below 0: those of tasks that must be placed."""
        free = np.zeros(len(self.limit), dtype=bool)
        free[self.folded.once[node.must]] = True
        return free

    def slack(self, priced: Priced, sets: list[Ints], node: Node) -> Floats:
        """Return what the sets that are best at some prices leave of each demand."""
        held = np.zeros(self.folded.n_pairs)
        for size, one in zip(self.size, sets, strict=True):
            held[one] = size
        numbers = self.other_worth - self.other_rows.T @ priced.prices
        others = np.where(numbers > 0, node.high, node.low)
        found: Floats = self.limit - self.pair_rows @ held - self.other_rows @ others
        return found


def lagrangian(folded: Folded, level: int, held: tuple[int, ...]) -> Lagrangian:
    """Return the demands of a level, with the least that is held of each level above as demands too."""
    from scipy.sparse import csr_matrix, vstack

    pairs, above = folded.n_pairs, -folded.worth[: len(held)]
    return Lagrangian(
        folded,
        level,
        held,
        pair_rows=vstack([folded.rows[:, :pairs], csr_matrix(above[:, :pairs])], format="csr"),
        other_rows=vstack([folded.rows[:, pairs:], csr_matrix(above[:, pairs:])], format="csr"),
        limit=np.concatenate([folded.limit, -np.array(held, dtype=float)]),
        worth=folded.worth[level, :pairs],
        other_worth=folded.worth[level, pairs:],
        size=np.array([len(one) for one in folded.members], dtype=float),
    )
