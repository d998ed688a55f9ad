"""Nobody has more tasks than the limit on work in progress."""

from __future__ import annotations

from collections import Counter

from solver.domain.showing import counted
from solver.matching.problem import Problem
from solver.rules.poster import Owners, Poster


def matches(problem: Problem, owners: Owners) -> tuple[str, ...]:
    """Return one sentence for each member with too many tasks."""
    tasks = range(len(problem.tasks)) if problem.time is None else problem.time.task.tolist()
    held = {(member, tasks[task]) for task, member in owners.items()}
    return tuple(
        f"{problem.members[m]} has {counted(int(count), 'task')} of at most {problem.wip[m]}"
        for m, count in Counter(member for member, _ in held).items()
        if 0 <= problem.wip[m] < count
    )


def post(problem: Problem, poster: Poster) -> None:
    """Count the tasks of each member; the parts of a task count once in each slot."""
    if problem.time is None or not problem.time.parts or (problem.wip < 0).all():
        poster.members_at_most(1, problem.wip)
        return
    parts = {column for group in problem.time.parts for column in group}
    singles = [column for column in range(len(problem.tasks)) if column not in parts]
    poster.slots_at_most(problem.time.parts, singles, problem.wip)
