"""Backlog.md: a folder of Markdown files with front matter, one a task."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from solver.importers.board.amounts import minutes_of, number_of, unit_in
from solver.importers.board.item import Item
from solver.importers.board.tracker import settle
from solver.importers.files.front_matter import FrontMatter, split_head
from solver.importers.nouns import ASSUMED, LEFT_OUT, Entry, Intake
from solver.importers.source import Source

NAME = "backlog.md"
# What a size is called in front matter, and the last day; the first that says anything counts.
SIZES: Final = {
    "estimate": ("estimated_hours", "estimate", "estimate_hours", "hours", "estimated_days", "estimated_minutes"),
    "remaining": ("remaining", "remaining_hours"),
    "spent": ("spent", "spent_hours", "actual_hours"),
    "points": ("points", "story_points"),
}
DUE: Final = ("due", "due_date", "deadline")
OWN = {"created_date", "dependencies", "labels", "assignee", "estimated_hours", "capabilities_required", "priority"}


def sniff(source: Source) -> str:
    """Return that front matter names an id, a title and a status, as tasks do and cards do not."""
    front = _front(source).data if source.path.suffix.lower() == ".md" else {}
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
        front = _front(source)
        item = _item(front, source)
        items.append(item)
        _sizes(intake, item, front)
        if front.fault:
            text = f"the head is no valid YAML ({front.fault}); it was read line by line: {', '.join(front.data)}"
            intake.ledger.append(Entry(source.name, front.fault_line, ASSUMED, text))
        if not item.title:
            intake.say(1, LEFT_OUT, f"{source.name}: a task without a title")
    names = {item.id.casefold(): item.id for item in items}
    for item in items:
        item.waits_for = [names.get(name.casefold(), name) for name in item.waits_for]
        item.parent = names.get(item.parent.casefold(), item.parent)
    settle(sources[0], intake, items)
    return intake


def _front(source: Source) -> FrontMatter:
    return split_head(source.text) or FrontMatter()


def _item(head: FrontMatter, source: Source) -> Item:
    front = head.data
    item = Item(_text(front.get("id")), 1, _text(front.get("title")), status=_text(front.get("status")))
    item.file = source.name
    item.kind, item.priority = _text(front.get("type")), _text(front.get("priority"))
    people = (*_many(front.get("assignee")), *_many(front.get("assigned_to")))
    item.people = tuple((name.lstrip("@"), "") for name in people)
    item.labels = tuple(_many(front.get("labels")))
    item.milestone = _text(front.get("milestone"))
    item.parent = _text(front.get("parent_task_id") or front.get("parent"))
    item.epic = _text(front.get("epic") or front.get("batch"))
    item.waits_for = _many(front.get("dependencies"))
    item.due = next(filter(None, (_text(front.get(key)) for key in DUE)), "")
    item.needs = tuple(_needs(front.get("capabilities_required") or front.get("capabilities")))
    item.description = head.body.strip()
    if "/completed/" in f"/{source.name}":
        item.category = "done"
    return item


def _sizes(intake: Intake, item: Item, front: FrontMatter) -> None:
    """Read how long a task takes, with a line of the ledger for what is no size."""
    for name, keys in SIZES.items():
        key = next((key for key in keys if _text(front.data.get(key))), "")
        said = _text(front.data.get(key)) if key else ""
        value = (number_of(said) if name == "points" else minutes_of(said, unit_in(key) or "h")) if said else None
        setattr(item, name, value)
        if said and value is None:
            intake.ledger.append(Entry(item.file, front.line(key), LEFT_OUT, f"{key} {said!r} is no size: not taken"))


def _needs(value: Any) -> Iterator[str]:
    """Yield the capabilities that a task asks for, with the minimum of each where it says one."""
    if isinstance(value, dict):
        yield from (f"{name}:{_text(least)}" if _text(least) else name for name, least in value.items())
    else:
        yield from _many(value)


def _text(value: Any) -> str:
    return str(value or "").strip() if not isinstance(value, (list, dict)) else ""


def _many(value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(one).strip() for one in value if str(one).strip()]
    return [part for part in re.split(r"[,;]\s*", _text(value).strip("[]")) if part]
