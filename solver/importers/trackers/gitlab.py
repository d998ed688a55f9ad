"""GitLab's CSV export of issues, in English and German."""

from __future__ import annotations

from solver.importers.board.rows import Shape
from solver.importers.board.tracker import read_tracker
from solver.importers.files.table import plain
from solver.importers.nouns import Intake
from solver.importers.source import Source

NAME = "gitlab"
# Beside title and state; a column of weights or of a time estimate in seconds is GitLab's habit.
OWN = ({"issue id", "time estimate"}, {"issue id", "weight"}, {"issue id", "assignee username"}, {"issue iid"})
GERMAN = ({"gewichtung"}, {"zeitschätzung"}, {"geschätzte zeit"}, {"gewicht"}, {"aufgewendete zeit"}, {"vertraulich"})


def sniff(source: Source) -> str:
    """Return the columns that only GitLab writes."""
    names = {plain(name) for name in source.heading}
    has_key = any(name.endswith("id") for name in names) and bool(names & {"title", "titel"})
    if not has_key or any(name.startswith(("custom field", "benutzerdefinierte")) for name in names):
        return ""
    confidential = bool(names & {"confidential", "vertraulich"})
    found = next((own for own in (*OWN, *GERMAN) if own <= names and (own in OWN or confidential)), None)
    return f"the columns {', '.join(sorted(found))} beside a title" if found else ""


def read(source: Source) -> Intake:
    """Return the issues: estimates are seconds and 0 means none, the weight is the points."""
    intake = read_tracker(source, NAME, Shape(unit="s", people="several"))
    intake.facts["weight_total"] = intake.facts.get("points_total", 0)
    return intake
