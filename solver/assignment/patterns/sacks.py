"""The best sets of many members at once: the tables of ``sack`` side by side, one step of all of them at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.patterns.sack import LEAST, Sack

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
# How many numbers the tables that are made at once may have.
TOGETHER: Final = 2_000_000


@dataclass(frozen=True, eq=False)
class Group:
    """Members whose tables are made together: ``pair`` and ``load`` have a row for each, ``fits`` says which count."""

    classes: Ints
    pair: Ints
    load: Ints
    fits: Bools
    room: Ints


class Sacks:
    """The sacks of all classes, and which pairs each is for."""

    def __init__(self, sacks: Sequence[Sack], pairs: Sequence[Ints]) -> None:
        self.sacks, self.pairs = sacks, pairs
        # Where all sets are listed they are looked up, and a limit of tasks makes a table of its own.
        self.alone = [c for c, sack in enumerate(sacks) if sack.most >= 0 or sack.sets is not None]
        plain = sorted(set(range(len(sacks))) - set(self.alone), key=lambda c: sacks[c].cells)
        self.groups = list[Group]()
        while plain:
            # The largest of those that are left says how many go together.
            count = max(1, TOGETHER // max(2 * sacks[plain[-1]].cells, 1))
            self.groups.append(self._group(plain[-count:]))
            del plain[-count:]

    def best(self, gain: Floats) -> tuple[Floats, list[Ints]]:
        """Return for each class the largest gain of a set of its pairs, and the set.

        Parameters
        ----------
        gain : ndarray of float, shape (n_pairs,)
            What each pair adds; -inf if it cannot be taken.

        Returns
        -------
        (ndarray of float, list of ndarray of int)
            At least 0 where no sets are listed: the empty set is one.

        Examples
        --------
        >>> one, two = Sack(np.array([3, 2, 2]), 4, -1), Sack(np.array([1]), 1, -1)
        >>> value, sets = Sacks([one, two], [np.arange(3), np.array([3])]).best(np.array([5.0, 3.0, 4.0, -1.0]))
        >>> value.tolist(), [each.tolist() for each in sets]
        ([7.0, 0.0], [[1, 2], []])
        """
        value, sets = np.zeros(len(self.sacks)), [np.zeros(0, np.int64)] * len(self.sacks)
        for c in self.alone:
            value[c], chosen = self.sacks[c].best(gain[self.pairs[c]])
            sets[c] = self.pairs[c][chosen]
        for group in self.groups:
            value[group.classes], taken = _best(group, gain)
            for c, pair, mine in zip(group.classes.tolist(), group.pair, taken, strict=True):
                sets[c] = pair[mine]
        return value, sets

    def _group(self, classes: list[int]) -> Group:
        width = max(len(self.pairs[c]) for c in classes)
        pair, load = np.zeros((len(classes), width), np.int64), np.zeros((len(classes), width), np.int64)
        fits = np.zeros((len(classes), width), bool)
        for row, c in enumerate(classes):
            mine, sack = self.pairs[c], self.sacks[c]
            pair[row, : len(mine)], load[row, : len(mine)] = mine, sack.load
            fits[row, : len(mine)] = sack.load <= sack.room
        return Group(np.array(classes), pair, load, fits, np.array([self.sacks[c].room for c in classes]))


def _best(group: Group, gain: Floats) -> tuple[Floats, Bools]:
    """Return the largest gain of each row, and which of its places are in the set."""
    gains = gain[group.pair]
    open_ = group.fits & (gains > LEAST)
    # What counts stands first, in the order that it had.
    order = np.argsort(~open_, axis=1, kind="stable")[:, : int(open_.sum(axis=1).max(initial=0))]
    is_open = np.take_along_axis(open_, order, axis=1)
    load = np.take_along_axis(group.load, order, axis=1) * is_open
    worth = np.where(is_open, np.take_along_axis(gains, order, axis=1), 0.0)
    rows, steps = order.shape
    # Left of a load of 0 there is room for nothing.
    left, width = int(load.max(initial=0)), int(group.room.max(initial=0)) + 1
    table = np.zeros((steps + 1, rows, left + width))
    table[:, :, :left] = -np.inf
    place = (np.arange(rows) * (left + width) + left)[:, None] + np.arange(width)
    for i in range(steps):
        taken = table[i].ravel()[place - load[:, i, None]]
        taken += worth[:, i, None]
        np.maximum(table[i, :, left:], taken, out=table[i + 1, :, left:])
    every, room = np.arange(rows), group.room + left
    value, chosen = table[steps, every, room], np.zeros(open_.shape, bool)
    for i in range(steps - 1, -1, -1):
        is_in = table[i + 1, every, room] != table[i, every, room]
        room = room - load[:, i] * is_in
        chosen[every, order[:, i]] = is_in
    return value, chosen
