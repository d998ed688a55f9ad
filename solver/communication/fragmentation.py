"""Which few members hold the contacts together: the best sets to lose, by Borgatti's measure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb

import networkx as nx

from solver.communication.layers import Graph

# Above this many sets of a size only the sizes below are tried: the search is exact or not made.
MOST_SETS = 3000


@dataclass(frozen=True)
class KeySet:
    """The members whose loss leaves the largest share of pairs apart, and that share, 0 to 1."""

    members: tuple[str, ...]
    fragmentation: float


def fragmentation(graph: Graph, away: set[str]) -> float:
    """Return the share of pairs that cannot reach each other by contacts when a set is away, 0 to 1 (Borgatti 2006).

    Examples
    --------
    >>> fragmentation(nx.DiGraph([("A", "B"), ("B", "C")]), {"B"})
    1.0
    """
    return _apart(graph.to_undirected(), away)


def _apart(contacts: nx.Graph[str], away: set[str]) -> float:
    rest = contacts.subgraph(set(contacts) - away)
    n = len(rest)
    joined = sum(len(part) * (len(part) - 1) for part in nx.connected_components(rest))
    return 1 - joined / (n * (n - 1)) if n > 1 else 0.0


def key_sets(graph: Graph, most: int = 3) -> tuple[KeySet, ...]:
    """Return the best set of each size from 0 to ``most``, for as long as all sets of that size can be tried.

    Parameters
    ----------
    graph : networkx.DiGraph
        The information layer; hubs are never lost.
    most : int
        The largest size.

    Returns
    -------
    tuple of KeySet
        The first, with nobody away, is how far apart the team is today; ties go to the first set in order of names.
    """
    names = sorted(name for name in graph if not name.startswith("group:"))
    contacts, found = graph.to_undirected(), list[KeySet]()
    for size in range(min(most, max(len(names) - 2, 0)) + 1):
        if comb(len(names), size) > MOST_SETS:
            break
        sets = (KeySet(one, _apart(contacts, set(one))) for one in combinations(names, size))
        found.append(max(sets, key=lambda one: one.fragmentation))
    return tuple(found)
