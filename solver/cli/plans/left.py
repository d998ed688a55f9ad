"""A plan that was made within a sprint, with its workspace as it stood on that morning."""

from __future__ import annotations

from dataclasses import replace

from solver.cli.console.talk import note
from solver.cli.plans.planned import same_plan
from solver.domain.plan import Plan
from solver.explanation.deadlines import without_deadlines
from solver.explanation.replan.overrun import reopened
from solver.explanation.replan.stood import Worked, made_for
from solver.readers.plans.plan_file import PlanFile
from solver.readers.workspace import Workspace
from solver.study.study import Study


def same_left(file: PlanFile, found: Workspace) -> tuple[Workspace, Plan]:
    """Return what the plan of a file was made for, and the plan; it must have been made from these very files."""
    return as_left(file, found, same_plan(file, found))


def as_left(file: PlanFile, found: Workspace, plan: Plan) -> tuple[Workspace, Plan]:
    """Return what a plan was made for, and the plan in working days of that: a plan of a whole workspace as it is.

    A plan that ``replan --at`` wrote rests on what the plan before it had done by then, which it remembers.
    """
    worked = worked_of(file, found)
    if not worked:
        return found, plan
    case, left = made_for(Study(found.world), worked, plan)
    # A deadline that could no longer hold was none for this plan.
    missed = {row.task for row in file.data.missed} & set(plan.owner)
    case = without_deadlines(case, [task for task in case.backlog.open_tasks if task.id in missed])
    # Started work that no longer fitted need not have a place in it.
    case = reopened(case, {row.task for row in file.data.beyond} - set(plan.owner))
    note(f"{file.path} is a plan of what was left on {worked[-1].day}: hours and tasks are as they stood then")
    return replace(found, team=case.team, backlog=case.backlog), left


def worked_of(file: PlanFile, found: Workspace) -> tuple[Worked, ...]:
    """Return the plans that were worked until a plan was made, in the order of their days."""
    return tuple(Worked(*one) for one in file.worked(found.team.calendar))
