"""How each level of a plan over periods is settled; what cannot be sequenced comes back as a cut."""

from __future__ import annotations

import math
import random
import time as clock
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.linear import linear
from solver.assignment.model.measure import ceiling
from solver.assignment.model.search import Limits
from solver.assignment.result import Result
from solver.assignment.sprints.best import Best
from solver.assignment.sprints.bounds.branched import branched
from solver.assignment.sprints.bounds.noted import NONE
from solver.assignment.sprints.bounds.sets import are_few, by_sets
from solver.assignment.sprints.bounds.tops import Tops
from solver.assignment.sprints.check import placed_of, with_cuts
from solver.assignment.sprints.exact.neighbours import shut_columns, some_pieces
from solver.assignment.sprints.exact.search import FEW_PAIRS, best_placed
from solver.assignment.sprints.fill import filled, worked
from solver.assignment.sprints.programs import MOST_PAIRS as MOST_PROGRAMMED
from solver.assignment.sprints.programs import SHARE as PROGRAM_SHARE
from solver.assignment.sprints.programs import programmed
from solver.assignment.sprints.rolling import PROVED_BY_SEQUENCE, rolled
from solver.assignment.sprints.urgent import urgent_first
from solver.assignment.sprints.windows.polish import Polisher

Ints = NDArray[np.int64]
# The share of the time that a class may take where all levels are to be proved, or none.
PROOF_SHARE: Final = 0.5
# The share of a level's time that bounding it, and then improving the plan, may take before the whole is searched.
SHARE: Final = 0.5
# From so many pairs on the whole is not searched at all.
MOST_PAIRS: Final = 40_000
# What prices of minutes, then of whole pieces, the linear program of the last level, and then bounds of all levels may
# take of the time at the end, the last as much as so many others.
PRICE_SHARE: Final = 0.3
FILL_SHARE: Final = 0.5
FIRST_SHARE: Final = 0.7
BOUND_SHARE: Final = 0.9
LAST: Final = 3
# The share of the time, and work for each piece, for which a plan is bettered as a list at one go.
RELIST_SHARE: Final = 0.1
RELIST_WORK: Final = 0.01
# CP-SAT's unit of work for each small search, and how many may bring nothing before the whole is searched.
WORK: Final = 0.5
MOST_IN_VAIN: Final = 12


