"""The road that every tracker's file takes: rows to items, items to tasks, with the counts and the ledger."""

from __future__ import annotations

from collections.abc import Callable

from solver.importers.board.board import Board, lay_out
from solver.importers.board.counts import count_header, count_rows
from solver.importers.board.item import Item
from solver.importers.board.records import record_of
from solver.importers.board.rows import RowReader, Shape
from solver.importers.board.works import take_tasks
from solver.importers.fields import Columns
from solver.importers.nouns import ASSUMED, LEFT_OUT, Intake
from solver.importers.source import Source


def read_tracker(source: Source, family: str, shape: Shape, mend: Callable[[Item], None] | None = None) -> Intake:
    """Return what a table of a tracker gives; ``mend`` changes an item where the family writes it in its own way."""
    intake = Intake(source.name, family)
    table = source.work
    if table is None:
        return intake
    part = source.settings.part(source.name)
    reader = RowReader(table, Shape(shape.unit, dict(part.columns), dict(part.units), shape.people, shape.zero_is_none))
    items = reader.items()
    if len(items) < len(table.rows):
        intake.facts["rows_left_out"] = len(table.rows) - len(items)
    for item in items:
        if mend:
            mend(item)
    for line, what, text in (*table.notes, *reader.notes):
        intake.say(line, what, text)
    _say_columns(intake, reader.columns)
    if reader.unitless:
        text = "numbers of an estimate column say no unit: counted as points. Say files: units: in import.yaml"
        intake.say(table.line, ASSUMED, text)
    for name, unit in reader.taken_for.items():
        said = {"min": "minutes", "h": "hours"}[unit]
        intake.say(table.line, ASSUMED, f"numbers of {name!r} say no unit: {said}. Say files: units: in import.yaml")
    if not any(reader.columns.has(name) for name in ("status", "category", "done")):
        intake.say(table.line, ASSUMED, "no column says what is done: every row counts as open")
    due = reader.columns.names.get("due", "")
    if due.casefold() == "deadline" and any(item.due for item in items):
        text = f"{due!r} is read as due: what ends later costs quality. One that must hold is a deadline of the backlog"
        intake.say(table.line, ASSUMED, text)
    for name, text in reader.read_as.items():
        intake.say(table.line, ASSUMED, f"{name.strip()}: {text}")
    for line, text in reader.doubts:
        intake.say(line, LEFT_OUT, text)
    settle(source, intake, items)
    intake.latest = reader.latest()
    intake.facts |= count_header(table)
    intake.facts["secret_columns"] = len(reader.columns.secrets)
    return intake


def settle(source: Source, intake: Intake, items: list[Item]) -> Board:
    """Turn the items of a file into its tasks, counts, ledger and records, and return their board."""
    board = lay_out(intake, items, source.settings)
    take_tasks(board)
    count_rows(board)
    intake.records |= {item.id: record_of(item) for item in board.items}
    return board


def _say_columns(intake: Intake, columns: Columns) -> None:
    for name in columns.secrets:
        intake.say(1, LEFT_OUT, f"column {name!r} looks like a secret or an address: dropped")
    for name in columns.refer_names:
        intake.say(1, LEFT_OUT, f"column {name!r} is no dependency")
    if columns.unused:
        intake.say(1, LEFT_OUT, f"columns without a use here: {', '.join(columns.unused)}")
