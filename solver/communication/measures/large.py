"""The same measures for organisations of up to 100,000 members, on arrays (optional extra ``fast``: igraph).

Members are numbers; channels are rows of an integer array, shape (n_channels, 2), from the first to the second.
Parallel channels are collapsed first, because igraph counts them as further shortest paths.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import breadth_first_order, connected_components

if TYPE_CHECKING:
    import igraph

Edges = NDArray[np.int64]


def simple(edges: Edges) -> Edges:
    """Return the channels without loops and repetitions, sorted, shape (n_kept, 2).

    Examples
    --------
    >>> simple(np.array([[1, 2], [1, 2], [3, 3]])).tolist()
    [[1, 2]]
    """
    return np.unique(edges[edges[:, 0] != edges[:, 1]], axis=0).reshape(-1, 2)


def graph_of(n: int, edges: Iterable[tuple[int, int]]) -> igraph.Graph:
    """Return the directed graph of n members with these channels, which are different from each other."""
    import igraph

    return igraph.Graph(n, edges, directed=True)


def _graph(n: int, edges: Edges) -> igraph.Graph:
    return graph_of(n, simple(edges).tolist())


def betweenness_of_all(n: int, edges: Edges) -> NDArray[np.float64]:
    """Return the directed betweenness of each of n members, exact, not normalised, shape (n,).

    Parameters
    ----------
    n : int
        Members, at least 1.
    edges : ndarray of int, shape (n_channels, 2)
        Who tells whom.

    Returns
    -------
    ndarray of float, shape (n,)
        The same as ``bottlenecks.betweenness``.
    """
    return np.array(_graph(n, edges).betweenness(directed=True))


def cut_vertices_of_all(n: int, edges: Edges) -> NDArray[np.int64]:
    """Return the members whose absence takes the contact graph apart, sorted; linear in n and channels."""
    graph = _graph(n, edges).as_undirected()
    return np.array(sorted(graph.articulation_points()), dtype=np.int64)


def lost_without_count(n: int, edges: Edges, top: Edges) -> NDArray[np.int64]:
    """Return how many members are cut off from the last word when each is away; linear in n and channels.

    Parameters
    ----------
    n : int
        Members, at least 1.
    edges : ndarray of int, shape (n_channels, 2)
        Who turns to whom.
    top : ndarray of int, shape (n_tops,)
        Who has the last word, or turns to somebody outside who has.

    Returns
    -------
    ndarray of int, shape (n,)
        Sizes of the subtrees of the dominator tree of the reversed layer, without the member itself.
    """
    upwards = np.stack([top, np.full(len(top), n)], axis=1)
    graph = _graph(n + 1, np.concatenate([edges, upwards]))
    # Who has no way up has no dominator: igraph gives nan there and -1 for the root.
    parent = np.nan_to_num(np.array(graph.dominator(n, mode="in"), dtype=np.float64), nan=-1)[:n]
    return _subtree_sizes(parent.astype(np.int64), n) - 1


def _subtree_sizes(parent: NDArray[np.int64], root: int) -> NDArray[np.int64]:
    """Return the size of each subtree of a forest, 1 for who is not in it: leaves are folded into parents in turn."""
    size = np.ones(root + 1, dtype=np.int64)
    waiting = np.bincount(parent[parent >= 0], minlength=root + 1)
    ready = [int(i) for i in np.flatnonzero((waiting[:root] == 0) & (parent >= 0))]
    while ready:
        leaf = ready.pop()
        above = int(parent[leaf])
        size[above] += size[leaf]
        waiting[above] -= 1
        if above != root and waiting[above] == 0 and parent[above] >= 0:
            ready.append(above)
    return size[:root]


def without_route(n: int, edges: Edges, top: Edges) -> NDArray[np.int64]:
    """Return the members who reach nobody with the last word, sorted; linear in n and channels."""
    upwards = np.stack([np.full(len(top), n), top], axis=1)
    rows = np.concatenate([simple(edges)[:, ::-1], upwards])
    graph = coo_array((np.ones(len(rows), np.int8), (rows[:, 0], rows[:, 1])), shape=(n + 1, n + 1)).tocsr()
    reached = breadth_first_order(graph, n, return_predecessors=False)
    return np.setdiff1d(np.arange(n), reached)


def strong_parts(n: int, edges: Edges) -> tuple[int, NDArray[np.int64]]:
    """Return the number of strongly connected parts and the part of each member, shape (n,)."""
    rows = simple(edges)
    graph = coo_array((np.ones(len(rows), np.int8), (rows[:, 0], rows[:, 1])), shape=(n, n)).tocsr()
    count, labels = connected_components(graph, directed=True, connection="strong")
    return int(count), labels.astype(np.int64)
