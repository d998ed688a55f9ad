"""Nobody has more than the load limit."""

from __future__ import annotations

from solver.matching.problem import Problem
from solver.rules.poster import Owners, Poster


def matches(problem: Problem, owners: Owners) -> tuple[str, ...]:
    """Return one sentence for each member above the limit."""
    given = dict.fromkeys(range(len(problem.members)), 0)
    for task, member in owners.items():
        given[member] += int(problem.load[member, task])
    return tuple(
        f"{problem.members[m]} has {minutes / 60:g} h of {problem.limit[m] / 60:g} h"
        for m, minutes in given.items()
        if minutes > problem.limit[m]
    )


def post(problem: Problem, poster: Poster) -> None:
    """Sum the minutes of each member."""
    poster.members_at_most(problem.load, problem.limit)
