"""Many plans of one team, each with a few changes: what the base knows is used again.

The base is planned and proved once. A changed world's Problem is rebuilt only where it differs; if no plan of it can
beat the base plan, and that still stands, nothing is solved, and else the base's proof is the start of the next. Every
plan is recomputed from the nouns by the checker.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from threading import RLock
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from solver.assignment.checker import objections, quality_terms
from solver.assignment.result import Level, Result
from solver.assignment.seal import ceilings, sealed
from solver.assignment.solve import solve
from solver.assignment.warm import Solved, solve_base, solve_like
from solver.changes.catalogue import apply
from solver.changes.change import Change
from solver.domain.plan import Plan
from solver.domain.tasks import PRIORITIES
from solver.domain.team import Team
from solver.domain.weights import Weights
from solver.domain.world import World
from solver.matching.build import build_problem
from solver.matching.pieces import is_timed
from solver.matching.problem import Problem
from solver.matching.rebuild import Built, rebuild_problem
from solver.whatif.bounds import bounded_by, stands

Kept = TypeVar("Kept")

SOLVED, UNCHANGED = "solved", "unchanged"


@dataclass(frozen=True)
class Base:
    """A world with its plan; ``key`` names it among all others, ``time_limit`` is in seconds for each plan."""

    world: World
    result: Result
    time_limit: float
    seed: int
    key: str


@dataclass(frozen=True)
class Variant:
    """A changed world with its plan; ``how`` is ``unchanged`` if a bound made a solve unnecessary, else ``solved``.

    ``terms`` are those of the quality in thousandths of an hour, empty without a plan.
    """

    world: World
    result: Result
    how: str
    terms: tuple[tuple[str, int], ...]


def plan_base(world: World, *, time_limit: float = 60.0, seed: int = 0) -> Base:
    """Return a world with its plan, to be shared by all variants."""
    distances = distances_of(world.team) if world.weights.handoff else None
    nouns = (world.team, world.backlog, world.weights)
    return with_result(world, solve(*nouns, distances=distances, time_limit=time_limit, seed=seed), time_limit, seed)


def with_result(world: World, result: Result, time_limit: float = 60.0, seed: int = 0) -> Base:
    """Return a world with a plan that is known already."""
    return Base(world, result, time_limit, seed, sha256(repr((world, result)).encode()).hexdigest())


def plan_variant(base: Base, changes: tuple[Change, ...]) -> Variant:
    """Return the plan of the base's world after some changes.

    Parameters
    ----------
    base : Base
        From ``plan_base``.
    changes : tuple of Change
        To the base's world.

    Returns
    -------
    Variant
        Its level values are those of a plan made from nothing, where both are proved.

    Raises
    ------
    InputError
        If a change cannot be made.
    KeyboardInterrupt
        If Ctrl-C cut the search short: a row is whole or not there.
    RuntimeError
        If the checker objects to the plan: a fault of this program.
    """
    world = apply(base.world, changes)
    nouns = (world.team, world.backlog, world.weights)
    distances = distances_of(world.team) if world.weights.handoff else None
    if is_timed(world.team, world.backlog):
        return _in_time(base, world, distances)
    problem = rebuild_problem(_built(base, world.weights), *nouns, distances)
    known = _known(base, world, problem, distances)
    if known:
        return known
    result = solve_like(_solved(base), problem, time_limit=base.time_limit, seed=base.seed)
    if result.stopped == "interrupt":
        raise KeyboardInterrupt
    if result.plan is None:
        return Variant(world, result, SOLVED, ())
    result = sealed(replace(world, distances=distances), problem, result)
    terms = quality_terms(*nouns[:2], result.plan or Plan(()), world.weights, distances)
    return Variant(world, result, SOLVED, tuple(terms.items()))


def _in_time(base: Base, world: World, distances: NDArray[np.int64] | None) -> Variant:
    """Return the plan of a world over periods, made from the base's where that still stands."""
    nouns = (world.team, world.backlog, world.weights)
    result = solve(
        *nouns, distances=distances, time_limit=base.time_limit, seed=base.seed, start=base.result.plan
    )
    if result.stopped == "interrupt":
        raise KeyboardInterrupt
    terms = quality_terms(*nouns[:2], result.plan, world.weights, distances) if result.plan else {}
    return Variant(world, result, SOLVED, tuple(terms.items()))


def _known(base: Base, world: World, problem: Problem, distances: NDArray[np.int64] | None) -> Variant | None:
    """Return the base's plan if it is proved, bounds the changed Problem, and is still worth what it was."""
    plan = base.result.plan
    if plan is None or base.result.status != "optimal" or not stands(problem, plan):
        return None
    if not bounded_by(_built(base, base.world.weights).problem, problem) or objections(world.team, world.backlog, plan):
        return None
    terms = quality_terms(world.team, world.backlog, plan, world.weights, distances)
    levels = _levels(world, problem, base.result, terms)
    if any(level.gap != 0 for level in levels):
        return None
    return Variant(world, replace(base.result, levels=levels), UNCHANGED, tuple(terms.items()))


def _levels(world: World, problem: Problem, result: Result, terms: dict[str, int]) -> tuple[Level, ...]:
    """Return each level with the value that the plan has by the nouns, and the bound that the result states."""
    tasks = {task.id: task for task in world.backlog.tasks}
    placed = [tasks[one.task] for one in result.plan.assignments] if result.plan else []
    values = {name: sum(task.value for task in placed if task.priority == name) for name in PRIORITIES}
    values["quality"] = sum(terms.values())
    bounds = ceilings(problem)
    bounds |= {level.name: level.bound for level in result.levels if level.name in bounds}
    return tuple(Level(name, values[name], bound) for name, bound in bounds.items())


_KEPT: dict[Any, Any] = {}
_LOCK = RLock()
# Distances and Problems that a process remembers.
MOST_KEPT = 64


def _remembered(key: Any, make: Callable[[], Kept]) -> Kept:
    """Return what was made for a key before in this process, or make it."""
    with _LOCK:
        if key not in _KEPT:
            if len(_KEPT) >= MOST_KEPT:
                _KEPT.clear()
            _KEPT[key] = make()
        found: Kept = _KEPT[key]
    return found


def _built(base: Base, weights: Weights) -> Built:
    """Return the base's nouns and Problem, at the weights of its pairs that are asked for."""
    scaled = replace(base.world.weights, fit=weights.fit, preference=weights.preference)
    team, backlog = base.world.team, base.world.backlog

    def make() -> Built:
        distances = distances_of(team) if scaled.handoff else None
        return Built(team, backlog, scaled, build_problem(team, backlog, scaled, distances))

    return _remembered((base.key, scaled), make)


def _solved(base: Base) -> Solved:
    """Return what the proof of the base leaves for others, with the base's own plan; made once in each process."""

    def make() -> Solved:
        problem = _built(base, base.world.weights).problem
        return replace(solve_base(problem, time_limit=base.time_limit, seed=base.seed), result=base.result)

    return _remembered((base.key, "solved"), make)


def distances_of(team: Team) -> NDArray[np.int64]:
    """Return the hand-off distances of a team; they are computed once for the same lines of communication."""
    from solver.communication.congruence import handoff_distances

    lines = tuple((one.id, one.card.id, one.card.communication) for one in team.members)
    return _remembered((lines, team.groups, team.externals, team.communication), lambda: handoff_distances(team))
