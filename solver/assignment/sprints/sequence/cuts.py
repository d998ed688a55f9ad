"""Cuts: the smallest set of a period's work that cannot be sequenced, and who else could not do it either."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from solver.assignment.sprints.sequence.jobs import Job, Jobs
from solver.assignment.sprints.sequence.sequenced import sequenced
from solver.matching.problem import Problem

Cut = tuple[tuple[tuple[int, int], ...], int]
# Seconds for each of the many small searches.
BRIEF: Final = 2.0


def cut_of(problem: Problem, jobs: Jobs) -> Cut:
    """Return pairs of which not all can hold, each necessary for that, and pairs that are no better in their place.

    Parameters
    ----------
    problem : Problem
        With time.
    jobs : Jobs
        Of one period, or of some that are tied, which have no sequence.
    """
    core = smallest(jobs)
    pairs = [(job.row, piece) for piece, job in core.jobs.items()]
    return tuple(sorted([*pairs, *_others(problem, core)])), len(pairs) - 1


def smallest(jobs: Jobs) -> Jobs:
    """Return some of the jobs that have no sequence, of which none can be left out."""
    # Pieces that nothing waits for and that wait for nothing are the first to go.
    loose = {c for c in jobs.jobs if not jobs.before[c] and not any(c in before for before in jobs.before.values())}
    order = sorted(jobs.jobs, key=lambda c: (c not in loose, -jobs.jobs[c].rank, c))
    kept = list(jobs.jobs)
    step = max(len(kept) // 4, 1)
    while step >= 1:
        at = 0
        order = [c for c in order if c in set(kept)]
        while at < len(order):
            some = set(order[at : at + step])
            fewer = [c for c in kept if c not in some]
            if fewer and sequenced(jobs.only(fewer), BRIEF) is None:
                kept = fewer
            at += step
        step = step // 4 if step > 1 else 0
    return jobs.only(kept)


def _others(problem: Problem, core: Jobs) -> list[tuple[int, int]]:
    """Return other rows for one of the pieces, with which there is no sequence either."""
    time = problem.time
    if time is None:
        return []
    best: list[tuple[int, int]] = []
    for piece, job in core.jobs.items():
        rows = np.flatnonzero(time.period == time.period[job.row])
        eligible = [int(row) for row in rows if problem.eligible[row, piece] and row != job.row]
        found = []
        for row in eligible if len(eligible) > len(best) else ():
            other = _moved(problem, core, piece, row)
            if other is not None and sequenced(other, BRIEF) is None:
                found.append((row, piece))
        best = max(best, found, key=len)
    return best


def _moved(problem: Problem, core: Jobs, piece: int, row: int) -> Jobs | None:
    """Return the jobs with one of them done by another row; None where it has days of its own within the period."""
    job, slot = core.jobs[piece], core.slots[row]
    if job.first or job.last != core.slots[job.row].minutes:
        return None
    changed: Mapping[int, Job] = dict(core.jobs) | {
        piece: replace(job, row=row, minutes=int(problem.load[row, piece]), last=slot.minutes)
    }
    return replace(core, jobs=changed)
