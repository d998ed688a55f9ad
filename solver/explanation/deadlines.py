"""Deadlines that nothing can meet: not even with all other work left out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from solver.domain.plan import Plan
from solver.domain.policies import line_of
from solver.explanation.edits import with_task
from solver.explanation.fix_in_time import can_be_placed
from solver.study.study import Study


@dataclass(frozen=True)
class Missed:
    """A task that no plan can place by its deadline, with the deadline, the line that states it, and why in words."""

    task: str
    deadline: str
    where: str
    reason: str


def impossible_deadlines(case: Study, plan: Plan) -> tuple[Missed, ...]:
    """Return the tasks of which the deadline alone keeps a place, whatever else is left out.

    Parameters
    ----------
    case : Study
        Over periods.
    plan : Plan
        A plan of it: what it places is no question.

    Returns
    -------
    tuple of Missed
        In the order of the backlog. What would stay out without its deadline too is not among them.
    """
    found, owner = list[Missed](), plan.owner
    if case.team.calendar is None:
        return ()
    reasons: dict[str, str] = {}
    for task in case.backlog.open_tasks:
        if not task.deadline or task.id in owner or can_be_placed(case, (task.id,)) is not False:
            continue
        without = case.at(backlog=with_task(case.backlog, replace(task, deadline="")))
        if can_be_placed(without, (task.id,)) is not True:
            continue
        if not reasons:
            from solver.explanation.unassigned import unassigned

            reasons = {one.task: one.reason for one in unassigned(case.team, case.backlog, plan)}
        why = reasons.get(task.id, "").removeprefix(f"done by {task.deadline}: ")
        text = f"{task.id} cannot be done by its deadline {task.deadline}, whatever else is left out"
        found.append(Missed(task.id, task.deadline, line_of(task.file, task.line), f"{text}: {why}" if why else text))
    return tuple(found)
