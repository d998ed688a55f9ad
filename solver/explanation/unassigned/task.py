"""A task that nobody has and what is said of it, in one window and over periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from solver.domain.policies import line_of
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Team
from solver.explanation.passing import Passing
from solver.explanation.stops.stops import MOST_NAMED, Stop
from solver.matching.pairs.gates import hindrances

UNFINISHED: Final = "nothing stops"


@dataclass(frozen=True)
class Unassigned:
    """A task that nobody has: gate (can, allowed, available, when, rule, outbid), reason, up to three closest members.

    ``outbid`` says that everybody who passes the gates has too few hours left beside other work; ``rule`` that a rule
    stops somebody who has the hours, or work that cannot go elsewhere holds them. ``stops`` are the parts of such a
    reason; empty where a gate is the reason. ``is_unfinished`` says that the task would fit into the plan as it is.
    """

    task: str
    gate: str
    reason: str
    closest: tuple[str, ...]
    stops: tuple[Stop, ...] = ()
    is_unfinished: bool = False


def nobody_can(passing: Passing, task: Task) -> str:
    """Return what the closest member is short of where nobody meets every minimum."""
    first = int(passing.ranked(task)[0])
    needs = (f"{name} {need} (has {have})" for name, have, need in passing.short_of(first, task))
    closest = passing.team.members[first].id
    return f"nobody meets every minimum; {closest} is closest, short of {', '.join(needs)}"


def barred(team: Team, backlog: Backlog, task: Task, names: Sequence[str]) -> list[str]:
    """Return why the first of some members are not allowed to take a task, and how many others are not."""
    members = {one.id: one for one in team.members}
    places = {p.member: line_of(p.file, p.line) for p in team.policies.forbids if p.task == task.id}
    texts = [
        f"{text} ({places[name]})" if "forbidden" in text and places.get(name) else text
        for name in names[:MOST_NAMED]
        for text in hindrances(team, backlog, members[name], task)
    ]
    more = len(names) - MOST_NAMED
    texts = list(dict.fromkeys(texts))
    return [*texts, f"and {more:,} more may not take it"] if more > 0 else texts
