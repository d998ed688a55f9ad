"""The command ``whatif``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from solver.changes.catalogue import apply_all
from solver.changes.change import Change, Scenario
from solver.changes.scenarios import INCLUDE
from solver.cli.console.output import say
from solver.cli.console.watching import in_time
from solver.cli.options.changes import takes_changes
from solver.cli.options.groups import Form, Source, grouped
from solver.cli.options.scenarios import chosen_scenarios
from solver.cli.options.shared import Cluster, Seconds, Seed, Workers, seconds_for
from solver.domain.world import World
from solver.errors import Fault, InputError
from solver.report.whatif.scenarios import whatif_answer
from solver.whatif.scenarios import compare
from solver.whatif.scenarios.compare import compare_scenarios, worst_first


@takes_changes
@grouped
def whatif(
    changes: tuple[Change, ...],
    source: Source,
    form: Form,
    scenario: Annotated[list[str] | None, typer.Option(help="a name in scenarios.yaml, a row of its own")] = None,
    include: Annotated[list[str] | None, typer.Option(help="a name in scenarios.yaml, before all changes here")] = None,
    each_away: Annotated[bool, typer.Option("--each-away", help="one row for each member who is away")] = False,
    write_to: Annotated[Path | None, typer.Option("--write", help="a new folder for the changed workspace")] = None,
    time_limit: Seconds = None,
    seed: Seed = 0,
    workers: Workers = None,
    cluster: Cluster = None,
) -> None:
    """Plan a changed team beside the base, and show the difference.

    The changes on the command line are one scenario; without any, all of scenarios.yaml are planned.
    """
    form.chosen()
    found = source.opened()
    world = found.world
    inline = (*(Change(INCLUDE, one, "--include") for one in include or ()), *changes)
    wanted = bool(scenario) or not (inline or each_away)
    scenarios = chosen_scenarios(source.workspace / "scenarios.yaml", inline, tuple(scenario or ()), wanted=wanted)
    if write_to:
        _write(world, scenarios, write_to)
        return
    scenarios += compare.each_away(world) if each_away else ()
    pairs, plans = len(found.team.members) * len(found.backlog.open_tasks), len(scenarios) + 1
    seconds = seconds_for(pairs, plans, time_limit)
    with in_time(None):
        rows = compare_scenarios(world, scenarios, time_limit=seconds, seed=seed, workers=workers or 1, cluster=cluster)
    form.put(whatif_answer(worst_first(rows) if each_away else rows, details=not each_away))


def _write(world: World, scenarios: tuple[Scenario, ...], folder: Path) -> None:
    """Write the one changed workspace, and name its files."""
    from solver.whatif.scenarios.written import write_world

    if len(scenarios) != 1:
        got = f"{len(scenarios)} scenarios"
        raise InputError((Fault("--write", 1, "one scenario: changes, or --scenario NAME", got),))
    for path in write_world(apply_all(world, scenarios)[0], folder):
        say(path)
