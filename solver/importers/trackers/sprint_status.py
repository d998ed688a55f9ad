"""BMAD's sprint-status.yaml: epics and stories with a word for each."""

from __future__ import annotations

import re

from solver.importers.board.item import Item
from solver.importers.board.tracker import settle
from solver.importers.nouns import LEFT_OUT, Intake
from solver.importers.source import Source

NAME = "bmad sprint status"
_LINE = re.compile(r"^\s+([\w.-]+):\s*[\"']?([\w -]+?)[\"']?\s*(?:#.*)?$")
_STORY = re.compile(r"(\d+)[-.](\d+)(?:[-.](.+))?")
_EPIC = re.compile(r"epic-(\d+)")


def sniff(source: Source) -> str:
    """Return that the file has the key ``development_status``."""
    is_yaml = source.path.suffix.lower() in {".yaml", ".yml"}
    has_key = is_yaml and re.search(r"^development_status:", source.text, re.MULTILINE)
    return "the key development_status" if has_key else ""


def read(source: Source) -> Intake:
    """Return the stories, each part of its epic; a retrospective is no work of the backlog."""
    intake = Intake(source.name, NAME)
    items, inside = [], False
    for number, line in enumerate(source.text.splitlines(), start=1):
        if re.match(r"\S", line):
            inside = line.startswith("development_status:") or (inside and line.startswith("#"))
            continue
        match = _LINE.match(line) if inside else None
        if match and match[1].endswith("retrospective"):
            intake.say(number, LEFT_OUT, f"{match[1]}: a retrospective is a meeting, no work of the backlog")
        elif match:
            items.append(_item(match[1], match[2], number))
    settle(source, intake, items)
    return intake


def _item(name: str, status: str, line: int) -> Item:
    epic, story = _EPIC.fullmatch(name), _STORY.fullmatch(name)
    item = Item(name, line, name, "Epic" if epic else "Story", status)
    if story:
        item.title = (story[3] or name).replace("-", " ").capitalize()
        item.parent = f"epic-{story[1]}"
    return item
