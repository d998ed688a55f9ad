"""The parts of a split task: all are placed or none, with one member unless parts may go to several."""

from __future__ import annotations

from solver.matching.problem import Problem
from solver.rules.poster import Owners, Poster


def matches(problem: Problem, owners: Owners) -> tuple[str, ...]:
    """Return one sentence for each task that is begun and not finished, or has several members."""
    time, found = problem.time, []
    for parts in () if time is None else time.parts:
        rows = [owners[part] for part in parts if part in owners]
        name = time.tasks[time.task[parts[0]]] if time else ""
        if rows and len(rows) < len(parts):
            found.append(f"{len(rows)} of {len(parts)} parts of {name} are placed")
        if time and time.one_member and len({int(time.member[row]) for row in rows}) > 1:
            found.append(f"the parts of {name} have several members")
    return tuple(found)


def post(problem: Problem, poster: Poster) -> None:
    """Give each member, or the team, the next part exactly as often as the one before."""
    time = problem.time
    for parts in () if time is None else time.parts:
        for pair in zip(parts, (*parts[1:], parts[0]), strict=True):
            if time and time.one_member:
                poster.each_member_at_most(pair, (1, -1), 0)
            else:
                poster.placed_at_most([pair], (1, -1), 0)
