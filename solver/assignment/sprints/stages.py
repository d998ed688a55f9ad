"""Betters a sequenced plan in stages: each class but the last over what it needs alone, urgent ones first, then all.

What waits for no urgent work and is none only stands in its way while that is moved about: without it an urgent class
gets as far in a few seconds as it would not in minutes beside all the rest. What a stage reached weighs more in the
next ones, so that little of it is lost.
"""

from __future__ import annotations

import operator
import time as clock
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from solver.assignment.model.search import Limits
from solver.assignment.sprints.lists.gaps import Gaps
from solver.assignment.sprints.lists.listing import extend
from solver.assignment.sprints.lists.ties import RATIO, level_places
from solver.assignment.sprints.lists.units import Unit
from solver.domain.order import needs_first

# Of a class that counts how early, and of any other, which takes a moment: the share of the time, times the share of
# the pieces that it needs; and the loss borne at first and at last, in the largest quality of a pair.
EARLY: Final = 0.8, (4.0, 0.1)
COUNTED: Final = 0.1, (1.0, 0.1)
# How much more a unit of a level counts than one of the next where it has been settled; and how much one of the level
# that a class is about: as much as the first of three levels above the quality.
FIRM: Final = 16.0
AIMED: Final = RATIO**2
# With fewer seconds for each piece there is one stage alone.
LEAST_EACH: Final = 0.0005
Reached = Callable[[Sequence[float]], None]


def _unheard(_: Sequence[float]) -> None:
    """Tell nobody what is reached."""


def _of_first(reached: Reached, count: int, best: Sequence[float]) -> None:
    """Tell so many of the levels alone."""
    reached(best[:count])


def staged(
    gaps: Gaps, units: Sequence[Unit], tops: Sequence[int], limits: Limits, reached: Reached = _unheard
) -> Iterator[None]:
    """Go on until time is up; whenever a whole plan is the best of its stage it stands in the gaps by then.

    Parameters
    ----------
    gaps : Gaps
        A plan.
    units : sequence of tuple of int
        What is given as one, in an order in which it can be given.
    tops : sequence of int
        A bound of each class, and of how early it is where that counts, as in ``level_places``: a class that is there
        has no stage of its own.
    limits : Limits
        Of this alone.
    reached : callable, optional
        Called with what each level has, as in ``level_places``, whenever rounds are better: in a stage with the levels
        down to those of its class.

    Yields
    ------
    None
        A plan stands in the gaps.
    """
    # Loaded where it is used: with numba it takes a third of a second, and many commands never search.
    from solver.assignment.sprints.ruin.search import Ruin

    settled, seed = set[int](), limits.seed
    n_pieces, places = len(gaps.problem.tasks), level_places(gaps.problem, gaps.time)
    if min(limits.seconds, limits.work) > LEAST_EACH * n_pieces:
        # What the last class needs is the whole plan.
        for kind in range(len(places) - 2):
            levels = range(places[kind], places[kind + 1])
            if all(map(operator.ge, _reached(gaps, kind), tops[levels.start : levels.stop])):
                settled.update(levels)
                continue
            opened = _needed(gaps, units, kind)
            _leave(gaps, units, opened)
            extend(gaps, [units[number] for number in sorted(opened)])
            # What is placed of a class stands far above how early: one task less would make many others earlier.
            ruin = Ruin(gaps, units, seed, opened, _weights(gaps, levels[-1], {*settled, *levels[:-1]}))
            share, heat = EARLY if kind in gaps.time.early else COUNTED
            share *= sum(len(units[number]) for number in opened) / n_pieces
            stage = replace(limits, end=clock.monotonic() + share * limits.seconds, work=share * limits.work)
            ruin.rounds(stage, heat, partial(_of_first, reached, levels.stop))
            settled.update(levels)
            extend(gaps, units)
            yield
    Ruin(gaps, units, seed, None, _weights(gaps, places[-1] - 1, settled)).rounds(limits, reached=reached)
    yield


def _reached(gaps: Gaps, kind: int) -> list[int]:
    """Return what is placed of a class, and how early that is where it counts."""
    problem, time = gaps.problem, gaps.time
    mine = [(int(problem.value[c]), row) for c, row in gaps.placed.items() if problem.priority[c] == kind]
    early = sum(value * (time.n_periods - 1 - gaps.period[row]) for value, row in mine)
    return [sum(value for value, _ in mine), *([early] if kind in time.early else ())]


def _needed(gaps: Gaps, units: Sequence[Unit], kind: int) -> set[int]:
    """Return the units of a class and of those above it, those that must be placed, and all that these wait for."""
    problem, ties = gaps.problem, gaps.ties
    unit_of = {c: number for number, unit in enumerate(units) for c in unit}
    must = {*problem.required, *ties.pins}
    open_ = [n for n, unit in enumerate(units) if any(problem.priority[c] <= kind or c in must for c in unit)]
    return set(needs_first(open_, lambda n: (unit_of[other] for c in units[n] for other in ties.needs.get(c, ()))))


def _leave(gaps: Gaps, units: Sequence[Unit], opened: Collection[int]) -> None:
    """Take out all other units."""
    for number, unit in enumerate(units):
        if number not in opened:
            for c in unit:
                if c in gaps.placed:
                    gaps.take(c)


def _weights(gaps: Gaps, aim: int, settled: Iterable[int]) -> list[float]:
    """Return what a unit of each level counts where one level is aimed at, in thousandths of an hour of quality."""
    count, firm = level_places(gaps.problem, gaps.time)[-1], set(settled)
    largest = float(max(gaps.problem.gain.max(initial=1), 1))
    found = [1.0] * (count + 1)
    found[aim] = largest if aim == count - 1 else AIMED * largest
    for level in range(aim - 1, -1, -1):
        found[level] = found[level + 1] * (FIRM if level in firm else RATIO)
    for level in range(aim + 1, count):
        found[level] = found[level - 1] / RATIO
    return found
