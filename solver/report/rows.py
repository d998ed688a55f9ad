"""Rows of named cells as a table to read, Markdown to paste, CSV to load: every cell escaped for where it goes."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

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
    right = [any(_is_number(row.get(name)) for row in rows) for name in columns]
    lines = [[(titles or {}).get(name, name) for name in columns], *cells]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    aligned = ([_aligned(*one) for one in zip(line, widths, right, strict=True)] for line in lines)
    return "\n".join("  ".join(texts).rstrip() for texts in aligned)


def _aligned(text: str, width: int, to_right: bool) -> str:
    return text.rjust(width) if to_right else text.ljust(width)


def rows_markdown(rows: Sequence[Row], columns: Sequence[str], signed: Sequence[str] = ()) -> str:
    r"""Return the columns as a Markdown table.

    Examples
    --------
    >>> print(rows_markdown([{"who": "a|b"}], ["who"]))
    | who |
    |---|
    | a\|b |
    """
    marks = ("---:" if any(_is_number(row.get(name)) for row in rows) else "---" for name in columns)
    lines = [f"| {' | '.join(columns)} |", f"|{'|'.join(marks)}|"]
    for row in rows:
        cells = (markdown_text(_cell(row.get(name), name in signed)) for name in columns)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def rows_csv(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """Return the columns as CSV; a text that a spreadsheet would take for a formula gets a quote in front.

    Examples
    --------
    >>> print(rows_csv([{"who": "=1+1", "gain": -2}], ["who", "gain"]))
    who,gain
    '=1+1,-2
    """
    stream = io.StringIO()
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(columns)
    table.writerows([_harmless(row.get(name, "")) for name in columns] for row in rows)
    return stream.getvalue().rstrip("\n")


def markdown_text(text: str) -> str:
    """Return a text that Markdown shows as it is, on one line."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;")
    return " ".join("".join(f"\\{mark}" if mark in "\\`*_[]|" else mark for mark in safe).split())


def _cell(value: object, signed: bool) -> str:
    """Return one value as text on one line; lists with commas, nothing as a dash."""
    if value is None:
        return "-"
    if isinstance(value, (list, tuple)):
        return ", ".join(_cell(part, signed) for part in value) or "-"
    if _is_number(value):
        return f"{value:+g}" if signed and value else f"{value:g}"
    return " ".join("".join(c if c.isprintable() else " " for c in str(value)).split())


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _harmless(value: object) -> object:
    text = _cell(value, signed=False) if isinstance(value, (list, tuple)) else value
    return f"'{text}" if isinstance(text, str) and text[:1] in tuple("=+-@\t\r") else text
