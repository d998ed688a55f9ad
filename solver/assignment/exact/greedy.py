"""A first plan for the search: pairs one after the other, for as long as no demand is broken."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from solver.assignment.exact.linear import Linear
from solver.assignment.exact.measure import measure

Ints = NDArray[np.int64]


def first_pairs(linear: Linear) -> Ints | None:
    """Return the columns of a plan's pairs, urgent tasks first and then by gain, or None if demands remain unmet.

    A pass over all pairs takes each that breaks nothing; passes go on while one was taken, since a task that waits for
    another fits once that is placed.
    """
    firm = np.bincount(_rows(linear)[linear.member[linear.column] < 0], minlength=len(linear.limit)) == 0
    left = linear.limit.astype(float).copy()
    order = np.argsort(_rows(linear), kind="stable")
    by_column = order[np.argsort(linear.column[order], kind="stable")]
    ends = np.searchsorted(linear.column[by_column], np.arange(len(linear.member) + 1))
    rows, factors = _rows(linear)[by_column], linear.factor[by_column]
    taken = list[int]()
    waiting = _ranked(linear)
    while waiting:
        rest = []
        for column in waiting:
            mine = slice(ends[column], ends[column + 1])
            row, factor = rows[mine], factors[mine]
            if ((factor <= left[row]) | ~firm[row] | (factor <= 0)).all():
                left[row] -= factor
                taken.append(column)
            else:
                rest.append(column)
        if len(rest) == len(waiting):
            break
        waiting = rest
    found = np.array(sorted(taken), dtype=np.int64)
    return found if measure(linear, found) is not None else None


def _rows(linear: Linear) -> Ints:
    return np.repeat(np.arange(len(linear.limit)), np.diff(linear.starts))


def _ranked(linear: Linear) -> list[int]:
    """Return the columns of all pairs: those pinned, those of required tasks, then by class and by gain."""
    problem, n_pairs = linear.problem, linear.n_pairs
    member, task = linear.member[:n_pairs], linear.task[:n_pairs]
    pinned = np.isin(member * len(problem.tasks) + task, [m * len(problem.tasks) + t for m, t in problem.pins])
    required = np.isin(task, problem.required)
    priority = np.array(problem.priority, dtype=np.int64)[task]
    ranks: list[int] = np.lexsort((-problem.gain[member, task], priority, ~required, ~pinned)).tolist()
    return ranks
