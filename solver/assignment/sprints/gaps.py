"""Who has what so far, and when: pieces go into the gaps between what a member already does in a period."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from solver.matching.problem import Problem
from solver.matching.time import Time

Ints = NDArray[np.int64]


@dataclass
class Ties:
    """For each piece what it waits for with the lag in periods, and the groups of rules about people that it is in."""

    waits: dict[int, list[tuple[int, int]]]
    needs: dict[int, list[int]]
    apart: dict[int, list[tuple[int, ...]]]
    joined: dict[int, list[tuple[int, ...]]]
    pins: dict[int, list[int]]

    @classmethod
    def of(cls, problem: Problem) -> Ties:
        """Return the ties of a problem over slots and pieces."""
        found = cls({}, {}, {}, {}, {})
        time = problem.time
        for pairs, lag in ((time.waits, 0), (time.gated, 1)) if time else ():
            for after, before in pairs:
                found.waits.setdefault(after, []).append((before, lag))
        for after, before in (*time.waits, *time.gated, *problem.dependencies) if time else ():
            found.needs.setdefault(after, []).append(before)
        for group in (*problem.separate, *(time.crews if time else ())):
            for c in group:
                found.apart.setdefault(c, []).append(group)
        for group in problem.together:
            for c in group:
                found.joined.setdefault(c, []).append(group)
        for pairs in time.pins if time else ():
            for row, c in pairs:
                found.pins.setdefault(c, []).append(row)
        return found


class Gaps:
    """The pieces of each row with their starts and ends in its own minutes, in order, and the minutes still free."""

    def __init__(self, problem: Problem, time: Time) -> None:
        self.problem, self.time, self.ties = problem, time, Ties.of(problem)
        # Whoever grows needs a mentor with time: that is left to searches of the whole.
        able = problem.eligible
        for grown in problem.grown:
            able[grown.row, grown.column] = False
        column, row = able.T.nonzero()
        edges = np.searchsorted(column, np.arange(len(problem.tasks) + 1))
        order = np.lexsort((row, _wanted(problem, time, row, column), time.period[row], column))
        self._rows, self._edges = row[order], edges
        self.placed: dict[int, int] = {}
        self.starts: dict[int, int] = {}
        self.work: list[list[tuple[int, int, int]]] = [[] for _ in problem.members]
        self.free: Ints = problem.limit.copy()
        self._passed: dict[tuple[int, int, int], int] = {}

    def able(self, piece: int) -> Ints:
        """Return the rows that pass all gates for a piece, the earliest period first."""
        return self._rows[self._edges[piece] : self._edges[piece + 1]]

    def rows(self, piece: int, member: int = -1) -> Iterable[int]:
        """Yield the rows that may have a piece by its ties, its order of periods and the hours that are free."""
        time, rows = self.time, self.able(piece)
        waits = self.ties.waits.get(piece, ())
        first = max((int(time.period[self.placed[b]]) + lag for b, lag in waits if b in self.placed), default=0)
        fits = self.free[rows] >= self.problem.load[rows, piece]
        if first:
            fits &= time.period[rows] >= first
        if member >= 0:
            fits &= time.member[rows] == member
        if piece in self.ties.pins:
            fits &= np.isin(rows, self.ties.pins[piece])
        return (row for row in rows[fits].tolist() if not self._is_full(piece, row) and not self._clashes(piece, row))

    def begins(self, piece: int, row: int) -> int | None:
        """Return the first minute at which a piece can start in a gap of a row, None if there is none for it."""
        time, load = self.time, int(self.problem.load[row, piece])
        p, slot = int(time.period[row]), time.slots[row]
        begin, end = int(time.begin[p, piece]), int(time.end[p, piece])
        start = int(-(-slot.done_by(Fraction(begin)) // 1)) if begin else 0
        last = slot.minutes if end >= time.days[p] else int(slot.done_by(Fraction(end)))
        for other, lag in self.ties.waits.get(piece, ()):
            theirs = self.placed.get(other)
            if theirs is not None and not lag and time.period[theirs] == p:
                start = max(start, self.passed(other, theirs, row))
        for began, ended, _ in self.work[row]:
            if start + load <= began:
                break
            start = max(start, ended)
        return start if start + load <= last else None

    def passed(self, piece: int, row: int, other: int) -> int:
        """Return the first whole minute of another row of the period that is not before the end of a piece."""
        end = self.starts[piece] + int(self.problem.load[row, piece])
        if row == other:
            return end
        if (row, end, other) not in self._passed:
            slots = self.time.slots
            self._passed[row, end, other] = int(-(-slots[other].done_by(slots[row].moment(end)) // 1))
        return self._passed[row, end, other]

    def put(self, piece: int, row: int, start: int) -> None:
        """Give a piece to a row."""
        load = int(self.problem.load[row, piece])
        self.placed[piece], self.starts[piece] = row, start
        insort(self.work[row], (start, start + load, piece))
        self.free[row] -= load

    def take(self, piece: int) -> None:
        """Take a piece from its row."""
        row, start = self.placed.pop(piece), self.starts.pop(piece)
        load = int(self.problem.load[row, piece])
        self.work[row].remove((start, start + load, piece))
        self.free[row] += load

    def close_up(self) -> None:
        """Let every piece start as early as it can in the order that there is, so that gaps come together."""
        before: dict[int, list[int]] = {}
        for work in self.work:
            for (_, _, one), (_, _, other) in zip(work, work[1:], strict=False):
                before.setdefault(other, []).append(one)
        for piece, row in self.placed.items():
            for other, lag in self.ties.waits.get(piece, ()):
                theirs = self.placed.get(other)
                if theirs is not None and not lag and self.time.period[theirs] == self.time.period[row]:
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
            self.work[number] = [(s := self.starts[c], s + int(self.problem.load[number, c]), c) for _, _, c in work]

    def _shift(self, piece: int, before: Iterable[int]) -> None:
        row = self.placed[piece]
        p, slot = int(self.time.period[row]), self.time.slots[row]
        begin = int(self.time.begin[p, piece])
        first = int(-(-slot.done_by(Fraction(begin)) // 1)) if begin else 0
        self.starts[piece] = max([first, *(self.passed(other, self.placed[other], row) for other in before)])

    def _is_full(self, piece: int, row: int) -> bool:
        """Return whether a row has as many tasks at once as it may."""
        most = int(self.problem.wip[row])
        if most < 0:
            return False
        mine = self.time.task[piece]
        return most <= len({int(self.time.task[c]) for _, _, c in self.work[row] if self.time.task[c] != mine})

    def _clashes(self, piece: int, row: int) -> bool:
        """Return whether a rule about people is broken if a row has a piece, given what is placed."""
        time = self.time
        who = time.member[row]
        for group in self.ties.apart.get(piece, ()):
            if any(time.member[self.placed[c]] == who for c in group if c in self.placed and c != piece):
                return True
        for group in self.ties.joined.get(piece, ()):
            if any(time.member[self.placed[c]] != who for c in group if c in self.placed and c != piece):
                return True
        return False


def _wanted(problem: Problem, time: Time, row: Ints, column: Ints) -> NDArray[np.float64]:
    """Return how much the member of each pair is wanted, as hours of all work that could be theirs, less its gain.

    Each piece spreads its load evenly over the rows that may have it; a member's share of their own hours is in
    thousandths, as gains for a minute are, so that whoever is wanted less comes before whom it suits a little better.
    """
    load = problem.load[row, column]
    spread = load / np.bincount(column, minlength=len(problem.tasks))[column]
    wanted = np.bincount(time.member[row], spread, len(time.names))
    hours = np.bincount(time.member, problem.limit, len(time.names))
    share = 1000 * wanted / np.maximum(hours, 1)
    found: NDArray[np.float64] = share[time.member[row]] - problem.gain[row, column] / np.maximum(load, 1)
    return found
