"""A plan that is being worked: how it stands on a day, and what is left of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from solver.cli.asking import case_of
from solver.cli.planned import Planned, open_plan
from solver.cli.talk import note
from solver.domain.plan import Plan
from solver.explanation.at_date import standing
from solver.explanation.replan import settled
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
    """The case as it is now, not yet settled, and the plan of what is left with the workspace that it was made from."""

    case: Study
    planned: Planned


def running(path: Path, workspace: Path | None, at: str | None, time_limit: float) -> Running:
    """Return a plan as it stands on a day; what that rests on is said on stderr.

    Raises
    ------
    InputError
        If it is no plan of the workspace, or the day is outside of its periods.
    """
    planned = open_plan(path, workspace, changed=True, leavers=True)
    case = case_of(planned.found, time_limit)
    if at is not None:
        case, found, plan = _standing(case, planned.found, planned.plan, at)
        planned = replace(planned, plan=plan, found=found)
    _say_freed(case, planned.plan)
    return Running(case, planned)


def on_day(found: Workspace, at: str, time_limit: float) -> Study:
    """Return the case of a workspace on the morning of a day, of which no plan is known: states are the backlog's."""
    return _standing(case_of(found, time_limit), found, Plan(()), at)[0]


def _standing(case: Study, found: Workspace, plan: Plan, at: str) -> tuple[Study, Workspace, Plan]:
    stands = standing(case, case, plan, _day(at))
    for text in stands.assumed:
        note(text)
    return stands.case, replace(found, assumptions=(*found.assumptions, *stands.assumed)), stands.plan


def _say_freed(case: Study, plan: Plan) -> None:
    """Say which work is open again because whoever started it is no longer there."""
    now = settled(case, plan).backlog.tasks
    pairs = zip(case.backlog.tasks, now, strict=True)
    freed = [task.id for task, then in pairs if task.status == "IN_PROGRESS" != then.status]
    if freed:
        note(f"started by somebody who is no longer there, so open again: {', '.join(freed)}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"expected a day such as 2027-01-13, got {text!r}", param_hint="--at") from error
