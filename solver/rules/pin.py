"""A pinned task is with its member: work in progress stays where it is."""

from __future__ import annotations

from solver.matching.problem import Problem
from solver.rules.poster import Owners, Poster


def matches(problem: Problem, owners: Owners) -> tuple[str, ...]:
    """Return one sentence for each pinned task that is elsewhere."""
    timed = () if problem.time is None else problem.time.pins
    found = [
        f"{problem.tasks[pairs[0][1]]} is pinned to {problem.members[pairs[0][0]]}"
        for pairs in timed
        if not any(owners.get(task) == member for member, task in pairs)
    ]
    return (*found, *_elsewhere(problem, owners))


def _elsewhere(problem: Problem, owners: Owners) -> tuple[str, ...]:
    return tuple(
        f"{problem.tasks[task]} is pinned to {problem.members[member]}"
        for member, task in problem.pins
        if owners.get(task) != member
    )


def post(problem: Problem, poster: Poster) -> None:
    """Demand each pinned pair; a pair that fails a gate makes the problem infeasible."""
    for member, task in problem.pins:
        poster.at_most([(member, task, -1)], -1)
    for pairs in () if problem.time is None else problem.time.pins:
        poster.at_most([(member, task, -1) for member, task in pairs], -1)
