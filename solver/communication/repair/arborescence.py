"""The cheapest way to reach everybody from a root: Chu and Liu (1965), Edmonds (1967), by contraction of cycles.

NetworkX 3.6 has the same by name; on small graphs whose root has one dear edge it finds none where there is one.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple


class Arc(NamedTuple):
    """From ``src`` to ``dst`` at a cost; ``origin`` is the arc before contraction."""

    src: str
    dst: str
    cost: Decimal
    origin: Arc | None = None


def cheapest_arborescence(root: str, names: Iterable[str], arcs: Iterable[Arc]) -> tuple[Arc, ...] | None:
    """Return one arc into each name, together the cheapest by which the root reaches all of them; None if none do.

    Parameters
    ----------
    root : str
        Where all ways start.
    names : iterable of str
        Who must be reached; the root may be among them.
    arcs : iterable of Arc
        Costs of any sign.

    Returns
    -------
    tuple of Arc, or None
        In no order that means anything.

    Examples
    --------
    >>> arcs = [Arc("r", "a", Decimal(5)), Arc("a", "b", Decimal(1)), Arc("b", "a", Decimal(1))]
    >>> sorted((arc.src, arc.dst) for arc in cheapest_arborescence("r", "ab", arcs))
    [('a', 'b'), ('r', 'a')]
    """
    names, arcs = set(names) - {root}, [arc for arc in arcs if arc.src != arc.dst and arc.dst != root]
    into: dict[str, Arc] = {}
    for arc in arcs:
        if arc.dst not in into or arc.cost < into[arc.dst].cost:
            into[arc.dst] = arc
    if names - into.keys():
        return None
    cycles = _cycles(root, names, into)
    if not cycles:
        return tuple(into[name] for name in names)
    return _expanded(root, names, arcs, into, cycles)


def _cycles(root: str, names: set[str], into: dict[str, Arc]) -> list[list[str]]:
    """Return the names of each cycle of cheapest arcs."""
    clear, found = {root}, list[list[str]]()
    for start in sorted(names):
        path: dict[str, None] = {}
        at = start
        while at not in clear and at not in path:
            path[at] = None
            at = into[at].src
        if at in path:
            order = list(path)
            found.append(order[order.index(at) :])
        clear |= path.keys()
    return found


def _expanded(
    root: str, names: set[str], arcs: list[Arc], into: dict[str, Arc], cycles: list[list[str]]
) -> tuple[Arc, ...] | None:
    """Solve with each cycle as one name, then open it where the best arc enters: half as many names at most."""
    one = {name: f"({'|'.join(sorted(cycle))})" for cycle in cycles for name in cycle}
    smaller = [
        Arc(
            one.get(arc.src, arc.src),
            one.get(arc.dst, arc.dst),
            arc.cost - into[arc.dst].cost if arc.dst in one else arc.cost,
            arc,
        )
        for arc in arcs
        if one.get(arc.src, arc.src) != one.get(arc.dst, arc.dst)
    ]
    found = cheapest_arborescence(root, (names - one.keys()) | set(one.values()), smaller)
    if found is None:
        return None
    chosen = tuple(arc.origin for arc in found if arc.origin)
    entered = {arc.dst for arc in chosen}
    return (*chosen, *(into[name] for name in one if name not in entered))
