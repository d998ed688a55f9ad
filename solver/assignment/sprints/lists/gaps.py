"""Who has what so far, and when: pieces go into the gaps between what a member already does in a period."""

from __future__ import annotations

from array import array
from bisect import insort
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from solver.assignment.sprints.lists.pairs import dated, quick, wanted
from solver.assignment.sprints.lists.ties import Ties
from solver.matching.problem import Problem
from solver.matching.time import Time

Ints = NDArray[np.int64]
# How a row is chosen among those that can have a piece: the first, the best of the earliest period, the best of any
# period, or the one with which it ends first.
FIRST, SUITED, ANY_TIME, SOON = range(4)
Lot = Callable[[], bool]
Placed = tuple[dict[int, int], dict[int, int]]
# What a piece waits for: its period, how many periods later and days later it may start, its row and its end there.
Wait = tuple[int, int, Fraction | None, int, int]


class Gaps:
    """The pieces of each row with their starts and ends in its own minutes, in order, and the minutes still free.

    Pairs of a piece and a row that passes its gates stand by piece, the earliest period first: ``row``, ``load`` and
    ``gain`` of each, and ``dated`` between which minutes of the row it must be worked where that is not all of them.
    """

    def __init__(self, problem: Problem, time: Time) -> None:
        self.problem, self.time, self.ties = problem, time, Ties.of(problem)
        column, row = problem.eligible.T.nonzero()
        self.edges: list[int] = np.searchsorted(column, np.arange(len(problem.tasks) + 1)).tolist()
        order = np.lexsort((row, wanted(problem, time, row, column), time.period[row], column))
        row = row[order]
        self.row = quick(row)
        self.load, self.gain = quick(problem.load[row, column]), quick(problem.gain[row, column])
        self.dated = dated(time, row, column)
        # What each pair that is there to grow draws on, and the minutes that each growth still has.
        open_ = problem.eligible
        grown = [one for one in problem.grown if open_[one.row, one.column]]
        self.grown = {self.pair_of(one.column, one.row): one.uses for one in grown}
        self.to_grow = list(problem.most_grown)
        self.minutes: list[int] = problem.limit.tolist()
        self.member: list[int] = time.member.tolist()
        self.period: list[int] = time.period.tolist()
        self.task: list[int] = time.task.tolist()
        self.wip: list[int] = problem.wip.tolist()
        self.placed: dict[int, int] = {}
        self.pair: dict[int, int] = {}
        self.starts: dict[int, int] = {}
        self.work: list[list[tuple[int, int, int]]] = [[] for _ in problem.members]
        self.free: list[int] = problem.limit.tolist()
        # Most slots are alike: what is known of two of them holds for all such pairs.
        shapes: dict[tuple[int, tuple[int, ...]], int] = {}
        self._shape = [shapes.setdefault((slot.minutes, slot.days), len(shapes)) for slot in time.slots]
        self._passed: dict[tuple[int, int, int], int] = {}
        self._ready: dict[tuple[int, int, int, Fraction], int] = {}

    def able(self, piece: int) -> array[int]:
        """Return the rows that pass all gates for a piece, the earliest period first."""
        return self.row[self.edges[piece] : self.edges[piece + 1]]

    def pair_of(self, piece: int, row: int) -> int:
        """Return the pair of a piece and a row that passes all its gates."""
        return self.row.index(row, self.edges[piece], self.edges[piece + 1])

    def best(
        self,
        piece: int,
        *,
        member: int = -1,
        only: int = -1,
        way: int = FIRST,
        lot: Lot | None = None,
        soonest: int = 0,
    ) -> bool:
        """Put a piece where it is best by its ties, its order and the gaps; return whether there is such a place.

        Parameters
        ----------
        piece : int
            Not placed; what it waits for is.
        member, only : int
            The one member, and the one period, that it may go to, -1 for any.
        way : int
            How a row is chosen: ``FIRST``, ``SUITED``, ``ANY_TIME`` or ``SOON``.
        lot : callable, optional
            Called for each row that could have it; where the answer is true, the row is passed over.
        soonest : int
            The first minute of a row at which it may start.
        """
        rows, loads, free, periods = self.row, self.load, self.free, self.period
        waits = self._waits(piece) if piece in self.ties.waits else []
        least = max((period + lag for period, lag, *_ in waits), default=0) if waits else 0
        pins, is_tied = self.ties.pins.get(piece), piece in self.ties.apart or piece in self.ties.joined
        found, score, start = -1, 2**62, 0
        for pair in range(self.edges[piece], self.edges[piece + 1]):
            row, load = rows[pair], loads[pair]
            period = periods[row]
            if period < least or free[row] < load or (member >= 0 and self.member[row] != member):
                continue
            if found >= 0 and way != ANY_TIME and period > periods[rows[found]]:
                break
            if (only >= 0 and period != only) or (pins is not None and row not in pins) or (lot is not None and lot()):
                continue
            if self.grown and not self._may_grow(pair):
                continue
            if (is_tied and self.clashes(piece, row)) or (self.wip[row] >= 0 and self._is_full(piece, row)):
                continue
            first, last = self.dated.get(pair) or (0, self.minutes[row])
            begin = self._gap(row, load, max(first, soonest), waits)
            if begin + load > last:
                continue
            worth = 100_000 * (begin + load) // self.minutes[row] if way == SOON else -self.gain[pair]
            if worth < score:
                found, score, start = pair, worth, begin
            if way == FIRST:
                break
        if found >= 0:
            self.put(piece, found, start)
        return found >= 0

    def begins(self, piece: int, row: int) -> int | None:
        """Return the first minute at which a piece can start in a gap of a row, None if there is none for it."""
        pair = self.pair_of(piece, row)
        if self.free[row] < self.load[pair] or not self._may_grow(pair):
            return None
        first, last = self.dated.get(pair) or (0, self.minutes[row])
        start = self._gap(row, self.load[pair], first, self._waits(piece))
        return start if start + self.load[pair] <= last else None

    def _waits(self, piece: int) -> list[Wait]:
        """Return what is placed of what a piece waits for."""
        days = self.time.lags
        return [
            (
                self.period[row],
                lag,
                days.get((piece, other)) if days else None,
                row,
                self.starts[other] + self.load[self.pair[other]],
            )
            for other, lag in self.ties.waits.get(piece, ())
            if (row := self.placed.get(other, -1)) >= 0
        ]

    def released(self, piece: int, row: int, start: int) -> int:
        """Return the first minute of a row, from one on, at which all that a piece waits for has ended."""
        return self._released(row, start, self._waits(piece))

    def _released(self, row: int, start: int, waits: Iterable[Wait]) -> int:
        """Return the first minute of a row, from one on, that is not before the end of what is waited for."""
        for period, lag, days, other, end in waits:
            if days or (not lag and period == self.period[row]):
                free = self.passed(other, end, row, days)
                if free > start:
                    start = free
        return start

    def _gap(self, row: int, load: int, start: int, waits: Iterable[Wait]) -> int:
        """Return the first minute of a row, from one on and after what is waited for, with so many free after it."""
        start = self._released(row, start, waits)
        for began, ended, _ in self.work[row]:
            if start + load <= began:
                break
            if ended > start:
                start = ended
        return start

    def passed(self, row: int, end: int, other: int, days: Fraction | None = None) -> int:
        """Return the first whole minute of another row that is not before a minute of a row of its period.

        Where ``days`` must go by between them the two may be in different periods.
        """
        if days:
            key = row, end, other, days
            if key not in self._ready:
                self._ready[key] = self.time.ready(*key)
            return self._ready[key]
        if row == other:
            return end
        shape = self._shape[row], end, self._shape[other]
        found = self._passed.get(shape, -1)
        if found < 0:
            slots = self.time.slots
            found = int(-(-slots[other].done_by(slots[row].moment(end)) // 1))
            self._passed[shape] = found
        return found

    def put(self, piece: int, pair: int, start: int) -> None:
        """Give a piece to a row."""
        row, load = self.row[pair], self.load[pair]
        self.placed[piece], self.pair[piece], self.starts[piece] = row, pair, start
        insort(self.work[row], (start, start + load, piece))
        self.free[row] -= load
        if pair in self.grown:
            self._grow(pair, 1)

    def lay(self, placed: Mapping[int, int], starts: Mapping[int, int]) -> None:
        """Give pieces that have starts to the rows that they have."""
        for piece, start in starts.items():
            self.put(piece, self.pair_of(piece, placed[piece]), start)

    def take(self, piece: int) -> None:
        """Take a piece from its row."""
        row, pair, start = self.placed.pop(piece), self.pair.pop(piece), self.starts.pop(piece)
        load = self.load[pair]
        self.work[row].remove((start, start + load, piece))
        self.free[row] += load
        if pair in self.grown:
            self._grow(pair, -1)

    def _grow(self, pair: int, sign: int) -> None:
        """Count what a pair that is there to grow takes of its growths and of its mentors' hours, or gives back."""
        for number, mentor, minutes in self.grown[pair]:
            self.to_grow[number] -= sign * self.load[pair]
            self.free[mentor] -= sign * minutes

    def _may_grow(self, pair: int) -> bool:
        """Return whether a pair is not there to grow, or its growths and its mentors have the time for it."""
        uses = self.grown.get(pair, ())
        helped = dict.fromkeys((mentor for _, mentor, _ in uses), 0)
        for number, mentor, minutes in uses:
            helped[mentor] += minutes
            if self.to_grow[number] < self.load[pair] or self.free[mentor] < helped[mentor]:
                return False
        return True

    @property
    def plan(self) -> Placed:
        """The pair and the start of each piece."""
        return dict(self.pair), dict(self.starts)

    def renew(self, pairs: Mapping[int, int], starts: Mapping[int, int]) -> None:
        """Let other pairs and starts of pieces stand in place of all that there are."""
        for piece in list(self.placed):
            self.take(piece)
        for piece, pair in pairs.items():
            self.put(piece, pair, starts[piece])

    def close_up(self) -> None:
        """Let every piece start as early as it can in the order that there is, so that gaps come together."""
        before: dict[int, list[int]] = {}
        for work in self.work:
            for (_, _, one), (_, _, other) in zip(work, work[1:], strict=False):
                before.setdefault(other, []).append(one)
        for piece, row in self.placed.items():
            for other, lag in self.ties.waits.get(piece, ()):
                theirs = self.placed.get(other)
                if theirs is None:
                    continue
                if (piece, other) in self.time.lags or (not lag and self.period[theirs] == self.period[row]):
                    before.setdefault(piece, []).append(other)
        after: dict[int, list[int]] = {}
        for piece, others in before.items():
            for other in others:
                after.setdefault(other, []).append(piece)
        waiting = {piece: len(before.get(piece, ())) for piece in self.placed}
        ready = [piece for piece, count in waiting.items() if not count]
        while ready:
            piece = ready.pop()
            self._shift(piece, before.get(piece, ()))
            for other in after.get(piece, ()):
                waiting[other] -= 1
                if not waiting[other]:
                    ready.append(other)
        for number, work in enumerate(self.work):
            self.work[number] = [(s := self.starts[c], s + self.load[self.pair[c]], c) for _, _, c in work]

    def _shift(self, piece: int, before: Iterable[int]) -> None:
        row = self.placed[piece]
        first = self.dated.get(self.pair[piece], (0, 0))[0]
        days = self.time.lags
        ends = ((self.placed[b], self.starts[b] + self.load[self.pair[b]], days.get((piece, b))) for b in before)
        self.starts[piece] = max([first, *(self.passed(other, end, row, lag) for other, end, lag in ends)])

    def _is_full(self, piece: int, row: int) -> bool:
        """Return whether a row has as many tasks at once as it may."""
        mine = self.task[piece]
        return self.wip[row] <= len({self.task[c] for _, _, c in self.work[row] if self.task[c] != mine})

    def clashes(self, piece: int, row: int) -> bool:
        """Return whether a rule about people is broken if a row has a piece, given what is placed."""
        member, placed = self.member, self.placed
        who = member[row]
        for group in self.ties.apart.get(piece, ()):
            if any(member[placed[c]] == who for c in group if c in placed and c != piece):
                return True
        for group in self.ties.joined.get(piece, ()):
            if any(member[placed[c]] != who for c in group if c in placed and c != piece):
                return True
        return False
