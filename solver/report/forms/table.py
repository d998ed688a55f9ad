"""The one table of every answer, and what it is rendered as: text, CSV, data, a frame; pages and workbooks have rooms.

A column has one name. Data have it as it is, in snake case with the unit in it; what is read has the same words.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from solver.report.forms.document import Cell, Column, Table
from solver.report.text.layout import aligned
from solver.report.text.markup import clean, harmless

if TYPE_CHECKING:
    import pandas as pd

# No answer is cut: a page shows the first rows of a table only where a workbook has them all.
ALL: Final = 10**9
_FIGURE: Final = re.compile(r"[+-]?[\d.,]+ ?%?|-?")
# What is worth hours is counted in thousandths of one; so close a float is to the number that it stands for.
THOUSAND: Final = 1000
ALIKE: Final = 1e-6
NOTHING: Final = "nothing to list"


def column(key: str, form: str = "") -> Column:
    """Return a column by its name in data; ``form`` says how its numbers are read.

    Examples
    --------
    >>> column("fit_hours", ".2f").head, column("fit_hours").machine
    ('fit hours', 'fit_hours')
    """
    return Column(key.replace("_", " "), form=form, key=key)


def table_of(
    rows: Sequence[Mapping[str, Any]], columns: Iterable[Column] = (), caption: str = "", sheet: str = ""
) -> Table:
    """Return rows of named cells as a table; without columns it has those that the rows name, in their order."""
    columns = tuple(columns) or tuple(column(key) for key in dict.fromkeys(key for row in rows for key in row))
    cells = tuple(tuple(_cell(row.get(one.machine)) for one in columns) for row in rows)
    return Table(caption, columns, cells, sheet=sheet, most=ALL, empty=NOTHING)


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or isinstance(value, (str, int, float)):
        return value
    return tuple(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def records(table: Table) -> list[dict[str, Any]]:
    """Return the rows by name, as data hold them.

    Examples
    --------
    >>> records(table_of([{"who": "A", "fit_hours": 2.5}]))
    [{'who': 'A', 'fit_hours': 2.5}]
    """
    names = [one.machine for one in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def text_lines(table: Table, width: int | None = None) -> list[str]:
    """Return the table for a terminal of some width, None for as wide as it is.

    Examples
    --------
    >>> print(*text_lines(table_of([{"who": "A", "gain": 2}], [column("who"), column("gain", "+g")])), sep=chr(10))
    who  gain
    A      +2
    """
    if not table.rows:
        return [table.empty]
    rows = [[_read(one, cell) for one, cell in zip(table.columns, row, strict=True)] for row in table.rows]
    right = [all(is_figure(cell) for cell in cells if cell is not None) for cells in zip(*table.rows, strict=True)]
    return aligned([clean(one.head) for one in table.columns], rows, right, width)


def _read(column: Column, cell: Cell) -> str:
    """Return a cell as text on one line; nothing as a dash."""
    if cell is None or cell == ():
        return "-"
    if _is_number(cell) and not column.form:
        return f"{cell:.10g}"
    return clean(column.shown(cell))


def csv_text(table: Table) -> str:
    """Return the table as CSV, whole; whatever a spreadsheet or a terminal would obey is text, in the head too.

    Examples
    --------
    >>> print(csv_text(table_of([{"who": "=1+1", "gain": -2, "of": ("A", "B"), "left": None, "hours": 800 / 60}])))
    who,gain,of,left,hours
    '=1+1,-2,"A, B",,13.33
    """
    stream = io.StringIO()
    rows = csv.writer(stream, lineterminator="\n")
    rows.writerow([harmless(clean(one.machine)) for one in table.columns])
    names = [one.machine for one in table.columns]
    rows.writerows([_csv_cell(*pair) for pair in zip(names, row, strict=True)] for row in table.rows)
    return stream.getvalue().rstrip("\n")


def _csv_cell(name: str, cell: Cell) -> object:
    if isinstance(cell, float) and "hours" in name and abs(THOUSAND * cell - round(THOUSAND * cell)) > ALIKE:
        # No whole thousandth, as what is worth hours is, but a whole minute: no two of these are alike to a hundredth.
        return round(cell, 2)
    if cell is None or isinstance(cell, (int, float)):
        return "" if cell is None else cell
    return harmless(clean(", ".join(cell) if isinstance(cell, tuple) else cell))


def frame(table: Table, index: str = "") -> pd.DataFrame:
    """Return the table as a data frame; ``index`` names the column that stands in front."""
    import pandas as pd

    found = pd.DataFrame(records(table), columns=[one.machine for one in table.columns])
    return found.set_index(index) if index else found


def level_name(level: str) -> str:
    """Return the name of a level in data: the quality is in hours.

    Examples
    --------
    >>> level_name("quality"), level_name("HIGH early")
    ('quality_hours', 'HIGH_early')
    """
    return "quality_hours" if level == "quality" else level.replace(" ", "_")


def told_level(level: str, value: int) -> float:
    """Return the value of a level as it is told: a count, or hours.

    Examples
    --------
    >>> told_level("quality", 106600), told_level("HIGH", 2)
    (106.6, 2)
    """
    return value / 1000 if level == "quality" else value


def _is_number(cell: object) -> bool:
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def is_figure(cell: object) -> bool:
    """Return whether a cell is a number, or a text that says one: such stand to the right."""
    return _is_number(cell) or (isinstance(cell, str) and bool(_FIGURE.fullmatch(cell)))
