"""The command ``check``: reads and lints, solves nothing, and loads nothing heavy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from solver.cli.options import FINDING, BacklogFile, Folder, Strict, TeamFile, VocabularyFile
from solver.errors import Finding
from solver.matching.lint import lint
from solver.readers.workspace import Workspace, read_workspace

RANK = {"info": 0, "warning": 1, "error": 2}


def check(
    workspace: Folder = Path(),
    format: Annotated[str, typer.Option("--format", help="table or json")] = "table",
    fail_on: Annotated[str, typer.Option(help="exit 5 on a finding of at least: info, warning, error")] = "never",
    team: TeamFile = None,
    backlog: BacklogFile = None,
    vocabulary: VocabularyFile = None,
    strict: Strict = False,
) -> None:
    """Read and lint a workspace; nothing is solved."""
    if format not in {"table", "json"} or fail_on not in {"never", "info", "warning", "error"}:
        raise typer.BadParameter("expected --format table|json and --fail-on info|warning|error")

    found = read_workspace(workspace, strict=strict, team=team, backlog=backlog, vocabulary=vocabulary)
    if run_check(found, format, fail_on):
        raise typer.Exit(FINDING)


def run_check(found: Workspace, format: str, fail_on: str) -> bool:
    """Print what was read and what is odd about it, and return whether a finding reaches ``fail_on``."""
    findings = lint(found.team, found.backlog)
    for text in (*found.assumptions, *found.warnings):
        typer.echo(text, err=True)
    if format == "json":
        typer.echo(json.dumps([vars(finding) for finding in findings], indent=2))
    else:
        _print(findings, len(found.team.members), len(found.backlog.open_tasks))
    return any(RANK[finding.severity] >= RANK.get(fail_on, len(RANK)) for finding in findings)


def _print(findings: tuple[Finding, ...], members: int, tasks: int) -> None:
    for finding in findings:
        typer.echo(str(finding))
    count = {name: sum(finding.severity == name for finding in findings) for name in reversed(RANK)}
    said = ", ".join(f"{number} {name}" for name, number in count.items() if number) or "nothing to say"
    typer.echo(f"members {members}, open tasks {tasks}: {said}")
