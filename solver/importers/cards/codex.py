"""Agents of Codex: TOML files with a name, a description and instructions, or tables ``[agents.NAME]``."""

from __future__ import annotations

import re
import tomllib
from typing import Any, Final

from solver.importers.files.front_matter import lowered, names_in
from solver.importers.ids import safe_id
from solver.importers.nouns import LEFT_OUT, TAKEN, ImportedCard, Intake
from solver.importers.prose.declared_lines import fenced, lines_of
from solver.importers.prose.named_abilities import abilities_in, assumed
from solver.importers.prose.prose_lines import lines_in
from solver.importers.source import Source

NAME: Final = "Codex agent"
KEY: Final = re.compile(r"^developer_instructions\s*=", re.MULTILINE)
TABLE: Final = re.compile(r"^\[agents\.[^\]]+\]", re.MULTILINE)
RIGHTS: Final = {"sandbox_mode": "SANDBOX", "approval_policy": "APPROVAL"}
SIMPLE: Final = re.compile(r"^(\w+)\s*=\s*\"([^\"\n]*)\"\s*$", re.MULTILINE)
BUILTIN: Final = frozenset({"default", "worker", "explorer"})


def sniff(source: Source) -> str:
    """Return why the file is an agent of Codex: instructions for it, or tables of agents."""
    if source.path.suffix.lower() != ".toml":
        return ""
    if KEY.search(source.text):
        return "TOML with developer_instructions"
    if TABLE.search(source.text):
        return "TOML with tables [agents.NAME]"
    named = {match[1] for match in SIMPLE.finditer(source.text)}
    return "TOML with name, description and sandbox_mode" if {"name", "description", "sandbox_mode"} <= named else ""


def read(source: Source) -> Intake:
    """Return a card for the file, or for each of its tables; broken TOML gives what stands on lines of its own."""
    intake = Intake(source.name, NAME)
    try:
        data = tomllib.loads(source.text)
        intake.facts["invalid_toml_files"] = 0
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        intake.facts["invalid_toml_files"] = 1
        line = re.search(r"line (\d+)", str(error))
        intake.say(int(line[1]) if line else 1, LEFT_OUT, f"no valid TOML ({error}): plain texts on one line were read")
        data = {match[1]: match[2] for match in SIMPLE.finditer(source.text)}
    tables = data.get("agents")
    if isinstance(tables, dict) and "developer_instructions" not in data:
        for name, table in tables.items():
            if isinstance(table, dict):
                _card(intake, source, str(name), table)
    else:
        _card(intake, source, str(data.get("name") or source.path.stem), data)
    return intake


def _card(intake: Intake, source: Source, name: str, data: dict[str, Any]) -> None:
    card = safe_id(name)
    body = str(data.get("developer_instructions", ""))
    body_line = _line(source.text, "developer_instructions")
    line = max(_line(source.text, f"[agents.{name}"), 1)
    tools = names_in(data.get("tools") or [])
    servers = data.get("mcp_servers") or {}
    tools += tuple(str(server) for server in servers) if isinstance(servers, dict) else names_in(servers)
    intake.facts["tools_listed"] = intake.facts.get("tools_listed", 0) + len(tools)
    intake.facts["levels_stated"] = 0
    intake.distinct.setdefault("distinct_tools", set()).update(tools)
    rights = tuple((verb, str(data[key])) for key, verb in RIGHTS.items() if data.get(key))
    for verb, right in rights:
        intake.say(line, TAKEN, f"{card}: the permission {verb} {right}")
    description = " ".join(str(data.get("description", "")).split())
    lines = (
        *lines_in(body, source.name, body_line),
        *lines_of(data, source.name, {}, BUILTIN),
        *fenced(body, source.name, body_line, BUILTIN),
    )
    found = [(skill, line) for skill in names_in(data.get("skills") or [])] + list(abilities_in(body, body_line))
    sections = [("Role Definition", description)] if description else []
    sections += [("Prompt", lowered(body))] if body.strip() else []
    names = (name, source.path.stem, *names_in(data.get("nickname_candidates") or []))
    intake.cards.append(
        ImportedCard(
            card,
            source.name,
            line,
            title=name if name != card else "",
            abilities=assumed(intake, card, found, card.replace("-", " ").replace("_", " "), line),
            permissions=(*rights, *(("USE", tool) for tool in tools)),
            lines=lines,
            sections=tuple(sections),
            names=tuple(dict.fromkeys(other for other in names if other != card)) if "agents" not in data else (),
        )
    )


def _line(text: str, start: str) -> int:
    at = next((n for n, line in enumerate(text.split("\n"), start=1) if line.startswith(start)), 0)
    return at or 1
