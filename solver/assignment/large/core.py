"""The core: the units in play with their shortlists, and the bound that prices prove on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from solver.assignment.large.pairs import Aim, Floats, Ints, Pairs, Shortlist
from solver.assignment.large.target import Target

CHUNK = 32768


@dataclass(frozen=True, eq=False)
class Core:
    """Units ``rows`` with their shortlists at ``aim``; ``must`` says which may not be left out.

    Shapes: (n_units,) and, for ``member``, ``gain``, ``load``, (n_units, keep).
    """

    rows: Ints
    member: Ints
    gain: Ints
    load: Ints
    beyond: Floats
    priority: Ints
    value: Ints
    most_load: Ints
    must: NDArray[np.bool_]
    aim: Aim

    def cut(self, rows: slice | Ints) -> Core:
        """Return the core of some of its units."""
        names = ("rows", "member", "gain", "load", "beyond", "priority", "value", "most_load", "must")
        return replace(self, **{name: getattr(self, name)[rows] for name in names})

    def chunks(self) -> Iterator[Core]:
        """Yield the core in pieces that fit into the cache."""
        for start in range(0, len(self.rows), CHUNK):
            yield self.cut(slice(start, start + CHUNK))


@dataclass(frozen=True, eq=False)
class Multipliers:
    """Prices per minute of each member, and of the floor of each class; all at least 0."""

    prices: Floats
    floors: Floats


def build_core(pairs: Pairs, rows: Ints | None, found: Shortlist, aim: Aim, target: Target) -> Core:
    """Return the units of a shortlist that are in play and that anybody can take."""
    chosen = np.arange(len(found.member)) if rows is None else rows
    priority = pairs.unit_priority[chosen]
    live = np.flatnonzero((found.member[:, 0] >= 0) & (priority <= target.last))
    whole = len(live) == len(chosen)
    kept = found if whole else Shortlist(found.member[live], found.gain[live], found.load[live], found.beyond[live])
    rows = chosen[live]
    must = np.array(target.must)[priority[live]] | np.isin(rows, pairs.held)
    value, most = pairs.unit_value[rows], pairs.most_load[rows]
    lists = (kept.member, kept.gain, kept.load)
    return Core(rows, *lists, kept.beyond, priority[live], value, most, must, aim)


def retarget(core: Core, held: Ints, target: Target) -> Core:
    """Return the core of another level: other units may be left out, lower classes are out of play."""
    live = core if target.last == 3 else core.cut(np.flatnonzero(core.priority <= target.last))
    return replace(live, must=np.array(target.must)[live.priority] | np.isin(live.rows, held))


def worth(core: Core, target: Target, at: Multipliers) -> Floats:
    """Return what each listed pair is worth at the multipliers, shape (n_units, keep); leaving out is worth 0."""
    found: Floats = core.gain * target.quality
    found -= core.load * at.prices[core.member]
    found += target.bonus(core.priority, core.value, at.floors)[:, None]
    return found


def doubtful(core: Core, target: Target, at: Multipliers) -> Ints:
    """Return the units for which a member left off the shortlist might be worth more than what is on it."""
    parts = []
    for number, part in enumerate(core.chunks()):
        best = worth(part, target, at).max(axis=1)
        best = np.where(part.must, best, np.maximum(best, 0.0))
        parts.append(np.flatnonzero(_beyond(part, target, at) > best) + number * CHUNK)
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)


def _beyond(core: Core, target: Target, at: Multipliers) -> Floats:
    """Return what no member left off is worth more than, now that prices moved.

    The gain counts at least as much as it did where the shortlist was made.
    """
    cheaper = max(float((core.aim.prices - at.prices).max(initial=0.0)), 0.0)
    moved: Floats = core.beyond + cheaper * core.most_load + target.bonus(core.priority, core.value, at.floors)
    return moved


def widen(core: Core, rows: Ints, found: Shortlist, aim: Aim, target: Target) -> Core:
    """Return a core in which some units have what a new shortlist found, in the place of their last member.

    What is left off counts for them at the prices of the core; both shortlists bound it.
    """
    last = core.cut(rows)
    old = target.quality * last.gain[:, -1] - last.load[:, -1] * core.aim.prices[last.member[:, -1]]
    # A price that went up since the core was made is one that what was left off did not pay then.
    dearer = max(float((aim.prices - core.aim.prices).max(initial=0.0)), 0.0)
    fresh = found.beyond + dearer * last.most_load
    changed = {name: getattr(core, name).copy() for name in ("member", "gain", "load", "beyond")}
    for name in ("member", "gain", "load"):
        changed[name][rows, -1] = getattr(found, name)[:, 0]
    changed["beyond"][rows] = np.maximum(old, np.minimum(last.beyond, fresh))
    return replace(core, **changed)


def bound(
    core: Core, target: Target, at: Multipliers, limit: Ints, known: tuple[Ints, Floats] | None = None
) -> float:
    """Return what no plan beats, all pairs counted, more by what rounding may have hidden.

    Parameters
    ----------
    core : Core
        Its shortlists were made for the same weight of gains.
    target : Target
        The level.
    at : Multipliers
        Any values of at least 0 prove a bound, good ones a close one.
    limit : ndarray of int, shape (n_members,)
        Minutes.
    known : (rows, most), optional
        For some units of the core, what nobody is worth more than; the others are bounded by their shortlists.

    Returns
    -------
    float
        In the unit of the level.
    """
    sums, size = [], 0.0
    most = np.concatenate([_most(part, target, at) for part in core.chunks()]) if len(core.rows) else np.zeros(0)
    if known is not None:
        most[known[0]] = known[1]
    most = np.where(core.must, most, np.maximum(most, 0.0))
    for start in range(0, len(most), CHUNK):
        part = most[start : start + CHUNK]
        sums.append(float(part.sum()))
        size += float(np.abs(part).sum())
    size += 2 * float(core.most_load.sum()) * float(at.prices.max(initial=0.0))
    rest = float(at.prices @ limit) - float(at.floors[target.floored] @ target.least[target.floored])
    size += float(at.prices @ limit) + float(np.abs(at.floors) @ np.abs(target.least))
    return float(sum(sums) + rest + 2.0**-52 * (8 + np.log2(CHUNK) + len(sums)) * size)


def _most(core: Core, target: Target, at: Multipliers) -> Floats:
    found: Floats = np.maximum(worth(core, target, at).max(axis=1), _beyond(core, target, at))
    return found


def best_of(core: Core, rows: Ints, found: Shortlist, target: Target, at: Multipliers) -> Floats:
    """Return what nobody is worth more than for some units, from shortlists made at these very multipliers."""
    fresh = replace(core.cut(rows), member=found.member, gain=found.gain, load=found.load, beyond=found.beyond)
    return _most(replace(fresh, aim=Aim(at.prices, target.quality)), target, at)
