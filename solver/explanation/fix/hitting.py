"""The cheapest amounts that hit every clause: what an implicit hitting set search asks between two questions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import ceil, isfinite
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import coo_array

from solver.assignment.model.highs import muted

Amounts = tuple[int, ...]
Cells = Sequence[tuple[int, float]]
# Seconds for the cheapest amounts; prices are whole, so that a bound is rounded up from what is no rounding error.
SECONDS: Final = 2.0
ROUNDING: Final = 1e-6
# What SciPy says where it proved that there is no solution.
NO_SOLUTION: Final = 2


@dataclass(frozen=True)
class Demand:
    """A sum of ``fractions``, each with its factor, and of all units of ``offers`` is from ``least`` to ``most``.

    ``reached`` are an offer, an amount and a factor that counts as soon as there is so much of the offer.
    """

    fractions: Cells
    offers: Cells
    least: float
    most: float
    reached: Sequence[tuple[int, int, float]] = ()


@dataclass(frozen=True)
class Relaxed:
    """Demands on fractions, numbers from 0 on, and on what is bought; ``size`` is how many fractions there are."""

    size: int = 0
    demands: tuple[Demand, ...] = ()


@dataclass(frozen=True)
class Cheapest:
    """Amounts that meet every demand, None where none were found in time, and what none that do can cost less than."""

    amounts: Amounts | None
    bound: int


@dataclass
class Hitting:
    """Amounts of offers, each from 0 to its most: so much for the first unit, so much for each further one.

    What is ``relaxed`` holds for any amounts that do, beside the demands that are made later. Where more is
    ``hurting``, less of an offer may do as well as more.

    Reference: Davies and Bacchus, Solving MAXSAT by solving a sequence of simpler SAT instances, 2011.
    """

    first: Sequence[int]
    further: Sequence[int]
    most: Sequence[int]
    relaxed: Relaxed = Relaxed()
    hurting: frozenset[int] = frozenset()
    clauses: list[Amounts] = field(default_factory=list)
    banned: list[frozenset[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Price each unit of each offer, one offer after the other."""
        self.starts = np.concatenate([[0], np.cumsum(self.most)]).astype(int)
        costs = np.repeat(np.asarray(self.further, dtype=float), self.most)
        for place, cost in zip(self.starts[:-1], self.first, strict=True):
            if place < len(costs):
                costs[place] = cost
        self.costs = costs

    def price(self, amounts: Amounts) -> int:
        """Return what amounts cost."""
        rows = zip(amounts, self.first, self.further, strict=True)
        return sum(first + (amount - 1) * further for amount, first, further in rows if amount)

    def demand(self, useless: Amounts) -> None:
        """Demand more of some offer than amounts that are known not to do, or less of one of which more may hurt."""
        self.clauses.append(useless)

    def ban(self, used: frozenset[int]) -> None:
        """Demand that at least one of these offers is not used at all."""
        self.banned.append(used)

    def cheapest(self) -> Cheapest | None:
        """Return the cheapest amounts that meet every demand, None if there are none.

        Examples
        --------
        >>> two = Hitting((5, 2), (1, 2), (3, 1))
        >>> two.demand((1, 0))   # more than one of the first, or any of the second
        >>> two.cheapest()
        Cheapest(amounts=(0, 1), bound=2)
        """
        size = len(self.costs)
        if not size:
            return None if self.clauses else Cheapest((), 0)
        rows = _Rows()
        for start, many in zip(self.starts[:-1].tolist(), self.most, strict=True):
            for unit in range(start + 1, start + many):
                rows.add([(unit, 1), (unit - 1, -1)], -np.inf, 0)
        for useless in self.clauses:
            offers = zip(self.starts[:-1].tolist(), useless, self.most, strict=True)
            more = [(start + amount, 1) for start, amount, many in offers if amount < many]
            less = [(int(self.starts[place]) + useless[place] - 1, -1) for place in self.hurting if useless[place]]
            rows.add([*more, *less], 1 - len(less), np.inf)
        for used in self.banned:
            rows.add([(int(self.starts[offer]), 1) for offer in sorted(used)], -np.inf, len(used) - 1)
        for one in self.relaxed.demands:
            rows.add([*((size + n, factor) for n, factor in one.fractions), *self._units(one)], one.least, one.most)
        return self._read(rows.solved(np.concatenate([self.costs, np.zeros(self.relaxed.size)]), size))

    def _units(self, one: Demand) -> Iterable[tuple[int, float]]:
        """Yield the cells of all units of the offers of a demand."""
        for offer, factor in one.offers:
            yield from ((unit, factor) for unit in range(int(self.starts[offer]), int(self.starts[offer + 1])))
        yield from ((int(self.starts[offer]) + amount - 1, factor) for offer, amount, factor in one.reached)

    def _read(self, found: OptimizeResult) -> Cheapest | None:
        """Return what an integer program came to."""
        if found.status == NO_SOLUTION:
            return None
        bound = found.mip_dual_bound
        least = ceil(bound - ROUNDING) if bound is not None and isfinite(bound) else 0
        if found.x is None:
            return Cheapest(None, max(least, 0))
        chosen = found.x > 0.5
        ends = zip(self.starts[:-1], self.starts[1:], strict=True)
        return Cheapest(tuple(int(chosen[start:end].sum()) for start, end in ends), max(least, 0))


@dataclass
class _Rows:
    """Linear demands as they are gathered."""

    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def add(self, cells: Cells, least: float, most: float) -> None:
        """Demand that a sum of columns, each with its factor, is from a least to a most; scaled to factors up to 1."""
        scale = max((abs(value) for _, value in cells), default=1.0)
        self.rows.extend([len(self.low)] * len(cells))
        self.columns.extend(column for column, _ in cells)
        self.values.extend(value / scale for _, value in cells)
        self.low.append(least / scale)
        self.high.append(most / scale)

    def solved(self, costs: NDArray[np.float64], whole: int) -> OptimizeResult:
        """Return the cheapest columns from 0 to 1 that meet the demands, the first ones whole."""
        shape = (len(self.low), len(costs))
        matrix = coo_array((self.values, (self.rows, self.columns)), shape=shape)
        limits = (LinearConstraint(matrix, self.low, self.high),) if self.low else ()
        kind = (np.arange(len(costs)) < whole).astype(np.int64)
        with muted():
            return milp(
                costs, constraints=limits, integrality=kind, bounds=Bounds(0, 1), options={"time_limit": SECONDS}
            )
