"""The command ``fix`` over periods, before the first sprint or in the middle of one."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import typer

from solver.cli.console.exits import EXIT
from solver.cli.console.talk import note
from solver.cli.console.watching import in_time
from solver.cli.fix_asked import Asked, prices_in_time, tasks_of
from solver.cli.options.groups import Form
from solver.domain.plan import Plan
from solver.explanation.deadlines import impossible_deadlines
from solver.explanation.fix.change import FixChange
from solver.explanation.fix.in_time import fixes_or_less
from solver.explanation.fix.offers import Terms
from solver.explanation.replan.earlier import as_it_stands
from solver.explanation.unassigned.reason import unassigned
from solver.report.explanation.fix_in_time import Wanted, fix_in_time_answer
from solver.report.explanation.words import change_text
from solver.stopping import Clock
from solver.study.study import Study

# The share of the time after which nothing new is begun, that of the plan which fixes are compared with, and the most
# for the plan after each fix.
READY: Final = 0.8
BASE_SHARE: Final = 0.15
PLAN_SHARE: Final = 0.2
# So many changes of a fix that was just found are named.
FEW: Final = 4


def fix_in_time(
    case: Study,
    wishes: tuple[str, ...],
    asked: Asked,
    form: Form,
    previous: Plan | None = None,
    *,
    is_running: bool = False,
) -> None:
    """Answer over periods; exit 3 where no change on offer gives all that is wanted a place."""
    wanted, seconds = tasks_of(case.backlog, wishes), asked.seconds(over_periods=True)
    prices, clock = prices_in_time(asked.prices), Clock(seconds * READY)
    try:
        with in_time(seconds):
            base = case.of(case.world, time_limit=seconds * BASE_SHARE, previous=previous).result
            late, unasked = impossible_deadlines(case, base.plan, clock) if not wanted and base.plan else ((), "")
            wanted = wanted or tuple(one.task for one in late)
            compared = base if base.plan or previous is None else as_it_stands(case, previous)
            answers, hopeless, apart = fixes_or_less(
                replace(case, time_limit=seconds * PLAN_SHARE),
                wanted,
                asked.most,
                Terms(prices, asked.most_hours, lower_critical=asked.lower),
                compare_with=compared if (wanted or previous) and compared.plan else None,
                previous=previous,
                clock=clock,
                told=_say_found,
            )
    except TimeoutError as error:
        note(f"{error}; --time-limit gives it longer")
        raise typer.Exit(EXIT["unknown"]) from error
    if unasked:
        note(f"{unasked}; --time-limit gives it longer")
    missed = [one.reason for one in late]
    reasons = {one.task: one.reason for one in unassigned(case.team, case.backlog, base.plan)} if base.plan else {}
    why = {name: "" if late else reasons.get(name, "") for name in hopeless}
    form.put(fix_in_time_answer(case, answers, Wanted(wanted, missed, why, base, is_running, apart), prices))
    if not answers or hopeless or apart:
        raise typer.Exit(EXIT["infeasible"])


def _say_found(changes: tuple[FixChange, ...], price: int) -> None:
    """Say on stderr which fix was found while others are looked for."""
    words = "; ".join(map(change_text, changes[:FEW]))
    more = f"; and {len(changes) - FEW} more" if len(changes) > FEW else ""
    note(f"found, price {price}: {words}{more} (looking on)")
