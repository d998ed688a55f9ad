"""Prices of hours, floors and order: what no plan over periods can beat, from one sum over pieces (Geoffrion 1974).

A room is a slot or, where there are very many, all of a period: its members are taken as one then, each piece at its
best and shortest there, all hours together. For any prices of at least 0 the best place of each piece, plus the worth
of the hours, bounds every plan; prices only make it small.
"""

from __future__ import annotations

import time as clock
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.sprints.downhill import downhill
from solver.matching.problem import Problem

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
# How smooth the maximum is, in shares of a piece's mean worth, one search after the other; steps of each.
SMOOTH: Final = (0.2, 0.05, 0.02, 0.008, 0.003)
STEPS: Final = 60
# The first of them that a search from prices near the best begins with.
NEAR: Final = 3
# The highest price, in units of a piece's mean worth: what no plan reaches would make it endless.
MOST: Final = 1e4


# Up to so many pieces times slots each slot is a room of its own.
MOST_PLACES: Final = 500_000


@dataclass(frozen=True, eq=False)
class Places:
    """Pieces in rooms: ``load[piece, room]`` is the least there, -1 where nobody may have it; ``limit`` all hours.

    Rooms stand by ``period``. ``after[i]`` waits for ``before[i]``, ``lag[i]`` periods later at least; ``place`` is
    where each pair belongs.
    """

    load: Ints
    limit: Ints
    period: Ints
    after: Ints
    before: Ints
    lag: Ints
    place: Ints

    @classmethod
    def of(cls, problem: Problem, row: Ints, piece: Ints, *, by_slot: bool = False) -> Places:
        """Return the places of pairs of a row and a piece; with ``by_slot`` each slot is a room of its own."""
        time = problem.time
        if time is None:
            raise ValueError("expected a problem over slots and pieces")
        order = np.lexsort((time.member, time.period))
        room = np.argsort(order) if by_slot else time.period
        period = time.period[order] if by_slot else np.arange(time.n_periods)
        shape = len(problem.tasks), len(period)
        place = piece * shape[1] + room[row]
        load = np.full(shape[0] * shape[1], np.iinfo(np.int64).max)
        np.minimum.at(load, place, problem.load[row, piece])
        load[load == np.iinfo(np.int64).max] = -1
        links = [(a, b, 0) for a, b in time.waits] + [(a, b, 1) for a, b in time.gated]
        after, before, lag = np.array(links, dtype=np.int64).reshape(-1, 3).T
        limit = np.bincount(room, problem.limit, shape[1]).astype(np.int64)
        return cls(load.reshape(shape), limit, period, after, before, lag, place)

    def most(self, factor: Floats) -> Floats:
        """Return the most that a factor of the pairs is in each place."""
        found = np.full(self.load.size, -np.inf)
        np.maximum.at(found, self.place, factor)
        return np.where(self.load.ravel() >= 0, found, 0.0).reshape(self.load.shape)


