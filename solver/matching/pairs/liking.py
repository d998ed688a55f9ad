"""Which members like which kinds of tasks, each kind and each line of a card compared once."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from solver.domain.cards import RoleCard, Score
from solver.domain.tasks import Task
from solver.domain.team import Team
from solver.domain.vocabulary import Vocabulary
from solver.matching.pairs.exact import MOST_DIGITS, Floats, decimals, scale_of, scaled, units_of
from solver.matching.pairs.fit import SIMILAR, likeness

# Above every likeness of texts, which is 1 at most.
ALIAS: Final = 2.0
SAME: Final = 3.0
# What a kind of task counts that the card does not list.
UNLISTED: Final = Decimal("0.5")


def liking(cards: Sequence[RoleCard], kinds: Sequence[str], words: Vocabulary) -> list[list[Score | None]]:
    """Return for each card the line that ``preferred_line`` finds for each kind; None where no line names it.

    Parameters
    ----------
    cards : sequence of RoleCard
        With their preferences.
    kinds : sequence of str
        Of tasks.
    words : Vocabulary
        For aliases.

    Returns
    -------
    list of list of Score or None
        Shape (n_cards, n_kinds).
    """
    names = list(dict.fromkeys(line.name for card in cards for line in card.preferences))
    place = {name: number for number, name in enumerate(names)}
    table = np.array([[_closeness(name, kind, words) for kind in kinds] for name in names])
    return [_lines(card, table.reshape(len(names), len(kinds)), place) for card in cards]


def _closeness(name: str, kind: str, words: Vocabulary) -> float:
    """Return how close a line is to a kind; floats of different fractions of short texts differ in the same sense."""
    if name == kind:
        return SAME
    return ALIAS if words.name(name) == words.name(kind) else float(likeness(kind, name))


def _lines(card: RoleCard, table: Floats, place: dict[str, int]) -> list[Score | None]:
    lines = card.preferences
    if not lines:
        return [None] * table.shape[1]
    mine = table[[place[line.name] for line in lines]]
    # The first of the closest.
    best, close = mine.argmax(axis=0).tolist(), mine.max(axis=0) >= float(SIMILAR)
    return [lines[at] if near else None for at, near in zip(best, close.tolist(), strict=True)]


class Likes:
    """How much each member likes each task, each kind and each pair of a kind and an estimate worked out once.

    ``kind`` numbers the kind of each task and ``case`` its kind and estimate; ``scores`` are float32, shape (n_members,
    n_kinds), ``units`` are quality units, shape (n_members, n_cases), and exact in the cases in ``proved``.
    """

    def __init__(self, team: Team, tasks: Sequence[Task], factor: Fraction) -> None:
        self._factor, self._minutes = factor, [task.estimate_minutes for task in tasks]
        kinds = list(dict.fromkeys(task.kind for task in tasks))
        place = {kind: number for number, kind in enumerate(kinds)}
        self.kind = np.array([place[task.kind] for task in tasks], dtype=np.int64)
        lines = liking([member.card for member in team.members], kinds, team.vocabulary)
        self._listed = [[line.score if line else UNLISTED for line in row] for row in lines]
        shape = (len(team.members), len(kinds))
        self.scores = np.array(self._listed, dtype=np.float64).astype(np.float32).reshape(shape)
        estimates, estimate = np.unique(np.array(self._minutes, dtype=np.int64), return_inverse=True)
        many = max(len(estimates), 1)
        cases, self.case = np.unique(self.kind * many + estimate, return_inverse=True)
        points, whole = self._points(shape)
        most = float(max(1, ceil(max((score for row in self._listed for score in row), default=1))))
        scale = scale_of(factor, estimates[cases % many], np.abs(whole)[cases // many], most)
        self.units = scale.round(points[:, cases // many])
        self.proved = scale.proved & (whole > 0)[cases // many]

    def _points(self, shape: tuple[int, int]) -> tuple[Floats, Floats]:
        """Return scores as parts of a whole, one for each kind; it is negative where they have too many decimals."""
        points, whole = np.zeros(shape), np.ones(shape[1])
        for k in range(shape[1]):
            column = [row[k] for row in self._listed]
            digits = max(map(decimals, column), default=0)
            if digits > MOST_DIGITS:
                whole[k] = -1.0
            else:
                points[:, k], whole[k] = [scaled(score, digits) for score in column], 10**digits
        return points, whole

    def exactly(self, t: int) -> NDArray[Any]:
        """Return the quality units of one task as integers of any length, shape (n_members,)."""
        column = [row[self.kind[t]] for row in self._listed]
        digits = max(map(decimals, column))
        points = np.array([scaled(score, digits) for score in column], dtype=object)
        return units_of(points, 10**digits, self._minutes[t], self._factor)
