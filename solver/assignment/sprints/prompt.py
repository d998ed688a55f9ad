"""Among the sequences of a period one that ends urgent work early: simple orders, then orders with pieces exchanged."""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from solver.assignment.sprints.jobs import Jobs
from solver.assignment.sprints.sequence import ORDERS, listed, tails_of

# So many orders with two pieces exchanged are tried, for up to so many pieces: beyond, the simple ones stand.
TRIES: Final = 60
MOST_PIECES: Final = 120

Ends = tuple[Fraction, ...]


def prompt(jobs: Jobs, starts: Mapping[int, int]) -> dict[int, int]:
    """Return starts in which the ends of the most urgent class come to the least sum, then those of the next class.

    Parameters
    ----------
    jobs : Jobs
        Of one period.
    starts : mapping of int to int
        A sequence that is known to be possible: what is returned is never worse.

    Returns
    -------
    dict of int to int
        The best that was found; which one does not depend on chance or on time.
    """
    best, worth, chosen = dict(starts), ends_of(jobs, starts), dict[int, int]()
    tails = tails_of(jobs)
    by_size = {c: n for n, c in enumerate(sorted(jobs.jobs, key=lambda c: (jobs.jobs[c].minutes, c)))}
    urgency = _urgency(jobs)
    firsts: list[dict[int, int]] = [
        {c: n for n, c in enumerate(sorted(jobs.jobs, key=lambda c: (rank[c], by_size[c])))}
        for rank in (urgency, {c: job.rank for c, job in jobs.jobs.items()})
    ]
    for order in ORDERS:
        best, worth = _better(jobs, listed(jobs, order, tails), best, worth)
    for place in firsts:
        found = _placed(jobs, place)
        better, value = _better(jobs, found, best, worth)
        if value < worth or not chosen:
            chosen = place
        best, worth = better, value
    chance, pieces = random.Random(0), sorted(jobs.jobs)
    for _ in range(TRIES if 1 < len(pieces) <= MOST_PIECES else 0):
        one, other = chance.sample(pieces, 2)
        place = dict(chosen)
        place[one], place[other] = place[other], place[one]
        better, value = _better(jobs, _placed(jobs, place), best, worth)
        if value < worth:
            best, worth, chosen = better, value, place
    return best


def ends_of(jobs: Jobs, starts: Mapping[int, int]) -> Ends:
    """Return the sum of the moments at which the pieces of each class end, the most urgent class first."""
    found: dict[int, Fraction] = {}
    for piece, start in starts.items():
        job = jobs.jobs[piece]
        found[job.rank] = found.get(job.rank, Fraction(0)) + jobs.slots[job.row].moment(start + job.minutes)
    return tuple(found[rank] for rank in sorted(found))


def _urgency(jobs: Jobs) -> dict[int, int]:
    """Return the most urgent class among each piece and what waits for it."""
    found = {c: job.rank for c, job in jobs.jobs.items()}
    for piece, before in jobs.before.items():
        for other in before:
            found[other] = min(found[other], jobs.jobs[piece].rank)
    return found


def _placed(jobs: Jobs, place: Mapping[int, int]) -> dict[int, int] | None:
    return listed(jobs, lambda _jobs, _tails, piece, _start: (place[piece],), {})


def _better(
    jobs: Jobs, starts: dict[int, int] | None, best: dict[int, int], worth: Ends
) -> tuple[dict[int, int], Ends]:
    if starts is None:
        return best, worth
    value = ends_of(jobs, starts)
    return (starts, value) if value < worth else (best, worth)
