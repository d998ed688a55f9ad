"""The engine for very large plans: price, one pass over all pairs, round, polish, certify."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from solver.assignment.large.classes.admit import Ask, what_to_ask
from solver.assignment.large.classes.levels import class_ceilings, unit_values
from solver.assignment.large.dual.certificate import Certified, refine
from solver.assignment.large.dual.core import Core, build_core
from solver.assignment.large.dual.sample import Pace, Sample, draw_sample, sample_prices
from solver.assignment.large.effort import USUAL, Effort
from solver.assignment.large.judge import judge
from solver.assignment.large.problem.pairs import Aim, Pairs, Run, shortlist
from solver.assignment.large.problem.target import FULL, Target
from solver.assignment.large.rounding.exchange import exchange
from solver.assignment.large.rounding.extend import extend
from solver.assignment.large.rounding.polish import polish, quality
from solver.assignment.large.rounding.rounding import round_plan
from solver.assignment.large.rounding.windows import Bench, place_more
from solver.assignment.result import Level

# Units of the sample for each member, and at least.
SAMPLE, LEAST_SAMPLE = 12, 4000
# Of a second one, where there are many more units.
WIDE_SAMPLE = 100
# Up to this many listed pairs more members are kept than are needed.
SMALL = 400_000


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


def plan_pairs(pairs: Pairs, effort: Effort = USUAL) -> LargePlan:
    """Return a plan by priority class and then by quality, with a bound of each level that holds for all pairs.

    Parameters
    ----------
    pairs : Pairs
        A ``Portfolio``, or ``TablePairs``.
    effort : Effort
        How hard it is looked for.

    Returns
    -------
    LargePlan
        The bound of a level holds for every plan that reaches the values stated above it.
    """
    end, workers = time.process_time() + effort.time_limit, effort.workers
    with ThreadPoolExecutor(max(workers, 1)) as pool:
        return _plan(pairs, end, effort.gap, effort.seed, effort.run or (pool.map if workers > 1 else map))


def owners(pairs: Pairs, *, time_limit: float, seed: int = 0) -> NDArray[np.int32]:
    """Return who has each task (row of the member, -1 if it is left out) in a plan by prices, without any bound.

    Parameters
    ----------
    pairs : Pairs
        As for ``plan_pairs``.
    time_limit : float
        CPU seconds after which no more is placed, above 0; prices and a first plan are made in any case.
    seed : int
        Of the sample that prices start from.

    Returns
    -------
    ndarray of int, shape (n_tasks,)
        Within load limits; everything is left out where pins alone cannot hold.
    """
    placed = _placed(pairs.tightened(), time.process_time() + time_limit, seed, map)
    if placed is None:
        return np.full(len(pairs.unit_value), -1, np.int32)
    return _owner(pairs, placed.core, placed.slot)


@dataclass(frozen=True, eq=False)
class _Placed:
    """A plan, and what prices and pools it came from."""

    core: Core
    slot: NDArray[np.int32]
    last: Certified
    ask: Ask
    bench: Bench
    sample: Sample


def _placed(pairs: Pairs, end: float, seed: int, run: Run) -> _Placed | None:
    """Return a plan, or None where pins alone cannot hold."""
    n_units, n_members = len(pairs.unit_value), len(pairs.limit)
    sample = draw_sample(pairs, max(SAMPLE * n_members, LEAST_SAMPLE), seed)
    open_ = shortlist(pairs, sample.rows, Aim(np.zeros(n_members)), 1, run).member[:, 0] >= 0
    sample = replace(sample, rows=sample.rows[open_])
    ask = what_to_ask(pairs, sample, run)
    at = sample_prices(pairs, sample.within(ask.wanted), FULL, 16, run=run)
    if n_units > 4 * WIDE_SAMPLE * n_members:
        wide = draw_sample(pairs, WIDE_SAMPLE * n_members, seed).within(ask.wanted)
        at = sample_prices(pairs, wide, FULL, 12, start=at, run=run, pace=Pace(most=2))
    keep, rows = keep_for(n_units, n_members), None if ask.wanted is None else np.flatnonzero(ask.wanted)
    aim = Aim(at.prices)
    core = build_core(pairs, rows, shortlist(pairs, rows, aim, keep, run), aim, FULL)
    if _overbooked(pairs, core):
        return None
    last = refine(pairs, core, FULL, at, run, own=True)
    slot = round_plan(last.core, FULL, last.at, pairs.limit, pairs.held, end)
    core, slot = _with_rest(pairs, last, ask, slot, run, end)
    bench = Bench(core, last.at, pairs.limit, ask.pools[-1], pairs.held, end)
    if (slot < 0).any():
        slot = _more(pairs, bench, ask, slot, seed)
    return _Placed(core, slot, replace(last, core=core), ask, bench, sample)


def _plan(pairs: Pairs, end: float, gap: float, seed: int, run: Run) -> LargePlan:
    pairs = pairs.tightened()
    placed = _placed(pairs, end, seed, run)
    if placed is None:
        nobody, free = np.full(len(pairs.unit_value), -1, np.int32), np.zeros(len(pairs.limit))
        return LargePlan(nobody, (), "infeasible", free)
    core, slot, last = placed.core, placed.slot, placed.last
    levels, at = judge(pairs, last, slot, placed.ask, placed.sample, run)
    if (levels[-1].gap or 0.0) > gap:
        slot, bound = polish(placed.bench, slot, levels[-1].bound, gap, seed)
        value = quality(core, slot)
        levels = (*levels[:-1], Level("quality", value, max(int(np.floor(bound)), value)))
    status = "optimal" if all(level.gap == 0 for level in levels) else "feasible"
    return LargePlan(_owner(pairs, core, slot), levels, status, at.prices)


def _more(pairs: Pairs, bench: Bench, ask: Ask, slot: NDArray[np.int32], seed: int) -> NDArray[np.int32]:
    """Return places for more units, in at most half of the time that is left."""
    core, now = bench.core, time.process_time()
    most = class_ceilings(pairs, core.rows, unit_values(pairs, core.rows[slot >= 0]), ask.pools)
    half = replace(bench, end=now + (bench.end - now) / 2)
    slot = place_more(half, slot, [float(each) for each in most], seed)
    return exchange(core, extend(core, FULL, bench.at, bench.limit, slot, bench.held, half.end))


def _with_rest(
    pairs: Pairs, last: Certified, ask: Ask, slot: NDArray[np.int32], run: Run, end: float
) -> tuple[Core, NDArray[np.int32]]:
    """Return the core with those that were not asked for beside the others, and places for who still fits."""
    core = last.core
    if ask.wanted is not None:
        rest = np.flatnonzero(~ask.wanted)
        found = shortlist(pairs, rest, core.aim, core.member.shape[1], run)
        core = core.beside(build_core(pairs, rest, found, core.aim, Target(1.0)))
        slot = np.concatenate([slot, np.full(len(core.rows) - len(slot), -1, np.int32)])
    if (slot < 0).any():
        slot = extend(core, FULL, last.at, pairs.limit, slot, pairs.held, end)
    return core, slot


def _owner(pairs: Pairs, core: Core, slot: NDArray[np.int32]) -> NDArray[np.int32]:
    owner = np.full(len(pairs.unit_value), -1, np.int32)
    placed = slot >= 0
    owner[core.rows[placed]] = core.member[placed, slot[placed]]
    for batch in pairs.whole:
        owner[list(batch)] = owner[batch[0]]
    return owner


def keep_for(n_units: int, n_members: int) -> int:
    """Return how many members each unit keeps: fewer the more units there are for each member."""
    per_member = n_units / max(n_members, 1)
    least = 16 if per_member < 100 else 12 if per_member < 2000 else 8 if per_member < 5000 else 6
    return min(max(least, SMALL // max(n_units, 1)), n_members)


def _overbooked(pairs: Pairs, core: Core) -> bool:
    """Return whether pins alone are impossible: nobody may take one, or one member has too many."""
    rows = np.flatnonzero(np.isin(core.rows, pairs.held))
    given = np.bincount(core.member[rows, 0], core.load[rows, 0], minlength=len(pairs.limit))
    return len(rows) < len(pairs.held) or bool((given > pairs.limit).any())
