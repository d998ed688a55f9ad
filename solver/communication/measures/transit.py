"""How many pairs lose each other when a member is away: the dominators of everybody's reach, counted.

Whoever stands on every way from a member to others is their dominator; Georgiadis's SNCA (2005) finds the tree of them
in one walk. Compiled where numba is installed (the extra ``fast``); in plain Python the same answers for small teams.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.communication.layers import Graph
from solver.compiling import compiled, has_numba, jitable

Integers = NDArray[np.int64]
# Members times members and channels: a second or two of the processor in plain Python, half a minute compiled.
MOST_STEPS_PLAIN = 300_000
MOST_STEPS_COMPILED = 1_000_000_000


def transit_lost(graph: Graph) -> dict[str, int] | None:
    """Return the ordered pairs that lose each other when a member is away; None where ``transit_skipped`` says why.

    Examples
    --------
    >>> import networkx as nx
    >>> transit_lost(nx.DiGraph([("A", "B"), ("B", "C")]))
    {'A': 0, 'B': 1, 'C': 0}
    """
    if transit_skipped(graph):
        return None
    names = list(graph)
    row = {name: number for number, name in enumerate(names)}
    edges = np.array([(row[src], row[dst]) for src, dst in graph.edges], dtype=np.int64).reshape(-1, 2)
    count = _compiled() if steps_of(graph) > MOST_STEPS_PLAIN else count_lost
    lost = count(len(names), *_rows(len(names), edges), *_rows(len(names), edges[:, ::-1]))
    return {name: int(number) for name, number in zip(names, lost, strict=True)}


def transit_skipped(graph: Graph) -> str:
    """Return why the pairs are not counted, empty if they are."""
    steps, fast = steps_of(graph), has_numba()
    if steps <= (MOST_STEPS_COMPILED if fast else MOST_STEPS_PLAIN):
        return ""
    size = f"{len(graph):,} members and {graph.number_of_edges():,} lines between them"
    return f"not counted for {size}" + ("" if fast else " without the extra 'fast' (numba)")


def steps_of(graph: Graph) -> int:
    """Return about how many steps it takes to walk from everybody to everybody they reach."""
    return len(graph) * (len(graph) + graph.number_of_edges())


def _rows(n: int, edges: Integers) -> tuple[Integers, Integers]:
    """Return where the ends of each member's channels start, and the ends, in the order of the members."""
    order = np.argsort(edges[:, 0], kind="stable")
    starts = np.searchsorted(edges[order, 0], np.arange(n + 1))
    return starts.astype(np.int64), edges[order, 1].copy()


@cache
def _compiled() -> Callable[..., Integers]:
    """Return the count compiled."""
    return compiled(count_lost, error_model="numpy")


class Tree(NamedTuple):
    """The walk from one source. Members go by their number in it, from 1; 0 is nobody.

    ``at`` (n,) has the number of each member, all others (n + 1,) go by numbers: ``walk`` the member, ``parent`` whom
    it was reached from, ``linked`` and ``label`` the forest whose ways are made shorter, ``semi`` the semi-dominator,
    ``dom`` the dominator, ``size`` of its subtree. ``stack`` and ``left`` are room to work in.
    """

    at: Integers
    walk: Integers
    parent: Integers
    linked: Integers
    semi: Integers
    label: Integers
    dom: Integers
    size: Integers
    stack: Integers
    left: Integers


def count_lost(n: int, out_at: Integers, out: Integers, in_at: Integers, into: Integers) -> Integers:
    """Return for each member how many ordered pairs of others lose each other without it.

    Parameters
    ----------
    n : int
        Members.
    out_at : ndarray of int, shape (n + 1,)
        Where the channels from each member start in ``out``.
    out : ndarray of int, shape (n_channels,)
        Whom each member tells.
    in_at : ndarray of int, shape (n + 1,)
        Where the channels to each member start in ``into``.
    into : ndarray of int, shape (n_channels,)
        Who tells it.

    Returns
    -------
    ndarray of int, shape (n,)
        For every source, the sizes of the subtrees of its dominator tree, without their roots.
    """
    lost, at = np.zeros(n, np.int64), np.zeros(n, np.int64)
    walk, parent, linked, semi, label, dom, size, stack, left = np.zeros((9, n + 1), np.int64)
    tree = Tree(at, walk, parent, linked, semi, label, dom, size, stack, left)
    for source in range(n):
        count = _walk(source, out_at, out, tree)
        _semi_dominators(count, in_at, into, tree)
        _dominators(count, tree)
        for i in range(count, 1, -1):
            lost[walk[i]] += size[i] - 1
            size[dom[i]] += size[i]
    return lost


@jitable
def _walk(source: int, out_at: Integers, out: Integers, tree: Tree) -> int:
    """Walk in depth from a source, and return how many are reached, itself counted."""
    at, stack, left = tree.at, tree.stack, tree.left
    at[:] = 0
    count, depth = 1, 1
    at[source], tree.walk[1], tree.parent[1], stack[1], left[1] = 1, source, 0, source, out_at[source]
    while depth:
        name = stack[depth]
        if left[depth] == out_at[name + 1]:
            depth -= 1
            continue
        other = out[left[depth]]
        left[depth] += 1
        if at[other] == 0:
            count += 1
            depth += 1
            at[other], tree.walk[count], tree.parent[count] = count, other, at[name]
            stack[depth], left[depth] = other, out_at[other]
    return count


@jitable
def _semi_dominators(count: int, in_at: Integers, into: Integers, tree: Tree) -> None:
    """Find the semi-dominator of each member, the last one reached first."""
    semi, label = tree.semi, tree.label
    for i in range(1, count + 1):
        semi[i], label[i], tree.linked[i], tree.dom[i], tree.size[i] = i, i, tree.parent[i], tree.parent[i], 1
    for i in range(count, 1, -1):
        semi[i] = tree.parent[i]
        for place in range(in_at[tree.walk[i]], in_at[tree.walk[i] + 1]):
            before = tree.at[into[place]]
            if before:
                _shorten(before, i, tree)
                semi[i] = min(semi[i], semi[label[before]])


@jitable
def _shorten(before: int, last: int, tree: Tree) -> None:
    """Label a member with the least semi-dominator above it among those seen; the way to it is made shorter."""
    linked, semi, label, stack = tree.linked, tree.semi, tree.label, tree.stack
    top, w = 0, before
    while linked[w] > last:
        stack[top] = w
        top += 1
        w = linked[w]
    best, root = label[w], linked[w]
    while top:
        top -= 1
        w = stack[top]
        linked[w] = root
        if semi[best] < semi[label[w]]:
            label[w] = best
        else:
            best = label[w]


@jitable
def _dominators(count: int, tree: Tree) -> None:
    """Find the dominator of each member: the nearest above it that is no later than its semi-dominator."""
    for i in range(2, count + 1):
        above = tree.dom[i]
        while above > tree.semi[i]:
            above = tree.dom[above]
        tree.dom[i] = above
