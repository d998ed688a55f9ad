"""The cheapest amounts that hit every clause: what an implicit hitting set search asks between two questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

Amounts = tuple[int, ...]


@dataclass
class Hitting:
    """Amounts of offers, each from 0 to its most: so much for the first unit, so much for each further one.

    Reference: Davies and Bacchus, Solving MAXSAT by solving a sequence of simpler SAT instances, 2011.
    """

    first: Sequence[int]
    further: Sequence[int]
    most: Sequence[int]
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
        """Demand more of some offer than amounts that are known not to do."""
        self.clauses.append(useless)

    def ban(self, used: frozenset[int]) -> None:
        """Demand that at least one of these offers is not used at all."""
        self.banned.append(used)

    def cheapest(self) -> Amounts | None:
        """Return the cheapest amounts that meet every demand, None if there are none.

        Examples
        --------
        >>> two = Hitting((5, 2), (1, 2), (3, 1))
        >>> two.demand((1, 0))   # more than one of the first, or any of the second
        >>> two.cheapest()
        (0, 1)
        """
        size = len(self.costs)
        if not size:
            return None if self.clauses else ()
        rows, columns, values = list[int](), list[int](), list[int]()
        low, high = list[float](), list[float]()

        def row(cells: Sequence[tuple[int, int]], least: float, most: float) -> None:
            rows.extend([len(low)] * len(cells))
            columns.extend(column for column, _ in cells)
            values.extend(value for _, value in cells)
            low.append(least)
            high.append(most)

        for start, many in zip(self.starts[:-1].tolist(), self.most, strict=True):
            for unit in range(start + 1, start + many):
                row([(unit, 1), (unit - 1, -1)], -np.inf, 0)
        for useless in self.clauses:
            offers = zip(self.starts[:-1].tolist(), useless, self.most, strict=True)
            cells = [(start + amount, 1) for start, amount, many in offers if amount < many]
            if not cells:
                return None
            row(cells, 1, np.inf)
        for used in self.banned:
            row([(int(self.starts[offer]), 1) for offer in sorted(used)], -np.inf, len(used) - 1)
        limits = (
            LinearConstraint(coo_array((values, (rows, columns)), shape=(len(low), size)), low, high) if low else ()
        )
        found = milp(self.costs, constraints=limits, integrality=np.ones(size, dtype=np.int64), bounds=Bounds(0, 1))
        if found.x is None:
            return None
        chosen = found.x > 0.5
        ends = zip(self.starts[:-1], self.starts[1:], strict=True)
        return tuple(int(chosen[start:end].sum()) for start, end in ends)
