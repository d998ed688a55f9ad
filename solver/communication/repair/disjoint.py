"""The cheapest channels that give every member two routes with nobody in common to the last word."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from solver.communication.layers import TOP, Graph

# Up to this many flow variables two routes for everybody are found within seconds.
MOST_FLOWS = 250_000
# Up to this many, equally cheap choices are told apart by a second search that ends after so many branches.
MOST_TOLD_APART, MOST_BRANCHES = 20_000, 50


def flows(graph: Graph, prices: dict[tuple[str, str], Decimal], members: tuple[str, ...]) -> int:
    """Return how many variables ``disjoint_routes`` needs: one for each member and channel, there or to be bought."""
    return len(members) * (graph.number_of_edges() + len(prices))


def disjoint_routes(
    graph: Graph, prices: dict[tuple[str, str], Decimal], members: tuple[str, ...], k: int = 2
) -> tuple[tuple[str, str], ...] | None:
    """Return the cheapest channels after which each member has k routes to ``TOP`` with nobody else in common.

    A flow of k units from each member, one unit at most through any other, on channels that exist or are bought; exact
    by HiGHS. A channel straight to ``TOP`` carries all k. Of equally cheap choices one with the fewest channels, then
    with the shortest ways, where that is found soon.

    Parameters
    ----------
    graph : networkx.DiGraph
        The escalation layer; its edges cost nothing.
    prices : dict
        Of the channels that may be added, at least 0.
    members : tuple of str
        Who must reach ``TOP``.
    k : int
        Routes, at least 1.

    Returns
    -------
    tuple of (str, str), or None
        The channels to add; None if no choice gives everybody k routes.
    """
    nodes = [*members, *(name for name in graph if name.startswith("group:"))]
    known = set(nodes)
    free = [(src, dst) for src, dst in graph.edges if src in known and (dst in known or dst == TOP)]
    bought = sorted(pair for pair in prices if pair not in set(free))
    if not members:
        return ()
    if not free and not bought:
        return None
    problem = _Flow(nodes, [*free, *bought], len(free), k)
    for member in members:
        problem.add(member)
    cost = np.zeros(problem.columns)
    cost[: len(bought)] = [float(prices[pair]) for pair in bought]
    found = problem.solve(cost)
    if found is None:
        return None
    if bought and problem.columns <= MOST_TOLD_APART:
        found = problem.told_apart(cost, found)
    return tuple(pair for pair, value in zip(bought, found, strict=False) if value > 0.5)


class _Flow:
    """The rows of the flow problem: first a switch for each channel to buy, then one flow for each member."""

    def __init__(self, nodes: list[str], arcs: list[tuple[str, str]], n_free: int, k: int) -> None:
        self.nodes, self.arcs, self.n_free, self.k = nodes, arcs, n_free, k
        self.n_bought = len(arcs) - n_free
        self.columns, self.entries = self.n_bought, list[tuple[int, int, float]]()
        self.low, self.high = list[float](), list[float]()
        self.out: dict[str, list[int]] = {node: [] for node in [*nodes, TOP]}
        self.into: dict[str, list[int]] = {node: [] for node in [*nodes, TOP]}
        for number, (src, dst) in enumerate(arcs):
            self.out[src].append(number)
            self.into[dst].append(number)

    def add(self, member: str) -> None:
        """Add the flow of one member."""
        start, self.columns = self.columns, self.columns + len(self.arcs)
        for node in self.nodes:
            terms = [(start + number, 1.0) for number in self.out[node]]
            sent = float(self.k) if node == member else 0.0
            self._row([*terms, *((start + number, -1.0) for number in self.into[node])], sent, sent)
            if node != member and not node.startswith("group:"):
                self._row(terms, 0.0, 1.0)
        for number in range(self.n_bought):
            width = float(self.k) if self.arcs[self.n_free + number][1] == TOP else 1.0
            self._row([(start + self.n_free + number, 1.0), (number, -width)], -np.inf, 0.0)

    def _row(self, terms: list[tuple[int, float]], low: float, high: float) -> None:
        self.entries += [(len(self.low), column, value) for column, value in terms]
        self.low.append(low)
        self.high.append(high)

    def solve(self, cost: Any, branches: int | None = None) -> Any:
        """Return the values of the cheapest solution, None if there is none or it was not found in time."""
        upper = [1.0] * self.n_bought + [float(self.k)] * (self.columns - self.n_bought)
        whole = np.zeros(self.columns, dtype=np.int64)
        whole[: self.n_bought] = 1
        options: Any = {"mip_rel_gap": 1e-9} | ({"node_limit": branches} if branches else {})
        found = milp(cost, integrality=whole, bounds=Bounds(0, upper), constraints=self._rows(), options=options)
        return found.x

    def told_apart(self, cost: Any, found: Any) -> Any:
        """Return a solution of the same price with the fewest channels, then the shortest ways; else the one found."""
        switches = np.round(found[: self.n_bought])
        price = float(cost[: self.n_bought] @ switches)
        self._row([(number, float(cost[number])) for number in range(self.n_bought)], -np.inf, price + 1e-6)
        # All ways together are shorter than this, so that a channel less always counts more.
        longest = float(self.k * len(self.nodes) * len(self.nodes) + 1)
        second = np.ones(self.columns)
        second[: self.n_bought] = longest
        other = self.solve(second, MOST_BRANCHES)
        return found if other is None or other @ second > found @ second else other

    def _rows(self) -> LinearConstraint:
        rows, columns, values = zip(*self.entries, strict=True)
        matrix = coo_array((values, (rows, columns)), shape=(len(self.low), self.columns)).tocsr()
        return LinearConstraint(matrix, self.low, self.high)
