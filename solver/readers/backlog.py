"""Reads a backlog: one CSV or JSON file, or a folder of Markdown files with front matter."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from solver.domain.tasks import Backlog
from solver.errors import InputError
from solver.readers.drafting import COLUMNS, Draft

# Other names for our columns, as they stand in front matter and exports.
SYNONYMS = {"capabilities_required": "capabilities", "estimate": "estimated_hours", "kind": "type"}


def read_backlog(path: Path, hours_per_day: Decimal | None = None, unestimated: int | None = None) -> Backlog:
    """Return the backlog in one file or folder.

    Parameters
    ----------
    path : Path
        A ``.csv`` with a header, a ``.json`` list of tasks (or an object with the key ``tasks``), or a folder with
        ``*.md``. UTF-8. ``id`` and ``estimated_hours`` are needed, the other ``COLUMNS`` may be missing.
    hours_per_day : Decimal, optional
        How long a day is, where estimates are in days or weeks.
    unestimated : int, optional
        Minutes of tasks without an estimate; without it a missing estimate is a fault.

    Returns
    -------
    Backlog
        The tasks; unknown columns are listed in ``kept_columns``.

    Raises
    ------
    InputError
        With every fault at once.
    """
    draft = Draft(str(path), hours_per_day, unestimated)
    if path.is_dir():
        for file in sorted(path.glob("*.md")):
            draft.file = str(file)
            _read_markdown(file, draft)
    elif path.suffix == ".json":
        _read_json(_text(path, draft), draft)
    else:
        _read_csv(_text(path, draft), draft)
    draft.finish()
    if draft.faults:
        raise InputError(tuple(draft.faults))
    return Backlog(tuple(draft.tasks), tuple(draft.kept), tuple(sorted(draft.assumptions)))


def _text(path: Path, draft: Draft) -> str:
    try:
        # newline="": a line break inside a quoted cell stays what it is.
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return stream.read()
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        draft.fault(line, "UTF-8 text", f"byte {error.object[error.start]:#04x}")
        return ""


def _read_csv(text: str, draft: Draft) -> None:
    if draft.faults:
        return
    rows = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=_delimiter(text))
    try:
        header = [SYNONYMS.get(name.strip(), name.strip()) for name in next(rows, [])]
        for name in ("id", *(() if draft.unestimated else ("estimated_hours",))):
            if name not in header:
                draft.fault(1, f"a column {name!r}", ", ".join(header), header)
        for name in sorted({name for name in header if header.count(name) > 1 and name in COLUMNS}):
            draft.fault(1, "each column once", name)
        draft.kept |= dict.fromkeys(name for name in header if name and name not in COLUMNS)
        if draft.faults:
            return
        end = rows.line_num
        for row in rows:
            start, end = end + 1, rows.line_num
            if len(row) > len(header):
                draft.fault(start, f"{len(header)} cells as in the header", str(len(row)))
            elif any(cell.strip() for cell in row):
                draft.task({name: cell for name, cell in zip(header, row, strict=False) if name}, start)
    except csv.Error as error:
        draft.fault(rows.line_num, "CSV", str(error))


def _delimiter(text: str) -> str:
    """Return what parts the cells of the header: spreadsheets write commas, semicolons or tabs, by country."""
    header = text.partition("\n")[0]
    return max(",;\t", key=header.count)


def _read_json(text: str, draft: Draft) -> None:
    if draft.faults:
        return
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        draft.fault(getattr(error, "lineno", 1), "JSON", getattr(error, "msg", "values nested too deep"))
        return
    tasks = data.get("tasks") if isinstance(data, dict) else data
    if not isinstance(tasks, list):
        draft.fault(1, "a list of tasks, or an object with the key 'tasks'", type(data).__name__)
        return
    for item, line in zip(tasks, _item_lines(text), strict=False):
        if isinstance(item, dict):
            draft.task(_cells(item), line)
        else:
            draft.fault(line, "a task as an object", json.dumps(item))


def _item_lines(text: str) -> Iterator[int]:
    """Yield the line on which each item of the list of tasks starts."""
    decoder = json.JSONDecoder()
    before = text.find('"tasks"') if text.lstrip()[0] == "{" else 0
    at = text.index("[", before) + 1
    while True:
        while text[at] in " \t\r\n,":
            at += 1
        if text[at] == "]":
            return
        yield text.count("\n", 0, at) + 1
        _, at = decoder.raw_decode(text, at)


def _read_markdown(path: Path, draft: Draft) -> None:
    from solver.readers.strict_yaml import parse_yaml

    lines = _text(path, draft).splitlines()
    ends = [number for number, line in enumerate(lines) if line.rstrip() == "---"]
    if len(ends) < 2 or ends[0] != 0:
        draft.fault(1, "front matter between two lines of ---", lines[0] if lines else "")
        return
    try:
        document = parse_yaml("\n".join(lines[1 : ends[1]]), str(path), first_line=2)
    except InputError as error:
        draft.faults.extend(error.faults)
        return
    if isinstance(document.data, dict):
        heading = next((line[2:].strip() for line in lines[ends[1] :] if line.startswith("# ")), path.stem)
        draft.task({"title": heading} | _cells(document.data), 1)
    else:
        draft.fault(2, "key: value lines", str(document.data))


def _cells(item: dict[str, Any]) -> dict[str, str]:
    """Return a task's values as the cells that a CSV file would hold."""
    named = {SYNONYMS.get(key, key): value for key, value in item.items()}
    cells = {key: _cell(value) for key, value in named.items()}
    for key in ("capabilities", "permissions"):
        if key in named and not isinstance(named[key], str):
            cells[key] = "; ".join(_needs(named[key]))
    if isinstance(named.get("crew"), list):
        seats = (seat.get("capabilities", seat) if isinstance(seat, dict) else seat for seat in named["crew"])
        cells["crew"] = " | ".join(seat if isinstance(seat, str) else "; ".join(_needs(seat)) for seat in seats)
    return cells


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(_cell, value))
    return "" if value is None else json.dumps(value, default=str) if isinstance(value, dict) else str(value)


def _needs(value: Any) -> Iterator[str]:
    """Yield requirements as ``name:minimum:tier``; a list may hold names, or objects of one name each."""
    if isinstance(value, list):
        for item in value:
            yield from _needs(item) if isinstance(item, dict) else [str(item)]
    elif isinstance(value, dict):
        for name, need in value.items():
            if isinstance(need, dict):
                weight = [f"weight={need['weight']}"] if "weight" in need else []
                yield ":".join([str(name), *(str(need[k]) for k in ("minimum", "tier") if k in need), *weight])
            else:
                yield str(name) if need is None else f"{name}:{need}"
