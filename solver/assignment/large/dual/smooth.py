"""The loops of the smoothed dual: compiled by numba if it is there, else by NumPy, with the same answers.

A unit's share of each listed member is exp(worth / tau), divided by the sum over its members and over leaving it out.
Both ways do the same operations in the same order, the exponential included.
"""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.assignment.large import loops
from solver.compiling import jitable

Array = NDArray[Any]
# A share below exp(-CUT) of the largest counts as nothing, and so does one below LEAST in the curvature.
CUT, LEAST = 20.0, 3e-3


class Part(NamedTuple):
    """Some units of a core at some multipliers; ``bonus`` (n_units,) is what placing a unit counts beside its gain."""

    member: Array
    gain: Array
    load: Array
    must: Array
    priority: Array
    value: Array
    bonus: Array
    prices: Array
    quality: float
    tau: float


def worth(part: Part) -> Array:
    """Return what each listed pair is worth, shape (n_units, keep); leaving out is worth 0."""
    found: Array = part.gain * part.quality
    found -= part.load * part.prices[part.member]
    found += part.bonus[:, None]
    return found


def spread(part: Part, n_classes: int) -> tuple[Array, Array, Array, Array]:
    """Return what members and classes get when every unit is given out by its shares, minutes and value.

    Then each unit's top worth and the sum that its shares are parts of: tau log(sum) above it is the smoothed maximum.
    """
    used, classes, count = np.zeros(len(part.prices)), np.zeros(n_classes), len(part.gain)
    if loops.has_numba():
        top, total = np.empty(count), np.empty(count)
        loops.compiled_loop(_spread)(part, used, classes, top, total, *_space(part))
        return used, classes, top, total
    top, total, row, place, share = _near(part)
    used += np.bincount(part.member[row, place], share * part.load[row, place], minlength=len(used))
    placed = np.bincount(row, share, minlength=count)
    classes += np.bincount(part.priority, placed * part.value, minlength=n_classes)
    return used, classes, top, total


class Curvature(NamedTuple):
    """The second derivative of the smoothed dual, times tau, in its parts; members first, then classes.

    ``low`` (n_members + n_classes,) * 2 is what stands below the diagonal. On it ``own`` adds and ``square`` comes off
    (n_members,); ``floor`` (n_classes,) are sums of value times its open share, ``most`` of value squared.
    """

    low: Array
    own: Array
    square: Array
    floor: Array
    most: Array

    @classmethod
    def flat(cls, n_members: int, n_classes: int) -> Curvature:
        """Return the curvature of no units at all."""
        low = np.zeros((n_members + n_classes,) * 2)
        return cls(low, np.zeros(n_members), np.zeros(n_members), np.zeros(n_classes), np.zeros(n_classes))

    def add(self, part: Part) -> None:
        """Add the curvature of some units."""
        if loops.has_numba():
            space = _space(part)
            loops.compiled_loop(_bend)(part, self, *space, np.empty_like(space[1]))
        else:
            _plain_bend(part, self)


def _plain_bend(part: Part, curve: Curvature) -> None:
    low, own, square, floor, most = curve
    _, _, row, place, share = _near(part)
    row, place, share = (each[share > LEAST] for each in (row, place, share))
    member, load = part.member[row, place].astype(np.int64), part.load[row, place]
    used, count = share * load, np.bincount(row, minlength=len(part.gain))
    placed = np.bincount(row, share, minlength=len(count))
    # Each pair of a unit with those before it.
    one, before = np.repeat(np.arange(len(row)), count[row]), np.cumsum(count[row]) - count[row]
    other = np.arange(len(one)) - before[one] + (np.cumsum(count) - count)[row[one]]
    one, other = one[other < one], other[other < one]
    pair = np.sort([member[one], member[other]], axis=0)
    # A member that is listed twice meets itself, once from each side.
    times = np.where(pair[0] == pair[1], 2, 1)
    np.subtract.at(low, (pair[1], pair[0]), times * (used[one] * used[other]))
    np.add.at(square, member, used * used)
    np.add.at(own, member, used * load)
    open_value = np.where(part.must, 0.0, part.value * (1 - placed))
    np.subtract.at(low, (len(part.prices) + part.priority[row].astype(np.int64), member), used * open_value[row])
    np.add.at(floor, part.priority, part.value * open_value * placed)
    np.add.at(most, part.priority, np.square(part.value, dtype=np.float64) * placed)


