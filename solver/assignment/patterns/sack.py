"""The best set of tasks for one member, whatever the tasks are worth: looked up where all are listed, else by a table.

The table is dynamic programming over its load; tables from both ends say what it costs to force a task in or out
(Posta, Ferland and Michelon 2012).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
# Gains below this are not worth a task.
LEAST = 1e-9
# What a task that cannot be taken is worth in a list of sets.
NEVER = -1e18


@dataclass(frozen=True, eq=False)
class Sack:
    """What limits the tasks of one member: ``load`` of each within ``room``, and ``most`` of them, -1 for any number.

    Loads are counted in what divides them all. ``sets`` are all sets that the member may hold, a row each, if they are
    known: other rules than the limits may shape them.
    """

    load: Ints
    room: int
    most: int
    sets: Floats | None = None

    @property
    def cells(self) -> int:
        """How many numbers a full table has."""
        if self.sets is not None:
            return self.sets.size
        return (len(self.load) + 1) * (self.room + 1) * (max(self.most, 0) + 1)

    def best(self, gain: Floats) -> tuple[float, Ints]:
        """Return the largest gain of a set of tasks, and the set.

        Parameters
        ----------
        gain : ndarray of float, shape (n_tasks,)
            What each adds; -inf if it cannot be taken.

        Returns
        -------
        (float, ndarray of int)
            At least 0 where no sets are listed: the empty set is one.

        Examples
        --------
        >>> gain, tasks = Sack(np.array([3, 2, 2]), 4, -1).best(np.array([5.0, 3.0, 4.0]))
        >>> gain, tasks.tolist()
        (7.0, [1, 2])
        """
        if self.sets is not None:
            worth = self._worth(self.sets, gain)
            first = int(np.argmax(worth))
            return float(worth[first]), np.flatnonzero(self.sets[first])
        items = self._items(gain)
        table = self._table(items, gain)
        counted, room = table.shape[1] - 1, self.room
        taken = []
        for i in range(len(items) - 1, -1, -1):
            if table[i + 1, counted, room] != table[i, counted, room]:
                taken.append(int(items[i]))
                room -= int(self.load[items[i]])
                counted -= self.most >= 0
        return float(table[-1, -1, -1]), np.array(sorted(taken), dtype=np.int64)

    def forced(self, gain: Floats) -> tuple[float, Floats, Floats]:
        """Return the largest gain, and what it is for sets with each task, and for those without it.

        Examples
        --------
        >>> best, inside, outside = Sack(np.array([3, 2, 2]), 4, -1).forced(np.array([5.0, 3.0, 4.0]))
        >>> best, inside.tolist(), outside.tolist()
        (7.0, [5.0, 7.0, 7.0], [7.0, 5.0, 5.0])
        """
        if self.sets is not None:
            worth = self._worth(self.sets, gain)[:, None]
            inside, outside = (np.where(self.sets == one, worth, -np.inf).max(axis=0) for one in (1, 0))
            return float(worth.max()), inside, outside
        items = self._items(gain)
        ahead, behind = self._table(items, gain), self._table(items[::-1], gain)[::-1, ::-1, ::-1]
        best, step = float(ahead[-1, -1, -1]), int(self.most >= 0)
        count = ahead.shape[1]
        inside, outside = np.full(len(gain), -np.inf), np.full(len(gain), best)
        if count > step:
            loads = np.minimum(self.load, self.room + 1)
            rest = ahead[-1, count - 1 - step, np.maximum(self.room - loads, 0)]
            inside = np.where(loads <= self.room, gain + rest, -np.inf)
        for i, item in enumerate(items.tolist()):
            outside[item] = (ahead[i] + behind[i + 1]).max()
            load = int(self.load[item])
            with_it = ahead[i, : count - step, : self.room + 1 - load] + behind[i + 1, step:, load:]
            inside[item] = gain[item] + with_it.max()
        return best, inside, outside

    @staticmethod
    def _worth(sets: Floats, gain: Floats) -> Floats:
        found: Floats = sets @ np.maximum(gain, NEVER)
        return found

    def _items(self, gain: Floats) -> Ints:
        return np.flatnonzero((gain > LEAST) & (self.load <= self.room)) if self.most else np.zeros(0, dtype=np.int64)

    def _table(self, items: Ints, gain: Floats) -> Floats:
        """Return the largest gain of the first tasks within each number of tasks and each load."""
        step, cells = int(self.most >= 0), self.room + 1
        count = max(self.most, 0) + 1
        table = np.zeros((len(items) + 1, count, cells))
        for i, item in enumerate(items.tolist()):
            load = int(self.load[item])
            after, before = table[i + 1], table[i]
            after[:] = before
            np.maximum(
                before[step:, load:], before[: count - step, : cells - load] + gain[item], out=after[step:, load:]
            )
        return table
