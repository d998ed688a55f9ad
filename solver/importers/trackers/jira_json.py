"""Jira's REST API: a search result, or a list of issues."""

from __future__ import annotations

from typing import Any

from solver.importers.board.amounts import number_of
from solver.importers.board.guarded import read_each
from solver.importers.board.item import Item
from solver.importers.board.tracker import settle
from solver.importers.fields import bare
from solver.importers.files.places import item_lines, line_at
from solver.importers.nouns import ASSUMED, LEFT_OUT, Intake
from solver.importers.source import Source

NAME = "jira json"
# Where nobody exported the names of fields: the ids that Cloud and Server give story points, most usual first.
POINTS = ("customfield_10016", "customfield_10026", "customfield_10028", "customfield_10002", "customfield_10004")
POINT_NAMES = {"story points", "story point estimate"}


def sniff(source: Source) -> str:
    """Return that the file holds issues with a key and fields."""
    issues = _issues(source.data)
    first = issues[0] if issues and isinstance(issues[0], dict) else {}
    return "JSON issues with key and fields" if isinstance(first.get("fields"), dict) and "key" in first else ""


def read(source: Source) -> Intake:
    """Return the issues: times are seconds, links count by their direction."""
    intake = Intake(source.name, NAME)
    lines = item_lines(source.text, "issues" if isinstance(source.data, dict) else "")
    names = source.data.get("names", {}) if isinstance(source.data, dict) else {}
    points = [key for key, name in names.items() if bare(str(name)) in POINT_NAMES] or list(POINTS)
    issues = _issues(source.data)
    numbered = ((line_at(lines, number), issue) for number, issue in enumerate(issues))
    items = read_each(intake, numbered, lambda issue, line: _item(issue, line, points))
    _say_pages(intake, source.data, len(issues))
    if not names and any(item.points is not None for item in items):
        intake.say(
            1, ASSUMED, "points are taken from the field ids that Jira usually gives them: no names are exported"
        )
    parts = (issue.get("fields") for issue in issues if isinstance(issue, dict))
    written = (one.get("updated") or one.get("created") for one in parts if isinstance(one, dict))
    intake.latest = max((str(day or "")[:10] for day in written), default="")
    settle(source, intake, items)
    return intake


def _say_pages(intake: Intake, data: Any, found: int) -> None:
    """Say that the file is one page of an answer that has more of them."""
    total, first = (data.get(name) if isinstance(data, dict) else None for name in ("total", "startAt"))
    if isinstance(total, int) and total > found:
        start = first if isinstance(first, int) else 0
        text = f"{found} issues from number {start + 1} on, of {total} that the search found"
        intake.say(1, LEFT_OUT, f"{text}: the others are not in this file")
    elif isinstance(data, dict) and (data.get("isLast") is False or data.get("nextPageToken")):
        intake.say(1, LEFT_OUT, f"{found} issues, and the file says that there are more pages")


def _issues(data: Any) -> list[Any]:
    found = data.get("issues") if isinstance(data, dict) else data
    return found if isinstance(found, list) else []


def _item(issue: dict[str, Any], line: int, points: list[str]) -> Item:
    fields = issue.get("fields") or {}
    item = Item(str(issue["key"]), line, str(fields.get("summary") or ""), internal=str(issue.get("id") or ""))
    status = fields.get("status") or {}
    item.status = _name(status)
    item.category = {"new": "to do", "indeterminate": "in progress", "done": "done"}.get(
        str((status.get("statusCategory") or {}).get("key", "")) if isinstance(status, dict) else "", ""
    )
    item.kind, item.priority = _name(fields.get("issuetype")), _name(fields.get("priority"))
    item.resolution, item.description = _name(fields.get("resolution")), text_of(fields.get("description"))
    person = fields.get("assignee")
    if isinstance(person, dict):
        account = person.get("accountId") or person.get("name") or person.get("key") or ""
        item.people = ((str(person.get("displayName") or account), str(account)),)
    item.labels = tuple(map(str, fields.get("labels") or ()))
    item.components = tuple(_name(one) for one in fields.get("components") or ())
    item.estimate = _minutes(fields.get("timeoriginalestimate")) or None
    item.remaining, item.spent = _minutes(fields.get("timeestimate")), _minutes(fields.get("timespent"))
    item.points = next((number_of(str(fields[key])) for key in points if _is_number(fields.get(key))), None)
    item.original_points = item.points
    item.due = str(fields.get("duedate") or "")[:10]
    item.parent = str((fields.get("parent") or {}).get("key", ""))
    item.sprints = tuple(_sprints(fields))
    item.sprint = item.sprints[-1] if item.sprints else ""
    _links(item, fields.get("issuelinks") or ())
    return item


def _links(item: Item, links: Any) -> None:
    for link in links:
        kind = link.get("type") or {}
        inward, outward = link.get("inwardIssue"), link.get("outwardIssue")
        said = str(kind.get("inward" if inward else "outward", "")).lower()
        other = str((inward or outward or {}).get("key", ""))
        if any(
            part in said
            for part in ("blocked by", "depends on", "requires", "after", "blockiert von", "blockiert durch")
        ):
            item.waits_for.append(other)
        elif any(part in said for part in ("blocks", "depended on", "required by", "before", "blockiert")):
            item.blocks.append(other)
        else:
            item.refers += 1


def _sprints(fields: dict[str, Any]) -> list[str]:
    for value in fields.values():
        if isinstance(value, list) and value and isinstance(value[0], dict) and {"state", "name"} <= value[0].keys():
            return [str(sprint.get("name")) for sprint in value if isinstance(sprint, dict)]
    return []


def text_of(value: Any) -> str:
    """Return the words of a text that is plain or in Atlassian's document format."""
    if isinstance(value, dict):
        inner = " ".join(filter(None, (text_of(part) for part in value.get("content") or ())))
        return str(value.get("text") or "") or inner
    return " ".join(map(text_of, value)) if isinstance(value, list) else str(value or "")


def _name(value: Any) -> str:
    return str(value.get("name") or value.get("value") or "") if isinstance(value, dict) else str(value or "")


def _minutes(value: Any) -> int | None:
    return round(value / 60) if _is_number(value) else None


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
