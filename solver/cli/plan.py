"""The command ``plan``."""

from __future__ import annotations

import shlex
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray

from solver.assignment.baselines import BASELINES, greedy_plan
from solver.assignment.choice import EngineError
from solver.assignment.exact import Progress
from solver.assignment.of_world import plan_terms, plan_values
from solver.assignment.result import Result
from solver.assignment.solve import solve
from solver.cli.cluster import cluster_run
from solver.cli.console.counting import counting, show
from solver.cli.console.exits import EXIT, FINDING
from solver.cli.console.talk import TALK, detail, note, tell
from solver.cli.console.terminal import width
from solver.cli.options.groups import Form, Search, Source, grouped
from solver.cli.plans.made import meta_of
from solver.communication.distances import distances_of
from solver.domain.plan import Plan
from solver.explanation.unassigned.reason import unassigned
from solver.matching.build import build_problem
from solver.readers.workspace import Workspace
from solver.report.forms.document import Table
from solver.report.forms.table import records, text_lines
from solver.report.plan.data import plan_data
from solver.report.plan.text import compared, data_answer, plan_answer, plan_lines
from solver.stopping import Clock

if TYPE_CHECKING:
    from solver.explanation.deadlines import Missed

# Telling why tasks stay out, and writing, take about as long as reading did. A search gets at least so many seconds.
AFTERWARDS = 1.2
LEAST_SECONDS = 0.1
LOADING = 0.4


@grouped
def plan(
    source: Source,
    form: Form,
    search: Search,
    engine: Annotated[str, typer.Option(help="auto, road, exact, or prices: for the curious")] = "auto",
    work_limit: Annotated[
        float | None, typer.Option(help="of each search, about seconds, but the same on every machine", min=0.001)
    ] = None,
    cluster: Annotated[str | None, typer.Option(help="address of a Dask scheduler, for the engine prices")] = None,
    compare: Annotated[bool, typer.Option("--compare", help="print greedy rules beside the optimum")] = False,
    fail_on_overflow: Annotated[bool, typer.Option(help="exit 5 if a task stays out")] = False,
) -> None:
    """Find the best plan and prove it."""
    status, left = run_plan(source, form, PlanOptions(search, engine, work_limit, cluster, compare))
    raise typer.Exit(EXIT[status] or (FINDING if fail_on_overflow and left else 0))


@dataclass(frozen=True)
class PlanOptions:
    """How the user wants it solved, and whether greedy rules are to stand beside it."""

    search: Search
    engine: str = "auto"
    work_limit: float | None = None
    cluster: str | None = None
    compare: bool = False


def run_plan(source: Source, form: Form, asked: PlanOptions) -> tuple[str, int]:
    """Plan a workspace, print or write it, and return the status and how many tasks stayed out."""
    name = form.chosen()
    # On an idle processor what the process has used is how long ago it began. Loading the program is not counted, nor
    # what a process did before that lives longer than this command.
    start = time.perf_counter() - min(max(time.process_time() - LOADING, 0), LOADING)
    before = time.perf_counter()
    found = source.opened()
    writing = AFTERWARDS * (time.perf_counter() - before)
    distances = distances_of(found.world)
    spent = time.perf_counter() - start + writing
    seconds = max(asked.search.time_limit - spent, LEAST_SECONDS)
    clock, seconds = Clock(seconds), found.world.seconds_to_plan(seconds)
    result = _solved(found, distances, replace(asked, search=replace(asked.search, time_limit=seconds)))
    left = unassigned(found.team, found.backlog, result.plan) if result.plan else ()
    missed, unasked = _missed(found, result.plan, clock)
    late = {one.task: one.reason for one in missed}
    odd = (*([unasked] if unasked else []), *_unworkable(found, result.plan))
    data = plan_data(found.team, found.backlog, result, left, odd, late)
    if result.plan:
        data["terms"] = plan_terms(found.world, result.plan)
    told = (*result.notes, *late.values(), *odd)
    for text in told:
        note(text)
    data |= {"assumptions": list(found.assumptions), "warnings": [*found.warnings, *told]}
    meta = meta_of(found, source.workspace, asked.search.seed, time.perf_counter() - start, result.engine)
    data["meta"] = meta | {"engine_why": result.why}
    beside = _compared(found, result.plan) if asked.compare and result.plan else None
    if beside:
        data["comparison"] = records(beside)
    form.put(data_answer(data) if name == "json" else plan_answer(data, *([beside] if beside else ())))
    if name != "table" or form.output:
        _afterwards(data, beside)
    if missed:
        named = f"teamwright fix {shlex.quote(str(source.workspace))}"
        tell(f"{named} names the cheapest changes after which the deadline can be met")
    # A deadline that nothing can meet is a demand that cannot hold; the plan of the rest is there all the same.
    return "infeasible" if missed else result.status, len(left)


