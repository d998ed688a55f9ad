"""Whom the flow of information depends on."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass

import networkx as nx
import numpy as np

from solver.communication.layers import Graph
from solver.communication.measures.transit import steps_of, transit_skipped
from solver.communication.measures.transit import transit_lost as transit_lost

# Members times members and channels: seconds of the processor in plain Python, half a minute with igraph.
MOST_STEPS_PLAIN = 2_000_000
MOST_STEPS_FAST = 1_000_000_000
# Above this many members Burt's constraint is left to igraph: everybody who knows the same one is a pair in memory.
MOST_PAIRED = 1000


@dataclass(frozen=True)
class Bottleneck:
    """Measures of one member on the contact layer.

    ``betweenness`` counts shortest paths through the member (Freeman 1977), ``normalised`` divides by (n-1)(n-2);
    ``transit_lost`` is the number of ordered pairs that lose each other when the member is away; ``constraint`` is
    Burt's (1992), None for a member without channels. What is not computed for the size of the team is None.
    """

    member: str
    betweenness: float | None
    normalised: float | None
    transit_lost: int | None
    is_cut_vertex: bool
    is_strong_articulation: bool
    constraint: float | None
    depends_on_layer: bool | None = False
    layer: str = "contact"

    @property
    def carries(self) -> float:
        """How many shortest paths run through the member, 0 where they are not counted."""
        return self.betweenness or 0.0


def bottlenecks(named: Graph, with_groups: Graph) -> tuple[Bottleneck, ...]:
    """Return the measures of each member on the layer of named channels, most betweenness first.

    Parameters
    ----------
    named : networkx.DiGraph
        The contact layer of named channels.
    with_groups : networkx.DiGraph
        The same with hubs; where it disagrees about a cut vertex or the top third, ``depends_on_layer`` is set.

    Returns
    -------
    tuple of Bottleneck
        Hubs are left out; ``not_measured`` says why a figure is None.
    """
    n, grouped = len(named), len(with_groups) > len(named)
    scores = betweenness(named)
    others = betweenness(with_groups) if grouped else scores
    cuts = cut_vertices(named)
    other_cuts = cut_vertices(with_groups) if grouped else cuts
    strong, lost, constraints = strong_articulation_points(named), transit_lost(named), constraint(named)
    pairs = max((n - 1) * (n - 2), 1)
    turned = _turned(scores, others, set(named))
    found = [
        Bottleneck(
            name,
            None if scores is None else scores[name],
            None if scores is None else scores[name] / pairs,
            None if lost is None else lost[name],
            name in cuts,
            name in strong,
            None if constraints is None else constraints[name],
            None if turned is None else (name in cuts) != (name in other_cuts) or name in turned,
        )
        for name in named
    ]
    return tuple(sorted(found, key=lambda one: (-one.carries, -(one.transit_lost or 0), one.member)))


def not_measured(named: Graph, with_groups: Graph) -> dict[str, str]:
    """Return why figures of ``bottlenecks`` are None, by name; empty if all are computed."""
    reasons = {
        "betweenness": _too_many_paths(named),
        "depends_on_layer": _too_many_paths(named) or _too_many_paths(with_groups),
        "transit_lost": transit_skipped(named),
        "constraint": "" if _has_igraph() or len(named) <= MOST_PAIRED else _said(named, "igraph"),
    }
    if reasons["betweenness"]:
        reasons["normalised"] = reasons["betweenness"]
    return {name: reason for name, reason in reasons.items() if reason}


def _turned(scores: dict[str, float] | None, others: dict[str, float] | None, members: set[str]) -> set[str] | None:
    """Return who is in the top third of one layer and not of the other, None if one of them is not measured."""
    if scores is None or others is None:
        return None
    return _top(scores) ^ _top({name: others[name] for name in members})


def _top(scores: dict[str, float]) -> set[str]:
    ranked = sorted((name for name in scores if scores[name] > 0), key=lambda name: (-scores[name], name))
    return set(ranked[: max(len(scores) // 3, 1)])


def betweenness(graph: Graph) -> dict[str, float] | None:
    """Return directed betweenness, not normalised, between members: paths from or to a hub do not count.

    None if there are too many paths to follow.
    """
    if _too_many_paths(graph):
        return None
    members = [name for name in graph if not name.startswith("group:")]
    if _has_igraph() and steps_of(graph) > MOST_STEPS_PLAIN // 10:
        return _fast_betweenness(graph, members)
    if len(members) == len(graph):
        return dict(nx.betweenness_centrality(graph, normalized=False))
    return dict(nx.betweenness_centrality_subset(graph, members, members, normalized=False, weight="length"))


def _fast_betweenness(graph: Graph, members: list[str]) -> dict[str, float]:
    from solver.communication.measures.large import graph_of

    names = list(graph)
    row = {name: number for number, name in enumerate(names)}
    if len(members) == len(names):
        found = graph_of(len(names), [(row[src], row[dst]) for src, dst in graph.edges]).betweenness(directed=True)
    else:
        edges: list[tuple[str, str, float]] = list(graph.edges(data="length"))
        ends = [row[name] for name in members]
        network = graph_of(len(names), [(row[src], row[dst]) for src, dst, _ in edges])
        # Whole numbers of half steps, so that ways of the same length are found to be so.
        steps = [round(2 * length) for _, _, length in edges]
        found = network.betweenness(directed=True, weights=steps, sources=ends, targets=ends)
    return dict(zip(names, map(float, found), strict=True))


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
        part, root = graph.subgraph(names).copy(), min(names)
        for side in (part, part.reverse()):
            parents = nx.immediate_dominators(side, root)
            found |= {parent for name, parent in parents.items() if parent not in {root, None} and parent != name}
        part.remove_node(root)
        if not nx.is_strongly_connected(part):
            found.add(root)
    return {name for name in found if not name.startswith("group:")}


def constraint(graph: Graph) -> dict[str, float | None] | None:
    """Return Burt's constraint of each member, None without channels; always for all nodes at once.

    None instead of all of them if the team is too large for memory without igraph.
    """
    if len(graph) <= MOST_PAIRED:
        values = dict(nx.constraint(graph))
    elif _has_igraph():
        from solver.communication.measures.large import graph_of

        row = {name: number for number, name in enumerate(graph)}
        network = graph_of(len(row), [(row[src], row[dst]) for src, dst in graph.edges])
        values = dict(zip(row, network.constraint(), strict=True))
    else:
        return None
    return {name: None if value is None or np.isnan(value) else float(value) for name, value in values.items()}


def _too_many_paths(graph: Graph) -> str:
    if steps_of(graph) <= (MOST_STEPS_FAST if _has_igraph() else MOST_STEPS_PLAIN):
        return ""
    return _said(graph, "" if _has_igraph() else "igraph")


def _said(graph: Graph, missing: str) -> str:
    size = f"{len(graph):,} members and {graph.number_of_edges():,} lines between them"
    return f"not computed for {size}" + (f" without the extra 'fast' ({missing})" if missing else "")


def _has_igraph() -> bool:
    return importlib.util.find_spec("igraph") is not None
