"""Among the sequences of a period one that ends urgent work early: a descent, then exact searches by members."""

from __future__ import annotations

import math
import time as clock
from collections.abc import Iterator, Mapping
from typing import Final

from solver.assignment.sprints.sequence.earliest import earliest
from solver.assignment.sprints.sequence.exchange import Queues
from solver.assignment.sprints.sequence.jobs import Jobs
from solver.assignment.sprints.sequence.sequenced import ORDERS, listed, tails_of

# Up to so many pieces in a period simple orders are tried beside the one that is known.
MOST_LISTED: Final = 200
# So many pieces are searched at once, and CP-SAT's unit of work for each class of them.
MOST_AT_ONCE: Final = 40
WORK: Final = 0.05


def prompt(jobs: Jobs, starts: Mapping[int, int], until: float = math.inf) -> tuple[dict[int, int], bool]:
    """Return starts in which the ends of the most urgent class come to the least sum, then those of the next class.

    Parameters
    ----------
    jobs : Jobs
        Of one period.
    starts : mapping of int to int
        A sequence that is known to be possible: what is returned is never worse.
    until : float
        When exact searches end, in seconds of ``time.monotonic``.

    Returns
    -------
    tuple of dict and bool
        The best starts that were found, and whether none are better. Tasks count with their value.
    """
    known: list[Mapping[int, int] | None] = [starts]
    if len(jobs.jobs) <= MOST_LISTED:
        tails = tails_of(jobs)
        # Of sequences that are worth the same the first counts, which does not depend on the one that is known.
        known = [*(listed(jobs, order, tails) for order in (_shortest, *ORDERS)), starts]
    best = min((_descended(jobs, each, until) for each in known if each), key=Queues.worth)
    is_proved = True
    for rows in parts_of(jobs):
        for some in groups_of(jobs, rows):
            if clock.monotonic() > until:
                return best.starts, False
            best, is_best = _searched(best, some, until)
            is_proved &= is_best and len(some) == len(rows)
    return best.starts, is_proved


def _shortest(jobs: Jobs, _tails: Mapping[int, float], piece: int, _start: int) -> tuple[float, ...]:
    """Rank urgent work first, and of a class what takes the least time for its value."""
    job = jobs.jobs[piece]
    return (job.rank, job.minutes / max(job.weight, 1), piece)


def _descended(jobs: Jobs, starts: Mapping[int, int], until: float) -> Queues:
    found = Queues(jobs, starts)
    found.descend(until)
    return found


def _searched(known: Queues, rows: list[int], until: float) -> tuple[Queues, bool]:
    """Return the best sequence in which only some rows change their order, and whether it is proved to be that."""
    pieces = [c for row in rows for c in known.rows[row]]
    jobs = known.jobs.among(pieces, known.starts)
    if len(rows) == 1 and _is_plain(jobs):
        # Within a class the descent has put short work first, which is best.
        return known, True
    starts, is_proved = earliest(jobs, {c: known.starts[c] for c in pieces}, WORK)
    found = _descended(known.jobs, {**known.starts, **starts}, until)
    return min(known, found, key=Queues.worth), is_proved


def _is_plain(jobs: Jobs) -> bool:
    """Return whether all of one member's pieces may stand anywhere in their order."""
    return not any(jobs.before.values()) and all(
        job.first == 0 and job.last == jobs.slots[job.row].minutes for job in jobs.jobs.values()
    )


def parts_of(jobs: Jobs) -> list[list[int]]:
    """Return rows of which none waits for one of another part."""
    links = _links(jobs)
    found, seen = list[list[int]](), set[int]()
    for row in links:
        if row not in seen:
            part = list(_near(links, row))
            seen |= set(part)
            found.append(part)
    return found


def groups_of(jobs: Jobs, rows: list[int]) -> Iterator[list[int]]:
    """Yield groups of rows that wait for each other, of few enough pieces for one search, until all had a turn."""
    links, sizes = _links(jobs), dict[int, int]()
    for job in jobs.jobs.values():
        sizes[job.row] = sizes.get(job.row, 0) + 1
    waiting = list(rows)
    while waiting:
        group, room = list[int](), MOST_AT_ONCE
        for row in _near(links, waiting[0]):
            if not group or sizes[row] <= room:
                group.append(row)
                room -= sizes[row]
        waiting = [row for row in waiting if row not in group]
        yield group


def _links(jobs: Jobs) -> dict[int, list[int]]:
    """Return for each row the rows whose pieces wait for its own, or the other way round."""
    found: dict[int, list[int]] = {job.row: [] for job in jobs.jobs.values()}
    for piece, before in jobs.before.items():
        for other in before:
            one, two = jobs.jobs[piece].row, jobs.jobs[other].row
            if one != two:
                found[one].append(two)
                found[two].append(one)
    return found


def _near(links: Mapping[int, list[int]], row: int) -> Iterator[int]:
    """Yield a row and the rows that are linked to it, the nearest first."""
    seen, open_ = {row}, [row]
    for one in open_:
        yield one
        fresh = [other for other in dict.fromkeys(links[one]) if other not in seen]
        seen |= set(fresh)
        open_ += fresh
