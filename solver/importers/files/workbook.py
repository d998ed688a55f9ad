"""Excel workbooks as tables of text: merged cells filled, dates as ISO text, whole numbers as such, shares with %."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Final
from zipfile import ZipFile

from solver.domain.showing import counted
from solver.errors import Fault, InputError
from solver.importers.files.decoding import decode
from solver.importers.files.table import Row, Table

MOST_CELLS: Final = 10_000_000
# openpyxl makes a cell of each that is merged, about 90,000 a second.
MOST_MERGED: Final = 200_000
# A formula whose value nobody computed, which would read as an empty cell; one whose value is an empty text says so.
_WITHOUT_VALUE: Final = re.compile(
    r"""<(?:\w+:)?c(?![^>]*\st\s*=\s*["']str)[^>]*>\s*<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*"""
    r"""(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>|</(?:\w+:)?c>)"""
)
_MERGED: Final = re.compile(r"""<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*["']([^"']+)""")


def read_sheets(path: Path) -> dict[str, Table]:
    """Return the sheets that hold anything, by name.

    Raises
    ------
    InputError
        If the file cannot be read, or openpyxl is not installed.
    """
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        fault = Fault(str(path), 1, "openpyxl, which reads workbooks", "none installed", "pip install openpyxl")
        raise InputError((fault,)) from error
    try:
        with path.open("rb") as stream:
            texts = _sheet_texts(stream)
            if empty := sum(len(_WITHOUT_VALUE.findall(text)) for text in texts):
                got = f"{counted(empty, 'formula')} that nobody has computed"
                maybe = "open it in a spreadsheet program and save it"
                raise InputError((Fault(str(path), 1, "a workbook with the values of its formulas", got, maybe),))
            if (merged := _merged(texts)) > MOST_MERGED:
                what = f"a workbook with at most {MOST_MERGED:,} merged cells", f"{merged:,}"
                raise InputError((Fault(str(path), 1, *what, "unmerge what spans whole columns or sheets"),))
            book = load_workbook(stream, data_only=True)
            found = {sheet.title: _table(grid_of(sheet), _over(sheet)) for sheet in book.worksheets}
    except InputError:
        raise
    # A damaged workbook ends in whatever the first part of it that is not as expected ends in.
    except Exception as error:  # noqa: BLE001
        raise InputError((Fault(str(path), 1, "an Excel workbook", f"one that is damaged ({error})"),)) from error
    return {name: table for name, table in found.items() if table.header}


def _sheet_texts(stream: BinaryIO) -> list[str]:
    with ZipFile(stream) as parts:
        return [decode(parts.read(name))[0] for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]


def _merged(texts: list[str]) -> int:
    """Return how many cells are merged in a workbook, before any of them is made."""
    from openpyxl.worksheet.cell_range import CellRange

    sizes = (CellRange(one).size for text in texts for one in _MERGED.findall(text))
    return sum(one["rows"] * one["columns"] for one in sizes)


def grid_of(sheet: Any) -> list[list[str]]:
    """Return the cells of a sheet as text up to the last that says anything, merged ones all filled with what they say.

    Raises
    ------
    InputError
        If there would be more cells than any table of a team has.
    """
    # Only cells that are there: one with a colour alone in the last row would make a million empty rows.
    cells = sheet._cells.items()  # noqa: SLF001
    said = {place: text for place, cell in cells if (text := _text(_shown(cell)))}
    height, width = (max((place[at] for place in said), default=0) for at in (0, 1))
    if height * width > MOST_CELLS:
        what = f"a sheet of at most {MOST_CELLS:,} cells", f"{height:,} rows and {width:,} columns"
        raise InputError((Fault(sheet.title, 1, *what),))
    grid = [[said.get((row, column), "") for column in range(1, width + 1)] for row in range(1, height + 1)]
    for merged in sheet.merged_cells.ranges:
        text, last = said.get((merged.min_row, merged.min_col), ""), min(merged.max_col, width)
        for row in grid[merged.min_row - 1 : merged.max_row]:
            row[merged.min_col - 1 : last] = [text] * max(last - merged.min_col + 1, 0)
    return grid


def _over(sheet: Any) -> dict[int, list[tuple[int, str]]]:
    """Return for each row its places that are merged with those of other rows, and what a spreadsheet calls them."""
    found: dict[int, list[tuple[int, str]]] = {}
    for merged in sheet.merged_cells.ranges:
        if merged.max_row > merged.min_row:
            places = range(merged.min_col - 1, merged.max_col)
            for row in range(merged.min_row, merged.max_row + 1):
                found.setdefault(row, []).extend((at, f"{sheet.title}!{merged.coord}") for at in places)
    return found


def _table(grid: list[list[str]], over: dict[int, list[tuple[int, str]]]) -> Table:
    lines = enumerate(grid, start=1)
    rows = [Row(number, tuple(cells), tuple(over.get(number, ()))) for number, cells in lines if any(cells)]
    return Table(rows[0].cells, tuple(rows[1:]), rows[0].line) if rows else Table((), ())


def _shown(cell: Any) -> Any:
    """Return the value of a cell, as a share in percent where the sheet shows it so."""
    value = cell.value
    is_share = isinstance(value, int | float) and not isinstance(value, bool) and "%" in str(cell.number_format)
    return f"{round(100 * value, 6):g}%" if is_share else value


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if not (value.hour or value.minute) else value.isoformat(sep=" ")
    if isinstance(value, timedelta):
        # A length of time, hours and minutes: a day of it is 24 h, whatever a day of work is.
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
