"""A plan that is being worked: how it stands on a day, and what is left of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from solver.cli.console.talk import note
from solver.cli.plans.asking import case_of
from solver.cli.plans.left import worked_of
from solver.cli.plans.planned import Planned, open_plan
from solver.domain.plan import Plan
from solver.errors import Fault, InputError
from solver.explanation.replan.at_date import Standing, standing
from solver.explanation.replan.earlier import settled
from solver.explanation.replan.stood import stood
from solver.explanation.replan.worked import days_gone
from solver.readers.workspace import Workspace
from solver.study.study import Study

At = Annotated[str | None, typer.Option(help="the day that it is, YYYY-MM-DD: what the plan ends before is done")]
RunningPlan = Annotated[
    Path | None, typer.Option("--plan", help="the plan.json that is being worked: over periods little of it moves")
]


@dataclass(frozen=True)
class Begun:
    """Which plan is being worked, and the day that it is."""

    plan: RunningPlan = None
    at: At = None


@dataclass(frozen=True)
class Running:
    """The case as it is now, not yet settled, and the plan of what is left with the workspace that it was made from.

    ``assumed`` is what that rests on, in words; ``gone`` are the working days of each period that have gone by, none
    where no day was named.
    """

    case: Study
    planned: Planned
    assumed: tuple[str, ...]
    gone: tuple[int, ...] = ()


def running(path: Path, workspace: Path | None, at: str | None, time_limit: float) -> Running:
    """Return a plan as it stands on a day.

    Raises
    ------
    InputError
        If it is no plan of the workspace, or the day is outside of its periods.
    """
    planned = open_plan(path, workspace, changed=True, leavers=True)
    case, assumed, gone = case_of(planned.found, time_limit), tuple[str, ...](), tuple[int, ...]()
    if at is not None:
        day = _day(at)
        gone, worked = days_gone(case.team, day), worked_of(planned.file, planned.found)
        if worked and day < worked[-1].day:
            made = f"a day from {worked[-1].day} on, on which {path} was made"
            raise InputError((Fault("--at", 1, made, at),))
        before, states = stood(case, worked)
        stands = standing(before, before, planned.plan, day, planned.file.estimates, states)
        case, assumed = stands.case, stands.assumed
        found = replace(planned.found, assumptions=(*planned.found.assumptions, *assumed))
        planned = replace(planned, plan=stands.plan, found=found)
    return Running(case, planned, (*assumed, *_freed(case, planned.plan)), gone)


def on_day(found: Workspace, at: str, time_limit: float) -> Standing:
    """Return the case of a workspace on the morning of a day, of which no plan is known: states are the backlog's."""
    case = case_of(found, time_limit)
    return standing(case, case, Plan(()), _day(at))


@contextmanager
def resting_on(assumed: Iterable[str]) -> Iterator[None]:
    """Say on stderr what an answer rests on, after it and whatever its exit code is: the answer is what was asked."""
    code: typer.Exit | None = None
    try:
        yield
    except typer.Exit as ended:
        code = ended
    for text in assumed:
        note(text)
    if code is not None:
        raise code


def _freed(case: Study, plan: Plan) -> list[str]:
    """Return a sentence on work that is open again because whoever started it is no longer there, if there is any."""
    now = settled(case, plan).backlog.tasks
    pairs = zip(case.backlog.tasks, now, strict=True)
    freed = [task.id for task, then in pairs if task.status == "IN_PROGRESS" != then.status]
    return [f"started by somebody who is no longer there, so open again: {', '.join(freed)}"] if freed else []


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"expected a day such as 2027-01-13, got {text!r}", param_hint="--at") from error
