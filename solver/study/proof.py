"""What a process remembers of the worlds it has proved: their arrays, and what their proofs leave for others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import RLock
from typing import Any, Final, TypeVar

from solver.assignment.choice import FEW_PAIRS
from solver.assignment.result import Result
from solver.assignment.warm import Solved, solve_base
from solver.domain.world import World
from solver.matching.of_world import problem_of
from solver.matching.problem import Problem

Kept = TypeVar("Kept")
# Arrays and proofs that a process remembers.
MOST_KEPT: Final = 64
_KEPT: Final[dict[Any, Any]] = {}
_LOCK: Final = RLock()


def arrays(world: World, key: str) -> Problem:
    """Return the arrays of a world; made once in each process for a key and its weights."""
    return _remembered((key, world.weights), lambda: problem_of(world))


def proof(problem: Problem, result: Result | None, key: str, time_limit: float, seed: int) -> Solved | None:
    """Return what the proof of the best plan of some arrays leaves for others, None where they are too many.

    Whatever ties with the plan of the result gives way to it, so that others stay as near to that one as they can.
    """

    def make() -> Solved | None:
        if int(problem.eligible.sum()) > FEW_PAIRS:
            return None
        solved = solve_base(problem, time_limit=time_limit, seed=seed)
        if result is None or result.plan is None:
            return solved
        values = {level.name: level.value for level in result.levels}
        best = [(values.get(level.name, 0), level.value) for level in solved.result.levels]
        if [mine for mine, _ in best] < [found for _, found in best]:
            return solved
        return replace(solved, result=replace(solved.result, plan=result.plan))

    return _remembered((key, "proof"), make)


def _remembered(key: Any, make: Callable[[], Kept]) -> Kept:
    """Return what was made for a key before in this process, or make it."""
    with _LOCK:
        if key not in _KEPT:
            if len(_KEPT) >= MOST_KEPT:
                _KEPT.clear()
            _KEPT[key] = make()
        found: Kept = _KEPT[key]
    return found
