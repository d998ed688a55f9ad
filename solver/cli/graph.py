"""The command ``graph``: lines of communication, and what a plan asks of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from solver.cli.console.exits import FailOn, fail_if_reached, refuse_unknown_severity
from solver.cli.console.talk import note
from solver.cli.options.groups import Form, Source, grouped
from solver.cli.plans.left import same_left
from solver.cli.plans.planned import remembered
from solver.communication.audit.report import SILENT, CommunicationReport, communication_report
from solver.communication.export import export
from solver.readers.plans.plan_file import read_plan_file
from solver.readers.workspace import Workspace
from solver.report.forms.answers import FORMATS
from solver.report.workspace.communication import communication_answer, lines_to_paste
from solver.report.workspace.unread import unread_cards

PICTURES = ("dot", "graphml", "gexf")
KNOWN = (*FORMATS, *PICTURES)


@grouped
def graph(
    source: Source,
    form: Form,
    plan: Annotated[Path | None, typer.Option("--plan", help="a plan.json, to see what it asks of the lines")] = None,
    fail_on: FailOn = "never",
    write: Annotated[bool, typer.Option("--write", help="print only the lines to paste into the cards")] = False,
) -> None:
    """Audit the lines of communication: escalation, bottlenecks, repairs."""
    refuse_unknown_severity(fail_on)
    name = form.chosen(KNOWN)
    files = remembered(plan, source.workspace, source.parts)
    # Only what a plan asks of the lines needs the tasks.
    found = source.opened("needed" if plan else "unused", **files)
    fail_if_reached(_audit(found, plan, form, name, write), fail_on)


def _audit(found: Workspace, plan: Path | None, form: Form, format: str, write_lines: bool) -> set[str]:
    """Print or write the audit, and return the severities of its findings."""
    found, asked = same_left(read_plan_file(plan), found) if plan else (found, None)
    report = communication_report(found.team, found.backlog, asked)
    unread = unread_cards(found)
    if write_lines:
        _say_why_none(report, unread)
        form.write(lines_to_paste(report))
    elif format in PICTURES:
        form.write(export(found.team, report.lines, format))
    else:
        form.put(communication_answer(report, unread))
    return {finding.severity for finding in report.findings}


def _say_why_none(report: CommunicationReport, unread: tuple[str, ...]) -> None:
    """Say beside an empty list of lines what it means, and first what could not be read."""
    for text in unread:
        note(text)
    if report.is_silent:
        note(SILENT)
    elif report.repairs is None:
        note("no choice of lines gives everybody a way to escalate: give one more member or external the last word")
    elif not report.repairs:
        note("nothing is missing: everybody has a way to escalate")
