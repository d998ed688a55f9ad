"""Multipliers on the whole core, and the certificate: what they prove over all pairs, those left off included."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from solver.assignment.large.dual.core import Core, Multipliers, best_of, bound, choose, given, standing, widen
from solver.assignment.large.dual.newton import mean_spread, minimise
from solver.assignment.large.dual.sample import caps, floor_cap
from solver.assignment.large.problem.pairs import Aim, Floats, Ints, Pairs, Run, shortlist
from solver.assignment.large.problem.target import Target

# From this share of doubtful units on, all shortlists are made anew.
REPEAT = 0.1
# Another pass is made for a bound that may be better by this part.
WORTH = 1e-6
# In turn: smoothing, in parts of the units' spread, and Newton steps; where classes have floors prices move further.
STAGES = ((0.02, 5), (0.005, 6), (0.002, 6))
FLOORED = ((0.05, 6), (0.05, 6), *STAGES)
# The same for cores of more units than LARGER for each member, whose sample was large too: all of them, then so many
# for each member.
LARGER, LARGE = 400, ((0.005, 4, 10**9), (0.001, 6, 200))
# Stages without a better bound after which the rest is left out.
VAIN = 2
# Members of each unit that are weighed; the bound is over all.
WIDTH = 12


@dataclass(frozen=True, eq=False)
class Certified:
    """A core, multipliers and the bound that they prove over all pairs."""

    core: Core
    at: Multipliers
    bound: float


def certify(
    pairs: Pairs, core: Core, target: Target, at: Multipliers, run: Run, *, known: float = np.inf, own: bool = False
) -> Certified:
    """Return the bound at some multipliers, and the core with the members that it turned out to miss.

    A unit whose shortlist may miss the member that is worth most is priced against all members again. Where those are
    many, that is another pass: the bound is infinite if that could not prove much more than the ``known`` one. The
    arrays of the core are changed if they are the caller's ``own``.
    """
    best, beyond = standing(core, target, at)
    rows = np.flatnonzero(beyond > best)
    aim = Aim(at.prices, target.quality)
    if len(rows) > REPEAT * len(core.rows):
        if bound(core, target, at, pairs.limit, best) > known - WORTH * abs(known):
            return Certified(core, at, np.inf)
        found = shortlist(pairs, core.rows, aim, core.member.shape[1], run)
        fresh = replace(core, aim=aim, member=found.member, gain=found.gain, load=found.load, beyond=found.beyond)
        return Certified(fresh, at, bound(fresh, target, at, pairs.limit))
    if len(rows):
        found = shortlist(pairs, core.rows[rows], aim, 1, run)
        best[rows] = best_of(core, rows, found, target, at)
        core = widen(core, rows, found, aim, target, own=own)
    return Certified(core, at, bound(core, target, at, pairs.limit, best))


def refine(
    pairs: Pairs,
    core: Core,
    target: Target,
    at: Multipliers,
    run: Run,
    way: Floats | None = None,
    *,
    own: bool = False,
) -> Certified:
    """Return the best bound on the whole core; it goes on from the best multipliers when new members come in.

    Units whose choice is clear are not weighed again and again: their load is taken off the limits. The arrays of the
    core are changed if they are the caller's ``own``.
    """
    spread = mean_spread(core, target, at)
    best = certify(pairs, core, target, at, run, own=own)
    core = best.core
    small, hard, vain = len(core.rows) <= LARGER * len(pairs.limit), bool(target.floored.any()), 0
    stages = [(*stage, len(core.rows)) for stage in (FLOORED if hard else STAGES)] if small else LARGE
    for tau, steps, wanted in stages:
        part, limit, aimed = _open_part(core, target, best.at, pairs.limit, wanted)
        cap = caps(best.at, spread, floor_cap(core))
        point = minimise(part, aimed, limit, best.at, (tau * spread,), cap, steps, way)
        del part
        found = certify(pairs, core, target, point, run, known=best.bound, own=own)
        core = found.core
        vain = 0 if found.bound < best.bound else vain + 1
        best = replace(found if found.bound < best.bound else best, core=core)
        if vain == VAIN and not hard:
            break
    return best


def _open_part(core: Core, target: Target, at: Multipliers, limit: Ints, wanted: int) -> tuple[Core, Floats, Target]:
    """Return the units whose choice is least clear; limits and floors are without what the others take and place."""
    count = wanted * len(limit)
    core = core.narrow(WIDTH) if core.member.shape[1] > WIDTH else core
    if count >= len(core.rows):
        return core, limit.astype(np.float64), target
    choice = choose(core, target, at)
    open_ = choice.regret <= np.partition(choice.regret, count)[count]
    clear = np.where(open_, -1, choice.slot)
    left = limit - given(core, clear, len(limit))
    if (left < 0).any():
        # All units of a member that has too much of what is clear.
        owner = core.member[np.arange(len(clear)), np.maximum(clear, 0)]
        open_ |= (left < 0)[owner] & (clear >= 0)
        clear = np.where(open_, -1, choice.slot)
        left = limit - given(core, clear, len(limit))
    placed = clear >= 0
    have = np.bincount(core.priority[placed], core.value[placed], minlength=len(target.floor))
    floors = tuple(None if f is None else max(f - float(h), 0.0) for f, h in zip(target.floor, have, strict=True))
    return core.cut(np.flatnonzero(open_)), left.astype(np.float64), replace(target, floor=floors)
