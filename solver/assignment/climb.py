"""Bounds level after level by the relaxation over patterns, each level taken to reach its bound; often a plan does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.linear import Linear
from solver.assignment.patterns import Memo, Patterns, list_patterns
from solver.assignment.relaxation import Bound, Floats, Relaxation, bound

Ints = NDArray[np.int64]
# A share this close to 0 or 1 is whole.
WHOLE: Final = 1e-6
# What rounding may do to a loss.
TOLERANCE: Final = 1e-5


@dataclass
class Climb:
    """What is known so far: for each level in turn the bound and the prices that prove it, with those above held."""

    relaxation: Relaxation
    bounds: list[Bound] = field(default_factory=list)
    prices: list[Floats] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    plans: list[Ints] = field(default_factory=list)

    @property
    def patterns(self) -> Patterns:
        """All patterns."""
        return self.relaxation.patterns

    def guess(self) -> bool:
        """Bound every level, each with those above at their bounds; False if the relaxation has no such plan."""
        return all(self.step(self.values) for _ in self.patterns.linear.levels)

    def step(self, held: Sequence[int]) -> bool:
        """Bound the next level with those above at given values; pairs of a plan may be found on the way."""
        level = len(held)
        for above, value in enumerate(held):
            self.relaxation.hold(above, value)
        found = self.relaxation.best(level)
        if found is None:
            return False
        prices, share = found
        self.prices.append(prices)
        self.bounds.append(bound(self.patterns, self.relaxation.limit, level, prices))
        self.values.append(self.bounds[-1].value)
        if np.abs(share - np.round(share)).max(initial=0) < WHOLE:
            self.plans.append(self.patterns.chosen(np.flatnonzero(share > 0.5)))
        return True

    def restart(self) -> None:
        """Forget the bounds, but not the plans."""
        for level in range(len(self.bounds)):
            self.relaxation.release(level)
        del self.bounds[:], self.prices[:], self.values[:]

    def shut(self, least: Sequence[float]) -> Ints:
        """Return the pairs that no plan has which has at least this much of each level, the first ones in turn."""
        open_patterns = np.ones(len(self.patterns.worth), dtype=bool)
        for found, value in zip(self.bounds, least, strict=False):
            open_patterns &= found.loss <= found.exact - value + TOLERANCE
        seen = np.zeros(self.patterns.linear.n_pairs, dtype=bool)
        for b, (columns, have) in enumerate(zip(self.patterns.columns, self.patterns.have, strict=True)):
            kept = have[open_patterns[self.patterns.starts[b] : self.patterns.starts[b + 1]]]
            used = columns[kept.any(axis=0)] if len(kept) else columns[:0]
            seen[used[used < len(seen)]] = True
        return np.flatnonzero(~seen)


def climb(linear: Linear, memo: Memo | None = None) -> Climb | None:
    """Return the start of a climb, or None if there are too many patterns, or a member for whom there is none."""
    patterns = list_patterns(linear, memo)
    if patterns is None or (np.diff(patterns.starts) == 0).any():
        return None
    return Climb(Relaxation(patterns, np.arange(len(patterns.worth))))
