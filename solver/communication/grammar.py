"""The objects of a communication line: names, groups, topics; what is no known name is never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from solver.domain.team import Group, Team

TOPIC = re.compile(r"\s*\(([^()]*)\)\s*$")
ADDRESSED = re.compile(r"(.*\S)\s+(?:to|with|from)\s+(\S.*)")
LIMITED = re.compile(r"(.*\S)\s+for\s+(\S.*)")
ID_FORM = re.compile(r"[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)*")


@dataclass(frozen=True)
class Item:
    """One object of a line: ``status`` is member, group, external, dangling (an id that nobody has) or unresolved."""

    name: str
    status: str
    topic: str = ""


@dataclass(frozen=True)
class Names:
    """All names that a line can address."""

    members: frozenset[str]
    externals: dict[str, str]
    aliases: dict[str, str]
    groups: dict[str, Group]

    def find(self, text: str) -> Item | None:
        """Return the member, group or external that a text names exactly or by an alias."""
        name = self.aliases.get(text, text)
        if name in self.members:
            return Item(name, "member")
        folded = name.casefold()
        if folded in self.externals:
            return Item(self.externals[folded], "external")
        return Item(self.groups[folded].name, "group") if folded in self.groups else None


def names_of(team: Team) -> Names:
    """Return the names of a team; a card that several members hold is a group of them."""
    members = frozenset(member.id for member in team.members)
    groups: dict[str, Group] = {}
    for card in sorted({member.card.id for member in team.members} - members):
        holders = tuple(member.id for member in team.members if member.card.id == card)
        groups[card.casefold()] = Group(card, holders)
    for group in team.groups:
        groups |= {name.casefold(): group for name in (group.name, *group.aliases)}
    externals = {name.casefold(): name for name in team.externals}
    return Names(members, externals, dict(team.communication.aliases), groups)


def parse_objects(text: str, names: Names) -> tuple[Item, ...]:
    """Return the objects of a line in the form ``item (, item)* [(topic)]``.

    An item is a name, ``text to|with|from NAME`` (the text is the topic), ``GROUP for topic``, or plain text.

    Parameters
    ----------
    text : str
        What stands after the colon.
    names : Names
        Of the team.

    Returns
    -------
    tuple of Item
        At least one; an empty text is one unresolved item.

    Examples
    --------
    >>> names = Names(frozenset({"OPS", "API"}), {"humans": "humans"}, {}, {})
    >>> parse_objects("Critical bugs to OPS", names)
    (Item(name='OPS', status='member', topic='Critical bugs'),)
    >>> parse_objects("All CRITICAL errors (API contracts)", names)
    (Item(name='All CRITICAL errors', status='unresolved', topic='API contracts'),)
    """
    match = TOPIC.search(text)
    topic = match[1].strip() if match else ""
    body = text[: match.start()] if match else text
    parts = [part.strip() for part in body.split(",") if part.strip()]
    return tuple(_item(part, topic, names) for part in parts) or (Item(text.strip(), "unresolved", topic),)


def _item(part: str, topic: str, names: Names) -> Item:
    whole = names.find(part)
    if whole:
        return Item(whole.name, whole.status, topic)
    addressed = ADDRESSED.fullmatch(part)
    if addressed:
        found = _named(addressed[2], names)
        if found:
            return Item(found.name, found.status, addressed[1] if not topic else f"{addressed[1]}; {topic}")
    limited = LIMITED.fullmatch(part)
    if limited and names.find(limited[1]):
        found = names.find(limited[1]) or Item(part, "unresolved")
        return Item(found.name, found.status, limited[2])
    if ID_FORM.fullmatch(part):
        return Item(part, "dangling", topic)
    return Item(part, "unresolved", topic)


def _named(text: str, names: Names) -> Item | None:
    found = names.find(text)
    return found or (Item(text, "dangling") if ID_FORM.fullmatch(text) and len(text) > 1 else None)
