"""Solves a Problem over slots and pieces level by level; a period that cannot be sequenced comes back as a cut."""

from __future__ import annotations

import math
import random
import time as clock
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from solver.assignment.cpsat import heeding_interrupts
from solver.assignment.model.linear import Linear, linear
from solver.assignment.model.measure import ceiling, measure
from solver.assignment.model.search import Limits, Progress
from solver.assignment.result import Level, Result
from solver.assignment.road.fill import Filler
from solver.assignment.road.program import Program
from solver.assignment.road.road import Road
from solver.assignment.sprints.bound import linear_bound
from solver.assignment.sprints.capacity import capacity_bound
from solver.assignment.sprints.check import EARLY, Sequences, placed_of, with_cuts
from solver.assignment.sprints.fill import filled, worked
from solver.assignment.sprints.lists import first_placed
from solver.assignment.sprints.neighbours import shut_columns, some_pieces
from solver.assignment.sprints.rolling import rolled, solve_rolling
from solver.assignment.sprints.search import best_placed
from solver.domain.plan import Plan
from solver.matching.problem import Problem

Ints = NDArray[np.int64]
# The share of a level's time that bounding it, and then improving the plan, may take before the whole is searched.
SHARE = 0.5
# Up to so many pairs a level is proved at once; beyond, a bound comes first and small searches improve the plan.
FEW_PAIRS = 1_500
# From so many pairs on the whole is not searched at all.
MOST_PAIRS = 40_000
# The share of the time for lists whose order is kept from the first step on.
LIST_SHARE = 0.25
# The share of the time for plans whose order within periods is looked at only afterwards, and the least for another.
LOOSE_SHARE = 0.75
ROUND_SHARE = 0.4
LEAST = 0.5
# The share of the time, and seconds for each piece, for an order that ends urgent work early.
ORDER_SHARE = 0.05
ORDER_SECONDS = 4e-3
# CP-SAT's unit of work for each small search, and how many may bring nothing before the whole is searched.
WORK = 0.5
MOST_IN_VAIN = 12


def solve_slots(
    problem: Problem,
    *,
    time_limit: float = 60.0,
    seed: int = 0,
    workers: int = 1,
    progress: Progress | None = None,
    start: Plan | None = None,
    work_limit: float | None = None,
) -> Result:
    """Return the best plan over slots and pieces that can be worked in its order, with start and end of each piece.

    Parameters
    ----------
    problem : Problem
        With ``time``.
    time_limit : float
        Seconds for all levels together, above 0.
    seed, workers : int
        Of each search.
    progress : callable, optional
        Called with level, value and bound whenever a better plan is found.
    start : Plan, optional
        A plan to start from; one that breaks a rule or cannot be worked is left aside.
    work_limit : float, optional
        Of each search, in CP-SAT's deterministic unit.

    Returns
    -------
    Result
        As ``solve_exact``; ``notes`` name periods for which only the longest chain was checked.
    """
    with heeding_interrupts() as wish:
        end = clock.monotonic() + time_limit
        kept = min(ORDER_SHARE * time_limit, ORDER_SECONDS * len(problem.tasks))
        limits = Limits(end - kept, seed, workers, wish, progress, work_limit or math.inf)
        if start is None and not problem.previous and int(problem.eligible.sum()) > MOST_PAIRS:
            found = solve_rolling(problem, replace(limits, end=end))
            if found is not None:
                return found
        climb = Climb(problem, limits, until=end if work_limit is None else math.inf)
        climb.consider(climb.linear.pairs(start) if start else None)
        climb.consider(climb.columns(first_placed(problem)))
        if work_limit is None and FEW_PAIRS < climb.linear.n_pairs <= MOST_PAIRS:
            if start is None and not problem.previous:
                listing = replace(limits, end=clock.monotonic() + LIST_SHARE * time_limit)
                climb.consider(climb.columns(rolled(problem, listing)))
            loosened(climb, LOOSE_SHARE * limits.seconds)
        return climb.run()


def loosened(climb: Climb, seconds: float) -> None:
    """Plan by the road, which looks at no order within a period; what cannot be worked is cut off, and again.

    Parameters
    ----------
    climb : Climb
        With a plan that can be worked, to be bettered in place.
    seconds : float
        For all rounds together; each has ``ROUND_SHARE`` of what is left.
    """
    end, capped = clock.monotonic() + seconds, set[int]()
    while climb.known is not None and end - clock.monotonic() > LEAST and not climb.limits.wish.is_set():
        pairs = climb.columns(climb.known[0])
        if pairs is None:
            return
        part = ROUND_SHARE * (end - clock.monotonic())
        limits = replace(climb.limits, end=clock.monotonic() + part)
        road = Road(Filler(Program(climb.linear)), limits, pairs, reserve=0.1 * part)
        for level in capped:
            road.tops[level] = climb.known[1][level]
        road.run()
        if not capped:
            constants = [level.constant for level in climb.linear.levels]
            plain = [tuple(v - c for v, c in zip(each, constants, strict=True)) for each in (road.values, road.tops)]
            climb.loose = plain[0], plain[1]
        if climb.consider(road.pairs) or road.values <= climb.known[1]:
            return
        level = next(k for k, (a, b) in enumerate(zip(road.values, climb.known[1], strict=True)) if a != b)
        climb.cut(placed_of(climb.linear, road.pairs))
        climb.stopped = ""
        # What cannot be worked on this level once is not asked for again: the levels below have their turn.
        capped.add(level)


