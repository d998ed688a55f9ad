"""GitHub: what ``gh issue list --json`` and the REST API write, with types, sub-issues and blockers."""

from __future__ import annotations

import re
from typing import Any

from solver.domain.showing import counted
from solver.importers.board.guarded import read_each
from solver.importers.board.item import Item
from solver.importers.board.tracker import settle
from solver.importers.files.places import item_lines, line_at
from solver.importers.nouns import LEFT_OUT, Intake
from solver.importers.source import Source

NAME = "github"
_REFERENCE = r"((?:(?:[\w.-]+/[\w.-]+)?#|https?://\S+?/issues/)\d+(?:(?:\s*,\s*|\s+and\s+|\s*,?\s*)#\d+)*)"
_WAITS = re.compile(
    rf"(?:blocked by|depends on|depends upon|requires|waits for|after)\s*:?\s*{_REFERENCE}", re.IGNORECASE
)
_BLOCKS = re.compile(rf"(?<!un)\bblocks\s*:?\s*{_REFERENCE}", re.IGNORECASE)
_NUMBER = re.compile(r"(?:#|/issues/)(\d+)")


def sniff(source: Source) -> str:
    """Return that items carry a number, a title and a state, as GitHub's do."""
    data = source.data
    first = data[0] if isinstance(data, list) and data else None
    if isinstance(first, dict) and {"number", "title"} <= first.keys() and ({"state", "labels", "body"} & first.keys()):
        return "a JSON list of items with number, title and state"
    return ""


def read(source: Source) -> Intake:
    """Return the issues: blockers by field and by ``Blocked by #8`` in the text, sub-issues under their parent."""
    intake = Intake(source.name, NAME)
    lines = item_lines(source.text)
    numbered = [(line_at(lines, number), row) for number, row in enumerate(source.data)]
    pulls = [line for line, row in numbered if isinstance(row, dict) and "pull_request" in row]
    if pulls:
        said = f"{counted(len(pulls), 'pull request')} among the issues"
        intake.say(pulls[0], LEFT_OUT, f"{said}, the first of them here")
    kept = [(line, row) for line, row in numbered if not (isinstance(row, dict) and "pull_request" in row)]
    read_rows = read_each(intake, kept, lambda row, line: (row, _item(row, line)))
    rows, items = [row for row, _ in read_rows], [item for _, item in read_rows]
    parents = {
        str(inner.get("number")): item.id
        for row, item in zip(rows, items, strict=True)
        for inner in _nodes(row, "subIssues", "sub_issues")
    }
    for item in items:
        item.parent = item.parent or parents.get(item.id, "")
    settle(source, intake, items)
    intake.latest = max((str(row.get("updatedAt") or row.get("updated_at") or "")[:10] for row in rows), default="")
    boxes = sum(len(re.findall(r"^\s*[-*] \[[ xX]\]", item.description, re.MULTILINE)) for item in items)
    sizes = sum(label.lower().startswith("size") for item in items for label in item.labels)
    intake.facts |= {"checklist_items": boxes, "size_labels": sizes}
    return intake


def _item(row: dict[str, Any], line: int) -> Item:
    item = Item(str(row["number"]), line, str(row.get("title") or ""))
    item.description = str(row.get("body") or "")
    item.labels = tuple(filter(None, (_name(label) for label in _several(row.get("labels")))))
    item.people = tuple((_login(one) if not one.get("name") else str(one["name"]), _login(one)) for one in _people(row))
    item.kind = _name(row.get("issueType") or row.get("type") or "")
    item.reporter = _login(row.get("author") or row.get("user") or {})
    milestone = row.get("milestone") or {}
    item.milestone = _name(milestone)
    item.due = str(milestone.get("dueOn") or milestone.get("due_on") or "")[:10] if isinstance(milestone, dict) else ""
    item.status, item.category = _status(row)
    parent = row.get("parent") or {}
    item.parent = str(parent.get("number") or "") if isinstance(parent, dict) else ""
    item.waits_for = [*_numbers(_nodes(row, "blockedBy", "blocked_by")), *_mentioned(_WAITS, item.description)]
    item.blocks = [*_numbers(_nodes(row, "blocking", "blocks")), *_mentioned(_BLOCKS, item.description)]
    return item


def _status(row: dict[str, Any]) -> tuple[str, str]:
    state = str(row.get("state") or "open").lower()
    if state == "closed":
        reason = str(row.get("stateReason") or row.get("state_reason") or "").lower()
        return ("not planned" if reason in {"not_planned", "duplicate"} else "closed"), ""
    boards = (entry.get("status") for entry in row.get("projectItems") or () if isinstance(entry, dict))
    return next((_name(status) for status in boards if status), state), "to do"


def _people(row: dict[str, Any]) -> list[dict[str, Any]]:
    found = _several(row.get("assignees")) or _several(row.get("assignee"))
    return [one if isinstance(one, dict) else {"login": str(one)} for one in found]


def _several(value: Any) -> list[Any]:
    """Return what may be a list, one thing alone, or nodes of the newer API as a list; nothing stands for nothing."""
    found = value.get("nodes", [value]) if isinstance(value, dict) and value else value
    return [one for one in (found if isinstance(found, list) else [found]) if one]


def _login(one: Any) -> str:
    return str(one.get("login") or one.get("name") or "") if isinstance(one, dict) else str(one)


def _name(value: Any) -> str:
    return str(value.get("name") or value.get("title") or "") if isinstance(value, dict) else str(value)


def _nodes(row: dict[str, Any], *keys: str) -> list[dict[str, Any]]:
    for key in keys:
        found = row.get(key)
        found = found.get("nodes") if isinstance(found, dict) else found
        if isinstance(found, list):
            return [one if isinstance(one, dict) else {"number": one} for one in found]
    return []


def _numbers(nodes: list[dict[str, Any]]) -> list[str]:
    return [str(node["number"]) for node in nodes if node.get("number")]


def _mentioned(pattern: re.Pattern[str], text: str) -> list[str]:
    return [number for found in pattern.findall(text) for number in _NUMBER.findall(found)]
