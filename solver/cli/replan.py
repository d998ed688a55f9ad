"""The commands that go from plan to plan: replan and diff."""

from __future__ import annotations

import shlex
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer

from solver.cli.console.exits import EXIT
from solver.cli.console.talk import note, tell
from solver.cli.console.watching import BASE, in_time
from solver.cli.options.groups import Form, grouped
from solver.cli.options.shared import AnswerLimit, Elsewhere, PlanFile
from solver.cli.plans.made import meta_of
from solver.cli.plans.planned import period_names, two_plans
from solver.cli.plans.running import At, Running, resting_on, running
from solver.explanation.diff import diff_values
from solver.explanation.replan.earlier import settled
from solver.explanation.replan.least import Replan
from solver.explanation.replan.least import replan as replanned
from solver.explanation.replan.table import MoveRow, moves_table
from solver.matching.pieces import is_timed
from solver.report.explanation.changes import diff_answer, moves_rows, replan_answer
from solver.report.text.data import json_text
from solver.report.text.plain import plain
from solver.study.study import Study


@grouped
def replan(
    plan: PlanFile,
    form: Form,
    workspace: Elsewhere = None,
    max_moves: Annotated[int | None, typer.Option(help="tasks that may move or stay out", min=0)] = None,
    move_price: Annotated[float | None, typer.Option(help="hours of quality that a move costs", min=0)] = None,
    at: At = None,
    table: Annotated[bool, typer.Option("--table", help="value against moves")] = False,
    time_limit: AnswerLimit = 60.0,
) -> None:
    """Plan the changed workspace anew, with the fewest moves.

    Urgent work comes first, then as few tasks as can be move or stay out, then quality; with --move-price a move is
    weighed against quality instead. Started work never moves. A .json file that -o writes is a plan.json.
    """
    start = time.perf_counter()
    name = form.chosen()
    now = running(plan, workspace, at, time_limit * (BASE if table else 1))
    case, planned = now.case, now.planned
    left = settled(case, planned.plan)
    price = None if move_price is None else Decimal(str(move_price))
    with in_time(time_limit):
        budget: dict[str, Any] = {"most_moves": max_moves, "price_hours": price}
        found = replanned(case, planned.plan, **budget, were_open=planned.file.open_tasks)
        rows = moves_table(found.made_for, planned.plan) if table and found.made_for else ()
    with resting_on(now.assumed):
        if name == "json":
            form.write(_as_plan(now, at, left, found, rows, time.perf_counter() - start))
            for text in replan_answer(found, (), f"{move_price:g}" if price is not None else "").lines():
                note(text)
        else:
            form.put(replan_answer(found, rows, f"{move_price:g}" if price is not None else ""))
    # `fix` knows of no budget of moves: it would answer that nothing needs to change.
    is_for_fix = bool(found.missed) or (found.status == "infeasible" and max_moves is None)
    if is_for_fix and is_timed(case.team, case.backlog):
        tell(f"{_to_fix(plan, workspace, at)} names the cheapest changes, each planned again")
    raise typer.Exit(EXIT[found.status])


def _to_fix(plan: Path, workspace: Path | None, at: str | None) -> str:
    """Return the command that says what would have to change."""
    words = ["teamwright", "fix", *([str(workspace)] if workspace else []), "--plan", str(plan)]
    return shlex.join([*words, *(["--at", at] if at else [])])


def _as_plan(
    now: Running, at: str | None, case: Study, found: Replan, rows: tuple[MoveRow, ...], seconds: float
) -> str:
    """Return the new plan as a plan.json, with what moves; on a day also with what it rests on: the plan before."""
    from solver.assignment.checker.plan import quality_terms
    from solver.explanation.unassigned.reason import unassigned
    from solver.report.plan.data import plan_data

    result, planned, workspace = found.result, now.planned, now.planned.found
    beyond = {one.task: one.why for one in found.slips if one.why}
    if found.made_for and beyond:
        # Whoever goes on with what no longer fits has no hours for anything else.
        case = case.at(team=found.made_for.team)
    left = unassigned(case.team, case.backlog, result.plan) if result.plan else ()
    told = (replace(one, gate="available", reason=beyond[one.task]) if one.task in beyond else one for one in left)
    left = tuple(told)
    data = plan_data(case.team, case.backlog, result, left, missed={one.task: one.reason for one in found.missed})
    if result.plan:
        data["terms"] = quality_terms(case.team, case.backlog, result.plan, case.weights, case.distances)
    data |= {"assumptions": list(workspace.assumptions), "warnings": list(workspace.warnings)}
    data |= {"replan": plain(found.diff), "slips": plain(found.slips), "missed": plain(found.missed)}
    data["beyond"] = [{"task": task, "reason": why} for task, why in beyond.items()]
    data["moves_table"] = moves_rows(rows)
    if at is not None:
        # Moments count from the first day of a period, also of one that has begun.
        gone = dict(zip(case.periods, now.gone, strict=True))
        for row in data["assignments"]:
            if row["start"] is not None:
                row |= {"start": row["start"] + gone[row["period"]], "end": row["end"] + gone[row["period"]]}
        data["worked"] = planned.file.worked_until(at, {task.id for task in workspace.backlog.tasks})
    meta = meta_of(workspace, planned.folder, planned.seed, seconds, result.engine)
    data["meta"] = meta | {"engine_why": result.why}
    return json_text(data)


@grouped
def diff(
    plan: PlanFile,
    other: Annotated[Path, typer.Argument(help="another plan.json")],
    form: Form,
) -> None:
    """Say what changes from one plan to another: tasks, levels, and each term of the quality."""
    (this, levels, terms, _), (that, new_levels, new_terms, open_tasks) = two_plans(plan, other)
    found = diff_values(this, that, (levels, new_levels), (terms, new_terms), open_tasks, period_names(plan))
    form.put(diff_answer(found))
