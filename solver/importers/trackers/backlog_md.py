"""Backlog.md: a folder of Markdown files with front matter, one a task."""

from __future__ import annotations

import re
from typing import Any

import yaml

from solver.importers.board.item import Item
from solver.importers.board.tracker import settle
from solver.importers.files.plain_yaml import load_plain
from solver.importers.nouns import LEFT_OUT, Intake
from solver.importers.source import Source

NAME = "backlog.md"
_FRONT = re.compile(r"\A---\r?\n(.*?)\r?\n---\r?\n?(.*)\Z", re.DOTALL)
OWN = {"created_date", "dependencies", "labels", "assignee", "estimated_hours", "capabilities_required", "priority"}


def sniff(source: Source) -> str:
    """Return that front matter names an id, a title and a status, as tasks do and cards do not."""
    front = _front(source)[0] if source.path.suffix.lower() == ".md" else {}
    if {"id", "title", "status"} <= front.keys() and OWN & front.keys():
        return "Markdown with id, title and status in its front matter"
    return ""


def read(source: Source) -> Intake:
    """Return the task of one file."""
    return read_all([source])


def read_all(sources: list[Source]) -> Intake:
    """Return the tasks of a folder's files, which name each other."""
    folder = sources[0].name if len(sources) == 1 else sources[0].name.rpartition("/")[0]
    intake = Intake(folder, NAME)
    items = []
    for source in sources:
        item = _item(*_front(source), source)
        items.append(item)
        if not item.title:
            intake.say(1, LEFT_OUT, f"{source.name}: a task without a title")
    names = {item.id.casefold(): item.id for item in items}
    for item in items:
        item.waits_for = [names.get(name.casefold(), name) for name in item.waits_for]
        item.parent = names.get(item.parent.casefold(), item.parent)
    settle(sources[0], intake, items)
    return intake


def _front(source: Source) -> tuple[dict[str, Any], str]:
    match = _FRONT.match(source.text)
    if not match:
        return {}, ""
    try:
        data = load_plain(match[1])
    except yaml.YAMLError:
        return {}, ""
    return (data, match[2]) if isinstance(data, dict) else ({}, "")


def _item(front: dict[str, Any], body: str, source: Source) -> Item:
    item = Item(_text(front.get("id")), 1, _text(front.get("title")), status=_text(front.get("status")))
    item.file = source.name
    item.kind, item.priority = _text(front.get("type")), _text(front.get("priority"))
    people = (*_many(front.get("assignee")), *_many(front.get("assigned_to")))
    item.people = tuple((name.lstrip("@"), "") for name in people)
    item.labels = tuple(_many(front.get("labels")))
    item.milestone = _text(front.get("milestone"))
    item.parent = _text(front.get("parent_task_id"))
    item.waits_for = _many(front.get("dependencies"))
    item.description = body.strip()
    if "/completed/" in f"/{source.name}":
        item.category = "done"
    return item


def _text(value: Any) -> str:
    return str(value or "").strip() if not isinstance(value, (list, dict)) else ""


def _many(value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(one).strip() for one in value if str(one).strip()]
    return [part for part in re.split(r"[,;]\s*", _text(value).strip("[]")) if part]
