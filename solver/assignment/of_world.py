"""What the engines and the checker say of a world: the one place that spreads its nouns for them."""

from __future__ import annotations

from typing import Any

from solver.assignment.checker.plan import level_values, objections, quality_terms
from solver.assignment.result import Level, Result
from solver.assignment.solve import solve
from solver.communication.distances import distances_of
from solver.domain.plan import Plan
from solver.domain.world import World


def solve_world(world: World, **options: Any) -> Result:
    """Return the best plan of a world; options as in ``solve``."""
    return solve(world.team, world.backlog, world.weights, distances=distances_of(world), **options)


def wrong_with(world: World, plan: Plan) -> tuple[str, ...]:
    """Return one sentence for each way in which a plan breaks a gate or a rule of a world; empty if it stands."""
    return objections(world.team, world.backlog, plan)


def plan_values(world: World, plan: Plan) -> dict[str, int]:
    """Return the value of every level of a plan, by name."""
    return level_values(world.team, world.backlog, plan, world.weights, distances_of(world))


def plan_terms(world: World, plan: Plan) -> dict[str, int]:
    """Return each term of the quality of a plan, by name, in thousandths of an hour; costs are negative."""
    return quality_terms(world.team, world.backlog, plan, world.weights, distances_of(world))


def measured(world: World, plan: Plan, status: str = "feasible") -> Result:
    """Return a plan that was made elsewhere as a result; each bound is the value until it is proved."""
    return Result(status, plan, tuple(Level(name, value, value) for name, value in plan_values(world, plan).items()))
