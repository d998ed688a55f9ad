"""Prices of a level: from a sample, priced again until the bound over all pairs settles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.assignment.large.dual.core import Core, Multipliers, bound, build_core
from solver.assignment.large.dual.newton import mean_spread, minimise
from solver.assignment.large.problem.pairs import Aim, Floats, Ints, Pairs, Run, shortlist, usual_gain
from solver.assignment.large.problem.target import CLASSES, Target

ROUNDS = 8
FIRST_TAUS = (0.3, 0.05)
LATER_TAUS = (0.02,)
# A bound has settled if it falls by less, of all units and of a sample, whose own chance is larger.
SETTLED, ROUGHLY = 2e-5, 1e-3
# How many times where it is, and as far again by what is usual, a price may go in one search; a floor by usual gains.
TIMES, FLOOR_CAP = 3, 50.0
# Newton steps of a round.
STEPS = 5


@dataclass(frozen=True, eq=False)
class Sample:
    """Some units, and the limits scaled to the share of the work that they are."""

    rows: Ints
    limit: Floats
    share: float

    def within(self, wanted: NDArray[np.bool_] | None) -> Sample:
        """Return the sample without the units that are not wanted."""
        return self if wanted is None else replace(self, rows=self.rows[wanted[self.rows]])


def draw_sample(pairs: Pairs, size: int, seed: int) -> Sample:
    """Return a sample of at most ``size`` units, or all of them if they are not many more."""
    count = len(pairs.unit_value)
    if count <= 1.5 * size:
        return Sample(np.arange(count), pairs.limit.astype(np.float64), 1.0)
    rows = np.sort(np.random.default_rng(seed).choice(count, size, replace=False))
    most = pairs.most_load
    share = float(most[rows].sum()) / max(float(most.sum()), 1.0)
    return Sample(rows, (pairs.limit * share).astype(np.float64), share)


def scaled_target(target: Target, share: float) -> Target:
    """Return the target of a sample: floors are scaled with it."""
    return replace(target, floor=tuple(None if floor is None else floor * share for floor in target.floor))


class Pace(NamedTuple):
    """How many rounds are made, at least and at most, and how many steps in each."""

    least: int = 2
    most: int = ROUNDS
    steps: int = STEPS


def sample_prices(
    pairs: Pairs,
    sample: Sample,
    target: Target,
    keep: int,
    start: Multipliers | None = None,
    run: Run = map,
    pace: Pace | None = None,
) -> Multipliers:
    """Return the multipliers with the best bound of the sample; floors of the target are for all units.

    Each round takes new shortlists at the last prices and keeps those of the round before beside them.
    """
    aimed, pace = scaled_target(target, sample.share), pace or Pace()
    n_members = len(sample.limit)
    at = start or Multipliers(np.zeros(n_members), np.zeros(CLASSES))
    best, least, before = at, np.inf, None
    taus = FIRST_TAUS if start is None else LATER_TAUS
    for number in range(pace.most):
        aim = Aim(at.prices, target.quality)
        core = build_core(pairs, sample.rows, shortlist(pairs, sample.rows, aim, keep, run), aim, aimed)
        value = bound(core, aimed, at, sample.limit)
        settled = least - value < (SETTLED if sample.share == 1 else ROUGHLY) * abs(value)
        if value < least:
            best, least = at, value
        if number == pace.most - 1 or (number >= pace.least and settled):
            break
        wide = core if before is None else _both(core, before)
        spread = mean_spread(core, aimed, at)
        at = minimise(wide, aimed, sample.limit, at, tuple(tau * spread for tau in taus), _cap(core, at), pace.steps)
        before, taus = core, LATER_TAUS
    return best


def _both(one: Core, other: Core) -> Core:
    """Return a core with the shortlists of two."""
    member = np.concatenate([one.member, other.member], axis=1)
    gain, load = np.concatenate([one.gain, other.gain], axis=1), np.concatenate([one.load, other.load], axis=1)
    return replace(one, member=member, gain=gain, load=load)


def _cap(core: Core, at: Multipliers) -> Floats:
    """Return how far multipliers may go in one round."""
    if not len(core.rows):
        return np.concatenate([at.prices, at.floors])
    rate = float(np.median(np.abs(core.gain[:, 0]) / np.maximum(core.load[:, 0], 1))) + 1.0
    return caps(at, rate, floor_cap(core))


def caps(at: Multipliers, usual: float, floors: Floats) -> Floats:
    """Return how far multipliers may go in one search: prices by what is usual, floors as they are given."""
    return np.concatenate([TIMES * at.prices + TIMES * usual, floors])


def floor_cap(core: Core) -> Floats:
    """Return what a floor's multiplier may be at most: so much more than gains that gains hardly count beside it."""
    return np.full(CLASSES, FLOOR_CAP * usual_gain(core.gain[:, 0]))
