"""Every communication line of every member as directed, typed channels; each remembers file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from solver.communication.lines.grammar import Item, Names, names_of, parse_objects
from solver.communication.lines.shapes import WHO
from solver.communication.lines.verbs import BOTH_WAYS, kind_of, place_of
from solver.domain.cards import CommunicationLine
from solver.domain.team import Member, Team

# "Final say" makes a terminal; "not final" and "none" do not.
FINAL = re.compile(r"(?<!not )(?<!no )(?<!non-)(?<!never )\bfinal\b", re.IGNORECASE)
KNOWN = frozenset({"member", "group", "external", "all", "self"})
SECTION = "communication priority"


@dataclass(frozen=True)
class Channel:
    """From ``src`` to ``dst``: kind, topic (empty for any), and how it was said: named, group, broadcast or open.

    A group stands as ``group:NAME``; an end that nobody fills is empty; ``status`` self is a line to oneself.
    """

    src: str
    dst: str
    kind: str
    topic: str
    said: str
    status: str
    declared_by: str
    verb: str
    text: str
    file: str
    line: int

    @property
    def other(self) -> str:
        """The end that did not write the line."""
        return self.dst if self.declared_by == self.src else self.src


@dataclass(frozen=True)
class Unread:
    """A line of the section for communication that no reading fits."""

    member: str
    text: str
    file: str
    line: int


@dataclass(frozen=True)
class Lines:
    """What the lines of a team say: channels, who has the last word, and how many lines name somebody.

    ``total`` counts every line of the section, ``unread`` those of them that could not be read at all.
    """

    channels: tuple[Channel, ...]
    finals: tuple[str, ...]
    total: int
    resolved: int
    unread: tuple[Unread, ...] = ()

    def of_status(self, status: str) -> tuple[Channel, ...]:
        """Return the channels whose object is a member, group, external, dangling or unresolved."""
        return tuple(channel for channel in self.channels if channel.status == status)


def read_lines(team: Team) -> Lines:
    """Return the channels of a team.

    Parameters
    ----------
    team : Team
        Its members' cards, groups, externals and verb table.

    Returns
    -------
    Lines
        In the order of members and lines; parallel channels are kept as evidence.
    """
    names = names_of(team)
    channels: list[Channel] = []
    unread: list[Unread] = []
    finals, total, resolved = set(team.communication.terminals), 0, 0
    for member in team.members:
        for line in member.card.communication:
            kind, total = kind_of(line.verb, team.communication), total + 1
            found = list(_channels(member, line, kind, names))
            if kind == "final" and not found:
                finals.add(member.id)
            channels += found
            resolved += any(channel.status in KNOWN for channel in found)
        unread += _unread(member)
    return Lines(tuple(channels), tuple(sorted(finals)), total + len(unread), resolved, tuple(unread))


def _unread(member: Member) -> Iterator[Unread]:
    for kept in member.card.kept:
        text = kept.text.strip()
        if kept.section.casefold() == SECTION and text.strip("-*_=#|: ") and not text.startswith("#"):
            yield Unread(member.id, text, member.card.file or member.card.id, kept.line)


def _channels(member: Member, line: CommunicationLine, kind: str, names: Names) -> Iterator[Channel]:
    items = parse_objects(line.text, names, WHO if kind == "final" else place_of(line.verb, kind))
    if kind == "final":
        named = [item for item in items if _is_named(item)]
        if not named and FINAL.search(line.text):
            return
        # "ESCALATION: Broken builds to LEAD" is a line like any other; without a name it is one without a target.
        kind, items = "escalation", tuple(named) or items
    if kind == "broadcast" and not any(item.status in {"member", "group"} for item in items):
        items = (Item("*", "all", line.text),)
    for item in items:
        yield from _of_item(member, line, kind, item)


def _is_named(item: Item) -> bool:
    known = item.status in {"member", "group", "external"}
    return known or (item.status == "dangling" and not FINAL.search(item.name))


def _of_item(member: Member, line: CommunicationLine, kind: str, item: Item) -> Iterator[Channel]:
    end, status = _end(item), item.status
    said = {"member": "named", "external": "named", "group": "group", "all": "broadcast"}.get(status, "open")
    ends = [(member.id, end)]
    if end == member.id and status == "member":
        status = "self"
    elif kind in {"receives", "observation"}:
        ends = [(end, member.id)]
    elif kind in BOTH_WAYS:
        ends.append((end, member.id))
    place = (member.card.file or member.card.id, line.line)
    for src, dst in ends:
        yield Channel(src, dst, kind, item.topic, said, status, member.id, line.verb, line.text, *place)


def _end(item: Item) -> str:
    if item.status == "unresolved":
        return ""
    return {"group": f"group:{item.name}", "all": "group:*"}.get(item.status, item.name)


def once(channels: tuple[Channel, ...]) -> tuple[Channel, ...]:
    """Return one channel of each object of a line: a peer line has two."""
    found = {(c.file, c.line, *sorted((c.src, c.dst)), c.declared_by): c for c in reversed(channels)}
    return tuple(found.values())[::-1]
