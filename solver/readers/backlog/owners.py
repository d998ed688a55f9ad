"""Who owns started and finished work: names in the backlog become ids of members, and what nobody knows is said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from solver.domain.people import People, people_of
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Team
from solver.errors import Fault, Finding
from solver.readers.text.gathering import Gathering


def owned(
    team: Team, backlog: Backlog, *, leavers: bool = False
) -> tuple[Backlog, list[str], list[Fault], list[Finding]]:
    """Return the backlog with ids of members as owners, what was assumed, and what is wrong or odd.

    Started work of somebody unknown is a fault, because it binds. Finished work of somebody unknown is a finding where
    a rule of the team needs to know who did it: the rule cannot hold there.

    Parameters
    ----------
    team : Team
        Its members, externals and aliases are known.
    backlog : Backlog
        As it stands in the file.
    leavers : bool
        Whether started work may be somebody's who is no longer there.

    Returns
    -------
    tuple of Backlog, list of str, list of Fault, list of Finding
        In the order of the backlog.
    """
    people = team_people(team)
    read: dict[str, str] = {}
    gathering, findings = Gathering(), list[Finding]()
    tasks = [_owned(task, people, read, None if leavers else gathering) for task in backlog.tasks]
    by_id = {task.id: task for task in tasks}
    for rule in ("separate", "together"):
        for group in getattr(team.policies, rule):
            findings += _unknown(rule, [by_id[name] for name in group if name in by_id], people)
    said = [f"{name!r} of assigned_to is read as {who}" for name, who in read.items()]
    return replace(backlog, tasks=tuple(tasks)), said, gathering.faults, findings


def team_people(team: Team) -> People:
    """Return whom a name may mean in a team."""
    cards = ((member.id, member.card.id) for member in team.members)
    return people_of(cards, team.externals, dict(team.communication.aliases))


def _owned(task: Task, people: People, read: dict[str, str], gathering: Gathering | None) -> Task:
    """Return the task with the id of its owner."""
    name = task.assigned_to
    who = people.find(name) if name else ""
    if who and who != name:
        read[name] = who
    if gathering and task.status == "IN_PROGRESS" and name and who not in people.members:
        expected = "a member of the team as the owner of started work"
        gathering.add((task.file, task.line), expected, name, maybe=people.maybe(name))
    return replace(task, assigned_to=who) if who and who != name else task


def _unknown(rule: str, tasks: Iterable[Task], people: People) -> Iterable[Finding]:
    """Yield a finding for each finished task of a rule whose owner nobody knows."""
    tasks = list(tasks)
    if not any(task.is_open for task in tasks):
        return
    for task in tasks:
        name = task.assigned_to
        if task.status != "DONE" or (name and people.find(name)):
            continue
        by = f"{name!r}, whom nobody knows" if name else "nobody that the backlog names"
        others = ", ".join(other.id for other in tasks if other is not task)
        text = f"task {task.id!r} was done by {by}: the rule {rule} cannot bind {others} to that"
        yield Finding("warning", "OWN001", task.file, task.line, text, people.maybe(name) if name else "")
