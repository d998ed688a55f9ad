"""The plans that a bound nearly allows, listed: one pattern of each member, all of them together losing little.

A plan has no more than the bound, less what each of its patterns loses, less what it leaves of each demand at its
price. Where few patterns lose little, all plans that may be better than a known one are soon listed, member by member.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.patterns.listing import Patterns

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
# No more unfinished plans times patterns left than this; beyond, a search by parts is the better one.
MOST: Final = 400_000
# Whole numbers may come out this far beside.
TINY: Final = 1e-9


def near_plans(patterns: Patterns, limit: Floats, prices: Floats, loss: Floats, spare: float) -> Ints | None:
    """Return all plans that lose no more than ``spare`` against the bound that prices prove.

    Parameters
    ----------
    patterns : Patterns
        Of all members.
    limit : ndarray of float
        The most of each demand, infinite where it is not made.
    prices : ndarray of float
        Of each demand.
    loss : ndarray of float
        What each pattern loses at these prices.
    spare : float
        At least 0.

    Returns
    -------
    ndarray of int, shape (n_plans, n_blocks), or None
        The pattern of each block, plans that lose least first; numbers that belong to nobody may still forbid some.
        None if too many are in sight.
    """
    left = _first(patterns, limit, prices, loss, spare)
    while left is not None and (fewer := left.fewer(spare)) is not left:
        left = fewer
    if left is None:
        return np.zeros((0, len(patterns.have)), dtype=np.int64)
    return _listed(left.deciding(), spare)


@dataclass(frozen=True, eq=False)
class _Left:
    """The patterns that are left, block by block: ``number`` among all, ``loss``, and ``uses`` of the demands.

    A plan uses at most ``most`` of each, and each less than ``least`` costs ``price``.
    """

    number: Ints
    block: Ints
    loss: Floats
    uses: Floats
    least: Floats
    most: Floats
    price: Floats

    @property
    def starts(self) -> Ints:
        """Where each block begins."""
        return np.flatnonzero(np.diff(self.block, prepend=-1))

    @property
    def place(self) -> Ints:
        """Which of the blocks that are left, from 0 on, each pattern is of."""
        return np.cumsum(np.diff(self.block, prepend=-1) != 0) - 1

    def ends(self) -> tuple[Floats, Floats]:
        """Return the least and the most that the patterns of each block use of each demand."""
        return np.minimum.reduceat(self.uses, self.starts), np.maximum.reduceat(self.uses, self.starts)

    def only(self, kept: NDArray[np.bool_] | Ints) -> _Left:
        """Return some of the patterns."""
        rows = {name: getattr(self, name)[kept] for name in ("number", "block", "loss", "uses")}
        return replace(self, **rows)

    def fewer(self, spare: float) -> _Left | None:
        """Return what is left without patterns that no plan has, itself if that is all, None if there is no plan."""
        low, high = self.ends()
        place = self.place
        others = low.sum(axis=0) - low[place]
        missing = np.maximum(self.least - (high.sum(axis=0) - high[place]) - self.uses, 0)
        kept = (self.uses + others <= self.most + TINY).all(axis=1) & (self.loss + missing @ self.price <= spare)
        if kept.all():
            return self
        left = self.only(kept)
        return left if len(left.starts) == len(self.starts) else None

    def deciding(self) -> _Left:
        """Return what is left with only those demands that may decide."""
        _, high = self.ends()
        kept = (self.price > 0) | (high.sum(axis=0) > self.most)
        columns = {name: getattr(self, name)[kept] for name in ("least", "most", "price")}
        return replace(self, uses=self.uses[:, kept], **columns)


@dataclass(frozen=True, eq=False)
class _Begun:
    """Unfinished plans: the patterns ``chosen`` so far, what they have ``used`` of each demand, and ``lost``."""

    chosen: Ints
    used: Floats
    lost: Floats

    def only(self, kept: NDArray[np.bool_]) -> _Begun:
        """Return some of the plans."""
        return _Begun(self.chosen[kept], self.used[kept], self.lost[kept])

    def more(self, left: _Left, plan: Ints, pattern: Ints) -> _Begun:
        """Return some of the plans, each with one more pattern of those that are left."""
        return _Begun(
            np.hstack([self.chosen[plan], left.number[pattern][:, None]]),
            self.used[plan] + left.uses[pattern],
            self.lost[plan] + left.loss[pattern],
        )


def _listed(left: _Left, spare: float) -> Ints | None:
    """Return all plans of what is left, block by block: next that which the plans begun have fewest choices in."""
    # Of these demands one pattern takes all that there is, so that two that use it clash.
    n_blocks = len(left.starts)
    alone = (left.least == left.most) & (left.most == 1) & np.isin(left.uses, (0, 1)).all(axis=0)
    begun = _Begun(np.zeros((1, 0), dtype=np.int64), np.zeros((1, len(left.most))), np.zeros(1))
    while len(left.block):
        number = left.place
        low, high = left.ends()
        clash = begun.used[:, alone] @ left.uses[:, alone].T > TINY
        losses = np.where(clash, np.inf, left.loss)
        least = np.minimum.reduceat(losses, left.starts, axis=1)
        missing = np.maximum(left.least - begun.used - high.sum(axis=0), 0)
        missing[:, alone] = (begun.used[:, alone] + (~clash).astype(float) @ left.uses[:, alone]) == 0
        lost = begun.lost + missing @ left.price + least.sum(axis=1)
        kept = (lost <= spare) & (begun.used + low.sum(axis=0) <= left.most + TINY).all(axis=1)
        begun, losses, least, lost = begun.only(kept), losses[kept], least[kept], lost[kept]
        is_open = (lost[:, None] - least[:, number] + losses) <= spare
        counts = np.bincount(number, is_open.sum(axis=0))
        block = int(np.argmin(counts))
        if counts[block] * len(left.block) > MOST:
            return None
        here = np.flatnonzero(number == block)
        plan, place = is_open[:, here].nonzero()
        begun = begun.more(left, plan, here[place])
        left = left.only((number != block) & is_open.any(axis=0))
        if not len(plan) or len(left.starts) < len(counts) - 1:
            return np.zeros((0, n_blocks), dtype=np.int64)
    lost = begun.lost + np.maximum(left.least - begun.used, 0) @ left.price
    kept = (begun.used <= left.most + TINY).all(axis=1) & (lost <= spare)
    found: Ints = np.sort(begun.chosen[kept][np.argsort(lost[kept], kind="stable")], axis=1)
    return found


def _first(patterns: Patterns, limit: Floats, prices: Floats, loss: Floats, spare: float) -> _Left | None:
    """Return the patterns that lose little, or None if a block has none."""
    made, kept = np.isfinite(limit), np.flatnonzero(loss <= spare)
    ends = np.stack([patterns.shared[made] * patterns.low, patterns.shared[made] * patterns.high])
    least, most = (limit[made] - end.sum(axis=1) for end in (ends.max(axis=0), ends.min(axis=0)))
    price = np.maximum(prices[made], 0)
    left = _Left(kept, patterns.block[kept], loss[kept], patterns.uses[np.ix_(kept, made)], least, most, price)
    return left if len(left.starts) == len(patterns.have) else None
