"""The commands that answer questions about a plan: explain, why-not, suggest, diff, replan."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from solver.assignment.result import Level, Result
from solver.cli.options import EXIT, AsJson, Elsewhere, Folder, PlanFile, TimeLimit
from solver.cli.planned import Planned, open_plan
from solver.domain.plan import Plan
from solver.errors import Fault, InputError
from solver.explanation import why_not as reasons
from solver.explanation.case import Case
from solver.explanation.diff import diff_plans
from solver.explanation.price import hour_values, suggestions
from solver.explanation.terms import quality_rows
from solver.explanation.unassigned import unassigned
from solver.report.explanation import diff_text, gain_text, term_text, why_not_text


def explain(
    plan: PlanFile,
    name: Annotated[str | None, typer.Argument(help="a task or a member")] = None,
    hours: Annotated[bool, typer.Option("--hours", help="what one more hour of each member brings")] = False,
    workspace: Elsewhere = None,
    as_json: AsJson = False,
) -> None:
    """Say where a plan's quality comes from, and who else could do it."""
    run_explain(plan, workspace, name, as_json, hours)


def why_not(plan: PlanFile, task: str, member: str, workspace: Elsewhere = None, as_json: AsJson = False) -> None:
    """Say what stops a member from having a task, or what it costs."""
    run_why_not(plan, workspace, task, member, as_json)


def suggest(
    task: str,
    plan: Annotated[Path, typer.Option("--plan", help="a plan.json")],
    workspace: Elsewhere = None,
    as_json: AsJson = False,
) -> None:
    """Say who suits one task now, with everything else as planned."""
    run_suggest(plan, workspace, task, as_json)


def diff(plan: PlanFile, other: PlanFile, as_json: AsJson = False) -> None:
    """Say what changes from one plan to another."""
    run_diff(plan, other, as_json)


def fix(
    workspace: Folder = Path(),
    place: Annotated[str, typer.Option(help="tasks that must be placed, separated by commas")] = "",
    as_json: AsJson = False,
) -> None:
    """Say what would have to change for a plan to exist, cheapest first."""
    if not run_fix(workspace, tuple(filter(None, place.split(","))), as_json):
        raise typer.Exit(EXIT["infeasible"])


def replan(
    plan: PlanFile,
    workspace: Elsewhere = None,
    max_moves: Annotated[int | None, typer.Option(help="tasks that may move or stay out", min=0)] = None,
    table: Annotated[bool, typer.Option("--table", help="value against moves")] = False,
    time_limit: TimeLimit = 60.0,
) -> None:
    """Plan the changed workspace anew, with the fewest moves."""
    raise typer.Exit(EXIT[run_replan(plan, workspace, max_moves, table, time_limit)])


def case_of(planned: Planned, time_limit: float = 60.0) -> tuple[Case, Result]:
    """Return the case of a plan, and the plan as a result."""
    found = planned.found
    distances = None
    if found.weights.handoff:
        from solver.communication.congruence import handoff_distances

        distances = handoff_distances(found.team)
    levels = tuple(Level(name, value, value) for name, value in planned.levels)
    case = Case(found.team, found.backlog, found.weights, distances, time_limit)
    return case, Result("feasible", planned.plan, levels)


def known_name(planned: Planned, path: Path, name: str, kinds: tuple[str, ...]) -> None:
    """Raise a fault with a suggestion if a name is none of the open tasks or members."""
    from difflib import get_close_matches

    names = {
        "task": [task.id for task in planned.found.backlog.open_tasks],
        "member": [member.id for member in planned.found.team.members],
    }
    known = [one for kind in kinds for one in names[kind]]
    if name not in known:
        close = get_close_matches(name, known, n=1)
        maybe = f"{close[0]!r}." if close else ""
        raise InputError((Fault(str(path), 1, f"an open {' or a '.join(kinds)}", repr(name), maybe),))


def run_explain(path: Path, workspace: Path | None, name: str | None, as_json: bool, hours: bool) -> None:
    """Print why a plan, a task or a member is as it is."""
    planned = open_plan(path, workspace)
    case, base = case_of(planned)
    rows = quality_rows(case.team, case.backlog, planned.plan, case.weights, case.distances)
    if name:
        known_name(planned, path, name, ("task", "member"))
        rows = tuple(row for row in rows if name in {row.about, row.member})
    data: dict[str, Any] = {"terms": [asdict(row) for row in rows]}
    lines = term_text(rows) if rows else []
    if name and name in planned.plan.owner:
        others = reasons.runners_up(case, base, name)
        data["runners_up"] = [asdict(one) for one in others]
        lines += ["", f"{name} is with {planned.plan.owner[name]}. Instead:"]
        lines += [f"    {why_not_text(one).splitlines()[0]}" for one in others] or ["    nobody else can take it"]
    elif name:
        left = [one for one in unassigned(case.team, case.backlog, planned.plan) if one.task == name]
        lines += ["", *(f"{one.task} stayed out ({one.gate}): {one.reason}" for one in left)]
    if hours:
        values = hour_values(case, base)
        data["hour_values"] = [
            {"member": member, "hours": more, "changes": dict(price.changes)} for member, more, price in values
        ]
        lines += ["", "More hours for one member (1, 2, 4 or 8, the first that brings anything):"]
        lines += [f"    {member:<24}+{more} h: {gain_text(price)}" for member, more, price in values]
    typer.echo(json.dumps(data, indent=2) if as_json else "\n".join(lines))


