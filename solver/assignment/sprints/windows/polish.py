"""Betters a plan over periods window by window, each a small program that knows when others work.

A window is a few slots with what they hold. Only the pairs that prices over the whole find near are in most of them;
what is found is taken where it can be worked in its order. How early classes are is held; what comes below it may pay.
"""

from __future__ import annotations

import math
import time as clock
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.levels import early_name
from solver.assignment.model.linear import Linear
from solver.assignment.model.search import Limits, tell
from solver.assignment.road.fill import Filler
from solver.assignment.road.improve import Improver
from solver.assignment.road.program import Part, Program
from solver.assignment.road.solved import Budget
from solver.assignment.road.windows import Windows
from solver.assignment.sprints.check import placed_of
from solver.assignment.sprints.columns import Columns
from solver.assignment.sprints.lists.gaps import Gaps
from solver.assignment.sprints.windows.renewal import Renewal
from solver.assignment.sprints.windows.spans import Spans
from solver.domain.tasks import PRIORITIES

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
# The share of the pairs that counts as near, and the seconds for a window.
NEAR: Final = 0.25
WINDOW_SECONDS: Final = 0.15
# Windows in a row without a gain before it ends.
IN_VAIN: Final = 200
# What a unit of the level above counts, in the largest quality of a pair, and a unit of each further one in one below.
FIRM: Final = 6
RATIO: Final = 4


class Polisher(Improver):
    """Betters all levels of a plan in gaps at once, in windows that know when the rest is worked.

    Parameters
    ----------
    demands : Linear
        Of all rules that forbid plans, with the order over periods.
    gaps : Gaps
        A plan that meets them; it is renewed in place.
    lacking : ndarray of float, shape (n_pairs,), or None
        What each pair lacks of the best place of its piece, 0 or below, where that is known.
    limits : Limits
        Of everything.
    """

    def __init__(self, demands: Linear, gaps: Gaps, lacking: Floats | None, limits: Limits) -> None:
        near = None if lacking is None or not len(lacking) else lacking >= np.quantile(lacking, 1 - NEAR)
        program, renewal = Program(demands.rounded), Renewal(gaps)
        windows = Windows(program, Filler(program), limits.seed, near=near)
        self.gaps, self.places, self.limits = gaps, Columns(demands), limits
        self.spans = Spans(demands, gaps, renewal.turns, limits.seed)
        self.n_held, self.tops = _early_levels(demands), list[int]()
        super().__init__(
            program, windows, self._pairs, self._budget(), lambda found: renewal.stands(placed_of(demands, found))
        )

    @property
    def _pairs(self) -> Ints:
        pairs = self.places.of(self.gaps.placed)
        return np.zeros(0, dtype=np.int64) if pairs is None else pairs

    def _budget(self, seconds: float = math.inf) -> Budget:
        end = min(self.limits.end, clock.monotonic() + seconds)
        return Budget(end, self.limits.wish, self.limits.seed, self.limits.workers)

    def better(self, tops: Sequence[int], seconds: float) -> None:
        """Go on with what is in the gaps until time is up, all is at its top, or many windows in a row bring nothing.

        Parameters
        ----------
        tops : sequence of int
            Bounds of all levels, without constants.
        seconds : float
            For this alone.
        """
        levels, pairs = self.program.linear.levels, self._pairs
        if not len(pairs):
            return
        self.begin(pairs)
        self.tops, self.budget = [*tops], self._budget(seconds)
        each = tuple(top + level.constant for top, level in zip(tops, levels, strict=True))
        self.run(len(levels) - 1, each, vain=IN_VAIN, share=WINDOW_SECONDS)

    def window(self, level: int, share: float) -> bool:
        """Work over one window; return whether the plan became better, which is told."""
        is_gain, levels = super().window(level, share), self.program.linear.levels
        if is_gain:
            plain = [value - one.constant for value, one in zip(self.values, levels, strict=True)]
            tell(self.limits, levels, plain, self.tops)
        return is_gain

    def part(self, free: Ints, *, priced: bool) -> Part:
        """Return what binds the free pairs of a window, the order of work as well."""
        return self.spans.narrowed(super().part(free, priced=priced))

    def held(self, level: int) -> int:
        """Return how many levels keep what they have: the classes that count early, whatever comes below them."""
        return min(self.n_held, level)

    def goal(self, worth: Ints, level: int) -> Ints:
        """Return all levels up to one as a single sum, the higher ones with more weight."""
        weight = self.program.linear.problem.gain.max(initial=1) * FIRM * RATIO ** np.arange(level)
        return np.asarray(worth[level] + weight[::-1] @ worth[:level])


def _early_levels(demands: Linear) -> int:
    """Return how many levels there are down to the last that counts how early a class is."""
    early = {early_name(name) for name in PRIORITIES}
    return max((number for number, level in enumerate(demands.levels, 1) if level.name in early), default=1)
