"""Very large plans over periods: a list with gaps, bettered by taking out and giving anew, and bounds by prices."""

from __future__ import annotations

import math
import time as clock
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.levels import Objective
from solver.assignment.model.linear import Linear, linear
from solver.assignment.model.measure import ceiling, measure
from solver.assignment.model.search import Limits
from solver.assignment.result import Level, Result
from solver.assignment.sprints.capacity import capacity_bound
from solver.assignment.sprints.check import EARLY, in_order
from solver.assignment.sprints.gaps import Gaps
from solver.assignment.sprints.jobs import closure, jobs_of
from solver.assignment.sprints.lists import listings
from solver.assignment.sprints.prices import MOST_PLACES, Dual, Places, least_bound
from solver.assignment.sprints.ruin import Ruin
from solver.assignment.sprints.units import Unit, units_of
from solver.domain.plan import Plan
from solver.matching.problem import Problem
from solver.matching.time import Time

Ints = NDArray[np.int64]
# The rules that a sequence proves by itself.
PROVED_BY_SEQUENCE: Final = frozenset({"order", "cut", "windows"})
# The share of the time for bounds, and seconds for each piece that the checks at the end take.
BOUND_SHARE: Final = 0.3
CHECK_SECONDS: Final = 3e-4
# The share for the order of work in each period.
ORDER_SHARE: Final = 0.15
# With less left no bound is searched for.
LEAST_SECONDS: Final = 0.05


def solve_rolling(problem: Problem, limits: Limits) -> Result | None:
    """Return a plan whose pieces have starts of their own from the first step on, with a bound for every level.

    Parameters
    ----------
    problem : Problem
        With ``time``.
    limits : Limits
        Of everything.

    Returns
    -------
    Result or None
        None if the list breaks a rule that it does not know: then another way must be found.
    """
    if problem.time is None:
        return None
    time, seconds = problem.time, limits.seconds
    demands = linear(problem, PROVED_BY_SEQUENCE)
    columns = Columns(demands)
    begun = _best_list(problem, time, demands, columns)
    if begun is None:
        return None
    best, gaps, units = begun
    known = dict(gaps.placed), dict(gaps.starts)
    last = limits.end - CHECK_SECONDS * len(problem.tasks)
    until = last - ORDER_SHARE * seconds
    search = replace(limits, end=until - BOUND_SHARE * seconds)
    for values in _bettered(gaps, units, demands, columns, best, search):
        best, known = values, (dict(gaps.placed), dict(gaps.starts))
    result = _bounded(problem, demands, best, replace(limits, end=until))
    plan, is_early = started(problem, time, *known, clock.monotonic() if limits.wish.is_set() else last)
    return replace(result, plan=plan, why=EARLY if is_early else "")


def rolled(problem: Problem, limits: Limits, gaps: Gaps | None = None) -> dict[int, int]:
    """Return the row of each piece that is placed, in the best list that is found in time; {} where it breaks a rule.

    Parameters
    ----------
    problem : Problem
        With ``time``.
    limits : Limits
        Of this alone.
    gaps : Gaps, optional
        A plan to start from, unless a list is better.

    Returns
    -------
    dict of int to int
        By piece; a sequence in every period can be worked.
    """
    if problem.time is None:
        return {}
    time, demands = problem.time, linear(problem, PROVED_BY_SEQUENCE)
    columns, units = Columns(demands), list(units_of(problem, time))
    begun = _best_list(problem, time, demands, columns)
    if gaps is not None:
        values = measure(demands, columns.of(gaps))
        begun = begun if values is None or (begun and begun[0] > values) else (values, gaps, units)
    if begun is None:
        return {}
    best, gaps, units = begun
    placed = dict(gaps.placed)
    for _ in _bettered(gaps, units, demands, columns, best, limits):
        placed = dict(gaps.placed)
    return placed


def _best_list(
    problem: Problem, time: Time, demands: Linear, columns: Columns
) -> tuple[tuple[int, ...], Gaps, list[Unit]] | None:
    """Return the best of the lists with its values and its order, None where each breaks a rule."""
    best: tuple[tuple[int, ...], Gaps, list[Unit]] | None = None
    for gaps, units in listings(problem, time):
        values = measure(demands, columns.of(gaps))
        if values is not None and (best is None or values > best[0]):
            best = values, gaps, units
    return best


