"""Reads role cards in markdown, lossless: each line becomes an item or is kept as text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from solver.domain.cards import SECTIONS, CommunicationLine, KeptLine, Permission, RoleCard, Score, Skill
from solver.errors import Fault, InputError

NUMBER = r"([-+]?(?:\d+(?:\.\d+)?|\.\d+))"
BULLET = r"(?:[-*+]|\d+[.)])\s+"
# A name in bold is the form of a skill: with anything but a number it is kept as text, not taken for a bad score.
CAPABILITY = re.compile(rf"{BULLET}(?:\*\*(?P<bold>[^:*]+?)\*\*\s*:\s*{NUMBER}|(?!\*\*)([^:]+?)\s*:\s*(\S.*?))\s*$")
PREFERENCE = re.compile(rf"{BULLET}(.+?)\s*(?:\(score:\s*{NUMBER}\)|:\s*{NUMBER})\s*$", re.IGNORECASE)
SKILL = re.compile(rf"{BULLET}\*\*(.+?)\*\*\s*:\s*(.+?)\s*$")
PERMISSION = re.compile(rf"{BULLET}([A-Z]+)\s+(.+?)\s*$")
CHANNEL = re.compile(rf"{BULLET}([A-Za-z][A-Za-z ]*?)\s*:\s*(.*?)\s*$")


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
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError((Fault(str(path), 1, "UTF-8 text", f"byte {error.object[error.start]:#04x}"),)) from error
    name = path.parent.name if path.stem.upper() == "IDENTITY" else path.stem
    return parse_card(text, name, str(path))


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
    for number, line in enumerate(text.split("\n"), start=1):
        draft.read(number, line.rstrip("\r"))
    if draft.faults:
        raise InputError(tuple(draft.faults))
    return RoleCard(
        card_id,
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
            self.section = line[3:].strip()
            if self.section.lower() not in _ITEMS:
                self.kept.append(KeptLine(self.section, line, number))
        elif not self._item(number, line):
            self.kept.append(KeptLine(self.section, line, number))

    def _item(self, number: int, line: str) -> bool:
        """Read the line as an item of its section, and say whether it was one."""
        reader = _ITEMS.get(self.section.lower())
        return reader is not None and reader(self, number, line)

    def _capability(self, number: int, line: str) -> bool:
        match = CAPABILITY.match(line)
        if match:
            name, score = (match[1], match[2]) if match["bold"] else (match[3], match[4])
            self._score(self.capabilities, name, score, number)
        return match is not None

    def _preference(self, number: int, line: str) -> bool:
        match = PREFERENCE.match(line)
        if match:
            self._score(self.preferences, match[1], match[2] or match[3], number)
        return match is not None

    def _score(self, into: list[Score], name: str, text: str, number: int) -> None:
        if re.fullmatch(NUMBER, text) and 0 <= Decimal(text) <= 1:
            into.append(Score(name, Decimal(text), number))
        else:
            self.faults.append(Fault(self.file, number, "a score from 0 to 1", repr(text)))

    def _skill(self, number: int, line: str) -> bool:
        match = SKILL.match(line)
        if match:
            names = tuple(name.strip() for name in match[2].split(","))
            self.skills.append(Skill(match[1], names, number))
        return match is not None

    def _permission(self, number: int, line: str) -> bool:
        match = PERMISSION.match(line)
        if match:
            self.permissions.append(Permission(match[1], match[2], number))
        return match is not None

    def _channel(self, number: int, line: str) -> bool:
        match = CHANNEL.match(line)
        if match:
            self.communication.append(CommunicationLine(match[1].upper(), match[2], number))
        return match is not None

    def _standard(self, number: int, line: str) -> bool:
        self.quality.append(KeptLine(self.section, line, number))
        return True


_READERS = (
    *(_Draft._capability, _Draft._skill, _Draft._permission),
    *(_Draft._preference, _Draft._channel, _Draft._standard),
)
# Which reader takes the items of which section; a section not named here is kept whole.
_ITEMS = dict(zip(SECTIONS, _READERS, strict=True))
