"""Prices that prove a good bound: the maximum is smoothed and its sum minimised by projected Newton steps.

f(p, q) = sum over units of tau log sum exp(worth / tau) + p * limit - q * floor, for p, q >= 0; tau shrinks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.assignment.large.core import Core, Multipliers, worth
from solver.assignment.large.pairs import Floats, Ints
from solver.assignment.large.target import CLASSES, Target

STEPS = 12
# From so many units on only those are asked for the curvature whose choices lie within so many tau.
CURVED, NEAR = 60_000, 12.0
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

    Returns
    -------
    Multipliers
        All at least 0.
    """
    point = np.concatenate([start.prices, np.where(target.floored, start.floors, 0.0)])
    top = np.concatenate([cap[: len(limit)], np.where(target.floored, cap[len(limit) :], 0.0)])
    for tau in taus:
        point = _descend(core, target, limit, np.minimum(point, top), tau, top, steps)
    return _split(point, len(limit))


def _split(point: Floats, n_members: int) -> Multipliers:
    return Multipliers(point[:n_members], point[n_members:])


def _descend(
    core: Core, target: Target, limit: Floats, point: Floats, tau: float, top: Floats, steps: int
) -> Floats:
    some = _bending(core, target, _split(point, len(limit)), tau) if len(core.rows) > CURVED else core
    here = slope(core, target, limit, point, tau)
    for _ in range(steps):
        free = ((point > 0) | (here.gradient < 0)) & ((point < top) | (here.gradient > 0))
        if not free.any() or np.abs(here.gradient[free]).sum() < 1e-4 * np.abs(limit).sum():
            break
        step = _newton(curvature(some, target, len(limit), point, tau), here.gradient, free)
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


def _bending(core: Core, target: Target, at: Multipliers, tau: float) -> Core:
    """Return the units that bend the dual: those whose second choice is near the first, as tau measures it."""
    near = []
    for part in core.chunks():
        found = worth(part, target, at)
        top = np.where(part.must, found.max(axis=1), np.maximum(found.max(axis=1), 0.0))
        count = (found > (top - NEAR * tau)[:, None]).sum(axis=1) + (~part.must & (top < NEAR * tau))
        near.append(count > 1)
    return core.cut(np.flatnonzero(np.concatenate(near)))


def _newton(curve: Floats, gradient: Floats, free: NDArray[np.bool_]) -> Floats:
    """Return the Newton step on the free multipliers, each in the unit of its own curvature."""
    from scipy.linalg import cho_factor, cho_solve

    inner = curve[np.ix_(free, free)]
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
    factor = cho_factor(inner, overwrite_a=True, check_finite=False)
    step[free] = scale * cho_solve(factor, scale * gradient[free], check_finite=False)
    return step


def slope(core: Core, target: Target, limit: Floats, point: Floats, tau: float) -> Slope:
    """Return value and gradient of the smoothed dual at a point; chunk by chunk."""
    n_members = len(limit)
    at = _split(point, n_members)
    value = float(at.prices @ limit) - float(at.floors @ target.least)
    gradient = np.concatenate([limit, -target.least])
    for part in core.chunks():
        share, top = _shares(worth(part, target, at), part.must, tau)
        value += float(top.sum())
        used = share * part.load
        gradient[:n_members] -= np.bincount(part.member.ravel(), used.ravel(), minlength=n_members)
        gradient[n_members:] += np.bincount(part.priority, share.sum(axis=1) * part.value, minlength=CLASSES)
    return Slope(value, gradient)


def curvature(core: Core, target: Target, n_members: int, point: Floats, tau: float) -> Floats:
    """Return the second derivative of the smoothed dual at a point, shape (n_members + 4, n_members + 4)."""
    curve = np.zeros((n_members + CLASSES,) * 2)
    for part in core.chunks():
        share, _ = _shares(worth(part, target, _split(point, n_members)), part.must, tau)
        _bend(curve, part, share * part.load, n_members)
    return curve / tau


def _shares(found: Floats, must: NDArray[np.bool_], tau: float) -> tuple[Floats, Floats]:
    """Return the share of each unit on each listed member, and its smoothed maximum."""
    top = found.max(axis=1)
    top = np.where(must, top, np.maximum(top, 0.0))
    found -= top[:, None]
    found /= tau
    np.exp(found, out=found)
    total = found.sum(axis=1) + np.exp(np.where(must, -np.inf, -np.maximum(top, 0.0) / tau))
    found /= total[:, None]
    return found, top + tau * np.log(total)


def _bend(curve: Floats, part: Core, used: Floats, n_members: int) -> None:
    """Add the curvature of a chunk, times tau; shares that are next to nothing count as left out."""
    from scipy.sparse import csr_array

    live = used > 1e-3 * part.load
    row, member, amount, load = np.nonzero(live)[0], part.member[live], used[live], part.load[live]
    placed = np.bincount(row, amount / load, minlength=len(used))
    whole = csr_array((amount, (row, member)), shape=(len(used), n_members))
    curve[:n_members, :n_members] -= (whole.T @ whole).toarray()
    across = np.arange(n_members)
    # A little more than it is: where every unit's choice is clear, there is no curvature to speak of.
    curve[across, across] += (1 + RIDGE) * np.bincount(member, amount * load, minlength=n_members)
    if part.must.all():
        return
    open_value = part.value * np.where(part.must, 0.0, 1 - placed)
    place = part.priority[row].astype(np.int64) * n_members + member
    bent = np.bincount(place, amount * open_value[row], minlength=CLASSES * n_members).reshape(CLASSES, n_members)
    curve[n_members:, :n_members] -= bent
    curve[:n_members, n_members:] -= bent.T
    floors = np.arange(n_members, n_members + CLASSES)
    bow = part.value * (open_value + RIDGE * part.value) * placed
    curve[floors, floors] += np.bincount(part.priority, bow, minlength=CLASSES)


def mean_spread(core: Core, target: Target, at: Multipliers) -> float:
    """Return how far a unit's best and worst listed member lie apart, in the middle of the units."""
    some = core.cut(np.arange(0, len(core.rows), max(len(core.rows) // 4000, 1)))
    found = worth(some, target, at)
    if not len(found):
        return 1.0
    spread = float(np.median(found.max(axis=1) - found.min(axis=1)))
    return spread or float(np.abs(found).max()) or 1.0


def as_floats(limit: Ints) -> Floats:
    """Return limits as floats."""
    return limit.astype(np.float64)
