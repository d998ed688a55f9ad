"""What the engine asks of a problem: units of work, and for each a shortlist of members at given prices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from solver.assignment.large.problem.limits import whole_parts

Ints = NDArray[Any]
Floats = NDArray[np.float64]
# Calls a function with each item and gives the answers in the order of the items.
Run = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]


@dataclass(frozen=True, eq=False)
class Aim:
    """What a pair is worth: ``quality`` times its gain, less the price of the member's minutes.

    ``prices`` has shape (n_members,), at least 0, per minute of load; ``quality`` is at least 0.
    """

    prices: Floats
    quality: float = 1.0


@dataclass(frozen=True, eq=False)
class Shortlist:
    """The best members of each unit at an aim.

    ``member``, ``gain`` and ``load`` have shape (n_units, keep), best first; a unit with fewer members repeats its
    first one, a unit with none has ``member`` -1. ``beyond`` is what no member left off is worth more than, minus
    infinity where none was left off.
    """

    member: Ints
    gain: Ints
    load: Ints
    beyond: Floats


class Pairs(Protocol):
    """A problem of n_units units and n_members members, served in shortlists; the full matrix is never asked for.

    A unit is a task, or a batch that stands at its first task. Properties: ``limit`` (n_members,), minutes;
    ``unit_priority``, ``unit_value``, ``most_load`` (n_units,): the class (0 the most urgent), what placing the unit
    counts in it, and the largest load it can be for anybody; ``held`` are the units that must be placed because their
    member is given; ``whole`` the batches.
    """

    @property
    def limit(self) -> Ints: ...  # noqa: D102
    @property
    def unit_priority(self) -> Ints: ...  # noqa: D102
    @property
    def unit_value(self) -> Ints: ...  # noqa: D102
    @property
    def most_load(self) -> Ints: ...  # noqa: D102
    @property
    def held(self) -> Ints: ...  # noqa: D102
    @property
    def whole(self) -> tuple[tuple[int, ...], ...]: ...  # noqa: D102

    def pool(self) -> tuple[Ints, float, Floats]:
        """Return hours of one kind: how many each unit takes at least, all members have, and each one's minute is."""

    def tightened(self) -> Pairs:
        """Return the same problem with limits rounded down to what loads can add up to."""

    def jobs(self, rows: Ints | None, aim: Aim, keep: int) -> tuple[Callable[[Any], Shortlist], Iterator[Any]]:
        """Return a function and what to call it with, so that its answers in order are the shortlist of the rows."""


def shortlist(pairs: Pairs, rows: Ints | None, aim: Aim, keep: int, run: Run = map) -> Shortlist:
    """Return the shortlist of the given units (all if None), its blocks computed by ``run``."""
    function, blocks = pairs.jobs(rows, aim, keep)
    count, end, whole = len(pairs.unit_value) if rows is None else len(rows), 0, None
    part: Shortlist
    for part in run(function, blocks):
        if len(part.member) == count:
            return part
        if whole is None:
            lists, keep = (part.member, part.gain, part.load), part.member.shape[1]
            tables = [np.empty((count, keep), each.dtype) for each in lists]
            whole = Shortlist(tables[0], tables[1], tables[2], np.empty(count))
        for name in ("member", "gain", "load", "beyond"):
            getattr(whole, name)[end : end + len(part.member)] = getattr(part, name)
        end += len(part.member)
    assert whole is not None
    return whole


def usual_gain(gains: Ints) -> float:
    """Return the size of a gain in the middle of some, and 1 more so that it is never nothing.

    Examples
    --------
    >>> usual_gain(np.array([4, -6, 9])), usual_gain(np.array([], np.int64))
    (7.0, 1.0)
    """
    return float(np.median(np.abs(gains))) + 1.0 if len(gains) else 1.0


