"""Units that rounding left out, or that were not asked for: they take what hours are left, or make others move."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from solver.assignment.large.dual.core import Core, Multipliers, choose, given
from solver.assignment.large.problem.pairs import Ints
from solver.assignment.large.problem.target import Target
from solver.assignment.large.rounding.rounding import contested, fill, improve
from solver.assignment.large.rounding.windows import placed_values

# Contested units for each member, and as many of those that are left out.
OPEN = 30
# Times that it is tried while more is placed.
TURNS = 4
# Placing one more unit is worth a longer way than a little quality is.
REACH = 4.0


def extend(
    core: Core, target: Target, at: Multipliers, limit: Ints, slot: NDArray[np.int32], held: Ints, end: float
) -> NDArray[np.int32]:
    """Return places that are at least as good, class by class, with units in that were left out.

    Parameters
    ----------
    core : Core
        All units that anybody can take.
    target : Target
        The level.
    at : Multipliers
        Of the level.
    limit : ndarray of int, shape (n_members,)
        Minutes.
    slot : ndarray of int, shape (n_units,)
        A plan within limits.
    held : ndarray of int
        Units with a given member.
    end : float
        CPU time after which nothing more is tried.

    Returns
    -------
    ndarray of int, shape (n_units,)
        Within limits.
    """
    for _ in range(TURNS):
        before = placed_values(core, slot)
        slot = _once(core, target, at, limit, slot, held, end)
        if placed_values(core, slot) <= before:
            break
    return slot


def _once(
    core: Core, target: Target, at: Multipliers, limit: Ints, slot: NDArray[np.int32], held: Ints, end: float
) -> NDArray[np.int32]:
    out = np.flatnonzero(slot < 0)
    # Whoever is left out and needs least is nearest to being placed.
    value = np.maximum(core.value[out], 1e-9)
    order = np.lexsort((core.load[out, 0] / value, core.priority[out]))
    choice = choose(core, target, at)
    choice.regret[out[order]] = np.arange(len(out))
    rows = np.flatnonzero(contested(core, replace(choice, slot=slot), limit, OPEN))
    kept = slot.copy()
    kept[rows] = -1
    left = limit - given(core, kept, len(limit))
    slot = slot.copy()
    slot[rows] = improve(core.cut(rows), target, at, left, slot[rows], held, True, end)
    return fill(core, slot, limit)
