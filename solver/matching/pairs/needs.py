"""What tasks require as columns: who can do each, and how well it suits them, in whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.domain.tasks import Task
from solver.domain.vocabulary import Vocabulary
from solver.matching.pairs.exact import MOST_DIGITS, TENS, WHOLE, Floats, Ints, decimals, scaled
from solver.matching.pairs.vocabulary import Scores

Bools = NDArray[np.bool_]
# More than any float holds exactly, and still a float.
TOO_LARGE = 2**60


class Needs:
    """The requirements of tasks against the effective scores of members; what repeats is worked out once.

    ``names`` are the capabilities asked for. Requirements stand one after the other in the order of the tasks:
    ``count`` says how many each task has and ``first`` where they start, ``capability`` is what each asks for.
    """

    def __init__(self, scores: Sequence[Scores], tasks: Sequence[Task], words: Vocabulary) -> None:
        self._scores = scores
        needs = [need for task in tasks for need in task.requirements]
        plain = {text: words.name(text) for text in {need.capability for need in needs}}
        self.names = tuple(dict.fromkeys(plain.values()))
        index = {name: number for number, name in enumerate(self.names)}
        column = {text: index[name] for text, name in plain.items()}
        self.capability = np.array([column[need.capability] for need in needs], dtype=np.int64)
        self._minimum, self._minimums = _numbered([need.minimum for need in needs])
        self._weight, self._weights = _numbered([need.weight for need in needs])
        self.count = np.array([len(task.requirements) for task in tasks], dtype=np.int64)
        self.first = np.cumsum(self.count) - self.count
        self._task = np.repeat(np.arange(len(tasks)), self.count)
        self._cells = [(m, index[name], own[name]) for m, own in enumerate(scores) for name in own if name in index]

    @cached_property
    def _digits(self) -> Ints:
        """The decimals of the scores in each capability."""
        digits = [0] * len(self.names)
        for _, c, score in self._cells:
            digits[c] = max(digits[c], decimals(score))
        return np.array(digits, dtype=np.int64)

    @cached_property
    def most(self) -> float:
        """The best score, at least 1."""
        return float(max(1, ceil(max((score for _, _, score in self._cells), default=1))))

    @cached_property
    def _have(self) -> Floats:
        """Scores in units of each capability's last decimal, shape (n_members, n_names); 0 if that is too many."""
        have, digits = np.zeros((len(self._scores), len(self.names))), self._digits.tolist()
        for m, c, score in self._cells:
            if digits[c] <= MOST_DIGITS:
                have[m, c] = scaled(score, digits[c])
        return have

    @cached_property
    def shares(self) -> Shares:
        """What each capability counts in each task."""
        n_tasks, digits = len(self.count), self._digits[self.capability]
        of_weight = np.array([decimals(each) for each in self._weights], dtype=np.int64)[self._weight]
        # A task counts in the finest unit of the scores and weights that it needs.
        finest, parts = np.zeros(n_tasks, np.int64), np.zeros(n_tasks, np.int64)
        np.maximum.at(finest, self._task, digits)
        np.maximum.at(parts, self._task, of_weight)
        short = (finest <= MOST_DIGITS) & (parts <= MOST_DIGITS)
        finest, parts = np.minimum(finest, MOST_DIGITS), np.minimum(parts, MOST_DIGITS)
        tops = np.array([min(scaled(each, decimals(each)), TOO_LARGE) for each in self._weights], dtype=np.float64)
        weight = tops[self._weight] * TENS[np.maximum(parts[self._task] - of_weight, 0)]
        whole: Floats = TENS[finest] * _sums(self._task, weight, n_tasks)
        # A task that requires nothing; one whose weights are all 0 has no fit, and is refused where it is divided.
        short &= (whole > 0) | (self.count == 0)
        whole[whole == 0] = 1.0
        cells = weight * TENS[np.maximum(finest[self._task] - digits, 0)]
        place, size = self.capability * n_tasks + self._task, len(self.names) * n_tasks
        table = _sums(place, cells, size).reshape(len(self.names), n_tasks)
        odd = ~short | (whole * self.most >= WHOLE / 2)
        table[:, odd] = 0.0
        return Shares(table, whole, odd)

    @cached_property
    def _met(self) -> tuple[Ints, Bools]:
        """The row of each requirement, and for each row who reaches its minimum, shape (n_rows, n_members)."""
        many = max(len(self._minimums), 1)
        keys, row = np.unique(self.capability * many + self._minimum, return_inverse=True)
        columns, digits, met = keys // many, self._digits.tolist(), np.zeros((len(keys), len(self._scores)), np.bool_)
        lows = [self._minimums[k] for k in (keys % many).tolist()]
        pairs = list(zip(columns.tolist(), lows, strict=True))
        least = [min(ceil(low * 10 ** min(digits[c], MOST_DIGITS)), TOO_LARGE) for c, low in pairs]
        np.greater_equal(self._have.T[columns], np.array(least, dtype=np.float64)[:, None], out=met)
        for number, (c, low) in enumerate(pairs):
            if digits[c] > MOST_DIGITS:
                met[number] = [own.get(self.names[c], Decimal(0)) >= low for own in self._scores]
        return row, met

    def can(self, tasks: slice) -> Bools:
        """Return who meets every minimum of some tasks, shape (n_tasks, n_members)."""
        row, met = self._met
        count, first = self.count[tasks], self.first[tasks]
        found = np.ones((len(count), len(self._scores)), dtype=np.bool_)
        for k in range(count.max(initial=0)):
            asking = np.flatnonzero(count > k)
            found[asking] &= met[row[first[asking] + k]]
        return found

    def points(self, tasks: slice) -> Floats:
        """Return points out of ``shares.whole`` for some tasks, shape (n_members, n_tasks).

        They are exact for every task that is not in ``shares.odd``.
        """
        points: Floats = self._have @ self.shares.table[:, tasks]
        # Who is asked for nothing fits in whole.
        points[:, self.count[tasks] == 0] = 1.0
        return points

    def exactly(self, t: int) -> tuple[NDArray[Any], int]:
        """Return the points of one task and the whole as integers of any length, shape (n_members,)."""
        rows = range(int(self.first[t]), int(self.first[t] + self.count[t]))
        if not rows:
            return np.ones(len(self._scores), dtype=object), 1
        columns = [int(self.capability[row]) for row in rows]
        weights = [self._weights[self._weight[row]] for row in rows]
        finest, parts = max(self._digits[columns].tolist()), max(map(decimals, weights))
        points, total = np.zeros(len(self._scores), dtype=object), 0
        for c, weight in zip(columns, weights, strict=True):
            column = [scaled(own.get(self.names[c], Decimal(0)), finest) for own in self._scores]
            points += scaled(weight, parts) * np.array(column, dtype=object)
            total += scaled(weight, parts)
        return points, total * 10**finest


@dataclass(frozen=True)
class Shares:
    """What each capability counts in each task, shape (n_names, n_tasks), in parts of ``whole``, shape (n_tasks,).

    ``odd`` are the tasks whose numbers are longer than floats are exact; nothing counts in them.
    """

    table: Floats
    whole: Floats
    odd: Bools


def _sums(places: Ints, numbers: Floats, count: int) -> Floats:
    """Return the sum of the numbers at each place; NumPy counts nothing in integers."""
    return np.bincount(places, numbers, count).astype(np.float64)


def _numbered(numbers: list[Decimal]) -> tuple[Ints, list[Decimal]]:
    """Return the different numbers, and which of them each is."""
    different = list(dict.fromkeys(numbers))
    place = {number: at for at, number in enumerate(different)}
    return np.array([place[number] for number in numbers], dtype=np.int64), different
