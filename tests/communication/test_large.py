"""The array measures give the same answers as the graph library, on 200 random graphs."""

from __future__ import annotations

import random

import networkx as nx
import numpy as np
import pytest

pytest.importorskip("igraph")

from solver.communication.escalation.routes import lost_without  # noqa: E402
from solver.communication.layers import TOP  # noqa: E402
from solver.communication.measures import large  # noqa: E402
from solver.communication.measures.bottlenecks import betweenness, cut_vertices  # noqa: E402


@pytest.mark.parametrize("block", range(10))
def test_same_answers(block: int) -> None:
    """Betweenness, cut vertices, losses, missing routes and strong parts, with parallels and loops among the rows."""
    for seed in range(block * 20, block * 20 + 20):
        chance = random.Random(seed)
        n = chance.randint(2, 25)
        rows = [(chance.randrange(n), chance.randrange(n)) for _ in range(chance.randint(1, 3 * n))]
        edges = np.array(rows, dtype=np.int64)
        top = np.array(sorted(chance.sample(range(n), chance.randint(1, 2))), dtype=np.int64)
        graph = nx.DiGraph()
        graph.add_nodes_from(map(str, range(n)))
        graph.add_edges_from((str(a), str(b)) for a, b in rows if a != b)
        found = large.betweenness_of_all(n, edges)
        assert found.tolist() == pytest.approx([betweenness(graph)[str(i)] for i in range(n)])
        assert {str(i) for i in large.cut_vertices_of_all(n, edges)} == cut_vertices(graph)
        assert large.strong_parts(n, edges)[0] == nx.number_strongly_connected_components(graph)
        graph.add_edges_from((str(i), TOP) for i in top)
        lost = lost_without(graph)
        assert large.lost_without_count(n, edges, top).tolist() == [len(lost.get(str(i), ())) for i in range(n)]
        missing = set(graph) - nx.ancestors(graph, TOP) - {TOP}
        assert {str(i) for i in large.without_route(n, edges, top)} == missing
