"""Classes for which few pieces are needed, searched over those alone: all else only stands in the way of the proof."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.linear import Linear
from solver.assignment.model.linear import linear as demands_of
from solver.assignment.model.search import Found, Limits
from solver.assignment.road.needed import needed
from solver.assignment.sprints.bounds.linear import relaxed
from solver.assignment.sprints.bounds.noted import Noted
from solver.assignment.sprints.check import Sequences, placed_of, with_cuts
from solver.assignment.sprints.exact.search import FEW_PAIRS, best_placed
from solver.assignment.sprints.programs import SHARE, programmed

Ints = NDArray[np.int64]
# What is said of a plan for which that was done.
ALONE: Final = "classes that need few pieces are searched over those alone"
# Up to so many pairs a class is searched where it needs no more than a share of all pieces: then members have room, and
# a search that ends in seconds is still one over many pairs.
MOST_PAIRS: Final = 20_000
LIGHT: Final = 0.25
# The share of the time for a linear program before that: what it says ends most searches.
PROGRAM_SHARE: Final = 0.3


class Known(Protocol):
    """A plan that can be worked, the bounds that were noted, and both together for a level."""

    noted: Noted

    @property
    def plain(self) -> list[int]:
        """The values without constants."""

    def top(self, level: int, held: list[int]) -> int:
        """Return the closest bound on a level that is known, with those above held."""

    def complete(self, placed: dict[int, int]) -> None:
        """Consider placed pieces with all that a list adds to them."""


def urgent_first(known: Known, linear: Linear, limits: Limits, sequences: Sequences) -> Linear | None:
    """Settle the classes for which few pieces are needed, urgent ones first, over those pieces alone.

    Parameters
    ----------
    known : Known
        A plan that is bettered in place; what is proved is noted.
    linear : Linear
        All demands.
    limits : Limits
        Of all these searches together.
    sequences : Sequences
        Of the same problem.

    Returns
    -------
    Linear or None
        The demands with the cuts that were found; None if no class was searched.
    """
    searched = None
    for level in range(len(linear.levels) - 1):
        held, value = known.plain[:level], known.plain[level]
        top = known.top(level, held)
        if value == top:
            continue
        found = None if limits.are_up else urgent(searched or linear, level, held, (value, top), limits, sequences)
        if found is None:
            break
        known.noted.note(held, found[0].bound)
        pairs, searched = found[0].pairs, found[1]
        if pairs is not None:
            known.complete(placed_of(searched, pairs))
        if known.plain[level] != known.top(level, known.plain[:level]):
            break
    return searched


def few(linear: Linear, level: int) -> Ints | None:
    """Return the pairs of the pieces that a class needs; None where a search over them alone would not end."""
    free = needed(linear, level)
    is_light = len(np.unique(linear.task[free])) <= LIGHT * len(linear.problem.tasks)
    return free if len(free) <= (MOST_PAIRS if is_light else FEW_PAIRS) else None


def urgent(
    linear: Linear, level: int, held: Sequence[int], span: tuple[int | None, int], limits: Limits, sequences: Sequences
) -> tuple[Found, Linear] | None:
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
    tuple of Found and Linear, or None
        The pairs of those pieces alone, with a bound that holds for whole plans, too; and the demands with what cuts
        were found.
    """
    free = few(linear, level)
    if free is None:
        return None
    value, top = span
    program = relaxed(linear, level, held, PROGRAM_SHARE * limits.seconds)
    top = top if program is None else min(top, program.bound)
    if value == top or limits.are_up:
        return Found(None, top, is_proved=value == top), linear
    hint = None
    if limits.work == math.inf and len(free) <= FEW_PAIRS:
        share = limits.within(SHARE * limits.seconds)
        found, linear = programmed(linear, level, held, share, sequences, low=value, high=top)
        if found.is_proved or limits.are_up:
            return found, linear
        top, hint = found.bound, found.pairs
    shut, quiet = np.setdiff1d(np.arange(linear.n_pairs), free), replace(limits, progress=None)
    while True:
        found = best_placed(linear, level, held, quiet, low=None, high=top, hint=hint, shut=shut)
        cuts = [] if found.pairs is None else sequences.cuts(placed_of(linear, found.pairs))
        if not cuts or limits.are_up:
            return found, linear
        top = min(top, found.bound)
        linear = demands_of(with_cuts(linear.problem, cuts))
