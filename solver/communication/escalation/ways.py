"""Ways up in one escalation layer, for everybody at once: who reaches the last word, and what stops the others."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

import networkx as nx

from solver.communication.layers import TOP, Graph
from solver.domain.showing import some

MOST_NAMED = 10


def steps_up(graph: Graph) -> dict[str, int]:
    """Return how many lines each name that reaches the last word is away from it; in order of that number.

    Examples
    --------
    >>> steps_up(nx.DiGraph([("A", "B"), ("B", TOP), ("C", "D")]))
    {'(last word)': 0, 'B': 1, 'A': 2}
    """
    found: dict[str, int] = {}
    queue = deque([(0, TOP)] if TOP in graph else [])
    while queue:
        steps, name = queue.popleft()
        if name in found:
            continue
        found[name] = steps
        for before in graph.pred[name]:
            if before not in found:
                # A step that takes no line is gone first, so that the queue stays in order.
                length = graph.pred[name][before].get("length", 1)
                (queue.append if length else queue.appendleft)((steps + length, before))
    return found


def next_up(graph: Graph, steps: dict[str, int]) -> dict[str, str]:
    """Return whom each name turns to on a shortest way up; ties go to the first name."""
    found = {}
    for name in steps:
        if name != TOP:
            near = (other for other in graph.succ[name] if other in steps)
            length = graph.succ[name]
            on_way = (o for o in near if steps[o] + length[o].get("length", 1) == steps[name])
            # A step without a line leads to the top or out of a group: never in a circle.
            found[name] = min(on_way, key=lambda other: (other != TOP, other))
    return found


class Stuck:
    """What stops those who do not reach the last word.

    Parameters
    ----------
    graph : networkx.DiGraph
        The escalation layer.
    steps : dict
        Of ``steps_up``.
    """

    def __init__(self, graph: Graph, steps: dict[str, int]) -> None:
        inner: Graph = graph.subgraph([name for name in graph if name not in steps])
        parts = [sorted(part) for part in nx.strongly_connected_components(inner)]
        self.graph = inner
        self._part = {name: number for number, part in enumerate(parts) for name in part}
        self._stops: list[str] = []
        self._reached: list[int] = [0] * len(parts)
        self._loops = [[name for name in part if is_one(name)] if len(part) > 1 else [] for part in parts]
        # Parts come with those they lead to before them, so that one pass hands everything back.
        for number, part in enumerate(parts):
            mask = self._own(part, self._loops[number])
            for name in part:
                for after in inner.succ[name]:
                    mask |= self._reached[self._part[after]]
            self._reached[number] = mask

    def _own(self, part: list[str], loop: list[str]) -> int:
        """Return the mark of a part at which somebody's way ends: a name that nobody has, a dead end, a loop."""
        if len(loop) > 1:
            self._stops.append(f"+{self._part[part[0]]}")
        elif len(part) == 1 and not self.graph.succ[part[0]] and self.graph.pred[part[0]]:
            self._stops.append(part[0])
        else:
            return 0
        return 1 << len(self._stops) - 1

    def _marks(self, name: str) -> Iterator[str]:
        mask = self._reached[self._part[name]]
        while mask:
            low = mask & -mask
            yield self._stops[low.bit_length() - 1]
            mask ^= low

    def unknown(self, name: str) -> list[str]:
        """Return the names that nobody has at which a way from somebody ends, sorted."""
        return sorted(mark[1:] for mark in self._marks(name) if mark.startswith("?"))

    def reason(self, name: str) -> str:
        """Return where the ways from somebody end: at whom, or in which loop."""
        marks = list(self._marks(name))
        ends = [_shown(mark) for mark in marks if not mark.startswith(("?", "+"))]
        if ends:
            return f"dead end at {some(sorted(ends), MOST_NAMED)}"
        loops = (self._loops[int(mark[1:])] for mark in marks if mark.startswith("+"))
        return f"loop of {some(sorted(name for loop in loops for name in loop), MOST_NAMED)}"

    def loops(self) -> tuple[tuple[str, ...], ...]:
        """Return the loops of two members or more."""
        return tuple(sorted(tuple(loop) for loop in self._loops if len(loop) > 1))

    def spread(self, sources: dict[str, str]) -> dict[str, str]:
        """Return the value of a source for everybody who reaches one, sources first."""
        found, queue = dict(sources), deque(sources)
        while queue:
            name = queue.popleft()
            for before in self.graph.pred[name] if name in self.graph else ():
                if before not in found:
                    found[before] = found[name]
                    queue.append(before)
        return found


def is_one(name: str) -> bool:
    """Return whether a node is a member: no group, no name that nobody has, not the last word."""
    return not name.startswith(("group:", "?")) and name != TOP


def members_only(names: Iterable[str]) -> list[str]:
    """Return the names without groups and the last word."""
    return [name for name in names if not name.startswith("group:") and name != TOP]


def _shown(name: str) -> str:
    return f"the group {name.removeprefix('group:')!r}, which has no members" if name.startswith("group:") else name
