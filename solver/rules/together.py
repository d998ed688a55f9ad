"""Keep together: those tasks of the group that are placed have one and the same member."""

from __future__ import annotations

from itertools import combinations

from solver.matching.problem import Problem
from solver.rules.poster import Owners, Poster


def matches(problem: Problem, owners: Owners) -> tuple[str, ...]:
    """Return one sentence for each group with two owners."""
    return tuple(
        f"{', '.join(problem.tasks[task] for task in group)} need the same member"
        for group in problem.together
        if len({owners[task] for task in group if task in owners}) > 1
    )


def post(problem: Problem, poster: Poster) -> None:
    """Bar everybody else from the second task once a member has the first."""
    rows = range(len(problem.members))
    for group in problem.together:
        for one, other in combinations(group, 2):
            for m in rows:
                poster.at_most([(m, one, 1), *((i, other, 1) for i in rows if i != m)], 1)
