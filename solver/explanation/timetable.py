"""When each piece of a plan is worked: one axis over all periods, or an order for one window without dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from solver.assignment.sprints.workable import starts_in_window
from solver.domain.plan import Plan
from solver.domain.tasks import PRIORITIES, Backlog, Task
from solver.domain.team import Team
from solver.matching.build import minutes
from solver.matching.pieces import is_timed, pieces_of
from solver.matching.working_days import dated_slots, window_minutes, working_days

# Beyond so many placed tasks no picture shows an order that anybody can follow.
MOST_TASKS: Final = 600
# Of an exact search for an order, where a simple one does not fit.
SECONDS: Final = 2.0


@dataclass(frozen=True)
class Stint:
    """A piece of work on the axis: ``start`` and ``end`` are working days, or hours where there are no dates.

    ``needs`` are the tasks that it waits for, ``early`` those that it needs and starts before; ``is_over`` says that it
    ends after the window; ``part`` which part or seat of the task it is, empty for a whole one; ``lags`` are the
    working days more that it waits for some of its needs.
    """

    task: str
    title: str
    priority: str
    member: str
    hours: float
    start: float
    end: float
    needs: tuple[str, ...] = ()
    is_over: bool = False
    part: str = ""
    early: tuple[str, ...] = ()
    lags: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True)
class Timetable:
    """All stints with their axis.

    ``days`` are the ISO dates of the axis, empty without dates; ``spans`` name parts of it with begin and end: the
    periods, or the one window; ``away`` are member, begin and end of days without hours; ``unplaced`` are pieces whose
    time nobody worked out.
    """

    stints: tuple[Stint, ...]
    spans: tuple[tuple[str, float, float], ...]
    days: tuple[str, ...] = ()
    away: tuple[tuple[str, float, float], ...] = ()
    unplaced: tuple[str, ...] = ()

    @property
    def is_workable(self) -> bool:
        """Whether everything ends in time."""
        return not any(stint.is_over for stint in self.stints)


def timetable(team: Team, backlog: Backlog, plan: Plan) -> Timetable | None:
    """Return when everything is worked; None for a plan too large to be shown, or without any work.

    Parameters
    ----------
    team, backlog : Team, Backlog
        What was planned.
    plan : Plan
        With dates or an order that counts its own starts are taken. Otherwise the tasks are put in an order here, the
        more urgent first, each as soon as its member and what it waits for allow.
    """
    if not plan.assignments or len(plan.owner) > MOST_TASKS:
        return None
    if team.calendar is not None:
        return _dated(team, backlog, plan)
    if is_timed(team, backlog) and all(one.end is not None for one in plan.assignments):
        return _undated(team, backlog, plan)
    if is_timed(team, backlog):
        return None
    simple = _in_turn(team, backlog, plan)
    return simple if simple.is_workable else _exact(team, backlog, plan) or simple


def _dated(team: Team, backlog: Backlog, plan: Plan) -> Timetable:
    axes = working_days(team)
    periods = team.calendar.periods if team.calendar else ()
    begin = [sum(map(len, axes[:n])) for n in range(len(axes) + 1)]
    spans = tuple((one.id, float(begin[n]), float(begin[n + 1])) for n, one in enumerate(periods))
    days = tuple(str(day) for axis in axes for day in axis)
    slots = dated_slots(team, axes)
    away = []
    for m, member in enumerate(team.members):
        for p in range(len(periods)):
            hours = slots[m * len(periods) + p].days
            away += [(member.id, begin[p] + d, begin[p] + d + 1.0) for d, each in enumerate(hours) if not each]
    stints, unplaced = _stints(team, backlog, plan, [float(one) for one in begin], 1.0)
    return Timetable(stints, spans, days, tuple(away), unplaced)


def _exact(team: Team, backlog: Backlog, plan: Plan) -> Timetable | None:
    """Return the order that an exact search finds within the window, None if there is none or it is not found soon."""
    starts = starts_in_window(team, backlog, plan, SECONDS)
    if not starts:
        return None
    timed = replace(team, policies=replace(team.policies, order="fit"))
    given = [replace(one, start=starts[one.task][0], end=starts[one.task][1]) for one in plan.assignments]
    loose = replace(backlog, tasks=tuple(replace(task, lags=()) for task in backlog.tasks))
    return _undated(timed, loose, Plan(tuple(given)))


def _undated(team: Team, backlog: Backlog, plan: Plan) -> Timetable:
    window = window_minutes(team) / 60
    stints, unplaced = _stints(team, backlog, plan, [0.0], window)
    return Timetable(stints, (("the window", 0.0, window),), unplaced=unplaced)


def _stints(
    team: Team, backlog: Backlog, plan: Plan, begin: list[float], scale: float
) -> tuple[tuple[Stint, ...], tuple[str, ...]]:
    """Return the pieces whose start is known, on one axis, and the names of the others."""
    tasks = {task.id: task for task in backlog.open_tasks}
    pieces = pieces_of(backlog, split=team.calendar is not None)
    columns = dict(zip(tasks, pieces.columns, strict=True))
    members = {member.id: member for member in team.members}
    found, unplaced = [], dict[str, None]()
    for one in sorted(plan.assignments, key=lambda one: (one.period, one.start or 0, one.task)):
        task = tasks[one.task]
        hours = minutes(members[one.member], pieces.tasks[columns[one.task][one.piece]].estimate_minutes) / 60
        if one.start is None or one.end is None:
            unplaced[one.task] = None
            continue
        start, end = (begin[one.period] + float(moment) * scale for moment in (one.start, one.end))
        count, kind = len(columns[one.task]), "seat" if task.crew else "part"
        part = f"{kind} {one.piece + 1} of {count}" if count > 1 else ""
        lags = task.lags if team.order != "ignore" else ()
        found.append(replace(_stint(task, one.member, hours, start, end), part=part, lags=lags))
    ends = dict[str, float]()
    for each in found:
        ends[each.task] = max(ends.get(each.task, 0.0), each.end)
    return tuple(_before_its_needs(each, ends) for each in found), tuple(unplaced)


def _before_its_needs(stint: Stint, ends: Mapping[str, float]) -> Stint:
    """Return a stint with what it starts before although it needs it: an order that is ignored allows that."""
    early = tuple(name for name in stint.needs if ends.get(name, 0.0) > stint.start + 1e-6)
    return replace(stint, early=early, needs=tuple(name for name in stint.needs if name not in early))


def _in_turn(team: Team, backlog: Backlog, plan: Plan) -> Timetable:
    """Return an order for one window: of what can start first, the most urgent; each member at an even pace."""
    window = window_minutes(team) / 60
    owner = plan.owner
    members = {member.id: member for member in team.members}
    waiting = {task.id: task for task in backlog.open_tasks if task.id in owner}
    rank = {name: (PRIORITIES.index(task.priority), place) for place, (name, task) in enumerate(waiting.items())}
    free, ends, found = dict.fromkeys(members, 0.0), dict[str, float](), list[Stint]()
    while waiting:
        ready = [task for task in waiting.values() if not any(need in waiting for need in task.dependencies)]
        begin = {task.id: max([free[owner[task.id]], *(ends.get(d, 0.0) for d in task.dependencies)]) for task in ready}
        task = min(ready, key=lambda one: (begin[one.id], rank[one.id]))
        who = members[owner[task.id]]
        load = minutes(who, task.estimate_minutes)
        start = begin[task.id]
        end = start + window * load / max(who.load_limit_minutes, load, 1)
        free[who.id] = ends[task.id] = end
        found.append(_stint(task, who.id, load / 60, start, end, window))
        del waiting[task.id]
    return Timetable(tuple(found), (("the window", 0.0, window),))


def _stint(task: Task, member: str, hours: float, start: float, end: float, window: float = float("inf")) -> Stint:
    over = end > window + 1e-6
    return Stint(task.id, task.title, task.priority, member, hours, start, end, task.dependencies, over)
