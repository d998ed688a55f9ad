"""Bounds that any prices of demands prove (Geoffrion 1974), whoever found the prices."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.assignment.road.program import Part
from solver.assignment.road.solved import Floor

Floats = NDArray[np.float64]


class Proof(NamedTuple):
    """A bound, what is left of each column at the prices that prove it, and the price of each floor."""

    bound: float
    left: Floats
    floors: Floats


def proof_of(part: Part, worth: Floats, floors: list[Floor], duals: Floats) -> Proof:
    """Return what no columns that meet the demands are worth more than.

    Parameters
    ----------
    part : Part
        The demands.
    worth : ndarray of float, shape (n_free,)
        Of each column.
    floors : list of Floor
        Sums that must be reached.
    duals : ndarray of float, shape (n_rows + n_floors,)
        Prices in either sign; those of a wrong sign count as 0.

    Returns
    -------
    Proof
        The better one of both signs, with what rounding may have taken away added.

    Examples
    --------
    >>> n = np.array
    >>> one = Part(n([0]), n([0]), n([0, 1]), n([0]), n([2]), n([1]), n([0]), n([1]))
    >>> f"{proof_of(one, n([3.0]), [], n([1.5])).bound:.6f}"
    '1.500000'
    """
    return min((_proof(part, worth, floors, each) for each in (duals, -duals)), key=lambda one: one.bound)


def _proof(part: Part, worth: Floats, floors: list[Floor], duals: Floats) -> Proof:
    n_rows = len(part.limit)
    price, reward = np.maximum(duals[:n_rows], 0), np.maximum(-duals[n_rows:], 0)
    row = np.repeat(np.arange(n_rows), np.diff(part.starts))
    spent = np.bincount(part.place, part.factor * price[row], len(worth))
    left = worth - spent
    sizes = float(np.abs(worth).sum() + np.abs(spent).sum())
    constant = float(price @ part.limit)
    for floor, each in zip(floors, reward.tolist(), strict=True):
        np.add.at(left, floor.place, each * floor.factor)
        constant -= each * floor.least
        sizes += abs(each * floor.least)
    most = np.where(left > 0, left * part.high, left * part.low)
    slack = 8 * np.finfo(float).eps * (len(worth) + n_rows) * (sizes + float(np.abs(price * part.limit).sum()))
    return Proof(float(most.sum() + constant + slack), left, reward)
