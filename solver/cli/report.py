"""The command ``report``: everything about one plan as a page, a workbook or Markdown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from solver.assignment.of_world import plan_values, solve_world, wrong_with
from solver.assignment.result import Level, Result
from solver.cli.console.counting import show
from solver.cli.console.exits import EXIT
from solver.cli.console.output import chosen_format, write
from solver.cli.console.talk import note
from solver.cli.console.watching import in_time
from solver.cli.options.groups import Source, grouped
from solver.cli.options.shared import EACH, Seconds, Seed, completed, seconds_for
from solver.cli.plans.planned import remembered
from solver.errors import Fault, InputError
from solver.readers.plans.plan_file import read_plan_file
from solver.readers.workspace import Workspace
from solver.whatif.dossier.asked import QUESTIONS

if TYPE_CHECKING:
    from solver.whatif.dossier.dossier import Dossier

FORMATS: Final = ("html", "xlsx", "md")
# What every report asks, within so many seconds of the processor; what costs more is asked for by name.
ALWAYS: Final = ("away", "placing")
PATIENCE: Final = 6.0
EVERYTHING: Final = "all"


@grouped
def report(
    source: Source,
    output: Annotated[Path, typer.Option("-o", help="report.html, .xlsx or .md; - is stdout")] = Path("report.html"),
    format: Annotated[str | None, typer.Option("--format", help="html, xlsx or md")] = None,
    title: Annotated[str | None, typer.Option(help="what stands above it; else the folder's name")] = None,
    plan: Annotated[Path | None, typer.Option("--plan", help="a plan.json, instead of planning")] = None,
    today: Annotated[str | None, typer.Option(help="the day of the line in the order of work; else today")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="leave out what needs further plans")] = False,
    more: Annotated[
        list[str] | None,
        typer.Option(
            "--with",
            metavar="NAME",
            help=f"ask this to the end: {', '.join((*QUESTIONS, EVERYTHING))}",
            autocompletion=completed((*QUESTIONS, EVERYTHING)),
        ),
    ] = None,
    scenarios: Annotated[bool, typer.Option(help="plan the scenarios of scenarios.yaml too")] = True,
    time_limit: Seconds = None,
    seed: Seed = 0,
) -> None:
    """Write everything about a plan into one file that can be sent."""
    kind, day, wanted = chosen_format(format, output, FORMATS), _day(today), _wanted(more or [])
    # Loaded here, so that a word is said before it.
    from solver.whatif.dossier.dossier import dossier
    from solver.whatif.dossier.questions import ask

    found = source.opened("needed", **remembered(plan, source.workspace, source.parts))
    with in_time(None):
        if plan:
            found, result = stored_result(plan, found)
        else:
            result = solve_workspace(found, _seconds(found, time_limit), seed)
        told = replace(dossier(source.workspace.resolve().name, found, result), folder=str(source.workspace))
        each = min(time_limit or EACH, 10.0)
        if not quick:
            asked = [name for name in ALWAYS if name not in wanted]
            told = ask(told, asked, time_limit=each, patience=PATIENCE, tell=show)
        if wanted:
            told = ask(told, wanted, time_limit=each, tell=show)
        if not quick:
            show("planning the scenarios")
            stored = source.workspace / "scenarios.yaml"
            told = with_scenarios(told, stored, _seconds(found, time_limit)) if scenarios else told
    _write(told, output, kind, title, day)
    raise typer.Exit(EXIT[result.status])


def _seconds(found: Workspace, asked: float | None) -> float:
    return seconds_for(len(found.team.members) * len(found.backlog.open_tasks), 3, asked)


def solve_workspace(found: Workspace, time_limit: float, seed: int) -> Result:
    """Return the best plan of a workspace."""
    return solve_world(found.world, time_limit=time_limit, seed=seed)


def stored_result(path: Path, found: Workspace) -> tuple[Workspace, Result]:
    """Return a plan.json as a result, computed again, and the workspace as it was planned.

    A file that states other values than its plan has is refused.

    Raises
    ------
    InputError
        If the plan breaks a rule of the workspace or its levels are not what it says.
    """
    # Loaded here, so that a word is said before it.
    from solver.cli.plans.left import same_left

    file = read_plan_file(path)
    data, (found, plan) = file.data, same_left(file, found)
    levels = tuple(Level(one.name, one.value, one.bound) for one in data.levels)
    faults = [Fault(str(path), 1, "a plan that keeps the rules", text) for text in wrong_with(found.world, plan)]
    found_values = {} if faults else plan_values(found.world, plan)
    faults += [
        Fault(str(path), 1, f"{level.name} {found_values[level.name]}, as the plan has it", str(level.value))
        for level in levels
        if found_values.get(level.name, level.value) != level.value
    ]
    if faults:
        raise InputError(tuple(faults))
    made = (data.meta.engine, data.meta.engine_why)
    return found, Result(data.status, plan, levels, data.stopped, tuple(data.conflict), *made)


def with_scenarios(told: Dossier, path: Path, time_limit: float) -> Dossier:
    """Return the dossier with the stored scenarios planned, if there are any."""
    if not path.exists() or told.result.plan is None or told.is_large:
        return told
    from solver.changes.scenarios import scenarios_of
    from solver.readers.scenarios import read_scenarios
    from solver.whatif.scenarios.compare import compare_scenarios

    rows = compare_scenarios(told.found.world, scenarios_of(read_scenarios(path), path), time_limit=time_limit)
    return replace(told, scenarios=rows)


def _wanted(names: list[str]) -> list[str]:
    """Return the questions that were asked for by name, each once."""
    unknown = [name for name in names if name not in QUESTIONS and name != EVERYTHING]
    if unknown:
        on_offer = ", ".join((*QUESTIONS, EVERYTHING))
        raise typer.BadParameter(f"expected one of {on_offer}, got {unknown[0]!r}", param_hint="--with")
    return [name for name in QUESTIONS if name in names or EVERYTHING in names]


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else date.today()
    except ValueError as error:
        raise typer.BadParameter(f"expected a day such as 2027-01-13, got {text!r}", param_hint="--today") from error


def _write(told: Dossier, output: Path, kind: str, title: str | None, today: date) -> None:
    """Write the file, or to stdout, and say on stderr what was written."""
    from solver.report.contents import report_document

    document = report_document(told, title, today)
    if kind == "xlsx":
        from solver.report.forms.workbook import workbook

        data = workbook(document)
    elif kind == "md":
        from solver.report.forms.markdown import markdown_page

        data = (markdown_page(document) + "\n").encode("utf-8", "replace")
    else:
        from solver.report.forms.page import page

        data = page(document).encode("utf-8", "replace")
    write(data, output)
    if str(output) != "-":
        note(f"{document.lead} {output} ({len(data):,} bytes)")
