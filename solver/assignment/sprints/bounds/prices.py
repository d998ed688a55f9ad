"""Prices of hours, floors and order: what no plan over periods can beat, from one sum over pieces (Geoffrion 1974).

For any prices of at least 0 the best place of each piece, plus the worth of the hours, bounds every plan; prices only
make it small. Where a room is all of a period its members are taken as one: each piece at its best and shortest there.
Where slots are filled with whole pieces it is the best of each slot, plus what all pieces cost.
"""

from __future__ import annotations

import math
import time as clock
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.assignment.sprints.bounds.apart import Apart
from solver.assignment.sprints.bounds.downhill import downhill
from solver.assignment.sprints.bounds.owners import Owners
from solver.assignment.sprints.bounds.places import Places

if TYPE_CHECKING:
    from solver.assignment.sprints.bounds.filled import Filled

Floats = NDArray[np.float64]


class Way(NamedTuple):
    """How smooth the maximum is, in shares of a piece's mean worth, one search after the other, and steps of each."""

    smooth: tuple[float, ...]
    steps: int


# A search from anywhere.
FAR: Final = Way((0.2, 0.05, 0.02, 0.008, 0.003), 60)
# One that begins with prices near the best, since what owners pay takes many steps; and one that begins there and fills
# slots with whole pieces, each step of which takes about twenty times as long.
NEAR: Final = Way((0.008, 0.003, 0.0015), 400)
FILLED: Final = Way((0.003, 0.0015, 0.0007), 60)
# The highest price, in units of a piece's mean worth: what no plan reaches would make it endless.
MOST: Final = 1e4


class Floor:
    """What each place adds to a level, and the least of it: by piece and period, or by place where those differ."""

    def __init__(self, places: Places, factor: Floats, least: int) -> None:
        self.least = float(least)
        cells = np.zeros(places.n_pieces * places.n_periods)
        cells[places.cell] = factor
        self.by_cell = bool((cells[places.cell] == factor).all())
        self.factor = cells if self.by_cell else factor


