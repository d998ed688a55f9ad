"""Solves a Problem over slots and pieces: level by level where that proves it soon, else by lists."""

from __future__ import annotations

import math
import time as clock
from dataclasses import replace
from typing import Final

from solver.assignment.cpsat import heeding_interrupts
from solver.assignment.model.search import Limits, Progress
from solver.assignment.result import Result
from solver.assignment.sprints.climb import MOST_PAIRS, Climb
from solver.assignment.sprints.exact.search import FEW_PAIRS
from solver.assignment.sprints.lists.listing import first_placed
from solver.assignment.sprints.rolling import solve_rolling
from solver.assignment.sprints.urgent import ALONE
from solver.domain.plan import Plan
from solver.matching.problem import Problem

# What is said of how the pairs of a plan were searched; the first is left out where nothing waits in its order.
IN_ORDER: Final = " in an order that can be worked"
LEVELS: Final = f"are searched level by level{IN_ORDER}"
LISTS: Final = f"are too many to prove soon: lists{IN_ORDER} are bettered"
WINDOWS: Final = f"{LISTS}, then slot by slot"
LISTED: Final = f"are too many to search at once: a list{IN_ORDER} is bettered, and prices bound it"
# From so many pairs on a linear program of all of them is not solved in time: prices say as much in a tenth of it, and
# a plan made from nothing is a list.
LISTED_PAIRS: Final = 12_000
# The share of the time in which a plan over few pairs is proved, or another way is taken.
PROOF_SHARE: Final = 0.4
# The share of the time for classes that need few pieces, and of what is left then for lists that are bettered.
URGENT_SHARE: Final = 0.2
LIST_SHARE: Final = 0.8
# Where levels are bounded by sets of pieces these have more time: they close more of the gap than lists do in it.
BESIDE_SETS_SHARE: Final = 0.75
# Where moves from a plan of before count: the share for lists then, and of what is left after that for windows.
AGAIN_SHARE: Final = 0.5
POLISH_SHARE: Final = 0.6
# The share of the time, and seconds for each piece, for an order that ends urgent work early.
ORDER_SHARE: Final = 0.05
ORDER_SECONDS: Final = 4e-3


def solve_slots(
    problem: Problem,
    *,
    time_limit: float = 60.0,
    seed: int = 0,
    workers: int = 1,
    progress: Progress | None = None,
    start: Plan | None = None,
    work_limit: float | None = None,
    is_prompt: bool = True,
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
    is_prompt : bool
        Whether the order of work ends urgent work early; of a plan that nobody reads any order will do.

    Returns
    -------
    Result
        As ``solve_exact``; ``notes`` name periods for which only the longest chain was checked.
    """
    from solver.assignment.sprints.bounds import filled
    from solver.assignment.sprints.ruin import search

    with heeding_interrupts() as wish:
        # What an installation compiles once is not part of anybody's time.
        pairs = int(problem.eligible.sum())
        search.prepare(pairs)
        filled.prepare(pairs)
        end = clock.monotonic() + time_limit
        kept = min(ORDER_SHARE * time_limit, ORDER_SECONDS * len(problem.tasks)) if is_prompt else 0.0
        limits = Limits(end - kept, seed, workers, wish, progress, work_limit or math.inf)
        is_free = work_limit is None and not problem.unlike
        large = pairs > (LISTED_PAIRS if is_free and start is None else MOST_PAIRS)
        before = start if problem.previous else None
        found = solve_rolling(problem, replace(limits, end=end), before) if large else None
        if found is not None and (start is None or before is not None):
            return _told(problem, found, LISTED)
        until = (end if work_limit is None else math.inf) if is_prompt else -math.inf
        climb = Climb(problem, limits, until=until, earlier=start)
        climb.consider(climb.linear.pairs(start) if start else None)
        if found is not None:
            return _told(problem, climb.or_else(found), LISTED)
        if before is not None:
            climb.complete({})
        if before is None or climb.known is None:
            # Made from nothing a plan is another one, and seldom better by more than a search brings.
            climb.consider(climb.columns(first_placed(problem)))
        if start is not None and before is None:
            climb.complete({})
        is_open = is_free and climb.known is not None and climb.linear.n_pairs <= MOST_PAIRS
        is_few = climb.linear.n_pairs <= FEW_PAIRS
        if is_open and is_few:
            if start is None:
                climb.relist_briefly()
            if climb.proves(PROOF_SHARE * limits.seconds):
                _or_list(climb, before)
                return _told(problem, climb.result(), LEVELS)
        how = (LISTS if before is None else WINDOWS) if is_open else LEVELS
        if is_open:
            # A proof that was tried has settled what classes it could, each over the pieces that it needs.
            is_alone = not is_few and climb.urgent_first(URGENT_SHARE * limits.seconds)
            how += f"; {ALONE}" if is_alone else ""
            share = BESIDE_SETS_SHARE if climb.has_few_sets else LIST_SHARE
            climb.relist((share if before is None else AGAIN_SHARE) * limits.seconds)
            if before is not None:
                # Lists change much for little: windows take such moves back.
                climb.polish(POLISH_SHARE * limits.seconds)
            climb.bound()
        _or_list(climb, before)
        return _told(problem, climb.run(), how)


def _or_list(climb: Climb, before: Plan | None) -> None:
    """Take a list made from nothing where time was too short for as much of the classes beside a plan of before."""
    if before is not None:
        climb.consider(climb.columns(first_placed(climb.problem)))


def _told(problem: Problem, found: Result, how: str) -> Result:
    """Return a result that says how it was found."""
    time = problem.time
    is_ignored = time is not None and problem.dependencies and not (time.waits or time.gated)
    how = how.replace(IN_ORDER, "") if is_ignored else how
    return replace(found, why="; ".join(filter(None, (how, found.why))))