def _bettered(
    gaps: Gaps, units: list[Unit], demands: Linear, columns: Columns, best: tuple[int, ...], limits: Limits
) -> Iterator[tuple[int, ...]]:
    """Yield the values of each list that is better than all before; it stands in ``gaps`` by then."""
    ruin = Ruin(gaps, units, limits.seed)
    for _ in ruin.rounds(limits.end, limits.wish):
        values = measure(demands, columns.of(gaps))
        if values is not None and values > best:
            best = values
            yield values


class Columns:
    """The columns of pairs by row and piece."""

    def __init__(self, demands: Linear) -> None:
        self.n_pieces = len(demands.problem.tasks)
        pairs = demands.n_pairs
        self.keys = demands.member[:pairs] * self.n_pieces + demands.task[:pairs]

    def of(self, gaps: Gaps) -> Ints:
        """Return the columns of what is placed."""
        pieces = np.fromiter(gaps.placed, dtype=np.int64, count=len(gaps.placed))
        rows = np.fromiter(gaps.placed.values(), dtype=np.int64, count=len(pieces))
        return np.searchsorted(self.keys, np.sort(rows * self.n_pieces + pieces))


def started(
    problem: Problem, time: Time, placed: Mapping[int, int], starts: Mapping[int, int], until: float
) -> tuple[Plan, bool]:
    """Return what is placed as nouns with start and end of each piece, as ``in_order`` does.

    Parameters
    ----------
    problem : Problem
        Over slots and pieces.
    time : Time
        Its slots and pieces.
    placed, starts : mapping of int to int
        The row of each piece, and its first minute there.
    until : float
        When to stop looking for an order that ends urgent work earlier.
    """
    # All that a piece waits for is placed, so that nothing of another period stands between two of one.
    period = {piece: int(time.period[row]) for piece, row in placed.items()}
    near = (pair for pair in time.waits if pair[0] in period and period[pair[0]] == period[pair[1]])
    periods = jobs_of(problem, time, placed, closure(near))
    return in_order(time, placed, ((jobs, {c: starts[c] for c in jobs.jobs}) for jobs in periods), until)


def _bounded(problem: Problem, demands: Linear, values: tuple[int, ...], limits: Limits) -> Result:
    """Return values with a bound for each level: what hours allow, or prices where that says less."""
    levels, names = demands.levels, [one.name for one in demands.levels]
    plain = [value - level.constant for value, level in zip(values, levels, strict=True)]
    n_pairs, tops = demands.n_pairs, list[int]()
    is_small = len(problem.tasks) * len(problem.members) <= MOST_PLACES
    # Prices of whole periods are found soon; prices of each slot, which say more, begin with them.
    rooms = [
        Places.of(problem, demands.member[:n_pairs], demands.task[:n_pairs], by_slot=by_slot)
        for by_slot in ((False, True) if is_small else (False,))
    ]
    factors = [[places.most(_of_pairs(level, n_pairs)) for level in levels] for places in rooms]
    for number, level in enumerate(levels):
        sack = capacity_bound(problem, names, plain[:number])
        top = ceiling(demands, number) if sack is None else min(ceiling(demands, number), sack)
        if plain[number] < top and limits.seconds > LEAST_SECONDS and not limits.wish.is_set():
            end = clock.monotonic() + limits.seconds * 1.5 / (len(levels) - number + 0.5)
            prices: NDArray[np.float64] | None = None
            for places, each in zip(rooms, factors, strict=True):
                dual = Dual(places, each[number], list(zip(each[:number], plain[:number], strict=True)))
                start = None if prices is None else dual.spread(prices)
                bound, prices = least_bound(dual, end, top, start)
                top = math.floor(bound + 1e-6)
        tops.append(max(top, plain[number]))
        if limits.progress:
            limits.progress(level.name, values[number], tops[-1] + level.constant)
    found = tuple(
        Level(level.name, value, top + level.constant) for level, value, top in zip(levels, values, tops, strict=True)
    )
    proved = all(level.gap == 0 for level in found)
    stopped = "" if proved else "interrupt" if limits.wish.is_set() else "time limit"
    return Result("optimal" if proved else "feasible", None, found, stopped)


def _of_pairs(level: Objective, n_pairs: int) -> NDArray[np.float64]:
    """Return what each pair adds to a level by itself; what marks and other columns take away is left out."""
    found, own = np.zeros(n_pairs), level.column < n_pairs
    np.add.at(found, level.column[own], level.factor[own].astype(float))
    return found
