"""The case that is explained, and the price of a change: the plan is made anew with it, and the two are compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from solver.assignment.checker import level_values
from solver.assignment.choice import FEW_PAIRS
from solver.assignment.conflict import conflict
from solver.assignment.result import Level, Result
from solver.assignment.seal import sealed
from solver.assignment.solve import solve
from solver.domain.plan import Plan
from solver.domain.tasks import PRIORITIES, Backlog
from solver.domain.team import Team
from solver.domain.weights import Weights
from solver.domain.world import World
from solver.explanation.diff import Diff, diff_plans
from solver.matching.build import build_problem
from solver.matching.pieces import is_timed
from solver.matching.problem import Problem
from solver.matching.rebuild import rebuild_problem
from solver.matching.slots import slot_problem
from solver.stopping import STOPPING

if TYPE_CHECKING:
    from solver.assignment.warm import Solved

LEVELS = (*PRIORITIES, "quality")


@dataclass(frozen=True)
class Case:
    """What was planned: the nouns, the weights, and how the search is limited.

    ``distances`` are hand-off distances, shape (n_members, n_members), the team's own if not given and they count;
    ``time_limit`` is seconds for each plan.
    """

    team: Team
    backlog: Backlog
    weights: Weights
    distances: NDArray[np.int64] | None = None
    time_limit: float = 60.0

    def __post_init__(self) -> None:
        """Take the team's own hand-off distances where they count and are not given."""
        if self.weights.handoff and self.distances is None:
            from solver.communication.congruence import handoff_distances

            object.__setattr__(self, "distances", handoff_distances(self.team))

    def solve(self, team: Team | None = None, *, time_limit: float | None = None, start: Plan | None = None) -> Result:
        """Return the best plan of the case, or of the same case with another team, within the case's limit or another.

        With a plan to ``start`` from none that is worse is returned, where that one stands.

        Small cases are proved once, and other teams' plans from what that proof found: the same values, sooner.
        """
        seconds = self.time_limit if time_limit is None else time_limit
        if team is None or start is not None or self._proof is None:
            nouns = (team or self.team, self.backlog, self.weights)
            return _whole(solve(*nouns, distances=self.distances, time_limit=seconds, start=start))
        from solver.assignment.warm import solve_like

        built, solved = self._proof
        problem = rebuild_problem(*built, World(team, self.backlog, self.weights, self.distances))
        result = solve_like(solved, problem, time_limit=seconds)
        if result.status == "infeasible":
            return replace(_whole(result), conflict=conflict(problem))
        return self._sealed(result, team, problem)

    @cached_property
    def _proof(self) -> tuple[tuple[World, Problem], Solved] | None:
        """The arrays of the case and what proving its best plan found; None where it is too large for that."""
        from solver.assignment.warm import solve_base

        if is_timed(self.team, self.backlog):
            return None
        problem = self.problem()
        if int(problem.eligible.sum()) > FEW_PAIRS:
            return None
        built = World(self.team, self.backlog, self.weights, self.distances), problem
        return built, solve_base(problem, time_limit=self.time_limit)

    def problem(self) -> Problem:
        """Return the arrays of the case, over slots and pieces where there are periods, an order or crews."""
        if is_timed(self.team, self.backlog):
            return slot_problem(self.team, self.backlog, self.weights, self.distances)
        return build_problem(self.team, self.backlog, self.weights, self.distances)

    @property
    def periods(self) -> tuple[str, ...]:
        """The ids of the periods, none for one window."""
        return tuple(one.id for one in self.team.calendar.periods) if self.team.calendar else ()

    def values(self, plan: Plan) -> dict[str, int]:
        """Return the value of every level of any plan of this case."""
        return level_values(self.team, self.backlog, plan, self.weights, self.distances)

    def measured(self, plan: Plan, status: str = "feasible") -> Result:
        """Return a plan that was made elsewhere as a result; each bound is the value until it is proved."""
        return Result(status, plan, tuple(Level(name, value, value) for name, value in self.values(plan).items()))

    def solve_problem(self, problem: Problem, *, has_own_gain: bool = True) -> Result:
        """Return the best plan of the case's arrays with a rule more; it is checked against the nouns.

        ``has_own_gain`` says that quality is counted as in the case, and so must come out the same.

        Raises
        ------
        RuntimeError
            If the checker objects: a fault of this program, not of the input.
        """
        from solver.assignment.exact import solve_exact
        from solver.assignment.sprints.solve import solve_slots

        engine: Callable[..., Result] = solve_slots if problem.time else solve_exact
        return self._sealed(engine(problem, time_limit=self.time_limit), self.team, problem, has_own_gain)

    def _sealed(self, result: Result, team: Team, problem: Problem, has_own_gain: bool = True) -> Result:
        world = World(team, self.backlog, self.weights, self.distances)
        return sealed(world, problem, _whole(result), has_own_gain=has_own_gain)


def _whole(result: Result) -> Result:
    """Return a result, unless its search was cut short within something that is then given up: no price rests on it."""
    if result.stopped == "interrupt" and STOPPING.breakable and STOPPING.is_asked:
        raise KeyboardInterrupt
    return result


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
    def is_bound(self) -> bool:
        """Whether the plan with the change is not proved to be the best one: another may cost less or bring more."""
        return self.status == "feasible"

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


def compare(base: Result, other: Result, periods: tuple[str, ...] = ()) -> Price:
    """Return the price of going from one result to another; ``periods`` are the ids that moves in time are told by."""
    if other.plan is None or base.plan is None:
        return Price(other.status, (), None, other.conflict)
    before = {level.name: level.value for level in base.levels}
    changes = tuple((level.name, level.value - before.get(level.name, 0)) for level in other.levels)
    return Price(other.status, changes, diff_plans(base.plan, other.plan, periods=periods))


def values_of(result: Result) -> tuple[int, ...]:
    """Return the values of CRITICAL, HIGH, MEDIUM, LOW and quality, 0 for a class without tasks.

    Where classes are placed early, how early each is comes behind it.
    """
    found = {level.name: level.value for level in result.levels}
    names: tuple[str, ...] = LEVELS
    if any(name.endswith(" early") for name in found):
        names = tuple(name for one in PRIORITIES for name in (one, f"{one} early")) + LEVELS[-1:]
    return tuple(found.get(name, 0) for name in names)
