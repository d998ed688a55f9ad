"""Betters a sequenced plan by rounds of ruin and recreate, with losses borne for a time.

A loss is borne the likelier the smaller it is, and ever less (Kirkpatrick 1983): first plans change freely within the
lower levels, and at the end in the quality alone. The best plan of all, level above level, is what is kept.
"""

from __future__ import annotations

import math
import time as clock
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Final

import numpy as np

from solver.assignment.model.search import Limits
from solver.assignment.sprints.lists.gaps import Gaps, Placed
from solver.assignment.sprints.lists.ties import RATIO, level_places
from solver.assignment.sprints.lists.units import Unit
from solver.assignment.sprints.ruin.case import GROWS, N_LEVELS, N_OPENED, N_PIECES, case_of
from solver.assignment.sprints.ruin.days import fits
from solver.assignment.sprints.ruin.rounds import rounds
from solver.assignment.sprints.ruin.state import (
    BEST_PAIR,
    BEST_START,
    BEST_WORTH,
    EVEN,
    HIGHEST_GIVEN,
    PAIR,
    START,
    WEIGHT,
    WORTH,
    state_of,
)
from solver.assignment.sprints.ruin.worth import real_of, unevenness
from solver.compiling import Loop, is_kept, plain

# The loss borne at first and at last, in the largest quality of a pair.
HOT, COLD = 0.2, 0.002
# With fewer rounds for each piece less is borne at first, in proportion: there is no time to mend it.
ROUNDS_EACH: Final = 200
# After so many rounds, and for so many pieces, all is closed up.
CLOSE_UP, PIECES_EACH = 30, 2
# So many rounds come before the clock is looked at for the first time, and then for so many seconds.
FIRST_LOOK, LOOK = 10, 0.02
# Rounds for each unit of work, which is about a second.
ROUNDS_OF_WORK: Final = 5_000
# Up to so many pairs nothing is compiled for this problem alone: its plan takes some tenths of a second more.
FEW_PAIRS: Final = 500


def prepare(pairs: float = math.inf) -> None:
    """Compile the rounds, or read them where they are kept, before any time counts, unless that is not worth it.

    To compile them takes a quarter of a minute, once for an installation. What was kept may be of no use to another
    processor or a later numba: that is only seen here, where it costs nobody's time.

    Parameters
    ----------
    pairs : float
        Of the problem: over few of them rounds run as they are, which gives the same plans.
    """
    if _runs_as_is(pairs):
        return
    case, state = np.zeros(GROWS + 1, np.int64), np.zeros(HIGHEST_GIVEN + 1, np.int64)
    rounds(case, state, np.zeros(WEIGHT), 0, 1, 0.0)


def _runs_as_is(pairs: float) -> bool:
    """Return whether rounds over so many pairs are not worth compiling: they are few, and nothing is kept."""
    return pairs <= FEW_PAIRS and not is_kept(rounds)


def _compiled(loop: Loop) -> Loop:
    return loop


