"""Teams and backlogs too large for a matrix of pairs: planned by prices from capability vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from solver.assignment.large.effort import USUAL, Effort
from solver.assignment.result import Result
from solver.domain.plan import Assignment, Plan
from solver.domain.tasks import Backlog
from solver.domain.team import Team
from solver.domain.weights import Weights
from solver.matching.build import without_pairs
from solver.matching.fields import PAIRS
from solver.matching.problem import Problem

if TYPE_CHECKING:
    from solver.assignment.large.portfolio.portfolio import Portfolio

# From this many pairs on, eligible or not, their matrix is not built if the engine prices can do without.
MANY_PAIRS: Final = 2_000_000
# Up to so many pairs their matrix fits into memory where it has to.
MOST_PAIRS: Final = 100_000_000


class TooFine(ValueError):
    """Numbers with more digits than capability vectors hold: a matrix of pairs holds them."""


def missing_from_prices(team: Team, backlog: Backlog, weights: Weights) -> tuple[str, ...] | None:
    """Return by name what the engine prices cannot keep; None where the matrix of pairs is small enough to be built.

    Examples
    --------
    >>> missing_from_prices(Team(()), Backlog(()), Weights()) is None
    True
    """
    if len(team.members) * len(backlog.open_tasks) < MANY_PAIRS:
        return None
    from solver.assignment.large.problem.kept import unsupported

    return unsupported(_sketch(team, backlog, weights))


def _sketch(team: Team, backlog: Backlog, weights: Weights) -> Problem:
    """Return a Problem with everything but what is known of each pair; any hand-off may cost where they count."""
    empty: dict[str, Any] = {name: np.zeros((0, 0), np.int64) for name in (*PAIRS, "available")}
    handoff = np.full((1, 1), int(bool(weights.handoff)))
    return Problem(**empty, handoff=handoff, **without_pairs(team, backlog, weights))


def _vectors(team: Team, backlog: Backlog, weights: Weights) -> Portfolio:
    """Return the portfolio; every number in it, and every product that is made of them, is exact."""
    from solver.assignment.large.portfolio.nouns import portfolio_of
    from solver.assignment.large.portfolio.sound import check_portfolio

    try:
        found = portfolio_of(team, backlog, weights)
        check_portfolio(found)
    except ValueError as error:
        raise TooFine(str(error)) from error
    total = np.concatenate([[0], np.cumsum(found.weight, dtype=np.int64)])
    asked = int((total[found.starts[1:]] - total[found.starts[:-1]]).max(initial=1)) * found.scale
    longest, hour = int(found.minutes.max(initial=0)), found.fit_weight + found.preference_weight
    if asked >= 2**24 or longest * asked * hour >= 2**52 or longest * hour >= 60 * 2**31:
        raise TooFine("expected weights and estimates whose products have fewer digits")
    return found


def solve_wide(team: Team, backlog: Backlog, weights: Weights, effort: Effort = USUAL) -> Result:
    """Return a plan by prices, with a bound of each level that holds for all pairs; the pairs are never held at once.

    Parameters
    ----------
    team : Team
        Who can take work.
    backlog : Backlog
        What there is to do.
    weights : Weights
        Of the quality level.
    effort : Effort
        How hard it is looked for.

    Returns
    -------
    Result
        Not yet checked against the nouns.

    Raises
    ------
    TooFine
        If a number has more digits than capability vectors hold.
    """
    from solver.assignment.large.solve import plan_portfolio

    portfolio = _vectors(team, backlog, weights)
    found = plan_portfolio(portfolio, effort)
    if found.status == "infeasible":
        return Result("infeasible", None, ())
    tasks = backlog.open_tasks
    given = (Assignment(tasks[t].id, team.members[m].id) for t, m in enumerate(found.owner.tolist()) if m >= 0)
    return Result(found.status, Plan(tuple(sorted(given))), found.levels)
