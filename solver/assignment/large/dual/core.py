"""The core: the units in play with their shortlists, and the bound that prices prove on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.assignment.large.dual.smooth import Part
from solver.assignment.large.dual.smooth import worth as part_worth
from solver.assignment.large.dual.survey import survey
from solver.assignment.large.problem.pairs import Aim, Floats, Ints, Pairs, Shortlist
from solver.assignment.large.problem.target import Target

CHUNK = 32768
UNIT_ARRAYS = ("rows", "member", "gain", "load", "beyond", "priority", "value", "most_load", "must")


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
        return replace(self, **{name: getattr(self, name)[rows] for name in UNIT_ARRAYS})

    def beside(self, other: Core) -> Core:
        """Return the units of both; their shortlists were made at the same aim."""
        both: dict[str, Any] = {n: np.concatenate([getattr(self, n), getattr(other, n)]) for n in UNIT_ARRAYS}
        return replace(self, **both)

    def narrow(self, width: int) -> Core:
        """Return the core with the first members of each unit only; what it left off no longer bounds the rest."""
        tables = (self.member, self.gain, self.load)
        member, gain, load = (np.ascontiguousarray(table[:, :width]) for table in tables)
        return replace(self, member=member, gain=gain, load=load)

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
    """Return the units of a shortlist that anybody can take; the shortlist's own arrays are used up."""
    chosen = np.arange(len(found.member)) if rows is None else rows
    live = found.member[:, 0] >= 0
    rows = chosen[live]
    kept = [_squeeze(table, live) for table in (found.member, found.gain, found.load)]
    priority, value, most = pairs.unit_priority[rows], pairs.unit_value[rows], pairs.most_load[rows]
    must = np.array(target.must)[priority] | np.isin(rows, pairs.held)
    return Core(rows, kept[0], kept[1], kept[2], found.beyond[live], priority, value, most, must, aim)


def _squeeze(table: Ints, live: NDArray[np.bool_]) -> Ints:
    """Return the live rows of a table, moved up in place: a second copy would double the memory."""
    if live.all():
        return table
    end = 0
    for start in range(0, len(table), CHUNK):
        part = table[start : start + CHUNK][live[start : start + CHUNK]]
        table[end : end + len(part)] = part
        end += len(part)
    return table[:end]


def retarget(core: Core, held: Ints, target: Target) -> Core:
    """Return the core of another level, in which other units may be left out."""
    return replace(core, must=np.array(target.must)[core.priority] | np.isin(core.rows, held))


def parts(core: Core, target: Target, at: Multipliers, tau: float = 1.0) -> Iterator[Part]:
    """Yield the core as the loops see it, in pieces."""
    for some in core.chunks():
        bonus = target.bonus(some.priority, some.value, at.floors)
        words = (some.member, some.gain, some.load, some.must, some.priority, some.value)
        yield Part(*words, bonus, at.prices, target.quality, tau)


def worth(core: Core, target: Target, at: Multipliers) -> Floats:
    """Return what each listed pair is worth at the multipliers, shape (n_units, keep); leaving out is worth 0."""
    found = [part_worth(part) for part in parts(core, target, at)]
    return found[0] if len(found) == 1 else np.concatenate(found or [np.zeros(core.gain.shape)])


@dataclass(frozen=True, eq=False)
class BestPlaces:
    """The best place of each unit of a core, -1 to leave it out, its worth, and how much less the next best is."""

    slot: NDArray[np.int32]
    top: Floats
    regret: Floats


def choose(core: Core, target: Target, at: Multipliers) -> BestPlaces:
    """Return what is best for each unit at the prices, whatever the limits."""
    count = len(core.rows)
    found = BestPlaces(np.empty(count, np.int32), np.empty(count), np.empty(count))
    for number, part in enumerate(parts(core, target, at)):
        here = slice(number * CHUNK, number * CHUNK + len(part.gain))
        found.slot[here], found.top[here], found.regret[here] = survey(part)
    return found


def given(core: Core, slot: NDArray[np.int32], n_members: int) -> Ints:
    """Return the minutes that each member has."""
    placed = np.flatnonzero(slot >= 0)
    member, load = core.member[placed, slot[placed]], core.load[placed, slot[placed]]
    return np.bincount(member, load, minlength=n_members).astype(np.int64)


def standing(core: Core, target: Target, at: Multipliers) -> tuple[Floats, Floats]:
    """Return what each unit is worth at most on its shortlist or left out, and what members left off may be worth."""
    return choose(core, target, at).top, _beyond(core, target, at)


def _beyond(core: Core, target: Target, at: Multipliers) -> Floats:
    """Return what no member left off is worth more than, now that prices moved.

    The gain counts at least as much as it did where the shortlist was made.
    """
    cheaper = max(float((core.aim.prices - at.prices).max(initial=0.0)), 0.0)
    moved: Floats = core.beyond + cheaper * core.most_load + target.bonus(core.priority, core.value, at.floors)
    return moved


def widen(core: Core, rows: Ints, found: Shortlist, aim: Aim, target: Target, *, own: bool = False) -> Core:
    """Return a core in which some units have what a new shortlist found, in the place of their last member.

    What is left off counts for them at the prices of the core; both shortlists bound it. The arrays of the core are
    changed if they are the caller's ``own``, else copied.
    """
    last = core.cut(rows)
    old = target.quality * last.gain[:, -1] - last.load[:, -1] * core.aim.prices[last.member[:, -1]]
    # A price that went up since the core was made is one that what was left off did not pay then.
    dearer = max(float((aim.prices - core.aim.prices).max(initial=0.0)), 0.0)
    fresh = found.beyond + dearer * last.most_load
    names = ("member", "gain", "load", "beyond")
    changed = {name: getattr(core, name) if own else getattr(core, name).copy() for name in names}
    for name in ("member", "gain", "load"):
        changed[name][rows, -1] = getattr(found, name)[:, 0]
    changed["beyond"][rows] = np.maximum(old, np.minimum(last.beyond, fresh))
    return replace(core, **changed)


def bound(core: Core, target: Target, at: Multipliers, limit: Ints, most: Floats | None = None) -> float:
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
    most : ndarray of float, shape (n_units,), optional
        What each unit is worth at most, if that is known better than from the shortlists.

    Returns
    -------
    float
        In the unit of the level.
    """
    if most is None:
        most = np.maximum(*standing(core, target, at))
    sums, size = [], 0.0
    for start in range(0, len(most), CHUNK):
        part = most[start : start + CHUNK]
        sums.append(float(part.sum()))
        size += float(np.abs(part).sum())
    size += 2 * float(core.most_load.sum()) * float(at.prices.max(initial=0.0))
    rest = float(at.prices @ limit) - float(at.floors[target.floored] @ target.least[target.floored])
    size += float(at.prices @ limit) + float(np.abs(at.floors) @ np.abs(target.least))
    return float(sum(sums) + rest + 2.0**-52 * (8 + np.log2(CHUNK) + len(sums)) * size)


def best_of(core: Core, rows: Ints, found: Shortlist, target: Target, at: Multipliers) -> Floats:
    """Return what nobody is worth more than for some units, from shortlists made at these very multipliers."""
    fresh = replace(core.cut(rows), member=found.member, gain=found.gain, load=found.load, beyond=found.beyond)
    most: Floats = np.maximum(*standing(replace(fresh, aim=Aim(at.prices, target.quality)), target, at))
    return most
