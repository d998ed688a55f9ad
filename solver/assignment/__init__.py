"""From a Problem to a Result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from solver.opening import opened

if TYPE_CHECKING:
    from solver.assignment.baselines import BASELINES as BASELINES
    from solver.assignment.baselines import greedy_plan as greedy_plan
    from solver.assignment.checker.plan import level_values as level_values
    from solver.assignment.checker.plan import objections as objections
    from solver.assignment.exact import solve_exact as solve_exact
    from solver.assignment.large.effort import Effort as Effort
    from solver.assignment.large.portfolio.nouns import portfolio_of as portfolio_of
    from solver.assignment.large.solve import plan_portfolio as plan_portfolio
    from solver.assignment.result import Level as Level
    from solver.assignment.result import Result as Result

__getattr__, __dir__ = opened(__name__)
