"""The quality of a plan whose units are settled: equal sizes are exchanged, a small problem is searched as a whole."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from solver.assignment.arrays.dual import bound_at
from solver.assignment.arrays.turns import prepare, search
from solver.assignment.large.dual.core import Core
from solver.assignment.large.rounding.exchange import exchange
from solver.assignment.large.rounding.windows import Bench, Subproblem

# Up to so many pairs of units and members all are searched, dived for and proved at once.
PAIRS = 400_000


def polish(
    bench: Bench, slot: NDArray[np.int32], bound: float, gap: float, seed: int
) -> tuple[NDArray[np.int32], float]:
    """Return a plan of the same units and at least the same quality, and a bound of the quality of such plans.

    Parameters
    ----------
    bench : Bench
        The problem.
    slot : ndarray of int, shape (n_units,)
        A plan within limits.
    bound : float
        What no plan's quality exceeds, in the unit of gains.
    gap : float
        Relative distance from the bound at which to stop.
    seed : int
        Of the search.

    Returns
    -------
    tuple of (ndarray of int, float)
        The bound is ``bound`` or, where all pairs of all units are listed and all units placed, a better one.
    """
    slot = exchange(bench.core, slot)
    nothing = not (slot >= 0).any()
    if nothing or len(slot) * len(bench.limit) > PAIRS or quality(bench.core, slot) >= bound * (1 - gap):
        return slot, bound
    prepare()
    everybody = np.arange(len(bench.limit))
    view = Subproblem(bench, everybody, np.flatnonzero(slot >= 0), everybody)
    case, most = view.case, view.dearest * len(view.rows)
    least = bound_at(case.cost, case.load, case.limit, case.price)
    found, least = search(case, view.places(slot), least, bench.end, seed, gap * (most - least))
    complete = len(view.rows) == len(slot) and not np.isfinite(bench.core.beyond).any()
    return slot if found is None else view.put(slot, found), min(bound, most - least) if complete else bound


def quality(core: Core, slot: NDArray[np.int32]) -> int:
    """Return the sum of the gains of a plan, in thousandths of an hour."""
    placed = np.flatnonzero(slot >= 0)
    return int(core.gain[placed, slot[placed]].sum(dtype=np.int64))
