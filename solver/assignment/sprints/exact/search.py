"""One search over slots and pieces by CP-SAT: one level, those above held, and the order of work as intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.linear import Linear
from solver.assignment.model.sat import model_of
from solver.assignment.model.search import Found, Limits, maximised
from solver.assignment.sprints.exact.intervals import add_intervals
from solver.assignment.sprints.restricted import restricted

Ints = NDArray[np.int64]
# Up to so many pairs a search is the first thing that is tried: it ends in seconds.
FEW_PAIRS: Final = 1_500


def best_placed(
    linear: Linear,
    level: int,
    held: Sequence[int],
    limits: Limits,
    *,
    low: int | None,
    high: int,
    hint: Ints | None,
    shut: Ints | None = None,
) -> Found:
    """Return the plan with the most of a level among those that keep what is held; its periods are to be sequenced.

    Parameters
    ----------
    linear : Linear
        The demands of a problem over slots and pieces.
    level : int
        What to maximise.
    held : sequence of int
        The least of each level above, without constants.
    limits : Limits
        Of the search.
    low, high : int
        The least of the level to accept, None for any, and a bound on it.
    hint : ndarray of int, optional
        Columns of the pairs of a plan to start from.
    shut : ndarray of int, optional
        Columns of pairs that are not open: the bound then is one of this search alone.
    """
    kept = None
    if shut is not None:
        linear, kept = restricted(linear, shut)
        hint = None if hint is None else np.searchsorted(kept, hint)
    cp = model_of(linear)
    add_intervals(cp, linear)
    bounds = (-math.inf if low is None else low, high)
    found = maximised(cp, linear, level, held, limits, bounds=bounds, hint=hint)
    return found if kept is None or found.pairs is None else replace(found, pairs=kept[found.pairs])
