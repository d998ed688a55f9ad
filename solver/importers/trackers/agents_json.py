"""Task lists of software agents: Task Master's tasks.json, beads' issues.jsonl."""

from __future__ import annotations

from typing import Any

from solver.importers.board.guarded import read_each
from solver.importers.board.item import Item
from solver.importers.board.tracker import settle
from solver.importers.files.places import item_lines, line_at
from solver.importers.nouns import Intake
from solver.importers.source import Source

NAME = "agent tasks"
BEADS_PRIORITIES = {"0": "CRITICAL", "1": "HIGH", "2": "MEDIUM", "3": "LOW", "4": "LOW"}


def sniff(source: Source) -> str:
    """Return which of the two the items look like."""
    if _tags(source.data):
        return "JSON tasks with dependencies and a status under a tag (Task Master)"
    if _is_beads(source.data):
        return "JSON lines with issue_type and a priority from 0 to 4 (beads)"
    return ""


def read(source: Source) -> Intake:
    """Return the tasks; a sub-task of Task Master is called by its parent's id, a point and its own."""
    if _is_beads(source.data):
        return _read_beads(source)
    intake = Intake(source.name, "taskmaster")
    tags = _tags(source.data)
    groups = [_of_tag(source, intake, tag, tags[tag], is_alone=len(tags) == 1) for tag in tags]
    settle(source, intake, [item for group in groups for item in group])
    return intake


def _tags(data: Any) -> dict[str, list[dict[str, Any]]]:
    if not isinstance(data, dict):
        return {}
    if "tasks" in data and _are_tasks(data["tasks"]):
        return {"": data["tasks"]}
    return {
        str(tag): part["tasks"]
        for tag, part in data.items()
        if isinstance(part, dict) and _are_tasks(part.get("tasks"))
    }


def _are_tasks(tasks: Any) -> bool:
    first = tasks[0] if isinstance(tasks, list) and tasks else None
    own = {"subtasks", "testStrategy", "details"}
    return isinstance(first, dict) and {"id", "title", "status"} <= first.keys() and bool(own & first.keys())


def _of_tag(source: Source, intake: Intake, tag: str, tasks: list[Any], *, is_alone: bool) -> list[Item]:
    prefix = "" if is_alone else f"{tag}-"
    lines = item_lines(source.text, "tasks") if is_alone else []
    numbered = ((line_at(lines, number), task) for number, task in enumerate(tasks))
    groups = read_each(intake, numbered, lambda task, line: _group(task, prefix, line))
    return [item for group in groups for item in group]


def _group(task: dict[str, Any], prefix: str, line: int) -> list[Item]:
    """Return a task and its sub-tasks."""
    item = _task(task, f"{prefix}{task['id']}", line)
    item.waits_for = [f"{prefix}{other}" for other in task.get("dependencies") or ()]
    found = [item]
    for inner in task.get("subtasks") or ():
        part = _task(inner, f"{item.id}.{inner.get('id')}", item.line)
        part.kind, part.parent, part.priority = "subtask", item.id, item.priority
        targets = (str(other) for other in inner.get("dependencies") or ())
        part.waits_for = [f"{prefix}{other}" if "." in other else f"{item.id}.{other}" for other in targets]
        found.append(part)
    return found


def _task(task: dict[str, Any], name: str, line: int) -> Item:
    item = Item(name, line, str(task.get("title") or ""), status=str(task.get("status") or ""))
    item.priority = str(task.get("priority") or "")
    item.description = "\n".join(str(task[key]) for key in ("description", "details") if task.get(key))
    owner = task.get("assignee") or task.get("owner") or ""
    item.people = ((str(owner), ""),) if owner else ()
    return item


def _is_beads(data: Any) -> bool:
    rows = [row for row in data if isinstance(row, dict)] if isinstance(data, list) else [data]
    first = rows[0] if rows else None
    return (
        isinstance(first, dict)
        and {"id", "title", "status"} <= first.keys()
        and ("issue_type" in first or isinstance(first.get("priority"), int))
        and "fields" not in first
    )


def _read_beads(source: Source) -> Intake:
    intake = Intake(source.name, "beads")
    rows = source.data if isinstance(source.data, list) else [source.data]
    lines = item_lines(source.text)
    items = read_each(intake, ((line_at(lines, number), row) for number, row in enumerate(rows)), _bead)
    settle(source, intake, items)
    return intake


def _bead(row: dict[str, Any], line: int) -> Item:
    item = _task(row, str(row["id"]), line)
    item.kind = str(row.get("issue_type") or "")
    item.priority = BEADS_PRIORITIES.get(item.priority, item.priority) if "priority" in row else ""
    if isinstance(row.get("priority"), int):
        item.priority = BEADS_PRIORITIES.get(str(row["priority"]), "")
    item.labels = tuple(map(str, row.get("labels") or ()))
    item.due, item.earliest = str(row.get("due_at") or "")[:10], str(row.get("defer_until") or "")[:10]
    minutes = row.get("estimated_minutes")
    item.estimate = int(minutes) if isinstance(minutes, int) and minutes > 0 else None
    for link in row.get("dependencies") or ():
        kind, other = str(link.get("type") or "blocks"), str(link.get("depends_on_id") or link.get("id") or "")
        if kind == "parent-child":
            item.parent = other
        elif kind in {"blocks", "conditional-blocks", "waits-for"}:
            item.waits_for.append(other)
        else:
            item.refers += 1
    return item
