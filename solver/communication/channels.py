"""Every communication line of every member as directed, typed channels; each remembers file and line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from solver.communication.grammar import Item, Names, names_of, parse_objects
from solver.communication.verbs import BOTH_WAYS, kind_of
from solver.domain.cards import CommunicationLine
from solver.domain.team import Member, Team


@dataclass(frozen=True)
class Channel:
    """From ``src`` to ``dst``: kind, topic (empty for any), and how it was said: named, group, broadcast or open.

    A group stands as ``group:NAME``; an end that nobody fills is empty.
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
class Lines:
    """What the lines of a team say: channels, who has the last word, and how many lines name somebody."""

    channels: tuple[Channel, ...]
    finals: tuple[str, ...]
    total: int
    resolved: int

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
    finals, total, resolved = set(team.communication.terminals), 0, 0
    for member in team.members:
        for line in member.card.communication:
            kind, total = kind_of(line.verb, team.communication), total + 1
            if kind == "final":
                finals.add(member.id)
            found = list(_channels(member, line, kind, names))
            channels += found
            resolved += any(channel.status in {"member", "group", "external", "all"} for channel in found)
    return Lines(tuple(channels), tuple(sorted(finals)), total, resolved)


def _channels(member: Member, line: CommunicationLine, kind: str, names: Names) -> Iterator[Channel]:
    items = parse_objects(line.text, names)
    if kind == "broadcast" and not any(item.status in {"member", "group"} for item in items):
        items = (Item("*", "all", line.text),)
    for item in items:
        ends = [(member.id, _end(item))]
        if kind in {"receives", "observation"}:
            ends = [(_end(item), member.id)]
        elif kind in BOTH_WAYS:
            ends.append((_end(item), member.id))
        said = {"member": "named", "external": "named", "group": "group", "all": "broadcast"}.get(item.status, "open")
        for src, dst in ends:
            if src != dst:
                yield Channel(
                    src,
                    dst,
                    kind,
                    item.topic,
                    said,
                    item.status,
                    member.id,
                    line.verb,
                    line.text,
                    member.card.file or member.card.id,
                    line.line,
                )


def _end(item: Item) -> str:
    if item.status == "unresolved":
        return ""
    return {"group": f"group:{item.name}", "all": "group:*"}.get(item.status, item.name)


def once(channels: tuple[Channel, ...]) -> tuple[Channel, ...]:
    """Return one channel of each object of a line: a peer line has two."""
    found = {(c.file, c.line, *sorted((c.src, c.dst)), c.declared_by): c for c in reversed(channels)}
    return tuple(found.values())[::-1]
