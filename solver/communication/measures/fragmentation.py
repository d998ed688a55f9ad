"""Which few members hold the contacts together: the best sets to lose, by Borgatti's measure."""

from __future__ import annotations

from collections.abc import Iterable
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
    return _share(len(rest), map(len, nx.connected_components(rest)))


def _share(n: int, sizes: Iterable[int]) -> float:
    joined = sum(size * (size - 1) for size in sizes)
    return 1 - joined / (n * (n - 1)) if n > 1 else 0.0


def key_sets(graph: Graph, most: int = 3) -> tuple[KeySet, ...]:
    """Return the best set of each size from 0 to ``most``, for as long as all sets of that size can be tried.

    Parameters
    ----------
    graph : networkx.DiGraph
        The contact layer; hubs are never lost.
    most : int
        The largest size.

    Returns
    -------
    tuple of KeySet
        The first, with nobody away, is how far apart the team is today; ties go to the first set in order of names.
        One member away is exact for every size of team: it takes one walk.
    """
    names = sorted(name for name in graph if not name.startswith("group:"))
    contacts, found = graph.to_undirected(), list[KeySet]()
    for size in range(min(most, max(len(names) - 2, 0)) + 1):
        if size == 1:
            found.append(_best_one(contacts, names))
            continue
        if comb(len(names), size) > MOST_SETS:
            break
        sets = (KeySet(one, _apart(contacts, set(one))) for one in combinations(names, size))
        found.append(max(sets, key=lambda one: one.fragmentation))
    return tuple(found)


def sets_skipped(graph: Graph, most: int = 3) -> str:
    """Return why the sets of some sizes were not tried, empty if all were."""
    n = sum(not name.startswith("group:") for name in graph)
    for size in range(2, min(most, max(n - 2, 0)) + 1):
        if comb(n, size) > MOST_SETS:
            return f"sets of {size} and more are not tried: {comb(n, size):,} of them, and {MOST_SETS:,} can be"
    return ""


def _best_one(contacts: nx.Graph[str], names: list[str]) -> KeySet:
    """Return the one member whose loss leaves most pairs apart, from the sizes of the parts it would leave."""
    parts = list(nx.connected_components(contacts))
    where = {name: len(part) for part in parts for name in part}
    sizes = {name: left for part in parts for name, left in _parts_without(contacts, part).items()}
    joined = sum(len(part) * (len(part) - 1) for part in parts)
    n, best = len(contacts), KeySet((), -1.0)
    for name in names:
        own = where[name] * (where[name] - 1)
        left = joined - own + sum(size * (size - 1) for size in sizes[name])
        share = 1 - left / ((n - 1) * (n - 2)) if n > 2 else 0.0
        best = KeySet((name,), share) if share > best.fragmentation else best
    return best


def _parts_without(contacts: nx.Graph[str], part: set[str]) -> dict[str, list[int]]:
    """Return the sizes of the parts that each member of a connected part leaves behind (Tarjan 1972)."""
    root = min(part)
    order, low, size = {root: 0}, {root: 0}, {root: 1}
    found: dict[str, list[int]] = {name: [] for name in part}
    path = [(root, iter(contacts.adj[root]))]
    while path:
        name, others = path[-1]
        for other in others:
            if other not in order:
                order[other] = low[other] = len(order)
                size[other] = 1
                path.append((other, iter(contacts.adj[other])))
                break
            low[name] = min(low[name], order[other])
        else:
            path.pop()
            if path:
                above = path[-1][0]
                low[above] = min(low[above], low[name])
                size[above] += size[name]
                if low[name] >= order[above]:
                    found[above].append(size[name])
    for parts in found.values():
        rest = len(part) - 1 - sum(parts)
        if rest:
            parts.append(rest)
    return found
