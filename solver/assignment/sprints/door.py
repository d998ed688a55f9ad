"""From nouns to a checked plan over periods."""

from __future__ import annotations

import time as clock
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any, Final

from solver.assignment.clash import clash_clock, in_plain_words
from solver.assignment.moves import budget_of, with_previous
from solver.assignment.result import Result
from solver.assignment.seal import sealed
from solver.assignment.sprints.feasible import any_plan_of
from solver.assignment.sprints.solve import solve_slots
from solver.communication.distances import distances_of
from solver.domain.plan import Plan
from solver.domain.world import World
from solver.matching.problem import Problem
from solver.matching.slots import slot_problem
from solver.matching.time import Time

# A move within the running period counts as much as so many in later ones.
COMMITTED: Final = 3
# How a clash begins that names the dates of a task.
DATES: Final = "the dates of "
# What a search gets at least, however long its arrays took.
LEAST_SECONDS: Final = 0.1
# The share of what is left for the question whether there is any plan, where a search ended early without one.
ANY_SHARE: Final = 0.5


def solve_in_time(
    world: World,
    *,
    time_limit: float = 60.0,
    start: Plan | None = None,
    previous: Plan | None = None,
    most_moves: int | None = None,
    **search: Any,
) -> Result:
    """Return the best plan over periods, with start and end of each piece, checked from the nouns.

    Parameters
    ----------
    world : World
        With periods, an order that counts, or crews.
    time_limit : float
        Seconds for all that is done here.
    start : Plan, optional
        A plan to start from.
    previous : Plan, optional
        An earlier plan: after the classes, as few of its pieces as can be move or stay out.
    most_moves : int, optional
        How many of them may.
    **search
        Seed, workers, progress and work limit, as in ``solve_slots``.

    Raises
    ------
    RuntimeError
        If the checker objects: a fault of this program, not of the input.
    """
    end = clock.monotonic() + time_limit
    problem = slot_problem(world.team, world.backlog, world.weights, distances_of(world))
    if previous is not None:
        problem = _with_previous(problem, previous, most_moves)
        if problem.most_moves is not None and problem.most_moves < 0:
            return Result("infeasible", None, (), conflict=budget_of(problem), engine="sprints")
    result = _searched(problem, end, start or previous, search)
    why = f"{int(problem.eligible.sum()):,} pairs of a slot and a piece {result.why}"
    result = replace(result, engine="sprints", why=why)
    if result.status == "infeasible":
        from solver.assignment.sprints.conflict import clash

        found = clash(problem, clash_clock(end), is_certain=True)
        return replace(result, conflict=found.told(partial(clash_in_words, world)))
    return sealed(world, problem, result)


def _searched(problem: Problem, end: float, start: Plan | None, search: dict[str, Any]) -> Result:
    """Return the best plan that is found until a moment; where none is, it is asked whether there is any at all."""
    result = solve_slots(problem, time_limit=max(end - clock.monotonic(), LEAST_SECONDS), start=start, **search)
    left = end - clock.monotonic()
    if result.status != "unknown" or result.stopped == "interrupt" or left < LEAST_SECONDS:
        return result
    found = any_plan_of(problem, left * ANY_SHARE)
    if found.plan is None:
        return replace(result, status=found.status)
    left = max(end - clock.monotonic(), LEAST_SECONDS)
    better = solve_slots(problem, time_limit=left, start=found.plan, **search)
    return better if better.plan else result


def clash_in_words(world: World, clashes: Iterable[str], asked: tuple[str, str] | None = None) -> tuple[str, ...]:
    """Return demands that clash over periods in the words of whoever demands them, with the dates that they are about.

    Parameters
    ----------
    world : World
        As it was before the question.
    clashes : iterable of str
        As they are found.
    asked : (str, str), optional
        The task and the member of the question: what it asks for is called asked.

    Returns
    -------
    tuple of str
        One for each demand.
    """
    return tuple(_with_dates(world, text) for text in in_plain_words(world, clashes, asked))


def _with_dates(world: World, text: str) -> str:
    """Return a demand in words, with the dates of the task where it is about those."""
    name = text.removeprefix(DATES)
    if name == text:
        return text
    task = next(one for one in world.backlog.open_tasks if one.id == name)
    said = [f"must not start before {task.earliest}"] if task.earliest else []
    said += [f"must be done by {task.deadline}"] if task.deadline else []
    return f"{name} {' and '.join(said)}"


def _with_previous(problem: Problem, previous: Plan, most_moves: int | None) -> Problem:
    if problem.time is None:
        return problem
    beside = with_previous(problem, previous, most_moves)
    return replace(beside, move_units=move_units(problem.time, beside.previous))


def running_period(time: Time) -> int:
    """Return the first period in which anybody has hours left: what is planned there is a commitment."""
    there = [int(time.period[row]) for row, slot in enumerate(time.slots) if slot.minutes]
    return min(there, default=0)


def move_units(time: Time, pairs: tuple[tuple[int, int], ...]) -> tuple[int, ...]:
    """Return what a move of each pair counts: more in the running period, as later ones are a forecast."""
    first = running_period(time)
    return tuple(COMMITTED if time.period[row] == first else 1 for row, _ in pairs) if time.n_periods > 1 else ()