class Dual:
    """The bound of a level as a function of prices: of rooms' minutes, units of floors, waits and owners of batches.

    Prices stand one after the other: rooms, floors, a row of periods for each wait, then those of owners. Where slots
    are ``filled`` with whole pieces these have prices in place of rooms.
    """

    def __init__(
        self,
        places: Places,
        goal: Floats,
        floors: Sequence[tuple[Floats, int]],
        owners: Owners | None = None,
        filled: Filled | None = None,
    ) -> None:
        self.places, self.goal = places, goal
        self.owners = Owners.none(places) if owners is None else owners
        self.floors = [Floor(places, factor, least) for factor, least in floors]
        self.side = Apart(places) if filled is None else filled
        self.n_own, self.n_periods = len(self.side.most), places.n_periods
        self.n_cells = places.n_pieces * self.n_periods
        self.n_prices = self.n_own + len(floors) + len(places.after) * self.n_periods
        self.count = self.n_prices + self.owners.count
        periods = np.arange(self.n_periods)
        self._after = (places.after[:, None] * self.n_periods + periods).ravel()
        self._before = (places.before[:, None] * self.n_periods + periods).ravel()
        self._later = np.flatnonzero(places.lag == 1)

    @cached_property
    def scale(self) -> float:
        """The mean worth of the pieces that are worth anything at their best; 0 where there are none."""
        first = self.places.first
        worths = np.maximum.reduceat(self.goal, first) if len(first) else np.zeros(0)
        return float(worths[worths > 0].mean()) if (worths > 0).any() else 0.0

    @property
    def least(self) -> Floats:
        """The least of each floor."""
        return np.array([floor.least for floor in self.floors])

    def _parts(self, prices: Floats) -> tuple[Floats, Floats, Floats]:
        first = self.n_own + len(self.floors)
        waits = prices[first : self.n_prices].reshape(-1, self.n_periods)
        return prices[: self.n_own], prices[self.n_own : first], waits

    def _worth(self, prices: Floats) -> Floats:
        own, floor, wait = self._parts(prices)
        # What has come by a period counts in it and in all later ones.
        tail = np.cumsum(wait[:, ::-1], axis=1)[:, ::-1]
        given = np.zeros(self.n_cells)
        given -= np.bincount(self._after, tail.ravel(), self.n_cells)
        if len(self._later):
            tail = tail.copy()
            tail[self._later] = np.pad(tail[self._later][:, 1:], ((0, 0), (0, 1)))
        given += np.bincount(self._before, tail.ravel(), self.n_cells)
        worth: Floats = self.goal - self.side.by * own[self.side.at]
        for one, price in zip(self.floors, floor.tolist(), strict=True):
            if price:
                into = given if one.by_cell else worth
                into += price * one.factor
        worth += given[self.places.cell]
        if self.owners.count:
            worth -= self.owners.paid(prices[self.n_prices :])
        return worth

    def lacking(self, prices: Floats) -> Floats:
        """Return how much less each pair counts than the best place of its piece; all are 0 or below."""
        worth = self._worth(prices)
        found: Floats = (worth - np.repeat(self.places.best(worth), self.places.counts))[self.places.place]
        return found

    def spread(self, prices: Floats) -> Floats:
        """Return prices of periods as prices of the rooms in them; owners share their charges."""
        rooms = prices[: self.n_periods][self.places.period]
        return np.concatenate([rooms, prices[self.n_periods :], self.owners.even])

    def of_pieces(self, prices: Floats) -> Floats:
        """Return prices of rooms as those of a bound with filled slots: a piece costs what it is worth at its best."""
        pieces = np.zeros(self.places.n_pieces)
        pieces[self.places.piece[self.places.first]] = self.places.best(self._worth(prices))
        return np.concatenate([pieces, prices[self.n_own :]])

    def bound(self, prices: Floats, floors: Sequence[int] | None = None) -> float:
        """Return what no plan has more of, whatever the prices are; what rounding may have taken away is added.

        Parameters
        ----------
        prices : ndarray of float
            Of everything.
        floors : sequence of int, optional
            The least of each floor, where another is meant than it was made with.
        """
        own, floor, wait = self._parts(prices)
        least = self.least if floors is None else np.array(floors, dtype=float)
        best, rest = self.side.best(self._worth(prices)), own @ self.side.most
        marks = self.owners.bound(prices[self.n_prices :])
        size = best + rest + np.abs(floor * least).sum() + wait.sum() + marks
        return float(best + rest - floor @ least + marks + 1e-11 * size)

    def smooth(self, prices: Floats, tau: float) -> tuple[float, Floats]:
        """Return the bound with a smooth maximum, a little above it, and how it changes with each price."""
        own, floor, _ = self._parts(prices)
        places, side = self.places, self.side
        best, share = side.smooth(self._worth(prices), tau)
        cells = np.bincount(places.cell, share, self.n_cells)
        come = np.cumsum(cells.reshape(-1, self.n_periods), axis=1)
        before = come[places.before]
        before[self._later] = np.pad(before[self._later][:, :-1], ((0, 0), (1, 0)))
        slope = [
            side.most - np.bincount(side.at, share * side.by, self.n_own),
            [float((one.factor * (cells if one.by_cell else share)).sum()) - one.least for one in self.floors],
            (before - come[places.after]).ravel(),
        ]
        value = float(best + own @ side.most - floor @ self.least)
        if self.owners.count:
            marks, bent = self.owners.smooth(prices[self.n_prices :], tau * self.owners.charge / self.scale)
            paid = np.bincount(self.owners.link + 1, share, self.owners.n_links + 1)[1:]
            bent[: self.owners.n_links] -= paid
            value += marks
            slope.append(bent)
        return value, np.concatenate([np.asarray(each, dtype=float) for each in slope])


def least_bound(
    dual: Dual, end: float, known: float, start: Floats | None = None, way: Way = NEAR
) -> tuple[float, Floats]:
    """Return the least bound found until a moment, and its prices.

    Parameters
    ----------
    dual : Dual
        Of a level.
    end : float
        In seconds of ``time.monotonic``.
    known : float
        A bound that is known: the search ends as soon as it seems not to come below it.
    start : ndarray of float, optional
        Prices to start from, near the best; none are 0.
    way : Way
        From there.
    """
    if not dual.scale:
        return min(known, 0.0), np.zeros(dual.count)
    scale = dual.scale
    units, most = np.full(dual.count, scale), np.full(dual.count, MOST)
    units[: dual.n_own] = scale / dual.side.mean
    units[dual.n_prices :], most[dual.n_prices :] = dual.owners.charge, 1.0
    scaled, reached = np.zeros(dual.count) if start is None else start / units, list[float]()
    prices = scaled * units
    least = math.inf if start is None else dual.bound(prices)
    smooth, steps = FAR if start is None else way
    for tau in smooth:
        if clock.monotonic() > end:
            break

        def value(at: Floats, tau: float = tau) -> tuple[float, Floats]:
            found, slope = dual.smooth(at * units, tau * scale)
            return found / scale, slope * units / scale

        scaled = downhill(value, scaled, most, steps=steps, is_over=lambda: clock.monotonic() > end)
        reached.append(dual.bound(scaled * units))
        if reached[-1] < least:
            least, prices = reached[-1], scaled * units
        if not _may_gain(reached, smooth, known):
            break
    return min(known, least), prices


def _may_gain(reached: Sequence[float], smooth: Sequence[float], known: float) -> bool:
    """Return whether bounds that fall with the smoothness seem to end below what is known."""
    if len(reached) < 2:
        return True
    before, now = smooth[len(reached) - 2 : len(reached)]
    return reached[-1] - (reached[-2] - reached[-1]) * now / (before - now) < known - 0.5
