"""Betters the quality of a plan over periods window by window, each a small program that knows when others work.

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
from solver.assignment.sprints.best import Best
from solver.assignment.sprints.spans import Spans

# The share of the pairs that counts as near, and the seconds for a window.
NEAR: Final = 0.25
WINDOW_SECONDS: Final = 0.15
# Windows in a row without a gain before it ends.
IN_VAIN: Final = 200


def polish(best: Best, seconds: float) -> None:
    """Better the known plan in place for some seconds: as few moves as can be where those count, then the quality.

    Parameters
    ----------
    best : Best
        With a plan that can be worked; no class loses anything.
    seconds : float
        For all of it.
    """
    last = len(best.linear.levels) - 1
    levels = [last - 1, last] if best.problem.previous and last else [last]
    end = min(clock.monotonic() + seconds, best.limits.end)
    for number, level in enumerate(levels):
        left = (end - clock.monotonic()) / (len(levels) - number)
        _polish(best, level, clock.monotonic() + left)


def _polish(best: Best, level: int, end: float) -> None:
    """Better a level until a moment, with those above held."""
    pairs = best.columns(best.known[0]) if best.known else None
    if pairs is None or not len(pairs) or best.linear.problem.unlike:
        return
    demands, plain = best.linear, best.plain
    gain = best.relaxation(level, plain[:level], end - clock.monotonic()).gain[: demands.n_pairs]
    near = gain >= np.quantile(gain, 1 - NEAR) if len(gain) else None
    program = Program(demands.rounded)
    windows = Windows(program, Filler(program), best.limits.seed, near=near)
    budget = Budget(end, best.limits.wish, best.limits.seed, best.limits.workers)
    tops = tuple(best.ceiling(k, plain[:k]) + one.constant for k, one in enumerate(demands.levels))
    improver = Improver(program, windows, pairs, budget, best.consider, Spans(best).narrowed)
    improver.run(level, tops, vain=IN_VAIN, share=WINDOW_SECONDS)