def _missed(found: Workspace, plan: Plan | None, clock: Clock) -> tuple[tuple[Missed, ...], str]:
    """Return deadlines that nothing can meet, and of which it is not known."""
    if plan is None or not found.world.has_deadlines:
        return (), ""
    from solver.explanation.deadlines import impossible_deadlines
    from solver.study.study import Study

    return impossible_deadlines(Study(found.world), plan, clock)


def _unworkable(found: Workspace, plan: Plan | None) -> tuple[str, ...]:
    """Return a sentence if the plan of one window cannot be worked in the order of its dependencies."""
    linked = any(task.dependencies for task in found.backlog.open_tasks)
    if plan is None or not linked:
        return ()
    from solver.assignment.sprints.workable import unworkable

    return unworkable(found.team, found.backlog, plan)


def _solved(found: Workspace, distances: NDArray[np.int64] | None, asked: PlanOptions) -> Result:
    """Solve, and say on stderr which engine it was where that is not a matter of course."""
    try:
        with _progress() as progress, cluster_run(asked.cluster) as run:
            result = solve(
                found.team,
                found.backlog,
                found.weights,
                time_limit=asked.search.time_limit,
                seed=asked.search.seed,
                workers=asked.search.workers or 1,
                distances=distances,
                progress=progress,
                engine=asked.engine,
                work_limit=asked.work_limit,
                run=run,
            )
    except EngineError as error:
        raise typer.BadParameter(f"{error}.", param_hint="--engine") from error
    said = detail if result.engine == "road" else note
    said(f"engine: {result.engine}, because {result.why}")
    if asked.cluster and result.engine != "prices":
        note("the cluster is not used: only the engine prices can")
    return result


def _afterwards(data: dict[str, Any], beside: Table | None) -> None:
    """Say on stderr what whoever wrote a file would otherwise have to open it for."""
    if data["conflict"]:
        tell("\n".join(plan_lines(data)))
    if beside:
        tell("\n".join(["", *text_lines(beside, width())]))


def _compared(found: Workspace, plan: Plan) -> Table:
    """Return what the plan and each greedy rule place, and what they are worth."""
    problem = build_problem(found.team, found.backlog, found.weights, distances_of(found.world))
    plans = {"optimum": plan} | {name: greedy_plan(problem, rule) for name, rule in BASELINES.items()}
    rows: dict[str, dict[str, float]] = {}
    for name, each in plans.items():
        values: dict[str, float] = dict(plan_values(found.world, each))
        quality = values.pop("quality") / 1000
        fit_hours = plan_terms(found.world, each)["fit"] / 1000
        rows[name] = values | {"fit_hours": fit_hours, "quality_hours": quality}
    return compared(rows)


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """Show level, value and bound while solving, on a terminal only."""
    if TALK.verbose:
        yield lambda name, value, bound: detail(f"{name}: {value:g}, at most {bound:g}")
        return
    with counting("solving") as progress:
        yield (lambda name, value, bound: show(f"{name}: {value:g}, at most {bound:g}")) if progress else None
