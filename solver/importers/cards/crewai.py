"""Crews of CrewAI: agents with role, goal and backstory, tasks with description and expected output, in YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import yaml

from solver.domain.showing import counted
from solver.importers.files.front_matter import names_in
from solver.importers.files.plain_yaml import load_plain
from solver.importers.ids import safe_id
from solver.importers.nouns import ASSUMED, LEFT_OUT, ImportedCard, ImportedTask, Intake
from solver.importers.prose.named_abilities import assumed
from solver.importers.source import Source

NAME: Final = "CrewAI crew"
KEY: Final = re.compile(r"^[ \t]*(?:role|goal|backstory|expected_output)[ \t]*:", re.MULTILINE)
PLACEHOLDER: Final = re.compile(r"(?<!\{)\{([A-Za-z_]\w*)\}(?!\})")
QUOTES: Final = re.compile(r"^[\"'\s]+|[\"'\s]+$")
AGENT: Final = frozenset({"role", "goal", "backstory"})
TEXTS: Final = ("role", "goal", "backstory", "description", "expected_output")
Entry = tuple[str, dict[str, Any], int]


def sniff(source: Source) -> str:
    """Return why the file is a crew: entries with a role and a goal, or with a description and an expected output."""
    if source.path.suffix.lower() not in {".yaml", ".yml"} or not KEY.search(source.text):
        return ""
    data = _data(source.text)
    if data is None:
        kind = "role" if re.search(r"^\s+backstory\s*:", source.text, re.MULTILINE) else "expected_output"
        return f"broken YAML with entries that have {kind}" if re.search(rf"^\s+{kind}\s*:", source.text, re.M) else ""
    agents, tasks = _entries(source.text, data)
    if agents:
        return "YAML whose entries have role, goal and backstory"
    return "YAML whose entries have description and expected_output" if tasks else ""


def _data(text: str) -> Any:
    try:
        return load_plain(text.replace("\t", "  ")) or {}
    except yaml.YAMLError:
        return None


def _entries(text: str, data: Any) -> tuple[list[Entry], list[Entry]]:
    """Return the agents and the tasks, at the top of the file or under the keys agents and tasks."""
    agents, tasks = [], []
    at = {
        match[1]: number
        for number, line in enumerate(text.split("\n"), start=1)
        if (match := re.match(r"\s*(?:- )?[\"']?([\w. -]+?)[\"']?\s*:", line)) and match[1] not in TEXTS
    }
    for name, value in _named(data):
        entry = (name, value, at.get(name, 1))
        if "expected_output" in value or ("description" in value and "agent" in value):
            tasks.append(entry)
        elif len(AGENT & value.keys()) > 1:
            agents.append(entry)
    return agents, tasks


def _named(data: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(data, list):
        for value in data:
            if isinstance(value, dict):
                name = next((str(value[key]) for key in ("name", "id", "role") if value.get(key)), "")
                yield name, value
    elif isinstance(data, dict):
        for name, value in data.items():
            if name in {"agents", "tasks", "crew"}:
                yield from _named(value)
            elif isinstance(value, dict):
                yield str(name), value


def read(source: Source) -> Intake:
    """Return cards and tasks; names in braces are to be filled in when the crew runs, and are said."""
    intake = Intake(source.name, NAME)
    data = _data(source.text)
    if data is None:
        intake.facts["invalid_yaml_files"] = 1
        intake.say(1, LEFT_OUT, "no valid YAML: nothing of this file could be read")
        return intake
    agents, tasks = _entries(source.text, data)
    found = {
        name for _, entry, _ in (*agents, *tasks) for key in TEXTS for name in PLACEHOLDER.findall(_text(entry, key))
    }
    intake.distinct["placeholders"] = found
    if found:
        intake.say(1, ASSUMED, f"filled in when the crew runs: {', '.join(sorted(found))}")
    if agents:
        intake.facts["levels_stated"] = 0
    for name, entry, line in agents:
        _card(intake, source, name, entry, line)
    if tasks:
        _count(intake, [entry for _, entry, _ in tasks])
    for name, entry, line in tasks:
        task = _task(source, name, entry, line)
        intake.tasks.append(task)
        intake.records[task.id] = _record(task, entry)
    return intake


def _text(entry: dict[str, Any], key: str) -> str:
    value = entry.get(key)
    return QUOTES.sub("", value) if isinstance(value, str) else ""


def _card(intake: Intake, source: Source, name: str, entry: dict[str, Any], line: int) -> None:
    card, role = safe_id(name), " ".join(_text(entry, "role").split())
    tools = names_in(entry.get("tools") or [])
    intake.facts["tools_listed"] = intake.facts.get("tools_listed", 0) + len(tools)
    intake.distinct.setdefault("distinct_tools", set()).update(tools)
    sections = [("Role Definition", " ".join(_text(entry, "goal").split()))]
    sections += [("Backstory", _text(entry, "backstory"))] if _text(entry, "backstory") else []
    intake.cards.append(
        ImportedCard(
            card,
            source.name,
            line,
            title=role,
            abilities=assumed(intake, card, [], PLACEHOLDER.sub(r"\1", role) or card.replace("_", " "), line),
            permissions=tuple(("USE", tool) for tool in tools),
            sections=tuple(sections),
            names=tuple(dict.fromkeys(other for other in (name, role) if other and other != card)),
        )
    )
    if str(entry.get("allow_delegation", "")).lower() == "true":
        intake.say(line, ASSUMED, f"{card}: may delegate to whoever is in the crew; no line names anybody")


def _count(intake: Intake, tasks: list[dict[str, Any]]) -> None:
    intake.facts |= {
        "tasks": len(tasks),
        "open": len(tasks),
        "tasks_without_size": len(tasks),
        "tasks_with_agent": sum(bool(_text(entry, "agent")) for entry in tasks),
        "tasks_with_context": sum(bool(entry.get("context")) for entry in tasks),
        "tasks_blank_expected_output": sum(not _text(entry, "expected_output") for entry in tasks),
        "tasks_with_size": 0,
    }
    intake.say(1, ASSUMED, f"{counted(len(tasks), 'task')}: no size is stated anywhere")


def _task(source: Source, name: str, entry: dict[str, Any], line: int) -> ImportedTask:
    agent = _text(entry, "agent")
    return ImportedTask(
        safe_id(name),
        source.name,
        line,
        title=" ".join(name.replace("_", " ").split()),
        assignees=(safe_id(agent),) if agent else (),
        dependencies=tuple(safe_id(other) for other in names_in(entry.get("context") or [])),
        description=_text(entry, "description"),
    )


def _record(task: ImportedTask, entry: dict[str, Any]) -> dict[str, str]:
    """Return what a second import compares and an export writes back; ``expected_output`` is there even if empty."""
    found = {
        "title": task.title,
        "description": task.description.strip(),
        "assignee": "; ".join(task.assignees),
        "waits_for": " ".join(task.dependencies),
    }
    kept = {name: text for name, text in found.items() if text}
    return kept | {"expected_output": _text(entry, "expected_output").strip()}
