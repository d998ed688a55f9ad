"""One plan proved, and many like it for little more than a look: what a proof found is kept for what-ifs.

The prices that prove a plan also bound the plans of a changed problem, whatever the change. Where they still prove the
plan of the base, nothing is searched; elsewhere they say which patterns matter.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.assignment.columns.ascent import Ascent
from solver.assignment.cpsat import heeding_interrupts
from solver.assignment.model.linear import Linear, linear
from solver.assignment.model.search import Limits
from solver.assignment.patterns.climb import Climb
from solver.assignment.patterns.listing import Memo, Patterns, list_patterns
from solver.assignment.result import Result
from solver.domain.plan import Plan
from solver.matching.problem import Problem

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Solved:
    """A problem with its result, and what its proof leaves for others: patterns, and prices by name of level.

    ``patterns`` is None where there were too many to list; other problems are then solved from the plan alone.
    """

    problem: Problem
    result: Result
    patterns: Patterns | None
    prices: dict[str, Floats]
    memo: Memo


def solve_base(problem: Problem, *, time_limit: float = 60.0, seed: int = 0) -> Solved:
    """Return the best plan of a problem, as ``solve_exact`` does, with what its proof leaves for problems like it.

    Parameters
    ----------
    problem : Problem
        The base.
    time_limit : float
        Seconds, above 0.
    seed : int
        Of the search.

    Returns
    -------
    Solved
        To be handed to ``solve_like``, as often as wanted; it can be sent to other processes.
    """
    memo: Memo = {}
    demands = linear(problem)
    patterns = list_patterns(demands, memo)
    ascent = Ascent(
        demands, Limits(time.monotonic() + time_limit, seed), Climb(patterns, seconds=time_limit) if patterns else None
    )
    with heeding_interrupts() as wish:
        ascent.limits = Limits(time.monotonic() + time_limit, seed, wish=wish)
        result = ascent.run()
    prices = ascent.climb.prices if ascent.climb else []
    named = {level.name: one for level, one in zip(demands.levels, prices, strict=False)}
    return Solved(problem, result, patterns, named, memo)


def solve_like(
    base: Solved, problem: Problem, *, time_limit: float = 60.0, seed: int = 0, start: Plan | None = None
) -> Result:
    """Return the best plan of a problem that shares most with a base: the values and the proof of ``solve_exact``.

    Members and tasks are the same where their names are. If no plan is better than the base's, that one is returned.

    Parameters
    ----------
    base : Solved
        From ``solve_base``.
    problem : Problem
        The base's with any changes; the fewer, the faster.
    time_limit : float
        Seconds, above 0.
    seed : int
        Of the search, where one is needed.
    start : Plan, optional
        Another plan that may stand there: then none that is worse is returned.

    Returns
    -------
    Result
        Not yet checked against the nouns.
    """
    with heeding_interrupts() as wish:
        demands = linear(problem)
        limits = Limits(time.monotonic() + time_limit, seed, wish=wish)
        plans = [plan for plan in (base.result.plan, start) if plan is not None]
        kept = [demands.pairs(_still_there(plan, demands)) for plan in plans]
        ascent = Ascent(demands, limits, like=kept[0] if kept else None)
        for pairs in kept:
            ascent.consider(pairs)
        patterns = list_patterns(demands, dict(base.memo)) if base.patterns else None
        if patterns is not None and base.patterns is not None:
            known = ascent.plain() if ascent.known else ()
            ascent.climb = Climb(
                patterns, _offers(base, base.patterns, patterns), known, _hoped(base, demands), seconds=time_limit
            )
        return ascent.run()


def _still_there(plan: Plan, demands: Linear) -> Plan:
    """Return the part of a plan whose pairs are still open."""
    problem = demands.problem
    row, column = ({name: i for i, name in enumerate(names)} for names in (problem.members, problem.tasks))
    opened = problem.eligible
    kept = (
        one
        for one in plan.assignments
        if one.member in row and one.task in column and opened[row[one.member], column[one.task]]
    )
    return Plan(tuple(kept))


def _offers(base: Solved, before: Patterns, after: Patterns) -> tuple[Floats, ...]:
    """Return the base's prices for each level of another problem, on the demands that have the same name there."""
    place = _places(before, after)
    levels = {level.name: number for number, level in enumerate(after.linear.levels)}
    held = {level.name: number for number, level in enumerate(before.linear.levels)}
    found = []
    for name in levels:
        prices = np.zeros(len(after.limit))
        if name in base.prices:
            prices[place[place >= 0]] = base.prices[name][place >= 0]
            for above, number in levels.items():
                if above in held:
                    prices[len(prices) - len(levels) + number] = base.prices[name][held[above] - len(held)]
        found.append(prices)
    return tuple(found)


def _hoped(base: Solved, demands: Linear) -> tuple[int, ...]:
    """Return what the base has on each level but the last, without constants; shorter where a level is new."""
    values = {level.name: level.value for level in base.result.levels}
    found = []
    for level in demands.levels[:-1]:
        if level.name not in values:
            break
        found.append(values[level.name] - level.constant)
    return tuple(found)


def _places(before: Patterns, after: Patterns) -> Ints:
    """Return where each demand of one stands in the other, -1 if nowhere."""
    codes = _codes(before.linear.problem, after.linear.problem)
    here, there = before.name[: -len(before.linear.levels)], after.name[: -len(after.linear.levels)]
    renamed = np.stack([here[:, 0], codes[here[:, 1]], codes[here[:, 2]]], axis=1)
    wide = int(there.max(initial=0)) + int(renamed.max(initial=0)) + 3
    ours, theirs = (((name[:, 0] * wide) + name[:, 1] + 2) * wide + name[:, 2] + 2 for name in (renamed, there))
    order = np.argsort(theirs, kind="stable")
    spot = np.minimum(np.searchsorted(theirs[order], ours), len(theirs) - 1)
    found = np.full(len(before.name), -1)
    if len(theirs):
        same = theirs[order[spot]] == ours
        found[: len(here)][same] = order[spot[same]]
    return found


def _codes(before: Problem, after: Problem) -> Ints:
    """Return the number of each task and member in the other problem; the last entry, for -1, is -1 and -2 is gone."""
    column = {name: number for number, name in enumerate(after.tasks)}
    row = {name: number + len(after.tasks) for number, name in enumerate(after.members)}
    codes = [column.get(name, -2) for name in before.tasks] + [row.get(name, -2) for name in before.members]
    return np.array([*codes, -1], dtype=np.int64)
