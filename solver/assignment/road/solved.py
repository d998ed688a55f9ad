"""What a search over a part is asked for and what it answers, whoever searches."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Floor:
    """A sum over places of a part that must be at least ``least``."""

    place: Ints
    factor: Floats
    least: float


@dataclass(frozen=True, eq=False)
class Solved:
    """The best columns found (None without a plan), a bound on their value, and whether the search ended by itself.

    ``is_impossible`` says that nothing meets the demands; ``duals`` are the prices of rows of a linear program.
    """

    columns: Floats | None
    bound: float
    is_done: bool
    is_impossible: bool = False
    duals: Floats | None = None


@dataclass(frozen=True, eq=False)
class Budget:
    """When a search ends (second of ``time.monotonic``), the wish to stop, its seed and its threads.

    ``is_bound`` says that its bound alone is wanted: nothing is spent on plans then.
    """

    end: float
    wish: threading.Event = field(default_factory=threading.Event)
    seed: int = 0
    workers: int = 1
    is_bound: bool = False


def floor_of(worth: Ints, least: float) -> Floor:
    """Return the floor of a level whose factors are given for each place of a part."""
    place = np.flatnonzero(worth)
    return Floor(place, worth[place].astype(float), float(least))
