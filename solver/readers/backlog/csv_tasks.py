"""Reads the tasks of a CSV file, whichever country's spreadsheet wrote it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from solver.domain.naming import Nearest
from solver.readers.backlog.columns import COLUMNS, OTHER_NAMES, Columns, are_ours, columns_of
from solver.readers.backlog.drafting import Draft
from solver.readers.backlog.sums import is_row_of_sums

MARKS = ",;\t|"
# In so many lines from the top a header is looked for that stands under a title.
MOST_TITLES = 15
# Columns without which there is no backlog.
NEEDED = ("id", "estimated_hours")


def read_csv(text: str, draft: Draft) -> None:
    """Read the rows of a CSV text with a header into a draft."""
    mark, first = dialect(text)
    rows = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=mark)
    try:
        header = []
        for _ in range(first):
            header = [name.strip() for name in next(rows, [])]
        columns = columns_of(name for name in header)
        draft.columns(columns, first)
        if missing_columns(columns, header, draft, first, _header_below(text, mark, first)) or columns.twice:
            draft.lost()
            return
        for row, line in _lines(rows):
            if len(row) > len(header):
                maybe = f"quotes around the text that holds a {mark!r}." if mark != "\t" else ""
                draft.fault(line, f"{len(header)} cells as in the header", str(len(row)), maybe=maybe)
                draft.lost()
            elif any(cell.strip() for cell in row):
                _task(columns.cells(dict(zip(header, row, strict=False))), draft, line)
    except csv.Error as error:
        said, start = (*error.args, 1)[:2]
        if "unexpected end" in said:
            draft.fault(start, "a quote that is closed", "the end of the file")
        else:
            draft.fault(max(rows.line_num, 1), "CSV", said)
        draft.lost()


def _task(cells: dict[str, str], draft: Draft, line: int) -> None:
    """Read a row as a task; one that adds up the others is a fault, as its hours would count twice."""
    if is_row_of_sums(cells):
        said = ", ".join(cell.strip() for cell in cells.values() if cell.strip())
        draft.fault(line, "a task", said, maybe="no row of sums; a task of that name has a title or a kind as well.")
        draft.lost()
    else:
        draft.task(cells, line)


def _header_below(text: str, mark: str, first: int) -> str:
    """Return what to do where a header stands below other rows; nothing where it does not."""
    lines = enumerate(islice(io.StringIO(text, newline=""), first, MOST_TITLES), start=first + 1)
    at = next((number for number, line in lines if are_ours(line.strip().split(mark))), 0)
    return f"the columns that line {at} names: leave out what stands above it." if at else ""


def missing_columns(columns: Columns, header: list[str], draft: Draft, line: int, below: str = "") -> bool:
    """Note a fault for each column that must be there and is not, and return whether there was one.

    ``below`` is what helps where no column of the header is called nearly so.
    """
    missing = [name for name in NEEDED if name not in columns.of and not (name != "id" and draft.unestimated)]
    for name in missing:
        close = next((one for one in columns.kept if Nearest([name, *OTHER_NAMES[name]]).to(one, 0.7)), "")
        got = ", ".join(header[:12]) + (f" and {len(header) - 12} more" if len(header) > 12 else "")
        draft.fault(line, f"a column {name!r}", got or "none", maybe=f"{close!r}." if close else below)
    return bool(missing)


def _lines(rows: Iterator[list[str]]) -> Iterator[tuple[list[str], int]]:
    """Yield each row with the line on which it starts; an error of the parser has that line, too."""
    end = rows.line_num  # type: ignore[attr-defined]
    try:
        for row in rows:
            start, end = end + 1, rows.line_num  # type: ignore[attr-defined]
            yield row, start
    except csv.Error as error:
        raise csv.Error(str(error), end + 1) from error


def dialect(text: str) -> tuple[str, int]:
    r"""Return what parts the cells, and in which row the header stands: a line such as ``sep=;`` may come before it.

    Examples
    --------
    >>> dialect("id;title\nA;x"), dialect("sep=\t\nid\ttitle")
    ((';', 1), ('\t', 2))
    """
    head = re.split(r"[\r\n]", text[:100], maxsplit=1)[0].strip().strip('"')
    if head.lower().startswith("sep=") and len(head) <= 5:
        return head[4:] or "\t", 2
    return max(MARKS, key=lambda mark: _known(text, mark)), 1


def _known(text: str, mark: str) -> tuple[int, int]:
    """Return how many of our columns the header holds if a mark parts it, and how many cells."""
    rows = csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=mark)
    try:
        header = next(rows, [])
    except csv.Error:
        return 0, 0
    return sum(name in columns_of(header).of for name in COLUMNS), len(header)
