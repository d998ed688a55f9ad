"""A task waits for what it depends on: in a later period, or in the same one where that is allowed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from solver.domain.showing import in_days
from solver.matching.problem import Problem
from solver.matching.time import Time
from solver.rules.poster import Owners, Poster


def matches(problem: Problem, owners: Owners) -> tuple[str, ...]:
    """Return one sentence for each piece that comes before what it waits for."""
    time, found = problem.time, []
    for after, before, lag in () if time is None else _pairs(time):
        if time and after in owners:
            when = time.period[owners[after]]
            if before not in owners or when < time.period[owners[before]] + lag:
                found.append(f"{problem.tasks[after]} comes before {problem.tasks[before]}, which it waits for")
            elif when < time.soonest((after, before), int(time.period[owners[before]])):
                text = f"{problem.tasks[after]} comes too soon after {problem.tasks[before]}"
                found.append(f"{text}, for which it waits {in_days(time.lags[after, before])} more")
    return tuple(found)


def post(problem: Problem, poster: Poster) -> None:
    """Demand for each period that no more of what waits has come by then than of what it waits for."""
    time = problem.time
    if time is None:
        return
    rows = np.arange(len(problem.members))
    for after, before, lag in _pairs(time):
        soonest = [time.soonest((after, before), p, lag) for p in range(time.n_periods)]
        row, member, task, factor = [], [], [], []
        for p in range(time.n_periods):
            for piece, sign, last in ((after, 1, p), (before, -1, sum(q <= p for q in soonest) - 1)):
                here = rows[time.period <= last]
                row.append(np.full(len(here), p))
                member.append(here)
                task.append(np.full(len(here), piece))
                factor.append(np.full(len(here), sign))
        rows_of, members, tasks, factors = (np.concatenate(each) for each in (row, member, task, factor))
        poster.sums_at_most(rows_of, members, tasks, factors, np.zeros(time.n_periods, np.int64))


def _pairs(time: Time) -> Iterator[tuple[int, int, int]]:
    yield from ((after, before, 0) for after, before in time.waits)
    yield from ((after, before, 1) for after, before in time.gated)
