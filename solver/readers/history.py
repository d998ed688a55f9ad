"""Reads what is known of estimates: past work with estimate and actual, and the spread of single tasks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from math import isfinite
from pathlib import Path
from typing import Any

from solver.domain.naming import alike_but_for_zeros, without_zeros
from solver.errors import Fault, InputError
from solver.readers.backlog.columns import columns_of
from solver.readers.backlog.csv_tasks import dialect
from solver.readers.text.files import read_text

MOST_SPREAD = 3.0


def read_history(path: Path) -> tuple[float, ...]:
    """Return actual over estimate of each finished task.

    Parameters
    ----------
    path : Path
        A CSV with the columns ``estimate`` and ``actual``, both in one unit and above 0; further columns are ignored,
        and so are rows in which both are empty. At least two rows.

    Returns
    -------
    tuple of float
        In the order of the file.

    Raises
    ------
    InputError
        With every fault at once.
    """
    faults, found = list[Fault](), list[float]()
    for line, row in _rows(path, ("estimate", "actual"), faults):
        texts = [row["estimate"], row["actual"]]
        numbers = [_number(text) for text in texts]
        if any(texts) and all(number and number > 0 for number in numbers):
            found.append((numbers[1] or 0.0) / (numbers[0] or 1.0))
        elif any(texts):
            faults.append(Fault(str(path), line, "an estimate and an actual above 0", " and ".join(map(repr, texts))))
    if not faults and len(found) < 2:
        faults.append(Fault(str(path), 1, "at least two finished tasks", str(len(found))))
    if faults:
        raise InputError(tuple(faults))
    return tuple(found)


def read_spreads(path: Path, known: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    """Return the spread of each task that has one of its own.

    Parameters
    ----------
    path : Path
        A CSV with the columns ``id`` and ``sigma``, such as a backlog with a column more; an empty sigma is none.
    known : tuple of str
        Ids of all tasks; others are passed over, unless zeros before a number are all that differs.

    Returns
    -------
    tuple of (str, float)
        The standard deviation of the logarithm of actual over estimate, 0 to 3.

    Raises
    ------
    InputError
        With every fault at once.
    """
    faults, found, bare = list[Fault](), dict[str, float](), alike_but_for_zeros(known)
    for line, row in _rows(path, ("id", "sigma"), faults):
        value = _number(row["sigma"])
        if row["sigma"] and (value is None or not 0 <= value <= MOST_SPREAD):
            faults.append(Fault(str(path), line, f"a sigma from 0 to {MOST_SPREAD:g}", repr(row["sigma"])))
        elif value is not None and row["id"] in known:
            found[row["id"]] = value
        elif value is not None and (like := bare.get(without_zeros(row["id"]))):
            maybe = f"{like!r}: a spreadsheet drops zeros before a number"
            faults.append(Fault(str(path), line, "the id of a task", repr(row["id"]), maybe))
    if faults:
        raise InputError(tuple(faults))
    return tuple(found.items())


def has_spreads(path: Path) -> bool:
    """Return whether a file is a CSV with the columns ``id`` and ``sigma``."""
    if path.suffix != ".csv" or not path.is_file():
        return False
    try:
        rows, line = _reader(path)
        return {"id", "sigma"} <= _places(rows, line).keys()
    except (InputError, csv.Error):
        return False


def _rows(path: Path, columns: tuple[str, str], faults: list[Fault]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield line and cells of each row."""
    rows, line = _reader(path)
    try:
        places = _places(rows, line)
        if not set(columns) <= places.keys():
            got = ", ".join(places) or "none"
            faults.append(Fault(str(path), line, f"the columns {columns[0]} and {columns[1]}", got))
            return
        for row in rows:
            cells = {name: row[places[name]].strip() if places[name] < len(row) else "" for name in columns}
            yield rows.line_num, cells
    except csv.Error as error:
        faults.append(Fault(str(path), max(rows.line_num, 1), "CSV", str(error)))


def _reader(path: Path) -> tuple[Any, int]:
    """Return the rows of a file as our own backlogs may write them, and the row of the header."""
    text = read_text(path, "a CSV file", keep_line_ends=True)
    mark, line = dialect(text)
    return csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=mark), line


def _places(rows: Any, line: int) -> dict[str, int]:
    """Return where each column of a header stands, names in lower case; an id may be called as in a backlog."""
    header = list[str]()
    for _ in range(line):
        header = [name.strip() for name in next(rows, [])]
    own = columns_of(header).of.get("id", "")
    found = {name.casefold(): at for at, name in reversed(list(enumerate(header)))}
    return found | ({"id": header.index(own)} if own else {})


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) else None
