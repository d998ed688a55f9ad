"""What each level of a plan reached, and what no plan can reach."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from solver.assignment.large.classes.admit import Ask
from solver.assignment.large.classes.levels import class_ceilings, marginal, reached_target, unit_values
from solver.assignment.large.classes.pools import Pool, class_pool
from solver.assignment.large.dual.certificate import Certified, refine
from solver.assignment.large.dual.core import Core, Multipliers, bound, retarget, standing
from solver.assignment.large.dual.newton import mean_spread, minimise
from solver.assignment.large.dual.sample import FIRST_TAUS, Sample, caps, floor_cap
from solver.assignment.large.problem.pairs import Floats, Ints, Pairs, Run, usual_gain
from solver.assignment.large.problem.target import CLASSES, Target
from solver.assignment.large.rounding.polish import quality
from solver.assignment.result import Level
from solver.domain.tasks import PRIORITIES


def judge(
    pairs: Pairs, last: Certified, slot: NDArray[np.int32], ask: Ask, sample: Sample, run: Run
) -> tuple[tuple[Level, ...], Multipliers]:
    """Return the levels of a plan, each with a bound that holds for all pairs, and the multipliers of the quality.

    Parameters
    ----------
    pairs : Pairs
        The problem.
    last : Certified
        All units that anybody can take; its bound holds where every class is placed in full.
    slot : ndarray of int, shape (n_units,)
        The place of each unit of the core in its shortlist.
    ask : Ask
        With the pools that are known.
    sample : Sample
        Units that prices of further pools are taken from.
    run : callable
        Calls a function with each item.

    Returns
    -------
    tuple of (tuple of Level, Multipliers)
        The bound of a level holds for every plan that reaches the values stated above it.
    """
    core, placed = last.core, slot >= 0
    everything, reached = unit_values(pairs, core.rows), unit_values(pairs, core.rows[placed])
    pools, target = ask.pools, reached_target(reached, everything)
    if not all(target.must):
        number = target.must.index(False)
        if number != ask.number:
            pools = (*pools, class_pool(pairs, sample, target, number, run)[0])
        last = certify_floors(pairs, last, target, _tightest(pairs, core, reached, pools, number), number, run)
    value = quality(core, slot)
    most = class_ceilings(pairs, core.rows, reached, pools)
    named = zip(PRIORITIES, reached.tolist(), most, everything.tolist(), strict=True)
    levels = [Level(name, got, top) for name, got, top, all_ in named if all_]
    levels.append(Level("quality", value, max(int(np.floor(last.bound)), value)))
    return tuple(levels), last.at


def _tightest(pairs: Pairs, core: Core, reached: Ints, pools: Sequence[Pool], number: int) -> Pool:
    return min(pools, key=lambda pool: class_ceilings(pairs, core.rows, reached, [pool])[number])


def certify_floors(pairs: Pairs, last: Certified, target: Target, pool: Pool, number: int, run: Run) -> Certified:
    """Return the best bound of the quality of plans that place in each class at least what was reached.

    Near the most that a class can place its floor is dear, and all hours with it, in the proportion of the pool that
    holds the class back: the search starts at the best point on that ray.
    """
    core = retarget(last.core, pairs.held, target)
    hours = marginal(pairs, core.rows, target, pool, number)
    way = np.zeros((len(pairs.limit), CLASSES))
    way[:, number] = pool.prices / hours
    best = _along(core, target, pairs.limit, last.at, way[:, number], number)
    spread = mean_spread(core, target, best)
    for tau in FIRST_TAUS:
        cap = caps(best, spread, 3 * best.floors + floor_cap(core))
        best = minimise(core, target, pairs.limit.astype(np.float64), best, (tau * spread,), cap, way=way)
        best = _along(core, target, pairs.limit, best, way[:, number], number)
    return refine(pairs, core, target, best, run, way)


def _along(core: Core, target: Target, limit: Ints, at: Multipliers, way: Floats, number: int) -> Multipliers:
    """Return the best point on the ray on which a floor's multiplier takes the prices along."""
    start, usual = float(at.floors[number]), usual_gain(core.gain[:, 0])

    def point(floor: float) -> Multipliers:
        floors = at.floors.copy()
        floors[number] = floor
        return Multipliers(np.maximum(at.prices + (floor - start) * way, 0.0), floors)

    def value(floor: float) -> float:
        # Whoever was left off counts later: the shortlists were made at other prices.
        there = point(floor)
        return bound(core, target, there, limit, standing(core, target, there)[0])

    best, least, step = start, value(start), usual
    while step > 1e-4 * usual:
        for floor in (best + step, max(best - step, 0.0)):
            found = value(floor)
            if found < least:
                best, least, step = floor, found, 4 * step
                break
        step /= 2
    return point(best)
