"""The other side of a bound by prices: each slot filled with whole pieces as well as can be, where pieces have prices.

Tasks of 6, 9 and 12 h leave some of 64 h free, and what is worth most for each hour seldom fills a slot: that is what
this knows more than prices of minutes. A slot of 10 h with pieces of 6, 5 and 4 h that are worth 5, 4 and 3 holds 8.
Prices of minutes say 8.2 at least, at 0.8 for an hour: 8 for the hours, and 0.2 that the first is worth beyond its own.
Sums over all sets of pieces that fit, minute by minute, make the maximum smooth.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.sprints.bounds.filling import fullest, shared
from solver.assignment.sprints.bounds.places import Places
from solver.compiling import plain

Floats = NDArray[np.float64]
# A slot is counted in what divides all that its pieces take, but in no more parts than these.
MOST_PARTS: Final = 400
# Up to so many places loops run as they are: to compile them would take longer.
FEW: Final = 500


def prepare(pairs: float = math.inf) -> None:
    """Compile what fills slots, or read it where it is kept, before any time counts, unless that is not worth it.

    Parameters
    ----------
    pairs : float
        Of the problem.
    """
    if pairs > FEW:
        starts, one = np.array([0, 1]), np.ones(1, dtype=np.int64)
        fullest(starts, np.ones(1), one, one)
        shared(starts, np.ones(1), one, one, 1.0, np.zeros(1))


class Filled:
    """Slots by themselves: each place pays once ``at`` its piece, of which there is one at ``most``."""

    def __init__(self, places: Places) -> None:
        n_slots, is_few = len(places.limit), len(places.piece) <= FEW
        self._fullest, self._shared = (plain(fullest), plain(shared)) if is_few else (fullest, shared)
        self.at, self.by, self.most = places.piece, np.ones(len(places.piece)), np.ones(places.n_pieces)
        self._order = np.argsort(places.room, kind="stable")
        self._starts = np.searchsorted(places.room[self._order], np.arange(n_slots + 1))
        load = places.load[self._order]
        self._size, self._room = np.zeros_like(load), np.zeros(n_slots, dtype=np.int64)
        for slot, limit in enumerate(np.maximum(places.limit, 0).tolist()):
            mine = slice(self._starts[slot], self._starts[slot + 1])
            # Rounded down on both sides whatever fits still fits.
            part = max(int(np.gcd.reduce(load[mine], initial=0)), -(-limit // MOST_PARTS), 1)
            self._size[mine], self._room[slot] = load[mine] // part, limit // part

    @property
    def mean(self) -> float:
        """What a place pays for."""
        return 1.0

    def best(self, worth: Floats) -> float:
        """Return what all slots hold at most."""
        return float(self._fullest(self._starts, worth[self._order], self._size, self._room))

    def smooth(self, worth: Floats, tau: float) -> tuple[float, Floats]:
        """Return the same with a smooth maximum, and how it changes with what each place is worth."""
        given, share = np.zeros(len(worth)), np.empty(len(worth))
        value = self._shared(self._starts, worth[self._order], self._size, self._room, tau, given)
        share[self._order] = given
        return float(value), share
