"""Bounds level after level by the relaxation over patterns, each level taken to reach its bound; often a plan does."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.patterns.listing import Patterns
from solver.assignment.patterns.near import near_plans
from solver.assignment.patterns.relaxation import Bound, Floats, Relaxation, bound, whole_patterns

Ints = NDArray[np.int64]
# What rounding may do to a loss.
TOLERANCE: Final = 1e-5
# How many patterns a relaxation starts with where prices say which.
FEW: Final = 200
# How many patterns beside one of each block the first list of near plans is made from, and how many times as many the
# next one: over changes of two teams among the quickest of 16 to 64 and of 1.25 to 3.
NEAREST: Final = 64
WIDER: Final = 1.5


@dataclass
class Climb:
    """What is known so far: for each level in turn the bound and the prices that prove it, with those above held.

    ``known`` are the values of a plan, without constants, and ``offers`` prices for each level that a like problem had:
    where an offer proves that no plan has more than the known one, no relaxation is solved; nor where it proves that no
    plan has more than is ``hoped`` for on levels but the last, until that turns out to be too much. ``is_impossible``
    says that the last step proved that there is no plan with what was held.
    """

    patterns: Patterns
    offers: tuple[Floats, ...] = ()
    known: tuple[int, ...] = ()
    hoped: tuple[int, ...] = ()
    bounds: list[Bound] = field(default_factory=list)
    prices: list[Floats] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    plans: list[Ints] = field(default_factory=list)
    limit: Floats = field(init=False)
    relaxation: Relaxation | None = None
    is_impossible: bool = False
    seconds: float = math.inf

    def __post_init__(self) -> None:
        self.limit = self.patterns.limit.copy()

    def guess(self) -> bool:
        """Bound every level, each with those above at their bounds; False if the relaxation has no such plan."""
        if self.hoped and all(self.step(self.values) for _ in self.patterns.linear.levels):
            return True
        if self.hoped:
            self.hoped, self.is_impossible = (), False
            self.restart()
        return all(self.step(self.values) for _ in self.patterns.linear.levels)

    def step(self, held: Sequence[int]) -> bool:
        """Bound the next level with those above at given values; pairs of a plan may be found on the way."""
        level = len(held)
        for above, value in enumerate(held):
            self._demand(above, value)
        offer = self._offered(level)
        if offer and (*held, offer.value) in (self.known[: level + 1], self.hoped[: level + 1]):
            return self._take(self.offers[level], offer)
        try:
            found = self.relaxed().best(level)
        except ArithmeticError:
            return False
        if found is None:
            self.is_impossible = True
            return False
        prices, share = found
        chosen = whole_patterns(share)
        if chosen is not None:
            self.plans.append(self.patterns.chosen(chosen))
        return self._take(prices, bound(self.patterns, self.limit, level, prices))

    def _take(self, prices: Floats, found: Bound) -> bool:
        self.prices.append(prices)
        self.bounds.append(found)
        self.values.append(found.value)
        return True

    def _offered(self, level: int) -> Bound | None:
        return bound(self.patterns, self.limit, level, self.offers[level]) if level < len(self.offers) else None

    def relaxed(self) -> Relaxation:
        """Return the relaxation, set up when it is first needed."""
        if self.relaxation is None:
            level = min(len(self.values), len(self.offers) - 1)
            hint = (level, self.offers[level]) if self.offers else None
            self.relaxation = Relaxation(self.patterns, self._first(), self.limit, hint, self.seconds)
        return self.relaxation

    def _first(self) -> Ints:
        """Return the patterns to start from: the nearest at the prices offered, at least one of each block."""
        count = len(self.patterns.worth)
        if not self.offers or count <= FEW:
            return np.arange(count)
        last = bound(self.patterns, self.limit, len(self.offers) - 1, self.offers[-1])
        near = np.argpartition(last.loss, FEW)[:FEW]
        return np.union1d(near, np.flatnonzero(last.loss == 0))

    def spares(self) -> Iterator[float]:
        """Yield how far below the last bound to look for plans, nearest first."""
        losses, last = np.sort(self.bounds[-1].loss)[len(self.patterns.have) :], -1.0
        beside: float = NEAREST
        while beside < len(losses):
            spare = float(losses[int(beside)])
            if spare > last:
                yield spare
            last, beside = spare, beside * WIDER

    def near(self, spare: float) -> Ints | None:
        """Return the patterns of all plans this little below the last bound, None if there are too many."""
        return near_plans(self.patterns, self.limit, self.prices[-1], self.bounds[-1].loss, spare + TOLERANCE)

    def _demand(self, level: int, least: float) -> None:
        row = len(self.limit) - self.patterns.worth.shape[1] + level
        if self.limit[row] != -least:
            self.limit[row] = -least
            if self.relaxation:
                self.relaxation.changed(row)

    def restart(self) -> None:
        """Forget the bounds, but not the plans."""
        for level in range(len(self.bounds)):
            self._demand(level, -np.inf)
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
