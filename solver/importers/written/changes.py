"""What is new, gone, renamed or changed in the sources since the last import: one line each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

Records = Mapping[str, Mapping[str, str]]
# What a reader needs to see of a change; the rest is told by its name alone.
SHORT = ("status", "priority", "assignee", "points", "due", "sprint", "parent", "kind")


def changes(before: Records, now: Records) -> Iterator[str]:
    """Yield one line for each row that is new, gone, renamed or changed, in the order of the sources now.

    Examples
    --------
    >>> list(changes({"A": {"title": "x", "status": "To Do"}}, {"A": {"title": "x", "status": "Done"}, "B": {}}))
    ['changed: A status To Do -> Done', 'new: B']
    """
    for name, row in now.items():
        if name not in before:
            yield f"new: {name} {row.get('title', '')}".rstrip()
        elif dict(before[name]) != dict(row):
            yield _line(name, before[name], row)
    for name, row in before.items():
        if name not in now:
            yield f"gone: {name} {row.get('title', '')}".rstrip()


def _line(name: str, old: Mapping[str, str], new: Mapping[str, str]) -> str:
    fields = [field for field in dict.fromkeys((*old, *new)) if old.get(field) != new.get(field) and field != "title"]
    if "assignee" in fields and "account" in fields:
        fields.remove("account")
    said = [
        f"{field} {old.get(field) or 'none'} -> {new.get(field) or 'none'}" if field in SHORT else field
        for field in fields
    ]
    rest = ", ".join(said)
    if old.get("title") != new.get("title"):
        text = f"renamed: {name} {old.get('title', '')!r} -> {new.get('title', '')!r}"
        return f"{text}; {rest}" if rest else text
    return f"changed: {name} {rest}"
