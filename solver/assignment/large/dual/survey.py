"""What is best for each unit at given multipliers, and how much better than the next: compiled, or by NumPy alike."""

from __future__ import annotations

import numpy as np

from solver.assignment.large import loops
from solver.assignment.large.dual.smooth import Array, Part, worth


def survey(part: Part) -> tuple[Array, Array, Array]:
    """Return for each unit its best place, -1 to leave it out, what that is worth, and how much less the next best is.

    Examples
    --------
    >>> def one(numbers, kind=np.int64):
    ...     return np.array([numbers], kind)
    >>> part = Part(one([0, 1]), one([9, 7]), one([2, 1]), np.array([True]), None, None, np.array([0.0]),
    ...             np.array([2.0, 0.5]), 1.0, 1.0)
    >>> [each.tolist() for each in survey(part)]
    [[1], [6.5], [1.5]]
    """
    count = len(part.gain)
    if loops.has_numba():
        found = np.empty(count, np.int32), np.empty(count), np.empty(count)
        loops.compiled_loop(_survey)(part, *found, np.empty(part.gain.shape[1]))
        return found
    value = worth(part)
    slot, rows = value.argmax(axis=1), np.arange(count)
    best = value[rows, slot]
    other = np.where(part.member == part.member[rows, slot][:, None], -np.inf, value).max(axis=1)
    out = np.where(part.must, -np.inf, 0.0)
    top = np.maximum(best, out)
    return np.where(best >= out, slot, -1).astype(np.int32), top, top - np.maximum(np.minimum(best, out), other)


def _survey(part: Part, slot: Array, top: Array, regret: Array, room: Array) -> None:
    """Do ``survey`` unit by unit."""
    member, gain, load, must, bonus = part.member, part.gain, part.load, part.must, part.bonus
    prices, quality = part.prices, part.quality
    for t in range(len(member)):
        best, place, other = -np.inf, 0, -np.inf
        for k in range(member.shape[1]):
            room[k] = (gain[t, k] * quality - load[t, k] * prices[member[t, k]]) + bonus[t]
            if room[k] > best:
                best, place = room[k], k
        for k in range(member.shape[1]):
            if room[k] > other and member[t, k] != member[t, place]:
                other = room[k]
        out = -np.inf if must[t] else 0.0
        slot[t] = place if best >= out else -1
        top[t] = max(best, out)
        regret[t] = top[t] - max(min(best, out), other)
