"""Prices of hours, floors and order: what no plan over periods can beat, from one sum over pieces (Geoffrion 1974).

A room is a slot or, for a quick look, all of a period: its members are taken as one then, each piece at its best and
shortest there, all hours together. For any prices of at least 0 the best place of each piece, plus the worth of the
hours, bounds every plan; prices only make it small.
"""

from __future__ import annotations

import time as clock
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.sprints.bounds.downhill import downhill
from solver.matching.problem import Problem

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
# How smooth the maximum is, in shares of a piece's mean worth, one search after the other; steps of each.
SMOOTH: Final = (0.2, 0.05, 0.02, 0.008, 0.003)
STEPS: Final = 60
# The same for a search that begins with prices near the best.
NEAR: Final = (0.008, 0.003, 0.0015)
# The highest price, in units of a piece's mean worth: what no plan reaches would make it endless.
MOST: Final = 1e4


@dataclass(frozen=True, eq=False)
class Places:
    """Pieces in rooms, piece after piece: ``load`` is the least that ``piece`` takes in ``room``; ``limit`` all hours.

    Rooms stand by ``period``. ``after[i]`` waits for ``before[i]``, ``lag[i]`` periods later at least; ``place`` is
    where each pair belongs.
    """

    piece: Ints
    room: Ints
    load: Ints
    limit: Ints
    period: Ints
    after: Ints
    before: Ints
    lag: Ints
    place: Ints
    n_pieces: int

    @classmethod
    def of(cls, problem: Problem, row: Ints, piece: Ints, *, by_slot: bool = False) -> Places:
        """Return the places of pairs of a row and a piece; with ``by_slot`` each slot is a room of its own."""
        time = problem.time
        if time is None:
            raise ValueError("expected a problem over slots and pieces")
        order = np.lexsort((time.member, time.period))
        room = np.argsort(order) if by_slot else time.period
        period = time.period[order] if by_slot else np.arange(time.n_periods)
        keys, place = np.unique(piece * len(period) + room[row], return_inverse=True)
        load = np.full(len(keys), np.iinfo(np.int64).max)
        np.minimum.at(load, place, problem.load[row, piece])
        links = [(a, b, 0) for a, b in time.waits] + [(a, b, 1) for a, b in time.gated]
        after, before, lag = np.array(links, dtype=np.int64).reshape(-1, 3).T
        limit = np.bincount(room, problem.limit, len(period)).astype(np.int64)
        pieces, rooms = np.divmod(keys, len(period))
        return cls(pieces, rooms, load, limit, period, after, before, lag, place, len(problem.tasks))

    @cached_property
    def first(self) -> Ints:
        """The first place of each piece that has any."""
        return np.flatnonzero(np.diff(self.piece, prepend=-1))

    @cached_property
    def counts(self) -> Ints:
        """How many places each of them has."""
        return np.diff(self.first, append=len(self.piece))

    @cached_property
    def cell(self) -> Ints:
        """Piece and period of each place as one number."""
        return self.piece * self.n_periods + self.period[self.room]

    @cached_property
    def n_periods(self) -> int:
        """How many periods there are."""
        return int(self.period.max(initial=0)) + 1

    def most(self, factor: Floats) -> Floats:
        """Return the most that a factor of the pairs is in each place."""
        found = np.full(len(self.piece), -np.inf)
        np.maximum.at(found, self.place, factor)
        return found


class Floor:
    """What each place adds to a level, and the least of it: by piece and period, or by place where those differ."""

    def __init__(self, places: Places, factor: Floats, least: int) -> None:
        self.least = float(least)
        cells = np.zeros(places.n_pieces * places.n_periods)
        cells[places.cell] = factor
        self.by_cell = bool((cells[places.cell] == factor).all())
        self.factor = cells if self.by_cell else factor


