"""What cannot be sequenced in a period: chains that take longer than it is, and sets that were found out."""

from __future__ import annotations

import numpy as np

from solver.matching.problem import Problem
from solver.matching.time import TICKS
from solver.rules.poster import Owners, Poster


def matches(problem: Problem, owners: Owners) -> tuple[str, ...]:
    """Return one sentence for each chain that is too long in a period, and for each set that holds too much."""
    time, found = problem.time, []
    if time is None:
        return ()
    for chain in time.chains:
        for period, days in enumerate(time.days):
            here = [piece for piece in chain if piece in owners and time.period[owners[piece]] == period]
            if sum(int(time.ticks[owners[piece], piece]) for piece in here) > TICKS * days:
                found.append(f"{' -> '.join(problem.tasks[piece] for piece in here)} takes longer than the period")
    for pairs, most in time.cuts:
        if len({task for member, task in pairs if owners.get(task) == member}) > most:
            found.append(f"{', '.join(sorted({problem.tasks[t] for _, t in pairs}))} cannot be sequenced")
    return tuple(found)


def post(problem: Problem, poster: Poster) -> None:
    """Sum the least durations of each chain in each period, and count the pairs of each set."""
    time = problem.time
    if time is None:
        return
    limits = TICKS * np.array(time.days, dtype=np.int64)
    rows = np.arange(len(problem.members))
    for chain in time.chains:
        row, member = np.tile(time.period, len(chain)), np.tile(rows, len(chain))
        task = np.repeat(np.array(chain, dtype=np.int64), len(rows))
        poster.sums_at_most(row, member, task, time.ticks[member, task], limits)
    for pairs, most in time.cuts:
        poster.at_most([(member, task, 1) for member, task in pairs], most)
