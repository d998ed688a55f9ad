"""A class for which few pieces are needed, searched over those alone: all else only stands in the way of the proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.linear import Linear
from solver.assignment.model.linear import linear as demands_of
from solver.assignment.model.search import Found, Limits
from solver.assignment.road.needed import needed
from solver.assignment.sprints.bounds.linear import relaxed
from solver.assignment.sprints.check import Sequences, placed_of, with_cuts
from solver.assignment.sprints.exact.search import best_placed

Ints = NDArray[np.int64]
# Up to so many pairs a class is searched; and up to more of them where it needs no more than a share of all pieces:
# then members have room, and a search that ends in seconds is still one over many pairs.
FEW_PAIRS: Final = 1_500
MOST_PAIRS: Final = 20_000
LIGHT: Final = 0.25
# The share of the time for a linear program before that: what it says ends most searches.
PROGRAM_SHARE: Final = 0.3


def few(linear: Linear, level: int) -> Ints | None:
    """Return the pairs of the pieces that a class needs; None where a search over them alone would not end."""
    free = needed(linear, level)
    is_light = len(np.unique(linear.task[free])) <= LIGHT * len(linear.problem.tasks)
    return free if len(free) <= (MOST_PAIRS if is_light else FEW_PAIRS) else None


def urgent(
    linear: Linear, level: int, held: Sequence[int], span: tuple[int | None, int], limits: Limits, sequences: Sequences
) -> Found | None:
    """Return what a search over the pieces that a class needs finds of its level; None where these are not few.

    Parameters
    ----------
    linear : Linear
        All demands.
    level : int
        Of the class, or how early it is.
    held : sequence of int
        The least of each level above, without constants.
    span : tuple of int or None, and int
        What a plan that is known has of the level with what is held, if it does, and a bound of the level.
    limits : Limits
        Of the search; no progress is told.
    sequences : Sequences
        Of the same problem: what they cannot work comes back as a cut, and is searched again.

    Returns
    -------
    Found or None
        With the pairs of those pieces alone: the bound holds for whole plans, too.
    """
    free = few(linear, level)
    if free is None:
        return None
    value, top = span
    program = relaxed(linear, level, held, PROGRAM_SHARE * limits.seconds)
    top = top if program is None else min(top, program.bound)
    if value == top or limits.are_up:
        return Found(None, top, is_proved=value == top)
    shut, quiet = np.setdiff1d(np.arange(linear.n_pairs), free), replace(limits, progress=None)
    while True:
        found = best_placed(linear, level, held, quiet, low=None, high=top, hint=None, shut=shut)
        cuts = [] if found.pairs is None else sequences.cuts(placed_of(linear, found.pairs))
        if not cuts or limits.are_up:
            return found
        top = min(top, found.bound)
        linear = demands_of(with_cuts(linear.problem, cuts))
