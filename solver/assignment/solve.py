"""Solves and has the plan checked before anybody sees it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.choice import FEW_PAIRS, choose_engine
from solver.assignment.clash import Clash, clash_clock, in_plain_words
from solver.assignment.conflict import conflict
from solver.assignment.exact import Progress, solve_exact
from solver.assignment.large.effort import Effort
from solver.assignment.moves import budget_of, with_previous
from solver.assignment.result import Result
from solver.assignment.road.engine import solve_road
from solver.assignment.seal import filled_up, sealed
from solver.assignment.wide import MOST_PAIRS, TooFine, missing_from_prices, solve_wide
from solver.communication.distances import distances_of
from solver.domain.plan import Plan
from solver.domain.tasks import Backlog
from solver.domain.team import Team
from solver.domain.weights import Weights
from solver.domain.world import World
from solver.matching.build import build_problem
from solver.matching.magnitudes import check_magnitudes
from solver.matching.pieces import is_timed

if TYPE_CHECKING:
    from solver.assignment.large.problem.pairs import Run

# A search that is begun gets at least so many seconds; the checks after it take so many for each task.
CHECK_SECONDS: Final = 6e-5
LEAST_SECONDS: Final = 0.05


def solve(
    team: Team,
    backlog: Backlog,
    weights: Weights | None = None,
    *,
    time_limit: float = 60.0,
    seed: int = 0,
    workers: int = 1,
    distances: NDArray[np.int64] | None = None,
    progress: Progress | None = None,
    previous: Plan | None = None,
    most_moves: int | None = None,
    start: Plan | None = None,
    engine: str = "auto",
    work_limit: float | None = None,
    run: Run | None = None,
) -> Result:
    """Return the best plan for a team and a backlog, checked by code that shares nothing with the model.

    Parameters
    ----------
    team : Team
        Who can take work.
    backlog : Backlog
        What there is to do.
    weights : Weights, optional
        Of the quality level.
    time_limit : float
        Seconds for all that is done here, above 0.
    seed : int
        Of the search.
    workers : int
        Threads of the search, at least 1.
    distances : ndarray of int, shape (n_members, n_members), optional
        Hand-off distances where ``weights.handoff`` is above 0; the team's own if not given.
    progress : callable, optional
        Called with level, value and bound whenever a better plan is found.
    previous : Plan, optional
        An earlier plan: after the priority classes, as few of its open tasks as can be move or stay out.
    most_moves : int, optional
        How many of them may.
    start : Plan, optional
        A plan to start from; one that breaks a rule is left aside. If no plan is better, it is the one returned.
    engine : str
        ``road``, ``exact``, ``prices`` (very large problems, some rules) or ``auto``; the result says which and why.
    work_limit : float, optional
        Of each search of the engine exact, in CP-SAT's deterministic unit, near a second: the same on every machine.
    run : callable, optional
        ``run(function, items)`` calls a function with each item elsewhere, in order: for the engine prices.

    Returns
    -------
    Result
        Its level values are those that the checker computed. Without a plan, ``conflict`` says why.

    Raises
    ------
    InputError
        If a number is too large to count with.
    ValueError
        If the engine is not known, or cannot keep a rule of the team.
    RuntimeError
        If the checker objects: a fault of this program, not of the input.
    """
    end = time.monotonic() + time_limit
    weights = weights or Weights()
    world = World(team, backlog, weights, distances)
    distances = distances_of(world)
    check_magnitudes(team, backlog, weights, None if distances is None else int(distances.max(initial=0)))
    search: dict[str, Any] = {"seed": seed, "workers": workers, "progress": progress, "start": start}
    if is_timed(team, backlog):
        from solver.assignment.sprints.door import solve_in_time

        moves: dict[str, Any] = {"previous": previous, "most_moves": most_moves}
        return solve_in_time(world, time_limit=time_limit, work_limit=work_limit, **moves, **search)

    def effort(checks: float = 0.0) -> Effort:
        return Effort(max(end - time.monotonic() - checks, LEAST_SECONDS), seed=seed, workers=workers, run=run)

    if engine != "exact" and previous is None and (wide := _without_pairs(world, effort, engine)):
        return wide
    problem = build_problem(team, backlog, weights, distances)
    if previous is not None:
        # What a member who left had moves by need: it counts against the budget before anything else does.
        problem = with_previous(problem, previous, most_moves)
        if problem.most_moves is not None and problem.most_moves < 0:
            return Result("infeasible", None, (), conflict=budget_of(problem))
    name, why = choose_engine(problem, "exact" if work_limit is not None and engine == "auto" else engine)
    left = effort(CHECK_SECONDS * len(problem.tasks))
    if name == "prices":
        from solver.assignment.large.solve import solve_prices

        result = solve_prices(problem, left)
    elif name == "exact":
        result = solve_exact(problem, time_limit=left.time_limit, work_limit=work_limit, **search)
    else:
        result = solve_road(problem, time_limit=left.time_limit, **search)
    result = replace(result, engine=name, why=why)
    if result.status == "infeasible":
        # Each demand takes a search: too long where even one is.
        is_small = int(problem.eligible.sum()) <= FEW_PAIRS
        found = conflict(problem, clash_clock(end), is_certain=True) if is_small else Clash()
        return replace(result, conflict=found.told(partial(in_plain_words, world)))
    return sealed(world, problem, filled_up(world, problem, result))


def _without_pairs(world: World, effort: Callable[[], Effort], engine: str) -> Result | None:
    """Return a plan that needs no matrix of pairs, None where one can be built, or a rule or a number asks for one."""
    team, backlog, weights = world.team, world.backlog, world.weights
    if missing_from_prices(team, backlog, weights) != ():
        return None
    pairs = len(team.members) * len(backlog.open_tasks)
    try:
        result = solve_wide(team, backlog, weights, effort())
    except TooFine:
        if pairs > MOST_PAIRS:
            raise
        return None
    why = "it was asked for" if engine == "prices" else f"{pairs:,} pairs are too many for a matrix"
    return sealed(world, None, filled_up(world, None, replace(result, engine="prices", why=why)))
