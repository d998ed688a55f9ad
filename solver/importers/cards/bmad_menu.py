"""The menu of a BMAD agent: what it offers to do, with the skills behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

ROW: Final = re.compile(r"^\|(.+)\|\s*$", re.MULTILINE)
CODE: Final = re.compile(r"^\[[A-Z0-9]+\]\s*")
# Commands that every agent has.
COMMON: Final = frozenset({"help", "exit", "yolo", "doc-out", "chat", "dismiss", "menu", "kb"})


@dataclass(frozen=True)
class Menu:
    """The entries as texts, the names of abilities that stand for them, and the skills that some call."""

    entries: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()


def menu_of(value: Any) -> Menu:
    """Return the menu that a list of entries or of commands is.

    Examples
    --------
    >>> menu_of([{"trigger": "CA", "exec": "skill:make-plan", "description": "[CA] Plan: the way"}, {"help": "Help"}])
    Menu(entries=('Plan: the way', 'help: Help'), names=('make-plan',), skills=('make-plan',))
    """
    entries: list[str] = []
    names: list[str] = []
    skills: list[str] = []
    for entry in value if isinstance(value, list) else []:
        if isinstance(entry, str):
            entry = {entry.partition(":")[0]: entry.partition(":")[2]}
        if not isinstance(entry, dict) or not entry:
            continue
        told = CODE.sub("", " ".join(str(entry.get("description") or "").split()))
        skill = _skill(entry)
        command = "" if told or skill else str(next(iter(entry)))
        entries.append(told or (f"{command}: {' '.join(str(entry[command]).split())}" if command else skill))
        if skill:
            skills.append(skill)
        name = skill or told or command.split("{")[0].strip()
        if name.lower() not in COMMON:
            names.append(name)
    return Menu(tuple(entries), tuple(dict.fromkeys(names)), tuple(dict.fromkeys(skills)))


def _skill(entry: dict[str, Any]) -> str:
    if entry.get("skill"):
        return str(entry["skill"])
    target = str(entry.get("exec") or "")
    return target.removeprefix("skill:") if target.startswith("skill:") else ""


def menu_table(body: str) -> list[dict[str, str]]:
    """Return the rows of a markdown table with the columns code, description and skill as entries of a menu."""
    header: list[str] = []
    found = []
    for row in ROW.findall(body):
        cells = [cell.strip() for cell in row.split("|")]
        if {"description"} <= {cell.lower() for cell in cells} and "code" in {cell.lower() for cell in cells}:
            header = [cell.lower() for cell in cells]
        elif header and len(cells) == len(header) and not set("".join(cells)) <= set("-: "):
            found.append(dict(zip(header, cells, strict=True)))
    return found
