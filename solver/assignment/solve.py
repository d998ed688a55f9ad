"""Solves and has the plan checked before anybody sees it."""

from __future__ import annotations

from dataclasses import replace

from solver.assignment.checker import level_values, objections
from solver.assignment.exact import solve_exact
from solver.assignment.result import Result
from solver.domain.tasks import Backlog
from solver.domain.team import Team
from solver.domain.weights import Weights
from solver.matching.problem import build_problem


def solve(
    team: Team,
    backlog: Backlog,
    weights: Weights | None = None,
    *,
    time_limit: float = 60.0,
    seed: int = 0,
    workers: int = 1,
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
        Seconds, above 0.
    seed : int
        Of the search.
    workers : int
        Threads of the search, at least 1.

    Returns
    -------
    Result
        Its level values are those that the checker computed.

    Raises
    ------
    RuntimeError
        If the checker objects: a fault of this program, not of the input.
    """
    weights = weights or Weights()
    result = solve_exact(build_problem(team, backlog, weights), time_limit=time_limit, seed=seed, workers=workers)
    if result.plan is None:
        return result
    values = level_values(team, backlog, result.plan, weights)
    wrong = [*objections(team, backlog, result.plan)]
    # An unproved level states the least it has; a proved one must be exact.
    for level in result.levels:
        if level.value > values[level.name] or (level.gap == 0 and level.value != values[level.name]):
            wrong.append(f"{level.name}: the model says {level.value}, the plan has {values[level.name]}")
    if wrong:
        raise RuntimeError("the plan is refused: " + "; ".join(wrong))
    return replace(result, levels=tuple(replace(level, value=values[level.name]) for level in result.levels))
