"""The levels in turn, each proved by bounds where they suffice and by search where they do not."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.columns.grow import Grower
from solver.assignment.model.linear import Linear
from solver.assignment.model.measure import ceiling, completed, measure, values_of_each
from solver.assignment.model.search import Found, Limits, best_pairs
from solver.assignment.patterns.climb import Climb
from solver.assignment.patterns.listing import Patterns
from solver.assignment.result import Level, Result

Ints = NDArray[np.int64]
# How many parts of a level are looked at before it is left to another search; and where there is none.
NODES: Final = 100
MOST: Final = 1_000_000
# How much of the time that is left branch and price may take before it is left to the search over pairs.
SHARE: Final = 0.5
# CP-SAT's unit of work for a first search over pairs.
BRIEF: Final = 5.0
# Plans that are measured at once have no more factors of demands than this: some ten megabytes.
AT_ONCE: Final = 1_000_000


@dataclass
class Ascent:
    """The best plan so far with the value of each level, and the tops that are proved with those above held.

    Of near plans that are as good as each other the one is taken that has most pairs of ``like``.
    """

    linear: Linear
    limits: Limits
    climb: Climb | None = None
    grower: Grower | None = None
    known: tuple[Ints, tuple[int, ...]] | None = None
    like: Ints | None = None
    tops: list[int] = field(default_factory=list)
    infeasible: bool = False
    stopped: str = ""

    def consider(self, pairs: Ints | None) -> None:
        """Remember a plan if it obeys the rules and is better than what is known."""
        values = None if pairs is None else measure(self.linear, pairs)
        if pairs is not None and values is not None and (self.known is None or values > self.known[1]):
            self.known = pairs, values

    def run(self) -> Result:
        """Return the result."""
        grower = self.grower = self.grower or Grower(self.linear, self.limits, self.climb)
        is_done = self._at_once(self.climb) if self.climb else self._grown(self._guessed(grower))
        if not is_done and not self.infeasible:
            self._level_by_level()
        return self._result()

    def _at_once(self, climb: Climb) -> bool:
        """Take all levels but the last to reach their bounds; return whether a plan does and is proved."""
        if not climb.guess():
            # Proved on the first level, where nothing is held yet.
            self.infeasible = climb.is_impossible and not climb.bounds
            return False
        for plan in climb.plans:
            self.consider(plan)
        top, held = climb.bounds[-1], climb.values[:-1]
        if self._value(held) != top.value:
            return self._grown(held)
        best = self._value(held)
        if best is None:
            return False
        self.tops = [*held, best]
        return True

    def _near(self, held: list[int]) -> bool:
        """List the plans that a level's bound nearly allows; return whether the best is among them, or known."""
        climb = self.climb
        # Where tasks are counted, too many plans lose nothing.
        if climb is None or len(climb.bounds) != len(self.linear.levels):
            return False
        exact = climb.bounds[-1].exact
        for spare in climb.spares():
            best = self._value(held)
            nearer = spare if best is None else min(spare, exact - (best + 1))
            plans = None if self.limits.are_up else climb.near(nearer)
            if plans is None:
                return False
            self._consider_all(climb.patterns, plans)
            best = self._value(held)
            if best is not None and exact - nearer <= best + 1:
                return True
        return False

    def _consider_all(self, patterns: Patterns, plans: Ints) -> None:
        """Consider the best of many plans, each a pattern of each block; of equals that with most pairs of ``like``."""
        like = np.zeros(0, dtype=np.int64) if self.like is None else self.like
        if not len(plans):
            return
        at_once = max(AT_ONCE // max(len(self.linear.column), 1), 1)
        parts = [_measured(patterns, plans[n : n + at_once], like) for n in range(0, len(plans), at_once)]
        obeys, values, alike = (np.concatenate(one) for one in zip(*parts, strict=True))
        if obeys.any():
            best = np.lexsort([-alike, *-values.T[::-1]])[0]
            self.consider(patterns.chosen(plans[obeys][best]))

    def _guessed(self, grower: Grower) -> list[int]:
        """Return a bound of each level but the last, each with those above at their bounds."""
        held = list[int]()
        for level in range(len(self.linear.levels) - 1):
            top = ceiling(self.linear, level)
            held.append(top if self._value(held) == top else int(min(top, grower.bound(held))))
        return held

    def _grown(self, held: list[int]) -> bool:
        """Search the last level with those above at their bounds; return whether a plan has all and is proved."""
        if not self._near(held) and not self._grow(held, NODES):
            return False
        best = self._value(held)
        self.tops = [] if best is None else [*held, best]
        return best is not None

    def _grow(self, held: list[int], nodes: int = MOST) -> bool:
        """Settle a level by branch and price; return whether that ended."""
        if not self.grower or not self.grower.is_able():
            return False
        tree = self.grower.tree(held, self._value(held))
        limit = nodes if self.limits.work == math.inf else NODES
        try:
            is_settled = tree.run(limit, SHARE * self.limits.seconds)
        except ArithmeticError:
            is_settled = False
        self.consider(tree.plan)
        return is_settled

    def _level_by_level(self) -> None:
        """Settle each level before the next; once a search was cut short, only bounds are added."""
        del self.tops[:]
        if self.climb:
            self.climb.restart()
        held = list[int]()
        for level in range(len(self.linear.levels)):
            # Bounds stand in the order of the levels: where one is missing, those further down have no place.
            is_bounded = self.climb is not None and len(self.climb.values) == level and self.climb.step(held)
            top = ceiling(self.linear, level)
            if self.climb and is_bounded:
                top = min(top, self.climb.values[level])
            if not is_bounded and self._value(held) != top and self.grower:
                top = int(min(top, self.grower.bound(held)))
            if self._value(held) != top and not self.stopped:
                top = self._settled(held, top, is_bounded=is_bounded)
            value = self._value(held)
            if value is None:
                break
            self.tops.append(top)
            held.append(value)

    def _settled(self, held: list[int], top: int, *, is_bounded: bool) -> int:
        """Search a level that no more than ``top`` is known of; return what is known then."""
        is_done = False
        # Where tasks are counted many plans have the same, and a search over pairs is often short.
        if not is_bounded and len(held) < len(self.linear.levels) - 1:
            found = self._search(held, None, -math.inf, top, min(BRIEF, self.limits.work))
            top, is_done = min(top, found.bound), found.is_proved
            self.stopped = self.stopped if self.limits.are_up else ""
        if is_done or self._near(held) or self._grow(held):
            best = self._value(held)
            self.infeasible = best is None
            return top if best is None else best
        found = self._search(held, self._shut(held) if is_bounded else None, -math.inf, top, self.limits.work)
        self.infeasible = found.is_proved and self.known is None
        return min(top, found.bound)

    def _shut(self, held: list[int]) -> Ints | None:
        """Return pairs that a better plan than the known one cannot have."""
        best = self._value(held)
        return self.climb.shut(held if best is None else [*held, best]) if self.climb else None

    def _search(self, held: list[int], shut: Ints | None, low: float, high: float, work: float) -> Found:
        hint, limits = self.known[0] if self.known else None, replace(self.limits, work=work)
        found = best_pairs(self.linear, len(held), held, limits, shut=shut, low=low, high=high, hint=hint)
        if not found.is_proved:
            cut = "time limit" if self.limits.seconds <= 0 or self.limits.work == math.inf else "work limit"
            self.stopped = "interrupt" if self.limits.wish.is_set() else cut
        self.consider(found.pairs)
        return found

    def _value(self, held: list[int]) -> int | None:
        """Return what the known plan has on the next level, without its constant, if it has all that is held."""
        plain = self.plain()
        return plain[len(held)] if plain and list(plain[: len(held)]) == held else None

    def plain(self) -> tuple[int, ...]:
        """Return the values of the known plan without the constants of the levels; empty without a plan."""
        values = self.known[1] if self.known else ()
        return tuple(value - level.constant for value, level in zip(values, self.linear.levels, strict=False))

    def _result(self) -> Result:
        if self.known is None:
            return Result("infeasible" if self.infeasible else "unknown", None, (), self.stopped)
        pairs, values = self.known
        levels = tuple(
            Level(level.name, value, top + level.constant)
            for level, value, top in zip(self.linear.levels, values, self.tops, strict=False)
        )
        for level in levels:
            if self.limits.progress:
                self.limits.progress(level.name, level.value, level.bound)
        proved = len(levels) == len(values) and all(level.gap == 0 for level in levels)
        return Result("optimal" if proved else "feasible", self.linear.plan(pairs), levels, self.stopped)


def _measured(patterns: Patterns, plans: Ints, like: Ints) -> tuple[NDArray[np.bool_], Ints, Ints]:
    """Return which plans obey the demands, and of each of those the value of each level and its pairs of ``like``."""
    on = patterns.switched(plans)
    columns, obeys = completed(patterns.linear, on)
    return obeys, values_of_each(patterns.linear, columns[obeys]), on[obeys][:, like].sum(axis=1)
