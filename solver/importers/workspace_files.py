"""The files of a workspace as texts, from what was joined."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from solver.importers.card_text import card_text
from solver.importers.join import Joined, Placed
from solver.importers.nouns import ASSUMED, LEFT_OUT, Entry, Leave
from solver.importers.proposals import Proposal
from solver.importers.settings import Settings
from solver.importers.sizing import hours, number
from solver.importers.window import Window, away_minutes, window_of

COLUMNS: Final = (
    *("id", "title", "type", "priority", "status", "assigned_to", "estimated_hours", "batch", "capabilities"),
    *("dependencies", "permissions", "due", "sprint", "points", "spent", "remaining", "labels"),
)
STATES: Final = {"IN_REVIEW": "IN_PROGRESS", "BLOCKED": "TODO", "WAITING": "TODO"}
# Of a list in weeks, such as staffing, the plan is for a year.
YEAR_OF_WEEKS: Final = 52
LONG_MINUTES: Final = 4 * 2400


@dataclass
class Written:
    """The texts of a workspace by path, and the ledger lines that writing them added."""

    texts: dict[str, str] = field(default_factory=dict)
    ledger: list[Entry] = field(default_factory=list)
    minutes: int = 0
    assumed_minutes: int = 0


def write_files(joined: Joined, settings: Settings) -> Written:
    """Return the workspace: cards, backlog, team and vocabulary."""
    written = Written()
    names = card_names(joined)
    for card in joined.cards:
        written.texts[f"cards/{names[card.id]}.md"] = card_text(card, settings.level)
    written.texts["backlog.csv"] = _backlog(joined, settings, written)
    written.texts["team.yaml"] = _team(joined, settings, written, names)
    written.texts["vocabulary.yaml"] = _vocabulary(joined)
    return written


def card_names(joined: Joined) -> dict[str, str]:
    """Return the file name of each card, which is the member's id: what no file system takes is replaced."""
    found: dict[str, str] = {}
    for card in joined.cards:
        name = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "-", card.id).strip(" .") or "member"
        found[card.id] = name if name not in found.values() else f"{name}-{len(found)}"
    return found


def _backlog(joined: Joined, settings: Settings, written: Written) -> str:
    needs: dict[str, list[str]] = {}
    for one in joined.proposals:
        if one.kind == "requirement":
            is_accepted = (one.kind, one.subject, one.proposal) in joined.accepted
            needs.setdefault(one.subject, []).append(_need(one, is_accepted))
    names = card_names(joined)
    rows = [_row(one, needs.get(one.task.id, []), settings, written, names) for one in joined.tasks]
    used = [name for name in COLUMNS if name in COLUMNS[:10] or any(row.get(name) for row in rows)]
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, used, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def _row(one: Placed, needs: list[str], settings: Settings, written: Written, names: dict[str, str]) -> dict[str, str]:
    task = one.task
    left = settings.unsized if one.size.left is None else one.size.left
    whole = settings.unsized if one.size.whole is None else one.size.whole
    is_open = task.state not in {"DONE", "CANCELLED"}
    if is_open:
        written.minutes += left
        written.assumed_minutes += left if one.size.left is None else 0
    stated = [need for need in task.needs if not any(need == said.partition(":")[0] for said in needs)]
    return {
        "id": task.id,
        "title": " ".join(task.title.split()),
        "type": task.kind,
        "priority": task.priority or "MEDIUM",
        "status": STATES.get(task.state, task.state),
        "assigned_to": names.get(one.member, one.member),
        "estimated_hours": hours(whole),
        "batch": task.batch,
        "capabilities": "; ".join([*(_plain_need(need) for need in stated), *needs]),
        "dependencies": " ".join(task.dependencies),
        "permissions": one.stop,
        "due": task.due,
        "sprint": task.sprint,
        "points": "" if task.points is None else number(task.points),
        "spent": hours(task.spent_minutes) if task.spent_minutes else "",
        "remaining": hours(left) if is_open and (left != whole or task.spent_minutes) else "",
        "labels": "; ".join(task.labels),
    }


def _need(one: Proposal, is_accepted: bool) -> str:
    """Return a proposed requirement as a cell: it scores and gates nobody until the user accepts it."""
    name = f"{one.proposal}:{one.tier}" if one.tier else one.proposal
    return name if is_accepted else f"{name}:0"


def _plain_need(need: str) -> str:
    """Return a requirement that the source names itself, with the level it states, in our form."""
    name, _, level = need.partition(":")
    return f"{name.strip()}:{level.strip()}" if level.strip() else name.strip().replace(";", ",")


