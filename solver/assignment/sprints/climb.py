"""The best plan over periods so far, and how each level is settled; what cannot be sequenced comes back as a cut."""

from __future__ import annotations

import math
import random
import time as clock
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.linear import Linear, linear
from solver.assignment.model.measure import ceiling, measure
from solver.assignment.model.search import Limits
from solver.assignment.result import Level, Result
from solver.assignment.sprints.bound import Relaxed, relaxed, whole_bound
from solver.assignment.sprints.capacity import capacity_bound
from solver.assignment.sprints.check import EARLY, Sequences, placed_of, with_cuts
from solver.assignment.sprints.fill import filled, worked
from solver.assignment.sprints.gaps import Gaps
from solver.assignment.sprints.lists import extend
from solver.assignment.sprints.neighbours import shut_columns, some_pieces
from solver.assignment.sprints.rolling import rolled
from solver.assignment.sprints.search import best_placed
from solver.matching.problem import Problem

Ints = NDArray[np.int64]
# The share of a level's time that bounding it, and then improving the plan, may take before the whole is searched.
SHARE: Final = 0.5
# Up to so many pairs a level is proved at once; beyond, a bound comes first and small searches improve the plan.
FEW_PAIRS: Final = 1_500
# From so many pairs on the whole is not searched at all.
MOST_PAIRS: Final = 40_000
# What bounds of all levels may take of the time at the end, the last of them the most.
BOUND_SHARE: Final = 0.9
# The share of the time, and work for each piece, for which a plan is bettered as a list at one go.
RELIST_SHARE: Final = 0.1
RELIST_WORK: Final = 0.01
# CP-SAT's unit of work for each small search, and how many may bring nothing before the whole is searched.
WORK: Final = 0.5
MOST_IN_VAIN: Final = 12
UNKNOWN: Final = Relaxed(2**62, np.zeros(0))


