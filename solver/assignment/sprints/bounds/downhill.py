"""Downhill on a smooth convex function of many prices from 0 on: quasi-Newton steps, cut off at the edges.

SciPy's L-BFGS-B looks at every edge in turn on each step, which takes ten times as long as the function where prices
are many; here a step is a few sums (two-metric projection, Bertsekas 1982, with the memory of Nocedal 1980).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# How many steps are remembered, how often a step is halved at most, and which part of the promised gain it must bring.
MEMORY: Final = 12
HALVED: Final = 20
PART: Final = 1e-4
# A change of the slope whose square is below this says nothing, and would be divided by.
TINY: Final = 1e-200
# Where so many steps together bring less than this share of the value the search ends.
STALLED: Final = 5
LITTLE: Final = 1e-7


def downhill(
    value: Callable[[Floats], tuple[float, Floats]],
    start: Floats,
    most: Floats,
    *,
    steps: int,
    is_over: Callable[[], bool],
) -> Floats:
    """Return the lowest point that is found.

    Parameters
    ----------
    value : callable
        Returns the function and its slope at a point.
    start : ndarray of float
        Where to begin, with no entry below 0 or above its ``most``.
    most : ndarray of float
        The largest that each entry may be.
    steps : int
        How many.
    is_over : callable
        Whether to stop; asked after each value.

    Returns
    -------
    ndarray of float
        No entry is below 0 or above its ``most``.
    """
    here, memory = start, deque[tuple[Floats, Floats, float]](maxlen=MEMORY)
    height, slope = value(here)
    heights = [height]
    for _ in range(steps):
        free = ((here > 0) | (slope < 0)) & ((here < most) | (slope > 0))
        way = _way(np.where(free, slope, 0.0), memory, free)
        if _sum(way, slope) >= 0:
            memory.clear()
            way = np.where(free, -slope, 0.0)
        step = 1.0 if memory else 1.0 / max(float(np.abs(way).sum()), 1e-12)
        for _ in range(HALVED):
            there = np.clip(here + step * way, 0.0, most)
            found, steep = value(there)
            if found <= height + PART * _sum(slope, there - here):
                break
            if is_over():
                return here
            step /= 2
        else:
            if not memory:
                break
            memory.clear()
            continue
        moved, bent = there - here, steep - slope
        curved, size = _sum(moved, bent), _sum(bent, bent)
        if size > TINY and curved > 1e-12 * size:
            memory.append((moved, bent, curved))
        here, height, slope = there, found, steep
        heights.append(height)
        if is_over() or heights[-STALLED - 1 : -STALLED] and heights[-STALLED - 1] - height < LITTLE * abs(height):
            break
    return here


def _way(slope: Floats, memory: deque[tuple[Floats, Floats, float]], free: NDArray[np.bool_]) -> Floats:
    """Return minus the slope times what the last steps say of the inverse curvature, where prices may move."""
    found, shares = slope.copy(), list[float]()
    for moved, bent, curved in reversed(memory):
        share = _sum(moved, found) / curved
        found -= share * bent
        shares.append(share)
    if memory:
        _, bent, curved = memory[-1]
        found *= curved / _sum(bent, bent)
    for (moved, bent, curved), share in zip(memory, reversed(shares), strict=True):
        found += (share - _sum(bent, found) / curved) * moved
    return np.where(free, -found, 0.0)


def _sum(one: Floats, other: Floats) -> float:
    """Return the sum of products, on this thread alone: others would have to be waited for at each step."""
    return float(np.einsum("i,i->", one, other))
