"""Where pieces can be: in rooms, which are slots or, for a quick look, whole periods."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from solver.matching.problem import Problem

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Places:
    """Pieces in rooms, piece after piece: ``load`` is the least that ``piece`` takes in ``room``; ``limit`` all hours.

    Rooms stand by ``period``, each that of one ``person``, or of all: -1. ``after[i]`` waits for ``before[i]``,
    ``lag[i]`` periods later at least; ``place`` is where each pair belongs.
    """

    piece: Ints
    room: Ints
    load: Ints
    limit: Ints
    period: Ints
    person: Ints
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
        person = problem.person[order] if by_slot else np.full(time.n_periods, -1)
        keys, place = np.unique(piece * len(period) + room[row], return_inverse=True)
        load = np.full(len(keys), np.iinfo(np.int64).max)
        np.minimum.at(load, place, problem.load[row, piece])
        links = [(a, b, 0) for a, b in time.waits] + [(a, b, 1) for a, b in time.gated]
        # Seats of a crew come together: each waits for the next, and the last for the first.
        links += [pair for crew in time.crews for pair in zip(crew, (*crew[1:], crew[0]), repeat(0))]
        after, before, lag = np.array(links, dtype=np.int64).reshape(-1, 3).T
        limit = np.bincount(room, problem.limit, len(period)).astype(np.int64)
        pieces, rooms = np.divmod(keys, len(period))
        return cls(pieces, rooms, load, limit, period, person, after, before, lag, place, len(problem.tasks))

    @cached_property
    def first(self) -> Ints:
        """The first place of each piece that has any."""
        return np.flatnonzero(np.diff(self.piece, prepend=-1))

    @cached_property
    def counts(self) -> Ints:
        """How many places each of them has."""
        return np.diff(self.first, append=len(self.piece))

    def best(self, worth: Floats) -> Floats:
        """Return the best of each piece that has places, 0 where it is better left out."""
        return np.maximum(np.maximum.reduceat(worth, self.first), 0) if len(self.first) else np.zeros(0)

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
