"""GitHub Projects: a view exported as tab-separated text."""

from __future__ import annotations

from solver.importers.board.rows import Shape
from solver.importers.board.tracker import read_tracker
from solver.importers.files.table import plain
from solver.importers.nouns import Intake
from solver.importers.source import Source

NAME = "github projects"


def sniff(source: Source) -> str:
    """Return the columns that a view of GitHub Projects writes."""
    names = {plain(name) for name in source.heading}
    return (
        "the columns Title, Assignees, Status beside a URL" if {"title", "url", "assignees", "status"} <= names else ""
    )


def read(source: Source) -> Intake:
    """Return the items: a draft has no id of its own, an estimate is a number whose unit nobody states."""
    intake = read_tracker(source, NAME, Shape(people="several"))
    facts = intake.facts
    facts["estimate_units_total"], facts["estimate_units_open"] = facts["points_total"], facts["points_open"]
    return intake
