"""Custom modes of Roo Code and its relatives: ``customModes`` in .roomodes, YAML or JSON."""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

from solver.importers.files.front_matter import lowered
from solver.importers.files.plain_yaml import load_plain
from solver.importers.ids import safe_id
from solver.importers.nouns import ASSUMED, LEFT_OUT, ImportedCard, Intake
from solver.importers.prose.declared_lines import lines_of
from solver.importers.prose.named_abilities import abilities_in, assumed
from solver.importers.prose.prose_lines import lines_in
from solver.importers.source import Source

NAME: Final = "Roo Code modes"
KEY: Final = re.compile(r"^[ \t{]*[\"']?customModes[\"']?\s*:", re.MULTILINE)
TEXTS: Final = (
    ("description", "Role Definition"),
    ("roleDefinition", "Role"),
    ("whenToUse", "When To Use"),
    ("customInstructions", "Prompt"),
)
SPOKEN: Final = ("roleDefinition", "customInstructions")
EMOJI: Final = re.compile(r"^[^\w]+")


def sniff(source: Source) -> str:
    """Return why the file holds modes: the key customModes at its top."""
    suffix = source.path.suffix.lower()
    if source.path.name != ".roomodes" and suffix not in {".yaml", ".yml", ".json", ".roomodes"}:
        return ""
    return "the key customModes" if KEY.search(source.text) else ""


def read(source: Source) -> Intake:
    """Return a card for each mode with a slug; groups of tools are permissions."""
    intake = Intake(source.name, NAME, facts={"levels_stated": 0, "tools_listed": 0})
    try:
        # JSON is read as the YAML it is.
        data = load_plain(source.text.replace("\t", "  "))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        intake.facts["invalid_yaml_files"] = 1
        intake.say(mark.line + 1 if mark else 1, LEFT_OUT, f"no valid YAML ({getattr(error, 'problem', error)})")
        return intake
    modes = data.get("customModes") if isinstance(data, dict) else None
    at = [n for n, line in enumerate(source.text.split("\n"), start=1) if re.search(r"[\"']?slug[\"']?\s*:", line)]
    for number, mode in enumerate(modes if isinstance(modes, list) else ()):
        line = at[number] if number < len(at) else 1
        if isinstance(mode, dict) and mode.get("slug"):
            _mode(intake, source, mode, line)
        else:
            intake.say(line, LEFT_OUT, f"mode {number + 1}: no slug")
    return intake


def _mode(intake: Intake, source: Source, mode: dict[str, Any], line: int) -> None:
    slug, title = str(mode["slug"]), str(mode.get("name") or "")
    card = safe_id(slug)
    rights, denied = _rights(mode)
    intake.facts["tools_listed"] += len(rights)
    intake.distinct.setdefault("distinct_tools", set()).update(tool for _, tool in rights)
    body = "\n\n".join(str(mode[key]) for key in SPOKEN if mode.get(key))
    found = [(name, line) for name, _ in abilities_in(body)]
    sections = [(name, lowered(str(mode[key]))) for key, name in TEXTS if str(mode.get(key) or "").strip()]
    if denied:
        sections.append(("Disallowed Tools", "\n".join(f"- {tool}" for tool in denied)))
    intake.cards.append(
        ImportedCard(
            card,
            source.name,
            line,
            title=title,
            abilities=assumed(intake, card, found, card.replace("-", " ").replace("_", " "), line),
            permissions=rights,
            lines=(*lines_in(body, source.name, line), *lines_of(mode, source.name, {})),
            sections=tuple(sections),
            names=tuple(dict.fromkeys(name for name in (slug, title, EMOJI.sub("", title)) if name and name != card)),
        )
    )
    if not rights:
        intake.say(line, ASSUMED, f"{card}: no groups of tools, no permission")


def _rights(mode: dict[str, Any]) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Return the permissions, a group with a pattern of files as one, and what is denied."""
    found = []
    for group in mode.get("groups") or ():
        if isinstance(group, list) and group:
            limits = group[1] if len(group) > 1 and isinstance(group[1], dict) else {}
            found.append(("USE", " ".join(filter(None, (str(group[0]), str(limits.get("fileRegex", "")))))))
        elif isinstance(group, str) and group:
            found.append(("USE", group))
    found += [("USE", str(tool)) for tool in mode.get("tools_allowed") or ()]
    return tuple(found), tuple(map(str, mode.get("tools_denied") or ()))
