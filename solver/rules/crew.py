"""A task for several: all seats are taken or none, in one period, by different members."""

from __future__ import annotations

import numpy as np

from solver.matching.problem import Problem
from solver.rules.poster import Owners, Poster


def matches(problem: Problem, owners: Owners) -> tuple[str, ...]:
    """Return one sentence for each crew that is incomplete, in several periods, or has a member twice."""
    time, found = problem.time, []
    for crew in () if time is None else time.crews:
        rows = [owners[seat] for seat in crew if seat in owners]
        name = time.tasks[time.task[crew[0]]] if time else ""
        if rows and len(rows) < len(crew):
            found.append(f"{len(rows)} of {len(crew)} seats of {name} are taken")
        if time and len({int(time.period[row]) for row in rows}) > 1:
            found.append(f"the seats of {name} are in several periods")
        if len({int(problem.person[row]) for row in rows}) < len(rows):
            found.append(f"a member has several seats of {name}")
    return tuple(found)


def post(problem: Problem, poster: Poster) -> None:
    """Take each seat in a period exactly as often as the one before, and one seat at most for each member."""
    time = problem.time
    if time is None or not time.crews:
        return
    rows = np.arange(len(problem.members))
    for crew in time.crews:
        poster.each_member_at_most(crew, [1] * len(crew), 1)
        for seat, other in zip(crew, (*crew[1:], crew[0]), strict=True):
            row = np.concatenate([time.period, time.period])
            task = np.repeat([seat, other], len(rows))
            factor = np.repeat([1, -1], len(rows))
            poster.sums_at_most(row, np.concatenate([rows, rows]), task, factor, np.zeros(time.n_periods, np.int64))