def _space(part: Part) -> tuple[Array, Array]:
    """Return room for one unit's shares and their places."""
    width = part.gain.shape[1]
    return np.empty(width), np.empty(width, np.int64)


@partial(jitable, inline="always")
def power(x: Any) -> Any:
    """Return exp(x) for x from -CUT to 0, within a millionth of itself.

    Examples
    --------
    >>> [round(power(x), 6) for x in (0.0, -1.0, -5.0)]
    [1.0, 0.367879, 0.006738]
    """
    y = x * 0.015625
    p = 1 + y * (1 + y * (1 / 2 + y * (1 / 6 + y * (1 / 24 + y * (1 / 120 + y * (1 / 720 + y * (1 / 5040)))))))
    p = p * p
    p = p * p
    p = p * p
    p = p * p
    p = p * p
    return p * p


def _near(part: Part) -> tuple[Array, Array, Array, Array, Array]:
    """Return top worth and sum of shares, and row, place and share of each pair whose share is something."""
    found = worth(part)
    top = found.max(axis=1)
    top = np.where(part.must, top, np.maximum(top, 0.0))
    found = (found - top[:, None]) * (1 / part.tau)
    row, place = np.nonzero(found > -CUT)
    share = power(found[row, place])
    total = np.bincount(row, share, minlength=len(top))
    out = np.where(part.must, -np.inf, -top * (1 / part.tau))
    total += np.where(out > -CUT, power(np.maximum(out, -CUT)), 0.0)
    return top, total, row, place, share / total[row]


@partial(jitable, inline="always")
def _shares(t: int, part: Part, room: Array, near: Array) -> tuple[float, float, int]:
    """Return one unit's top worth, the sum that its shares are parts of, and how many there are.

    ``near`` gets their places, ``room`` what they are of the sum.
    """
    member, gain, load, must, bonus = part.member, part.gain, part.load, part.must, part.bonus
    prices, quality, tau = part.prices, part.quality, part.tau
    top, inverse, total, count = -np.inf if must[t] else 0.0, 1 / tau, 0.0, 0
    for k in range(member.shape[1]):
        room[k] = (gain[t, k] * quality - load[t, k] * prices[member[t, k]]) + bonus[t]
        if room[k] > top:
            top = room[k]
    for k in range(member.shape[1]):
        if (room[k] - top) * inverse > -CUT:
            near[count] = k
            count += 1
    if count == 1 and room[near[0]] == top:
        room[0], total = 1.0, 1.0
    else:
        for i in range(count):
            room[i] = power((room[near[i]] - top) * inverse)
            total += room[i]
    if not must[t] and -top * inverse > -CUT:
        total += power(-top * inverse)
    return top, total, count


def _spread(part: Part, used: Array, classes: Array, top: Array, total: Array, room: Array, near: Array) -> None:
    """Do ``spread`` unit by unit."""
    member, load, priority, value = part.member, part.load, part.priority, part.value
    for t in range(len(member)):
        top[t], total[t], count = _shares(t, part, room, near)
        placed = 0.0
        for i in range(count):
            k, share = near[i], room[i] / total[t]
            used[member[t, k]] += share * load[t, k]
            placed += share
        classes[priority[t]] += placed * value[t]


def _bend(part: Part, curve: Curvature, room: Array, near: Array, whose: Array) -> None:
    """Do ``Curve.add`` unit by unit."""
    member, load, must, priority, value = part.member, part.load, part.must, part.priority, part.value
    low, own, square, floor, most = curve
    for t in range(len(member)):
        _, total, some = _shares(t, part, room, near)
        count, placed = 0, 0.0
        for i in range(some):
            k, share = near[i], room[i] / total
            if share > LEAST:
                m, used = member[t, k], share * load[t, k]
                room[count], whose[count] = used, m
                own[m] += used * load[t, k]
                square[m] += used * used
                placed += share
                count += 1
        open_value = 0.0 if must[t] else value[t] * (1 - placed)
        for i in range(count):
            for j in range(i):
                a, b = max(whose[i], whose[j]), min(whose[i], whose[j])
                low[a, b] -= (2 if a == b else 1) * (room[i] * room[j])
            if open_value:
                low[len(part.prices) + priority[t], whose[i]] -= room[i] * open_value
        floor[priority[t]] += value[t] * open_value * placed
        most[priority[t]] += float(value[t]) * value[t] * placed
