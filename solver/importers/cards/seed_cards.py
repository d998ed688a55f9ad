"""Role cards of the seed family: markdown with sections such as Core Capabilities, read by our own reader."""

from __future__ import annotations

import re
from typing import Final

from solver.domain.cards import SECTIONS, RoleCard
from solver.domain.showing import counted
from solver.errors import Fault, InputError
from solver.importers.nouns import ASSUMED, LEFT_OUT, TAKEN, Ability, ImportedCard, Intake, Line
from solver.importers.source import Source
from solver.readers.cards.cards import parse_card, section_name

NAME: Final = "role card"
HEADING: Final = re.compile(r"^## +(.+?)\s*$", re.MULTILINE)
CAPITALS: Final = re.compile(r"[A-Z][A-Z0-9]+(?:[_-][A-Z0-9]+)*")
SLUG: Final = re.compile(r"[a-z0-9]+(?:[_-][a-z0-9.]+)+")
ADDRESSED: Final = re.compile(r"(.*\S)\s+(?:to|with|from)\s+(\S.*)")
TOPIC: Final = re.compile(r"\s*\(([^()]*)\)\s*$")
NOT_NAMES: Final = frozenset({"TBD", "N/A", "NA", "ALL", "NONE", "API", "APIS"})
OWN_READER: Final = frozenset({*SECTIONS, "role definition"})


def sniff(source: Source) -> str:
    """Return why the file is a role card: a section that only role cards have."""
    if source.path.suffix.lower() != ".md":
        return ""
    names = _sections(source)
    # Anybody may write of quality standards; the other sections are a card's own.
    known = sorted(names & set(SECTIONS) - {"quality standards"})
    if source.path.stem.upper() == "IDENTITY" and (known or "role definition" in names):
        return "IDENTITY.md with the sections of a role card"
    if not known:
        return ""
    # Other texts have sections of these names too; a level, a permission or a line of communication is a card's own.
    card, _, _ = _parsed(source)
    has_item = card.capabilities or card.permissions or card.communication
    return f"the section {known[0]!r} of a role card" if has_item else ""


def _sections(source: Source) -> set[str]:
    return {section_name(name).casefold() for name in HEADING.findall(source.text)}


def read(source: Source) -> Intake:
    """Return the one card; items that are faulty are left out and said."""
    intake = Intake(source.name, NAME)
    card, text, faults = _parsed(source)
    lines = source.text.split("\n")
    for fault in faults:
        intake.say(fault.line, LEFT_OUT, f"{lines[fault.line - 1].strip()}: expected {fault.expected}")
    _count(intake, source, card)
    intake.cards.append(_imported(card, source.name, text))
    levels, channels = counted(len(card.capabilities), "level"), counted(len(card.communication), "line")
    counts = f"{levels}, {channels} of communication"
    intake.say(1, TAKEN, f"{card.id}: {counts}")
    if not card.capabilities:
        intake.say(1, ASSUMED, f"{card.id}: no capability with a number")
    return intake


def _parsed(source: Source) -> tuple[RoleCard, str, tuple[Fault, ...]]:
    """Return the card, its text without the lines that are faulty, and their faults."""
    name = source.path.parent.name if source.path.stem.upper() == "IDENTITY" else source.path.stem
    text = source.text.replace("\r\n", "\n")
    try:
        return parse_card(text, name, source.name), text, ()
    except InputError as error:
        lines = text.split("\n")
        for fault in error.faults:
            lines[fault.line - 1] = ""
        rest = "\n".join(lines)
        return parse_card(rest, name, source.name), rest, error.faults


def _imported(card: RoleCard, file: str, text: str) -> ImportedCard:
    return ImportedCard(
        card.id,
        file,
        title=card.title,
        abilities=tuple(Ability(one.name, one.score) for one in card.capabilities),
        skills=tuple((one.category, one.names) for one in card.skills),
        permissions=tuple((one.verb, one.object) for one in card.permissions),
        preferences=tuple((one.name, one.score) for one in card.preferences),
        lines=tuple(_line(one.verb, one.text, file, one.line) for one in card.communication),
        source=text,
    )


def _line(verb: str, text: str, file: str, number: int) -> Line:
    """Return a line with the names in it: in the form of an id, where a name stands; other words only if somebody's."""
    topic = TOPIC.search(text)
    names, maybe = [], []
    for part in (piece.strip() for piece in (text[: topic.start()] if topic else text).split(",")):
        addressed = ADDRESSED.fullmatch(part)
        for said in (part, addressed[2]) if addressed else (part,):
            if (CAPITALS.fullmatch(said) and said not in NOT_NAMES) or SLUG.fullmatch(said):
                names.append(said)
            elif said:
                maybe.append(said)
    return Line(verb, text, file, number, tuple(names), tuple(maybe), topic=topic[1].strip() if topic else "")


def _count(intake: Intake, source: Source, card: RoleCard) -> None:
    names = _sections(source)
    scores = [one.score for one in card.preferences]
    intake.facts |= {
        "skill_categories": len(card.skills),
        "skills_listed": sum(len(one.names) for one in card.skills),
        "preference_lists_not_in_score_order": int(scores != sorted(scores, reverse=True)),
        "quality_lines": len(card.quality),
        "cards_without_technical_skills": int("technical skills" not in names),
        "cards_without_task_preferences": int("task preferences" not in names),
        "cards_without_quality_standards": int("quality standards" not in names),
        "sections_of_own": len(names - OWN_READER),
        "no_final_newline": int(not source.text.endswith("\n")),
    }
    intake.distinct["distinct_skills"] = {name for one in card.skills for name in one.names}
