"""What given pairs are worth, from the linear demands alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.linear import Linear

Ints = NDArray[np.int64]


def measure(linear: Linear, pairs: Ints) -> tuple[int, ...] | None:
    """Return the value of each level if just these pairs hold, or None if that breaks a demand.

    Parameters
    ----------
    linear : Linear
        Each row with at most one of the numbers that belong to nobody, each of which should be as low as can be if its
        factor in the last level is below 0, and else as high as can be.
    pairs : ndarray of int
        Columns of pairs.

    Returns
    -------
    tuple of int, or None
        In the order of the levels.
    """
    value = columns_of(linear, pairs)
    return None if value is None else values_of(linear, value)


def values_of(linear: Linear, columns: Ints) -> tuple[int, ...]:
    """Return the value of each level where every column has its own."""
    return tuple(int(level.factor @ columns[level.column]) + level.constant for level in linear.levels)


def columns_of(linear: Linear, pairs: Ints) -> Ints | None:
    """Return the value of every column if just these pairs hold, at the best for the last level; None as ``measure``.

    Parameters
    ----------
    linear : Linear
        As for ``measure``.
    pairs : ndarray of int
        Columns of pairs.

    Returns
    -------
    ndarray of int, shape (n_columns,), or None
        Switches and marks are 0 or 1.
    """
    on = linear.switched(pairs)
    row = np.repeat(np.arange(len(linear.limit)), np.diff(linear.starts))
    used = np.bincount(row, linear.factor * on[linear.column], len(linear.limit))
    loose = linear.member[linear.column] < 0
    where, step, number = row[loose], linear.factor[loose], linear.column[loose]
    left = (linear.limit - used).astype(np.int64)
    firm = np.ones(len(left), dtype=bool)
    firm[where] = False
    if (left[firm] < 0).any():
        return None
    # step * number <= left: at most left / step above 0, at least left / step below.
    least, most = linear.low.copy(), linear.high.copy()
    up = step > 0
    np.minimum.at(most, number[up], left[where[up]] // step[up])
    np.maximum.at(least, number[~up], -(left[where[~up]] // -step[~up]))
    if (least > most).any():
        return None
    value = on.copy()
    nobodys = np.flatnonzero(linear.member < 0)
    wanted = np.zeros(len(value), dtype=np.int64)
    if linear.levels:
        wanted[linear.levels[-1].column] = linear.levels[-1].factor
    value[nobodys] = np.where(wanted[nobodys] < 0, least[nobodys], most[nobodys])
    return value


def ceiling(linear: Linear, level: int) -> int:
    """Return a bound on a level that needs no search, without its constant: each task with who suits it best."""
    objective = linear.levels[level]
    task = linear.task[objective.column]
    best = np.zeros(task.max(initial=-1) + 1, dtype=np.int64)
    placed = task >= 0
    np.maximum.at(best, task[placed], objective.factor[placed])
    column, factor = objective.column[~placed], objective.factor[~placed]
    others = np.maximum(factor * linear.low[column], factor * linear.high[column])
    return int(best.sum() + others.sum())
