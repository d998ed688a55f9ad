"""The command ``fix``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import typer

from solver.cli.console.exits import EXIT
from solver.cli.console.talk import note
from solver.cli.console.watching import BASE, in_time
from solver.cli.fix_asked import Asked, Place, prices_of, tasks_of
from solver.cli.fix_in_time import fix_in_time
from solver.cli.options.groups import Form, Source, grouped
from solver.cli.plans.asking import case_of
from solver.cli.plans.running import Begun, on_day, resting_on, running
from solver.domain.plan import Plan
from solver.explanation.fix.cheapest import fixes
from solver.explanation.replan.earlier import as_it_stands, settled, still_open
from solver.matching.pieces import is_timed
from solver.report.explanation.changes import WITHOUT, WORKED, fix_answer
from solver.study.study import Study


@grouped
def fix(
    context: typer.Context,
    source: Source,
    form: Form,
    begun: Begun,
    asked: Asked,
    place: Place = None,
) -> None:
    """Say what would have to change for a plan to exist, cheapest first.

    With --place, for these tasks to have a place too; over periods those with an impossible deadline must, unless some
    are named. What CRITICAL tasks need is lowered only where --price minimum= asks for it. With --plan and --at the
    sprint is running: what is done is done, started work stays, and as little of the plan as can be moves.
    """
    seconds = asked.seconds(over_periods=True)
    wishes = tuple(place or ())
    if begun.plan is not None:
        now = running(begun.plan, _elsewhere(context, source), begun.at, seconds)
        left, plan = settled(now.case, now.planned.plan), still_open(now.case, now.planned.plan)
        with resting_on(now.assumed):
            if is_timed(left.team, left.backlog):
                fix_in_time(left, wishes, asked, form, plan, is_running=True)
            else:
                _in_one_window(left, wishes, asked, form, plan)
        return
    found = source.read()
    if begun.at is not None:
        stands = on_day(found, begun.at, seconds)
        with resting_on(stands.assumed):
            fix_in_time(stands.case, wishes, asked, form, is_running=True)
    elif is_timed(found.team, found.backlog):
        fix_in_time(case_of(found, seconds), wishes, asked, form)
    else:
        _in_one_window(case_of(found, asked.seconds(over_periods=False)), wishes, asked, form)


def _elsewhere(context: typer.Context, source: Source) -> Path | None:
    """Return where the workspace of a plan is now, None where its own folder is meant: `.` may be said, and is one.

    Raises
    ------
    BadParameter
        If other parts are named: a plan remembers those that it was made from.
    """
    if source.words or source.strict:
        got = " ".join([*source.words, *(["--strict"] if source.strict else [])])
        raise typer.BadParameter(f"expected a plan alone, which remembers its files, got {got}", param_hint="--plan")
    given = context.get_parameter_source("workspace")
    return source.workspace if given is not None and given.name == "COMMANDLINE" else None


def _in_one_window(
    found: Study, wishes: tuple[str, ...], asked: Asked, form: Form, previous: Plan | None = None
) -> None:
    """Answer for one window; exit 3 where no change on offer helps."""
    wanted, prices = tasks_of(found.backlog, wishes), prices_of(asked.prices)
    seconds = asked.seconds(over_periods=False)
    case, than = replace(found, time_limit=seconds * BASE), WITHOUT
    try:
        with in_time(seconds):
            base = case.of(case.world, previous=previous).result if wanted or previous else None
            if base and previous and base.plan is None:
                base, than = as_it_stands(case, previous), WORKED
            elif base and base.plan and previous and set(wanted) <= set(base.plan.owner):
                # Of plans that move equally little it is the one that is told of.
                previous, base = base.plan, None
            answers = fixes(
                case,
                wanted,
                asked.most,
                prices,
                asked.most_hours,
                lower_critical=asked.lower,
                compare_with=base,
                previous=previous,
            )
    except TimeoutError as error:
        note(f"{error}; --time-limit gives it longer")
        raise typer.Exit(EXIT["unknown"]) from error
    plan = answers[0].result.plan if answers and not answers[0].changes else None
    out = len(case.backlog.open_tasks) - len(plan.assignments) if plan else 0
    wished = [name for name in wanted if name not in case.team.policies.required]
    form.put(fix_answer(answers, prices, out, limits_of(asked.most_hours, asked.lower), than, wished))
    if not answers:
        raise typer.Exit(EXIT["infeasible"])


def limits_of(most_hours: int | None, lower: bool) -> str:
    """Return how far changes are offered, as the end of a sentence."""
    hours = "a quarter of each load limit" if most_hours is None else f"{most_hours} h for each member"
    said = f"hours are offered up to {hours} (--most-hours)"
    return said if lower else f"{said}, and what CRITICAL tasks need is not lowered (--price minimum=2 does)"
