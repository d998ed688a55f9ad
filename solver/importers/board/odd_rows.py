"""Rows of a table that are no task, and cells that say more than their header has room for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from solver.importers.board.amounts import minutes_of
from solver.importers.fields import Columns
from solver.importers.files.table import Row, Table, plain
from solver.importers.nouns import ASSUMED, LEFT_OUT
from solver.readers.backlog.sums import is_sum

# What a row can say once: of two columns of one name the first counts.
SINGLE: Final = ("id", "title", "kind", "status", "priority", "estimate", "remaining", "spent", "due", "earliest")
_SHOWN: Final = 8
# A line of the ledger: where, what became of it, in words.
Note = tuple[int, str, str]


def rows_of_work(table: Table, columns: Columns) -> tuple[list[Row], list[Note]]:
    """Return the rows of a table that may be tasks, and what is to be said of the others and of cells that are odd.

    Parameters
    ----------
    table : Table
        As it stands in the file.
    columns : Columns
        What its columns mean.

    Returns
    -------
    rows : list of Row
        All but rows of sums: numbers beside a word such as Total, or numbers that no id and no title goes with.
    notes : list of (int, str, str)
        Line, what became of it, and the text.
    """
    sums = {row.line: [cell for cell in row.cells if cell] for row in table.rows if _is_of_sums(row, columns)}
    notes = [(at, LEFT_OUT, f"a row of sums is no task: {', '.join(said[:_SHOWN])}") for at, said in sums.items()]
    return [row for row in table.rows if row.line not in sums], [*notes, *_beyond(table), *_twice(table, columns)]


def _is_of_sums(row: Row, columns: Columns) -> bool:
    said = [cell for cell in row.cells if cell]
    starts_so = is_sum(said[0])
    numbers = said[1:] if starts_so else said
    named = (at for name in ("id", "title", "url") for at in columns.places.get(name, ()))
    if not starts_so and any(at < len(row.cells) and row.cells[at] for at in named):
        return False
    return bool(numbers) and all(minutes_of(cell, "h") is not None for cell in numbers)


def _beyond(table: Table) -> Iterator[Note]:
    """Yield a note for each row with cells beyond the header: a comma in a text shifts what stands behind it."""
    width = len(table.header)
    for row in table.rows:
        if any(row.cells[width:]):
            text = f"{len(row.cells)} cells where the header has {width}: is a text with a comma not in quotes?"
            yield row.line, LEFT_OUT, f"{text} Not taken: {', '.join(filter(None, row.cells[width:][:_SHOWN]))}"


def _twice(table: Table, columns: Columns) -> Iterator[Note]:
    """Yield a note for the first row in which columns of one name say two things where one can count."""
    names = dict.fromkeys(plain(table.header[at]) for name in SINGLE for at in columns.places.get(name, ()))
    for name in names:
        places = table.places[name]
        for row in table.rows if len(places) > 1 else ():
            said = dict.fromkeys(row.cells[at] for at in places if at < len(row.cells) and row.cells[at])
            if len(said) > 1:
                shown = " and ".join(map(repr, said))
                head = table.header[places[0]]
                yield row.line, ASSUMED, f"{head!r} stands {len(places)} times and says {shown}: the first counts"
                break
