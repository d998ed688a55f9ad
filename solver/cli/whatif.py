"""The command ``whatif``."""

from __future__ import annotations

import json
from pathlib import Path

from solver.cli.output import write
from solver.errors import Fault, InputError
from solver.readers.scenarios import read_scenarios
from solver.readers.workspace import Workspace
from solver.report.whatif import whatif_csv, whatif_data, whatif_table
from solver.whatif.changes import Change, Scenario, World
from solver.whatif.compare import compare_scenarios, each_away, worst_first

FORMATS = ("table", "json", "csv")


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
    world = World(found.team, found.backlog)
    scenarios = [Scenario("changed", tuple(Change(*change) for change in inline))] if inline else []
    scenarios += _stored(folder, names, wanted=bool(names) or not (inline or away))
    rows = compare_scenarios(world, found.weights, tuple(scenarios) + (each_away(world) if away else ()))
    rows = worst_first(rows) if away else rows
    if format == "json":
        write(json.dumps(whatif_data(rows), indent=2, ensure_ascii=False), output)
    else:
        write(whatif_csv(rows) if format == "csv" else whatif_table(rows, details=not away), output)


def _stored(folder: Path, names: tuple[str, ...], *, wanted: bool) -> list[Scenario]:
    path = folder / "scenarios.yaml"
    if not wanted:
        return []
    if not path.exists():
        raise InputError((Fault(str(path), 1, "scenarios, or changes on the command line", "no such file"),))
    stored = read_scenarios(path)
    unknown = [name for name in names if name not in stored]
    if unknown:
        known = ", ".join(stored)
        raise InputError(tuple(Fault(str(path), 1, f"one of the scenarios {known}", repr(name)) for name in unknown))
    return [
        Scenario(name, tuple(Change(kind, text, str(path), line) for kind, text, line in stored[name]))
        for name in (names or stored)
    ]