def _team(joined: Joined, settings: Settings, written: Written, names: dict[str, str]) -> str:
    weeks = settings.weeks or _weeks(joined)
    opened = [one.task for one in joined.tasks if one.task.state not in {"DONE", "CANCELLED"}]
    window = window_of(opened, joined.leave, weeks, settings.window_from)
    limit = 2400 * weeks
    lines = [
        "# Written by the import from what the files say; change what you like, a second import keeps it.",
        "hours_per_day: 8",
        f"limit: {hours(limit)}                 # hours of each member; {weeks} weeks of 40 h, which no file states",
        f"unestimated: {hours(settings.unsized)}              # hours of a task without a size",
    ]
    text = f"each member has {limit / 60:g} h: {weeks} weeks of 40 h. Say weeks: in import.yaml, or limit: in team.yaml"
    written.ledger.append(Entry("team.yaml", 3, ASSUMED, text))
    if window:
        text = f"the plan is for {window.first} to {window.last}, {window.why}. Say window_from: in import.yaml"
        written.ledger.append(Entry("team.yaml", 3, ASSUMED, text))
        lines.append(f"# The plan is for {window.first} to {window.last}: {window.why}.")
    leave = _leave_of(joined, written)
    if joined.cards:
        lines.append("roster:")
        for card in joined.cards:
            own = "" if card.weekly_minutes is None else f", limit: {hours(card.weekly_minutes * weeks)}"
            lines += _member(names[card.id], own, leave.get(card.id, []), window, written)
    lines += _groups(joined, names)
    lines += _pins(joined, names)
    return "\n".join(lines) + "\n"


def _weeks(joined: Joined) -> int:
    opened = [one for one in joined.tasks if one.task.state not in {"DONE", "CANCELLED"}]
    sizes = sorted(one.size.left for one in opened if one.size.left)
    if sizes and sizes[len(sizes) // 2] >= LONG_MINUTES:
        return YEAR_OF_WEEKS
    return 2 if any(one.task.sprint for one in opened) else 1


def _leave_of(joined: Joined, written: Written) -> dict[str, list[Leave]]:
    found: dict[str, list[Leave]] = {}
    for one in joined.leave:
        member = joined.people.find("", one.person)
        if member:
            found.setdefault(member, []).append(one)
            continue
        like = joined.people.like(one.person)
        if like:
            joined.proposals.append(Proposal("person", one.person, like, "", "a name in the list of leave"))
        text = f"leave of {one.person}, who has no card{f'; maybe {like}' if like else ''}"
        written.ledger.append(Entry(one.file, one.line, LEFT_OUT, text))
    return found


def _member(name: str, own: str, leave: list[Leave], window: Window | None, written: Written) -> Iterator[str]:
    away = min(away_minutes(leave, window), window.minutes) if window else 0
    if not away or window is None:
        yield f"  - {{id: {quoted(name)}{own}}}"
        return
    days = ", ".join(one.first if one.first == one.last else f"{one.first} to {one.last}" for one in leave)
    yield f"  - {{id: {quoted(name)}{own}, leave: {hours(away)}}}    # {days}"
    for one in leave:
        text = f"{name}: {away / 60:g} h of leave in {window.first} to {window.last}"
        written.ledger.append(Entry(one.file, one.line, ASSUMED, text))
        break


def _groups(joined: Joined, names: dict[str, str]) -> Iterator[str]:
    groups = {
        group: [names[member] for member in members if member in names] for group, members in joined.groups.items()
    }
    if any(groups.values()):
        yield "groups:"
        yield from (
            f"  {quoted(group)}: [{', '.join(map(quoted, members))}]" for group, members in groups.items() if members
        )


def _vocabulary(joined: Joined) -> str:
    lines = ["# Names that mean the same, and who can stand in for what; proposals.csv has some to accept."]
    aliases: dict[str, list[str]] = {}
    for one in _accepted(joined, "alias"):
        aliases.setdefault(one.proposal, []).append(one.subject)
    lines.append("aliases:" if aliases else "aliases: {}")
    lines += [f"  {quoted(name)}: [{', '.join(map(quoted, others))}]" for name, others in aliases.items()]
    relations = list(_accepted(joined, "relation"))
    lines.append("relations:" if relations else "relations: []")
    for one in relations:
        pair = f"have: {quoted(one.subject)}, need: {quoted(one.proposal)}"
        lines.append(f"  - {{{pair}, factor: {one.confidence}}}")
    return "\n".join(lines) + "\n"


def _accepted(joined: Joined, kind: str) -> Iterator[Proposal]:
    """Yield the proposals of a kind that the user accepted."""
    for one in joined.proposals:
        if one.kind == kind and (kind, one.subject, one.proposal) in joined.accepted:
            yield one


def _pins(joined: Joined, names: dict[str, str]) -> Iterator[str]:
    """Yield the members that the user accepted for tasks, as pins."""
    found = [one for one in _accepted(joined, "member") if one.proposal in names]
    if found:
        yield "rules:"
        yield "  pins:"
        yield from (f"    - {{task: {quoted(one.subject)}, member: {quoted(names[one.proposal])}}}" for one in found)


def quoted(text: str) -> str:
    """Return a text as YAML reads it back: bare where nothing in it means anything, else as a JSON string.

    Examples
    --------
    >>> quoted("ANA"), quoted("Ana Ortiz"), quoted("no"), quoted("a: b")
    ('ANA', 'Ana Ortiz', '"no"', '"a: b"')
    """
    words = {"yes", "no", "on", "off", "true", "false", "null", "y", "n", "~"}
    is_bare = re.fullmatch(r"[^\W\d_][\w .+/-]*[\w+/]|[^\W\d_]", text) and text.lower() not in words
    return text if is_bare else json.dumps(text, ensure_ascii=False)
