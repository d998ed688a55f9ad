"""Whether the work of a period can be sequenced: simple orders first, then an exact search with CP-SAT intervals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from heapq import heapify, heappop, heappush
from typing import Final

from solver.assignment.sprints.sequence.jobs import Job, Jobs
from solver.assignment.sprints.sequence.timetable import Timetable

# Orders in which pieces that could start next are taken; the first that works is kept: urgent work first.
Key = Callable[[Jobs, Mapping[int, float], int, int], tuple[float, ...]]


def sequenced(jobs: Jobs, seconds: float = 10.0, *, seed: int = 0) -> dict[int, int] | None | str:
    """Return the start of each piece in minutes of its owner, None if there is no sequence, ``unknown`` if time is up.

    Parameters
    ----------
    jobs : Jobs
        Of one period.
    seconds : float
        Of the exact search, where no simple order works.
    seed : int
        Of the exact search.
    """
    if not any(jobs.before.values()) and all(
        job.first == 0 and job.last >= _limit(jobs, job) for job in jobs.jobs.values()
    ):
        return listed(jobs, ORDERS[0], {})
    tails = tails_of(jobs)
    for order in ORDERS:
        found = listed(jobs, order, tails)
        if found is not None:
            return found
    return _searched(jobs, seconds, seed)


def _limit(jobs: Jobs, job: Job) -> int:
    return jobs.slots[job.row].minutes


def tails_of(jobs: Jobs) -> dict[int, float]:
    """Return for each piece how many days of work wait for it, itself counted, at its owners' pace."""
    days = {c: len(jobs.slots[job.row].days) * job.minutes / max(_limit(jobs, job), 1) for c, job in jobs.jobs.items()}
    after: dict[int, list[int]] = {c: [] for c in jobs.jobs}
    for piece, before in jobs.before.items():
        for each in before:
            after[each].append(piece)
    found: dict[int, float] = {}
    # What waits for most comes first: everything that waits for a piece has more before it.
    for piece in sorted(jobs.jobs, key=lambda c: -len(jobs.before[c])):
        found[piece] = days[piece] + max((found[c] + float(jobs.lag(c, piece)) for c in after[piece]), default=0.0)
    return found


def _urgent(jobs: Jobs, tails: Mapping[int, float], piece: int, start: int) -> tuple[float, ...]:
    return (_moment(jobs, piece, start) > 0, jobs.jobs[piece].rank, -tails.get(piece, 0), piece)


def _earliest(jobs: Jobs, tails: Mapping[int, float], piece: int, start: int) -> tuple[float, ...]:
    return (_moment(jobs, piece, start), jobs.jobs[piece].rank, -tails.get(piece, 0), piece)


def _longest(jobs: Jobs, tails: Mapping[int, float], piece: int, start: int) -> tuple[float, ...]:
    return (-tails.get(piece, 0), _moment(jobs, piece, start), piece)


def _due(jobs: Jobs, tails: Mapping[int, float], piece: int, start: int) -> tuple[float, ...]:
    job = jobs.jobs[piece]
    share = job.last / max(_limit(jobs, job), 1)
    return (share, -tails.get(piece, 0), _moment(jobs, piece, start), piece)


def _ranked(jobs: Jobs, tails: Mapping[int, float], piece: int, start: int) -> tuple[float, ...]:
    return (jobs.jobs[piece].rank, -tails.get(piece, 0), piece)


ORDERS: Final[tuple[Key, ...]] = (_ranked, _earliest, _longest, _due, _urgent)


def _moment(jobs: Jobs, piece: int, start: int) -> float:
    return start / max(_limit(jobs, jobs.jobs[piece]), 1)


def listed(jobs: Jobs, order: Key, tails: Mapping[int, float]) -> dict[int, int] | None:
    """Return starts by taking piece after piece in an order, each as early as can be, or None if one ends too late."""
    starts, ends, free = dict[int, int](), dict[int, int](), dict[int, int]()
    waiting = {piece: len(before) for piece, before in jobs.before.items()}
    after: dict[int, list[int]] = {}
    for piece, before in jobs.before.items():
        for each in before:
            after.setdefault(each, []).append(piece)
    ready = {piece: jobs.jobs[piece].first for piece, count in waiting.items() if count == 0}

    def now(piece: int) -> tuple[float, ...]:
        return order(jobs, tails, piece, max(ready[piece], free.get(jobs.jobs[piece].row, 0)))

    # A member who works on makes the others' turns later, never earlier: what comes first is looked at anew.
    queue = [(now(piece), piece) for piece in ready]
    heapify(queue)
    while queue:
        known, piece = heappop(queue)
        if (key := now(piece)) > known:
            heappush(queue, (key, piece))
            continue
        job = jobs.jobs[piece]
        start = max(ready.pop(piece), free.get(job.row, 0))
        if start + job.minutes > job.last:
            return None
        starts[piece], ends[piece] = start, start + job.minutes
        free[job.row] = ends[piece]
        for each in after.get(piece, ()):
            waiting[each] -= 1
            if waiting[each] == 0:
                ready[each] = jobs.earliest(each, ends)
                heappush(queue, (now(each), each))
    return starts


def _searched(jobs: Jobs, seconds: float, seed: int) -> dict[int, int] | None | str:
    """Return starts by an exact search."""
    if any(job.first + job.minutes > job.last for job in jobs.jobs.values()):
        return None
    status, starts = Timetable(jobs).search(seconds, seed=seed)
    if starts:
        return _left(jobs, starts)
    return None if status == "INFEASIBLE" else "unknown"


def _left(jobs: Jobs, starts: Mapping[int, int]) -> dict[int, int]:
    """Return the same order with every piece as early as can be."""
    found, ends, free = dict[int, int](), dict[int, int](), dict[int, int]()

    def place(piece: int) -> tuple[int, Fraction, int]:
        row = jobs.jobs[piece].row
        return jobs.period(row), jobs.slots[row].moment(starts[piece], late=True), len(jobs.before[piece])

    order = sorted(starts, key=place)
    waiting = list(order)
    while waiting:
        piece = next(c for c in waiting if all(b in ends for b in jobs.before[c]))
        waiting.remove(piece)
        job = jobs.jobs[piece]
        found[piece] = max(jobs.earliest(piece, ends), free.get(job.row, 0))
        ends[piece] = free[job.row] = found[piece] + job.minutes
    return found
