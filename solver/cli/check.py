"""The command ``check``: reads and lints, solves nothing, and loads nothing heavy."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from solver.cli.options import FINDING, BacklogFile, Folder, Output, Strict, TeamFile, VocabularyFile
from solver.cli.output import chosen_format, write
from solver.cli.talk import note
from solver.errors import Finding
from solver.matching.lint import lint
from solver.readers.workspace import Workspace, read_workspace
from solver.report.markup import markdown
from solver.report.rows import rows_csv

RANK = {"info": 0, "warning": 1, "error": 2}


def check(
    workspace: Folder = Path(),
    output: Output = None,
    format: Annotated[str | None, typer.Option("--format", help="table, json, csv or md")] = None,
    fail_on: Annotated[str, typer.Option(help="exit 5 on a finding of at least: info, warning, error")] = "never",
    team: TeamFile = None,
    backlog: BacklogFile = None,
    vocabulary: VocabularyFile = None,
    strict: Strict = False,
) -> None:
    """Read and lint a workspace; nothing is solved."""
    if fail_on not in {"never", *RANK}:
        raise typer.BadParameter("expected --fail-on info|warning|error")
    name = chosen_format(format, output, tuple(FORMATS))
    found = read_workspace(workspace, strict=strict, team=team, backlog=backlog, vocabulary=vocabulary)
    findings = lint(found.team, found.backlog)
    for text in (*found.assumptions, *found.warnings):
        note(text)
    write(FORMATS[name](findings, found), output)
    if any(RANK[finding.severity] >= RANK.get(fail_on, len(RANK)) for finding in findings):
        raise typer.Exit(FINDING)


def _table(findings: tuple[Finding, ...], found: Workspace) -> str:
    count = {name: sum(finding.severity == name for finding in findings) for name in reversed(RANK)}
    said = ", ".join(f"{number} {name}" for name, number in count.items() if number) or "nothing to say"
    sizes = f"members {len(found.team.members)}, open tasks {len(found.backlog.open_tasks)}"
    return "\n".join([*map(str, findings), f"{sizes}: {said}"])


def _json(findings: tuple[Finding, ...], found: Workspace) -> str:
    return json.dumps([vars(finding) for finding in findings], indent=2, ensure_ascii=False)


def _csv(findings: tuple[Finding, ...], found: Workspace) -> str:
    return rows_csv([vars(finding) for finding in findings], list(Finding.__dataclass_fields__))


def _markdown(findings: tuple[Finding, ...], found: Workspace) -> str:
    return "\n".join(f"- {markdown(str(finding))}" for finding in findings)


FORMATS: dict[str, Callable[[tuple[Finding, ...], Workspace], str]] = {
    "table": _table,
    "json": _json,
    "csv": _csv,
    "md": _markdown,
}
