"""Bounds on the levels of a large plan: what hours allow, or prices where that says less.

Prices found for one plan bound every other: floors of the levels above are put where the other plan has them.
"""

from __future__ import annotations

import math
import time as clock
from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.levels import Objective
from solver.assignment.model.linear import Linear
from solver.assignment.model.search import Limits
from solver.assignment.sprints.bounds.capacity import quick_bound
from solver.assignment.sprints.bounds.noted import Noted
from solver.assignment.sprints.bounds.owners import Owners
from solver.assignment.sprints.bounds.places import Places
from solver.assignment.sprints.bounds.prices import FILLED, Dual, least_bound
from solver.matching.problem import Problem

if TYPE_CHECKING:
    from solver.assignment.sprints.bounds.filled import Filled

Floats = NDArray[np.float64]
# With less left no bound is searched for.
LEAST_SECONDS: Final = 0.05
# The share of minutes where prices are searched for once more; whole pieces have the rest.
AGAIN_SHARE: Final = 0.3
Search = Callable[..., None]


class Tops:
    """For each level the duals with the best prices that were found, and what was ``noted`` elsewhere.

    ``full`` are those with slots that are filled with whole pieces.
    """

    def __init__(self, problem: Problem, demands: Linear, noted: Noted | None = None) -> None:
        self.demands, self.levels = demands, demands.levels
        self.found: list[list[tuple[Dual, Floats]]] = [[] for _ in self.levels]
        self.full: list[list[tuple[Dual, Floats]]] = [[] for _ in self.levels]
        self.noted = Noted() if noted is None else noted
        n_pairs = demands.n_pairs
        pairs = demands.member[:n_pairs], demands.task[:n_pairs]
        # Prices of whole periods are found soon; prices of each slot, which say more, begin with them.
        self.rooms = [Places.of(problem, *pairs, by_slot=by_slot) for by_slot in (False, True)]
        self.owners = Owners.of(problem, self.rooms[-1])
        self.factors = [[each.most(_of_pairs(level, n_pairs)) for level in self.levels] for each in self.rooms]

    def search(self, plain: list[int], limits: Limits) -> None:
        """Look for prices that bound each level, with those above where a plan has them.

        Parameters
        ----------
        plain : list of int
            What the plan has on each level, without constants.
        limits : Limits
            For all levels together; what one leaves is for those after it.
        """
        for room in range(len(self.rooms)):
            self._search_each(partial(self._search, room=room, plain=plain), plain, limits)

    def _search_each(self, search: Search, plain: list[int], limits: Limits) -> None:
        """Look for prices that bound levels, the widest gaps first; the quality has the most time."""
        tops = self.of(plain)
        gaps = [(top - value) / max(abs(top), 1) for top, value in zip(tops, plain, strict=True)]
        order = sorted((number for number in range(len(plain)) if gaps[number] > 0), key=lambda number: -gaps[number])
        for left, number in zip(range(len(order), 0, -1), order, strict=False):
            if limits.seconds > LEAST_SECONDS and not limits.wish.is_set():
                share = 2.5 / (left + 1.5) if number == len(plain) - 1 else 1.5 / (left + 0.5)
                end = clock.monotonic() + share * limits.seconds
                search(number, top=tops[number], end=end)

    def search_again(self, plain: list[int], limits: Limits) -> None:
        """Look for prices once more, with those above where another plan has them, from the prices that are known on.

        Then slots are filled with whole pieces.

        Parameters
        ----------
        plain : list of int
            What the plan has on each level, without constants.
        limits : Limits
            For all levels together; what one leaves is for those after it.
        """
        search = partial(self._search, room=len(self.rooms) - 1, plain=plain)
        self._search_each(search, plain, limits.within(AGAIN_SHARE * limits.seconds))
        self.fill(plain, limits)

    def fill(self, plain: list[int], limits: Limits) -> None:
        """Look for prices that bound levels with slots that are filled with whole pieces, from known prices on.

        Parameters
        ----------
        plain : list of int
            What the plan has on each level, without constants.
        limits : Limits
            For all levels together; what one leaves is for those after it.
        """
        self._search_each(partial(self._fill, plain=plain), plain, limits)

    @cached_property
    def _filled(self) -> Filled:
        # Loaded where it is used: with numba it takes a third of a second.
        from solver.assignment.sprints.bounds.filled import Filled

        return Filled(self.rooms[-1])

    def _fill(self, number: int, plain: list[int], top: float, end: float) -> None:
        """Look for prices with filled slots that bound a level, beginning with those of minutes that are known."""
        if not self.found[number]:
            return
        known, prices = self.found[number][-1]
        if known.places is self.rooms[-1]:
            above = zip(self.factors[-1][:number], plain[:number], strict=True)
            dual = Dual(known.places, known.goal, list(above), known.owners, self._filled)
            self.full[number].append((dual, least_bound(dual, end, top, known.of_pieces(prices), FILLED)[1]))

    def _search(self, number: int, room: int, plain: list[int], top: float, end: float) -> None:
        """Look for prices of some rooms that bound a level, beginning with those that are known."""
        above = zip(self.factors[room][:number], plain[:number], strict=True)
        owners = self.owners if room and number == len(self.levels) - 1 else None
        dual, known = Dual(self.rooms[room], self.factors[room][number], list(above), owners), self.found[number]
        start = known[-1][1] if known else None
        if start is not None and len(start) < dual.count:
            start = dual.spread(start)
        known.append((dual, least_bound(dual, end, top, start)[1]))

    @property
    def lacking(self) -> Floats | None:
        """What each pair lacks of the best of its piece, in quality at the last prices; None where there are none."""
        if not self.found[-1]:
            return None
        dual, prices = self.found[-1][-1]
        return dual.lacking(prices)

    def of(self, plain: list[int]) -> list[int]:
        """Return a bound of each level of a plan, with those above where it has them."""
        return [max(self.top(number, plain[:number]), value) for number, value in enumerate(plain)]

    def top(self, level: int, held: list[int]) -> int:
        """Return the closest bound on a level that is known, with those above held."""
        duals = (dual.bound(prices, held) for dual, prices in (*self.found[level], *self.full[level]))
        whole = (math.floor(bound + 1e-6) for bound in duals)
        return min(quick_bound(self.demands, level, held), self.noted.top(held), *whole)


def _of_pairs(level: Objective, n_pairs: int) -> Floats:
    """Return what each pair adds to a level by itself; what marks and other columns take away is left out."""
    found, own = np.zeros(n_pairs), level.column < n_pairs
    np.add.at(found, level.column[own], level.factor[own].astype(float))
    return found
