"""Deadlines that nothing can meet: not even with all other work left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from solver.domain.plan import Plan
from solver.domain.policies import line_of
from solver.domain.showing import some
from solver.domain.tasks import PRIORITIES, Task
from solver.explanation.edits import with_task
from solver.explanation.fix.question import SECONDS, can_be_placed, needed
from solver.matching.slots import slot_problem
from solver.stopping import Clock
from solver.study.study import Study

# With more deadlines to look at, those that can plainly be met are told from the arrays of all.
MANY: Final = 20


@dataclass(frozen=True)
class Missed:
    """A task that no plan can place by its deadline, with the deadline, the line that states it, and why in words."""

    task: str
    deadline: str
    where: str
    reason: str


def impossible_deadlines(case: Study, plan: Plan, clock: Clock | None = None) -> tuple[tuple[Missed, ...], str]:
    """Return the tasks of which the deadline alone keeps a place, whatever else is left out.

    Parameters
    ----------
    case : Study
        Over periods.
    plan : Plan
        A plan of it: what it places is no question.
    clock : Clock, optional
        When it is over, no other deadline is asked of; ten seconds for each question without one.

    Returns
    -------
    tuple of Missed and str
        In the order of the backlog; what would stay out without its deadline too is not among them. Behind them which
        deadlines it is not known of, in words, empty if it is known of all.
    """
    found, unknown, owner, clock = list[Missed](), list[str](), plan.owner, clock or Clock()
    if case.team.calendar is None:
        return (), ""
    wanted = [task for task in case.backlog.open_tasks if task.deadline and task.id not in owner]
    easy = _alone(case) if len(wanted) > MANY else frozenset()
    for task in wanted:
        is_held = False if task.id in easy else _is_held(case, task, clock)
        if is_held is None:
            unknown.append(task.id)
        elif is_held:
            why = _alone_too(case, task, clock).removeprefix(f"done by {task.deadline}").lstrip(":, ")
            why = why.replace("beside other work", "beside work that it needs or that must be done")
            text = f"{task.id} cannot be done by its deadline {task.deadline}, whatever else is left out"
            text = f"{text}: {why}" if why else text
            found.append(Missed(task.id, task.deadline, line_of(task.file, task.line), text))
    deadlines = f"the deadline{'s' if len(unknown) > 1 else ''} of {some(unknown)} can be met at all"
    return tuple(found), f"the time ended before it was known whether {deadlines}" if unknown else ""


def _is_held(case: Study, task: Task, clock: Clock) -> bool | None:
    """Return whether a deadline alone keeps the place of a task, None if that stays unknown."""
    can_be = can_be_placed(case, (task.id,), clock)
    if can_be is not False:
        return None if can_be is None else False
    return can_be_placed(case.at(backlog=with_task(case.backlog, replace(task, deadline=""))), (task.id,), clock)


def lifted(case: Study, clock: Clock) -> tuple[Study, tuple[Missed, ...]]:
    """Return a case that has a plan but for deadlines of work that must be placed, without as few as can be of those.

    Parameters
    ----------
    case : Study
        Over periods, without a plan.
    clock : Clock
        When it is over, the deadlines that were not asked of yet are lifted, which is said of each.

    Returns
    -------
    Study and tuple of Missed
        What had a deadline is due then instead. The case itself, and none, where deadlines are not what is in the way.
    """
    dated = [task for task in needed(case) if task.deadline] if case.team.calendar else []
    if not dated or can_be_placed(without_deadlines(case, dated), clock=clock) is not True:
        return case, ()
    kept, unknown = list(dated), set[str]()
    for task in sorted(dated, key=lambda task: PRIORITIES.index(task.priority)):
        fewer = [one for one in kept if one is not task]
        holds = can_be_placed(without_deadlines(case, fewer), clock=clock) if fewer else False
        if holds:
            kept = fewer
        elif holds is None:
            unknown.add(task.id)
    changed = without_deadlines(case, kept)
    return changed, tuple(_held(task, is_known=len(kept) == 1 or task.id not in unknown) for task in kept)


def without_deadlines(case: Study, tasks: Sequence[Task]) -> Study:
    """Return the case in which the deadlines of some tasks are due dates."""
    backlog = case.backlog
    for task in tasks:
        backlog = with_task(backlog, replace(task, deadline="", due=task.deadline))
    return case.at(backlog=backlog)


def _held(task: Task, *, is_known: bool) -> Missed:
    """Return the deadline of a task that must be placed, and why it cannot hold, or may not."""
    holder = f"it is started and stays with {task.assigned_to}" if _is_begun(task) and task.assigned_to else ""
    holder = holder or "it must have a place, and so must what is started, pinned or required"
    hours = f"{task.estimate_minutes / 60:.4g} h remain" if _is_begun(task) else f"{task.estimate_minutes / 60:.4g} h"
    said = f"{task.id} cannot be done by its deadline {task.deadline}"
    if not is_known:
        said = f"the time ended before it was known whether {task.id} can be done by its deadline {task.deadline}"
    text = f"{said}: {holder}, {hours}"
    return Missed(task.id, task.deadline, line_of(task.file, task.line), text)


def _alone_too(case: Study, task: Task, clock: Clock) -> str:
    """Return why a task has no place even where there is only what it waits for, what is started and what must be."""
    from solver.explanation.unassigned.reason import unassigned

    tasks, kept = {one.id: one for one in case.backlog.tasks}, {task.id: task}
    waiting = [task]
    while waiting:
        needed = [tasks[name] for name in waiting.pop().dependencies if name in tasks and name not in kept]
        kept |= {one.id: one for one in needed}
        waiting += needed
    must = {*case.team.policies.required, *(pin.task for pin in case.team.policies.pins)}
    some = tuple(one for one in tasks.values() if one.id in kept or not one.is_open or one.id in must or _is_begun(one))
    # What it waits for ends as early as it can: where the team likes it to end is no reason.
    early = replace(case.team, policies=replace(case.team.policies, early_first=PRIORITIES))
    small = replace(case.at(team=early, backlog=replace(case.backlog, tasks=some)), time_limit=clock.left(SECONDS))
    plan = None if clock.is_over else small.result.plan
    found = unassigned(case.team, small.backlog, plan) if plan else ()
    return next((one.reason for one in found if one.task == task.id), "")


def _is_begun(task: Task) -> bool:
    return task.status == "IN_PROGRESS"


def _alone(case: Study) -> frozenset[str]:
    """Return tasks that have a place by themselves: no plan has to be searched for to see that.

    They wait for nothing and are one piece, and somebody with the hours by the deadline has nothing that must stay.
    """
    team, problem = case.team, slot_problem(case.team, case.backlog)
    time = problem.time
    if time is None or problem.required:
        return frozenset()
    held = [int(time.member[row]) for pairs in time.pins for row, _ in pairs]
    free = problem.eligible[~np.isin(time.member, held)]
    able = np.flatnonzero(free.any(axis=0))
    pieces = np.bincount(time.task, minlength=len(time.tasks))
    named = {name for groups in (team.policies.separate, team.policies.together) for group in groups for name in group}
    grown = {one.column for one in problem.grown}
    found = set[str]()
    for column in able.tolist():
        number = int(time.task[column])
        task = case.backlog.open_tasks[number]
        whole = bool(task.batch) and team.policies.of_batch(task.batch) == "together"
        if pieces[number] == 1 and not (task.dependencies or whole or task.id in named or column in grown):
            found.add(task.id)
    return frozenset(found)
