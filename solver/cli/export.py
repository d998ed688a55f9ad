"""The command ``export``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from solver.cli.groups import Now, grouped
from solver.cli.options import PlanFile
from solver.cli.output import need_workbooks, refuse_nowhere, write
from solver.cli.planned import Planned, open_plan
from solver.cli.talk import note
from solver.report.answers import Answer
from solver.report.document import Table
from solver.report.exporters.calendar import Piece, calendar_text
from solver.report.exporters.rows import ExportRow, rows_of
from solver.report.exporters.scripts import crewai_yaml, github_script
from solver.report.exporters.tables import gitlab_csv, jira_csv, linear_csv
from solver.report.markup import inert
from solver.report.table import column, csv_text, table_of

TEXTS: dict[str, Callable[[list[ExportRow]], str]] = {
    "jira": jira_csv,
    "github": github_script,
    "gitlab": gitlab_csv,
    "linear": linear_csv,
    "crewai": crewai_yaml,
}
TARGETS = (*TEXTS, "ics", "csv", "xlsx")
COLUMNS = ("id", "title", "member", "hours", "period", "start", "end", "priority", "status", "batch", "due", "before")


@grouped
def export(
    plan: PlanFile,
    to: Annotated[str, typer.Option("--to", help=f"one of {', '.join(TARGETS)}")],
    now: Now,
    output: Annotated[Path | None, typer.Option("-o", help="a file to write; - is stdout")] = None,
) -> None:
    """Write a plan for the tool that the work lives in: a file or a script to review. Nothing is run or sent."""
    if to not in TARGETS:
        raise typer.BadParameter(f"expected one of {', '.join(TARGETS)}, got {to!r}", param_hint="--to")
    refuse_nowhere(output)
    planned = open_plan(plan, now.workspace, changed=now.changed)
    rows = rows_of(planned.plan, planned.found.backlog, Path(planned.folder))
    given = json.loads(plan.read_text(encoding="utf-8"))["assignments"]
    if to == "xlsx":
        if output is None or str(output) == "-":
            raise typer.BadParameter("a workbook needs a file after -o", param_hint="-o")
        need_workbooks()
        from solver.report.workbook import workbook

        write(workbook(Answer(_flat(planned, rows, given)).document(), lists=False), output)
    elif to == "csv":
        _write(csv_text(_flat(planned, rows, given)) + "\n", output)
    elif to == "ics":
        _write(calendar_text(_pieces(rows, given), str(plan)), output)
    else:
        _write(TEXTS[to](rows), output)
    moved = sum(row.is_placed and row.owner != row.before for row in rows)
    note(f"{len(rows)} rows, {sum(row.is_placed for row in rows)} of them placed, {moved} with another assignee")


def _flat(planned: Planned, rows: list[ExportRow], given: list[dict[str, Any]]) -> Table:
    """Return one row for each task, in the order of the tracker; those of the plan with hours and dates."""
    placed: dict[str, dict[str, Any]] = {}
    for one in given:
        placed.setdefault(str(one["task"]), one)
    tasks = {task.id: task for task in planned.found.backlog.tasks}
    found = []
    for row in rows:
        task = tasks.get(row.id)
        if task is None:
            continue
        one = placed.get(row.id, {})
        member = str(one.get("member", ""))
        found.append(
            {
                "id": row.id,
                "title": task.title,
                "member": member,
                "hours": one.get("hours", ""),
                "period": "" if one.get("period") is None else one["period"],
                "start": one.get("start_date") or "",
                "end": one.get("end_date") or "",
                "priority": task.priority,
                "status": row.fields.get("status") or task.status,
                "batch": task.batch,
                "due": task.due,
                "before": row.before,
            }
        )
    return table_of(found, map(column, COLUMNS), sheet="plan")


def _pieces(rows: list[ExportRow], given: list[dict[str, Any]]) -> Iterator[Piece]:
    titles = {row.id: row.fields.get("title", "") for row in rows}
    for one in given:
        start, end = (one.get(f"{name}_date") for name in ("start", "end"))
        if start and end:
            name = str(one["task"])
            yield Piece(name, str(one["member"]), titles.get(name, ""), str(start), str(end))


def _write(text: str, output: Path | None) -> None:
    """Write a text as it is, line ends too: other programs read it."""
    write(inert(text).encode("utf-8"), output)