@dataclass
class Climb(Best):
    """Settles the levels in turn; cuts that are found on the way join the demands.

    ``is_bounded`` says that all levels had their turn to be bounded: only the last one is bettered then. Where
    ``is_proof`` a level that stays open ends the search: other ways have the time that is left.
    """

    is_bounded: bool = False
    is_proof: bool = False

    @cached_property
    def has_few_sets(self) -> bool:
        """Whether levels are bounded by sets of pieces; no cut changes which of them fit."""
        return are_few(self.problem)

    def urgent_first(self, seconds: float) -> bool:
        """Settle the classes that need few pieces over those alone, for some seconds; return whether any are searched.

        Cuts that are found on the way stay.
        """
        searched = urgent_first(self, self.linear, self.limits.within(seconds), self.sequences)
        if searched is not None:
            self.problem, self.linear = searched.problem, searched
        return searched is not None

    def relist(self, seconds: float, work: float = math.inf) -> None:
        """Better the known plan as a list for some seconds, or so much work, over all levels at once."""
        if self.is_best:
            return
        listing = replace(self.limits, end=clock.monotonic() + seconds, work=work)
        tops = self.tops or [ceiling(self.linear, level) for level in range(len(self.linear.levels))]
        # Stages give less urgent work anew, and would not know who had it.
        in_stages = self.earlier is None
        self.consider(self.columns(rolled(self.problem, listing, self.gaps(), tops, in_stages=in_stages)))

    def polish(self, seconds: float) -> None:
        """Better the known plan window by window for some seconds."""
        gaps = self.gaps()
        if gaps is None or self.is_best:
            return
        plain, end = self.plain, clock.monotonic() + seconds
        lacking = self.relaxation(len(plain) - 1, plain[:-1], seconds).gain[: self.linear.n_pairs]
        Polisher(self.linear, gaps, lacking, self.limits).better(self.tops, end - clock.monotonic())
        starts = [{c: gaps.starts[c] for c in jobs.jobs} for jobs in self.sequences.jobs(gaps.placed)]
        self.consider(self.columns(gaps.placed), starts)

    def relist_briefly(self) -> None:
        """Better the known plan as a list for a moment, unless that is not wanted now.

        Where there is time it is so much work: a plan that is proved afterwards is then the same each time.
        """
        seconds = RELIST_SHARE * self.limits.seconds
        if seconds > 0 and self.limits.work == math.inf and not self.stopped and not self.is_bounded:
            work = RELIST_WORK * len(self.problem.tasks)
            self.relist(seconds, work if work < seconds else math.inf)

    def bound(self) -> None:
        """Bound all levels of the known plan, quick bounds before close ones; then only the last one is bettered."""
        if self.known is None or self.is_best:
            return
        plain, self.is_bounded = self.plain, True
        if self.has_few_sets:
            self._bound_each(plain, self.relaxation)
            self._bound_each(plain, self._by_sets, last=1)
        else:
            self._by_prices(plain)
        self._bound_each(plain, self._closer)

    def _by_prices(self, plain: list[int]) -> None:
        """Bound all levels of the known plan by prices and linear programs."""
        last = len(plain) - 1
        self._by_programs(plain)
        prices = Tops(self.problem, linear(self.problem, PROVED_BY_SEQUENCE), self.noted)
        prices.search(plain, self.limits.within(PRICE_SHARE * self.limits.seconds))
        prices.fill(plain, self.limits.within(FILL_SHARE * self.limits.seconds))
        for level, top in enumerate(prices.of(plain)):
            self.noted.note(plain[:level], top)
        if not any(len(held) == last for held in self.relaxed):
            # The quality first: where there is time for one linear program alone it is the one that says most.
            self.relaxation(last, plain[:last], FIRST_SHARE * self.limits.seconds)
        self._bound_each(plain, self.relaxation)

    def _by_programs(self, plain: list[int]) -> None:
        """Bound classes by linear programs over what they need, urgent ones first, until one takes too long."""
        for level in self._open(plain)[:-1]:
            share = BOUND_SHARE / (len(plain) - 1 - level + LAST)
            if self.relaxation(level, plain[:level], share * self.limits.seconds).bound == NONE:
                # Those below need more pieces.
                return
            self._tell()

    def _open(self, plain: list[int]) -> list[int]:
        """Return the levels of the known plan that are not proved."""
        return [level for level, (value, top) in enumerate(zip(plain, self.tops, strict=True)) if value != top]

    def _bound_each(
        self, plain: list[int], bound: Callable[[int, Sequence[int], float], object], last: int = LAST
    ) -> None:
        """Bound each level of the known plan that is not proved: the last has as much time as so many others."""
        open_ = self._open(plain)
        for left, level in zip(range(len(open_) - 1, -1, -1), open_, strict=True):
            share = 1 / (left + last) if left else 1.0
            bound(level, plain[:level], self.limits.seconds * BOUND_SHARE * share)
            self._tell()

    def run(self) -> Result:
        """Settle level after level; return the result."""
        self.settle()
        return self.result()

    def proves(self, seconds: float) -> bool:
        """Return whether every level is proved within some seconds, or no plan at all; what is proved is noted."""
        limits = self.limits
        self.limits, self.is_proof = limits.within(seconds), True
        self.settle()
        self.limits, self.is_proof = limits, False
        if self.is_impossible or limits.are_up or self.is_best:
            return True
        self.stopped = ""
        return False

    def settle(self) -> None:
        """Settle level after level, until time is up."""
        held = list[int]()
        for level in range(len(self.linear.levels)):
            top = self._settle(level, held)
            if self.known is None:
                break
            self.noted.note(held, top)
            # A level above may be higher by now; the bounds hold for what is higher there, too.
            held = self.plain[: level + 1]
            value = held[level]
            if self.limits.progress:
                objective = self.linear.levels[level]
                self.limits.progress(objective.name, value + objective.constant, top + objective.constant)
            if self.is_proof and value != top:
                break
        if self.is_bounded and not self.stopped:
            self._note_stop()

    def _settle(self, level: int, held: list[int]) -> int:
        """Raise a level until a plan that can be worked reaches its bound, or time is up; return the bound."""
        top, is_last = self.top(level, held), level == len(self.linear.levels) - 1
        left = len(self.linear.levels) - level
        share = 1.0 if is_last else PROOF_SHARE if self.is_proof else 1.5 / (left + 0.5)
        seconds = max(self.limits.seconds, 0.0) * share
        limits = replace(self.limits, end=clock.monotonic() + seconds)
        # Over few pairs a level is proved at once; beyond, a bound comes first and small searches improve the plan.
        if self.value(held) != top and not self.stopped and (self.is_bounded or self.linear.n_pairs > FEW_PAIRS):
            top = min(top, self.relaxation(level, held, limits.seconds * SHARE).bound)
            if self.is_bounded and not is_last:
                # To better this level now would leave those below without bounds.
                return top
            if self.known is not None:
                share = SHARE if self.linear.n_pairs <= MOST_PAIRS else 1.0
                self._improve(level, held, top, replace(limits, end=clock.monotonic() + limits.seconds * share))
        if self.known is not None and self.linear.n_pairs > MOST_PAIRS:
            self._note_stop(final=is_last)
            return top
        return self._search(level, held, top, limits)

    def _search(self, level: int, held: list[int], top: int, limits: Limits) -> int:
        """Search all pairs for more of a level, cut after cut, until its bound is reached or time is up; return it."""
        is_last = level == len(self.linear.levels) - 1
        top = self._program(level, held, top, limits)
        while self.value(held) != top and not self.stopped:
            if limits.are_up:
                self._note_stop(final=is_last)
                break
            hint = self.columns(self.known[0]) if self.known else None
            value = self.value(held)
            found = best_placed(self.linear, level, held, limits, low=value, high=top, hint=hint)
            if found.pairs is None and found.is_proved:
                # With what is held there is a plan unless nothing is held and nothing is known.
                self.is_impossible = self.known is None
                return top
            top = min(top, found.bound)
            if found.pairs is None:
                self._note_stop(final=is_last)
                break
            if self.consider(found.pairs):
                if self.known is not None and not self.is_bounded:
                    self._extended(self.known[0], self.gaps())
            elif value is None or self._level_of(found.pairs, level) > value:
                placed, before = placed_of(self.linear, found.pairs), self.problem
                self.cut(placed)
                kept = worked(before, self.sequences, placed)
                self.consider(self.columns(filled(self.problem, self.linear, kept)))
                continue
            if not found.is_proved and self.value(held) != top:
                self._note_stop(final=is_last)
                self.relist_briefly()
                break
        return top

    def _program(self, level: int, held: list[int], top: int, limits: Limits) -> int:
        """Raise a level by programs of whole pieces for a share of the time; return its bound."""
        is_free = limits.work == math.inf and self.linear.n_pairs <= MOST_PROGRAMMED
        if not is_free or self.value(held) == top or self.stopped or limits.are_up:
            return top
        low = self.value(held)
        start = self.columns(self.known[0]) if self.known and low is not None else None
        share = limits.within(PROGRAM_SHARE * limits.seconds)
        found, searched = programmed(self.linear, level, held, share, self.sequences, low=low, high=top, start=start)
        self.problem, self.linear = searched.problem, searched
        if self.consider(found.pairs) and self.known is not None and not self.is_bounded:
            self._extended(self.known[0], self.gaps())
        return min(top, found.bound)

    def _improve(self, level: int, held: list[int], top: int, limits: Limits) -> None:
        """Plan some tasks anew while the others stay, again and again, until the level is at its top or time is up."""
        chance = random.Random(self.limits.seed + level)
        in_vain = 0
        while self.known and self.value(held) != top and not limits.are_up and in_vain < MOST_IN_VAIN:
            placed = self.known[0]
            shut = shut_columns(self.linear, placed, some_pieces(self.linear, placed, level, chance))
            brief = replace(limits, work=min(WORK, self.limits.work), progress=None)
            hint = self.columns(placed)
            found = best_placed(self.linear, level, held, brief, low=self.value(held), high=top, hint=hint, shut=shut)
            better = found.pairs is not None and self.consider(found.pairs)
            in_vain = 0 if better else in_vain + 1

    def _level_of(self, pairs: Ints, level: int) -> int:
        objective = self.linear.levels[level]
        return (
            int(objective.factor @ self.linear.switched(pairs)[objective.column])
            if level < len(self.linear.levels) - 1
            else 2**62
        )

    def cut(self, placed: dict[int, int]) -> None:
        """Add what of a plan cannot be worked as cuts."""
        cuts = self.sequences.cuts(placed)
        if not cuts:
            # Nothing is proved against it: its values are no better than those known, or time was up.
            self._note_stop()
            return
        self.problem = with_cuts(self.problem, cuts)
        self.linear = linear(self.problem)

    def _by_sets(self, level: int, held: Sequence[int], seconds: float) -> None:
        """Search for a bound over sets of pieces that slots hold."""
        if self.known and self.top(level, [*held]) != self.value([*held]):
            pairs = self.columns(self.known[0])
            if pairs is not None:
                self.noted.note(held, by_sets(self.linear, level, held, self.limits.within(seconds), pairs))

    def _closer(self, level: int, held: Sequence[int], seconds: float) -> None:
        """Search for a closer bound than that of linear programming."""
        if self.top(level, [*held]) != self.value([*held]):
            pairs = self.columns(self.known[0]) if self.known else None
            limits = replace(self.limits, end=clock.monotonic() + seconds)
            self.noted.note(held, branched(self.linear, level, held, limits, pairs))
