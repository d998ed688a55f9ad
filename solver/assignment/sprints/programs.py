"""The most of a level by mixed integer programs: what cannot be worked comes back as cuts, until a plan can be.

Where few members can have a piece a program of whole pieces in slots says within a second what no search with starts
proves in minutes; a few sets of pieces that have no sequence are all that it lacks (Hooker 2007).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.linear import Linear
from solver.assignment.model.linear import linear as demands_of
from solver.assignment.model.measure import columns_of, measure
from solver.assignment.model.search import Found, Limits
from solver.assignment.road.highs import branch_and_bound
from solver.assignment.road.solved import Budget
from solver.assignment.sprints.bounds.rows import bounding, relevant
from solver.assignment.sprints.check import Sequences, placed_of, with_cuts

Ints = NDArray[np.int64]
# The share of a level's time for programs, before a search that knows starts; and up to how many pairs.
SHARE: Final = 0.8
MOST_PAIRS: Final = 6_000


class Programmed(NamedTuple):
    """The most of a level that programs find, over demands with the cuts that were found on the way."""

    found: Found
    linear: Linear


def programmed(
    linear: Linear,
    level: int,
    held: Sequence[int],
    limits: Limits,
    sequences: Sequences,
    *,
    low: int | None,
    high: int,
    start: Ints | None = None,
) -> Programmed:
    """Return the plan with the most of a level that can be worked, among those that keep what is held.

    Parameters
    ----------
    linear : Linear
        All demands.
    level : int
        What to maximise: of a class over the pieces that it needs alone.
    held : sequence of int
        The least of each level above, without constants.
    limits : Limits
        Of all programs together; work is not limited by them.
    sequences : Sequences
        Of the same problem.
    low, high : int
        What a plan that is known has of the level with what is held, None if it has not, and a bound of the level.
    start : ndarray of int, optional
        Columns of the pairs of a plan that keeps what is held.

    Returns
    -------
    Programmed
        Without pairs where no plan that can be worked was found in time, or none can have more than is known.
    """
    while True:
        pairs, bound = _best(linear, level, held, limits, start)
        high = min(high, bound)
        if low is not None and low >= high:
            return Programmed(Found(None, high, is_proved=True), linear)
        values = None if pairs is None else measure(linear, pairs)
        if pairs is None or values is None:
            return Programmed(Found(None, high, is_proved=False), linear)
        cuts = sequences.cuts(placed_of(linear, pairs))
        if not cuts:
            value = values[level] - linear.levels[level].constant
            return Programmed(Found(pairs, high, is_proved=value >= high), linear)
        linear = demands_of(with_cuts(linear.problem, cuts))
        if limits.are_up:
            return Programmed(Found(None, high, is_proved=False), linear)


def _best(
    linear: Linear, level: int, held: Sequence[int], limits: Limits, start: Ints | None
) -> tuple[Ints | None, int]:
    """Return the pairs of the best plan of a program, if any, and a bound of the level, 2**62 for none."""
    some, kept = relevant(linear, level)
    demands, part, worth, floors = bounding(some, level, held)
    known = None if start is None else columns_of(linear, start)
    begun = None if known is None else known[kept].astype(float)
    budget = Budget(limits.end, limits.wish, limits.seed, limits.workers)
    numbers = np.flatnonzero(demands.member < 0)
    solved = branch_and_bound(part, demands.task, worth, floors, budget, begun, numbers)
    bound = math.floor(solved.bound + 1e-6) if math.isfinite(solved.bound) else 2**62
    if solved.columns is None:
        return None, bound
    pairs: Ints = kept[: some.n_pairs][solved.columns[: some.n_pairs] > 0.5]
    return pairs, bound
