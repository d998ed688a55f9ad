"""One side of a bound by prices: each piece by itself at its best, where the minutes of rooms have prices."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from solver.assignment.sprints.bounds.places import Places

Floats = NDArray[np.float64]


class Apart:
    """Pieces by themselves: each place pays for its minutes ``at`` a room, which has ``most`` of them."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.at, self.by, self.most = places.room, places.load.astype(float), places.limit.astype(float)

    @property
    def mean(self) -> float:
        """What a place pays for in the mean, at least 1."""
        return max(float(self.by.mean()), 1.0)

    def best(self, worth: Floats) -> float:
        """Return what all pieces are worth at their best."""
        return float(self.places.best(worth).sum())

    def smooth(self, worth: Floats, tau: float) -> tuple[float, Floats]:
        """Return the same with a smooth maximum, and how it changes with what each place is worth."""
        places, best = self.places, self.places.best(worth)
        share = worth - np.repeat(best, places.counts)
        share /= tau
        np.exp(share, out=share)
        total = np.exp(-best / tau)
        if len(total):
            total += np.add.reduceat(share, places.first)
        share *= np.repeat(1 / total, places.counts)
        return float((best + tau * np.log(total)).sum()), share
