"""A start from the engine for very large plans: what it cannot keep is left out, and what then breaks a rule dropped.

A task that an urgent one waits for is as urgent itself, so that the prices ask for it in time.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from solver.assignment.road.fill import Filler, inherited
from solver.assignment.road.program import Floats, Ints, Program
from solver.assignment.road.standing import Standing
from solver.domain.tasks import PRIORITIES
from solver.matching.fields import loosened
from solver.matching.problem import Problem, problem_from_arrays

# A start from prices is made where there is so many times what it takes at least.
PRICED_TIMES: Final = 1.8


def priced_start(program: Program, filler: Filler, seconds: float, seed: int) -> Ints:
    """Return the pairs of a plan made by prices of load, filled; it may miss pins or required tasks.

    Parameters
    ----------
    program : Program
        The demands.
    filler : Filler
        Of the same demands.
    seconds : float
        CPU seconds after which the prices' plan is polished no further.
    seed : int
        Of the sample that prices start from.

    Returns
    -------
    ndarray of int
        Columns of pairs, in order.
    """
    from solver.assignment.large.engine import owners
    from solver.assignment.large.solve import pairs_of

    linear = program.linear
    owner = owners(pairs_of(_plain(linear.problem)), time_limit=seconds, seed=seed)
    n_pairs = program.n_pairs
    return _filled(program, filler, np.flatnonzero(owner[linear.task[:n_pairs]] == linear.member[:n_pairs]))


def rounded(program: Program, filler: Filler, share: Floats) -> Ints:
    """Return the pairs of a plan made from those that a mixture of plans takes mostly, filled.

    Parameters
    ----------
    program : Program
        The demands.
    filler : Filler
        Of the same demands.
    share : ndarray of float, shape (n_pairs,)
        How much of each pair the mixture takes.

    Returns
    -------
    ndarray of int
        Columns of pairs, in order; pins or required tasks may be missing.
    """
    return _filled(program, filler, np.flatnonzero(share > 0.5))


def _filled(program: Program, filler: Filler, wanted: Ints) -> Ints:
    """Take the wanted pairs that fit, in the order of their rank, and fill up."""
    standing = Standing(program, np.zeros(0, np.int64))
    waiting = wanted[np.argsort(filler.rank[wanted])].tolist()
    while waiting:
        rest = [pair for pair in waiting if not _taken(standing, pair)]
        if len(rest) == len(waiting):
            break
        waiting = rest
    filler.fill(standing)
    return standing.pairs


def _taken(standing: Standing, pair: int) -> bool:
    one = np.array([pair])
    if not standing.fits(one):
        return False
    standing.take(one)
    return True


def _plain(problem: Problem) -> Problem:
    """Return a problem without what the prices cannot keep, urgency handed down to what is waited for."""
    urgency = tuple(min(each, len(PRIORITIES) - 1) for each in inherited(problem.priority, problem.dependencies))
    return replace(loosened(problem, {"pins", "time"}), priority=urgency)


def seconds_for(problem: Problem) -> float:
    """Return about how long a start from prices takes at least, in seconds: measured from 10^4 to 10^7 pairs."""
    return 1.2 + 5e-7 * problem.load.size


def has_time_for(problem: Problem, seconds: float) -> bool:
    """Return whether a start from prices leaves time for what comes after it."""
    return seconds > PRICED_TIMES * seconds_for(problem)


def is_ready() -> bool:
    """Return whether the loops of the engine are compiled and kept, so that a start costs no compilation."""
    from pathlib import Path

    from solver.compiling import has_numba

    folder = Path(__file__).parents[1]
    kept = [any((folder / room / "__pycache__").glob("*.nbi")) for room in ("large/dual", "large/rounding", "arrays")]
    return has_numba() and all(kept)


def prepare() -> None:
    """Compile the loops of the engine once for this installation, where numba is there: half a minute."""
    from solver.assignment.arrays import relink
    from solver.assignment.large.engine import owners
    from solver.assignment.large.solve import pairs_of
    from solver.compiling import has_numba

    if has_numba():
        chance = np.random.default_rng(1)
        gain, load = chance.integers(1, 9_000, (12, 240)), chance.integers(60, 1_200, (12, 240))
        problem = replace(problem_from_arrays(gain, load, np.full(12, 9_000)), priority=(0, 1, 2, 3) * 60)
        relink.prepare()
        owners(pairs_of(problem), time_limit=5.0)
