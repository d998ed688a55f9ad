"""All hours as one pool: the simplest bound of what a class can place, and with prices on the members a close one."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from solver.assignment.large.dual.core import Multipliers
from solver.assignment.large.dual.sample import Pace, Sample, sample_prices
from solver.assignment.large.problem.pairs import Aim, Floats, Ints, Pairs, Run, shortlist, usual_gain
from solver.assignment.large.problem.target import CLASSES, Target

# What placing one unit of value counts beside a usual gain while the hours of a class are priced, in turn.
REWARDS = (20.0, 200.0, 1000.0)
# Priced minutes are whole numbers in the scan: so many parts of the dearest minute.
FINE = 1000.0


@dataclass(frozen=True, eq=False)
class Pool:
    """Hours of one kind: each unit takes at least ``least`` of them, and all members have ``total`` together.

    ``prices`` says how many of them a minute of each member is.
    """

    least: Floats
    total: float
    prices: Floats


def plain_pool(pairs: Pairs) -> Pool:
    """Return the pool in which a minute of everybody counts as many minutes of the estimate as it is good for."""
    least, total, prices = pairs.pool()
    return Pool(least.astype(np.float64), total, prices)


def class_pool(
    pairs: Pairs, sample: Sample, target: Target, number: int, run: Run, start: Floats | None = None
) -> tuple[Pool, Ints]:
    """Return the pool at the prices that bound best what the class ``number`` can place.

    Members whose hours are in demand, for instance because few others pass the gates, have dear hours; an hour that
    stays idle costs nothing. Any prices make a valid pool: a plan's units take at most what all limits are worth.

    Parameters
    ----------
    pairs : Pairs
        The problem.
    sample : Sample
        Placeable units; those of classes below ``number`` are not looked at.
    target : Target
        Which classes above are placed in full.
    number : int
        The class, 0 to 3.
    run : callable
        Calls a function with each item.
    start : ndarray of float, shape (n_members,), optional
        What a minute of each member is of the last value of the class that has room, as far as that is known.

    Returns
    -------
    tuple of (Pool, ndarray of int)
        Over all units; and the units that anybody can take.
    """
    urgent = replace(sample, rows=sample.rows[pairs.unit_priority[sample.rows] <= number])
    gains = shortlist(pairs, urgent.rows, Aim(np.zeros(len(pairs.limit))), 1, run).gain[:, 0]
    usual, before = usual_gain(gains), 1.0
    at = None if start is None else Multipliers(usual * start, np.zeros(CLASSES))
    for reward in REWARDS:
        aimed = Target(
            1.0,
            reward=tuple(reward * usual if each == number else 0.0 for each in range(CLASSES)),
            must=tuple(target.must[each] and each < number for each in range(CLASSES)),
            floor=tuple(None if each >= number else target.floor[each] for each in range(CLASSES)),
        )
        # Dear hours become dearer with the reward: the next search starts where this one leads to.
        at = at and Multipliers(at.prices * (reward / before), at.floors * (reward / before))
        at, before = sample_prices(pairs, urgent, aimed, 16, at, run, Pace(least=3, steps=12)), reward
    assert at is not None
    return price_hours(pairs, at.prices, run)


def price_hours(pairs: Pairs, prices: Floats, run: Run) -> tuple[Pool, Ints]:
    """Return the pool at given prices, counted over all pairs, and the units that anybody can take."""
    prices = prices * (FINE / max(float(prices.max(initial=0.0)), 1e-9))
    found = shortlist(pairs, None, Aim(prices, 0.0), 1, run)
    cheapest = -found.load[:, 0] * prices[np.maximum(found.member[:, 0], 0)]
    least = np.maximum(-np.maximum(cheapest, found.beyond), 0.0)
    return Pool(least, float(prices @ pairs.limit), prices), np.flatnonzero(found.member[:, 0] >= 0)