def from_table(gain: Ints, load: Ints, opened: NDArray[np.bool_], aim: Aim, keep: int) -> Shortlist:
    """Return the shortlist of units whose pairs are all known; arrays of shape (n_units, n_members), keep at most that.

    Examples
    --------
    >>> found = from_table(np.array([[5, 9, 7]]), np.array([[1, 1, 1]]), np.array([[True, True, False]]),
    ...                    Aim(np.array([0.0, 6.0, 0.0])), keep=1)
    >>> found.member.tolist(), found.gain.tolist(), found.beyond.round(9).tolist()
    ([[0]], [[5]], [3.0])
    """
    worth = np.where(opened, aim.quality * gain - aim.prices * load, -np.inf)
    order = np.argsort(-worth, axis=1, kind="stable")[:, : keep + 1]
    ranked = np.take_along_axis(worth, order, axis=1)
    # One rounding of each product and one of the difference.
    size = aim.quality * np.abs(gain).max(axis=1, initial=0) + aim.prices.max(initial=0.0) * load.max(axis=1, initial=0)
    beyond = ranked[:, keep] + 1e-15 * size if ranked.shape[1] > keep else np.full(len(gain), -np.inf)
    member = order[:, :keep].astype(np.int32)
    member = np.where(np.isfinite(ranked[:, :keep]), member, member[:, :1])
    gain, load = np.take_along_axis(gain, member, axis=1), np.take_along_axis(load, member, axis=1)
    member[~opened.any(axis=1)] = -1
    return Shortlist(member, gain, load, beyond)


def join(
    whole: tuple[tuple[int, ...], ...], gain: Ints, load: Ints, opened: NDArray[np.bool_]
) -> tuple[Ints, Ints, NDArray[np.bool_]]:
    """Return copies in which each batch stands at its first task: sums, and open where all of it is."""
    gain, load, opened = gain.copy(), load.copy(), opened.copy()
    for batch in whole:
        mine, first = list(batch), batch[0]
        gain[first], load[first], opened[first] = gain[mine].sum(0), load[mine].sum(0), opened[mine].all(0)
        opened[mine[1:]] = False
    return gain, load, opened


def join_counts(whole: tuple[tuple[int, ...], ...], count: Ints) -> Ints:
    """Return counts of tasks with those of each batch added up at its first task."""
    if not whole:
        return count
    count = np.array(count)
    for batch in whole:
        count[batch[0]], count[list(batch[1:])] = count[list(batch)].sum(), 0
    return count


@dataclass(frozen=True, eq=False)
class TablePairs:
    """Pairs that are all in memory: arrays of shape (n_units, n_members), batches already joined."""

    gain: Ints
    load: Ints
    opened: NDArray[np.bool_]
    limit: Ints
    unit_priority: Ints
    unit_value: Ints
    held: Ints
    whole: tuple[tuple[int, ...], ...] = ()

    @property
    def most_load(self) -> Ints:
        """The largest load of each unit."""
        most: Ints = self.load.max(axis=1, initial=0)
        return most

    def pool(self) -> tuple[Ints, float, Floats]:
        """Return the smallest open load of each unit, all limits together, and that all minutes are alike."""
        least: Ints = np.where(self.opened, self.load, np.iinfo(np.int64).max).min(axis=1, initial=2**62)
        return np.where(self.opened.any(axis=1), least, 0), float(self.limit.sum()), np.ones(len(self.limit))

    def tightened(self) -> TablePairs:
        """Return the same pairs, each limit rounded down to a multiple of what divides all open loads of the member."""
        part = np.gcd.reduce(np.where(self.opened, self.load, 0), axis=0, initial=0)
        return replace(self, limit=whole_parts(self.limit, np.maximum(part, 1)))

    def jobs(self, rows: Ints | None, aim: Aim, keep: int) -> tuple[Callable[[Any], Shortlist], Iterator[Any]]:
        """Return one job for every 2,000 units."""
        chosen = np.arange(len(self.unit_value)) if rows is None else rows
        cuts = [chosen[start : start + 2000] for start in range(0, max(len(chosen), 1), 2000)]
        keep = min(keep, len(self.limit))
        return (lambda cut: from_table(self.gain[cut], self.load[cut], self.opened[cut], aim, keep)), iter(cuts)
