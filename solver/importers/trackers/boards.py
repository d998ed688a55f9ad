"""Trello and Asana as CSV: a card's list or a task's section is its state."""

from __future__ import annotations

from solver.importers.board.item import Item
from solver.importers.board.rows import RowReader, Shape
from solver.importers.board.tracker import read_tracker
from solver.importers.files.table import plain
from solver.importers.nouns import Intake
from solver.importers.source import Source

NAME = "board"


def sniff(source: Source) -> str:
    """Return the columns that only Trello or Asana write."""
    names = {plain(name) for name in source.heading}
    if {"card id", "card name", "list name"} <= names:
        return "the columns Card ID, Card Name, List Name (Trello)"
    if {"task id", "name", "section/column"} <= names:
        return "the columns Task ID, Section/Column (Asana)"
    return ""


def read(source: Source) -> Intake:
    """Return the cards: archived ones and completed ones are done whatever their list is called."""
    table = source.work
    if table is None:
        return Intake(source.name, NAME)
    ends = RowReader(table, Shape())
    over = {row.line for row in table.rows if _is_over(ends, row.line, ends.one(row, "end"), ends.one(row, "archived"))}

    def mend(item: Item) -> None:
        if item.line in over:
            item.category = "done"

    family = "trello" if any(plain(name) == "list name" for name in table.header) else "asana"
    return read_tracker(source, family, Shape(people="several"), mend)


def _is_over(reader: RowReader, line: int, end: str, archived: str) -> bool:
    return (bool(end) and plain(end) not in {"false", "no", "0"}) or plain(archived) in {"true", "yes", "1"}
