"""The arrays of a world, whatever it plans over."""

from __future__ import annotations

from solver.communication.distances import distances_of
from solver.domain.world import World
from solver.matching.build import build_problem
from solver.matching.pieces import is_timed
from solver.matching.problem import Problem
from solver.matching.slots import slot_problem


def problem_of(world: World) -> Problem:
    """Return the arrays of a world, over slots and pieces where there are periods, an order or crews."""
    make = slot_problem if is_timed(world.team, world.backlog) else build_problem
    return make(world.team, world.backlog, world.weights, distances_of(world))
