"""Nobody has more tasks than the limit on work in progress."""

from __future__ import annotations

from collections import Counter

from solver.matching.problem import Problem
from solver.rules.poster import Owners, Poster


def matches(problem: Problem, owners: Owners) -> tuple[str, ...]:
    """Return one sentence for each member with too many tasks."""
    return tuple(
        f"{problem.members[m]} has {count} tasks of at most {problem.wip[m]}"
        for m, count in Counter(owners.values()).items()
        if 0 <= problem.wip[m] < count
    )


def post(problem: Problem, poster: Poster) -> None:
    """Count the tasks of each member."""
    poster.members_at_most(1, problem.wip)