@dataclass
class Climb:
    """The best plan so far that can be worked, the tops that are proved, and the cuts found on the way.

    ``starts`` are those of each period, bettered ``until`` a moment. ``proved`` are bounds of some levels, without
    constants, that hold where those above are at theirs; ``relaxed`` are bounds of the level below some that are held,
    and ``is_bounded`` says that all had their turn.
    """

    problem: Problem
    limits: Limits
    until: float = math.inf
    known: tuple[dict[int, int], tuple[int, ...]] | None = None
    starts: list[dict[int, int]] = field(default_factory=list)
    tops: list[int] = field(default_factory=list)
    stopped: str = ""
    is_impossible: bool = False
    is_bounded: bool = False
    proved: dict[int, int] = field(default_factory=dict)
    relaxed: dict[tuple[int, ...], Relaxed] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Post the rules."""
        self.sequences = Sequences(self.problem)
        self.linear: Linear = linear(self.problem)

    def columns(self, placed: dict[int, int]) -> Ints | None:
        """Return the columns of placed pieces, None if a pair is not there."""
        place = {
            pair: c for c, pair in enumerate(zip(self.linear.member.tolist(), self.linear.task.tolist(), strict=True))
        }
        found = [place.get((row, piece), -1) for piece, row in placed.items()]
        return None if -1 in found else np.array(sorted(found), dtype=np.int64)

    def consider(self, pairs: Ints | None) -> bool:
        """Remember a plan if it obeys the rules, can be worked and is better than what is known."""
        values = None if pairs is None else measure(self.linear, pairs)
        if pairs is None or values is None or (self.known is not None and values <= self.known[1]):
            return False
        placed = placed_of(self.linear, pairs)
        starts = self.sequences.starts(placed)
        if starts is None:
            return False
        self.known, self.starts = (placed, values), starts
        return True

    def ceiling(self, level: int, held: list[int]) -> int:
        """Return a bound on a level that needs no search, with those above held."""
        sack = capacity_bound(self.problem, [one.name for one in self.linear.levels], held)
        top = ceiling(self.linear, level)
        return top if sack is None else min(top, sack)

    def gaps(self) -> Gaps | None:
        """Return the known plan in gaps, None if there is none or not all of it has starts."""
        return None if self.known is None else self._gaps(self.known[0], self.starts)

    def relist(self, seconds: float, work: float = math.inf) -> None:
        """Better the known plan as a list for some seconds, or so much work, over all levels at once."""
        listing = replace(self.limits, end=clock.monotonic() + seconds, work=work)
        tops = [min(ceiling(self.linear, k), self.proved.get(k, 2**62)) for k in range(len(self.linear.levels))]
        self.consider(self.columns(rolled(self.problem, listing, self.gaps(), tops)))

    def relist_briefly(self) -> None:
        """Better the known plan as a list for a moment, unless that is not wanted now.

        Where there is time it is so much work: a plan that is proved afterwards is then the same each time.
        """
        seconds = RELIST_SHARE * self.limits.seconds
        if seconds > 0 and self.limits.work == math.inf and not self.stopped and not self.is_bounded:
            work = RELIST_WORK * len(self.problem.tasks)
            self.relist(seconds, work if work < seconds else math.inf)

    def complete(self, placed: dict[int, int]) -> None:
        """Consider placed pieces with all that a list adds to them."""
        starts = self.sequences.starts(placed)
        self._extended(placed, None if starts is None else self._gaps(placed, starts))

    def _extended(self, placed: dict[int, int], gaps: Gaps | None) -> None:
        """Consider placed pieces, in gaps or not, with all that fits beside them."""
        if gaps is None:
            self.consider(self.columns(filled(self.problem, self.linear, placed)))
            return
        extend(gaps)
        self.consider(self.columns(gaps.placed))

    def _gaps(self, placed: dict[int, int], starts: Sequence[dict[int, int]]) -> Gaps | None:
        """Return placed pieces in gaps, None where not all have starts."""
        if len(placed) > sum(map(len, starts)):
            return None
        gaps = Gaps(self.problem, self.sequences.time)
        for begun in starts:
            for piece, start in begun.items():
                gaps.put(piece, gaps.pair_of(piece, placed[piece]), start)
        return gaps

    def bound(self) -> None:
        """Bound all levels of the known plan, quick bounds before close ones; then only the last one is bettered."""
        if self.known is None:
            return
        plain, self.is_bounded = self._plain(self.known[1]), True
        for bound in (self.relaxation, self._closer):
            for level in range(len(plain)):
                if plain[level] != self.ceiling(level, plain[:level]):
                    bound(level, plain[:level], self.limits.seconds * BOUND_SHARE / (len(plain) - level))

    def or_else(self, found: Result) -> Result:
        """Return another result, or the known plan where that is better: then under the bounds of the other."""
        if self.known is None or self.known[1] <= tuple(level.value for level in found.levels):
            return found
        # Its bounds hold for plans with no less on the levels above, such as this one.
        pairs = zip(found.levels, self.linear.levels, strict=True)
        self.tops = [told.bound - level.constant for told, level in pairs]
        return replace(self.result(), stopped=found.stopped)

    def run(self) -> Result:
        """Settle level after level; return the result."""
        self.settle()
        return self.result()

    def proves(self, seconds: float) -> bool:
        """Return whether every level is proved within some seconds, or no plan at all; what is proved is kept."""
        limits = self.limits
        self.limits = replace(limits, end=min(limits.end, clock.monotonic() + seconds))
        self.settle()
        self.limits = limits
        plain = self._plain(self.known[1]) if self.known else []
        if self.is_impossible or limits.are_up or self.tops == plain:
            return True
        for level, (value, top) in enumerate(zip(plain, self.tops, strict=False)):
            self.proved[level] = top
            if value != top:
                break
        self.tops, self.stopped = [], ""
        return False

    def settle(self) -> None:
        """Settle level after level, until time is up."""
        held = list[int]()
        for level in range(len(self.linear.levels)):
            top = self._settle(level, held)
            if self.known is None:
                break
            self.tops.append(top)
            # A level above may be higher by now; the bounds hold for what is higher there, too.
            held = self._plain(self.known[1])[: level + 1]
            value = held[level]
            if self.limits.progress:
                objective = self.linear.levels[level]
                self.limits.progress(objective.name, value + objective.constant, top + objective.constant)
        if self.is_bounded and not self.stopped:
            self._note_stop()

    def _settle(self, level: int, held: list[int]) -> int:
        """Raise a level until a plan that can be worked reaches its bound, or time is up; return the bound."""
        top, is_last = self.ceiling(level, held), level == len(self.linear.levels) - 1
        left = len(self.linear.levels) - level
        seconds = max(self.limits.seconds, 0.0) * (1.0 if is_last else 1.5 / (left + 0.5))
        limits = replace(self.limits, end=clock.monotonic() + seconds)
        if all(held[k] == self.proved.get(k) for k in range(level)):
            top = min(top, self.proved.get(level, top))
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

    def _note_stop(self, *, final: bool = True) -> None:
        if self.limits.wish.is_set():
            self.stopped = "interrupt"
        elif self.limits.seconds <= 0.05 or (final and self.limits.work == math.inf):
            self.stopped = "time limit"
        elif self.limits.work < math.inf:
            self.stopped = "work limit"

    def value(self, held: list[int]) -> int | None:
        """Return what the known plan has on the next level, without its constant, if it has all that is held."""
        if self.known is None:
            return None
        plain = self._plain(self.known[1])
        return plain[len(held)] if plain[: len(held)] == held else None

    def _plain(self, values: Sequence[int]) -> list[int]:
        return [value - level.constant for value, level in zip(values, self.linear.levels, strict=True)]

    def relaxation(self, level: int, held: Sequence[int], seconds: float) -> Relaxed:
        """Return what linear programming says of a level, with the closest bound that is known; none is 2**62."""
        key = tuple(held)
        if key not in self.relaxed:
            found = relaxed(self.linear, level, held, seconds)
            if found is None:
                return UNKNOWN
            self.relaxed[key] = found
        return self.relaxed[key]

    def _closer(self, level: int, held: Sequence[int], seconds: float) -> None:
        """Search for a closer bound than that of linear programming."""
        key = tuple(held)
        known = self.relaxed.get(key, UNKNOWN)
        if known.bound != self.value(list(held)):
            limits = replace(self.limits, end=clock.monotonic() + seconds)
            bound = min(known.bound, whole_bound(self.linear, level, held, limits))
            self.relaxed[key] = known._replace(bound=bound)

    def result(self) -> Result:
        """Return the known plan with its values and the tops of the levels that were settled."""
        if self.known is None:
            return Result("infeasible" if self.is_impossible else "unknown", None, (), self.stopped)
        placed, values = self.known
        levels = tuple(
            Level(level.name, value, top + level.constant)
            for level, value, top in zip(self.linear.levels, values, self.tops, strict=False)
        )
        proved = len(levels) == len(values) and all(level.gap == 0 for level in levels)
        until = clock.monotonic() if self.limits.wish.is_set() else self.until
        plan, is_early = self.sequences.plan(placed, self.starts, until)
        why = EARLY if is_early else ""
        names = [str(self.sequences.time.periods[p] or "the window") for p in sorted(self.sequences.unknown)]
        notes = tuple(f"the order of work in {name} was checked by its longest chain alone" for name in names)
        status = "optimal" if proved else "feasible"
        return Result(status, plan, levels, "" if proved else self.stopped, why=why, notes=notes)
