"""Brings together what is free here and there: members exchange work of a period so that one of them has room for more.

Free minutes of a list lie at the ends of slots, each time fewer than the smallest piece takes. Two members who can
both have two pieces exchange them where that leaves one with room for a piece that is out, or comes late (as chains of
exchanges fill bins: Fleszar and Hindi 2002).
"""

from __future__ import annotations

import time as clock
from array import array
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

import numpy as np

from solver.assignment.sprints.lists.single import Single
from solver.assignment.sprints.lists.turns import Rows

# So many exchanges are made for one piece at most, and so many are tried each time.
MOST_EXCHANGES: Final = 8
MOST_TRIED: Final = 4
# What stays where it was counts as much as so many pieces of the best quality.
STAYS: Final = 20


class Exchange(NamedTuple):
    """A piece goes to another pair, and perhaps one comes back: quality falls by ``cost``, and ``more`` is free."""

    cost: int
    more: int
    piece: int
    pair: int
    other: int
    back: int


class Gathering:
    """A plan in gaps whose free minutes are brought together."""

    def __init__(self, single: Single) -> None:
        self.single, self.gaps, self.turns = single, single.gaps, single.turns
        gaps = self.gaps
        open_ = gaps.problem.eligible
        able = np.zeros((len(gaps.time.names), open_.shape[1]), dtype=np.float32)
        np.maximum.at(able, gaps.time.member, open_.astype(np.float32))
        self.near = [np.flatnonzero(row).tolist() for row in able @ able.T]
        self.changed = set[int]()
        # What stays where it was counts more than any quality.
        self.gain, most = array("q", gaps.gain), int(gaps.problem.gain.max(initial=1))
        counts = gaps.problem.move_units or (1,) * len(gaps.problem.previous)
        for (row, piece), count in zip(gaps.problem.previous, counts, strict=True):
            if row in gaps.able(piece):
                self.gain[gaps.pair_of(piece, row)] += STAYS * count * most
        rows = np.frombuffer(gaps.row, dtype=np.int64)
        pieces = np.repeat(np.arange(len(gaps.edges) - 1), np.diff(gaps.edges))
        # What a minute is worth, by what is placed.
        self.minute = sum(map(gaps.gain.__getitem__, gaps.pair.values())) / max(sum(gaps.minutes) - sum(gaps.free), 1)
        self.pairs = np.argsort(rows, kind="stable")
        self.piece = pieces[self.pairs]
        self.edges: list[int] = np.searchsorted(rows[self.pairs], np.arange(len(gaps.work) + 1)).tolist()

    def run(self, end: float, wish: Any = None) -> None:
        """Go through all slots, early ones first, until nothing more comes in or it is late."""
        self._passes(self._filled, end, wish)

    def suit(self, end: float, wish: Any = None) -> None:
        """Let members exchange work of a period that suits them better, until none is left or it is late."""
        self._passes(self._suited, end, wish)

    def _passes(self, step: Callable[[int], bool], end: float, wish: Any) -> None:
        """Call a step with each row for as long as it brings something there or near it."""
        order = sorted(range(len(self.gaps.work)), key=self.gaps.period.__getitem__)
        waiting = {row for row in order if self.gaps.wip[row] < 0}
        while waiting:
            for row in order:
                if row in waiting:
                    waiting.discard(row)
                    if clock.monotonic() > end or (wish is not None and wish.is_set()):
                        return
                    self.changed.clear()
                    while step(row):
                        pass
                    waiting.update(other for one in self.changed for other in self._near(one))
            self.gaps.close_up()

    def _near(self, row: int) -> list[int]:
        """Return the rows of a period whose members may have some of a row's pieces."""
        gaps = self.gaps
        return [row + (who - gaps.member[row]) * gaps.time.n_periods for who in self.near[gaps.member[row]]]

    def _filled(self, row: int) -> bool:
        """Bring one piece more into a row, by exchanges if need be; return whether there is a way."""
        gaps, mine = self.gaps, self._mine(row)
        wanted = sorted(self._wanted(row, mine))
        undo = list[Rows]()
        for _ in range(MOST_EXCHANGES if wanted else 0):
            fits = (self.turns.changed([(c, mine[c])]) for _, load, c in wanted if load <= gaps.free[row])
            if (come := next(filter(None, fits), None)) is not None:
                self.changed.update(*(rows for rows, _ in (come, *undo)))
                return True
            lacking = min(load for _, load, _ in wanted) - gaps.free[row]
            found = [] if lacking <= 0 else list(self._exchanges(row, mine))
            found.sort(key=lambda one: one.cost - self.minute * min(one.more, lacking))
            before = next(filter(None, (self.turns.changed(_moves(one)) for one in found[:MOST_TRIED])), None)
            if before is None:
                break
            undo.append(before)
        for before in reversed(undo):
            self.turns.restore(before)
        return False

    def _suited(self, row: int) -> bool:
        """Make an exchange of a row that suits its members better; return whether there is one."""
        mine = self._mine(row)
        better = sorted(one for one in self._exchanges(row, mine, -self.gaps.free[row]) if one.cost < 0)
        made = next(filter(None, (self.turns.changed(_moves(one)) for one in better[:MOST_TRIED])), None)
        self.changed |= made[0] if made else set()
        return made is not None

    def _wanted(self, row: int, mine: dict[int, int]) -> Iterator[tuple[int, int, int]]:
        """Yield pieces that are out, or late, with what they count and take in a row."""
        gaps, period = self.gaps, self.gaps.period[row]
        for piece, pair in mine.items():
            now = gaps.placed.get(piece, -1)
            if now >= 0 and (not self.single.is_early[piece] or gaps.period[now] <= period):
                continue
            if piece in self.single.loose and self.single.may_come(piece, period):
                yield self.single.place[piece] + (now >= 0), gaps.load[pair], piece

    def _mine(self, row: int) -> dict[int, int]:
        """Return the pair of each piece that a row may have."""
        open_ = slice(self.edges[row], self.edges[row + 1])
        return dict(zip(self.piece[open_].tolist(), self.pairs[open_].tolist(), strict=True))

    def _exchanges(self, row: int, mine: dict[int, int], least: int = 1) -> Iterator[Exchange]:
        """Yield what gives a row at least so many minutes by what others of its period take, in whole or for others."""
        gaps, period = self.gaps, self.gaps.period[row]
        loads, gains, free, loose = gaps.load, self.gain, gaps.free, self.single.loose
        for _, _, piece in gaps.work[row]:
            if piece not in loose:
                continue
            own = gaps.pair[piece]
            for pair in range(gaps.edges[piece], gaps.edges[piece + 1]):
                there = gaps.row[pair]
                if gaps.period[there] != period or there == row or gaps.wip[there] >= 0:
                    continue
                lacking, cost = loads[pair] - free[there], gains[own] - gains[pair]
                if lacking <= 0:
                    yield Exchange(cost, loads[own], piece, pair, -1, -1)
                for _, _, other in gaps.work[there]:
                    back = mine.get(other, -1)
                    if back < 0 or other not in loose:
                        continue
                    more, left = loads[own] - loads[back], gaps.pair[other]
                    if more >= least and loads[left] >= lacking:
                        yield Exchange(cost + gains[left] - gains[back], more, piece, pair, other, back)


def _moves(one: Exchange) -> list[tuple[int, int]]:
    """Return what an exchange moves, with the pairs to come."""
    return [(one.piece, one.pair), *([(one.other, one.back)] if one.other >= 0 else [])]
