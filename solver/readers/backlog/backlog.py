"""Reads a backlog: one CSV or JSON file, or a folder of Markdown files with front matter."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from solver.domain.tasks import Backlog
from solver.errors import Fault, InputError
from solver.readers.backlog.columns import Columns, columns_of
from solver.readers.backlog.csv_tasks import read_csv
from solver.readers.backlog.drafting import Cell, Draft
from solver.readers.text.files import read_text


def read_backlog(
    path: Path | str,
    hours_per_day: Decimal | None = None,
    unestimated: int | None = None,
    *,
    refuse_outside: bool = False,
    days_per_week: int = 5,
) -> Backlog:
    """Return the backlog in one file or folder.

    Parameters
    ----------
    path : Path or str
        A ``.json`` list of tasks (or an object with the key ``tasks``), a folder with ``*.md``, or else CSV with a
        header. UTF-8, UTF-16 or UTF-32. ``id`` and ``estimated_hours`` are needed, the other ``COLUMNS`` may be
        missing.
    hours_per_day : Decimal, optional
        How long a day is, where estimates are in days or weeks.
    unestimated : int, optional
        Minutes of open tasks without an estimate; without it a missing estimate is a fault.
    refuse_outside : bool
        Whether a dependency on a task that is not in the backlog is a fault; otherwise it counts as done, and is said.
    days_per_week : int
        How many working days a week of a lag has.

    Returns
    -------
    Backlog
        The tasks; unknown columns are listed in ``kept_columns``.

    Raises
    ------
    InputError
        With every fault at once.
    """
    found, faults = draft_backlog(
        Path(path), hours_per_day, unestimated, refuse_outside=refuse_outside, days_per_week=days_per_week
    )
    if faults:
        raise InputError(tuple(faults))
    return found


def draft_backlog(
    path: Path, hours_per_day: Decimal | None, unestimated: int | None, *, refuse_outside: bool, days_per_week: int
) -> tuple[Backlog, list[Fault]]:
    """Return what ``read_backlog`` does, with the faults instead of raising them.

    Where all tasks were found, they are returned with faults, too, so that dates and names can be looked at; where a
    file or an item could not be read at all there is no task.
    """
    draft = Draft(str(path), hours_per_day, unestimated, refuse_outside=refuse_outside, week=days_per_week)
    try:
        if path.is_dir():
            _read_folder(path, draft)
        elif path.suffix.lower() == ".json":
            _read_json(read_text(path, "a backlog"), draft)
        else:
            read_csv(read_text(path, "a backlog", keep_line_ends=True), draft)
    except InputError as error:
        draft.lost(error.faults)
    found = draft.drafted()
    if not found.tasks and not draft.faults:
        found = replace(found, warnings=(*found.warnings, f"{path.name} holds no task"))
    return found, draft.faults


def _read_folder(path: Path, draft: Draft) -> None:
    files = task_files(path)
    if path.suffix:
        draft.fault(1, "a file", "a folder", maybe="the folder 'backlog' for tasks in Markdown.")
    elif not files:
        inside = sorted(one.name for one in path.iterdir())
        deeper = next((one.parent for one in sorted(path.rglob("*.md")) if one.parent != path), None)
        maybe = f"{deeper}: its files are tasks of another tool." if deeper else ""
        draft.fault(1, "at least one task as a file *.md", ", ".join(inside[:8]) or "an empty folder", maybe=maybe)
    for file in files if not path.suffix else ():
        draft.file = str(file)
        try:
            _read_markdown(file, draft)
        except InputError as error:
            draft.lost(error.faults)
    draft.file = str(path)


def no_backlog(folder: Path) -> tuple[str, str]:
    """Return what is assumed of a folder without a backlog, and what may help; both name what is only called one."""
    near = ", ".join(sorted(one.name for one in folder.glob("*") if one.is_file() and one.stem.lower() == "backlog"))
    assumed = "there is no backlog: nothing is said about tasks"
    if near:
        return f"{assumed}; {near} is none that is read", f"{near} as one of these, or by `import`."
    return assumed, "there is no work yet: `check` and `graph` need none, `import` adds a tracker's export."


def task_files(folder: Path) -> list[Path]:
    """Return the files of a folder of tasks; a README is none."""
    return [one for one in sorted(folder.glob("*.md")) if one.stem.lower() != "readme"]


def _read_json(text: str, draft: Draft) -> None:
    from solver.readers.text.strict_json import json_items

    items, faults = json_items(text, draft.file, "tasks")
    if faults:
        draft.lost(faults)
    for item, line in items:
        if isinstance(item, dict):
            _keyed(item, draft, line)
        else:
            draft.fault(line, "a task as an object", json.dumps(item))
            draft.lost()


def _read_markdown(path: Path, draft: Draft) -> None:
    from solver.readers.text.strict_yaml import parse_yaml

    lines = read_text(path, "a task").splitlines()
    ends = [number for number, line in enumerate(lines) if line.rstrip() == "---"]
    if len(ends) < 2 or ends[0] != 0:
        draft.fault(1, "front matter between two lines of ---", lines[0] if lines else "")
        return
    document = parse_yaml("\n".join(lines[1 : ends[1]]), str(path), first_line=2)
    if isinstance(document.data, dict):
        heading = next((line[2:].strip() for line in lines[ends[1] :] if line.startswith("# ")), path.stem)
        _keyed(document.data, draft, 1, heading)
    else:
        draft.fault(2, "key: value lines", str(document.data))


def _keyed(item: dict[str, Any], draft: Draft, line: int, title: str = "") -> None:
    """Read a task out of keys of its own and their values."""
    columns = columns_of(item)
    draft.columns(columns, line)
    read_object(item, draft, line, columns, title)


def read_object(item: Mapping[str, Any], draft: Draft, line: int, columns: Columns, title: str = "") -> None:
    """Read a task out of keys, which stand for columns, and their values; lists are lists of names or ids."""
    cells = {name: _cell(value) for name, value in columns.cells(item).items()}
    for name in ("capabilities", "permissions"):
        value = item.get(columns.of.get(name, ""))
        if isinstance(value, dict | list):
            cells[name] = "; ".join(_needs(value))
    seats = item.get(columns.of.get("crew", ""))
    if isinstance(seats, list):
        needs = (seat.get("capabilities", seat) if isinstance(seat, dict) else seat for seat in seats)
        cells["crew"] = " | ".join(one if isinstance(one, str) else "; ".join(_needs(one)) for one in needs)
    listed = item.get(columns.of.get("dependencies", ""))
    if isinstance(listed, list):
        cells["dependencies"] = _ids(listed, draft, line)
    if title and not cells.get("title"):
        cells["title"] = title
    draft.task(cells, line, _lags(listed) if isinstance(listed, list) else None)


def _ids(listed: list[Any], draft: Draft, line: int) -> list[str]:
    """Return the ids of a list, each as it is: nothing in one parts it."""
    names = [one["task"] if _is_lagged(one) else one for one in listed]
    for one in names:
        if isinstance(one, dict | list | None):
            expected = 'ids of tasks in the list of dependencies, or {"task": "A", "lag": "2d"}'
            draft.fault(line, expected, json.dumps(one, default=str))
    return [str(one) for one in names if not isinstance(one, dict | list | None)]


def _lags(listed: list[Any]) -> dict[str, str]:
    """Return the lags that a list states apart from the ids."""
    return {str(one["task"]).strip(): str(one["lag"]) for one in listed if _is_lagged(one)}


def _is_lagged(one: Any) -> bool:
    return isinstance(one, dict) and set(one) == {"task", "lag"}


def _cell(value: Any) -> Cell:
    if isinstance(value, list):
        return " ".join(str(_cell(one)) for one in value)
    return "" if value is None else json.dumps(value, default=str) if isinstance(value, dict) else str(value)


def _needs(value: Any) -> Iterator[str]:
    """Yield requirements as ``name:minimum:tier``; a list may hold names, or objects of one name each.

    Such an object is ``{name: minimum}``, or has the name under ``name``: then all of it is about that.
    """
    if isinstance(value, list):
        for item in value:
            yield from _needs(item) if isinstance(item, dict) else [str(item)]
    elif isinstance(value, dict) and isinstance(value.get("name"), str):
        yield _need(value["name"], value)
    elif isinstance(value, dict):
        for name, need in value.items():
            if isinstance(need, dict):
                yield _need(name, need)
            else:
                yield str(name) if need is None else f"{name}:{need}"


def _need(name: Any, stated: Mapping[str, Any]) -> str:
    """Return a requirement that is stated key by key."""
    weight = [f"weight={stated['weight']}"] if "weight" in stated else []
    return ":".join([str(name), *(str(stated[key]) for key in ("minimum", "tier") if key in stated), *weight])
