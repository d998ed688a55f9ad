"""The gate *allowed*: permissions, forbids and separation of duties against work already done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from solver.domain.tasks import Backlog, Task
from solver.domain.team import Member, Team

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def missing_permissions(member: Member, task: Task) -> tuple[str, ...]:
    r"""Return what the task's owner must be permitted to do and the member's card does not permit.

    Examples
    --------
    >>> from solver.readers.cards.cards import parse_card
    >>> card = parse_card("## Special Permissions\n- DEPLOY production", "X")
    >>> task = Task("T", "", "", "LOW", "TODO", "", 60, "", (), (), 1, "", 1, (("DEPLOY", "staging"),))
    >>> missing_permissions(Member("X", card, 60), task)
    ('DEPLOY staging',)
    """
    held = {(own.verb.casefold(), own.object.casefold()) for own in member.card.permissions}
    wanted = ((verb.casefold(), what.casefold(), f"{verb} {what}") for verb, what in task.permissions)
    return tuple(text for verb, what, text in wanted if (verb, what) not in held)


def hindrances(team: Team, backlog: Backlog, member: Member, task: Task) -> tuple[str, ...]:
    """Return one sentence for each reason why the member is not allowed to take the task."""
    found = [f"{member.id} may not {text}" for text in missing_permissions(member, task)]
    if any((rule.task, rule.member) == (task.id, member.id) for rule in team.policies.forbids):
        found.append(f"{task.id} is forbidden to {member.id}")
    apart = [group for group in team.policies.separate if task.id in group]
    joined = [group for group in team.policies.together if task.id in group]
    # The whole backlog is looked at only for a task that such a rule names.
    done = done_by(team, backlog) if apart or joined else {}
    found += [
        f"{member.id} did {other}, which needs another member than {task.id}"
        for group in apart
        for other in group
        if done.get(other) == member.id
    ]
    for group in joined:
        past = [name for name in group if name in done]
        if past and member.id not in {done[name] for name in past}:
            who = " and ".join(dict.fromkeys(done[name] for name in past))
            found.append(f"{who} did {', '.join(past)}, which needs the same member as {task.id}")
    return tuple(found)


def done_by(team: Team, backlog: Backlog) -> dict[str, str]:
    """Return who did each finished task, of those who are in the team.

    Rules about people bind open work to it: what is kept apart goes to somebody else, what is kept together to the one
    who did it, or to one of those who did. Where nobody in the team did it, only the open tasks bind each other.
    """
    names = {member.id for member in team.members}
    return {one.id: one.assigned_to for one in backlog.tasks if one.status == "DONE" and one.assigned_to in names}


def allowed_pairs(team: Team, backlog: Backlog, tasks: Sequence[Task]) -> NDArray[np.bool_]:
    """Return whom the gate lets take each task, shape (n_members, n_tasks): those for whom ``hindrances`` finds none.

    Parameters
    ----------
    team : Team
        The rows.
    backlog : Backlog
        Says who did what.
    tasks : sequence of Task
        The columns.

    Returns
    -------
    ndarray of bool
        Only tasks that a permission or a rule names are looked at.
    """
    import numpy as np

    members = team.members
    found = np.ones((len(members), len(tasks)), dtype=np.bool_)
    holders: dict[tuple[tuple[str, str], ...], NDArray[np.bool_]] = {}
    for t, task in enumerate(tasks):
        if task.permissions:
            if task.permissions not in holders:
                holders[task.permissions] = np.array([not missing_permissions(one, task) for one in members], np.bool_)
            found[:, t] = holders[task.permissions]
    row = {member.id: number for number, member in enumerate(members)}
    column = {task.id: number for number, task in enumerate(tasks)}
    for rule in team.policies.forbids:
        if rule.task in column and rule.member in row:
            found[row[rule.member], column[rule.task]] = False
    done = done_by(team, backlog)
    for group in team.policies.separate:
        doers = [row[done[name]] for name in group if name in done]
        for name in group:
            if name in column:
                found[doers, column[name]] = False
    for group in team.policies.together:
        doers = [row[done[name]] for name in group if name in done]
        others = np.isin(np.arange(len(members)), doers, invert=True)
        for name in group if doers else ():
            if name in column:
                found[others, column[name]] = False
    return found
