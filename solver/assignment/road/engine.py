"""The door of the road: a Problem in, the best plan that was found in time out, with a bound of every level."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Final

import numpy as np

from solver.assignment.columns.ascent import Ascent
from solver.assignment.cpsat import heeding_interrupts
from solver.assignment.model.linear import Linear, linear
from solver.assignment.model.measure import measure
from solver.assignment.model.search import Limits, Progress
from solver.assignment.patterns.climb import Climb
from solver.assignment.patterns.listing import list_patterns
from solver.assignment.result import Result
from solver.assignment.road.cp_sat import search
from solver.assignment.road.fill import Filler
from solver.assignment.road.lead import Lead, lead
from solver.assignment.road.priced import has_time_for, is_ready, priced_start, rounded
from solver.assignment.road.priced_plan import Priced, priced_plan
from solver.assignment.road.program import Ints, Program
from solver.assignment.road.road import Road
from solver.assignment.road.sets import MOST_PAIRS
from solver.assignment.road.solved import Budget
from solver.assignment.road.standing import Standing
from solver.assignment.road.turns import SETS_SECONDS
from solver.domain.plan import Plan
from solver.matching.problem import Problem

# Up to so many pairs the sets of tasks that each member can hold are listed first: a plan is often proved at once.
FEW_PAIRS: Final = 600
# From so many pairs on a plan by prices of load is made to start from, where there is time; it is polished for this
# share of it.
PRICED_PAIRS: Final = 1_000
PRICED_SHARE: Final = 0.1
# What share of the time listing may take, and the bounds at the end: the least, the most, and what they take in seconds
# for each pair.
LISTING_SHARE: Final = 0.1
LISTING_SECONDS: Final = 0.5
# What the road may take of few pairs' time before lists are tried again.
ROAD_SHARE: Final = 0.6
BOUND_SHARE: Final = 0.08
MOST_BOUND_SHARE: Final = 0.15
SETS_BOUND_SHARE: Final = 0.12
BOUND_SECONDS: Final = 4e-5
# A linear program over all levels is begun if what it takes is within this share of the time, and with what makes plans
# cost more, too, within the second; it is ended at the third. Seconds for each pair: of firm rules alone, and of all.
# They grow faster than pairs: beyond so many it is left to prices of load.
MOST_LED_PAIRS: Final = 150_000
LED_SHARE: Final = 0.4
PRICED_LED_SHARE: Final = 0.2
MOST_LED_SHARE: Final = 0.6
LED_SECONDS: Final = 3.3e-5
PRICED_SECONDS: Final = 2e-4


def solve_road(
    problem: Problem,
    *,
    time_limit: float = 60.0,
    seed: int = 0,
    workers: int = 1,
    progress: Progress | None = None,
    start: Plan | None = None,
) -> Result:
    """Return the best plan by priority class and then by quality that was found in time, with bounds.

    Parameters
    ----------
    problem : Problem
        The indexed arrays.
    time_limit : float
        Seconds for all levels together, bounds included, above 0.
    seed : int
        Of all searches.
    workers : int
        Threads of a search, at least 1.
    progress : callable, optional
        Called with level, value and bound whenever a better plan is found.
    start : Plan, optional
        A plan to start from; one that breaks a rule is left aside. No worse plan is returned.

    Returns
    -------
    Result
        ``optimal`` if every level is proved, else ``feasible``, ``infeasible`` or ``unknown``. The plan is whole:
        nothing that stayed out fits into it as it stands.
    """
    end = time.monotonic() + time_limit
    priced = priced_plan(problem, time_limit, seed) if start is None else Priced()
    with heeding_interrupts() as wish:
        limits = Limits(end, seed, workers, wish, progress)
        start = priced.plan or start
        if priced.is_cut:
            wish.set()
        demands = linear(problem)
        is_small = demands.n_pairs <= FEW_PAIRS
        if is_small:
            began, seconds = time.monotonic(), min(LISTING_SHARE * time_limit, LISTING_SECONDS)
            found = _listed(demands, limits, seconds, start)
            if found.status in ("optimal", "infeasible"):
                return found
            start = found.plan or start
            # Lists that ended early, since there are too many, are not tried again.
            is_small = time.monotonic() - began >= seconds
        program = Program(demands)
        led = None if priced.plan else _led(program, limits)
        filler = Filler(program)
        pairs = _first(filler, limits, start, led)
        if pairs is None:
            stopped = "interrupt" if wish.is_set() else "time limit" if limits.seconds <= 0 else ""
            return Result("unknown" if stopped else "infeasible", None, (), stopped)
        brief = replace(limits, end=time.monotonic() + ROAD_SHARE * limits.seconds) if is_small else limits
        road = Road(filler, brief, pairs, reserve=_reserve(program, time_limit), lead=led, known=priced.known)
        road.run()
        result = road.result()
        if is_small and result.status != "optimal" and not limits.are_up:
            # On a busy machine the first look may have ended before the lists were there.
            again = _listed(demands, limits, limits.seconds, result.plan)
            if again.status == "optimal":
                return again
            road.limits = road.sets.limits = limits
            road.go_on()
            return road.result()
        return priced.bounding(result)


def _led(program: Program, limits: Limits) -> Lead | None:
    """Return what a linear program over all levels says, if there is time for it."""
    n_pairs = program.n_pairs
    if not 0 < n_pairs <= MOST_LED_PAIRS or LED_SECONDS * n_pairs > LED_SHARE * limits.seconds:
        return None
    budget = Budget(time.monotonic() + MOST_LED_SHARE * limits.seconds, limits.wish, limits.seed)
    return lead(program, budget, priced=PRICED_SECONDS * n_pairs < PRICED_LED_SHARE * limits.seconds)


def _reserve(program: Program, time_limit: float) -> float:
    """Return the seconds that are kept for bounds."""
    few = program.n_pairs <= MOST_PAIRS
    sets = few * min(SETS_SECONDS * len(program.row), SETS_BOUND_SHARE * time_limit)
    return max(min(max(BOUND_SHARE * time_limit, BOUND_SECONDS * program.n_pairs), MOST_BOUND_SHARE * time_limit), sets)


def _listed(demands: Linear, limits: Limits, seconds: float, start: Plan | None) -> Result:
    """Try whether the sets of tasks of each member can be listed and prove a plan within a few seconds."""
    end = time.monotonic() + seconds
    patterns = list_patterns(demands, end=end)
    if patterns is None:
        return Result("unknown", None, ())
    brief = Limits(min(end, limits.end), limits.seed, limits.workers, limits.wish, limits.progress)
    ascent = Ascent(demands, brief, Climb(patterns, seconds=seconds))
    if start is not None:
        ascent.consider(demands.pairs(start))
    return ascent.run()


def _first(filler: Filler, limits: Limits, start: Plan | None, led: Lead | None) -> Ints | None:
    """Return the pairs of the better one of a given plan and one made by filling; of any plan where both break rules.

    None means that there is no plan, or that time ended before one was found.
    """
    program, demands = filler.program, filler.program.linear
    plans = [] if start is None else [demands.pairs(start)]
    standing = Standing(program, np.zeros(0, np.int64))
    filler.fill(standing)
    plans.append(standing.pairs)
    if led is not None:
        plans.append(rounded(program, filler, led.share))
    elif program.n_pairs >= PRICED_PAIRS and has_time_for(program.linear.problem, limits.seconds) and is_ready():
        plans.append(priced_start(program, filler, PRICED_SHARE * limits.seconds, limits.seed))
    values = [(measure(demands, pairs), number) for number, pairs in enumerate(plans) if pairs is not None]
    good = [(value, number) for value, number in values if value is not None]
    if good:
        return plans[max(good)[1]]
    if program.is_impossible:
        return None
    part = program.part(np.arange(program.n_pairs), np.zeros(len(demands.member), np.int64), priced=False)
    nothing = np.zeros(len(part.column), np.int64)
    budget = Budget(limits.end, limits.wish, limits.seed, limits.workers)
    found = search(part, demands.task[part.column], nothing, [], budget, None)
    if found.columns is None:
        return None
    standing = Standing(program, part.column[(part.column < program.n_pairs) & (found.columns > 0.5)])
    filler.fill(standing)
    return standing.pairs
