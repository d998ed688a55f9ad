"""The exact engine: bounds over patterns of tasks, and OR-Tools CP-SAT for what they leave open."""

from __future__ import annotations

import math
import time

from solver.assignment.columns.ascent import Ascent
from solver.assignment.cpsat import heeding_interrupts, new_solver, run
from solver.assignment.model.linear import linear
from solver.assignment.model.search import Limits
from solver.assignment.model.search import Progress as Progress
from solver.assignment.patterns.climb import Climb
from solver.assignment.patterns.listing import list_patterns
from solver.assignment.result import Result
from solver.assignment.road.fill import filled
from solver.domain.plan import Plan
from solver.matching.problem import Problem


def solve_exact(
    problem: Problem,
    *,
    time_limit: float = 60.0,
    seed: int = 0,
    workers: int = 1,
    progress: Progress | None = None,
    start: Plan | None = None,
    work_limit: float | None = None,
) -> Result:
    """Return the best plan by priority class and then by quality, with value and bound of each level.

    Parameters
    ----------
    problem : Problem
        The indexed arrays.
    time_limit : float
        Seconds for all levels together, above 0.
    seed : int
        With one worker the same seed gives the same plan, unless the limit cuts the search short.
    workers : int
        Threads of the search, at least 1.
    progress : callable, optional
        Called with level, value and bound whenever a better plan is found.
    start : Plan, optional
        A plan to start from; one that breaks a rule is left aside. It is returned if no plan is better.
    work_limit : float, optional
        Of each search, in CP-SAT's deterministic unit, near a second: the same on every machine.

    Returns
    -------
    Result
        ``optimal`` if every level is proved, else ``feasible``, ``infeasible`` or ``unknown``; the levels are those
        that were reached before the limit or Ctrl-C.
    """
    with heeding_interrupts() as wish:
        limits = Limits(time.monotonic() + time_limit, seed, workers, wish, progress, work_limit or math.inf)
        demands = linear(problem)
        patterns = list_patterns(demands)
        ascent = Ascent(demands, limits, Climb(patterns, seconds=time_limit) if patterns else None)
        if start is not None:
            ascent.consider(demands.pairs(start))
        elif ascent.climb is None:
            ascent.consider(filled(demands))
        return ascent.run()


def is_feasible(problem: Problem, time_limit: float = 10.0) -> bool | None:
    """Return whether any plan obeys the rules, None if that stays unknown within the seconds or up to Ctrl-C."""
    from ortools.sat.python import cp_model

    from solver.assignment.model.sat import Model

    known = {cp_model.OPTIMAL: True, cp_model.FEASIBLE: True, cp_model.INFEASIBLE: False}
    with heeding_interrupts() as wish:
        return known.get(run(new_solver(time_limit), Model(problem, graded=False).cp, wish))
