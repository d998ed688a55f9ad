"""Branches on the pairs that the relaxation over patterns leaves in the balance; it leaves few, and mostly none."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.measure import measure
from solver.assignment.model.search import Limits
from solver.assignment.patterns.relaxation import Relaxation, bound, whole_patterns

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass
class Branching:
    """A depth-first search for the most of a level; ``best`` is to be beaten, and ``plan`` has it if one was found.

    A child shuts patterns: those of a member without a task, and of others with it; or those of the member with it.
    """

    relaxation: Relaxation
    level: int
    best: int | None
    nodes: int
    limits: Limits
    plan: Ints | None = field(default=None)

    def run(self) -> bool:
        """Return whether the search ended: then no plan has more than ``best``."""
        stack = [np.ones(len(self.relaxation.patterns.worth), dtype=bool)]
        while stack and self.nodes and self.limits.seconds > 0 and not self.limits.wish.is_set():
            self.nodes -= 1
            stack += self._children(stack.pop())
        self.relaxation.open_only(np.ones(len(self.relaxation.patterns.worth), dtype=bool))
        return not stack

    def _children(self, opened: NDArray[np.bool_]) -> list[NDArray[np.bool_]]:
        patterns = self.relaxation.patterns
        if not patterns.linear.n_pairs:
            # Nobody can take anything: the one plan there is leaves all tasks out.
            self._learn(np.zeros(0, dtype=np.int64))
            return []
        if not np.logical_or.reduceat(opened, patterns.starts[:-1]).all():
            return []
        self.relaxation.open_only(opened)
        found = self.relaxation.best(self.level)
        if found is None:
            return []
        prices, share = found
        top = bound(patterns, self.relaxation.limit, self.level, prices, opened).value
        if self.best is not None and top <= self.best:
            return []
        chosen = whole_patterns(share)
        if chosen is not None:
            self._learn(patterns.chosen(chosen))
            if self.best is not None and top <= self.best:
                return []
        return self._split(opened, share)

    def _learn(self, pairs: Ints) -> None:
        linear = self.relaxation.patterns.linear
        values = measure(linear, pairs)
        if values is None:
            return
        value = values[self.level] - linear.levels[self.level].constant
        if self.best is None or value > self.best:
            self.best, self.plan = value, pairs

    def _split(self, opened: NDArray[np.bool_], share: Floats) -> list[NDArray[np.bool_]]:
        """Return what is open to plans without the pair most in the balance, and to plans with it."""
        patterns = self.relaxation.patterns
        pair = int(np.argmin(np.abs(patterns.pair_shares(share) - 0.5)))
        columns, linear = np.arange(patterns.linear.n_pairs), patterns.linear
        having = patterns.with_any(columns == pair)
        of_task = patterns.with_any(linear.task[columns] == linear.task[pair])
        of_member = patterns.block == patterns.block[np.argmax(having)]
        return [opened & ~having, opened & np.where(of_member, having, ~of_task)]
