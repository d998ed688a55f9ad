"""A row as texts: what a second import compares, and what an export writes back."""

from __future__ import annotations

from solver.importers.board.item import Item

TEXTS = ("title", "kind", "status", "category", "resolution", "priority", "description", "parent", "epic", "size")
DATES = ("due", "earliest", "sprint", "milestone")
NUMBERS = ("estimate", "remaining", "spent", "points")


def record_of(item: Item) -> dict[str, str]:
    """Return what a row says, as texts by field; fields that say nothing are left out."""
    found = {name: str(getattr(item, name)) for name in (*TEXTS, *DATES)}
    found |= {name: "" if getattr(item, name) is None else str(getattr(item, name)) for name in NUMBERS}
    found |= {
        "assignee": "; ".join(name for name, _ in item.people),
        "account": "; ".join(account for _, account in item.people if account and "@" not in account),
        "labels": "; ".join(item.labels),
        "components": "; ".join(item.components),
        "needs": "; ".join(item.needs),
        "waits_for": " ".join(sorted(item.waits_for)),
        "blocks": " ".join(sorted(item.blocks)),
    }
    return {name: text for name, text in found.items() if text}
