"""Keep together: those tasks of the group that are placed have one and the same member."""

from __future__ import annotations

from solver.matching.problem import Problem
from solver.rules.poster import Owners, Poster


def matches(problem: Problem, owners: Owners) -> tuple[str, ...]:
    """Return one sentence for each group with two owners."""
    person = problem.person
    return tuple(
        f"{', '.join(problem.tasks[task] for task in group)} need the same member"
        for group in problem.together
        if len({person[owners[task]] for task in group if task in owners}) > 1
    )


def post(problem: Problem, poster: Poster) -> None:
    """Let one member at most have any of the group."""
    for group in problem.together:
        poster.owners_at_most(group, 1)
