"""Started and pinned work of members who do not pass a gate of it: no plan keeps it there, and none moves it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from solver.domain.showing import some
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Team
from solver.errors import Finding
from solver.matching.pairs.fit import shortfalls
from solver.matching.pairs.gates import hindrances
from solver.matching.pairs.vocabulary import Scores


def lint_started(team: Team, backlog: Backlog, scores: Mapping[str, Scores]) -> Iterator[Finding]:
    """Yield GATE04 for each task that is started by, or pinned to, somebody who cannot or may not do it.

    Parameters
    ----------
    team : Team
        Whoever may grow is left aside: that may be how they do it.
    backlog : Backlog
        Its open tasks.
    scores : mapping of str to Scores
        What each member can do.
    """
    tasks = {task.id: task for task in backlog.open_tasks}
    for task in tasks.values():
        for name in dict.fromkeys(member for _, member in task.holders):
            if why := _why(team, backlog, scores, task, name):
                text = f"task {task.id!r}: it is started and stays with {name}, and {why}: there is no plan"
                yield Finding("warning", "GATE04", task.file, task.line, text)
    for pin in team.policies.pins:
        if pin.task in tasks and (why := _why(team, backlog, scores, tasks[pin.task], pin.member)):
            text = f"{pin.task} is pinned to {pin.member}, and {why}: there is no plan"
            yield Finding("warning", "GATE04", pin.file, pin.line, text)


def _why(team: Team, backlog: Backlog, scores: Mapping[str, Scores], task: Task, name: str) -> str:
    """Return the gate at which a member is stopped, at the seat that suits best; empty for none."""
    member = next((one for one in team.members if one.id == name), None)
    if member is None:
        return ""
    seats = (replace(task, requirements=seat) for seat in task.seats)
    short = min((shortfalls(scores[name], seat, team.vocabulary) for seat in seats), key=len)
    if short and name not in {one.member for one in team.policies.grow}:
        lacks = some([f"{what} {need} (has {have:g})" for what, have, need in short], 3)
        return f"{name} lacks {lacks}"
    return "; ".join(hindrances(team, backlog, member, task))
