"""Whom the flow of information depends on."""

from __future__ import annotations

from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from solver.communication.layers import Graph

# Above this many members only what is linear is computed by default.
PAIRWISE_LIMIT = 400


@dataclass(frozen=True)
class Bottleneck:
    """Measures of one member on the information layer.

    ``betweenness`` counts shortest paths through the member (Freeman 1977), ``normalised`` divides by (n-1)(n-2);
    ``transit_lost`` is the number of ordered pairs that lose each other when the member is away; ``constraint`` is
    Burt's (1992), None for a member without channels.
    """

    member: str
    betweenness: float
    normalised: float
    transit_lost: int
    is_cut_vertex: bool
    is_strong_articulation: bool
    constraint: float | None
    depends_on_layer: bool = False


def bottlenecks(named: Graph, with_groups: Graph) -> tuple[Bottleneck, ...]:
    """Return the measures of each member on the named layer, most betweenness first.

    Parameters
    ----------
    named : networkx.DiGraph
        The information layer of named channels.
    with_groups : networkx.DiGraph
        The same with hubs; where it disagrees about a cut vertex or the top third, ``depends_on_layer`` is set.

    Returns
    -------
    tuple of Bottleneck
        Hubs are left out.
    """
    n = len(named)
    scores, others = betweenness(named), betweenness(with_groups)
    cuts, other_cuts = cut_vertices(named), cut_vertices(with_groups)
    strong, lost = strong_articulation_points(named), transit_lost(named)
    constraints = constraint(named)
    pairs = max((n - 1) * (n - 2), 1)
    top, other_top = _top(scores), _top({name: others[name] for name in named})
    found = [
        Bottleneck(
            name,
            scores[name],
            scores[name] / pairs,
            lost.get(name, 0),
            name in cuts,
            name in strong,
            constraints[name],
            (name in cuts) != (name in other_cuts) or (name in top) != (name in other_top),
        )
        for name in named
    ]
    return tuple(sorted(found, key=lambda one: (-one.betweenness, one.member)))


def _top(scores: dict[str, float]) -> set[str]:
    ranked = sorted((name for name in scores if scores[name] > 0), key=lambda name: (-scores[name], name))
    return set(ranked[: max(len(scores) // 3, 1)])


def betweenness(graph: Graph) -> dict[str, float]:
    """Return directed betweenness, not normalised, between members: paths from or to a hub do not count."""
    members = [name for name in graph if not name.startswith("group:")]
    if len(members) == len(graph):
        return dict(nx.betweenness_centrality(graph, normalized=False))
    return dict(nx.betweenness_centrality_subset(graph, members, members, normalized=False, weight="length"))


def cut_vertices(graph: Graph) -> set[str]:
    """Return the members whose absence takes the contact graph apart."""
    return {name for name in nx.articulation_points(graph.to_undirected()) if not name.startswith("group:")}


def strong_articulation_points(graph: Graph) -> set[str]:
    """Return the members whose absence splits a strongly connected part (Italiano, Laura, Santaroni 2012).

    They are the dominators, other than the root, of a part and of its reverse, and the root if the rest falls apart.
    """
    found = set()
    for names in nx.strongly_connected_components(graph):
        if len(names) < 3:
            continue
        part, root = graph.subgraph(names), min(names)
        for side in (part, part.reverse()):
            parents = nx.immediate_dominators(side, root)
            found |= {parent for name, parent in parents.items() if parent not in {root, None} and parent != name}
        if not nx.is_strongly_connected(part.subgraph(names - {root})):
            found.add(root)
    return {name for name in found if not name.startswith("group:")}


def transit_lost(graph: Graph) -> dict[str, int]:
    """Return the ordered pairs that lose each other when a member is away; empty above ``PAIRWISE_LIMIT`` members."""
    names = list(graph)
    if len(names) > PAIRWISE_LIMIT:
        return {}
    steps = np.zeros((len(names), len(names)), np.float32)
    row = {name: number for number, name in enumerate(names)}
    for src, dst in graph.edges:
        steps[row[src], row[dst]] = 1
    before = _closure(steps)
    found = {}
    for place, away in enumerate(names):
        rest = np.delete(np.arange(len(names)), place)
        still = _closure(steps[np.ix_(rest, rest)])
        found[away] = int(before[np.ix_(rest, rest)].sum() - still.sum())
    return found


def _closure(steps: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return who reaches whom other than themselves: the matrix of steps, squared until nothing is added."""
    reach = np.minimum(steps + np.eye(len(steps), dtype=np.float32), 1)
    while True:
        further = np.minimum(reach @ reach, 1)
        if (further == reach).all():
            return (reach > 0) & ~np.eye(len(steps), dtype=np.bool_)
        reach = further


def constraint(graph: Graph) -> dict[str, float | None]:
    """Return Burt's constraint of each member, None without channels; always for all nodes at once."""
    values = nx.constraint(graph)
    return {name: None if value != value else float(value) for name, value in values.items()}
