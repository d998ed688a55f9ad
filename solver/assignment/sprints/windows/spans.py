"""The order of work as rows of a window: what a slot must do between two moments while others keep their times.

What a free piece waits for ends at some minute of its slot, and what waits for it starts at another. All that lies
between two such minutes has to fit between them: a necessary condition that almost always is enough here. Of two free
pieces that are tied either both keep to the moment that is between them now, or the tie is left to the check.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np

from solver.assignment.model.linear import Linear
from solver.assignment.road.program import Part
from solver.assignment.sprints.lists.gaps import Gaps
from solver.assignment.sprints.lists.turns import Turns

# How often ties between free pieces keep their moments.
KEPT: Final = 0.5


class Span(NamedTuple):
    """A piece in a slot: the minutes between which it must be worked, its load, and its place in the part if any."""

    first: int
    last: int
    load: int
    place: int


class Spans:
    """Narrows windows around the plan in some gaps."""

    def __init__(self, linear: Linear, gaps: Gaps, turns: Turns, seed: int) -> None:
        self.linear, self.gaps, self.turns = linear, gaps, turns
        self.chance = np.random.default_rng(seed)

    def narrowed(self, part: Part) -> Part:
        """Return a part with rows more that its best columns must meet to be worked in their order.

        Parameters
        ----------
        part : Part
            Its free pairs are all those that may change.
        """
        length, place, factor, limit = list[int](), list[int](), list[int](), list[int]()
        for spans, minutes in self._slots(part):
            for first, last in {(one.first, other.last) for one in spans for other in spans} - {(0, minutes)}:
                inner = [one for one in spans if one.first >= first and one.last <= last]
                free = [one for one in inner if one.place >= 0]
                room = max(last - first, 0) - sum(one.load for one in inner if one.place < 0)
                if sum(one.load for one in free) > room:
                    length.append(len(free))
                    place += [one.place for one in free]
                    factor += [one.load for one in free]
                    limit.append(room)
        return replace(
            part,
            row=np.concatenate([part.row, np.full(len(limit), -1)]),
            starts=np.concatenate([part.starts, part.starts[-1] + np.cumsum(length, dtype=np.int64)]),
            place=np.concatenate([part.place, np.array(place, dtype=np.int64)]),
            factor=np.concatenate([part.factor, np.array(factor, dtype=np.int64)]),
            limit=np.concatenate([part.limit, np.array(limit, dtype=np.int64)]),
        )

    def _slots(self, part: Part) -> Iterator[tuple[list[Span], int]]:
        """Yield the spans of each slot of which some are not all of it, and the minutes of the slot."""
        linear, gaps, turns = self.linear, self.gaps, self.turns
        pairs = part.column[part.column < linear.n_pairs]
        rows, pieces = linear.member[pairs].tolist(), linear.task[pairs].tolist()
        found: dict[int, list[tuple[int, int]]] = {}
        for place, (row, piece) in enumerate(zip(rows, pieces, strict=True)):
            found.setdefault(row, []).append((piece, place))
        now = {piece for row, some in found.items() for piece, _ in some if gaps.placed.get(piece) == row}
        out = [] if self.chance.random() < KEPT else [(c, gaps.pair[c], gaps.starts[c]) for c in sorted(now)]
        for piece, _, _ in out:
            gaps.take(piece)
        slots = []
        for row, some in found.items():
            stays = [(piece, -1) for _, _, piece in gaps.work[row] if piece not in now]
            spans = [_span(gaps, turns, row, piece, place) for piece, place in (*some, *stays)]
            if any(one.first > 0 or one.last < gaps.minutes[row] for one in spans):
                slots.append((spans, gaps.minutes[row]))
        for piece, pair, start in out:
            gaps.put(piece, pair, start)
        yield from slots


def _span(gaps: Gaps, turns: Turns, row: int, piece: int, place: int) -> Span:
    pair = gaps.pair_of(piece, row)
    first, last = gaps.released(piece, row, gaps.dated.get(pair, (0, 0))[0]), turns.due(piece, pair)
    # Where something that waits for it is in an earlier period other rows say so.
    return Span(first, last if last >= 0 else gaps.minutes[row], gaps.load[pair], place)
