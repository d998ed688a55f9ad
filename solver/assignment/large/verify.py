"""Recomputes a plan from the portfolio's arrays; shares no code with the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from solver.domain.tasks import PRIORITIES

if TYPE_CHECKING:
    from solver.assignment.large.engine import LargePlan
    from solver.assignment.large.portfolio.portfolio import Portfolio

Array = NDArray[Any]
ROWS = 200_000


def verify(portfolio: Portfolio, plan: LargePlan) -> None:
    """Refuse a plan that breaks a gate, a limit, a pin or a batch, or whose levels are not what it states.

    Parameters
    ----------
    portfolio : Portfolio
        The problem.
    plan : LargePlan
        The owner of each task and the levels.

    Raises
    ------
    RuntimeError
        With everything that is wrong.
    """
    n_tasks, n_members = len(portfolio.minutes), len(portfolio.limit)
    given, quality, placed = np.zeros(n_members, np.int64), 0, np.zeros(len(PRIORITIES), np.int64)
    wrong: list[str] = []
    for start in range(0, n_tasks, ROWS):
        rows = np.arange(start, min(start + ROWS, n_tasks))
        rows = rows[plan.owner[rows] >= 0]
        owner = plan.owner[rows]
        minutes = portfolio.minutes[rows].astype(np.int64)
        given += np.bincount(owner, (minutes * portfolio.pace[owner] + 999) // 1000, n_members).astype(np.int64)
        placed += np.bincount(portfolio.priority[rows], portfolio.value[rows], len(PRIORITIES)).astype(np.int64)
        sums, shares, shut = _needs(portfolio, rows, owner)
        quality += _quality(portfolio, rows, owner, sums, shares)
        wrong += [f"task {t} is with {plan.owner[t]}, who does not pass its gates" for t in rows[shut][:5]]
    wrong += [f"member {m} is above the load limit" for m in np.flatnonzero(given > portfolio.limit)]
    wrong += [f"task {t} is pinned to {m}" for m, t in portfolio.pins if plan.owner[t] != m]
    wrong += [f"task {t} is forbidden to {m}" for m, t in portfolio.forbidden if plan.owner[t] == m]
    wrong += [f"the batch of {b[0]} is not whole" for b in portfolio.whole if len(set(plan.owner[list(b)])) > 1]
    values = dict(zip(PRIORITIES, placed.tolist(), strict=True)) | {"quality": quality}
    for level in plan.levels:
        if level.value != values[level.name]:
            wrong.append(f"{level.name}: the plan has {values[level.name]}, stated is {level.value}")
    if wrong:
        raise RuntimeError("the plan is refused: " + "; ".join(wrong))


def _needs(portfolio: Portfolio, rows: Array, owner: Array) -> tuple[Array, Array, Array]:
    """Return for each pair the sum of weights, that of weight times score, and whether a gate is shut."""
    low, high = portfolio.starts[rows], portfolio.starts[rows + 1]
    pair = np.repeat(np.arange(len(rows)), high - low)
    before = np.cumsum(high - low) - (high - low)
    need = np.arange(len(pair)) + np.repeat(low - before, high - low)
    have = portfolio.scores[owner[pair], portfolio.capability[need]].astype(np.int64)
    weight = portfolio.weight[need].astype(np.int64)
    sums = np.bincount(pair, weight, len(rows)).astype(np.int64)
    shares = np.bincount(pair, weight * have, len(rows)).astype(np.int64)
    shut = np.bincount(pair, have < portfolio.minimum[need], len(rows)) > 0
    right = portfolio.right[rows]
    asks = np.flatnonzero(right >= 0)
    shut[asks] |= ~portfolio.rights[right[asks], owner[asks]]
    return sums, shares, shut


def _quality(portfolio: Portfolio, rows: Array, owner: Array, sums: Array, shares: Array) -> int:
    """Return the quality of pairs in whole thousandths of an hour, by whole-number division, halves to even."""
    minutes = portfolio.minutes[rows].astype(np.int64)
    shares, sums = np.where(sums > 0, shares, portfolio.scale), np.where(sums > 0, sums, 1)
    fit = _half_even(minutes * portfolio.fit_weight * shares, 60 * portfolio.scale * sums)
    liked = portfolio.preference[owner, portfolio.kind[rows]].astype(np.int64)
    return int((fit + _half_even(minutes * portfolio.preference_weight * liked, np.array(60 * portfolio.scale))).sum())


def _half_even(top: Array, bottom: Array) -> Array:
    """Return top / bottom rounded to whole numbers."""
    whole, rest = np.divmod(top, bottom)
    up: Array = (2 * rest > bottom) | ((2 * rest == bottom) & (whole % 2 == 1))
    return np.asarray(whole + up)
