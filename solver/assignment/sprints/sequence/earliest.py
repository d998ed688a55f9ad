"""The sequence of a period that ends urgent work earliest, class above class, by CP-SAT intervals: proved, or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import permutations
from typing import Final

from solver.assignment.sprints.sequence.jobs import Job, Jobs
from solver.assignment.sprints.sequence.timetable import Timetable

# The class of pieces that end no task.
LAST: Final = 99


def earliest(jobs: Jobs, starts: Mapping[int, int], work: float) -> tuple[dict[int, int], bool]:
    """Return starts with the least ends of the most urgent class, then of the next, and whether that is proved.

    Parameters
    ----------
    jobs : Jobs
        Of one period.
    starts : mapping of int to int
        A sequence to begin with.
    work : float
        Of the search for each class, in CP-SAT's deterministic unit.

    Returns
    -------
    tuple of dict and bool
        Starts, and whether no sequence is better by more than a millionth of a day for each piece.
    """
    table, found, is_proved = Timetable(jobs), dict(starts), True
    for one, other in before_others(jobs):
        table.demand_order(one, other)
    for rank in sorted({job.rank for job in jobs.jobs.values() if job.weight}):
        mine = [c for c, job in jobs.jobs.items() if job.rank == rank and job.weight]
        status, better = table.end_early(mine, found, work)
        found, is_proved = better or found, is_proved and status == "OPTIMAL"
    return found, is_proved


def before_others(jobs: Jobs) -> Iterator[tuple[int, int]]:
    """Yield pairs of a piece and another of its row that may come after it without loss.

    Where the other came first, the two could change places: the one is no longer and no less urgent, may start where
    the other started, and nothing but what waits for the one, too, waits for the other.
    """
    after: dict[int, set[int]] = {c: set() for c in jobs.jobs}
    rows: dict[int, list[Job]] = {}
    for piece, job in jobs.jobs.items():
        rows.setdefault(job.row, []).append(job)
        for before in jobs.before[piece]:
            after[before].add(piece)
    for mine in rows.values():
        for one, other in permutations(mine, 2):
            is_first = _place(one) < _place(other) and one.minutes <= other.minutes and _rank(one) <= _rank(other)
            is_free = one.first <= other.first and set(jobs.before[one.piece]) <= set(jobs.before[other.piece])
            is_free = is_free and one.last <= other.last and after[other.piece] <= after[one.piece]
            if is_first and is_free and _waits_no_longer(jobs, one.piece, other.piece, after[other.piece]):
                yield one.piece, other.piece


def _waits_no_longer(jobs: Jobs, one: int, other: int, after: Iterable[int]) -> bool:
    """Return whether a piece waits no longer than another for what is before both, and is waited for no less."""
    return not jobs.lags or (
        all(jobs.lag(one, each) <= jobs.lag(other, each) for each in jobs.before[one])
        and all(jobs.lag(each, other) <= jobs.lag(each, one) for each in after)
    )


def _rank(job: Job) -> tuple[int, int]:
    """Return how urgent a piece is, those that end no task last."""
    return (job.rank if job.weight else LAST, -job.weight)


def _place(job: Job) -> tuple[int, ...]:
    """Return what tells pieces apart of which each may come before the other."""
    return (job.minutes, *_rank(job), job.piece)
