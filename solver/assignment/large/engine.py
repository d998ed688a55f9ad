"""The engine for very large plans: price, one pass over all pairs, round, polish, certify."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from solver.assignment.large.core import Core, Multipliers, best_of, bound, build_core, doubtful, retarget, widen
from solver.assignment.large.dual import mean_spread, minimise
from solver.assignment.large.levels import ceilings, class_values, first_target, reached_target
from solver.assignment.large.pairs import Aim, Ints, Pairs, Run, shortlist
from solver.assignment.large.prices import draw, floor_cap, sample_prices
from solver.assignment.large.rounding import round_plan
from solver.assignment.large.target import Target
from solver.assignment.result import Level
from solver.domain.tasks import PRIORITIES

# Units of the sample for each member, and at least.
SAMPLE, LEAST_SAMPLE = 12, 4000
# From this share of doubtful units on, all shortlists are made anew.
REPEAT = 0.1
# Up to this many listed pairs more members are kept than are needed.
SMALL = 400_000
TAUS = (0.05, 0.02, 0.02, 0.005, 0.005, 0.002, 0.002)


@dataclass(frozen=True, eq=False)
class LargePlan:
    """Who has each task (row of the member, -1 if it is left out), the levels, and the price of each member's minute.

    ``status`` is optimal, feasible, infeasible or unknown; quality is in thousandths of an hour, and so are prices.
    """

    owner: NDArray[np.int32]
    levels: tuple[Level, ...]
    status: str
    prices: NDArray[np.float64]

    def __repr__(self) -> str:
        """Answer "what is this?" in one line."""
        placed = int((self.owner >= 0).sum())
        gaps = ", ".join(f"{level.name} {_percent(level.gap)}" for level in self.levels)
        return f"LargePlan({self.status}: {placed} of {len(self.owner)} tasks placed; gap {gaps})"


def _percent(gap: float | None) -> str:
    return "unknown" if gap is None else f"{100 * gap:.4f} %"


def plan_pairs(
    pairs: Pairs, *, time_limit: float = 60.0, seed: int = 0, workers: int = 1, run: Run | None = None
) -> LargePlan:
    """Return a plan by priority class and then by quality, with a bound of each level that holds for all pairs.

    Parameters
    ----------
    pairs : Pairs
        A ``Portfolio``, or ``TablePairs``.
    time_limit : float
        CPU seconds after which a plan is polished no further, above 0.
    seed : int
        Of the sample that prices start from.
    workers : int
        Threads for the pass over all pairs; any number gives the same plan.
    run : callable, optional
        Calls a function with each of several items, in order, elsewhere: ``run(function, items)``.

    Returns
    -------
    LargePlan
        The bound of a level holds for every plan that reaches the values stated above it.
    """
    with ThreadPoolExecutor(max(workers, 1)) as pool:
        return _plan(pairs, time.process_time() + time_limit, seed, run or (pool.map if workers > 1 else map))


def _plan(pairs: Pairs, end: float, seed: int, run: Run) -> LargePlan:
    n_units, n_members = len(pairs.unit_value), len(pairs.limit)
    nobody = np.full(n_units, -1, np.int32)
    sample = draw(pairs, max(SAMPLE * n_members, LEAST_SAMPLE), seed)
    open_ = shortlist(pairs, sample.rows, Aim(np.zeros(n_members)), 1, run).member[:, 0] >= 0
    guess = first_target(pairs, sample.rows[open_], sample.share)
    at = sample_prices(pairs, sample, guess, 16, run=run)
    aim = Aim(at.prices)
    found = shortlist(pairs, None, aim, keep_for(n_units, n_members), run)
    placeable = np.flatnonzero(found.member[:, 0] >= 0)
    if _overbooked(pairs, found.member[:, 0], found.load[:, 0]):
        return LargePlan(nobody, (), "infeasible", at.prices)
    first = _refine(pairs, build_core(pairs, None, found, aim, guess), guess, at, run)
    core = first.core
    slot = round_plan(core, guess, first.at, pairs.limit, pairs.held)
    owner = nobody.copy()
    placed = slot >= 0
    owner[core.rows[placed]] = core.member[placed, slot[placed]]
    everything, reached = class_values(pairs, placeable), class_values(pairs, core.rows[placed])
    target = reached_target(reached, everything)
    last = _refine(pairs, retarget(core, pairs.held, target), target, first.at, run)
    value = int(core.gain[placed, slot[placed]].sum(dtype=np.int64))
    best = max(int(np.floor(last.bound)), value)
    levels = [
        Level(name, int(got), most)
        for name, got, most, all_ in zip(
            PRIORITIES, reached, ceilings(pairs, placeable, reached), everything, strict=True
        )
        if all_
    ]
    levels.append(Level("quality", value, best))
    for batch in pairs.whole:
        owner[list(batch)] = owner[batch[0]]
    status = "optimal" if all(level.gap == 0 for level in levels) else "feasible"
    return LargePlan(owner, tuple(levels), status, last.at.prices)


def keep_for(n_units: int, n_members: int) -> int:
    """Return how many members each unit keeps: fewer the more units there are for each member."""
    per_member = n_units / max(n_members, 1)
    least = 16 if per_member < 100 else 12 if per_member < 2000 else 8
    return min(max(least, SMALL // max(n_units, 1)), n_members)


def _overbooked(pairs: Pairs, member: Ints, load: Ints) -> bool:
    """Return whether pins alone are impossible: nobody may take one, or one member has too many."""
    held = pairs.held
    if (member[held] < 0).any():
        return True
    given = np.bincount(member[held], load[held], minlength=len(pairs.limit))
    return bool((given > pairs.limit).any())


@dataclass(frozen=True, eq=False)
class Certified:
    """A core, multipliers and the bound that they prove over all pairs."""

    core: Core
    at: Multipliers
    bound: float


def certify(pairs: Pairs, core: Core, target: Target, at: Multipliers, run: Run) -> Certified:
    """Return the bound at some multipliers, and the core with the members that it turned out to miss."""
    rows = doubtful(core, target, at)
    if not len(rows):
        return Certified(core, at, bound(core, target, at, pairs.limit))
    aim = Aim(at.prices, target.quality)
    if len(rows) > REPEAT * len(core.rows):
        found = shortlist(pairs, core.rows, aim, core.member.shape[1], run)
        fresh = replace(core, aim=aim, **{name: getattr(found, name) for name in ("member", "gain", "load", "beyond")})
        return Certified(fresh, at, bound(fresh, target, at, pairs.limit))
    found = shortlist(pairs, core.rows[rows], aim, 1, run)
    value = bound(core, target, at, pairs.limit, (rows, best_of(core, rows, found, target, at)))
    return Certified(widen(core, rows, found, aim, target), at, value)


def _refine(pairs: Pairs, core: Core, target: Target, at: Multipliers, run: Run) -> Certified:
    """Return the best bound on the whole core; it goes on from the best multipliers when new members come in."""
    limit = pairs.limit.astype(np.float64)
    spread = mean_spread(core, target, at)
    best = certify(pairs, core, target, at, run)
    core = best.core
    for tau in TAUS:
        cap = np.concatenate([3 * best.at.prices + 3 * spread, floor_cap(core)])
        found = certify(pairs, core, target, minimise(core, target, limit, best.at, (tau * spread,), cap, 6), run)
        core = found.core
        if found.bound < best.bound:
            best = found
    return replace(best, core=core)