class Ruin:
    """A plan that is taken from some gaps, with what it is worth: each class, how early, what stays put, the quality.

    Parameters
    ----------
    gaps : Gaps
        A plan; the best one that is found comes to stand in it.
    units : iterable of tuple of int
        What is given as one, in an order in which it can be given.
    seed : int
        Of the rounds.
    opened : collection of int, optional
        The units that are taken out and given, beside which nothing must be placed: all, if not given.
    weight : sequence of float, optional
        What a unit of each level counts where a loss is borne for a time, the quality last.
    """

    def __init__(
        self,
        gaps: Gaps,
        units: Iterable[Unit],
        seed: int = 0,
        opened: Collection[int] | None = None,
        weight: Sequence[float] | None = None,
    ) -> None:
        units, levels = list(units), level_places(gaps.problem, gaps.time)[-1]
        self.gaps, self.largest = gaps, float(max(gaps.problem.gain.max(initial=1), 1))
        weight = weight or [*(self.largest * RATIO**k for k in range(levels - 1, -1, -1)), 1.0]
        made: Callable[[Loop], Loop] = plain if _runs_as_is(len(gaps.row)) else _compiled
        self.case = made(case_of)(gaps, units, range(len(units)) if opened is None else opened)
        self.state = made(state_of)(self.case, gaps, seed)
        self.real = made(real_of)(self.case, self.state, weight)
        self._rounds, self._unevenness = made(rounds), made(unevenness)
        self.n_opened = int(self.case[N_OPENED]) if fits(gaps.time) else 0
        self.each = max(CLOSE_UP, self.n_opened // PIECES_EACH)

    @property
    def values(self) -> list[float]:
        """What each level has now, the quality with what unevenness takes from it."""
        return self._values(WORTH, float(self._unevenness(self.case, self.state)))

    @property
    def best(self) -> list[float]:
        """What each level of the best plan has."""
        return self._values(BEST_WORTH, float(self.real[EVEN]))

    @property
    def plan(self) -> Placed:
        """The pair and the start of each piece now."""
        return self._placed(PAIR, START)

    @property
    def kept(self) -> Placed:
        """The pair and the start of each piece in the best plan."""
        return self._placed(BEST_PAIR, BEST_START)

    def _row(self, name: int, count: int) -> list[int]:
        first = self.state[name]
        return [int(one) for one in self.state[first : first + self.case[count]]]

    def _values(self, name: int, uneven: float) -> list[float]:
        *found, quality = self._row(name, N_LEVELS)
        return [*found, quality - uneven]

    def _placed(self, pairs: int, starts: int) -> Placed:
        pair = {piece: one for piece, one in enumerate(self._row(pairs, N_PIECES)) if one >= 0}
        start = self._row(starts, N_PIECES)
        return pair, {piece: start[piece] for piece in pair}

    def go_on(self, count: int, heat: float = 0.0) -> bool:
        """Go on for so many rounds; return whether the best plan was bettered.

        Parameters
        ----------
        count : int
            Of rounds.
        heat : float
            The loss that is borne with chance 1 / e, in thousandths of an hour of quality.
        """
        if not self.n_opened:
            return False
        return bool(self._rounds(self.case, self.state, self.real, count, self.each, heat))

    def rounds(
        self,
        limits: Limits,
        heat: tuple[float, float] = (HOT, COLD),
        reached: Callable[[Sequence[float]], None] | None = None,
    ) -> None:
        """Go on until time is up; then the best plan stands in the gaps.

        Parameters
        ----------
        limits : Limits
            Where work is limited there are so many rounds, however long they take, unless time is up before.
        heat : tuple of float
            The loss borne at first and at last, in the largest quality of a pair.
        reached : callable, optional
            Called with what each level of the best plan has whenever that is better.
        """
        most, seconds = limits.work * ROUNDS_OF_WORK, max(limits.seconds, 1e-9)
        hot, cold = (loss * self.largest for loss in heat)
        began, number, count, share = clock.monotonic(), 0, FIRST_LOOK, 0.0
        while share < 1 and self.n_opened and not limits.are_up:
            before = clock.monotonic()
            # As many rounds as there will be, by those so far.
            all_ = number / share if share else ROUNDS_EACH * self.n_opened
            first = max(hot * min(all_ / (ROUNDS_EACH * self.n_opened), 1.0), cold)
            if self.go_on(count, first * (cold / first) ** share) and reached is not None:
                reached(self.best)
            number += count
            now = clock.monotonic()
            if math.isinf(most):
                share = (now - began) / seconds
                count = max(int(count * min(LOOK / max(now - before, 1e-6), 2.0)), 1)
            else:
                share = number / max(most, 1)
                count = max(min(FIRST_LOOK, int(most) - number), 1)
        self.gaps.renew(*self.kept)
