"""Rules of a team that contradict each other, or what a task needs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from solver.domain.showing import some
from solver.domain.tasks import Backlog
from solver.domain.team import Team
from solver.errors import Finding


def lint_rules(team: Team, backlog: Backlog) -> Iterator[Finding]:
    """Yield tasks that need the same member by one rule and different members by another, and crews that need one."""
    yield from _opposed(team)
    yield from _crews(team, backlog)


def _opposed(team: Team) -> Iterator[Finding]:
    rules = team.policies
    places = {(one.rule, one.names): one for one in rules.stated}
    for apart in rules.separate:
        for joined in rules.together:
            both = [name for name in dict.fromkeys(apart) if name in joined]
            for one, other in combinations(both, 2):
                at = places.get(("separate", apart))
                line = places.get(("together", joined))
                where = f" (line {line.line})" if line else ""
                text = f"{one} and {other} need different members, and the same member{where}: only one can be placed"
                yield Finding("warning", "RULE01", at.file if at else "", at.line if at else 1, text)


def _crews(team: Team, backlog: Backlog) -> Iterator[Finding]:
    """Yield each task that needs several members where a rule lets one member have it."""
    rules = team.policies
    for task in backlog.open_tasks:
        if len(task.crew) < 2:
            continue
        said = f"{task.id} needs {len(task.crew)} different members"
        if task.batch and rules.of_batch(task.batch) == "together":
            where = rules.where("batch", (task.batch,)) or rules.where("batch")
            text = f"{said}, and batch {task.batch} is handed out whole to one{f' ({where})' if where else ''}"
            yield Finding("warning", "RULE02", task.file, task.line, f"{text}: none of it can be placed")
        for joined in (group for group in rules.together if task.id in group):
            where = rules.where("together", joined)
            text = f"{said}, and {some(joined)} need the same member{f' ({where})' if where else ''}"
            yield Finding("warning", "RULE02", task.file, task.line, f"{text}: it cannot be placed")
