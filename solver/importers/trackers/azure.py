"""Azure DevOps: queries and boards saved as CSV, flat or as a tree of titles."""

from __future__ import annotations

from solver.importers.board.item import Item
from solver.importers.board.rows import Shape
from solver.importers.board.tracker import read_tracker
from solver.importers.files.table import Row, Table, plain
from solver.importers.nouns import Intake
from solver.importers.source import Source

NAME = "azure"
PRIORITIES = {"1": "CRITICAL", "2": "HIGH", "3": "MEDIUM", "4": "LOW"}


def sniff(source: Source) -> str:
    """Return the columns that only Azure DevOps writes."""
    names = {plain(name) for name in source.heading}
    return "the column 'Work Item Type' beside an ID" if {"id", "work item type"} <= names else ""


def read(source: Source) -> Intake:
    """Return the work items: remaining work is hours, a priority of 1 to 4 counts from the most urgent."""
    if source.work and any(plain(name) == "title 1" for name in source.work.header):
        source.__dict__["work"] = as_flat(source.work)
    return read_tracker(source, NAME, Shape(unit="h", people="one"), _mend)


def as_flat(table: Table) -> Table:
    """Return a tree of titles (Title 1, Title 2, ...) as one title with the id of the row above it as parent."""
    levels = [at for at, name in enumerate(table.header) if plain(name).startswith("title ")]
    key = next(at for at, name in enumerate(table.header) if plain(name) == "id")
    above: dict[int, str] = {}
    rows = []
    for row in table.rows:
        depth = next((number for number, at in enumerate(levels) if at < len(row.cells) and row.cells[at]), 0)
        title = row.cells[levels[depth]] if levels[depth] < len(row.cells) else ""
        above[depth] = row.cells[key]
        width = len(table.header)
        own, more = (*row.cells[:width], *("",) * (width - len(row.cells))), row.cells[width:]
        rows.append(Row(row.line, (*own, title, above.get(depth - 1, ""), *more)))
    return Table((*table.header, "Title", "Parent"), tuple(rows), table.line, table.notes)


def _mend(item: Item) -> None:
    item.priority = PRIORITIES.get(item.priority, item.priority)
