"""Bounds on a level by branch and bound: where a linear program ends, cuts and branches go on."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.linear import Linear
from solver.assignment.model.search import Limits
from solver.assignment.road.highs import branch_and_bound
from solver.assignment.road.solved import Budget
from solver.assignment.sprints.bounds.noted import NONE
from solver.assignment.sprints.bounds.rows import bounding, relevant

Ints = NDArray[np.int64]


def branched(linear: Linear, level: int, held: Sequence[int], limits: Limits, known: Ints | None = None) -> int:
    """Return a bound on a level without its constant by branch and bound, with those above held; 2**62 for none.

    The order within a period counts by its chains and cuts alone. A class is searched over the pieces that it needs.

    Parameters
    ----------
    linear : Linear
        All demands.
    level : int
        What is bounded.
    held : sequence of int
        The least of each level above.
    limits : Limits
        Of the search.
    known : ndarray of int, optional
        Columns of the pairs of a plan: what it is short of the bound tells which columns can be no better.
    """
    if limits.are_up:
        return NONE
    some, kept = relevant(linear, level)
    demands, part, worth, floors = bounding(some, level, held)
    start = None if known is None else linear.switched(known)[kept].astype(float)
    budget = Budget(limits.end, limits.wish, limits.seed, limits.workers, is_bound=True)
    found = branch_and_bound(part, demands.task, worth, floors, budget, start)
    return math.floor(found.bound + 1e-6) if math.isfinite(found.bound) else NONE
