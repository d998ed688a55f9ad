"""The doors of the engine: a Problem, a portfolio, or a team and a backlog."""

from __future__ import annotations

import numpy as np

from solver.assignment.large.effort import USUAL, Effort
from solver.assignment.large.engine import LargePlan, plan_pairs
from solver.assignment.large.portfolio.portfolio import Portfolio
from solver.assignment.large.portfolio.sound import check_portfolio
from solver.assignment.large.problem.kept import unsupported
from solver.assignment.large.problem.pairs import TablePairs, join, join_counts
from solver.assignment.large.verify import verify
from solver.assignment.result import Level, Result
from solver.domain.plan import Assignment, Plan
from solver.matching.problem import Problem


def plan_portfolio(portfolio: Portfolio, effort: Effort = USUAL) -> LargePlan:
    """Return a plan of a portfolio, recomputed from its arrays before anybody sees it.

    Parameters
    ----------
    portfolio : Portfolio
        In memory or mapped from a folder.
    effort : Effort
        How hard it is looked for.

    Returns
    -------
    LargePlan
        The owner of each task, and value and bound of each level.

    Raises
    ------
    ValueError
        If the portfolio's numbers mean nothing, all faults at once.
    RuntimeError
        If the recomputed plan differs: a fault of this program, not of the input.
    """
    check_portfolio(portfolio)
    plan = plan_pairs(portfolio, effort)
    if plan.levels:
        verify(portfolio, plan)
    return plan


def solve_prices(problem: Problem, effort: Effort = USUAL) -> Result:
    """Return the plan of a Problem by prices, with a bound of each level that holds for all pairs.

    Parameters
    ----------
    problem : Problem
        Without anything that ``unsupported`` names.
    effort : Effort
        How hard it is looked for.

    Returns
    -------
    Result
        ``optimal`` if every level's value equals its bound; ``infeasible`` if the pins alone cannot hold.

    Raises
    ------
    ValueError
        If the Problem holds what this engine cannot do.
    """
    if reasons := unsupported(problem):
        raise ValueError("the engine 'prices' does not do: " + "; ".join(reasons))
    if not problem.tasks or not problem.members:
        return Result("optimal", Plan(()), (Level("quality", 0, 0),))
    found = plan_pairs(pairs_of(problem), effort)
    if found.status == "infeasible":
        return Result("infeasible", None, ())
    given = ((problem.tasks[t], problem.members[m]) for t, m in enumerate(found.owner) if m >= 0)
    return Result(found.status, Plan(tuple(sorted(Assignment(*pair) for pair in given))), found.levels)


def pairs_of(problem: Problem) -> TablePairs:
    """Return the pairs of a Problem; its matrices are already in memory."""
    opened = problem.eligible.T.copy()
    for m, t in problem.pins:
        opened[t] &= np.arange(len(problem.members)) == m
    first = {t: batch[0] for batch in problem.whole for t in batch}
    held = np.unique(np.array([first.get(t, t) for _, t in problem.pins], np.int64))
    gain, load, opened = join(problem.whole, problem.gain.T, problem.load.T, opened)
    opened &= load <= problem.limit
    value = join_counts(problem.whole, np.array(problem.value, np.int64))
    priority = np.array(problem.priority, np.int64)
    return TablePairs(gain, load, opened, problem.limit.copy(), priority, value, held, problem.whole)