class Dual:
    """The bound of a level as a function of prices: of each room's minute, each unit of a floor, and each wait.

    Prices stand one after the other: rooms, floors, then a row of periods for each wait.
    """

    def __init__(self, places: Places, goal: Floats, floors: Sequence[tuple[Floats, int]]) -> None:
        self.places, self.goal = places, goal
        self.floors = [Floor(places, factor, least) for factor, least in floors]
        self.load = places.load.astype(float)
        self.n_rooms, self.n_periods = len(places.period), places.n_periods
        self.n_cells = places.n_pieces * self.n_periods
        self.count = self.n_rooms + len(floors) + len(places.after) * self.n_periods
        periods = np.arange(self.n_periods)
        self._after = (places.after[:, None] * self.n_periods + periods).ravel()
        self._before = (places.before[:, None] * self.n_periods + periods).ravel()
        self._later = np.flatnonzero(places.lag == 1)

    @property
    def least(self) -> Floats:
        """The least of each floor."""
        return np.array([floor.least for floor in self.floors])

    def _parts(self, prices: Floats) -> tuple[Floats, Floats, Floats]:
        first = self.n_rooms + len(self.floors)
        waits = prices[first:].reshape(-1, self.n_periods)
        return prices[: self.n_rooms], prices[self.n_rooms : first], waits

    def _worth(self, prices: Floats) -> Floats:
        hour, floor, wait = self._parts(prices)
        # What has come by a period counts in it and in all later ones.
        tail = np.cumsum(wait[:, ::-1], axis=1)[:, ::-1]
        given = np.zeros(self.n_cells)
        given -= np.bincount(self._after, tail.ravel(), self.n_cells)
        if len(self._later):
            tail = tail.copy()
            tail[self._later] = np.pad(tail[self._later][:, 1:], ((0, 0), (0, 1)))
        given += np.bincount(self._before, tail.ravel(), self.n_cells)
        worth: Floats = self.goal - self.load * hour[self.places.room]
        for one, price in zip(self.floors, floor.tolist(), strict=True):
            if price:
                into = given if one.by_cell else worth
                into += price * one.factor
        worth += given[self.places.cell]
        return worth

    def _best(self, worth: Floats) -> Floats:
        """Return the best of each piece that has places, 0 where it is better left out."""
        first = self.places.first
        return np.maximum(np.maximum.reduceat(worth, first), 0) if len(first) else np.zeros(0)

    def lacking(self, prices: Floats) -> Floats:
        """Return how much less each pair counts than the best place of its piece; all are 0 or below."""
        worth = self._worth(prices)
        found: Floats = (worth - np.repeat(self._best(worth), self.places.counts))[self.places.place]
        return found

    def spread(self, prices: Floats) -> Floats:
        """Return prices of periods as prices of the rooms in them."""
        return np.concatenate([prices[: self.n_periods][self.places.period], prices[self.n_periods :]])

    def bound(self, prices: Floats, floors: Sequence[int] | None = None) -> float:
        """Return what no plan has more of, whatever the prices are; what rounding may have taken away is added.

        Parameters
        ----------
        prices : ndarray of float
            Of everything.
        floors : sequence of int, optional
            The least of each floor, where another is meant than it was made with.
        """
        hour, floor, wait = self._parts(prices)
        least = self.least if floors is None else np.array(floors, dtype=float)
        best = self._best(self._worth(prices)).sum()
        size = best + hour @ self.places.limit + np.abs(floor * least).sum() + wait.sum()
        return float(best + hour @ self.places.limit - floor @ least + 1e-11 * size)

    def smooth(self, prices: Floats, tau: float) -> tuple[float, Floats]:
        """Return the bound with a smooth maximum, a little above it, and how it changes with each price."""
        hour, floor, _ = self._parts(prices)
        places, share = self.places, self._worth(prices)
        best = self._best(share)
        share -= np.repeat(best, places.counts)
        share /= tau
        np.exp(share, out=share)
        total = np.exp(-best / tau)
        if len(total):
            total += np.add.reduceat(share, places.first)
        share *= np.repeat(1 / total, places.counts)
        cells = np.bincount(places.cell, share, self.n_cells)
        come = np.cumsum(cells.reshape(-1, self.n_periods), axis=1)
        before = come[places.before]
        before[self._later] = np.pad(before[self._later][:, :-1], ((0, 0), (1, 0)))
        slope = [
            places.limit - np.bincount(places.room, share * self.load, self.n_rooms),
            [float((one.factor * (cells if one.by_cell else share)).sum()) - one.least for one in self.floors],
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
    first = dual.places.first
    worths = np.maximum.reduceat(dual.goal, first) if len(first) else np.zeros(0)
    if not (worths > 0).any():
        return min(known, 0.0), np.zeros(dual.count)
    scale = float(worths[worths > 0].mean())
    minute = scale / max(float(dual.load.mean()), 1.0)
    units = np.full(dual.count, scale)
    units[: dual.n_rooms] = minute
    best, scaled, reached = known, np.zeros(dual.count) if start is None else start / units, list[float]()
    prices, smooth = scaled * units, SMOOTH if start is None else NEAR
    for tau in smooth:

        def value(at: Floats, tau: float = tau) -> tuple[float, Floats]:
            found, slope = dual.smooth(at * units, tau * scale)
            return found / scale, slope * units / scale

        scaled = downhill(value, scaled, MOST, steps=STEPS, is_over=lambda: clock.monotonic() > end)
        reached.append(dual.bound(scaled * units))
        best = min(best, reached[-1])
        if reached[-1] == min(reached):
            prices = scaled * units
        if clock.monotonic() > end or not _may_gain(reached, smooth, known):
            break
    return best, prices


def _may_gain(reached: Sequence[float], smooth: Sequence[float], known: float) -> bool:
    """Return whether bounds that fall with the smoothness seem to end below what is known."""
    if len(reached) < 2:
        return True
    before, now = smooth[len(reached) - 2 : len(reached)]
    return reached[-1] - (reached[-2] - reached[-1]) * now / (before - now) < known - 0.5
