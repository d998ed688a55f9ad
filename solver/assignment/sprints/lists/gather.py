"""Brings together what is free here and there: members exchange work of a period so that one of them has room for more.

Free minutes of a list lie at the ends of slots, each time fewer than the smallest piece takes. Two members who can
both have two pieces exchange them where that leaves one with room for a piece that is out, or comes late (as chains of
exchanges fill bins: Fleszar and Hindi 2002).
"""

from __future__ import annotations

import time as clock
from array import array
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from typing import Any, Final, NamedTuple

import numpy as np

from solver.assignment.sprints.lists.gaps import Gaps
from solver.assignment.sprints.lists.listing import has_one_member, is_crew, is_ready
from solver.assignment.sprints.lists.ties import level_places
from solver.assignment.sprints.lists.turns import Rows, Turns
from solver.assignment.sprints.lists.units import Unit

# So many exchanges are made for one piece at most, and so many are tried each time.
MOST_EXCHANGES: Final = 8
MOST_TRIED: Final = 4
# In so many places a piece of an urgent unit is tried in which a less urgent one is.
MOST_OUSTED: Final = 40
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

    def __init__(self, gaps: Gaps, units: Iterable[Unit]) -> None:
        self.gaps, self.turns = gaps, Turns(gaps)
        ties = gaps.ties
        tied = {*ties.apart, *ties.joined, *ties.pins, *(c for batch in gaps.problem.whole for c in batch)}
        self.units = list(units)
        self.loose = {unit[0] for unit in self.units if len(unit) == 1}.difference(tied)
        # What must be placed gives way to nothing.
        self.ready = self.loose.difference(gaps.problem.required)
        open_ = gaps.problem.eligible
        able = np.zeros((len(gaps.time.names), open_.shape[1]), dtype=np.float32)
        np.maximum.at(able, gaps.time.member, open_.astype(np.float32))
        self.near = [np.flatnonzero(row).tolist() for row in able @ able.T]
        self.changed = set[int]()
        self.needed: dict[int, list[int]] = {}
        for piece, others in ties.needs.items():
            for other in others:
                self.needed.setdefault(other, []).append(piece)
        places = level_places(gaps.problem, gaps.time)
        self.place = [places[kind] for kind in gaps.problem.priority]
        self.is_early = [kind in gaps.time.early for kind in gaps.problem.priority]
        self.before = {piece: row for row, piece in gaps.problem.previous}
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

    def oust(self, end: float, wish: Any = None) -> None:
        """Let urgent units that are out come where less urgent pieces are, which then go elsewhere or stay out."""
        out = [unit for unit in self.units if not any(c in self.gaps.placed for c in unit)]
        for unit in sorted(out, key=lambda unit: (self._place_of(unit), unit)):
            if clock.monotonic() > end or (wish is not None and wish.is_set()):
                return
            if is_ready(self.gaps, unit):
                any(self._comes(unit, *way) for way in self._ways(unit))

    def _place_of(self, unit: Unit) -> int:
        """Return the place of the most urgent class of a unit among the levels."""
        return min(self.place[c] for c in unit)

    def _ways(self, unit: Unit) -> list[tuple[int, int]]:
        """Return the member and the period that a unit may be with and in, -1 for any: where it was comes first."""
        gaps, before = self.gaps, self.before.get(unit[0], -1)
        if is_crew(gaps, unit):
            was = gaps.period[before] if before >= 0 else -1
            return sorted(((-1, period) for period in range(gaps.time.n_periods)), key=lambda way: way[1] != was)
        if has_one_member(gaps, unit):
            was = gaps.member[before] if before >= 0 else -1
            members = dict.fromkeys(gaps.member[row] for row in gaps.able(unit[0]))
            return sorted(((member, -1) for member in members), key=lambda way: way[0] != was)
        return [(-1, -1)]

    def _comes(self, unit: Unit, member: int, only: int) -> bool:
        """Let all pieces of a unit come, with a member or in a period alone, or none; return whether they do."""
        gaps, undo, gone = self.gaps, list[int | Rows](), list[int]()
        for piece in unit:
            if gaps.best(piece, member=member, only=only):
                undo.append(piece)
                continue
            for pair, others in self._instead(piece, self._place_of(unit), member, only):
                before = self.turns.changed([(piece, pair)], others)
                if before is not None:
                    undo.append(before)
                    gone += others
                    break
            else:
                for one in reversed(undo):
                    gaps.take(one) if isinstance(one, int) else self.turns.restore(one)
                return False
        for other in gone:
            gaps.best(other)
        return True

    def _instead(self, piece: int, place: int, member: int, only: int) -> list[tuple[int, tuple[int, ...]]]:
        """Return pairs that a piece could have in place of less urgent ones, the best first, and which these are."""
        gaps, pins = self.gaps, self.gaps.ties.pins.get(piece)
        found = list[tuple[int, tuple[int, ...]]]()
        for _, _, pair, others in sorted(self._less(piece, place)):
            row = gaps.row[pair]
            is_there = (member < 0 or gaps.member[row] == member) and (only < 0 or gaps.period[row] == only)
            if is_there and (pins is None or row in pins) and not gaps.clashes(piece, row):
                found.append((pair, others))
        return found[:MOST_OUSTED]

    def _less(self, piece: int, place: int) -> Iterator[tuple[int, int, int, tuple[int, ...]]]:
        """Yield pairs that a piece could have in place of less urgent ones, the best first by the first two numbers."""
        gaps, needs = self.gaps, self.gaps.ties.needs.get(piece, ())
        for pair in range(gaps.edges[piece], gaps.edges[piece + 1]):
            row = gaps.row[pair]
            period, lacking = gaps.period[row], gaps.load[pair] - gaps.free[row]
            if gaps.wip[row] >= 0 or not self._may_come(piece, period):
                continue
            less = [c for _, _, c in gaps.work[row] if self.place[c] > place and c not in needs]
            less = [c for c in less if self._may_go(c)]
            loads = {c: gaps.load[gaps.pair[c]] for c in less}
            some: list[tuple[int, ...]] = [(c,) for c in less if loads[c] >= lacking]
            if less and not some and sum(loads.values()) >= lacking:
                less.sort(key=lambda c: (-self.place[c], -loads[c]))
                sums = accumulate(loads[c] for c in less)
                some = [tuple(less[: 1 + next(n for n, minutes in enumerate(sums) if minutes >= lacking)])]
            for others in some:
                rank = period, -min(self.place[c] for c in others)
                yield *(rank if self.is_early[piece] else rank[::-1]), pair, others

    def _may_go(self, piece: int) -> bool:
        """Return whether a piece can leave its row and nothing that is there needs it."""
        return piece in self.ready and not any(one in self.gaps.placed for one in self.needed.get(piece, ()))

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
            if now >= 0 and (not self.is_early[piece] or gaps.period[now] <= period):
                continue
            if piece in self.loose and self._may_come(piece, period):
                yield self.place[piece] + (now >= 0), gaps.load[pair], piece

    def _may_come(self, piece: int, period: int) -> bool:
        """Return whether all that a piece needs is there in time."""
        gaps = self.gaps
        if any(other not in gaps.placed for other in gaps.ties.needs.get(piece, ())):
            return False
        waits = gaps.ties.waits.get(piece, ())
        return all(gaps.period[gaps.placed[other]] + lag <= period for other, lag in waits)

    def _mine(self, row: int) -> dict[int, int]:
        """Return the pair of each piece that a row may have."""
        open_ = slice(self.edges[row], self.edges[row + 1])
        return dict(zip(self.piece[open_].tolist(), self.pairs[open_].tolist(), strict=True))

    def _exchanges(self, row: int, mine: dict[int, int], least: int = 1) -> Iterator[Exchange]:
        """Yield what gives a row at least so many minutes by what others of its period take, in whole or for others."""
        gaps, period = self.gaps, self.gaps.period[row]
        loads, gains, free, loose = gaps.load, self.gain, gaps.free, self.loose
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
