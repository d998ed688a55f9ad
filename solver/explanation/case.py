"""The case that is explained, and the price of a change: the plan is made anew with it, and the two are compared."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from solver.assignment.checker import level_values, objections
from solver.assignment.result import Level, Result
from solver.assignment.solve import solve
from solver.domain.plan import Plan
from solver.domain.tasks import PRIORITIES, Backlog
from solver.domain.team import Team
from solver.domain.weights import Weights
from solver.explanation.diff import Diff, diff_plans
from solver.matching.build import build_problem
from solver.matching.problem import Problem

LEVELS = (*PRIORITIES, "quality")


@dataclass(frozen=True)
class Case:
    """What was planned: the nouns, the weights, and how the search is limited.

    ``distances`` are hand-off distances, shape (n_members, n_members); ``time_limit`` is seconds for each plan.
    """

    team: Team
    backlog: Backlog
    weights: Weights
    distances: NDArray[np.int64] | None = None
    time_limit: float = 60.0

    def solve(self, team: Team | None = None) -> Result:
        """Return the best plan of the case, or of the same case with another team."""
        return solve(
            team or self.team, self.backlog, self.weights, distances=self.distances, time_limit=self.time_limit
        )

    def problem(self) -> Problem:
        """Return the arrays of the case."""
        return build_problem(self.team, self.backlog, self.weights, self.distances)

    def values(self, plan: Plan) -> dict[str, int]:
        """Return the value of every level of any plan of this case."""
        return level_values(self.team, self.backlog, plan, self.weights, self.distances)

    def measured(self, plan: Plan, status: str = "feasible") -> Result:
        """Return a plan that was made elsewhere as a result; each bound is the value until it is proved."""
        return Result(status, plan, tuple(Level(name, value, value) for name, value in self.values(plan).items()))

    def solve_problem(self, problem: Problem) -> Result:
        """Return the best plan of the case's arrays with a rule more; it is checked against the nouns.

        Raises
        ------
        RuntimeError
            If the checker objects: a fault of this program, not of the input.
        """
        from solver.assignment.exact import solve_exact

        result = solve_exact(problem, time_limit=self.time_limit)
        if result.plan is None:
            return result
        wrong = objections(self.team, self.backlog, result.plan)
        if wrong:
            raise RuntimeError("the plan is refused: " + "; ".join(wrong))
        bounds = {level.name: level.bound for level in result.levels}
        levels = (Level(name, value, bounds.get(name, value)) for name, value in self.values(result.plan).items())
        return replace(result, levels=tuple(levels))


@dataclass(frozen=True)
class Price:
    """What changes by level (value with the change less value without), and what moves.

    ``status`` is that of the plan with the change; ``changes`` is empty where no plan exists, and ``conflict`` says
    why. Classes count value, quality counts thousandths of an hour.
    """

    status: str
    changes: tuple[tuple[str, int], ...]
    moves: Diff | None
    conflict: tuple[str, ...] = ()

    @property
    def is_free(self) -> bool:
        """Whether no level changes: the change stands in some best plan."""
        return bool(self.changes) and all(change == 0 for _, change in self.changes)

    @property
    def is_gain(self) -> bool:
        """Whether the first level that changes rises."""
        return next((change > 0 for _, change in self.changes if change), False)

    @property
    def tasks(self) -> int:
        """How many tasks more are placed, less those that are left out."""
        return len(self.moves.gained) - len(self.moves.lost) if self.moves else 0

    @property
    def vector(self) -> tuple[int, ...]:
        """The changes of CRITICAL, HIGH, MEDIUM, LOW and quality, 0 for a class without tasks."""
        found = dict(self.changes)
        return tuple(found.get(name, 0) for name in LEVELS)


def compare(base: Result, other: Result) -> Price:
    """Return the price of going from one result to another."""
    if other.plan is None or base.plan is None:
        return Price(other.status, (), None, other.conflict)
    before = {level.name: level.value for level in base.levels}
    changes = tuple((level.name, level.value - before.get(level.name, 0)) for level in other.levels)
    return Price(other.status, changes, diff_plans(base.plan, other.plan))


def values_of(result: Result) -> tuple[int, ...]:
    """Return the values of CRITICAL, HIGH, MEDIUM, LOW and quality, 0 for a class without tasks."""
    found = {level.name: level.value for level in result.levels}
    return tuple(found.get(name, 0) for name in LEVELS)
