"""Betters the quality of a plan over periods window by window, each a small program without the order of work.

A window is a few slots with what they hold. Only the pairs that a linear program over the whole finds near are in most
of them; what is found is taken where it can be worked in its order.
"""

from __future__ import annotations

import time as clock
from typing import Final

import numpy as np

from solver.assignment.road.fill import Filler
from solver.assignment.road.improve import Improver
from solver.assignment.road.program import Program
from solver.assignment.road.solved import Budget
from solver.assignment.road.windows import Windows
from solver.assignment.sprints.climb import Climb

# The share of the pairs that counts as near, and the seconds for a window.
NEAR: Final = 0.25
WINDOW_SECONDS: Final = 0.15
# Windows in a row without a gain before it ends.
IN_VAIN: Final = 200


def polish(climb: Climb, seconds: float) -> None:
    """Better the last level of the known plan in place, with those above held.

    Parameters
    ----------
    climb : Climb
        With a plan that can be worked.
    seconds : float
        For all of it.
    """
    pairs = climb.columns(climb.known[0]) if climb.known else None
    if climb.known is None or pairs is None or not len(pairs) or climb.linear.problem.unlike:
        return
    demands, last = climb.linear, len(climb.linear.levels) - 1
    plain = [value - level.constant for value, level in zip(climb.known[1], demands.levels, strict=True)]
    end = min(clock.monotonic() + seconds, climb.limits.end)
    gain = climb.relaxation(last, plain[:last], end - clock.monotonic()).gain[: demands.n_pairs]
    near = gain >= np.quantile(gain, 1 - NEAR) if len(gain) else None
    program = Program(demands)
    windows = Windows(program, Filler(program), climb.limits.seed, near=near)
    budget = Budget(end, climb.limits.wish, climb.limits.seed, climb.limits.workers)
    tops = tuple(climb.ceiling(k, plain[:k]) + level.constant for k, level in enumerate(demands.levels))
    Improver(program, windows, pairs, budget, climb.consider).run(last, tops, vain=IN_VAIN, share=WINDOW_SECONDS)
