"""Linear's CSV export, of 30 and of 34 columns."""

from __future__ import annotations

from solver.importers.board.rows import Shape
from solver.importers.board.tracker import read_tracker
from solver.importers.files.table import plain
from solver.importers.nouns import Intake
from solver.importers.source import Source

NAME = "linear"
# Where a team does not estimate, an export may come without that column.
OWN = {"id", "team", "title", "status", "priority", "cycle name"}


def sniff(source: Source) -> str:
    """Return the columns that only Linear writes."""
    names = {plain(name) for name in source.heading}
    return "the columns Team, Cycle Name beside an ID" if names >= OWN else ""


def read(source: Source) -> Intake:
    """Return the issues: estimates are points, ``No priority`` is none."""
    intake = read_tracker(source, NAME, Shape(people="several"))
    intake.facts["cycles"] = intake.facts.get("sprints", 0)
    intake.facts["priorities_none"] = intake.facts.get("priorities_missing", 0)
    return intake
