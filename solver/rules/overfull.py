"""Tasks that are too much for one member together: no more of them than stated."""

from __future__ import annotations

from solver.matching.problem import Problem
from solver.rules.poster import Owners, Poster


def matches(problem: Problem, owners: Owners) -> tuple[str, ...]:
    """Return one sentence for each such set of which a member has too many."""
    found = []
    for member, tasks, most in problem.overfull:
        count = sum(owners.get(task) == member for task in tasks)
        if count > most:
            names = ", ".join(problem.tasks[task] for task in tasks)
            found.append(f"{problem.members[member]} has {count} of {names}, and {most} are enough")
    return tuple(found)


def post(problem: Problem, poster: Poster) -> None:
    """Count the tasks of each set."""
    for member, tasks, most in problem.overfull:
        poster.at_most([(member, task, 1) for task in tasks], most)
