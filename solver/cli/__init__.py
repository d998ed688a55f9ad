"""The command line: parses, calls, prints. What is heavy is imported where it is used."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from solver.errors import InputError

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
Folder = Annotated[Path, typer.Argument(help="the workspace folder")]
Strict = Annotated[bool, typer.Option("--strict", help="a bad card refuses the load")]
EXIT = {"optimal": 0, "feasible": 0, "infeasible": 3, "unknown": 4}


@app.callback()
def teamwright() -> None:
    """Hand a backlog out to a team, with a proof that no plan is better."""


@app.command()
def check(workspace: Folder = Path(), strict: Strict = False) -> None:
    """Read and lint a workspace."""
    from solver.readers.workspace import read_workspace

    found = read_workspace(workspace, strict=strict)
    for text in (*found.assumptions, *found.warnings):
        typer.echo(text, err=True)
    typer.echo(f"{len(found.team.members)} members, {len(found.backlog.open_tasks)} open tasks")


@app.command()
def plan(
    workspace: Folder = Path(),
    output: Annotated[Path | None, typer.Option("-o", help="a .json file to write")] = None,
    format: Annotated[str, typer.Option("--format", help="table or json")] = "table",
    time_limit: Annotated[float, typer.Option(help="seconds", min=0.1)] = 60.0,
    seed: int = 0,
    workers: Annotated[int, typer.Option(min=1)] = 1,
    compare: Annotated[bool, typer.Option("--compare", help="print greedy rules beside the optimum")] = False,
    strict: Strict = False,
) -> None:
    """Find the best plan and prove it."""
    from solver.cli.plan import run_plan

    if format not in {"table", "json"}:
        raise typer.BadParameter(f"expected table or json, got {format!r}")
    status = run_plan(workspace, output, format, compare, strict, time_limit=time_limit, seed=seed, workers=workers)
    raise typer.Exit(EXIT[status])


def main() -> None:
    """Run the command line; faults are plain lines on stderr and exit code 2."""
    try:
        app()
    except InputError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)
