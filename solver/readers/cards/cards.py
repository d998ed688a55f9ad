"""Reads role cards in markdown, lossless: each line becomes an item or is kept as text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from solver.domain.cards import SECTIONS, CommunicationLine, KeptLine, Permission, RoleCard, Score, Skill
from solver.domain.naming import composed, is_writable
from solver.domain.showing import one_line as cut
from solver.errors import Fault, InputError
from solver.readers.cards.spoken import spoken
from solver.readers.text.files import read_text

# Read from the start of a line, one thing after the other: a line of any length is looked at once.
NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")
BULLET = re.compile(r"(?:[-*+]|[0-9]+[.)])\s+")
BOLD_END = re.compile(r"\*\*\s*:")
# A score with more digits is no score that somebody meant, and exact sums of such would not end.
MOST_DIGITS = 40


def read_card(path: Path) -> RoleCard:
    """Return the role card in one markdown file; its id is the folder's name for IDENTITY.md, else the file's.

    Parameters
    ----------
    path : Path
        A UTF-8 file, with or without a byte order mark or a final newline.

    Returns
    -------
    RoleCard
        The card; what has no field of its own stands in ``kept``.

    Raises
    ------
    InputError
        With every fault of the file at once.
    """
    return parse_card(read_text(path, "a role card"), card_id(path), str(path))


def card_id(path: Path) -> str:
    """Return the id of the card in a file: the folder's name for IDENTITY.md, else the file's own."""
    return composed(path.parent.name if path.stem.upper() == "IDENTITY" else path.stem)


def parse_card(text: str, card_id: str, file: str = "<text>") -> RoleCard:
    r"""Return the role card that a text holds.

    Parameters
    ----------
    text : str
        The markdown.
    card_id : str
        The id of the card.
    file : str
        The name that faults give.

    Returns
    -------
    RoleCard
        The card.

    Raises
    ------
    InputError
        With every fault of the text at once.

    Examples
    --------
    >>> parse_card("# TESTER\n## Core Capabilities\n- testing: 0.9\n", "QA").capabilities
    (Score(name='testing', score=Decimal('0.9'), line=3),)
    """
    draft = _Draft(file)
    if not is_writable(card_id):
        draft.faults.append(Fault(file, 1, "the name of a file in UTF-8", repr(card_id)))
    for number, line in enumerate(composed(text).split("\n"), start=1):
        draft.read(number, line.rstrip("\r"))
    if draft.faults:
        raise InputError(tuple(draft.faults))
    return RoleCard(
        composed(card_id),
        draft.title,
        tuple(draft.capabilities),
        tuple(draft.skills),
        tuple(draft.permissions),
        tuple(draft.preferences),
        tuple(draft.communication),
        tuple(draft.quality),
        tuple(draft.kept),
        file,
    )


def section_name(text: str) -> str:
    """Return the name of a section as its heading has it, without a colon, bold marks or closing hashes.

    Examples
    --------
    >>> section_name("**Core Capabilities**:"), section_name("Quality Standards ##")
    ('Core Capabilities', 'Quality Standards')
    """
    return text.strip().strip("*_:# ")


@dataclass
class _Draft:
    """A card while its lines come in."""

    file: str
    title: str = ""
    section: str = ""
    capabilities: list[Score] = field(default_factory=list)
    skills: list[Skill] = field(default_factory=list)
    permissions: list[Permission] = field(default_factory=list)
    preferences: list[Score] = field(default_factory=list)
    communication: list[CommunicationLine] = field(default_factory=list)
    quality: list[KeptLine] = field(default_factory=list)
    kept: list[KeptLine] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def read(self, number: int, line: str) -> None:
        """Put one line where it belongs; blank lines carry nothing."""
        if not line.strip():
            return
        if line.startswith("# ") and not self.title:
            self.title = line[2:].strip()
        elif line.startswith("## "):
            self.section = section_name(line[3:])
            if self.section.lower() not in _ITEMS:
                self.kept.append(KeptLine(self.section, line, number))
        elif not self._item(number, line):
            self.kept.append(KeptLine(self.section, line, number))

    def _item(self, number: int, line: str) -> bool:
        """Read the line as an item of its section, and say whether it was one."""
        reader = _ITEMS.get(self.section.lower())
        bullet = BULLET.match(line)
        if reader in {_Draft._standard, _Draft._channel}:
            return bool(reader) and reader(self, number, line)
        item = line[bullet.end() :].rstrip() if bullet else ""
        return bool(reader and item and reader(self, number, item))

    def _capability(self, number: int, item: str) -> bool:
        name, _, score = (part.strip() for part in item.partition(":"))
        if name.startswith("**"):
            # A name in bold is the form of a skill: with anything but a number it is no score, good or bad.
            name, is_bold = name[2:-2], name.endswith("**") and len(name) > 4
            if not is_bold or "*" in name or not NUMBER.fullmatch(score):
                return False
        if name and score:
            self._score(self.capabilities, name, score, number)
        return bool(name and score)

    def _preference(self, number: int, item: str) -> bool:
        left, _, right = item.removesuffix(")").rpartition("(") if item.endswith(")") else item.rpartition(":")
        score = right.strip()
        if item.endswith(")"):
            word, _, score = (part.strip() for part in right.partition(":"))
            left = left if word.lower() == "score" else ""
        name = left.strip()
        if name and NUMBER.fullmatch(score):
            self._score(self.preferences, name, score, number)
            return True
        return False

    def _score(self, into: list[Score], name: str, text: str, number: int) -> None:
        if len(text) <= MOST_DIGITS and NUMBER.fullmatch(text) and 0 <= Decimal(text) <= 1:
            into.append(Score(name, Decimal(text), number))
        else:
            self.faults.append(Fault(self.file, number, "a score from 0 to 1", repr(cut(text)), _meant_score(text)))

    def _skill(self, number: int, item: str) -> bool:
        end = BOLD_END.search(item, 3) if item.startswith("**") else None
        listed = item[end.end() :].strip() if end else ""
        if end and listed:
            self.skills.append(Skill(item[2 : end.start()], tuple(map(str.strip, listed.split(","))), number))
        return bool(listed)

    def _permission(self, number: int, item: str) -> bool:
        verb, *rest = item.split(None, 1)
        is_one = bool(rest) and verb.isascii() and verb.isalpha() and verb.isupper()
        if is_one:
            self.permissions.append(Permission(verb, rest[0], number))
        return is_one

    def _channel(self, number: int, line: str) -> bool:
        found = spoken(line, number)
        if found:
            self.communication.append(found)
        return found is not None

    def _standard(self, number: int, line: str) -> bool:
        self.quality.append(KeptLine(self.section, line, number))
        return True


_READERS = (
    *(_Draft._capability, _Draft._skill, _Draft._permission),
    *(_Draft._preference, _Draft._channel, _Draft._standard),
)
# Which reader takes the items of which section; a section not named here is kept whole.
_ITEMS = dict(zip(SECTIONS, _READERS, strict=True))


def _meant_score(text: str) -> str:
    """Return the second line of a fault: the score that a comma, a share of 100 or a mark out of ten may mean."""
    is_share = text.endswith("%")
    pointed = text.removesuffix("%").strip().replace(",", ".", 1)
    if len(text) > MOST_DIGITS or not NUMBER.fullmatch(pointed):
        return ""
    number = Decimal(pointed)
    whole = number == int(number)
    scale = 100 if is_share or (whole and number > 10) else 10 if whole and number > 1 else 1
    return f"{str(number / scale)!r}." if 0 <= number <= scale else ""
