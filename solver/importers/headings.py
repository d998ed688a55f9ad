"""Where the table of tasks stands in a file: under rows of titles, on one or several sheets of a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from solver.importers.fields import columns_of
from solver.importers.files.table import Row, Table, plain
from solver.importers.nouns import ASSUMED, LEFT_OUT

# In so many rows from the top the header is looked for.
LOOKED_AT: Final = 15
_SHOWN: Final = 60


def heading_of(rows: Iterable[Row], own: Mapping[str, str]) -> Row | None:
    """Return the first row that names an id or a title and something else of a task; None if none of the first does.

    Parameters
    ----------
    rows : iterable of Row
        From the top of a table; no more are read than are looked at.
    own : mapping of str to str
        What the user says that columns mean.

    Returns
    -------
    Row or None
        The header.

    Examples
    --------
    >>> rows = [Row(1, ("Plan of May",)), Row(3, ("Task", "Status")), Row(4, ("Paint", "open"))]
    >>> heading_of(rows, {}).line
    3
    """
    return next((row for row, _ in zip(rows, range(LOOKED_AT), strict=False) if _is_heading(row.cells, own)), None)


def _is_heading(cells: tuple[str, ...], own: Mapping[str, str]) -> bool:
    return len(_named(cells, own)) > 1


def _named(cells: tuple[str, ...], own: Mapping[str, str]) -> dict[int, str]:
    """Return the names of the columns that mean something of a task, by their place; {} without an id or a title."""
    found = columns_of(cells, own)
    if not (found.has("id") or found.has("title")):
        return {}
    return {places[0]: plain(cells[places[0]]) for places in found.places.values()}


def under_titles(table: Table, own: Mapping[str, str]) -> Table:
    """Return a table from the row on that names its columns; as it is where its first row does, or none."""
    rows = [Row(table.line, table.header), *table.rows]
    header = heading_of(rows, own)
    if header is None or header is rows[0]:
        return table
    at = rows.index(header)
    above = "; ".join(", ".join(dict.fromkeys(filter(None, row.cells))) for row in rows[:at])
    text = f"above the header on line {header.line}: {above[:_SHOWN]}{'...' if len(above) > _SHOWN else ''}"
    return Table(header.cells, tuple(rows[at + 1 :]), header.line, ((table.line, LEFT_OUT, text),))


def work_of(sheets: Mapping[str, Table], own: Mapping[str, str]) -> Table | None:
    """Return the tasks of all sheets of a workbook as one table: columns of one name are one column.

    What is no table of tasks, and that there are several, is said in the notes. Where no sheet is one, the first that
    holds anything is returned.
    """
    found = {name: under_titles(sheet, own) for name, sheet in sheets.items()}
    named = {name: _named(sheet.header, own) if sheet.rows else {} for name, sheet in found.items()}
    main = max(found, key=lambda name: len(named[name]), default="")
    if not main or len(named[main]) < 2:
        return next(iter(found.values()), None)
    # A list of people has names and hours, too: what is read beside the main sheet has most of its columns from there.
    shared = {name: set(one.values()) & set(named[main].values()) for name, one in named.items()}
    works = {name: found[name] for name in found if len(named[name]) > 1 and 2 * len(shared[name]) > len(named[name])}
    notes = [(1, LEFT_OUT, f"sheet {name!r} has not the columns of {main!r}") for name in found if name not in works]
    first, *others = works.values()
    if others:
        names = ", ".join(repr(name) for name in works)
        notes.append((1, ASSUMED, f"the sheets {names} are read one after the other; lines count in each of them"))
    header, rows = [*first.header], [*first.rows]
    for sheet in others:
        places = _places(header, sheet.header)
        rows += [_moved(row, places, len(header)) for row in sheet.rows]
    notes = [*notes, *(note for sheet in works.values() for note in sheet.notes)]
    return Table(tuple(header), tuple(rows), first.line, tuple(notes))


def _places(header: list[str], names: tuple[str, ...]) -> list[int]:
    """Return where the columns of a further sheet stand, with a new place for each that the header does not have."""
    free: dict[str, list[int]] = {}
    for at, name in enumerate(header):
        free.setdefault(plain(name), []).append(at)
    places = []
    for name in names:
        known = free.get(plain(name))
        if not known:
            header.append(name)
            known = [len(header) - 1]
        places.append(known.pop(0))
    return places


def _moved(row: Row, places: list[int], width: int) -> Row:
    found = [""] * width
    for cell, place in zip(row.cells, places, strict=False):
        found[place] = cell
    return Row(row.line, tuple(found), tuple((places[at], name) for at, name in row.over if at < len(places)))
