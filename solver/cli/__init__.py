"""The command line: parses, calls, prints. What is heavy is imported where it is used."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from solver.errors import InputError

if TYPE_CHECKING:
    from solver.readers.workspace import Workspace

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None, no_args_is_help=True)
Folder = Annotated[Path, typer.Argument(help="the workspace folder")]
Strict = Annotated[bool, typer.Option("--strict", help="every warning about the input is a fault")]
Output = Annotated[Path | None, typer.Option("-o", help="a file to write, format by extension; - is stdout")]
EXIT = {"optimal": 0, "feasible": 0, "infeasible": 3, "unknown": 4}
FINDING = 5
TeamFile = Annotated[Path | None, typer.Option("--team", help="read instead of team.yaml")]
BacklogFile = Annotated[Path | None, typer.Option("--backlog", help="read instead of the folder's backlog")]
VocabularyFile = Annotated[Path | None, typer.Option("--vocabulary", help="read instead of vocabulary.yaml")]


@app.callback()
def teamwright() -> None:
    """Hand a backlog out to a team, with a proof that no plan is better."""


@app.command()
def init(workspace: Annotated[Path, typer.Argument(help="a new or empty folder")]) -> None:
    """Write a commented workspace to start from."""
    from solver.readers.template import write_template

    for path in write_template(workspace):
        typer.echo(str(path))


@app.command()
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
    from solver.cli.check import run_check

    if format not in {"table", "json"} or fail_on not in {"never", "info", "warning", "error"}:
        raise typer.BadParameter("expected --format table|json and --fail-on info|warning|error")
    from solver.readers.workspace import read_workspace

    found = read_workspace(workspace, strict=strict, team=team, backlog=backlog, vocabulary=vocabulary)
    if run_check(found, format, fail_on):
        raise typer.Exit(FINDING)


@app.command()
def plan(
    workspace: Folder = Path(),
    output: Output = None,
    format: Annotated[str | None, typer.Option("--format", help="table, json, csv or md")] = None,
    time_limit: Annotated[float, typer.Option(help="seconds", min=0.1)] = 60.0,
    seed: Annotated[int, typer.Option(help="of the search", min=0, max=2**31 - 1)] = 0,
    workers: Annotated[int, typer.Option(help="threads of the search", min=1)] = 1,
    compare: Annotated[bool, typer.Option("--compare", help="print greedy rules beside the optimum")] = False,
    fail_on_overflow: Annotated[bool, typer.Option(help="exit 5 if a task stays out")] = False,
    team: TeamFile = None,
    backlog: BacklogFile = None,
    vocabulary: VocabularyFile = None,
    strict: Strict = False,
) -> None:
    """Find the best plan and prove it."""
    from solver.cli.plan import Asked, run_plan
    from solver.readers.workspace import read_workspace

    asked = Asked(output, format, compare, time_limit, seed, workers)

    def read() -> Workspace:
        return read_workspace(workspace, strict=strict, team=team, backlog=backlog, vocabulary=vocabulary)

    status, left = run_plan(workspace, read, asked)
    raise typer.Exit(EXIT[status] or (FINDING if fail_on_overflow and left else 0))


@app.command()
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
    from solver.cli.graph import FORMATS, reaches, run_graph
    from solver.cli.output import chosen_format
    from solver.readers.workspace import read_workspace

    if fail_on not in {"never", "info", "warning", "error"}:
        raise typer.BadParameter("expected --fail-on info|warning|error")
    name = chosen_format(format, output, FORMATS)
    found = read_workspace(workspace, strict=strict, team=team, backlog=backlog, vocabulary=vocabulary)
    if reaches(run_graph(found, plan, output, name, write), fail_on):
        raise typer.Exit(FINDING)


@app.command()
def sweep(
    weight: Annotated[str, typer.Option("--weight", help="such as handoff=0,0.5,1,2")],
    workspace: Folder = Path(),
    time_limit: Annotated[float, typer.Option(help="seconds for each plan", min=0.1)] = 60.0,
) -> None:
    """Plan once for each value of a weight, and print what it trades."""
    from solver.cli.graph import run_sweep
    from solver.readers.workspace import read_workspace

    run_sweep(read_workspace(workspace), weight, time_limit)


@app.command()
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
    from solver.cli.output import chosen_format
    from solver.cli.whatif import FORMATS, run_whatif
    from solver.readers.workspace import read_workspace

    kinds = {"clone": clone, "capacity": capacity, "train": train, "grant": grant, "channel": channel}
    kinds |= {"drop": drop, "remove": remove}
    inline = tuple((kind, text) for kind, texts in kinds.items() for text in texts or ())
    name = chosen_format(format, output, FORMATS)
    run_whatif(workspace, read_workspace(workspace), inline, tuple(scenario or ()), each_away, output, name)


PlanFile = Annotated[Path, typer.Argument(help="a plan.json")]
Elsewhere = Annotated[Path | None, typer.Option("--workspace", help="where the workspace is now")]
AsJson = Annotated[bool, typer.Option("--json", help="print data instead of words")]


@app.command()
def explain(
    plan: PlanFile,
    name: Annotated[str | None, typer.Argument(help="a task or a member")] = None,
    hours: Annotated[bool, typer.Option("--hours", help="what one more hour of each member brings")] = False,
    workspace: Elsewhere = None,
    as_json: AsJson = False,
) -> None:
    """Say where a plan's quality comes from, and who else could have a task at what price."""
    from solver.cli.explain import run_explain

    run_explain(plan, workspace, name, as_json, hours)


