"""Betters a plan over periods window by window, each a small program that knows when others work.

A window is a few slots with what they hold. Only the pairs that a linear program over the whole finds near are in most
of them; what is found is taken where it can be worked in its order.
"""

from __future__ import annotations

import time as clock
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.road.fill import Filler
from solver.assignment.road.improve import Improver
from solver.assignment.road.program import Part, Program
from solver.assignment.road.solved import Budget
from solver.assignment.road.windows import Windows
from solver.assignment.sprints.best import Best
from solver.assignment.sprints.spans import Spans

Ints = NDArray[np.int64]
# The share of the pairs that counts as near, and the seconds for a window.
NEAR: Final = 0.25
WINDOW_SECONDS: Final = 0.15
# Windows in a row without a gain before it ends.
IN_VAIN: Final = 200
# What a unit of the level above counts, in the largest quality of a pair, and a unit of each further one in one below.
FIRM: Final = 6
RATIO: Final = 4


class Polisher(Improver):
    """Betters the levels above with the last one, in windows that know when the rest is worked."""

    def __init__(self, best: Best, program: Program, windows: Windows, pairs: Ints, budget: Budget) -> None:
        super().__init__(program, windows, pairs, budget, best.consider)
        self.spans = Spans(best)

    def part(self, free: Ints, *, priced: bool) -> Part:
        """Return what binds the free pairs of a window, the order of work as well."""
        return self.spans.narrowed(super().part(free, priced=priced))

    def goal(self, worth: Ints, level: int) -> Ints:
        """Return all levels up to one as a single sum, the higher ones with more weight."""
        weight = self.program.linear.problem.gain.max(initial=1) * FIRM * RATIO ** np.arange(level)
        return np.asarray(worth[level] + weight[::-1] @ worth[:level])


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
    Polisher(best, program, windows, pairs, budget).run(level, tops, vain=IN_VAIN, share=WINDOW_SECONDS)
