"""What batches pay for each owner but the first, as prices: a part of the bound of a level by prices.

An owner of a batch is a mark that is on as soon as the member has any piece of it. A price says what a piece with a
member pays for the mark (a link), another what a mark pays at least for being the first of its batch; a mark whose
pieces pay more than that is worth the rest. For any such prices that is at most what the batches really pay, for
- charge * max(0, marks - 1) <= first * (1 - marks) wherever first is from 0 to the charge.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.assignment.sprints.bounds.places import Places
from solver.matching.problem import Problem

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Owners:
    """Which ``link`` each place has, -1 for none; the mark of each link, the batch of each mark, and the charge."""

    link: Ints
    mark: Ints
    batch: Ints
    charge: float

    @classmethod
    def of(cls, problem: Problem, places: Places) -> Owners:
        """Return the owners that places may make; none where rooms belong to nobody or nothing is charged."""
        batch_of = np.full(places.n_pieces, -1)
        for n, batch in enumerate(problem.batches if problem.split_units else ()):
            batch_of[list(batch)] = n
        person = places.person[places.room]
        counted = np.flatnonzero((person >= 0) & (batch_of[places.piece] >= 0))
        size = int(person.max(initial=0)) + 1
        links, number = np.unique(places.piece[counted] * size + person[counted], return_inverse=True)
        link = np.full(len(places.piece), -1)
        link[counted] = number
        pieces, people = np.divmod(links, size)
        marks, mark = np.unique(batch_of[pieces] * size + people, return_inverse=True)
        batches = np.unique(marks // size, return_inverse=True)[1]
        return cls(link, mark, batches, float(problem.split_units))

    @classmethod
    def none(cls, places: Places) -> Owners:
        """Return no owners: of a level to which they do not matter."""
        nothing = np.zeros(0, dtype=np.int64)
        return cls(np.full(len(places.piece), -1), nothing, nothing, 0.0)

    @property
    def n_links(self) -> int:
        """How many pairs of a piece and a member there are."""
        return len(self.mark)

    @property
    def n_batches(self) -> int:
        """How many batches there are."""
        return int(self.batch.max(initial=-1)) + 1

    @property
    def count(self) -> int:
        """How many prices there are: of links, then of batches."""
        return self.n_links + self.n_batches

    def paid(self, prices: Floats) -> Floats:
        """Return what each place pays for its mark."""
        return np.append(prices[: self.n_links], 0.0)[self.link]

    def left(self, prices: Floats) -> Floats:
        """Return what each mark is paid beyond what it pays for being the first; below 0 where it is paid less."""
        paid = np.bincount(self.mark, prices[: self.n_links], len(self.batch))
        return paid - prices[self.n_links :][self.batch]

    def bound(self, prices: Floats) -> float:
        """Return what marks add to the bound."""
        return float(np.maximum(self.left(prices), 0.0).sum() + prices[self.n_links :].sum())

    def smooth(self, prices: Floats, tau: float) -> tuple[float, Floats]:
        """Return what marks add with a smooth maximum, and how it changes with each price."""
        left = self.left(prices) / tau
        value = tau * float(np.logaddexp(left, 0.0).sum()) + float(prices[self.n_links :].sum())
        share = 0.5 + 0.5 * np.tanh(0.5 * left)
        return value, np.concatenate([share[self.mark], 1.0 - np.bincount(self.batch, share, self.n_batches)])

    @property
    def even(self) -> Floats:
        """Prices to begin with: each mark pays the charge, and its pieces share it."""
        sizes = np.bincount(self.mark, minlength=len(self.batch))
        return np.concatenate([self.charge / sizes[self.mark], np.full(self.n_batches, self.charge)])
