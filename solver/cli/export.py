"""The command ``export``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from solver.cli.console.output import need_workbooks, refuse_nowhere, write
from solver.cli.console.talk import note
from solver.cli.options.groups import Now, grouped
from solver.cli.options.shared import PlanFile, completed
from solver.cli.plans.left import as_left
from solver.cli.plans.planned import Planned, open_plan
from solver.domain.showing import counted, some
from solver.domain.tasks import Task
from solver.readers.plans.plan_rows import PlanRow
from solver.report.exporters.calendar import calendar_text
from solver.report.exporters.pieces import Piece, files_of, pieces_csv, pieces_of_plan
from solver.report.exporters.rows import STATUS, ExportRow, rows_of
from solver.report.exporters.scripts import crewai_yaml, github_script
from solver.report.exporters.tables import gitlab_csv, jira_csv, linear_csv
from solver.report.forms.answers import Answer
from solver.report.forms.document import Table
from solver.report.forms.table import column, csv_text, table_of
from solver.report.text.markup import inert

TEXTS: dict[str, Callable[[list[ExportRow]], str]] = {
    "jira": jira_csv,
    "github": github_script,
    "gitlab": gitlab_csv,
    "linear": linear_csv,
    "crewai": crewai_yaml,
}
PERSONAL: dict[str, Callable[[list[Piece], str], str]] = {"csv": pieces_csv, "ics": calendar_text}
TARGETS = (*TEXTS, "ics", "csv", "xlsx")
WHEN = ("period", "start", "end")
COLUMNS = ("id", "title", "member", "hours", *WHEN, "priority", "status", "batch", "due", "deadline", "before")


@grouped
def export(
    plan: PlanFile,
    to: Annotated[str, typer.Option("--to", help=f"one of {', '.join(TARGETS)}", autocompletion=completed(TARGETS))],
    now: Now,
    output: Annotated[Path | None, typer.Option("-o", help="a file to write; - is stdout")] = None,
    member: Annotated[list[str] | None, typer.Option(help="only this member's work, as csv or ics")] = None,
    each: Annotated[Path | None, typer.Option(help="a folder: a csv or ics file for each member who has work")] = None,
) -> None:
    """Write a plan for the tool that the work lives in: a file or a script to review. Nothing is run or sent."""
    if to not in TARGETS:
        raise typer.BadParameter(f"expected one of {', '.join(TARGETS)}, got {to!r}", param_hint="--to")
    if (member or each) and to not in PERSONAL:
        raise typer.BadParameter(f"expected {' or '.join(PERSONAL)} for single members, got {to!r}", param_hint="--to")
    refuse_nowhere(output)
    planned = open_plan(plan, now.workspace, changed=now.changed)
    planned.file.refuse_none()
    found, left = as_left(planned.file, planned.found, planned.plan)
    rows = rows_of(left, planned.found.backlog, Path(planned.folder), planned.found.team.calendar, found.backlog)
    raw_open = {task.id for task in planned.found.backlog.open_tasks}
    planned = replace(planned, found=found, plan=left)
    given = planned.file.data.assignments
    if member or each:
        _personal(planned, given, PERSONAL[to], (member or [], each, output), str(plan))
        return
    if to == "xlsx":
        if output is None or str(output) == "-":
            raise typer.BadParameter("a workbook needs a file after -o", param_hint="-o")
        need_workbooks()
        from solver.report.forms.workbook import workbook

        write(workbook(Answer(_flat(planned, rows, given)).document(), lists=False), output)
    elif to == "csv":
        _write(csv_text(_flat(planned, rows, given)) + "\n", output)
    elif to == "ics":
        _write(calendar_text(pieces_of_plan(given, planned.found.backlog), str(plan)), output)
    else:
        _write(TEXTS[to](rows), output)
        _say_what_stays(planned)
    ended = raw_open - {one.id for one in planned.found.backlog.open_tasks}
    kept = [row.id for row in rows if row.task in ended and row.fields.get("status") != STATUS["DONE"]]
    if kept and to != "ics":
        note(f"done by then, but their status stays the tracker's: {some(kept, 5)}")
    moved = sum(row.is_placed and row.owner != row.before for row in rows)
    tasks = counted(len(rows), "task")
    note(f"{tasks}, {sum(row.is_placed for row in rows)} of them placed, {moved} with another assignee or a first one")


def _say_what_stays(planned: Planned) -> None:
    """Say what of a plan a tracker has no field for."""
    several = [f"{task} ({', '.join(names)})" for task, names in planned.plan.owners.items() if len(names) > 1]
    if several:
        note(f"one name stands for several: {some(several, 5)}")
    open_ = planned.found.backlog.open_tasks
    lagged = [f"{one.id} after {one.wait(name)}" for one in open_ for name, _ in one.lags]
    if lagged:
        note(f"lags stay here, as no link of a tracker has one: {some(lagged, 5)}")
    dated = [one.id for one in open_ if one.deadline or one.earliest]
    if dated:
        note(f"deadlines and earliest starts stay here: {some(dated, 5)}")


def _personal(
    planned: Planned,
    given: list[PlanRow],
    written: Callable[[list[Piece], str], str],
    asked: tuple[list[str], Path | None, Path | None],
    file: str,
) -> None:
    """Write the work of some members, or a file for each who has any."""
    wanted, folder, output = asked
    backlog = planned.found.backlog
    if wanted:
        names = [one.id for one in planned.found.team.members]
        if unknown := [one for one in wanted if one not in names]:
            raise typer.BadParameter(f"expected one of {some(names)}, got {unknown[0]!r}", param_hint="--member")
        _write(written(pieces_of_plan(given, backlog, wanted), file), output)
    if folder:
        files = files_of([one.member for one in given])
        ending = "ics" if written is calendar_text else "csv"
        folder.mkdir(parents=True, exist_ok=True)
        for name, stem in files.items():
            _write(written(pieces_of_plan(given, backlog, (name,)), file), folder / f"{stem}.{ending}")
        note(f"{counted(len(files), 'file')} in {folder}, one for each member who has work")


def _flat(planned: Planned, rows: list[ExportRow], given: list[PlanRow]) -> Table:
    """Return a row for each task or piece of one, in the order of the tracker; those planned with hours and dates."""
    placed: dict[str, list[PlanRow | None]] = {}
    for one in given:
        placed.setdefault(one.task, []).append(one)
    tasks = {task.id: task for task in planned.found.backlog.tasks}
    known = [row for row in rows if row.task in tasks]
    found = [_cells(tasks[row.task], row, one) for row in known for one in placed.get(row.task, [None])]
    return table_of(found, map(column, COLUMNS), sheet="plan")


def _cells(task: Task, row: ExportRow, one: PlanRow | None) -> dict[str, Any]:
    """Return a task, or a piece of it where it has several, with who has it and when."""
    return {
        "id": row.id,
        "title": (one and one.title) or task.title,
        "member": one and one.member,
        "hours": one and one.hours,
        "period": one and one.period,
        "start": one and one.start_date,
        "end": one and one.end_date,
        "priority": task.priority,
        "status": row.fields.get("status") or task.status,
        "batch": task.batch,
        "due": task.due,
        "deadline": task.deadline,
        "before": row.before,
    }


def _write(text: str, output: Path | None) -> None:
    """Write a text as it is, line ends too: other programs read it."""
    write(inert(text).encode("utf-8"), output)
