"""What is given as one over slots and pieces, and in which order: urgent work first, with what it waits for."""

from __future__ import annotations

from collections.abc import Container, Iterator
from heapq import heapify, heappop, heappush
from typing import Final

import numpy as np

from solver.domain.order import needs_first
from solver.matching.problem import Problem
from solver.matching.time import Time

Unit = tuple[int, ...]
# Of what a unit waits for so much is counted at most.
MOST_NEEDS: Final = 40


def units_of(problem: Problem, time: Time, summed: Container[int] = ()) -> Iterator[Unit]:
    """Yield the pieces of each task, or of each batch handed out whole, in an order in which they can be given.

    Parameters
    ----------
    problem : Problem
        Over slots and pieces.
    time : Time
        Its slots and pieces.
    summed : container of int
        The classes whose work counts with all that it waits for and that has not come yet: elsewhere its own hours.

    Yields
    ------
    tuple of int
        Pieces. What must be placed comes first, then class after class; of a class what dates keep from the last period
        comes first, then what takes the fewest hours for its value. What a unit waits for comes before it.
    """
    drawn = _Units(problem, time)
    groups: dict[tuple[bool, int], list[int]] = {}
    for number in drawn.pieces:
        groups.setdefault(drawn.group(number), []).append(number)
    given = set[int]()
    for (_, kind), mine in sorted(groups.items()):
        queue = [(drawn.rank(number, given, summed=kind in summed), number) for number in mine if number not in given]
        heapify(queue)
        while queue:
            rank, number = heappop(queue)
            if number in given:
                continue
            now = drawn.rank(number, given, summed=kind in summed)
            if queue and now > max(rank, queue[0][0]):
                heappush(queue, (now, number))
                continue
            for one in needs_first([number], lambda n: sorted(drawn.needs[n]), given):
                given.add(one)
                yield drawn.in_order(one)


class _Units:
    """The pieces of each unit, what it needs, its class, hours and value, and whether dates leave it few periods."""

    def __init__(self, problem: Problem, time: Time) -> None:
        columns: dict[int, list[int]] = {}
        for c, task in enumerate(time.task.tolist()):
            columns.setdefault(task, []).append(c)
        unit = {task: number for number, task in enumerate(columns)}
        for batch in problem.whole:
            first = unit[int(time.task[batch[0]])]
            for c in batch:
                unit[int(time.task[c])] = first
        self.pieces: dict[int, list[int]] = {}
        for task, number in unit.items():
            self.pieces.setdefault(number, []).extend(columns[task])
        of_piece = {c: number for number, pieces in self.pieces.items() for c in pieces}
        self.needs: dict[int, set[int]] = {number: set() for number in self.pieces}
        # Which pieces of a unit wait for others of it.
        self._inner: dict[int, set[int]] = {}
        for after, before in (*time.waits, *time.gated, *problem.dependencies):
            if of_piece[after] != of_piece[before]:
                self.needs[of_piece[after]].add(of_piece[before])
            else:
                self._inner.setdefault(after, set()).add(before)
        pinned = {of_piece[c] for pairs in time.pins for _, c in pairs} | {of_piece[c] for c in problem.required}
        least, last = problem.load.min(axis=0, initial=2**62), _last_periods(problem, time)
        self._group = {
            number: (number not in pinned, min(problem.priority[c] for c in pieces))
            for number, pieces in self.pieces.items()
        }
        self._hours = {number: sum(int(least[c]) for c in pieces) for number, pieces in self.pieces.items()}
        self._value = {number: sum(problem.value[c] for c in pieces) for number, pieces in self.pieces.items()}
        # What must not end in the last period, or waits for something like that, has few places.
        self._tight: dict[int, bool] = {}
        for number in needs_first(self.pieces, lambda n: self.needs[n]):
            near = min(last[c] for c in self.pieces[number]) < time.n_periods - 1
            self._tight[number] = near or any(self._tight.get(other, False) for other in self.needs[number])

    def group(self, number: int) -> tuple[bool, int]:
        """Return what units are given together: whether nothing says that it must be placed, and the class."""
        return self._group[number]

    def in_order(self, number: int) -> Unit:
        """Return the pieces of a unit with those that others of them wait for first."""
        pieces = self.pieces[number]
        if len(pieces) == 1:
            return tuple(pieces)
        return tuple(needs_first(pieces, lambda c: sorted(self._inner.get(c, ()))))

    def rank(self, number: int, given: Container[int], *, summed: bool) -> tuple[bool, float]:
        """Return whether a unit may be in the last period, and its hours for each value, its needs too if asked."""
        some = self._waited(number, given) if summed else {number}
        kind = self._group[number][1]
        value = sum(self._value[one] for one in some if self._group[one][1] == kind)
        return not self._tight[number], sum(self._hours[one] for one in some) / max(value, 1e-9)

    def _waited(self, number: int, given: Container[int]) -> set[int]:
        """Return a unit with what it waits for and is not given yet, the nearest first where there is much of it."""
        found, open_ = {number}, [number]
        for one in open_:
            for other in self.needs[one]:
                if other not in found and other not in given and len(found) < MOST_NEEDS:
                    found.add(other)
                    open_.append(other)
        return found


def _last_periods(problem: Problem, time: Time) -> list[int]:
    """Return the last period in which each piece can be, by its dates and by who is there."""
    found, eligible = np.zeros(len(problem.tasks), dtype=np.int64), problem.eligible
    for period in range(time.n_periods):
        found[eligible[time.period == period].any(axis=0)] = period
    return [int(period) for period in found]
