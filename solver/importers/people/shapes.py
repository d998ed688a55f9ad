"""Which shape a table of people has, and where its skills stand: one header row, two, or down the side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from solver.importers.files.table import Row, Table, plain
from solver.importers.people.columns import LEVELS, SKILLS, YEARS, PeopleColumns, is_meta, is_staff_list, people_columns
from solver.importers.people.levels import scale_of
from solver.importers.people.skill_cells import is_list

HEADER_ROWS: Final = 10
LOOKED_AT: Final = 200
UNDER: Final = frozenset({*LEVELS, *YEARS, "interest", "target", "current", "actual", "soll", "ist", "wants"})


@dataclass
class Shape:
    """The kind of table, its columns, the rows below the header, and for wide tables the skill of each column.

    ``kind`` is long, listed, ranked, wide, transposed or people. ``categories`` are what stands above the skills.
    """

    kind: str
    columns: PeopleColumns
    header: Row
    rows: Sequence[Row]
    skills: dict[int, str] = field(default_factory=dict)
    categories: dict[int, str] = field(default_factory=dict)


def shape_of(table: Table) -> Shape | None:
    """Return the shape of a table; None if it is none of people."""
    grid = [Row(table.line, table.header), *table.rows]
    for at, row in enumerate(grid[:HEADER_ROWS]):
        columns = people_columns(row.cells)
        if columns is None:
            return None
        if columns.has_person and len(grid) > at + 1:
            below = people_columns(grid[at + 1].cells)
            # A merged name column stands in both rows of a double header.
            is_double = below is not None and below.person is not None and below.person == columns.person
            use = at + 1 if is_double and len(grid) > at + 2 else at
            above = _filled(grid[use - 1].cells, len(grid[use].cells)) if use else ()
            return _with_person(people_columns(grid[use].cells) or columns, grid[use], grid[use + 1 :], above)
        if at == 0 and plain(row.cells[0]) in SKILLS and len(row.cells) > 2:
            return _transposed(columns, row, grid[1:])
    return None


def _filled(cells: Sequence[str], width: int) -> list[str]:
    """Return the cells of an upper header row, a blank one filled from its left as merged cells are in text."""
    found: list[str] = []
    for at in range(width):
        cell = cells[at] if at < len(cells) else ""
        found.append(cell or (found[-1] if found else ""))
    return found


def _with_person(columns: PeopleColumns, header: Row, rows: Sequence[Row], above: Sequence[str]) -> Shape | None:
    grouped = _grouped(columns, header, rows, above)
    if grouped:
        return grouped
    if columns.skill is not None:
        several = columns.level is None and any(is_list(_cell(row, columns.skill)) for row in rows[:LOOKED_AT])
        return Shape("listed" if several else "long", columns, header, rows)
    if columns.ranks:
        return Shape("ranked", columns, header, rows)
    skills = _level_columns(columns, header, rows)
    if len(skills) > 1:
        categories = {at: above[at] for at in skills if above and above[at] and above[at] != header.cells[at]}
        if len(set(categories.values())) == 1 and len(skills) > 1:
            categories = {}
        return Shape("wide", columns, header, rows, skills, categories)
    return Shape("people", columns, header, rows) if is_staff_list(columns, header.cells) else None


def _grouped(columns: PeopleColumns, header: Row, rows: Sequence[Row], above: Sequence[str]) -> Shape | None:
    """Return the shape of a table whose upper header names skills, with level and years below."""
    if not above:
        return None
    who = {columns.person, columns.account, columns.first, columns.last}
    pairs = [(at, above[at], plain(cell)) for at, cell in enumerate(header.cells) if at not in who and cell]
    under = [(at, top, below) for at, top, below in pairs if below in UNDER and top]
    skills = {at: top for at, top, below in under if below in LEVELS or below in {"current", "actual", "ist"}}
    if len(under) < len(pairs) or len(set(skills.values())) < 2:
        return None
    return Shape("wide", columns, header, rows, skills)


def _level_columns(columns: PeopleColumns, header: Row, rows: Sequence[Row]) -> dict[int, str]:
    """Return the columns without another meaning whose cells are levels, all on one scale."""
    found = {}
    for at in columns.rest:
        name = header.cells[at].strip()
        cells = [_cell(row, at) for row in rows[:LOOKED_AT]]
        if name and not is_meta(name) and scale_of(cells, name) is not None:
            found[at] = name
    return found


def _transposed(columns: PeopleColumns, header: Row, rows: Sequence[Row]) -> Shape | None:
    people = [at for at in range(1, len(header.cells)) if header.cells[at].strip() and not is_meta(header.cells[at])]
    cells = [_cell(row, at) for row in rows[:LOOKED_AT] for at in people]
    if len(people) < 2 or scale_of(cells) is None:
        return None
    return Shape("transposed", columns, header, rows, {at: header.cells[at].strip() for at in people})


def _cell(row: Row, at: int | None) -> str:
    return row.cells[at].strip() if at is not None and at < len(row.cells) else ""


def cell(row: Row, at: int | None) -> str:
    """Return a cell of a row; empty beyond its end."""
    return _cell(row, at)