def run_why_not(path: Path, workspace: Path | None, task: str, member: str, as_json: bool) -> None:
    """Print the gate that stops a pair, or what it would cost."""
    planned = open_plan(path, workspace)
    known_name(planned, path, task, ("task",))
    known_name(planned, path, member, ("member",))
    case, base = case_of(planned)
    if planned.plan.owner.get(task) == member:
        typer.echo(f"{member} has {task} in this plan.")
        return
    answer = reasons.why_not(case, base, task, member)
    typer.echo(json.dumps(asdict(answer), indent=2) if as_json else why_not_text(answer))


def run_suggest(path: Path, workspace: Path | None, task: str, as_json: bool) -> None:
    """Print who suits one task now, with everything else as planned."""
    planned = open_plan(path, workspace)
    known_name(planned, path, task, ("task",))
    rows = suggestions(case_of(planned)[0], planned.plan, task)
    if as_json:
        names = ("member", "fit", "free_hours", "stopped_by")
        typer.echo(json.dumps([dict(zip(names, row, strict=True)) for row in rows], indent=2))
        return
    for member, fit, free, stops in rows:
        typer.echo(f"{member:<24}fit {fit:.2f}  {free:>5g} h free  {stops}")


def run_diff(this: Path, other: Path, as_json: bool) -> None:
    """Print what changes from one plan to another."""
    one, two = (open_plan_alone(path) for path in (this, other))
    diff = diff_plans(one.plan, two.plan)
    before, after = dict(one.levels), dict(two.levels)
    changes = {name: after.get(name, 0) - before.get(name, 0) for name in after}
    if as_json:
        typer.echo(json.dumps(asdict(diff) | {"levels": changes}, indent=2))
        return
    lines = [f"{name:<10}{change / (1000 if name == 'quality' else 1):+g}" for name, change in changes.items()]
    typer.echo("\n".join([*diff_text(diff), f"{diff.moves} moves", *lines]))


def open_plan_alone(path: Path) -> Planned:
    """Return a plan whatever has become of its workspace since."""
    return open_plan(path, None, changed=True)


def run_fix(folder: Path, place: tuple[str, ...], as_json: bool) -> bool:
    """Print the cheapest changes after which every required task and those named are placed; False if none help."""
    from dataclasses import replace

    from solver.assignment.fixes import PRICES, cheapest_fixes
    from solver.explanation.price import skill_prices
    from solver.matching.build import build_problem
    from solver.readers.workspace import read_workspace
    from solver.report.explanation import fix_text

    found = read_workspace(folder)
    for name in place:
        known_name(Planned(Plan(()), found, (), 0), folder, name, ("task",))
    policies = found.team.policies
    team = replace(found.team, policies=replace(policies, required=(*policies.required, *place)))
    problem = build_problem(team, found.backlog, found.weights)
    firm = tuple(problem.tasks.index(name) for name in place)
    fixes = cheapest_fixes(problem, firm=firm, skill_price=skill_prices(team, found.backlog))
    if as_json:
        names = {"members": problem.members, "tasks": problem.tasks}
        typer.echo(json.dumps({"fixes": [asdict(fix) | {"price": fix.price} for fix in fixes]} | names, indent=2))
    elif fixes and not fixes[0].changes:
        typer.echo("nothing needs to change: a plan exists")
    else:
        prices = ", ".join(f"{kind} {price}" for kind, price in PRICES.items() if kind != "can")
        prices += ", a tenth of a score 2"
        lines = [line for i, fix in enumerate(fixes, start=1) for line in fix_text(i, fix, team, found.backlog)]
        typer.echo("\n".join([*lines, f"prices: {prices}"] if fixes else ["no change of hours or gates helps"]))
    return bool(fixes)


def run_replan(path: Path, workspace: Path | None, most_moves: int | None, table: bool, time_limit: float) -> str:
    """Print the plan of the changed workspace that moves least, and return its status."""
    from solver.assignment.solve import solve

    planned = open_plan(path, workspace, changed=True)
    case, _ = case_of(planned, time_limit)
    words: dict[str, Any] = {"distances": case.distances, "time_limit": time_limit, "previous": planned.plan}
    result = solve(case.team, case.backlog, case.weights, **words, most_moves=most_moves)
    if result.plan is None:
        typer.echo("\n".join(["No plan exists:", *(f"    {text}" for text in result.conflict)]))
        return result.status
    diff = diff_plans(planned.plan, result.plan)
    typer.echo("\n".join([f"{result.status}: {diff.moves} moves", *(f"    {line}" for line in diff_text(diff))]))
    for budget in range(diff.moves + 4) if table else ():
        found = solve(case.team, case.backlog, case.weights, **words, most_moves=budget)
        values = "  ".join(f"{level.name} {level.value}" for level in found.levels if level.name != "moves")
        typer.echo(f"at most {budget:>3} moves: {values or 'no plan'}")
    return result.status
