"""What slips from one plan over periods to another: what ends later or stays out, most urgent first."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from solver.domain.plan import Plan
from solver.domain.tasks import PRIORITIES, Task
from solver.study.study import Study

NONE: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True)
class Slip:
    """A task that ends in a later period than planned, or stays out: ``after`` is empty then, ``before`` if it is new.

    ``missed`` says which date it does not keep any more, empty if there is none or it still does; ``why`` is why work
    that is started stays out, empty for other work.
    """

    task: str
    title: str
    priority: str
    before: str
    after: str
    missed: str = ""
    why: str = ""


def slips(
    case: Study,
    before: Plan,
    after: Plan,
    were_open: Collection[str] | None = None,
    beyond: Mapping[str, str] = NONE,
) -> tuple[Slip, ...]:
    """Return the open tasks that end later than in an earlier plan, or are no longer in it; new ones that stay out.

    Parameters
    ----------
    case : Study
        As it is now.
    before, after : Plan
        Over its periods.
    were_open : collection of str, optional
        The tasks that were to be planned before: others are new. None are where that is not known.
    beyond : mapping of str to str, optional
        Started tasks that no longer fit, each with why.

    Returns
    -------
    tuple of Slip
        Most urgent classes first, those that stay out before those that are late, then in the order of the backlog;
        none without periods.
    """
    names, found = case.periods, list[Slip]()
    old, new = before.ends, after.ends
    for task in case.backlog.open_tasks if names else ():
        if task.id in old and (task.id not in new or new[task.id] > old[task.id]):
            now = new.get(task.id)
            there = names[now] if now is not None else ""
            about = _missed(case, task, now), beyond.get(task.id, "")
            found.append(Slip(task.id, task.title, task.priority, names[old[task.id]], there, *about))
        elif task.id in beyond:
            about = _missed(case, task, None), beyond[task.id]
            found.append(Slip(task.id, task.title, task.priority, "", "", *about))
        elif were_open is not None and task.id not in {*were_open, *old, *new}:
            found.append(Slip(task.id, task.title, task.priority, "", "", _missed(case, task, None)))
    return tuple(sorted(found, key=lambda one: (PRIORITIES.index(one.priority), one.after != "")))


def _missed(case: Study, task: Task, period: int | None) -> str:
    """Return which date of a task is no longer kept: a deadline stays kept in any plan that has the task."""
    calendar = case.team.calendar
    if calendar is None:
        return ""
    if period is None:
        when = task.deadline or task.due
        return f"{'deadline' if task.deadline else 'due'} {when}" if when else ""
    late = task.due and calendar.periods[period].start > calendar.last_day(task.due)
    return f"due {task.due}" if late else ""
