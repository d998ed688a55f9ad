"""Bounds on a level by linear programming: what no plan can beat."""

from __future__ import annotations

import math
import time as clock
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.linear import Linear
from solver.assignment.road.bounds import proof_of
from solver.assignment.road.highs import relax
from solver.assignment.road.solved import Budget
from solver.assignment.sprints.bounds.rows import bounding, relevant

Floats = NDArray[np.float64]
# Beyond so many columns the program takes longer than it is worth.
MOST_COLUMNS: Final = 120_000
# With less there is none.
LEAST_SECONDS: Final = 0.05


class Relaxed(NamedTuple):
    """A bound on a level without its constant, and what each column adds to it at the prices that prove it.

    The columns are those of what bounds the level. ``top`` is the bound before it was rounded down, ``floors`` are the
    prices of the levels above.
    """

    bound: int
    gain: Floats
    top: float = math.inf
    floors: tuple[float, ...] = ()

    def moved(self, before: Sequence[int], held: Sequence[int]) -> Relaxed:
        """Return what the same prices say where the levels above are held elsewhere than before.

        Parameters
        ----------
        before : sequence of int
            The least of each level above when the prices were found.
        held : sequence of int
            The least of each now.

        Returns
        -------
        Relaxed
            Valid, and about as close as new prices where little has changed.
        """
        changes = zip(self.floors, before, held, strict=True)
        top = self.top + sum(price * (old - new) for price, old, new in changes)
        return self._replace(bound=math.floor(top + 1e-6), top=top)


def relaxed(linear: Linear, level: int, held: Sequence[int], seconds: float) -> Relaxed | None:
    """Return what a linear program says of a level, with those above held; None where it says nothing in time.

    The prices that HiGHS finds prove the bound: any prices from 0 on do, so that its own rounding cannot make it wrong.
    """
    end = clock.monotonic() + seconds
    demands = relevant(linear, level)[0] if seconds > LEAST_SECONDS else None
    if demands is None or len(demands.member) > MOST_COLUMNS:
        return None
    _, part, worth, floors = bounding(demands, level, held)
    budget = Budget(end)
    # Where columns count alike the primal simplex method is three times as fast as the dual one; else it is slower.
    found = relax(part, worth, floors, budget, by="dual" if level == len(linear.levels) - 1 else "primal")
    if found.duals is None or not found.is_done:
        return None
    proof = proof_of(part, worth, floors, found.duals)
    return Relaxed(math.floor(proof.bound + 1e-6), proof.left, proof.bound, tuple(proof.floors.tolist()))
