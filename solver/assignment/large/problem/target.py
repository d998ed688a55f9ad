"""One level of the objective, as the dual sees it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.assignment.large.problem.pairs import Floats, Ints

CLASSES = 4


@dataclass(frozen=True)
class Target:
    """What is maximised, and what the levels above hold.

    ``quality`` is the weight of gains; ``reward`` counts the value placed in each class. Of a class in ``must`` every
    unit that anybody can take is placed; a class with a ``floor`` places at least that value.
    """

    quality: float
    reward: tuple[float, ...] = (0.0,) * CLASSES
    must: tuple[bool, ...] = (False,) * CLASSES
    floor: tuple[float | None, ...] = (None,) * CLASSES

    @property
    def least(self) -> Floats:
        """The floor of each class, 0 where there is none."""
        return np.array([0.0 if f is None or m else f for f, m in zip(self.floor, self.must, strict=True)])

    @property
    def floored(self) -> NDArray[np.bool_]:
        """The classes whose floor has a multiplier."""
        return np.array([f is not None and not m for f, m in zip(self.floor, self.must, strict=True)])

    def bonus(self, priority: Ints, value: Ints, multipliers: Floats) -> Floats:
        """Return what placing each unit is worth beside its gain."""
        worth: Floats = (np.array(self.reward) + np.where(self.floored, multipliers, 0.0))[priority] * value
        return worth


FULL = Target(1.0, must=(True,) * CLASSES)
