"""The command ``plan``."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import typer

from solver import __version__
from solver.assignment.baselines import BASELINES, greedy_plan
from solver.assignment.checker import level_values
from solver.assignment.solve import solve
from solver.domain.plan import Plan
from solver.domain.weights import Weights
from solver.explanation.unassigned import unassigned
from solver.matching.build import build_problem
from solver.readers.workspace import Workspace, read_workspace
from solver.report.plan import baseline_table, plan_data, plan_table


def run_plan(
    folder: Path,
    output: Path | None,
    format: str,
    compare: bool,
    strict: bool,
    *,
    time_limit: float,
    seed: int,
    workers: int,
) -> str:
    """Plan a workspace, print it, and return the status."""
    start = time.perf_counter()
    found = read_workspace(folder, strict=strict)
    result = solve(found.team, found.backlog, time_limit=time_limit, seed=seed, workers=workers)
    left = unassigned(found.team, found.backlog, result.plan) if result.plan else ()
    data = plan_data(found.team, found.backlog, result, left)
    data["assumptions"], data["warnings"] = list(found.assumptions), list(found.warnings)
    meta = {"version": __version__, "seed": seed, "seconds": time.perf_counter() - start, "engine": "exact"}
    data["meta"] = meta | {"inputs": dict(found.inputs)}
    text = json.dumps(data, indent=2)
    if output:
        output.write_text(text + "\n", encoding="utf-8")
    typer.echo(text if format == "json" else _table(found, data))
    if compare and result.plan:
        typer.echo("\n" + _compare(found, result.plan), err=format == "json")
    return result.status


def _table(found: Workspace, data: dict[str, Any]) -> str:
    for text in (*found.assumptions, *found.warnings):
        typer.echo(text, err=True)
    return plan_table(data, {task.id: task.title for task in found.backlog.tasks})


def _compare(found: Workspace, plan: Plan) -> str:
    problem, weights = build_problem(found.team, found.backlog), Weights()
    plans = {"optimum": plan} | {name: greedy_plan(problem, rule) for name, rule in BASELINES.items()}
    return baseline_table(
        {name: level_values(found.team, found.backlog, each, weights) for name, each in plans.items()}
    )
