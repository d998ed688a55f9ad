"""The role card: what one role can do, may do and likes to do, each item with its line."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

# The sections of a card that have a field of their own, in lower case; prose is kept as text.
SECTIONS: Final = (
    *("core capabilities", "technical skills", "special permissions"),
    *("task preferences", "communication priority", "quality standards"),
)
PROSE: Final = "role definition"


@dataclass(frozen=True)
class Score:
    """A named value from 0 to 1: a capability, or how much a kind of task is liked."""

    name: str
    score: Decimal
    line: int


@dataclass(frozen=True)
class Skill:
    """One category of technical skills and the names in it."""

    category: str
    names: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class Permission:
    """What the role may do: a verb and its object."""

    verb: str
    object: str
    line: int


@dataclass(frozen=True)
class CommunicationLine:
    """One line of communication as it was written: ``VERB: text``."""

    verb: str
    text: str
    line: int


@dataclass(frozen=True)
class KeptLine:
    """A line that has no field of its own: kept and listed, never dropped."""

    section: str
    text: str
    line: int


@dataclass(frozen=True)
class RoleCard:
    """One role card. Scores are exact decimals from 0 to 1; lines count from 1."""

    id: str
    title: str
    capabilities: tuple[Score, ...]
    skills: tuple[Skill, ...]
    permissions: tuple[Permission, ...]
    preferences: tuple[Score, ...]
    communication: tuple[CommunicationLine, ...]
    quality: tuple[KeptLine, ...]
    kept: tuple[KeptLine, ...]
    file: str = ""
