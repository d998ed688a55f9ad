"""The command ``sweep``."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from solver.changes.change import Change
from solver.changes.scenarios import scenarios_of
from solver.cli.console.counting import hush
from solver.cli.console.exits import EXIT
from solver.cli.console.output import refuse_nowhere
from solver.cli.console.talk import TALK, note, tell
from solver.cli.options.changes import takes_changes
from solver.cli.options.groups import Form, LongSearch, Source, grouped
from solver.cli.options.scenarios import stored
from solver.cli.options.shared import Cluster
from solver.report.whatif.sweep import sweep_answer
from solver.stopping import Clock
from solver.version import VERSION
from solver.whatif.sweeps.axes import NOTHING, Axis, axes_of, grid, latin_hypercube
from solver.whatif.sweeps.store import Store
from solver.whatif.sweeps.sweep import Progress
from solver.whatif.sweeps.sweep import sweep as run_sweep
from solver.whatif.within import ONE_PLAN

# Seconds for any one row at most.
MOST_SECONDS = 60.0
Samples = Annotated[int | None, typer.Option(help="this many rows that cover each axis evenly", min=1, max=100_000)]
Resume = Annotated[Path | None, typer.Option(help="a file that keeps each finished row; what it has is not redone")]


@takes_changes
@grouped
def sweep(
    changes: tuple[Change, ...],
    source: Source,
    form: Form,
    search: LongSearch,
    scenario: Annotated[list[str] | None, typer.Option(help="an axis: names in scenarios.yaml, or none")] = None,
    samples: Samples = None,
    resume: Resume = None,
    cluster: Cluster = None,
) -> None:
    """Plan every combination of lists and ranges of changes, and print what each is worth.

    Each option is an axis: --capacity BAKER=20..40:5, --weight handoff=0,1,2, --remove BAKER,CLERK,none. With --resume
    a sweep that was stopped, or killed, goes on where it was. --time-limit holds for all rows together; any one takes a
    quarter of it at most, and a minute.
    """
    form.chosen()
    found = source.read()
    axes = (*axes_of(changes), *_scenario_axes(source.workspace / "scenarios.yaml", scenario or []))
    if not axes:
        raise typer.BadParameter("expected at least one change to vary, such as --weight handoff=0,1,2")
    points = latin_hypercube(axes, samples, search.seed) if samples else grid(axes)
    refuse_nowhere(resume)
    store = Store(resume)
    store.read()
    for text in (*found.assumptions, *found.warnings):
        note(text)
    clock = Clock(search.time_limit, time.monotonic)
    with _progress() as progress:
        swept = run_sweep(
            found.world,
            axes,
            points,
            inputs=(("teamwright", VERSION), *found.inputs),
            time_limit=min(search.time_limit * ONE_PLAN, MOST_SECONDS),
            seed=search.seed,
            workers=search.workers,
            cluster=cluster,
            store=store,
            progress=progress,
            clock=clock,
        )
    form.put(sweep_answer(swept))
    if swept.missing:
        hint = f" --resume {resume} goes on." if resume else " With --resume FILE it could go on."
        why = "stopped by time limit" if clock.seconds and clock.is_over else "stopped"
        tell(f"{why}: {swept.missing} of {len(points)} rows are missing.{hint}")
        raise typer.Exit(EXIT["unknown"])


def _scenario_axes(file: Path, options: list[str]) -> Iterator[Axis]:
    """Yield an axis for each list of names of scenarios; ``none`` is the base."""
    for text in options:
        names = [name.strip() for name in text.split(",")]
        known = {one.name: one.changes for one in scenarios_of(stored(file), file, [n for n in names if n != NOTHING])}
        yield Axis("scenario", tuple(names), tuple(known.get(name, ()) for name in names))


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """Show how many rows are done and the time left, on a terminal only."""
    if TALK.quiet or not sys.stderr.isatty():
        yield None
        return
    hush()
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("planning (Ctrl-C keeps the rows so far)"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("rows", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
