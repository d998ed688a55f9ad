"""What is odd about a team and a backlog before anything is solved."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from solver.domain.cards import PROSE, SECTIONS, RoleCard
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Member, Team
from solver.errors import Finding
from solver.matching.fit import preferred_line, shortfalls
from solver.matching.gates import hindrances
from solver.matching.lint_time import lint_time
from solver.matching.vocabulary import Scores, effective_scores


def lint(team: Team, backlog: Backlog) -> tuple[Finding, ...]:
    """Return what a careful reader would ask about: demands that nobody or one member meets, and dead lines.

    Parameters
    ----------
    team : Team
        At least one member.
    backlog : Backlog
        Its open tasks are looked at.

    Returns
    -------
    tuple of Finding
        CAP001 a capability that nobody has, CAP002 one that a single member has, PER001 a permission that nobody
        holds, GATE01 to GATE03 a task that no member can do, is allowed to take, or has the hours for, PREF01
        preferences for kinds that no task has, CARD01 sections kept as text, CARD02 a line that its section could not
        read, CARD03 a capability that a card scores twice, TIME01 a member without hours in a period, TIME02 a chain of
        waiting tasks that takes longer than the one window has.
    """
    scores: dict[str, Scores] = {member.id: effective_scores(member.card, team.vocabulary) for member in team.members}
    return (
        *_capabilities(team, backlog, scores),
        *_permissions(team, backlog),
        *(found for task in backlog.open_tasks for found in _gates(team, backlog, task, scores)),
        *_preferences(team, backlog),
        *lint_time(team, backlog),
        *(found for card in _cards(team) for found in _lines(card)),
    )


def _capabilities(team: Team, backlog: Backlog, scores: dict[str, Scores]) -> Iterator[Finding]:
    """Name each demanded capability that nobody or one member has, at the first task that demands it."""
    known = sorted({name for own in scores.values() for name in own})
    demanded: dict[str, Task] = {}
    for task in backlog.open_tasks:
        for need in task.requirements:
            demanded.setdefault(team.vocabulary.name(need.capability), task)
    for name, task in demanded.items():
        holders = [member for member, own in scores.items() if name in own]
        if not holders:
            close = get_close_matches(name, known, n=1, cutoff=0.7)
            having = sum(close[0] in own for own in scores.values()) if close else 0
            maybe = f"{close[0]!r} ({having} members have it)." if close else ""
            text = f"task {task.id!r} needs {name!r}, which no card has"
            yield Finding("warning", "CAP001", task.file, task.line, text, maybe)
        elif len(holders) == 1 and len(team.members) > 1:
            text = f"only {holders[0]} has {name!r}, which {task.id!r} needs"
            yield Finding("info", "CAP002", task.file, task.line, text)


def _permissions(team: Team, backlog: Backlog) -> Iterator[Finding]:
    held = {f"{own.verb} {own.object}".casefold() for member in team.members for own in member.card.permissions}
    seen: set[str] = set()
    for task in backlog.open_tasks:
        for verb, what in task.permissions:
            wanted = f"{verb} {what}"
            if wanted.casefold() not in held | seen:
                seen.add(wanted.casefold())
                close = get_close_matches(wanted.casefold(), sorted(held), n=1)
                maybe = f"{close[0]!r}." if close else ""
                text = f"task {task.id!r} needs the permission {wanted!r}, which nobody holds"
                yield Finding("warning", "PER001", task.file, task.line, text, maybe)


def _gates(team: Team, backlog: Backlog, task: Task, scores: dict[str, Scores]) -> Iterator[Finding]:
    """Name the first gate that leaves nobody for the task."""
    able = [member for member in team.members if not shortfalls(scores[member.id], task, team.vocabulary)]
    free = [member for member in able if not hindrances(team, backlog, member, task)]
    fitting = [member for member in free if _hours_fit(member, task)]
    if fitting:
        return
    code, text = (
        ("GATE01", "no member meets every minimum")
        if not able
        else ("GATE02", f"nobody who can do it is allowed to ({', '.join(member.id for member in able)} can)")
        if not free
        else ("GATE03", f"it takes more hours than {', '.join(member.id for member in free)} may be given")
    )
    yield Finding("warning", code, task.file, task.line, f"task {task.id!r}: {text}")


def _hours_fit(member: Member, task: Task) -> bool:
    return task.estimate_minutes * member.pace <= member.load_limit_minutes


def _cards(team: Team) -> tuple[RoleCard, ...]:
    """Return each card that somebody holds, once; overrides of one member do not count as the card's."""
    return tuple({member.card.id: member.card for member in team.members}.values())


def _preferences(team: Team, backlog: Backlog) -> Iterator[Finding]:
    # One task of each kind is enough.
    kinds_asked = {task.kind: task for task in backlog.tasks}.values()
    for card in _cards(team):
        used = {preferred_line(card, task, team.vocabulary) for task in kinds_asked}
        idle = [line for line in card.preferences if line not in used]
        if idle:
            kinds = ", ".join(repr(line.name) for line in idle)
            text = f"{card.id} prefers {len(idle)} kinds of work that no task has: {kinds}"
            yield Finding("info", "PREF01", card.file, idle[0].line, text)


def _lines(card: RoleCard) -> Iterator[Finding]:
    """Name what the card says that nothing else reads."""
    names = [line.name for line in card.capabilities]
    for line in card.capabilities:
        if names.count(line.name) > 1 and line.line:
            yield Finding("warning", "CARD03", card.file, line.line, f"{card.id} scores {line.name!r} more than once")
    for kept in card.kept:
        if kept.section.lower() in SECTIONS:
            text = f"{kept.text.strip()!r} is kept as text: {kept.section!r} does not read it"
            yield Finding("warning", "CARD02", card.file, kept.line, text)
    whole = {k.section: k.line for k in reversed(card.kept) if k.section.lower() not in (*SECTIONS, PROSE, "")}
    for section, line_number in whole.items():
        text = f"the section {section!r} of {card.id} is kept as text"
        yield Finding("info", "CARD01", card.file, line_number, text)
