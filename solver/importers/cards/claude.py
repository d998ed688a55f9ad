"""Subagents of Claude Code and files like them: markdown with a head that names and describes an agent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from solver.importers.files.front_matter import FrontMatter, lowered, names_in, split_head
from solver.importers.nouns import ASSUMED, LEFT_OUT, TAKEN, ImportedCard, Intake, Line
from solver.importers.prose.declared_lines import fenced, line, lines_of
from solver.importers.prose.named_abilities import abilities_in, assumed
from solver.importers.prose.prose_lines import lines_in
from solver.importers.source import Source

NAME: Final = "Claude Code subagent"
DESCRIBES: Final = ("description", "tools", "model", "mode", "allowed_tools")
# Heads of other kinds of files: tasks, prompts, rules, skills.
OTHERS: Final = frozenset(
    {
        *("status", "estimated_hours", "argument-hint", "applyto", "globs", "alwaysapply", "assignee", "on", "engine"),
    }
)
NOT_AGENTS: Final = (".prompt.md", ".instructions.md", ".chatmode.md", ".agent.md")
SPAWNS: Final = re.compile(r"(?:Agent|Task)\((.*)\)$")
BUILTIN: Final = frozenset({"explore", "plan", "general-purpose", "statusline-setup"})
USED: Final = frozenset({"name", "description", "tools", "disallowedTools", "skills", "model", "permissionMode"})
ID: Final = re.compile(r"[^\s/\\,:()\[\]]+")


def sniff(source: Source) -> str:
    """Return why the file is a subagent: a head with a name and what it is for."""
    low = source.path.name.lower()
    if source.path.suffix.lower() != ".md" or low.endswith(NOT_AGENTS) or low == "skill.md":
        return ""
    # What lies beside a SKILL.md is a part of that skill.
    if (source.path.parent / "SKILL.md").exists():
        return ""
    head = split_head(source.text)
    if head is None or OTHERS & {key.lower() for key in head.data}:
        return ""
    has_name = bool(head.text("name"))
    if has_name and any(key in head.data for key in DESCRIBES):
        return "a markdown head with name and description"
    if head.text("description") and head.text("mode") in {"subagent", "primary", "all"}:
        return "a markdown head with description and mode"
    return ""


def read(source: Source) -> Intake:
    """Return the one card; a head that is no valid YAML is read line by line, and said."""
    intake = Intake(source.name, NAME)
    head = split_head(source.text) or FrontMatter(body=source.text)
    stem = source.path.stem
    name = head.text("name")
    card = name if ID.fullmatch(name) else stem
    models = head.text("model") or "missing"
    intake.facts |= {"files": 1, f"models_{models}": 1, "ids_with_dot": int("." in card)}
    note_file(intake, source, head)
    lines = (*lines_in(head.body, source.name, head.body_line), *declared(head, source.name))
    intake.facts["cards_without_channel_section"] = int(not lines)
    intake.cards.append(build(intake, source, head, card, (name, stem), lines))
    return intake


def note_file(intake: Intake, source: Source, head: FrontMatter) -> None:
    """Count and say what is odd about the file: an invalid head, no line end at its end."""
    intake.facts["invalid_yaml_files"] = int(bool(head.fault))
    intake.facts["no_final_newline"] = int(bool(source.text) and not source.text.endswith(("\n", "\r")))
    if head.fault:
        text = f"the head is no valid YAML ({head.fault}); it was read line by line: {', '.join(head.data)}"
        intake.say(head.fault_line, ASSUMED, text)


def declared(head: FrontMatter, file: str, builtin: frozenset[str] = BUILTIN) -> Iterator[Line]:
    """Yield the lines that keys declare: in the head, in blocks of YAML, and agents that a tool may start."""
    yield from lines_of(head.data, file, head.lines, builtin)
    for tool in names_in(head.data.get("tools", "")):
        match = SPAWNS.match(tool)
        for name in names_in(match[1]) if match else ():
            yield line("COORDINATES", name, "starts it", file, head.line("tools"), builtin)
    yield from fenced(head.body, file, head.body_line, builtin)


def build(
    intake: Intake, source: Source, head: FrontMatter, card: str, names: tuple[str, ...], lines: tuple[Line, ...]
) -> ImportedCard:
    """Return the card that a head and a body describe, with default levels, tools as permissions, the prompt kept."""
    tools = names_in(head.data.get("tools", ""))
    intake.facts |= {"tools_listed": len(tools), "levels_stated": 0}
    intake.distinct["distinct_tools"] = set(tools)
    found = [(name, head.line("skills")) for name in names_in(head.data.get("skills", ""))]
    found += [pair for pair in abilities_in(head.body, head.body_line) if pair[0] not in {name for name, _ in found}]
    role = head.text("description")
    sections = [("Role Definition", role)] if role else []
    denied = names_in(head.data.get("disallowedTools", ""))
    if denied:
        sections.append(("Disallowed Tools", "\n".join(f"- {tool}" for tool in denied)))
        intake.say(head.line("disallowedTools"), TAKEN, f"{card}: not permitted: {', '.join(denied)}")
    if not tools:
        intake.say(1, ASSUMED, f"{card}: no list of tools; the source then permits every tool, none is taken")
    others = {key: value for key, value in head.data.items() if key not in USED and isinstance(value, str) and value}
    if others:
        sections.append(
            ("Other Keys", "\n".join(f"- {key}: {' '.join(value.split())}" for key, value in others.items()))
        )
    if head.body.strip():
        sections.append(("Prompt", lowered(head.body)))
    else:
        intake.say(1, LEFT_OUT, f"{card}: no text below the head")
    mode = head.text("permissionMode")
    permissions = (*(("USE", tool) for tool in tools), *((("MODE", mode),) if mode else ()))
    title = names[0] if names and names[0] != card else ""
    return ImportedCard(
        card,
        source.name,
        title=title,
        abilities=assumed(intake, card, found, card.replace("-", " ").replace("_", " "), 1),
        permissions=permissions,
        lines=lines,
        sections=tuple(sections),
        names=tuple(dict.fromkeys(name for name in names if name and name != card)),
    )
