"""Gives a few pieces to other rows at once, all or none, so that everything that waits for them stays where it is."""

from __future__ import annotations

from collections.abc import Collection
from heapq import heappop, heappush

from solver.assignment.sprints.lists.gaps import Gaps

# Some rows, and their pieces with pairs and starts.
Rows = tuple[set[int], list[tuple[int, int, int]]]


class Turns:
    """A plan in gaps of which some rows change."""

    def __init__(self, gaps: Gaps) -> None:
        self.gaps = gaps
        self.after: dict[int, list[tuple[int, int]]] = {}
        for piece, waits in gaps.ties.waits.items():
            for other, lag in waits:
                self.after.setdefault(other, []).append((piece, lag))
        self._known: dict[tuple[int, int, int], int] = {}

    def changed(self, moves: list[tuple[int, int]], out: Collection[int] = ()) -> Rows | None:
        """Give pieces to other pairs, all or none; return what the rows had before, None if not all can be worked.

        What is ``out`` leaves its row for good.
        """
        gaps = self.gaps
        gone = [c for c in (*out, *(c for c, _ in moves)) if c in gaps.placed]
        rows = {gaps.row[pair] for _, pair in moves}.union(gaps.placed[c] for c in gone)
        before = [(c, gaps.pair[c], gaps.starts[c]) for row in rows for _, _, c in gaps.work[row]]
        for piece in gone:
            gaps.take(piece)
        for row in rows:
            self._tightened(row)
        for piece, pair in moves:
            start = self._start(piece, pair)
            if start is None:
                self.restore((rows, before))
                return None
            gaps.put(piece, pair, start)
        return rows, before

    def restore(self, old: Rows) -> None:
        """Let rows have again what they had."""
        rows, before = old
        for row in rows:
            for _, _, piece in list(self.gaps.work[row]):
                self.gaps.take(piece)
        for one in before:
            self.gaps.put(*one)

    def _start(self, piece: int, pair: int) -> int | None:
        """Return when a piece starts with a pair so that all that waits for it stays where it is, None for never."""
        start = self.gaps.begins(piece, self.gaps.row[pair])
        late = start is None or start + self.gaps.load[pair] > self.due(piece, pair)
        return None if late else start

    def due(self, piece: int, pair: int) -> int:
        """Return the last minute of a pair's row at which a piece may end while all that waits for it stays."""
        gaps = self.gaps
        row = gaps.row[pair]
        found = gaps.dated[pair][1] if pair in gaps.dated else gaps.minutes[row]
        for other, lag in self.after.get(piece, ()):
            there = gaps.placed.get(other, -1)
            days = gaps.time.lags.get((other, piece))
            if there >= 0 and days and gaps.period[there] >= gaps.period[row] + lag:
                found = min(found, gaps.time.due(there, gaps.starts[other], row, days))
            elif there >= 0 and gaps.period[there] <= gaps.period[row]:
                if lag or gaps.period[there] < gaps.period[row]:
                    return -1
                found = min(found, self._before(there, gaps.starts[other], row))
        return found

    def _before(self, row: int, start: int, other: int) -> int:
        """Return the last whole minute of another row of the period that is not after a minute of a row."""
        if row == other:
            return start
        key = row, start, other
        if key not in self._known:
            slots = self.gaps.time.slots
            self._known[key] = int(slots[other].done_by(slots[row].moment(start, late=True)))
        return self._known[key]

    def _is_lagged(self, row: int) -> bool:
        """Return whether days must go by between two pieces of a row."""
        lags, mine = self.gaps.time.lags, [piece for _, _, piece in self.gaps.work[row]]
        return bool(lags) and any((one, other) in lags for one in mine for other in mine)

    def _tightened(self, row: int) -> None:
        """Let a row have no minute free before the last of its pieces that it need not (Schrage 1971).

        Of the pieces that may start the one comes next that must end first. Where one would end too late for what waits
        for it, all stays as it is; so it does where days must lie between two of them, which would change both at once.
        """
        gaps = self.gaps
        if self._is_lagged(row):
            return
        waiting = []
        for _, _, piece in gaps.work[row]:
            pair = gaps.pair[piece]
            first = gaps.dated[pair][0] if pair in gaps.dated else 0
            if piece in gaps.ties.waits:
                first = gaps.released(piece, row, first)
            waiting.append((first, self.due(piece, pair), gaps.starts[piece], piece))
        waiting.sort(reverse=True)
        now, work, ready = 0, list[tuple[int, int, int]](), list[tuple[int, int, int]]()
        while waiting or ready:
            while waiting and (waiting[-1][0] <= now or not ready):
                first, due, begun, piece = waiting.pop()
                now = max(now, first) if not ready else now
                heappush(ready, (due, begun, piece))
            due, _, piece = heappop(ready)
            end = now + gaps.load[gaps.pair[piece]]
            if end > due:
                return
            work.append((now, end, piece))
            now = end
        gaps.work[row] = work
        for start, _, piece in work:
            gaps.starts[piece] = start
