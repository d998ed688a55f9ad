"""A required task is placed, whoever takes it."""

from __future__ import annotations

from solver.matching.problem import Problem
from solver.rules.poster import Owners, Poster


def matches(problem: Problem, owners: Owners) -> tuple[str, ...]:
    """Return one sentence for each required task that nobody has."""
    return tuple(f"{problem.tasks[task]} must be placed" for task in problem.required if task not in owners)


def post(problem: Problem, poster: Poster) -> None:
    """Demand one member for each required task."""
    poster.placed_at_most(problem.required, (-1,), -1)
