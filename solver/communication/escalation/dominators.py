"""Without whom there is no way up: dominators of the reversed escalation layer."""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx

from solver.communication.layers import TOP, Graph


def above(graph: Graph) -> dict[str, str]:
    """Return for each name with a way up the nearest one that every way leads through, ``TOP`` if there is none else.

    Names come after those above them.
    """
    parents: Mapping[str, str | None] = nx.immediate_dominators(graph.reverse(), TOP) if TOP in graph else {}
    children: dict[str, list[str]] = {}
    for name, parent in parents.items():
        if name != TOP and parent is not None:
            children.setdefault(parent, []).append(name)
    found, todo = dict[str, str](), [TOP]
    while todo:
        parent = todo.pop()
        for name in children.get(parent, ()):
            found[name] = parent
            todo.append(name)
    return found


def dominated(graph: Graph) -> dict[str, set[str]]:
    """Return for each member with a route those without whom there is none.

    Examples
    --------
    >>> layer = nx.DiGraph([("A", "B"), ("B", "C"), ("C", TOP)])
    >>> {name: sorted(cut) for name, cut in dominated(layer).items()}
    {'C': [], 'B': ['C'], 'A': ['B', 'C']}
    """
    found: dict[str, set[str]] = {TOP: set()}
    for name, parent in above(graph).items():
        found[name] = found[parent] | ({parent} if _counts(parent) else set())
    return {name: cut for name, cut in found.items() if _counts(name)}


def size_of_cuts(graph: Graph) -> int:
    """Return how many names ``dominated`` lists for all members together, without listing them."""
    depth = {TOP: 0}
    for name, parent in above(graph).items():
        depth[name] = depth[parent] + _counts(parent)
    return sum(depth.values())


def lost_without(graph: Graph) -> dict[str, tuple[str, ...]]:
    """Return for each member who is needed by others the members cut off when it is away."""
    found: dict[str, list[str]] = {}
    for name, cut in dominated(graph).items():
        for other in cut:
            found.setdefault(other, []).append(name)
    return {name: tuple(sorted(found[name])) for name in sorted(found)}


def lost_counts(graph: Graph) -> dict[str, int]:
    """Return for each member who is needed by others how many are cut off when it is away; linear in the layer.

    Examples
    --------
    >>> lost_counts(nx.DiGraph([("A", "B"), ("B", "C"), ("C", TOP)]))
    {'B': 1, 'C': 2}
    """
    parents = above(graph)
    size = dict.fromkeys(parents, 0)
    for name in reversed(parents):
        if parents[name] in size:
            size[parents[name]] += size[name] + _counts(name)
    return {name: size[name] for name in sorted(size) if size[name] and _counts(name)}


def first_lost(graph: Graph, most: int = 10) -> dict[str, tuple[str, ...]]:
    """Return the first members, by name, of those that ``lost_without`` lists, up to ``most`` for each."""
    parents = above(graph)
    found: dict[str, list[str]] = {}
    for name in reversed(parents):
        below = [*found.get(name, ()), *([name] if _counts(name) else ())]
        if parents[name] != TOP:
            found[parents[name]] = sorted([*found.get(parents[name], ()), *below])[:most]
    return {name: tuple(found[name]) for name in sorted(found) if found[name] and _counts(name)}


def _counts(name: str) -> bool:
    return name != TOP and not name.startswith("group:")