class Dual:
    """The bound of a level as a function of prices: of each room's minute, each unit of a floor, and each wait.

    Prices stand one after the other: rooms, floors, then a row of periods for each wait.
    """

    def __init__(self, places: Places, goal: Floats, floors: Sequence[tuple[Floats, int]]) -> None:
        self.places, self.goal = places, goal
        self.floors = [factor for factor, _ in floors]
        self.least = np.array([least for _, least in floors], dtype=float)
        self.open = places.load >= 0
        self.load = np.maximum(places.load, 0).astype(float)
        self.n_pieces, self.n_rooms = places.load.shape
        self.n_periods = int(places.period.max(initial=0)) + 1
        self.starts = np.searchsorted(places.period, np.arange(self.n_periods))
        self.count = self.n_rooms + len(floors) + len(places.after) * self.n_periods
        periods = np.arange(self.n_periods)
        self._after = (places.after[:, None] * self.n_periods + periods).ravel()
        self._before = (places.before[:, None] * self.n_periods + periods).ravel()
        self._later = np.flatnonzero(places.lag == 1)

    def _parts(self, prices: Floats) -> tuple[Floats, Floats, Floats]:
        first = self.n_rooms + len(self.floors)
        waits = prices[first:].reshape(-1, self.n_periods)
        return prices[: self.n_rooms], prices[self.n_rooms : first], waits

    def _worth(self, prices: Floats) -> Floats:
        hour, floor, wait = self._parts(prices)
        worth: Floats = self.goal - self.load * hour
        for factor, price in zip(self.floors, floor.tolist(), strict=True):
            if price:
                worth += price * factor
        # What has come by a period counts in it and in all later ones.
        tail = np.cumsum(wait[:, ::-1], axis=1)[:, ::-1]
        given = -np.bincount(self._after, tail.ravel(), self.n_pieces * self.n_periods)
        if len(self._later):
            tail = tail.copy()
            tail[self._later] = np.pad(tail[self._later][:, 1:], ((0, 0), (0, 1)))
        given += np.bincount(self._before, tail.ravel(), self.n_pieces * self.n_periods)
        each = given.reshape(self.n_pieces, self.n_periods)[:, self.places.period]
        return np.where(self.open, worth + each, -np.inf)

    def spread(self, prices: Floats) -> Floats:
        """Return prices of periods as prices of the rooms in them."""
        return np.concatenate([prices[: self.n_periods][self.places.period], prices[self.n_periods :]])

    def bound(self, prices: Floats) -> float:
        """Return what no plan has more of, whatever the prices are; what rounding may have taken away is added."""
        hour, floor, wait = self._parts(prices)
        best = np.maximum(self._worth(prices).max(axis=1), 0).sum()
        size = best + hour @ self.places.limit + np.abs(floor * self.least).sum() + wait.sum()
        return float(best + hour @ self.places.limit - floor @ self.least + 1e-11 * size)

    def smooth(self, prices: Floats, tau: float) -> tuple[float, Floats]:
        """Return the bound with a smooth maximum, a little above it, and how it changes with each price."""
        hour, floor, _ = self._parts(prices)
        worth, places = self._worth(prices), self.places
        best = np.maximum(worth.max(axis=1), 0)
        share = np.exp((worth - best[:, None]) / tau)
        total = share.sum(axis=1) + np.exp(-best / tau)
        share /= total[:, None]
        come = np.cumsum(np.add.reduceat(share, self.starts, axis=1), axis=1)
        before = come[places.before]
        before[self._later] = np.pad(before[self._later][:, :-1], ((0, 0), (1, 0)))
        slope = [
            places.limit - (share * self.load).sum(axis=0),
            [float((factor * share).sum()) - least for factor, least in zip(self.floors, self.least, strict=True)],
            (before - come[places.after]).ravel(),
        ]
        value = float((best + tau * np.log(total)).sum() + hour @ places.limit - floor @ self.least)
        return value, np.concatenate([np.asarray(each, dtype=float) for each in slope])


def least_bound(dual: Dual, end: float, known: float, start: Floats | None = None) -> tuple[float, Floats]:
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
    """
    worths = dual.goal.max(axis=1, initial=0)
    if not (worths > 0).any():
        return min(known, 0.0), np.zeros(dual.count)
    scale = float(worths[worths > 0].mean())
    minute = scale / max(float(dual.load[dual.open].mean()), 1.0)
    units = np.full(dual.count, scale)
    units[: dual.n_rooms] = minute
    best, scaled, reached = known, np.zeros(dual.count) if start is None else start / units, list[float]()
    prices = scaled * units
    for tau in SMOOTH if start is None else SMOOTH[NEAR:]:

        def value(at: Floats, tau: float = tau) -> tuple[float, Floats]:
            found, slope = dual.smooth(at * units, tau * scale)
            return found / scale, slope * units / scale

        scaled = downhill(value, scaled, MOST, steps=STEPS, is_over=lambda: clock.monotonic() > end)
        reached.append(dual.bound(scaled * units))
        best = min(best, reached[-1])
        if reached[-1] == min(reached):
            prices = scaled * units
        if clock.monotonic() > end or (start is None and not _may_gain(reached, known)):
            break
    return best, prices


def _may_gain(reached: Sequence[float], known: float) -> bool:
    """Return whether bounds that fall with the smoothness seem to end below what is known."""
    if len(reached) < 2:
        return True
    before, now = SMOOTH[len(reached) - 2 : len(reached)]
    return reached[-1] - (reached[-2] - reached[-1]) * now / (before - now) < known - 0.5
