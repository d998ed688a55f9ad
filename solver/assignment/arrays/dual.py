"""Prices on load limits: the Lagrangian dual of load-limited assignment, by a smoothed projected Newton method.

For prices p >= 0, L(p) = sum over tasks of the cheapest (cost + p * load) - p * limit is a bound on every plan's cost,
at best that of the linear relaxation (Geoffrion 1974). The minimum is smoothed by -tau log sum exp(-x / tau), and tau
shrinks.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
TAUS = (0.5, 0.2, 0.1, 0.05, 0.02, 0.01)
STEPS = 25


def bound_at(cost: Floats, load: Floats, limit: Floats, prices: Floats) -> float:
    """Return the bound that prices prove, less what rounding in its sums may have added.

    Parameters
    ----------
    cost, load : ndarray of float, shape (n_tasks, n_choices)
        Infinite cost for a choice that is not open; a choice without a limit needs none of ``limit``.
    limit : ndarray of float, shape (n_members,)
        The first n_members choices are members, the rest need no load.
    prices : ndarray of float, shape (n_members,)
        At least 0.

    Returns
    -------
    float
        No plan costs less.

    Examples
    --------
    >>> bound_at(np.array([[1.0, 3.0]]), np.array([[2.0, 2.0]]), np.array([1.0, 2.0]), np.array([1.0, 0.0])) < 2.0
    True
    """
    members = len(limit)
    reduced = cost.copy()
    reduced[:, :members] += load[:, :members] * prices
    parts = reduced.min(axis=1)
    spent = prices @ limit
    slack = 8 * np.finfo(float).eps * (np.abs(parts).sum() + abs(spent)) * max(np.log2(len(parts) + members), 1)
    return float(parts.sum() - spent - slack)


def best_prices(cost: Floats, load: Floats, limit: Floats, most: float = np.inf) -> Floats:
    """Return prices whose bound is close to the best there is; shapes as in ``bound_at``.

    ``most`` caps the prices, for problems whose limits cannot hold all tasks.
    """
    members, finite = len(limit), cost[np.isfinite(cost)]
    if not finite.size or not members:
        return np.zeros(members)
    two = np.sort(np.where(np.isfinite(cost), cost, np.nan), axis=1)[:, : min(8, cost.shape[1])]
    spread = float(np.nanmedian(np.nanmax(two, axis=1) - np.nanmin(two, axis=1))) or 1.0
    prices, best = np.zeros(members), np.zeros(members)
    value = bound_at(cost, load, limit, best)
    for tau in TAUS:
        prices = _climb(cost, load[:, :members], limit, prices, tau * spread, most)
        found = bound_at(cost, load, limit, prices)
        if found > value:
            best, value = prices, found
    return best


def _smooth(cost: Floats, load: Floats, limit: Floats, prices: Floats, tau: float) -> tuple[float, Floats]:
    """Return the smoothed bound and the share of each task on each member."""
    members = len(limit)
    scaled = cost.copy()
    scaled[:, :members] += load * prices
    low = scaled.min(axis=1, keepdims=True)
    weight = np.exp((low - scaled) / tau)
    total = weight.sum(axis=1, keepdims=True)
    value = float((low - tau * np.log(total)).sum() - prices @ limit)
    return value, (weight / total)[:, :members]


def _climb(cost: Floats, load: Floats, limit: Floats, prices: Floats, tau: float, most: float) -> Floats:
    value, share = _smooth(cost, load, limit, prices, tau)
    for _ in range(STEPS):
        used = share * load
        gradient = used.sum(axis=0) - limit
        free = ((prices > 0) | (gradient > 0)) & ((prices < most) | (gradient < 0))
        if not free.any() or np.abs(gradient[free]).max() < 1e-3 * max(limit.mean(), 1e-9):
            break
        curve = (np.diag((used * load).sum(axis=0)) - used.T @ used) / tau
        inner = curve[np.ix_(free, free)]
        inner[np.diag_indices_from(inner)] += 1e-9 + 1e-6 * np.trace(inner) / len(inner)
        step = np.zeros_like(prices)
        step[free] = np.linalg.solve(inner, gradient[free])
        size = 1.0
        while size > 1e-4:
            trial = np.clip(prices + size * step, 0, most)
            trial_value, trial_share = _smooth(cost, load, limit, trial, tau)
            if trial_value > value + 1e-9 * abs(value):
                break
            size /= 3
        else:
            break
        prices, value, share = trial, trial_value, trial_share
    return prices
