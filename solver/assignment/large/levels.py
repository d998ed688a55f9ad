"""The priority classes: what no plan can place, and which classes a plan should place in full."""

from __future__ import annotations

import numpy as np

from solver.assignment.large.pairs import Floats, Ints, Pairs
from solver.assignment.large.target import CLASSES, Target

# A class counts as one that fits if the work down to it takes at most this share of the hours.
FITS = 0.985
# What a class that does not fit is asked to place: this share of what the hours would allow.
ASKED = 0.999


def class_values(pairs: Pairs, units: Ints) -> Ints:
    """Return the value of the given units in each class."""
    values = np.bincount(pairs.unit_priority[units], pairs.unit_value[units], minlength=CLASSES)
    return np.rint(values).astype(np.int64)


def ceilings(pairs: Pairs, placeable: Ints, reached: Ints, share: float = 1.0) -> list[int]:
    """Return for each class what no plan places that reaches the same in the classes above.

    All hours are taken as one pool: the units of least time per value come first, the last one in part. That bounds the
    value of every plan, and is exact where the members' abilities are mixed well.

    Parameters
    ----------
    pairs : Pairs
        The problem.
    placeable : ndarray of int
        The units that pass the gates of somebody.
    reached : ndarray of int, shape (4,)
        The value reached in each class.
    share : float
        Of all hours; below 1 where the units are a sample.

    Returns
    -------
    list of int
        At most all value of the class.
    """
    least, total = pairs.pool()
    left, found = total * share, []
    for number in range(CLASSES):
        mine = placeable[pairs.unit_priority[placeable] == number]
        time, value = least[mine].astype(np.float64), pairs.unit_value[mine].astype(np.float64)
        order = np.argsort(time / np.maximum(value, 1e-9), kind="stable")
        hours, worth = np.cumsum(time[order]), np.cumsum(value[order])
        most = int(np.floor(_filled(hours, worth, left) + 1e-6)) if len(worth) else 0
        found.append(max(most, int(reached[number])))
        left -= float(np.interp(reached[number], np.append(0.0, worth), np.append(0.0, hours)))
    return found


def _filled(hours: Floats, worth: Floats, left: float) -> float:
    return float(np.interp(max(left, 0.0), np.append(0.0, hours), np.append(0.0, worth)))


def first_target(pairs: Pairs, placeable: Ints, share: float) -> Target:
    """Return the quality level with classes that should fit in full, and floors for those that do not.

    ``placeable`` are units of a sample that is ``share`` of the work.
    """
    must, floor, used = [], list[float | None](), 0.0
    least, total = pairs.pool()
    everything, reached = class_values(pairs, placeable), np.zeros(CLASSES, np.int64)
    for number in range(CLASSES):
        used += float(least[placeable[pairs.unit_priority[placeable] == number]].sum())
        reached[number] = ceilings(pairs, placeable, reached, share)[number]
        must.append(used <= FITS * total * share)
        floor.append(None if must[-1] else ASKED * float(reached[number]) / share)
        if must[-1]:
            reached[number] = everything[number]
    return Target(1.0, must=tuple(must), floor=tuple(floor))


def reached_target(reached: Ints, everything: Ints) -> Target:
    """Return the quality level of plans that place in each class at least what was reached."""
    must = tuple(bool(got == all_) for got, all_ in zip(reached, everything, strict=True))
    return Target(1.0, must=must, floor=tuple(float(value) for value in reached))
