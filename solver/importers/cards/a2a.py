"""Agent cards of the A2A protocol: JSON whose ``capabilities`` are flags, and whose ``skills`` are the abilities."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from solver.importers.ids import safe_id
from solver.importers.nouns import LEFT_OUT, ImportedCard, Intake
from solver.importers.prose.named_abilities import assumed
from solver.importers.source import Source

NAME: Final = "A2A agent card"
MARKS: Final = ("capabilities", "url", "supportedInterfaces", "protocolVersion", "defaultInputModes", "provider")
HIDDEN: Final = ("security", "securitySchemes", "securityRequirements", "signatures", "authentication")


def sniff(source: Source) -> str:
    """Return why the file is an agent card: a name, skills with ids, and keys of the protocol."""
    cards = list(_cards(source.data))
    return "JSON with name, skills and the keys of an A2A agent card" if cards else ""


def _cards(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict) and isinstance(data.get("agents"), list):
        data = data["agents"]
    for card in data if isinstance(data, list) else [data]:
        if (
            isinstance(card, dict)
            and isinstance(card.get("name"), str)
            and isinstance(card.get("skills"), list)
            and sum(mark in card for mark in MARKS) > 1
        ):
            yield card


def read(source: Source) -> Intake:
    """Return the cards; flags of the protocol are counted and never taken for abilities."""
    names = ("levels_stated", "tags", "examples", "protocol_flags")
    intake = Intake(source.name, NAME, facts=dict.fromkeys(names, 0))
    for data in _cards(source.data):
        _card(intake, source, data)
    return intake


def _card(intake: Intake, source: Source, data: dict[str, Any]) -> None:
    name = str(data["name"])
    card, line = safe_id(name), _line(source.text, name)
    skills = [skill for skill in data["skills"] if isinstance(skill, dict) and (skill.get("name") or skill.get("id"))]
    tags = [str(tag) for skill in skills for tag in skill.get("tags") or ()]
    flags = data.get("capabilities") if isinstance(data.get("capabilities"), dict) else {}
    switches = [key for key, value in flags.items() if isinstance(value, bool)] if isinstance(flags, dict) else []
    intake.facts["tags"] += len(tags)
    intake.facts["examples"] += sum(len(skill.get("examples") or ()) for skill in skills)
    intake.facts["protocol_flags"] += len(switches)
    intake.distinct.setdefault("distinct_tags", set()).update(tags)
    if switches:
        intake.say(line, LEFT_OUT, f"{card}: {', '.join(switches)}: flags of the protocol, no abilities")
    hidden = [key for key in HIDDEN if data.get(key)]
    if hidden:
        intake.say(line, LEFT_OUT, f"{card}: {', '.join(hidden)}: not needed for a plan")
    found = [
        (str(skill.get("name") or skill["id"]), _line(source.text, str(skill.get("id") or ""))) for skill in skills
    ]
    sections = [("Role Definition", " ".join(str(data["description"]).split()))] if data.get("description") else []
    about = "\n".join(f"- {skill.get('name') or skill['id']}: {skill.get('description', '')}" for skill in skills)
    sections += [("Skills", about)] if about else []
    intake.cards.append(
        ImportedCard(
            card,
            source.name,
            line,
            title=name if name != card else "",
            abilities=assumed(intake, card, found, card, line),
            skills=tuple(
                (str(skill.get("name") or skill["id"]), tuple(map(str, skill["tags"])))
                for skill in skills
                if skill.get("tags")
            ),
            sections=tuple(sections),
            names=(name,) if name != card else (),
        )
    )


def _line(text: str, said: str) -> int:
    at = text.find(f'"{said}"') if said else -1
    return text.count("\n", 0, at) + 1 if at >= 0 else 1
