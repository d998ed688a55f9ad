"""The commands ``graph`` and ``sweep``: lines of communication, and what they cost a plan."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from solver.cli.check import RANK
from solver.cli.options import FINDING, BacklogFile, Folder, Output, Strict, TeamFile, TimeLimit, VocabularyFile
from solver.cli.output import chosen_format, write
from solver.cli.planned import read_plan
from solver.communication.export import export
from solver.communication.report import CommunicationReport, communication_report
from solver.readers.workspace import Workspace, read_workspace
from solver.report.communication import communication_markdown, communication_table, lines_to_paste

TEXTS: dict[str, Callable[[CommunicationReport], str]] = {
    "table": communication_table,
    "md": communication_markdown,
    "json": lambda report: json.dumps(report.to_dict(), indent=2, ensure_ascii=False, default=float),
}
PICTURES = ("dot", "graphml", "gexf")
FORMATS = (*TEXTS, *PICTURES)


def graph(
    workspace: Folder = Path(),
    plan: Annotated[Path | None, typer.Option("--plan", help="a plan.json, to see what it asks of the lines")] = None,
    output: Output = None,
    format: Annotated[str | None, typer.Option("--format", help="table, json, md, dot, graphml or gexf")] = None,
    fail_on: Annotated[str, typer.Option(help="exit 5 on a finding of at least: info, warning, error")] = "never",
    write: Annotated[bool, typer.Option("--write", help="print only the lines to paste into the cards")] = False,
    team: TeamFile = None,
    backlog: BacklogFile = None,
    vocabulary: VocabularyFile = None,
    strict: Strict = False,
) -> None:
    """Audit the lines of communication: escalation, bottlenecks, repairs."""
    if fail_on not in {"never", "info", "warning", "error"}:
        raise typer.BadParameter("expected --fail-on info|warning|error")
    name = chosen_format(format, output, FORMATS)
    found = read_workspace(workspace, strict=strict, team=team, backlog=backlog, vocabulary=vocabulary)
    if reaches(run_graph(found, plan, output, name, write), fail_on):
        raise typer.Exit(FINDING)


def sweep(
    weight: Annotated[str, typer.Option("--weight", help="such as handoff=0,0.5,1,2")],
    workspace: Folder = Path(),
    time_limit: TimeLimit = 60.0,
) -> None:
    """Plan once for each value of a weight, and print what it trades."""
    run_sweep(read_workspace(workspace), weight, time_limit)


def run_graph(found: Workspace, plan: Path | None, output: Path | None, format: str, write_lines: bool) -> set[str]:
    """Print or write the audit, and return the severities of its findings."""
    report = communication_report(found.team, found.backlog, read_plan(plan, found) if plan else None)
    if write_lines:
        write(lines_to_paste(report), output)
    elif format in PICTURES:
        write(export(found.team, report.lines, format), output)
    else:
        write(TEXTS[format](report), output)
    return {finding.severity for finding in report.findings}


def reaches(severities: set[str], fail_on: str) -> bool:
    """Return whether any severity is at least the one that should fail."""
    return any(RANK[severity] >= RANK.get(fail_on, len(RANK)) for severity in severities)


def parse_sweep(text: str) -> tuple[str, tuple[Decimal, ...]]:
    """Return name and values of ``NAME=a,b,c``; raises a usage error.

    Examples
    --------
    >>> parse_sweep("handoff=0,0.5")
    ('handoff', (Decimal('0'), Decimal('0.5')))
    """
    name, _, values = text.partition("=")
    try:
        found = tuple(Decimal(value) for value in values.split(","))
    except InvalidOperation:
        found = ()
    known = {"fit", "preference", "balance", "split", "handoff"}
    if name not in known or not found or any(not value.is_finite() or value < 0 for value in found):
        raise typer.BadParameter(f"expected WEIGHT=a,b,c with WEIGHT out of {', '.join(sorted(known))}, got {text!r}")
    return name, found


def run_sweep(found: Workspace, sweep: str, time_limit: float) -> None:
    """Print one row for each value of a weight: fit against hand-offs."""
    from solver.assignment.checker import quality_terms
    from solver.assignment.solve import solve
    from solver.communication.channels import read_lines
    from solver.communication.congruence import congruence, handoff_distances

    name, values = parse_sweep(sweep)
    distances, lines = handoff_distances(found.team), read_lines(found.team)
    head = f"{'placed':>7} {'fit-hours':>10} {'hand-offs':>10} {'steps':>6} {'broken':>7}"
    typer.echo(f"{name:>10} {'status':>10} {head}")
    for value in values:
        weights = replace(found.weights, **{name: value})
        result = solve(found.team, found.backlog, weights, distances=distances, time_limit=time_limit)
        if result.plan is None:
            typer.echo(f"{value:>10} {result.status:>10}")
            continue
        fit = quality_terms(found.team, found.backlog, result.plan, replace(weights, fit=Decimal(1)))["fit"] / 1000
        asked = congruence(found.team, found.backlog, result.plan, lines)
        steps = sum(handoff.distance or len(found.team.members) for handoff in asked.handoffs)
        counts = f"{len(asked.handoffs):>10} {steps:>6} {len(asked.broken):>7}"
        typer.echo(f"{value:>10} {result.status:>10} {len(result.plan.assignments):>7} {fit:>10.3f} {counts}")
