"""Prices that prove a good bound: the maximum is smoothed and its sum minimised by projected Newton steps.

f(p, q) = sum over units of tau log sum exp(worth / tau) + p * limit - q * floor, for p, q >= 0; tau shrinks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.assignment.large.dual.core import Core, Multipliers, parts, worth
from solver.assignment.large.dual.smooth import Curvature, spread
from solver.assignment.large.problem.pairs import Floats
from solver.assignment.large.problem.target import CLASSES, Target

STEPS = 12
RIDGE = 1e-5


@dataclass(frozen=True, eq=False)
class Slope:
    """Value and gradient of the smoothed dual."""

    value: float
    gradient: Floats


def minimise(
    core: Core,
    target: Target,
    limit: Floats,
    start: Multipliers,
    taus: tuple[float, ...],
    cap: Floats,
    steps: int = STEPS,
    way: Floats | None = None,
) -> Multipliers:
    """Return multipliers near the minimum of the smoothed dual, for each tau in turn.

    Parameters
    ----------
    core, target : Core, Target
        The level.
    limit : ndarray of float, shape (n_members,)
        Scaled where the core is a sample.
    start : Multipliers
        Where to begin.
    taus : tuple of float
        In the unit of the level.
    cap : ndarray of float, shape (n_members + 4,)
        No multiplier goes above it: a core with too few hours has no minimum.
    steps : int
        Newton steps for each tau.
    way : ndarray of float, shape (n_members, 4), optional
        How far prices go along when a floor's multiplier moves by 1: a floor near the most that a class can place
        makes all hours dear together, and a step along each axis alone would lead nowhere.

    Returns
    -------
    Multipliers
        All at least 0.
    """
    point = np.concatenate([start.prices, np.where(target.floored, start.floors, 0.0)])
    top = np.concatenate([cap[: len(limit)], np.where(target.floored, cap[len(limit) :], 0.0)])
    for tau in taus:
        point = _descend(core, target, limit, np.minimum(point, top), tau, top, steps, way)
    return _split(point, len(limit))


def _split(point: Floats, n_members: int) -> Multipliers:
    return Multipliers(point[:n_members], point[n_members:])


def _descend(
    core: Core, target: Target, limit: Floats, point: Floats, tau: float, top: Floats, steps: int, way: Floats | None
) -> Floats:
    here = slope(core, target, limit, point, tau)
    for _ in range(steps):
        free = ((point > 0) | (here.gradient < 0)) & ((point < top) | (here.gradient > 0))
        if not free.any() or np.abs(here.gradient[free]).sum() < 1e-4 * np.abs(limit).sum():
            break
        step = _newton(curvature(core, target, len(limit), point, tau), here.gradient, free, way)
        size, gain = 1.0, float(here.gradient @ step)
        while size > 1e-3:
            trial = np.clip(point - size * step, 0.0, top)
            there = slope(core, target, limit, trial, tau)
            if there.value < here.value - 1e-4 * size * gain or there.value < here.value - 1e-9 * abs(here.value):
                break
            size /= 4
        else:
            break
        point, here = trial, there
    return point


def _newton(curve: Floats, gradient: Floats, free: NDArray[np.bool_], way: Floats | None) -> Floats:
    """Return the Newton step on the free multipliers; those of floors take the free prices along their way.

    The curvature, given below and on the diagonal, is used up.
    """
    if way is None:
        return _scaled_step(curve, gradient, free)
    along = np.where(free[:-CLASSES, None], way, 0.0)
    low, cross = curve[:-CLASSES, :-CLASSES], curve[-CLASSES:, :-CLASSES]
    bent = low @ along + low.T @ along - low.diagonal()[:, None] * along
    both = cross @ along
    curve[-CLASSES:, -CLASSES:] += np.tril(along.T @ bent + both + both.T)
    cross += bent.T
    turned = gradient.copy()
    turned[-CLASSES:] += along.T @ gradient[:-CLASSES]
    step = _scaled_step(curve, turned, free)
    step[:-CLASSES] += along @ step[-CLASSES:]
    return step


def _scaled_step(curve: Floats, gradient: Floats, free: NDArray[np.bool_]) -> Floats:
    """Return the Newton step on the free multipliers, each in the unit of its own curvature."""
    from scipy.linalg import cho_factor, cho_solve

    inner = curve[free][:, free]
    diagonal = inner.diagonal().copy()
    price = np.flatnonzero(free) < len(gradient) - CLASSES
    # A multiplier that nothing reacts to is held by a share of the mean curvature of its kind.
    for kind in (price, ~price):
        if kind.any():
            diagonal[kind] = np.maximum(diagonal[kind], 1e-4 * diagonal[kind].mean() + 1e-12)
    scale = 1 / np.sqrt(diagonal)
    inner *= scale[:, None]
    inner *= scale
    inner[np.diag_indices_from(inner)] += 1e-4
    step = np.zeros_like(gradient)
    # Seen from the other side it is laid out as the factorisation wants it.
    factor = cho_factor(inner.T, lower=False, overwrite_a=True, check_finite=False)
    step[free] = scale * cho_solve(factor, scale * gradient[free], check_finite=False)
    return step


def slope(core: Core, target: Target, limit: Floats, point: Floats, tau: float) -> Slope:
    """Return value and gradient of the smoothed dual at a point; chunk by chunk."""
    n_members = len(limit)
    at = _split(point, n_members)
    value = float(at.prices @ limit) - float(at.floors @ target.least)
    gradient = np.concatenate([limit, -target.least])
    for part in parts(core, target, at, tau):
        used, classes, top, total = spread(part, CLASSES)
        value += float(top.sum()) + tau * float(np.log(total).sum())
        gradient[:n_members] -= used
        gradient[n_members:] += classes
    return Slope(value, gradient)


def curvature(core: Core, target: Target, n_members: int, point: Floats, tau: float) -> Floats:
    """Return the second derivative of the smoothed dual at a point, below and on the diagonal, (n_members + 4,) * 2."""
    found = Curvature.flat(n_members, CLASSES)
    for part in parts(core, target, _split(point, n_members), tau):
        found.add(part)
    across = np.arange(n_members + CLASSES)
    # A little more than it is: where every unit's choice is clear, there is no curvature to speak of.
    own, floor = (1 + RIDGE) * found.own - found.square, found.floor + RIDGE * found.most
    curve: Floats = found.low
    curve[across, across] += np.concatenate([own, floor])
    curve /= tau
    return curve


def mean_spread(core: Core, target: Target, at: Multipliers) -> float:
    """Return how far a unit's best and worst listed member lie apart, in the middle of the units."""
    some = core.cut(np.arange(0, len(core.rows), max(len(core.rows) // 4000, 1)))
    found = worth(some, target, at)
    if not len(found):
        return 1.0
    spread = float(np.median(found.max(axis=1) - found.min(axis=1)))
    return spread or float(np.abs(found).max()) or 1.0
