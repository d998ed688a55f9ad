"""A batch that is handed out together: one member takes all of it, or nobody takes any."""

from __future__ import annotations

from solver.matching.problem import Problem
from solver.rules.poster import Owners, Poster


def matches(problem: Problem, owners: Owners) -> tuple[str, ...]:
    """Return one sentence for each batch that is split or begun."""
    person = problem.person
    return tuple(
        f"the batch of {problem.tasks[batch[0]]} is not whole"
        for batch in problem.whole
        if len({person[owners[task]] if task in owners else -1 for task in batch}) > 1
    )


def post(problem: Problem, poster: Poster) -> None:
    """Give each member the next task of the batch exactly as often as the one before."""
    for batch in problem.whole:
        for pair in zip(batch, (*batch[1:], batch[0]), strict=True):
            poster.each_member_at_most(pair, (1, -1), 0)
