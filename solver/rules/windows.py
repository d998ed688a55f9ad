"""Work that must be done in a part of a period fits into the hours of that part."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from solver.matching.problem import Problem
from solver.matching.time import Time
from solver.rules.poster import Owners, Poster


def matches(problem: Problem, owners: Owners) -> tuple[str, ...]:
    """Return one sentence for each slot with more work in a part of its period than there are hours."""
    found, held = [], dict[int, list[int]]()
    for column, row in owners.items():
        held.setdefault(row, []).append(column)
    for row, columns, minutes in _spans(problem.time):
        given = sum(int(problem.load[row, c]) for c in np.intersect1d(columns, held.get(row, [])))
        if given > minutes:
            found.append(f"{problem.members[row]} has {given / 60:g} h in days that have {minutes / 60:g} h")
    return tuple(found)


def post(problem: Problem, poster: Poster) -> None:
    """Sum the work of each slot that must be done by a day, and that which cannot start before one."""
    row, member, task, limits = [], [], [], []
    for number, (slot, columns, minutes) in enumerate(_spans(problem.time)):
        row.append(np.full(len(columns), number))
        member.append(np.full(len(columns), slot))
        task.append(columns)
        limits.append(minutes)
    if limits:
        rows, members, tasks = (np.concatenate(each) for each in (row, member, task))
        poster.sums_at_most(rows, members, tasks, problem.load[members, tasks], limits)


def _spans(time: Time | None) -> Iterator[tuple[int, NDArray[np.int64], int]]:
    """Yield a row, the pieces that must be worked before or after a day within its period, and the minutes there."""
    if time is None:
        return
    # Of a period all slots have the same days.
    until, since = ([list(_days(bounds, time, p)) for p in range(time.n_periods)] for bounds in (time.end, time.begin))
    for row, slot in enumerate(time.slots):
        p = int(time.period[row])
        for day in until[p] if slot.minutes else ():
            yield row, np.flatnonzero(time.end[p] <= day), int(slot.done_by(Fraction(day)))
        for day in since[p] if slot.minutes else ():
            left = slot.minutes + int(-slot.done_by(Fraction(day)) // 1)
            yield row, np.flatnonzero(time.begin[p] >= day), left


def _days(bounds: NDArray[np.int64], time: Time, period: int) -> Iterator[int]:
    """Yield the days within a period that some bound names, in their order."""
    yield from (int(day) for day in np.unique(bounds[period]) if 0 < day < time.days[period])
