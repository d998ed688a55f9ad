"""Bounds and plans of one level after the other by sets of tasks made as needed, where there are too many to list."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.columns.fold import Folded, block_of, fold
from solver.assignment.columns.lagrangian import lagrangian
from solver.assignment.columns.master import Master
from solver.assignment.columns.tree import Tree
from solver.assignment.model.linear import Linear
from solver.assignment.model.search import Limits
from solver.assignment.patterns.climb import Climb

Ints = NDArray[np.int64]
# How many listed sets, beside one of each member, a program over sets begins with.
NEAREST: Final = 100
# What HiGHS refuses in a column, by its option large_matrix_value.
LARGEST_NUMBER: Final = 1e15


@dataclass
class Grower:
    """What is kept from level to level: folded demands, made when they are first needed, and sets worth having."""

    linear: Linear
    limits: Limits
    climb: Climb | None = None
    sets: list[tuple[int, Ints]] = field(default_factory=list)
    folded: Folded | None = None
    is_tried: bool = False

    def is_able(self) -> bool:
        """Return whether tables and the numbers in them are small enough."""
        if not self.is_tried:
            self.is_tried, folded = True, fold(self.linear, self.climb.patterns if self.climb else None)
            self.folded = folded if folded is not None and _fits_highs(folded) else None
        return self.folded is not None

    def bound(self, held: Sequence[int]) -> float:
        """Return what no plan has more of on the next level, infinity where that is not known."""
        if not self.is_able():
            return math.inf
        tree = self.tree(held, None)
        try:
            found = math.floor(tree.master.solve(tree.root(), -math.inf).priced.bound)
        except ArithmeticError:
            return math.inf
        self.keep(tree.master)
        return found

    def tree(self, held: Sequence[int], best: int | None) -> Tree:
        """Return a search for more than ``best`` of the next level."""
        if self.folded is None:
            raise RuntimeError("the demands are too large to fold")
        master = Master(lagrangian(self.folded, len(held), tuple(held)), self.limits)
        master.learn(self.sets)
        self._start(master, held)
        return Tree(master, best, self.limits)

    def _start(self, master: Master, held: Sequence[int]) -> None:
        """Begin with the sets and the prices of the bound over listed patterns, where there is one."""
        climb, folded = self.climb, master.dual.folded
        if climb is None or len(climb.bounds) != len(held) + 1:
            return
        patterns, prices, losses = climb.patterns, climb.prices[-1], climb.bounds[-1].loss
        known = dict(zip(map(tuple, patterns.name.tolist()), prices.tolist(), strict=True))
        rows = [known.get(tuple(self.linear.name[r].tolist()), 0.0) if r >= 0 else 0.0 for r in folded.source.tolist()]
        levels = prices[len(prices) - len(self.linear.levels) :][: len(held)]
        master.center = np.concatenate([rows, levels])
        near = losses <= np.sort(losses)[: len(patterns.have) + NEAREST][-1]
        for group, (sack, columns, mine) in enumerate(zip(folded.sacks, folded.columns, folded.pairs, strict=True)):
            block = block_of(patterns, columns[0])
            if block is not None and sack.sets is not None:
                chosen = sack.sets[near[patterns.starts[block] : patterns.starts[block + 1]]]
                master.learn([(group, mine[np.flatnonzero(one)]) for one in chosen])

    def keep(self, master: Master) -> None:
        """Remember the sets that a master made."""
        known = len(master.dual.size) + len(self.sets)
        for have, group in zip(master.have[known:], master.group[known:].tolist(), strict=True):
            self.sets.append((group, np.flatnonzero(have)))


def _fits_highs(folded: Folded) -> bool:
    """Return whether HiGHS takes every set of tasks as a column: it refuses numbers of ``LARGEST_NUMBER`` and more."""
    columns = slice(folded.n_pairs)
    sums = [np.asarray(abs(folded.rows[:, columns]).sum(axis=1)), np.abs(folded.worth[:, columns]).sum(axis=1)]
    return all(one.max(initial=0.0) < LARGEST_NUMBER for one in sums)
