"""Excel workbooks as tables of text: merged cells filled, dates as ISO text, whole numbers without a point."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from solver.errors import Fault, InputError
from solver.importers.table import Row, Table


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
        book = load_workbook(path, data_only=True)
    except (BadZipFile, KeyError, ValueError, OSError) as error:
        raise InputError((Fault(str(path), 1, "an Excel workbook", type(error).__name__),)) from error
    found = {sheet.title: _table(grid_of(sheet)) for sheet in book.worksheets}
    return {name: table for name, table in found.items() if table.header}


def grid_of(sheet: Any) -> list[list[str]]:
    """Return the cells of a sheet as text, those of a merged range all filled with what it says."""
    grid = [[_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]
    for merged in sheet.merged_cells.ranges:
        said = grid[merged.min_row - 1][merged.min_col - 1]
        for row in grid[merged.min_row - 1 : merged.max_row]:
            row[merged.min_col - 1 : merged.max_col] = [said] * (merged.max_col - merged.min_col + 1)
    return grid


def _table(grid: list[list[str]]) -> Table:
    rows = [Row(number, tuple(cells)) for number, cells in enumerate(grid, start=1) if any(cells)]
    return Table(rows[0].cells, tuple(rows[1:]), rows[0].line) if rows else Table((), ())


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if not (value.hour or value.minute) else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
