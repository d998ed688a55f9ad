"""The priority classes: what no plan can place, and which classes a plan should place in full."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from solver.assignment.large.classes.pools import Pool
from solver.assignment.large.problem.pairs import Floats, Ints, Pairs
from solver.assignment.large.problem.target import CLASSES, Target

# A class counts as one that fits if the work down to it takes at most this share of the hours.
FITS = 0.985


def unit_values(pairs: Pairs, units: Ints) -> Ints:
    """Return the value of the given units in each class."""
    values = np.bincount(pairs.unit_priority[units], pairs.unit_value[units], minlength=CLASSES)
    return np.rint(values).astype(np.int64)


def class_ceilings(
    pairs: Pairs, placeable: Ints, reached: Ints, pools: Sequence[Pool], share: float = 1.0
) -> list[int]:
    """Return for each class what no plan places that reaches the same in the classes above.

    In each pool of hours the units of least time per value come first, the last one in part (Dantzig 1957). That
    bounds the value of every plan; the least of all pools counts.

    Parameters
    ----------
    pairs : Pairs
        The problem.
    placeable : ndarray of int
        The units that pass the gates of somebody.
    reached : ndarray of int, shape (4,)
        The value reached in each class.
    pools : sequence of Pool
        At least one.
    share : float
        Of all hours; below 1 where the units are a sample.

    Returns
    -------
    list of int
        At most all value of the class, at least what was reached.
    """
    found = [_ceilings(pairs, placeable, reached, pool, share) for pool in pools]
    return [max(min(column), int(got)) for column, got in zip(zip(*found, strict=True), reached, strict=True)]


def _ceilings(pairs: Pairs, placeable: Ints, reached: Ints, pool: Pool, share: float) -> list[int]:
    left, found = pool.total * share, []
    for number in range(CLASSES):
        mine = placeable[(pairs.unit_priority[placeable] == number) & (pairs.unit_value[placeable] > 0)]
        order = by_density(pairs, mine, pool)
        hours, worth = np.cumsum(pool.least[order]), np.cumsum(pairs.unit_value[order].astype(np.float64))
        found.append(int(np.floor(_until(hours, worth, left, "right") + 1e-6)))
        left -= _until(worth, hours, float(reached[number]), "left")
    return found


def by_density(pairs: Pairs, units: Ints, pool: Pool) -> Ints:
    """Return units in the order of their hours per value, the fewest first."""
    value = np.maximum(pairs.unit_value[units].astype(np.float64), 1e-9)
    ordered: Ints = units[np.argsort(pool.least[units] / value, kind="stable")]
    return ordered


def marginal(pairs: Pairs, placeable: Ints, target: Target, pool: Pool, number: int) -> float:
    """Return the hours per value of the last unit that a class needs to come to its floor, least hours first."""
    mine = placeable[(pairs.unit_priority[placeable] == number) & (pairs.unit_value[placeable] > 0)]
    order = by_density(pairs, mine, pool)
    worth = np.cumsum(pairs.unit_value[order])
    last = order[min(int(np.searchsorted(worth, target.least[number])), len(order) - 1)]
    return max(float(pool.least[last] / pairs.unit_value[last]), 1e-9)


def _until(summed: Floats, other: Floats, left: float, side: Literal["left", "right"]) -> float:
    """Return how far one sum has come where another one, along the same units, comes to ``left``; the last in part."""
    end = int(np.searchsorted(summed, left, side=side))
    before, had = (float(summed[end - 1]), float(other[end - 1])) if end else (0.0, 0.0)
    if end == len(summed) or left <= before:
        return had
    return had + (float(other[end]) - had) * (left - before) / (float(summed[end]) - before)


def first_target(pairs: Pairs, placeable: Ints, share: float, pool: Pool) -> Target:
    """Return the quality level with the classes that should fit in full, and floors for those that do not.

    ``placeable`` are units of a sample that is ``share`` of the work.
    """
    must, floor, used = [], list[float | None](), 0.0
    everything, reached = unit_values(pairs, placeable), np.zeros(CLASSES, np.int64)
    for number in range(CLASSES):
        used += float(pool.least[placeable[pairs.unit_priority[placeable] == number]].sum())
        reached[number] = class_ceilings(pairs, placeable, reached, [pool], share)[number]
        must.append(used <= FITS * pool.total * share)
        floor.append(None if must[-1] else float(reached[number]) / share)
        if must[-1]:
            reached[number] = everything[number]
    return Target(1.0, must=tuple(must), floor=tuple(floor))


def reached_target(reached: Ints, everything: Ints) -> Target:
    """Return the quality level of plans that place in each class at least what was reached."""
    must = tuple(bool(got == all_) for got, all_ in zip(reached, everything, strict=True))
    return Target(1.0, must=must, floor=tuple(float(value) for value in reached))
