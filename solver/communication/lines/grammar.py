"""The objects of a communication line: names, groups, topics; what is no known name is never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from solver.communication.lines.shapes import CONTENT, MUST, THING, WHO, bare, is_name, is_placeholder, normal
from solver.communication.lines.words import ROLE
from solver.domain.team import Group, Team

TOPIC = re.compile(r"\(([^()]*)\)$")
BETWEEN = re.compile(r"\s(?:to|with|from)\s")
LIMITED = re.compile(r"\s(?:for|on|about|regarding)\s")
# A name with more commas is found where it stands alone: looking for it everywhere would take too long.
MOST_COMMAS = 10
JOINED = re.compile(r"\s+(?:and|or|&)\s+|\s*/\s*")


@dataclass(frozen=True)
class Item:
    """One object of a line.

    ``status`` is member, group, external, dangling (a name that nobody has), all, or unresolved (no name).
    """

    name: str
    status: str
    topic: str = ""


@dataclass(frozen=True)
class Names:
    """All names that a line can address; two names are the same if they are after NFC."""

    members: frozenset[str]
    externals: dict[str, str]
    aliases: dict[str, str]
    groups: dict[str, Group]

    @cached_property
    def exact(self) -> dict[str, Item]:
        """The members by id and alias, composed (NFC)."""
        found = {_composed(name): Item(name, "member") for name in self.members}
        for alias, name in self.aliases.items():
            target = found.get(_composed(name)) or self._folded(_composed(name))
            if target:
                found.setdefault(_composed(alias), target)
        return found

    @cached_property
    def alike(self) -> dict[str, str]:
        """The names by how they look: without case, blanks and punctuation."""
        names = [*self.groups, *self.externals.values(), *self.aliases, *self.members]
        return {normal(name): name for name in names}

    @cached_property
    def most_commas(self) -> int:
        """How many separators a single name among others may hold."""
        names = (*self.members, *self.aliases, *self.externals, *self.groups)
        return min(max((name.count(",") + name.count(";") for name in names), default=0), MOST_COMMAS)

    def find(self, text: str) -> Item | None:
        """Return the member, group or external that a text names exactly or by an alias."""
        name = _composed(text)
        return self.exact.get(name) or self._folded(name)

    def _folded(self, name: str) -> Item | None:
        folded = _composed(name.casefold())
        if folded in self.externals:
            return Item(self.externals[folded], "external")
        return Item(self.groups[folded].name, "group") if folded in self.groups else None


def _composed(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _key(text: str) -> str:
    return _composed(_composed(text).casefold())


def names_of(team: Team) -> Names:
    """Return the names of a team; a card that several members hold is a group of them."""
    members = frozenset(member.id for member in team.members)
    holders: dict[str, list[str]] = {}
    for member in team.members:
        if member.card.id not in members:
            holders.setdefault(member.card.id, []).append(member.id)
    groups = {_key(card): Group(card, tuple(held)) for card, held in sorted(holders.items())}
    for group in team.groups:
        groups |= {_key(name): group for name in (group.name, *group.aliases)}
    return Names(members, {_key(name): name for name in team.externals}, dict(team.communication.aliases), groups)


def parse_objects(text: str, names: Names, place: str = CONTENT) -> tuple[Item, ...]:
    """Return the objects of a line in the form ``item (, item)* [(topic)]``; the longest known name wins.

    An item is a name, ``text to|with|from NAME`` (the text is the topic), ``NAME for|on|about topic``, or plain text.

    Parameters
    ----------
    text : str
        What stands after the colon.
    names : Names
        Of the team.
    place : str
        Whether a name must or may stand here, or content: see ``shapes``.

    Returns
    -------
    tuple of Item
        At least one; an empty text is one unresolved item.

    Examples
    --------
    >>> names = Names(frozenset({"OPS", "API", "Smith, Jane"}), {"humans": "humans"}, {}, {})
    >>> parse_objects("Critical bugs to OPS", names)
    (Item(name='OPS', status='member', topic='Critical bugs'),)
    >>> parse_objects("All CRITICAL errors (API contracts)", names)
    (Item(name='All CRITICAL errors', status='unresolved', topic='API contracts'),)
    >>> [item.name for item in parse_objects("Smith, Jane, API", names)]
    ['Smith, Jane', 'API']
    """
    plain = " ".join(text.split())
    parts = [(plain, "")] if names.find(plain) else list(_parts(plain, names))
    # A topic at the end belongs to all that have none of their own: "DESIGNER, ARCHITECT (new features)".
    shared = parts[-1][1] if parts and not any(topic for _, topic in parts[:-1]) else ""
    found = tuple(item for part, topic in parts for item in _items(part, topic or shared, names, place))
    return found or (Item(text.strip(), "unresolved"),)


def _parts(text: str, names: Names) -> Iterator[tuple[str, str]]:
    """Yield each part between commas with its topic; a comma within brackets or within a known name parts nothing."""
    cuts = [0, *(at + 1 for at in _separators(text)), len(text) + 1]
    start = 0
    while start < len(cuts) - 1:
        for end in range(min(start + 1 + names.most_commas, len(cuts) - 1), start, -1):
            part = text[cuts[start] : cuts[end] - 1].strip()
            whole = names.find(part) is not None
            # Brackets at the end may belong to a name: "Big trouble to Coder (Python)".
            match = None if whole or (part.endswith(")") and _addresses(part, names)) else TOPIC.search(part)
            body = part[: match.start()].strip() if match else part
            if end == start + 1 or whole or names.find(body) or _addresses(body, names):
                break
        if body or match:
            yield body, match[1].strip() if match else ""
        start = end


def _addresses(text: str, names: Names) -> bool:
    """Return whether a text ends in "to", "with", "from", "and", "or" or a stroke and then a known name."""
    first = re.split("[,;]", text, maxsplit=1)[0]
    return any(names.find(text[at:]) for at in _ends(first))


def _ends(text: str) -> list[int]:
    """Return where the first words after small words start that part names."""
    return [spot.end() for pattern in (BETWEEN, JOINED) for spot in islice(pattern.finditer(text), 20)]


def _separators(text: str) -> Iterator[int]:
    """Yield where commas and semicolons stand that are in no brackets."""
    depth = 0
    for at, letter in enumerate(text):
        depth = max(depth + (letter == "(") - (letter == ")"), 0)
        if letter in ",;，、；" and not depth:
            yield at


def _items(part: str, topic: str, names: Names, place: str) -> Iterator[Item]:
    """Yield the objects of one part: several if known names are joined by "and", "or" or a stroke."""
    pieces = [piece for piece in JOINED.split(part) if piece]
    if len(pieces) > 1 and not names.find(part) and not is_placeholder(part):
        before = BETWEEN.split(pieces[0])[-1]
        if _are_names((before, *pieces[1:]), names, place):
            said = pieces[0][: -len(before)].strip()
            about = said.rsplit(" ", 1)[0] if said else ""
            for piece in (before, *pieces[1:]):
                yield _item(piece, "; ".join(filter(None, (about, topic))), names, place)
            return
    yield _item(part, topic, names, place)


def _are_names(pieces: tuple[str, ...], names: Names, place: str) -> bool:
    """Return whether joined words are several names: one is known, or each is a single word that must be one."""
    if any(_known(piece, names) for piece in pieces):
        return True
    return place in {MUST, WHO} and all(" " not in piece and is_name(bare(piece), WHO) for piece in pieces)


def _item(part: str, topic: str, names: Names, place: str) -> Item:
    known = _known(part, names)
    if known:
        return Item(known.name, known.status, topic)
    addressed = _addressed(part, names, place)
    if addressed:
        found, about = addressed
        return Item(found.name, found.status, "; ".join(filter(None, (about, topic))))
    limited = _limited(part, names, place)
    if limited:
        found, about = limited
        return Item(found.name, found.status, "; ".join(filter(None, (about, topic))))
    name = bare(part)
    slip = place != THING and normal(name) in names.alike and not is_placeholder(name)
    return Item(name, "dangling" if slip or is_name(name, place, bool(topic)) else "unresolved", topic)


def _known(text: str, names: Names) -> Item | None:
    return names.find(text) or names.find(bare(text))


def _addressed(part: str, names: Names, place: str) -> tuple[Item, str] | None:
    """Return whom ``text to|with|from NAME`` names and its text; the longest known name, else one by its shape."""
    spots = list(BETWEEN.finditer(part))
    for spot in spots[:20]:
        known = _known(part[spot.end() :], names)
        if known:
            return known, part[: spot.start()].strip()
        limited = _limited(part[spot.end() :], names, "")
        if limited:
            return limited[0], f"{part[: spot.start()].strip()}; {limited[1]}"
    if not spots:
        return None
    name = bare(LIMITED.split(part[spots[-1].end() :], maxsplit=1)[0].strip())
    # After "to" a single word is a name where somebody must be turned to; content may go to any sort of people.
    nearer = WHO if place in {MUST, WHO} or name.istitle() else CONTENT
    slip = normal(name) in names.alike
    if slip or is_name(name, nearer) or (place == CONTENT and _is_role(name)):
        return Item(name, "dangling"), part[: spots[-1].start()].strip()
    return None


def _is_role(name: str) -> bool:
    return " " not in name and bool(ROLE.fullmatch(name.casefold())) and is_name(name, WHO)


def _limited(part: str, names: Names, place: str) -> tuple[Item, str] | None:
    """Return whom ``NAME for|on|about topic`` names, and the topic."""
    for spot in islice(LIMITED.finditer(part), 20):
        left, right = part[: spot.start()].strip(), part[spot.end() :].strip()
        known = _known(left, names)
        if known:
            return known, right
        if place and " " not in left and is_name(bare(left), place):
            return Item(bare(left), "dangling"), right
    return None
