"""Agents of BMAD in the shapes of its versions: agent.yaml, YAML in markdown, SKILL.md beside TOML or a manifest."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, Final

import yaml

from solver.importers.cards.bmad_menu import Menu, menu_of, menu_table
from solver.importers.files.decoding import decode
from solver.importers.files.front_matter import lowered, names_in, split_head
from solver.importers.files.plain_yaml import load_plain
from solver.importers.ids import safe_id
from solver.importers.nouns import ASSUMED, LEFT_OUT, TAKEN, Ability, ImportedCard, Intake
from solver.importers.prose.named_abilities import DEFAULT_LEVEL, assumed
from solver.importers.source import Source

NAME: Final = "BMAD agent"
FENCE: Final = re.compile(r"^```ya?ml[ \t]*\n(.*?)^```", re.DOTALL | re.MULTILINE)
AGENT_KEY: Final = re.compile(r"^agent:[ \t]*$", re.MULTILINE)
PARTS: Final = ("customize.toml", "bmad-skill-manifest.yaml")
PERSONA: Final = ("role", "identity", "communication_style", "communicationStyle", "style", "focus", "principles")
PERSONA_SECTION: Final = re.compile(r"^## +(?:Identity|Communication Style|Principles|Capabilities)\s*$", re.MULTILINE)


def sniff(source: Source) -> str:
    """Return why the file is an agent of BMAD, or a part of one that lies beside it."""
    path, text = source.path, source.text
    if path.suffix.lower() in {".yaml", ".yml"} and AGENT_KEY.search(text):
        agent = _loaded(text).get("agent")
        return "YAML with agent and metadata" if isinstance(agent, dict) and "metadata" in agent else ""
    if path.name.lower() == "skill.md":
        return _skill_reason(path, text)
    if path.name in PARTS and _block(text, path.name):
        return "the settings of the agent in the SKILL.md beside it" if _skill(path) else "the settings of a BMAD agent"
    if path.suffix.lower() == ".md" and "```" in text:
        block = _fenced(text)
        return "markdown around YAML with agent and persona" if block else ""
    return ""


def _skill_reason(path: Path, text: str) -> str:
    if any(_block(_text(path.parent / name), name) for name in PARTS):
        return "SKILL.md beside the settings of an agent"
    head = split_head(text)
    if head and "agent" in head.text("name") and len(PERSONA_SECTION.findall(head.body)) > 1:
        return "SKILL.md with identity and capabilities of an agent"
    return ""


def _skill(path: Path) -> Path | None:
    found = path.parent / "SKILL.md"
    return found if found.exists() else None


def _text(path: Path) -> str:
    return decode(path.read_bytes())[0] if path.exists() else ""


def _loaded(text: str) -> dict[str, Any]:
    try:
        data = load_plain(text)
    except yaml.YAMLError:
        return {}
    return data if isinstance(data, dict) else {}


def _block(text: str, name: str) -> dict[str, Any]:
    """Return the agent that a file of settings describes; {} if it describes none."""
    if not text:
        return {}
    if name.endswith(".toml"):
        try:
            found = tomllib.loads(text).get("agent")
        except (tomllib.TOMLDecodeError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}
    data = _loaded(text)
    return data if data.get("displayName") or (data.get("role") and data.get("identity")) else {}


def _fenced(text: str) -> tuple[dict[str, Any], int] | None:
    for match in FENCE.finditer(text):
        if AGENT_KEY.search(match[1]):
            data = _loaded(match[1])
            if isinstance(data.get("agent"), dict) and ("persona" in data or "commands" in data):
                return data, text.count("\n", 0, match.start(1)) + 1
    return None


def read(source: Source) -> Intake:
    """Return the one card of the file; settings beside a SKILL.md belong to its card and give none of their own."""
    path = source.path
    intake = Intake(source.name, NAME)
    if path.name in PARTS and _skill(path):
        intake.say(1, TAKEN, f"read with SKILL.md beside it, the card {path.parent.name}")
        return intake
    intake.facts |= {"levels_stated": 0, "menu_entries": 0, "critical_actions": 0}
    intake.facts["no_final_newline"] = int(not source.text.endswith("\n"))
    if path.name in PARTS:
        _card(intake, source, path.parent.name, _block(source.text, path.name), 1, "")
    elif path.name.lower() == "skill.md":
        _read_skill(intake, source)
    elif path.suffix.lower() == ".md":
        data, line = _fenced(source.text) or ({}, 1)
        flat = {**_dict(data.get("persona")), **_dict(data.get("agent")), "menu": data.get("commands") or []}
        _card(intake, source, str(flat.get("id") or path.stem), flat, line, "")
    else:
        agent = _dict(_loaded(source.text).get("agent"))
        flat = {**agent, **_dict(agent.get("persona")), **_dict(agent.get("metadata"))}
        _card(intake, source, path.name.split(".")[0], flat, _line(source.text), "")
    return intake


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _line(text: str) -> int:
    match = AGENT_KEY.search(text)
    return text.count("\n", 0, match.start()) + 1 if match else 1


def _read_skill(intake: Intake, source: Source) -> None:
    head = split_head(source.text)
    blocks = [_block(_text(source.path.parent / name), name) for name in PARTS]
    flat = {key: value for block in reversed(blocks) for key, value in block.items()}
    body = head.body if head else source.text
    flat.setdefault("description", head.text("description") if head else "")
    flat["menu"] = flat.get("menu") or menu_table(body)
    card = (head.text("name") if head else "") or source.path.parent.name
    _card(intake, source, card, flat, 1, body)


def _card(intake: Intake, source: Source, name: str, flat: dict[str, Any], line: int, body: str) -> None:
    card = safe_id(name)
    menu = menu_of(flat.get("menu"))
    intake.facts["menu_entries"] = len(menu.entries)
    actions = flat.get("critical_actions")
    intake.facts["critical_actions"] = len(actions) if isinstance(actions, list) else 0
    called = str(flat.get("displayName") or flat.get("name") or "")
    title = str(flat.get("title") or "")
    sections = [(key.replace("_", " ").title(), _prose(flat[key])) for key in PERSONA if flat.get(key)]
    role = str(flat.get("description") or flat.get("whenToUse") or "")
    sections = [*([("Role Definition", " ".join(role.split()))] if role else []), *sections]
    if isinstance(actions, list) and actions:
        sections.append(("Critical Actions", "\n".join(f"- {' '.join(str(action).split())}" for action in actions)))
    if menu.entries:
        sections.append(("Menu", "\n".join(f"- {entry}" for entry in menu.entries)))
    if body.strip():
        sections.append(("Prompt", lowered(body)))
    names = (called, title, str(flat.get("id") or ""), name)
    intake.cards.append(
        ImportedCard(
            card,
            source.name,
            line,
            title=" ".join(filter(None, (called, title))) if called != title else title,
            abilities=_abilities(intake, card, flat, menu, title, line),
            skills=(("Menu", menu.skills),) if menu.skills else (),
            sections=tuple(sections),
            names=tuple(dict.fromkeys(other for other in names if other and other != card)),
        )
    )
    if called:
        intake.say(line, TAKEN, f"{card}: {called} is the name it speaks under, no member of its own")


def _abilities(
    intake: Intake, card: str, flat: dict[str, Any], menu: Menu, title: str, line: int
) -> tuple[Ability, ...]:
    """Return what the text of capabilities lists; without one, what the menu offers; without either, the title."""
    listed = names_in(flat.get("capabilities") or "")
    if listed:
        text = f"{card}: level {DEFAULT_LEVEL} for {', '.join(listed)}: no level is stated; the text of capabilities"
        intake.say(line, ASSUMED, text)
        if menu.skills:
            intake.say(line, LEFT_OUT, f"{card}: the menu ({', '.join(menu.skills)}) stands as skills, without levels")
        return tuple(Ability(name, DEFAULT_LEVEL, is_stated=False) for name in listed)
    return assumed(intake, card, [(name, line) for name in menu.names], title or card, line)


def _prose(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(f"- {' '.join(str(part).split())}" for part in value)
    return str(value).strip()
