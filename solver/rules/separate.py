"""Separation of duties: no two tasks of the group go to one member."""

from __future__ import annotations

from solver.matching.problem import Problem
from solver.rules.poster import Owners, Poster


def matches(problem: Problem, owners: Owners) -> tuple[str, ...]:
    """Return one sentence for each group in which a member has two tasks."""
    found, person = [], problem.person
    for group in problem.separate:
        names = [person[owners[task]] for task in group if task in owners]
        if len(set(names)) < len(names):
            found.append(f"{', '.join(problem.tasks[task] for task in group)} need different members")
    return tuple(found)


def post(problem: Problem, poster: Poster) -> None:
    """Allow each member one task of the group."""
    for group in problem.separate:
        poster.each_member_at_most(group, [1] * len(group), 1)
