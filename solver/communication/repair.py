"""The cheapest channels that give every member one route, or two routes with nobody in common, to the last word."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from solver.communication.arborescence import Arc, cheapest_arborescence
from solver.communication.channels import Lines
from solver.communication.escalation import acceptors_of
from solver.communication.layers import TOP, Graph
from solver.domain.team import Team

# Up to this many flow variables two routes for everybody are found within seconds.
MOST_FLOWS = 250_000


@dataclass(frozen=True)
class Repair:
    """One channel to add, its price, and the line to write into the card of ``src``."""

    src: str
    dst: str
    price: Decimal
    text: str


def candidates(team: Team, lines: Lines, graph: Graph) -> dict[tuple[str, str], Decimal]:
    """Return the channels that may be added, upwards only, each with its price.

    Upwards are those who have the last word, receive escalations by an open line, or are named in one; externals
    (as ``TOP``) may be addressed by those, or by everybody where there is nobody upwards.
    """
    policy, names = team.communication, [member.id for member in team.members]
    accepting = acceptors_of(lines)
    upwards = {n for n in names if graph.in_degree(n)} | accepting | {n for n in lines.finals if n in names}
    unfilled = {c.declared_by for c in lines.channels if c.kind == "escalation" and not c.dst}
    own = {(source, target): price for source, target, price in policy.prices}
    found: dict[tuple[str, str], Decimal] = {}
    for src in names:
        for dst in sorted(upwards - {src}):
            price = policy.price_fill if src in unfilled else policy.price
            price = min(price, policy.price_answer) if dst in accepting else price
            found[src, dst] = own.get((src, dst), price)
        if team.externals and (src in upwards or not upwards):
            price = policy.price_fill if src in unfilled else policy.price
            found[src, TOP] = min([own.get((src, name), price) for name in team.externals])
    return {pair: price for pair, price in found.items() if not graph.has_edge(*pair)}


def cheapest_routes(
    graph: Graph, prices: dict[tuple[str, str], Decimal], members: tuple[str, ...]
) -> tuple[tuple[str, str], ...] | None:
    """Return the cheapest channels after which each member reaches ``TOP``: an arborescence of the reversed layer.

    Parameters
    ----------
    graph : networkx.DiGraph
        The escalation layer; its edges cost nothing.
    prices : dict
        Of the channels that may be added, at least 0.
    members : tuple of str
        Who must reach ``TOP``.

    Returns
    -------
    tuple of (str, str), or None
        The channels to add; None if no choice gives everybody a route.
    """
    # A group that has members is reached through them; an empty one leads nowhere.
    hubs = {name for name in graph if name.startswith("group:") and graph.out_degree(name)}
    inner = {*members, *hubs, TOP}
    arcs = [Arc(dst, src, Decimal(0)) for src, dst in graph.edges if {src, dst} <= inner]
    arcs += [Arc(dst, src, price) for (src, dst), price in prices.items() if not graph.has_edge(src, dst)]
    tree = cheapest_arborescence(TOP, {*members, *hubs}, arcs)
    if tree is None:
        return None
    return tuple(sorted((arc.dst, arc.src) for arc in tree if (arc.dst, arc.src) in prices))


def disjoint_routes(
    graph: Graph, prices: dict[tuple[str, str], Decimal], members: tuple[str, ...], k: int = 2
) -> tuple[tuple[str, str], ...] | None:
    """Return the cheapest channels after which each member has k routes to ``TOP`` with nobody else in common.

    A flow of k units from each member, one unit at most through any other, on channels that exist or are bought; exact
    by HiGHS. Parameters and result as ``cheapest_routes``. A channel straight to ``TOP`` carries all k.
    """
    nodes = [*members, *(name for name in graph if name.startswith("group:"))]
    free = [(src, dst) for src, dst in graph.edges if src in nodes and (dst in nodes or dst == TOP)]
    bought = sorted(pair for pair in prices if pair not in set(free))
    arcs = [*free, *bought]
    if not members:
        return ()
    problem = _Flow(nodes, arcs, len(free), k)
    for member in members:
        problem.add(member)
    cost = np.zeros(problem.columns)
    cost[: len(bought)] = [float(prices[pair]) for pair in bought]
    whole = np.zeros(problem.columns, dtype=np.int64)
    whole[: len(bought)] = 1
    found = milp(cost, integrality=whole, bounds=Bounds(0, problem.upper()), constraints=problem.constraints())
    if found.x is None:
        return None
    return tuple(pair for pair, value in zip(bought, found.x, strict=False) if value > 0.5)


def flows(graph: Graph, prices: dict[tuple[str, str], Decimal], members: tuple[str, ...]) -> int:
    """Return how many variables ``disjoint_routes`` needs: one for each member and channel, there or to be bought."""
    return len(members) * (graph.number_of_edges() + len(prices))


class _Flow:
    """The rows of the flow problem: first a switch for each channel to buy, then one flow for each member."""

    def __init__(self, nodes: list[str], arcs: list[tuple[str, str]], n_free: int, k: int) -> None:
        self.nodes, self.arcs, self.n_free, self.k = nodes, arcs, n_free, k
        self.n_bought = len(arcs) - n_free
        self.columns, self.entries = self.n_bought, list[tuple[int, int, float]]()
        self.low, self.high = list[float](), list[float]()

    def add(self, member: str) -> None:
        start, self.columns = self.columns, self.columns + len(self.arcs)
        for node in self.nodes:
            terms = [(start + i, 1.0) for i, (src, _) in enumerate(self.arcs) if src == node]
            into = [(start + i, -1.0) for i, (_, dst) in enumerate(self.arcs) if dst == node]
            sent = float(self.k) if node == member else 0.0
            self.row([*terms, *into], sent, sent)
            if node != member and not node.startswith("group:"):
                self.row(terms, 0.0, 1.0)
        for number in range(self.n_bought):
            width = float(self.k) if self.arcs[self.n_free + number][1] == TOP else 1.0
            self.row([(start + self.n_free + number, 1.0), (number, -width)], -np.inf, 0.0)

    def row(self, terms: list[tuple[int, float]], low: float, high: float) -> None:
        self.entries += [(len(self.low), column, value) for column, value in terms]
        self.low.append(low)
        self.high.append(high)

    def upper(self) -> list[float]:
        return [1.0] * self.n_bought + [float(self.k)] * (self.columns - self.n_bought)

    def constraints(self) -> LinearConstraint:
        rows, columns, values = zip(*self.entries, strict=True)
        matrix = coo_array((values, (rows, columns)), shape=(len(self.low), self.columns)).tocsr()
        return LinearConstraint(matrix, self.low, self.high)


def as_repairs(
    team: Team, prices: dict[tuple[str, str], Decimal], pairs: tuple[tuple[str, str], ...]
) -> tuple[Repair, ...]:
    """Return channels as lines to write into cards."""
    outside = team.externals[0] if team.externals else TOP
    ends = [(src, outside if dst == TOP else dst, prices[src, dst]) for src, dst in pairs]
    return tuple(Repair(src, dst, price, f"- ESCALATES: {dst}") for src, dst, price in ends)
