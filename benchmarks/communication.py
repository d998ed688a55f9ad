"""The communication measures at size: array code against NetworkX in one run, and repair."""

from __future__ import annotations

import os
import platform
import random
import time
from collections.abc import Callable
from decimal import Decimal

import networkx as nx
import numpy as np

from solver.communication.escalation.routes import lost_without
from solver.communication.layers import TOP
from solver.communication.measures import large
from solver.communication.measures.bottlenecks import betweenness
from solver.communication.repair.cheapest import cheapest_routes, disjoint_routes

SEED = 0


def organisation(n: int, extra: int) -> tuple[np.ndarray, np.ndarray]:
    """Return an organisation: each member turns to one who came before; everybody has further channels."""
    chance = np.random.default_rng(SEED)
    up = np.stack([np.arange(1, n), (chance.random(n - 1) * np.arange(1, n)).astype(np.int64)], axis=1)
    return up, np.concatenate([up, up[:, ::-1], chance.integers(0, n, (extra * n, 2))])


def timed(work: Callable[[], object]) -> float:
    """Return the CPU seconds of one call."""
    start = time.process_time()
    work()
    return time.process_time() - start


def as_graph(n: int, edges: np.ndarray) -> nx.DiGraph:
    """Return the same channels for NetworkX."""
    graph = nx.DiGraph()
    graph.add_nodes_from(map(str, range(n)))
    graph.add_edges_from((str(a), str(b)) for a, b in edges.tolist() if a != b)
    return graph


def row(name: str, own: float, peer: float | None = None) -> None:
    """Print one line, with the ratio if there is a peer."""
    ratio = f"   networkx {peer:8.2f} s   ratio {peer / own:6.1f}" if peer is not None else ""
    print(f"{name:<44}{own:8.2f} s{ratio}", flush=True)


def linear(n: int) -> None:
    """Measure what is linear."""
    up, flow = organisation(n, 2)
    top = np.array([0])
    graph = as_graph(n, up)
    graph.add_edge("0", TOP)
    row(f"loss of each member, {n:,}", timed(lambda: large.lost_without_count(n, up, top)), None)
    row(
        f"members without a route, {n:,}",
        timed(lambda: large.without_route(n, up, top)),
        timed(lambda: nx.ancestors(graph, TOP)),
    )
    contact = as_graph(n, flow).to_undirected()
    own = timed(lambda: large.cut_vertices_of_all(n, flow))
    row(f"cut vertices, {n:,}", own, timed(lambda: list(nx.articulation_points(contact))))
    directed = as_graph(n, flow)
    own = timed(lambda: large.strong_parts(n, flow))
    row(f"strong parts, {n:,}", own, timed(lambda: list(nx.strongly_connected_components(directed))))


def main() -> None:
    """Print the table."""
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, seed {SEED}, CPU seconds")
    up, _ = organisation(2000, 0)
    large.lost_without_count(2000, up, np.array([0]))  # imports apart
    small = as_graph(2000, up)
    small.add_edge("0", TOP)
    own = timed(lambda: large.lost_without_count(2000, up, np.array([0])))
    row("loss of each member, 2,000", own, timed(lambda: lost_without(small)))
    linear(100_000)
    _, flow = organisation(1000, 2)
    graph = as_graph(1000, flow)
    own = timed(lambda: large.betweenness_of_all(1000, flow))
    row("exact betweenness, 1,000", own, timed(lambda: betweenness(graph)))
    _, flow = organisation(10_000, 2)
    row("exact betweenness, 10,000", timed(lambda: large.betweenness_of_all(10_000, flow)))
    chance = random.Random(SEED)
    members = tuple(f"m{i}" for i in range(150))
    layer = nx.DiGraph([(a, chance.choice(members)) for a in members[30:]] + [(members[0], TOP)])
    layer.add_nodes_from(members)
    prices = {
        (a, b): Decimal(chance.randint(1, 5))
        for a in members
        for b in [*members[:12], TOP]
        if a != b and chance.random() < 0.5
    }
    row("one route for everybody, 150", timed(lambda: cheapest_routes(layer, prices, members)))
    row("two routes for everybody, 150", timed(lambda: disjoint_routes(layer, prices, members)))


if __name__ == "__main__":
    main()
