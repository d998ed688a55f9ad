"""A task is placed only if what it depends on is done or placed too."""

from __future__ import annotations

from solver.matching.problem import Problem
from solver.rules.poster import Owners, Poster


def matches(problem: Problem, owners: Owners) -> tuple[str, ...]:
    """Return one sentence for each placed task whose dependency is not placed."""
    return tuple(
        f"{problem.tasks[task]} needs {problem.tasks[target]}, which is not placed"
        for task, target in problem.dependencies
        if task in owners and target not in owners
    )


def post(problem: Problem, poster: Poster) -> None:
    """Let the task be placed at most as often as its dependency."""
    poster.placed_at_most(problem.dependencies, (1, -1), 0)
