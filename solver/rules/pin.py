"""A pinned task is with its member: work in progress stays where it is."""

from __future__ import annotations

from solver.matching.problem import Problem
from solver.rules.poster import Owners, Poster


def matches(problem: Problem, owners: Owners) -> tuple[str, ...]:
    """Return one sentence for each pinned task that is elsewhere."""
    return tuple(
        f"{problem.tasks[task]} is pinned to {problem.members[member]}"
        for member, task in problem.pins
        if owners.get(task) != member
    )


def post(problem: Problem, poster: Poster) -> None:
    """Demand each pinned pair; a pair that fails a gate makes the problem infeasible."""
    for member, task in problem.pins:
        poster.at_most([(member, task, -1)], -1)
