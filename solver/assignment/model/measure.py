"""What given pairs are worth, from the linear demands alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.linear import Linear

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


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
    return tuple(values_of_each(linear, columns).tolist())


def values_of_each(linear: Linear, columns: Ints) -> Ints:
    """Return the value of each level, in the last axis, where every column has its own, for one plan or many."""
    levels = [columns[..., level.column] @ level.factor + level.constant for level in linear.levels]
    return np.stack(levels, axis=-1) if levels else np.zeros((*columns.shape[:-1], 0), dtype=np.int64)


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
    value, obeys = completed(linear, linear.switched(pairs))
    return value if obeys else None


def completed(linear: Linear, on: Ints) -> tuple[Ints, Flags]:
    """Return the value of every column where these switches and marks are on, at the best for the last level.

    Parameters
    ----------
    linear : Linear
        As for ``measure``.
    on : ndarray of int, shape (n_columns,) or (n_plans, n_columns)
        0 or 1; 0 for numbers that belong to nobody.

    Returns
    -------
    tuple of ndarray
        The values, of the shape of ``on``, and whether each plan obeys the demands; if not, its values say nothing.
    """
    left = linear.limit - _used(linear, on)
    nobodys = np.flatnonzero(linear.member < 0)
    if not len(nobodys):
        return on, np.asarray((left >= 0).all(axis=-1))
    row = np.repeat(np.arange(len(linear.limit)), np.diff(linear.starts))
    loose = linear.member[linear.column] < 0
    where, step, number = row[loose], linear.factor[loose], linear.column[loose]
    firm = np.ones(len(linear.limit), dtype=bool)
    firm[where] = False
    # step * number <= left: at most left / step above 0, at least left / step below.
    least, most = np.zeros_like(on) + linear.low, np.zeros_like(on) + linear.high
    up = step > 0
    # Numbers lie in the first axis, as ``at`` has it.
    np.minimum.at(most.T, number[up], (left[..., where[up]] // step[up]).T)
    np.maximum.at(least.T, number[~up], -(left[..., where[~up]] // -step[~up]).T)
    wanted = np.zeros(len(linear.member), dtype=np.int64)
    if linear.levels:
        wanted[linear.levels[-1].column] = linear.levels[-1].factor
    value = on.copy()
    value[..., nobodys] = np.where(wanted[nobodys] < 0, least[..., nobodys], most[..., nobodys])
    return value, np.asarray((left[..., firm] >= 0).all(axis=-1) & (least <= most).all(axis=-1))


def _used(linear: Linear, on: Ints) -> Ints:
    """Return what each row sums to."""
    used = np.zeros((*on.shape[:-1], len(linear.limit)), dtype=np.int64)
    # A sum over nothing would be the first term after it.
    filled = np.flatnonzero(np.diff(linear.starts))
    if len(filled):
        used[..., filled] = np.add.reduceat(linear.factor * on[..., linear.column], linear.starts[filled], axis=-1)
    return used


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
