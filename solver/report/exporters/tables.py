"""CSV files in the form of the tracker's own export, so that it, or an import here, reads them back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from solver.report.exporters.rows import ExportRow

Cell = Callable[[ExportRow], str]


def _field(name: str) -> Cell:
    return lambda row: row.fields.get(name, "")


def _seconds(name: str) -> Cell:
    return lambda row: str(int(row.fields[name]) * 60) if row.fields.get(name) else ""


def _labels(row: ExportRow) -> str:
    return ",".join(filter(None, row.fields.get("labels", "").split("; ")))


# Columns that hold one value each; those with several are repeated as often as the fullest row needs.
JIRA: Final[tuple[tuple[str, Cell], ...]] = (
    ("Summary", _field("title")),
    ("Issue key", lambda row: row.id),
    ("Issue Type", _field("kind")),
    ("Status", _field("status")),
    ("Status Category", _field("category")),
    ("Priority", _field("priority")),
    ("Resolution", _field("resolution")),
    ("Assignee", lambda row: row.owner),
    ("Assignee Id", lambda row: row.account),
    ("Due date", _field("due")),
    ("Start date", _field("earliest")),
    ("Description", _field("description")),
    ("Original estimate", _seconds("estimate")),
    ("Remaining Estimate", _seconds("remaining")),
    ("Time Spent", _seconds("spent")),
    ("Sprint", _field("sprint")),
    ("Milestone", _field("milestone")),
    ("Custom field (Story Points)", _field("points")),
    ("Custom field (Size)", _field("size")),
    ("Custom field (Epic Link)", _field("epic")),
    ("Parent key", _field("parent")),
)
JIRA_LISTS: Final = (
    ("Labels", "labels", "; "),
    ("Components", "components", "; "),
    ("Custom field (Skills)", "needs", "; "),
    ("Inward issue link (Blocks)", "waits_for", " "),
    ("Outward issue link (Blocks)", "blocks", " "),
)
GITLAB: Final[tuple[tuple[str, Cell], ...]] = (
    ("Issue ID", lambda row: row.id),
    ("Title", _field("title")),
    ("State", _field("status")),
    ("Description", _field("description")),
    ("Assignee", lambda row: row.owner),
    ("Assignee Username", lambda row: row.account or ("" if row.owner == row.before else row.owner)),
    ("Due Date", _field("due")),
    ("Milestone", lambda row: row.fields.get("milestone") or row.fields.get("sprint", "")),
    ("Weight", _field("points")),
    ("Labels", _labels),
    ("Time Estimate", _seconds("estimate")),
    ("Time Spent", _seconds("spent")),
)
LINEAR: Final[tuple[tuple[str, Cell], ...]] = (
    ("ID", lambda row: row.id),
    ("Team", lambda row: ""),
    ("Title", _field("title")),
    ("Description", _field("description")),
    ("Status", _field("status")),
    ("Estimate", _field("points")),
    ("Priority", _field("priority")),
    ("Assignee", lambda row: row.account or row.owner),
    ("Labels", lambda row: row.fields.get("labels", "").replace("; ", ", ")),
    ("Cycle Name", _field("sprint")),
    ("Due Date", _field("due")),
    ("Parent issue", _field("parent")),
    ("Blocked by", lambda row: row.fields.get("waits_for", "").replace(" ", ", ")),
)


def jira_csv(rows: list[ExportRow]) -> str:
    """Return the rows as Jira exports them: repeated columns for several values, times in seconds."""
    columns = [(name, cell) for name, cell in JIRA if name in KEPT_COLUMNS or any(cell(row) for row in rows)]
    for name, key, mark in JIRA_LISTS:
        most = max((len(_parts(row, key, mark)) for row in rows), default=0)
        columns += [(name, _part(key, mark, at)) for at in range(most)]
    return _csv(columns, rows)


KEPT_COLUMNS: Final = {"Summary", "Issue key", "Issue Type", "Status", "Priority", "Assignee"}


def gitlab_csv(rows: list[ExportRow]) -> str:
    """Return the rows as GitLab exports them."""
    return _csv(GITLAB, rows)


def linear_csv(rows: list[ExportRow]) -> str:
    """Return the rows as Linear exports them, with the columns that say something here."""
    return _csv(LINEAR, rows)


def _parts(row: ExportRow, key: str, mark: str) -> list[str]:
    return [part for part in row.fields.get(key, "").split(mark) if part]


def _part(key: str, mark: str, at: int) -> Cell:
    def cell(row: ExportRow) -> str:
        parts = _parts(row, key, mark)
        return parts[at] if at < len(parts) else ""

    return cell


def _csv(columns: Iterable[tuple[str, Cell]], rows: Iterable[ExportRow]) -> str:
    columns = list(columns)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(name for name, _ in columns)
    writer.writerows(_cells(columns, row) for row in rows)
    return stream.getvalue()


def _cells(columns: list[tuple[str, Cell]], row: ExportRow) -> Iterator[str]:
    return (cell(row) for _, cell in columns)