@app.command("why-not")
def why_not(plan: PlanFile, task: str, member: str, workspace: Elsewhere = None, as_json: AsJson = False) -> None:
    """Say what stops a member from having a task, or what it would cost."""
    from solver.cli.explain import run_why_not

    run_why_not(plan, workspace, task, member, as_json)


@app.command()
def suggest(
    task: str,
    plan: Annotated[Path, typer.Option("--plan", help="a plan.json")],
    workspace: Elsewhere = None,
    as_json: AsJson = False,
) -> None:
    """Say who suits one task now, with everything else as planned."""
    from solver.cli.explain import run_suggest

    run_suggest(plan, workspace, task, as_json)


@app.command()
def diff(plan: PlanFile, other: PlanFile, as_json: AsJson = False) -> None:
    """Say what changes from one plan to another."""
    from solver.cli.explain import run_diff

    run_diff(plan, other, as_json)


@app.command()
def fix(
    workspace: Folder = Path(),
    place: Annotated[str, typer.Option(help="tasks that must be placed, separated by commas")] = "",
    as_json: AsJson = False,
) -> None:
    """Say what would have to change for a plan to exist, cheapest first."""
    from solver.cli.explain import run_fix

    if not run_fix(workspace, tuple(filter(None, place.split(","))), as_json):
        raise typer.Exit(EXIT["infeasible"])


@app.command()
def replan(
    plan: PlanFile,
    workspace: Elsewhere = None,
    max_moves: Annotated[int | None, typer.Option(help="tasks that may move or stay out", min=0)] = None,
    table: Annotated[bool, typer.Option("--table", help="value against moves")] = False,
    time_limit: Annotated[float, typer.Option(help="seconds for each plan", min=0.1)] = 60.0,
) -> None:
    """Plan the changed workspace anew, with the fewest moves."""
    from solver.cli.explain import run_replan

    raise typer.Exit(EXIT[run_replan(plan, workspace, max_moves, table, time_limit)])


def main() -> None:
    """Run the command line; faults are plain lines on stderr and exit code 2."""
    try:
        app()
    except InputError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)
    except OSError as error:
        typer.echo(f"{error.filename or 'a file'}:1: expected to read or write it, got {error.strerror}", err=True)
        sys.exit(2)