@dataclass
class Climb:
    """The best plan so far that can be worked, the tops that are proved, and the cuts found on the way.

    ``starts`` are those of each period, bettered ``until`` a moment. ``loose`` are values and bounds, without
    constants, of a plan whose order within periods was not looked at: they hold for plans with as much above.
    """

    problem: Problem
    limits: Limits
    until: float = math.inf
    known: tuple[dict[int, int], tuple[int, ...]] | None = None
    starts: list[dict[int, int]] = field(default_factory=list)
    tops: list[int] = field(default_factory=list)
    stopped: str = ""
    is_impossible: bool = False
    loose: tuple[tuple[int, ...], tuple[int, ...]] | None = None

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

    def run(self) -> Result:
        """Settle level after level; return the result."""
        held = list[int]()
        for level in range(len(self.linear.levels)):
            top = self._settle(level, held)
            value = self._value(held)
            if value is None:
                break
            self.tops.append(top)
            held.append(value)
            if self.limits.progress:
                objective = self.linear.levels[level]
                self.limits.progress(objective.name, value + objective.constant, top + objective.constant)
        return self._result()

    def _settle(self, level: int, held: list[int]) -> int:
        """Raise a level until a plan that can be worked reaches its bound, or time is up; return the bound."""
        top, is_last = ceiling(self.linear, level), level == len(self.linear.levels) - 1
        left = len(self.linear.levels) - level
        seconds = max(self.limits.seconds, 0.0) * (1.0 if is_last else 1.5 / (left + 0.5))
        limits = replace(self.limits, end=clock.monotonic() + seconds)
        sack = capacity_bound(self.problem, [one.name for one in self.linear.levels], held)
        top = top if sack is None else min(top, sack)
        if self.loose and all(have >= least for have, least in zip(held, self.loose[0], strict=False)):
            top = min(top, self.loose[1][level])
        if self._value(held) != top and not self.stopped and self.linear.n_pairs > FEW_PAIRS:
            bound = linear_bound(self.linear, level, held, limits.seconds * SHARE)
            top = top if bound is None else min(top, bound)
            if self.known is not None:
                share = SHARE if self.linear.n_pairs <= MOST_PAIRS else 1.0
                self._improve(level, held, top, replace(limits, end=clock.monotonic() + limits.seconds * share))
        if self.known is not None and self.linear.n_pairs > MOST_PAIRS:
            self._note_stop(final=is_last)
            return top
        while self._value(held) != top and not self.stopped:
            if limits.are_up:
                self._note_stop(final=is_last)
                break
            hint = self.columns(self.known[0]) if self.known else None
            value = self._value(held)
            found = best_placed(self.linear, level, held, limits, low=value, high=top, hint=hint)
            if found.pairs is None and found.is_proved:
                # With what is held there is a plan unless nothing is held and nothing is known.
                self.is_impossible = self.known is None
                return top
            top = min(top, found.bound)
            if found.pairs is None:
                self._note_stop(final=is_last)
                break
            if not self.consider(found.pairs) and (value is None or self._level_of(found.pairs, level) > value):
                placed, before = placed_of(self.linear, found.pairs), self.problem
                self.cut(placed)
                kept = worked(before, self.sequences, placed)
                self.consider(self.columns(filled(self.problem, self.linear, kept)))
            elif not found.is_proved and self._value(held) != top:
                self._note_stop(final=is_last)
                break
        return top

    def _improve(self, level: int, held: list[int], top: int, limits: Limits) -> None:
        """Plan some tasks anew while the others stay, again and again, until the level is at its top or time is up."""
        chance = random.Random(self.limits.seed + level)
        in_vain = 0
        while self.known and self._value(held) != top and not limits.are_up and in_vain < MOST_IN_VAIN:
            placed = self.known[0]
            shut = shut_columns(self.linear, placed, some_pieces(self.linear, placed, level, chance))
            brief = replace(limits, work=min(WORK, self.limits.work), progress=None)
            hint = self.columns(placed)
            found = best_placed(self.linear, level, held, brief, low=self._value(held), high=top, hint=hint, shut=shut)
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

    def _value(self, held: list[int]) -> int | None:
        """Return what the known plan has on the next level, without its constant, if it has all that is held."""
        if self.known is None:
            return None
        plain = [value - level.constant for value, level in zip(self.known[1], self.linear.levels, strict=True)]
        return plain[len(held)] if plain[: len(held)] == held else None

    def _result(self) -> Result:
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
