"""Betters the sequence of a period by putting pieces earlier in their owner's order, class above class."""

from __future__ import annotations

import time as clock
from collections import deque
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final

from solver.assignment.sprints.sequence.jobs import Jobs

# Moments are counted in millionths of a day.
FINE: Final = 1_000_000
# So often, for each piece of the period, a descent looks anew at when a piece can start, at most.
MOST_LOOKS: Final = 2_000

Worth = tuple[int, ...]


class Queues:
    """The pieces of each row one after the other, each as early as it can be, and the ends of each class in all."""

    def __init__(self, jobs: Jobs, starts: Mapping[int, int]) -> None:
        self.jobs, self.urgency, self.looks = jobs, urgency_of(jobs), 0
        self.rows: dict[int, list[int]] = {}
        for piece in sorted(starts, key=lambda c: (starts[c], starts[c] + jobs.jobs[c].minutes, len(jobs.before[c]))):
            self.rows.setdefault(jobs.jobs[piece].row, []).append(piece)
        self._previous: dict[int, int] = {}
        self._next: dict[int, int] = {}
        for row in self.rows:
            self._link(row)
        self._after: dict[int, list[int]] = {}
        for piece, before in jobs.before.items():
            for other in before:
                self._after.setdefault(other, []).append(piece)
        self._place = {rank: n for n, rank in enumerate(sorted({job.rank for job in jobs.jobs.values()}))}
        self._moments: dict[tuple[int, int], int] = {}
        self._passed: dict[tuple[int, int, int, Fraction], int] = {}
        self.starts = dict(starts)
        self.starts |= self._settled(starts)

    def worth(self) -> Worth:
        """Return the ends of each class in all, each times its weight, the most urgent class first, then of all."""
        return self._worth(self.starts)

    def descend(self, until: float) -> None:
        """Put pieces earlier in their rows, urgent ones first, for as long as that makes the worth less.

        Parameters
        ----------
        until : float
            When to stop at the latest, in seconds of ``time.monotonic``.
        """
        most, is_better = MOST_LOOKS * len(self.starts), True
        while is_better:
            is_better = False
            for piece in sorted(self.starts, key=lambda c: (self.urgency[c], self.starts[c], c)):
                if self.looks > most or clock.monotonic() > until:
                    return
                is_better |= self._moved_up(piece)

    def _moved_up(self, piece: int) -> bool:
        """Put a piece to the first earlier place of its row that betters the sequence; return whether there is one."""
        row = self.jobs.jobs[piece].row
        queue = self.rows[row]
        at, release = queue.index(piece), self._release(piece, self.starts)
        for place in range(at):
            # What ends before the piece may start is in nobody's way, and the piece may even wait for it.
            if release >= self._end(queue[place], self.starts):
                continue
            if self.urgency[piece] > max(self.urgency[c] for c in queue[place:at]):
                continue
            queue.insert(place, queue.pop(at))
            self._link(row)
            changed = self._settled(queue[place:])
            if self._is_better(changed):
                self.starts |= changed
                return True
            queue.insert(at, queue.pop(place))
            self._link(row)
        return False

    def _is_better(self, changed: Mapping[int, int]) -> bool:
        """Return whether no start that changes is too late, and the worth is less."""
        jobs = self.jobs.jobs
        fits = all(start + jobs[c].minutes <= jobs[c].last for c, start in changed.items())
        return fits and self._worth(changed) < self._worth({c: self.starts[c] for c in changed})

    def _settled(self, pieces: Iterable[int]) -> dict[int, int]:
        """Return the starts that change where some pieces, and all that comes after them, start as early as they can.

        Starts may come to lie too late; the order of each row must not contradict who waits for whom.
        """
        changed, waiting, is_waiting = dict[int, int](), deque(pieces), set(pieces)
        while waiting:
            piece = waiting.popleft()
            is_waiting.remove(piece)
            self.looks += 1
            start = self._release(piece, changed)
            if self._previous[piece] >= 0:
                start = max(start, self._end(self._previous[piece], changed))
            if start != changed.get(piece, self.starts[piece]):
                changed[piece] = start
                for other in (*self._after.get(piece, ()), self._next[piece]):
                    if other >= 0 and other not in is_waiting:
                        waiting.append(other)
                        is_waiting.add(other)
        return changed

    def _link(self, row: int) -> None:
        """Note what comes before and after each piece of a row."""
        queue = self.rows[row]
        for piece, other in zip(queue, (*queue[1:], -1), strict=True):
            self._next[piece] = other
        for piece, other in zip((-1, *queue), queue, strict=False):
            self._previous[other] = piece

    def _end(self, piece: int, changed: Mapping[int, int]) -> int:
        """Return the minute of its owner at which a piece ends, where some starts have changed."""
        return changed.get(piece, self.starts[piece]) + self.jobs.jobs[piece].minutes

    def _release(self, piece: int, changed: Mapping[int, int]) -> int:
        """Return the first minute of its owner at which a piece may start after what it waits for."""
        job, found = self.jobs.jobs[piece], self.jobs.jobs[piece].first
        for other in self.jobs.before[piece]:
            # What ends after the period is refused, whatever comes after it.
            last = self.jobs.slots[self.jobs.jobs[other].row].minutes
            key = other, min(self._end(other, changed), last), job.row, self.jobs.lag(piece, other)
            if key not in self._passed:
                self._passed[key] = self.jobs.passed(other, piece, key[1])
            found = max(found, self._passed[key])
        return found

    def _worth(self, starts: Mapping[int, int]) -> Worth:
        """Return what the ends of some pieces add to the worth."""
        found = [0] * (len(self._place) + 1)
        for piece, start in starts.items():
            job = self.jobs.jobs[piece]
            key = job.row, start + job.minutes
            if key not in self._moments:
                self._moments[key] = round(FINE * self.jobs.slots[job.row].moment(key[1]))
            found[self._place[job.rank]] += job.weight * self._moments[key]
            found[-1] += self._moments[key]
        return tuple(found)


def urgency_of(jobs: Jobs) -> dict[int, int]:
    """Return the most urgent class among each piece and what waits for it."""
    found = {c: job.rank for c, job in jobs.jobs.items()}
    for piece, before in jobs.before.items():
        for other in before:
            found[other] = min(found[other], jobs.jobs[piece].rank)
    return found
