"""Rows of named cells as a table to read, Markdown to paste, CSV to load: every cell escaped for where it goes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from solver.report.markup import clean, harmless, markdown

Row = Mapping[str, Any]


def rows_table(
    rows: Sequence[Row],
    columns: Sequence[str],
    signed: Sequence[str] = (),
    titles: Mapping[str, str] | None = None,
) -> str:
    """Return the columns aligned, numbers to the right; those named in ``signed`` show a plus.

    Examples
    --------
    >>> print(rows_table([{"who": "A", "gain": 2}, {"who": "BB", "gain": 0}], ["who", "gain"], ["gain"]))
    who  gain
    A      +2
    BB      0
    """
    cells = [[_cell(row.get(name), name in signed) for name in columns] for row in rows]
    right = [any(_is_figure(row.get(name)) for row in rows) for name in columns]
    lines = [[(titles or {}).get(name, name) for name in columns], *cells]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    aligned = ([_aligned(*one) for one in zip(line, widths, right, strict=True)] for line in lines)
    return "\n".join("  ".join(texts).rstrip() for texts in aligned)


def _aligned(text: str, width: int, to_right: bool) -> str:
    return text.rjust(width) if to_right else text.ljust(width)


def rows_markdown(
    rows: Sequence[Row],
    columns: Sequence[str],
    signed: Sequence[str] = (),
    titles: Mapping[str, str] | None = None,
) -> str:
    r"""Return the columns as a Markdown table.

    Examples
    --------
    >>> print(rows_markdown([{"who": "a|b"}], ["who"]))
    | who |
    |---|
    | a\|b |
    """
    marks = ("---:" if any(_is_figure(row.get(name)) for row in rows) else "---" for name in columns)
    lines = [f"| {' | '.join((titles or {}).get(name, name) for name in columns)} |", f"|{'|'.join(marks)}|"]
    lines += [f"| {' | '.join(_marked(row.get(name), name in signed) for name in columns)} |" for row in rows]
    return "\n".join(lines)


def rows_csv(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """Return the columns as CSV; a text that a spreadsheet would take for a formula gets a quote in front.

    Examples
    --------
    >>> print(rows_csv([{"who": "=1+1", "gain": -2}], ["who", "gain"]))
    who,gain
    '=1+1,-2
    """
    return csv_text(columns, ([row.get(name, "") for name in columns] for row in rows))


def csv_text(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a head and rows as CSV; whatever a spreadsheet or a terminal would obey is text, in the head too.

    Examples
    --------
    >>> print(csv_text(["|cmd"], [["=1"], [-1], [None]]))
    '|cmd
    '=1
    -1
    ""
    """
    stream = io.StringIO()
    table = csv.writer(stream, lineterminator="\n")
    table.writerows([_csv_cell("" if cell is None else cell) for cell in row] for row in (head, *rows))
    return stream.getvalue().rstrip("\n")


def _marked(value: object, signed: bool) -> str:
    text = _cell(value, signed)
    return text if _is_number(value) else markdown(text)


def _cell(value: object, signed: bool) -> str:
    """Return one value as text on one line; lists with commas, nothing as a dash."""
    if value is None:
        return "-"
    if isinstance(value, (list, tuple)):
        return ", ".join(_cell(part, signed) for part in value) or "-"
    if _is_number(value):
        return f"{value:+g}" if signed and value else f"{value:g}"
    return clean(value)


def _csv_cell(value: object) -> object:
    return value if _is_number(value) else harmless(_cell(value, signed=False) if value != "" else "")


def _is_figure(value: object) -> bool:
    return _is_number(value) or (isinstance(value, str) and value.endswith("%"))


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
