"""The command ``whatif``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from solver.cli.options import Folder, Output
from solver.cli.output import chosen_format, write
from solver.errors import Fault, InputError
from solver.readers.scenarios import Texts, read_scenarios
from solver.readers.workspace import Workspace, read_workspace
from solver.report.whatif import whatif_csv, whatif_data, whatif_markdown, whatif_table
from solver.whatif.changes import Change, Scenario, World
from solver.whatif.compare import compare_scenarios, each_away, worst_first
from solver.whatif.scenarios import INCLUDE, scenarios_of, with_included

FORMATS = ("table", "json", "csv", "md")


def whatif(
    workspace: Folder = Path(),
    remove: Annotated[list[str] | None, typer.Option(help="MEMBER")] = None,
    clone: Annotated[list[str] | None, typer.Option(help="MEMBER")] = None,
    capacity: Annotated[list[str] | None, typer.Option(help="MEMBER=hours")] = None,
    train: Annotated[list[str] | None, typer.Option(help="MEMBER:capability=score")] = None,
    grant: Annotated[list[str] | None, typer.Option(help="MEMBER:VERB object")] = None,
    channel: Annotated[list[str] | None, typer.Option(help="MEMBER->MEMBER")] = None,
    drop: Annotated[list[str] | None, typer.Option(help="TASK")] = None,
    scenario: Annotated[list[str] | None, typer.Option(help="a name in scenarios.yaml")] = None,
    each_away: Annotated[bool, typer.Option("--each-away", help="one row for each member who is away")] = False,
    output: Output = None,
    format: Annotated[str | None, typer.Option("--format", help="table, json or csv")] = None,
) -> None:
    """Plan a changed team, and show the difference."""
    kinds = {"clone": clone, "capacity": capacity, "train": train, "grant": grant, "channel": channel}
    kinds |= {"drop": drop, "remove": remove}
    inline = tuple((kind, text) for kind, texts in kinds.items() for text in texts or ())
    name = chosen_format(format, output, FORMATS)
    run_whatif(workspace, read_workspace(workspace), inline, tuple(scenario or ()), each_away, output, name)


def run_whatif(
    folder: Path,
    found: Workspace,
    inline: tuple[tuple[str, str], ...],
    names: tuple[str, ...],
    away: bool,
    output: Path | None,
    format: str,
) -> None:
    """Print the base beside one scenario made of the inline changes, and those named or all of scenarios.yaml."""
    world = World(found.team, found.backlog, found.weights)
    changes = tuple(Change(*change) for change in inline)
    scenarios = chosen_scenarios(folder / "scenarios.yaml", changes, names, wanted=bool(names) or not (inline or away))
    rows = compare_scenarios(world, scenarios + (each_away(world) if away else ()))
    rows = worst_first(rows) if away else rows
    if format == "json":
        write(json.dumps(whatif_data(rows), indent=2, ensure_ascii=False), output)
    elif format == "table":
        write(whatif_table(rows, details=not away), output)
    else:
        write((whatif_csv if format == "csv" else whatif_markdown)(rows), output)


def chosen_scenarios(
    file: Path, inline: tuple[Change, ...], names: tuple[str, ...], *, wanted: bool
) -> tuple[Scenario, ...]:
    """Return the scenario of the inline changes if there are any, then those of the file that are named, or all."""
    texts = stored(file) if wanted or any(change.kind == INCLUDE for change in inline) else {}
    changed = (Scenario("changed", with_included(inline, texts, file)),) if inline else ()
    return changed + (scenarios_of(texts, file, names) if wanted else ())


def stored(file: Path) -> Texts:
    """Return what scenarios.yaml holds."""
    if not file.exists():
        raise InputError((Fault(str(file), 1, "scenarios, or changes on the command line", "no such file"),))
    return read_scenarios(file)
