"""A plan differs from each of some other plans in at least so many tasks."""

from __future__ import annotations

from solver.matching.problem import Problem
from solver.rules.poster import Owners, Poster


def matches(problem: Problem, owners: Owners) -> tuple[str, ...]:
    """Return one sentence for each plan that this one is too like."""
    found = []
    for other in problem.unlike:
        before = {task: member for member, task in other}
        changes = sum(owners.get(task) != before.get(task) for task in _counted(problem))
        if changes < problem.least_changes:
            found.append(f"{changes} tasks differ, and {problem.least_changes} must")
    return tuple(found)


def post(problem: Problem, poster: Poster) -> None:
    """Count the pairs that still hold against the tasks that come in."""
    for other in problem.unlike:
        placed = {task for _, task in other}
        held = [(member, task, 1) for member, task in other]
        new = [task for task in _counted(problem) if task not in placed]
        fresh = [(member, task, -1) for task in new for member in range(len(problem.members))]
        poster.at_most([*held, *fresh], len(other) - problem.least_changes)


def _counted(problem: Problem) -> list[int]:
    """Return the columns that count: of a task in several pieces the one that carries its value."""
    return [c for c in range(len(problem.tasks)) if problem.time is None or problem.time.counted[c]]
