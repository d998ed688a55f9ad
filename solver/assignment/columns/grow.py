"""Bounds and plans of one level after the other by sets of tasks made as needed, where there are too many to list."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from solver.assignment.columns.fold import Folded, fold
from solver.assignment.columns.lagrangian import lagrangian
from solver.assignment.columns.master import Master
from solver.assignment.columns.tree import Tree
from solver.assignment.model.linear import Linear
from solver.assignment.model.search import Limits

Ints = NDArray[np.int64]


@dataclass
class Grower:
    """What is kept from level to level: folded demands, made when they are first needed, and sets worth having."""

    linear: Linear
    limits: Limits
    sets: list[tuple[int, Ints]] = field(default_factory=list)
    folded: Folded | None = None
    is_tried: bool = False

    def is_able(self) -> bool:
        """Return whether tables are small enough."""
        if not self.is_tried:
            self.is_tried, self.folded = True, fold(self.linear)
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
        return Tree(master, best, self.limits)

    def keep(self, master: Master) -> None:
        """Remember the sets that a master made."""
        known = len(master.dual.size) + len(self.sets)
        for have, group in zip(master.have[known:], master.group[known:].tolist(), strict=True):
            self.sets.append((group, np.flatnonzero(have)))
