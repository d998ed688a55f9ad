"""A document as a spreadsheet: a sheet for each table; what looks like a formula is text."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from solver.report.forms.document import Cell, Column, Document, Table
from solver.report.text.markup import clean

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

# What a cell of the file format holds at most.
MOST_LETTERS, MOST_ROWS = 32_000, 1_000_000
FORMS = {"+.2f": "+0.00;-0.00;0.00", ".2f": "0.00", ".1f": "0.0", ".0%": "0%", ".2%": "0.00%"}


def workbook(document: Document, *, lists: bool = True) -> bytes:
    """Return the file: a first sheet that lists the others, then one for each table, all rows, headings fixed.

    Parameters
    ----------
    document : Document
        Its tables with a name for their sheet.
    lists : bool
        Whether there is a sheet that lists the others; a file of one table for another program needs none.

    Returns
    -------
    bytes
        An .xlsx file; the same document gives the same sheets.

    Raises
    ------
    ModuleNotFoundError
        If openpyxl is not there: it comes with the extra ``look``.
    """
    from openpyxl import Workbook

    book = Workbook()
    first = book.worksheets[0]
    first.title = "about"
    tables = [table for table in document.tables() if table.sheet]
    if not lists:
        book.remove(first)
    for line in (document.title, document.lead, "", *(f"{one.sheet}: {one.caption}" for one in tables)):
        _append(first, (line,))
    first.column_dimensions["A"].width = 100
    for table in tables:
        _sheet(book, table)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sheet(book: Workbook, table: Table) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(table.sheet[:31])
    _append(sheet, tuple(column.head for column in table.columns))
    for row in table.rows[:MOST_ROWS]:
        _append(sheet, row, table.columns)
    for number, column in enumerate(table.columns, 1):
        longest = max((len(column.shown(row[number - 1])) for row in table.rows[:500]), default=0)
        sheet.column_dimensions[get_column_letter(number)].width = min(max(longest, len(column.head)) + 2, 60)
        sheet.cell(1, number).font = Font(bold=True)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions


def _append(sheet: Worksheet, row: tuple[Cell, ...], columns: tuple[Column, ...] = ()) -> None:
    """Add a row. Texts are set as texts, never read: a leading equals sign makes no formula."""
    at = sheet.max_row + 1 if sheet.max_row > 1 or sheet.cell(1, 1).value is not None else 1
    for number, given in enumerate(row, 1):
        value = ", ".join(given) if isinstance(given, tuple) else given
        cell = sheet.cell(at, number)
        if isinstance(value, str) and value:
            cell.value = clean(value)[:MOST_LETTERS]
            cell.data_type = "s"
            cell.quotePrefix = value[:1] in {"=", "+", "-", "@"}
        elif isinstance(value, int | float):
            cell.value = value
            form = columns[number - 1].form if columns else ""
            cell.number_format = FORMS.get(form, "General")
