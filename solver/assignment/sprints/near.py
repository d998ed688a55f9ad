"""The best plan of a changed world beside one that is not proved: it moves only what brings urgent work or places more.

A search that goes on from a plan of so many pieces betters its quality somewhere, whatever was changed: hundreds of
moves that nobody asked for. So moves count behind the classes while it is searched, and are no level of the result.
"""

from __future__ import annotations

import time as clock
from dataclasses import replace
from typing import Any, Final

from solver.assignment.model.linear import linear
from solver.assignment.model.search import Limits
from solver.assignment.result import Level, Result
from solver.assignment.seal import sealed
from solver.assignment.sprints.bounds.tops import Tops
from solver.assignment.sprints.door import LEAST_SECONDS, solve_in_time
from solver.assignment.sprints.rolling import PROVED_BY_SEQUENCE
from solver.communication.distances import distances_of
from solver.domain.plan import Plan
from solver.domain.world import World
from solver.matching.slots import slot_problem

# The share of the time for bounds of the quality: those that are known by then hold for as few moves.
BOUND_SHARE: Final = 0.1


def solve_near(world: World, before: Plan, *, time_limit: float, **search: Any) -> Result:
    """Return a plan over periods that keeps what it can of one before: the classes first, then few moves, then quality.

    Parameters
    ----------
    world : World
        With periods, an order that counts, or crews.
    before : Plan
        Of a world like it.
    time_limit : float
        Seconds for all that is done here.
    **search
        Seed and workers, as in ``solve_slots``.

    Returns
    -------
    Result
        With the levels of any plan of the world. Where it is soon proved, a best plan whatever moves.

    Raises
    ------
    RuntimeError
        If the checker objects: a fault of this program, not of the input.
    """
    end, bounding = clock.monotonic() + time_limit, BOUND_SHARE * time_limit
    found = solve_in_time(world, time_limit=time_limit - bounding, previous=before, **search)
    left = max(end - clock.monotonic(), LEAST_SECONDS)
    if found.status == "optimal":
        return solve_in_time(world, time_limit=left, start=found.plan, **search)
    return found if found.plan is None else _bounded(world, found, Limits(clock.monotonic() + left))


def _bounded(world: World, found: Result, limits: Limits) -> Result:
    """Return a result without moves among its levels, and with a bound of the quality that holds however much moves."""
    problem = slot_problem(world.team, world.backlog, world.weights, distances_of(world))
    demands = linear(problem, PROVED_BY_SEQUENCE)
    known = {level.name: level for level in found.levels}
    plain = [known[level.name].value - level.constant for level in demands.levels]
    tops = Tops(problem, demands)
    tops.search(plain, limits)
    tops.fill(plain, limits)
    levels = [
        Level(one.name, known[one.name].value, top + one.constant)
        for one, top in zip(demands.levels, tops.of(plain), strict=True)
    ]
    closer = [replace(one, bound=min(one.bound, known[one.name].bound)) for one in levels[:-1]]
    told = sealed(world, problem, replace(found, levels=(*closer, levels[-1]), stopped=found.stopped or "time limit"))
    return replace(told, stopped="") if told.status == "optimal" else told
