"""The abilities that the prose of a card names: under headings of capabilities, else the topics of its lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from solver.importers.nouns import ASSUMED, Ability, Intake

# What a card names outright, without a number.
DEFAULT_LEVEL: Final = Decimal("0.8")
MOST_WORDS: Final = 6
HEADING: Final = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
TOPIC: Final = re.compile(r"(?:\*\*)?([A-Za-z][\w &/,+#.'’()-]*?)(?:\*\*)?:(?:\*\*)?\s*$")
BULLET: Final = re.compile(r"\s*(?:[-*+•]|\d+[.)])\s+(.*\S)")
LEAD: Final = re.compile(r"\*\*(.+?)\*\*|([^:–—]+?)(?=:\s|\s[–—-]\s)")
ABLE: Final = re.compile(
    r"\b(?:capabilit|skills?\b|expertise|competenc|special(?:ty|ti|iti|i[sz]ation|i[sz]es)|strengths|proficien|"
    r"areas of knowledge|domain knowledge|what you (?:know|do)\b)",
    re.IGNORECASE,
)
# Headings that tell how an agent works, not what it can do.
HOW: Final = re.compile(
    r"\b(?:when|integrat\w+ with|communicat\w*|collaborat\w*|progress|notifications?|protocols?|workflows?|phases?|"
    r"priorit\w*|quer(?:y|ies)|summar\w*|format|examples?|getting started|outputs?|deliver\w*|includes?|status|steps?|"
    r"use (?:this|these|cases?)|report(?:ing)?|messages?|context|responses?|guidelines?|scope|boundar\w*|rules?|goals?|"
    r"instructions?|overview|best practices|selection|available|focus|evaluation|excellence|you are|your|always|never|"
    r"do not|must|notes?|important|inputs?|returns?|principles|style|tone|questions?|steps|process|mission|purpose|"
    r"roles?|objectives?|responsib\w*|limitations?|references?|resources?|links|team enablement|approach|actions?|"
    r"tasks?|follow|before|after|part \d+|means|that|this|these|any one)\b",
    re.IGNORECASE,
)
# Sentences and orders, not names.
SENTENCE: Final = re.compile(
    r"^(?:the|you|for|if|in|do|as|each|every|a|an|to|from|on|good|bad|required|final|verify|validate|run|what|who|how|why)\b|"
    r"\b(?:by|were|about|as|provide|on|to|for|of|in|with|is|are|and|or|the|be)$",
    re.IGNORECASE,
)
FENCE: Final = re.compile(r"\s*(?:```|~~~)")
# One such word alone says nothing.
VAGUE: Final = frozenset(
    {
        *("analysis", "execution", "planning", "readiness", "discovery", "preparation", "audit", "test"),
        *("working mode", "quality checks", "constraints", "success criteria", "definition of done"),
        *("checklist", "usage", "setup"),
    }
)
TAIL: Final = re.compile(
    r"\s+(?:checklists?|requirements|standards|techniques?|methodolog(?:y|ies)|patterns?|strateg(?:y|ies)|practices?|"
    r"considerations|frameworks?|setup|mastery|areas?|implementation|capabilities|expertise|skills?)$",
    re.IGNORECASE,
)


def abilities_in(body: str, first_line: int = 1) -> tuple[tuple[str, int], ...]:
    r"""Return the abilities that a markdown text names, each once, with their lines.

    Examples
    --------
    >>> abilities_in("## Core Skills\n- **Load tests**: k6\n- profiling\n")
    (('Load tests', 2), ('profiling', 3))
    >>> abilities_in("API design checklist:\n- a\nProgress tracking:\n- b\n")
    (('API design', 1),)
    """
    lines = _unfenced(body.split("\n"))
    found = list(_listed(lines, first_line)) or list(_topics(lines, first_line))
    names: dict[str, tuple[str, int]] = {}
    for name, line in found:
        names.setdefault(name.casefold(), (name, line))
    return tuple(names.values())


def _unfenced(lines: list[str]) -> list[str]:
    """Return the lines with those of blocks of code empty."""
    found, inside = [], False
    for line in lines:
        is_fence = FENCE.match(line) is not None
        found.append("" if inside or is_fence else line)
        inside ^= is_fence
    return found


def _listed(lines: Sequence[str], first: int) -> Iterator[tuple[str, int]]:
    """Yield what stands under headings such as Core Capabilities: the headings below it, else the heads of bullets."""
    at = 0
    while at < len(lines):
        heading = HEADING.match(lines[at])
        at += 1
        if not heading or not ABLE.search(heading[2]):
            continue
        end = at
        while end < len(lines) and not _ends(lines[end], len(heading[1])):
            end += 1
        part = list(enumerate(lines[at:end], start=first + at))
        below = [
            (name, number) for number, line in part if (match := HEADING.match(line)) and (name := _name(match[2]))
        ]
        yield from below or [(name, number) for number, line in part if (name := _bullet(line))]
        at = end


def _ends(line: str, depth: int) -> bool:
    heading = HEADING.match(line)
    return heading is not None and len(heading[1]) <= depth


def _bullet(line: str) -> str:
    bullet = BULLET.match(line)
    if not bullet or line[:1].isspace():
        return ""
    lead = LEAD.match(bullet[1])
    text = (lead[1] or lead[2]) if lead else bullet[1]
    return _name(text) if len(text.split()) <= (MOST_WORDS if lead else MOST_WORDS - 2) else ""


def _topics(lines: Sequence[str], first: int) -> Iterator[tuple[str, int]]:
    """Yield the lines that open a list and name a subject."""
    for number, line in enumerate(lines[:-1], start=first):
        after = next((text for text in lines[number - first + 1 :][:2] if text.strip()), "")
        if not BULLET.match(after) or BULLET.match(line):
            continue
        heading, topic = HEADING.match(line), TOPIC.match(line)
        text = heading[2] if heading else topic[1] if topic else ""
        name = _name(text)
        if name:
            yield name, number


def _name(text: str) -> str:
    """Return a heading as the name of an ability; empty if it is none."""
    name = re.sub(r"^\W*\d+[.)]\s*|[`*]|^[^\w.(]+", "", text).strip(" :.–—-")
    short = TAIL.sub("", name)
    if (
        not name
        or short.casefold() in VAGUE
        or HOW.search(short)
        or SENTENCE.search(short)
        or len(short.split()) > MOST_WORDS
        or not re.search(r"[^\W\d]", short)
    ):
        return ""
    is_shout = short.isupper() and len(short.split()) > 1
    return short if not TAIL.fullmatch(" " + short) and not is_shout else ""


def assumed(
    intake: Intake, card: str, found: Sequence[tuple[str, int]], fallback: str, line: int
) -> tuple[Ability, ...]:
    """Return abilities at the default level, and say so in the ledger; the card's own role if it names no ability."""
    if found:
        where = f"named in {'line' if len(found) == 1 else 'lines'} {', '.join(str(number) for _, number in found)}"
        names = [name for name, _ in found]
    else:
        where, names = "the card names no ability, its role stands for one", [fallback]
    intake.say(line, ASSUMED, f"{card}: level {DEFAULT_LEVEL} for {', '.join(names)}: no level is stated; {where}")
    return tuple(Ability(name, DEFAULT_LEVEL, is_stated=False) for name in names)
