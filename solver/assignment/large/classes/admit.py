"""Which units a plan places where the hours are not enough for all: urgent classes, then who needs least hours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.assignment.large.classes.levels import by_density, first_target, marginal
from solver.assignment.large.classes.pools import Pool, class_pool, plain_pool
from solver.assignment.large.dual.sample import Sample, scaled_target
from solver.assignment.large.problem.pairs import Ints, Pairs, Run
from solver.assignment.large.problem.target import Target

# Hours are handed out up to this share: what is left over by rounding goes to further units later.
ASKED = 0.999


@dataclass(frozen=True, eq=False)
class Ask:
    """Which units are to be placed, None for all; the first class that does not fit in full; and pools of hours.

    The last pool is the one that holds the class back most.
    """

    wanted: NDArray[np.bool_] | None
    number: int | None
    pools: tuple[Pool, ...]


def what_to_ask(pairs: Pairs, sample: Sample, run: Run) -> Ask:
    """Return the units that the hours should be enough for; ``sample`` holds units that anybody can take."""
    plain = plain_pool(pairs)
    guess = first_target(pairs, sample.rows, sample.share, plain)
    number = partial_class(guess)
    if number is None:
        return Ask(None, None, (plain,))
    start = plain.prices / marginal(pairs, sample.rows, scaled_target(guess, sample.share), plain, number)
    priced, placeable = class_pool(pairs, sample, guess, number, run, start)
    found = [(_admit(pairs, placeable, pool, number), pool) for pool in (plain, priced)]
    found.sort(key=lambda each: -int(each[0].sum()))
    wanted = found[-1][0]
    wanted[pairs.held] = True
    return Ask(wanted, number, tuple(pool for _, pool in found))


def partial_class(target: Target) -> int | None:
    """Return the first class that does not fit in full, None if all do.

    Examples
    --------
    >>> partial_class(Target(1.0, must=(True, True, False, False)))
    2
    """
    return None if all(target.must) else target.must.index(False)


def _admit(pairs: Pairs, placeable: Ints, pool: Pool, number: int) -> NDArray[np.bool_]:
    """Return which units to place: all classes above ``number``, and of that class those of least hours per value.

    Parameters
    ----------
    pairs : Pairs
        The problem.
    placeable : ndarray of int
        Units that pass the gates of somebody.
    pool : Pool
        The hours that count.
    number : int
        The first class that does not fit in full.

    Returns
    -------
    ndarray of bool, shape (n_units,)
        Of the same class none is left out before one that needs more.
    """
    chosen = np.zeros(len(pairs.unit_value), np.bool_)
    priority = pairs.unit_priority[placeable]
    urgent = placeable[priority < number]
    chosen[urgent] = True
    order = by_density(pairs, placeable[priority == number], pool)
    left = ASKED * pool.total - float(pool.least[urgent].sum())
    chosen[order[np.cumsum(pool.least[order]) <= left]] = True
    return chosen
