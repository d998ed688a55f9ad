"""Any other table of tasks: columns by their names, and by what the user says in import.yaml."""

from __future__ import annotations

from collections import Counter

from solver.importers.board.rows import Shape
from solver.importers.board.tracker import read_tracker
from solver.importers.fields import columns_of
from solver.importers.files.table import plain
from solver.importers.nouns import Intake
from solver.importers.source import Source

NAME = "table"
# What a list of work has beside names: a list of people or skills has none of them.
OF_WORK = (
    *("status", "estimate", "points", "remaining", "due", "priority", "waits_for", "assignee", "kind", "size"),
    "done",
)


def sniff(source: Source) -> str:
    """Return the columns that make a table one of tasks, by their own names or by the user's word."""
    own = source.settings.part(source.name).columns
    found = columns_of(source.heading, own) if source.heading else None
    if found is None:
        return ""
    said = [found.names[name] for name in OF_WORK if found.has(name)]
    is_own = bool(own) and (found.has("id") or found.has("title"))
    if is_own or (found.has("title") and len(said) >= 1) or (found.has("id") and len(said) >= 2):
        return f"columns of tasks: {', '.join([found.names.get('title', found.names.get('id', '')), *said][:5])}"
    return ""


def read(source: Source) -> Intake:
    """Return the rows; a time column without a unit is hours if its name or the user says so, else points."""
    intake = read_tracker(source, NAME, Shape())
    kinds = Counter(plain(task.kind) for task in intake.tasks)
    stories, bugs = kinds["story"] + kinds["user story"], kinds["bug"] + kinds["defect"]
    intake.facts |= {"stories": stories, "bugs": bugs}
    facts = intake.facts
    facts["tasks_other"] = facts.get("rows", 0) - stories - bugs - facts.get("epics", 0) - facts.get("subtasks", 0)
    facts["epics_in_file"] = facts.get("epics", 0)
    return intake
