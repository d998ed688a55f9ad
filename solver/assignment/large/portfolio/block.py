"""One block of tasks against all members: the shortlist, exact gains, and a bound of what was left off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.assignment.large import loops
from solver.assignment.large.portfolio.scan import Work, scan
from solver.assignment.large.problem.pairs import Aim, Floats, Ints, Shortlist, from_table, join

ULP = 2.0**-24
# Quality is counted in thousandths of an hour, estimates in minutes.
UNITS_PER_MINUTE = 1000 / 60


@dataclass(frozen=True, eq=False)
class Side:
    """What all blocks share; ``scores`` has shape (n_dims, n_members)."""

    scores: NDArray[np.float32]
    pace: Ints
    preference: NDArray[np.float32]
    rights: NDArray[np.bool_]
    pins: Ints
    forbidden: Ints
    whole: tuple[tuple[int, ...], ...]
    scale: int
    fit_weight: int
    preference_weight: int


@dataclass(frozen=True, eq=False)
class Block:
    """The tasks ``rows`` of a portfolio; ``starts`` counts from 0."""

    rows: Ints
    minutes: Ints
    kind: Ints
    right: Ints
    starts: Ints
    capability: Ints
    weight: Ints
    minimum: Ints

    def sums(self) -> Floats:
        """Return the sum of the weights of each task."""
        total = np.concatenate([[0], np.cumsum(self.weight, dtype=np.int64)])
        sums: Floats = (total[self.starts[1:]] - total[self.starts[:-1]]).astype(np.float64)
        return sums


def block_shortlist(side: Side, block: Block, rest: Block | None, aim: Aim, keep: int) -> Shortlist:
    """Return the shortlist of a block; ``rest`` are the tasks of the whole portfolio that rules treat one by one."""
    sums = block.sums()
    if sums.max(initial=0) * side.scale >= 2**24:
        raise ValueError(f"expected the weights of a task to add up to less than {2**24 // side.scale}")
    fit, like = UNITS_PER_MINUTE * side.fit_weight / 1000, UNITS_PER_MINUTE * side.preference_weight / 1000
    slope = aim.quality * fit / side.scale / np.maximum(sums, 1)
    base = np.where(sums > 0, 0.0, aim.quality * fit)
    offset = aim.quality * like / side.scale * side.preference.T - aim.prices * (side.pace / 1000)
    work = Work(
        side.scores,
        np.ascontiguousarray(offset, dtype=np.float32),
        side.rights,
        slope.astype(np.float32),
        base.astype(np.float32),
        block.kind,
        block.right,
        np.ascontiguousarray(block.starts, dtype=np.int64),
        block.capability,
        np.asarray(block.weight, np.float32),
        np.asarray(block.minimum, np.float32),
    )
    member, weighted, beyond = scan(work, keep)
    # Product, base and offset are rounded, and so is what they are made of.
    error = 4 * ULP * (2 * aim.quality * fit + np.abs(offset).max(initial=0.0))
    # Gains are rounded twice to whole units, loads only upwards.
    most = np.full(len(beyond), -np.inf)
    left = np.isfinite(beyond)
    most[left] = block.minutes[left] * (beyond[left].astype(np.float64) + error) + aim.quality
    found = _exact(side, block, sums, member, weighted, most)
    return _special(side, block, rest, aim, keep, found)


def _exact(
    side: Side, block: Block, sums: Floats, member: Ints, weighted: NDArray[np.float32], beyond: Floats
) -> Shortlist:
    """Return the shortlist with gains and loads as the exact engine counts them."""
    none = member < 0
    filled = np.where(none, member[:, :1], member).astype(np.int16 if len(side.pace) < 2**15 else np.int32)
    weighted = np.where(none, weighted[:, :1], weighted)
    if not loops.has_numba():
        gain = _gains(side, block.minutes[:, None], block.kind[:, None], sums[:, None], filled, weighted)
        load = loads(side, block.minutes[:, None], filled)
        return Shortlist(filled, gain.astype(np.int32), load.astype(np.int32), beyond)
    gain, load = np.empty(filled.shape, np.int32), np.empty(filled.shape, np.int32)
    tasks = (block.minutes, block.kind, sums, filled, weighted)
    rates = Rates(side.preference, side.pace, side.scale, side.fit_weight, side.preference_weight)
    loops.compiled_loop(_count)(*tasks, rates, gain, load)
    return Shortlist(filled, gain, load, beyond)


class Rates(NamedTuple):
    """What members like and how long they take, and what an hour of either counts, for the compiled loop."""

    preference: Ints
    pace: Ints
    scale: int
    fit_weight: int
    preference_weight: int


def _count(
    minutes: Ints, kind: Ints, sums: Floats, member: Ints, weighted: Ints, rates: Rates, gain: Ints, load: Ints
) -> None:
    """Do ``_gains`` and ``loads`` pair by pair."""
    preference, pace, scale, fit_weight, preference_weight = rates
    for t in range(len(member)):
        long, below = minutes[t], 60.0 * scale * max(sums[t], 1)
        for k in range(member.shape[1]):
            m = member[t, k]
            share = float(weighted[t, k]) if sums[t] > 0 else float(scale)
            fit = np.rint(long * share * fit_weight / below)
            gain[t, k] = fit + np.rint(long * float(preference[m, kind[t]]) * preference_weight / (60.0 * scale))
            load[t, k] = -(-long * pace[m] // 1000)


def _gains(side: Side, minutes: Ints, kind: Ints, sums: Floats, member: Ints, weighted: NDArray[np.float32]) -> Ints:
    """Return the quality of pairs in thousandths of an hour; each half is rounded once, halves to even.

    Whole numbers below 2**52 are divided once: the quotient is a half only if the exact one is.
    """
    share = np.where(sums > 0, weighted, side.scale).astype(np.float64)
    fit = np.rint(minutes * share * side.fit_weight / (60.0 * side.scale * np.maximum(sums, 1)))
    liked = side.preference[member, kind].astype(np.float64)
    found = fit + np.rint(minutes * liked * side.preference_weight / (60.0 * side.scale))
    whole: Ints = found.astype(np.int64)
    return whole


def loads(side: Side, minutes: Ints, member: Ints) -> Ints:
    """Return how long members take, rounded up to whole minutes."""
    took: Ints = -(-minutes.astype(np.int64) * side.pace[member] // 1000)
    return took


def table(side: Side, block: Block) -> tuple[Ints, Ints, NDArray[np.bool_]]:
    """Return gain, load and gates of all pairs of a few tasks, each of shape (n_tasks, n_members)."""
    n_members, shape = len(side.pace), (len(block.rows), len(side.pace))
    weighted, opened = np.zeros(shape, np.float32), np.ones(shape, np.bool_)
    for t in range(len(block.rows)):
        need = slice(block.starts[t], block.starts[t + 1])
        have = side.scores[block.capability[need]]
        weighted[t] = np.asarray(block.weight[need], np.float32) @ have
        opened[t] = (have >= np.asarray(block.minimum[need])[:, None]).all(axis=0)
        if block.right[t] >= 0:
            opened[t] &= side.rights[block.right[t]]
    place = {int(t): number for number, t in enumerate(block.rows)}
    for m, t in side.forbidden:
        if int(t) in place:
            opened[place[int(t)], m] = False
    for m, t in side.pins:
        if int(t) in place:
            opened[place[int(t)]] &= np.arange(n_members) == m
    everybody = np.broadcast_to(np.arange(n_members), shape)
    gain = _gains(side, block.minutes[:, None], block.kind[:, None], block.sums()[:, None], everybody, weighted)
    return gain, loads(side, block.minutes[:, None], everybody), opened


def _special(side: Side, block: Block, rest: Block | None, aim: Aim, keep: int, found: Shortlist) -> Shortlist:
    """Overwrite the tasks that pins, forbids or batches treat one by one; a batch stands at its first task."""
    if rest is None or not np.isin(block.rows, rest.rows).any():
        return found
    gain, load, opened = table(side, rest)
    place = {int(t): number for number, t in enumerate(rest.rows)}
    batches = tuple(tuple(place[t] for t in batch) for batch in side.whole)
    gain, load, opened = join(batches, gain, load, opened)
    here = np.flatnonzero(np.isin(block.rows, rest.rows))
    rows = [place[int(t)] for t in block.rows[here]]
    own = from_table(gain[rows], load[rows], opened[rows], aim, keep)
    for name in ("member", "gain", "load", "beyond"):
        getattr(found, name)[here] = getattr(own, name)
    return found
