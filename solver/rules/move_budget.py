"""No more tasks of the earlier plan move or stay out than the budget allows."""

from __future__ import annotations

from solver.matching.problem import Problem
from solver.rules.poster import Owners, Poster


def matches(problem: Problem, owners: Owners) -> tuple[str, ...]:
    """Return one sentence if there are too many moves."""
    moves = sum(owners.get(task) != member for member, task in problem.previous or problem.earlier)
    if problem.most_moves is None or moves <= problem.most_moves:
        return ()
    more = len(problem.forced)
    return (f"{moves + more} tasks move, and {problem.most_moves + more} may",)


def post(problem: Problem, poster: Poster) -> None:
    """Demand that enough pairs of the earlier plan hold."""
    pairs = problem.previous or problem.earlier
    if problem.most_moves is not None:
        poster.at_most([(m, t, -1) for m, t in pairs], problem.most_moves - len(pairs))
