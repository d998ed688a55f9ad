"""A plan over periods as it stands on a day: what is done by then, what is started, and which hours are left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate

from solver.assignment.sprints.check import Sequences
from solver.domain.calendar import Calendar
from solver.domain.plan import Assignment, Plan
from solver.domain.tasks import Task
from solver.domain.team import Team
from solver.errors import Fault, InputError
from solver.matching.build import minutes
from solver.matching.pieces import part_minutes
from solver.matching.slots import slot_problem, working_days
from solver.matching.time import indexed
from solver.study.study import Study


@dataclass(frozen=True)
class Standing:
    """The case on the morning of a day, the plan of what is left, and what that rests on in words."""

    case: Study
    plan: Plan
    assumed: tuple[str, ...]


def standing(case: Study, planned: Study, plan: Plan, day: date) -> Standing:
    """Return a case as it stands on the morning of a day.

    Parameters
    ----------
    case : Study
        As it is now: states, spent and remaining hours are those of its backlog.
    planned : Study
        As it was when the plan was made; the case itself where that is not known.
    plan : Plan
        Over its periods.
    day : date
        Days before it have gone by.

    Returns
    -------
    Standing
        What the plan ends before the day is done, unless the backlog says that it is in progress or states remaining
        hours; what it has begun is in progress with who began it, and what remains is as stated, else what the plan
        leaves. Days that have gone by have no hours left.

    Raises
    ------
    InputError
        If there are no periods, or the day is after all of them.
    """
    calendar = case.team.calendar
    if calendar is None or day > calendar.periods[-1].end:
        got = "no periods" if calendar is None else f"{day}, after the last of them"
        raise InputError((Fault("--at", 1, "a day within the periods of team.yaml", got),))
    lines = _with_times(planned, plan)
    axes, names = working_days(planned.team), {task.id for task in case.backlog.open_tasks}
    shares = _Shares(planned.team)
    of: dict[str, list[tuple[Assignment, int]]] = {}
    for one in lines.assignments:
        gone = sum(each < day for each in axes[one.period])
        of.setdefault(one.task, []).append((one, gone))
    tasks, said = [], list[str]()
    for task in case.backlog.tasks:
        changed = _now(task, of[task.id], shares) if task.id in of and task.id in names else task
        if changed != task:
            said.append(_told(task, changed))
        tasks.append(changed)
    passed = _without_days(calendar, day)
    members = tuple(one.present(passed, one.presence) if one.presence else one for one in case.team.members)
    team = replace(case.team, calendar=passed, members=members)
    now = case.at(team=team, backlog=replace(case.backlog, tasks=tuple(tasks)))
    open_ids = {task.id for task in now.backlog.open_tasks}
    left = Plan(tuple(one for one in plan.assignments if one.task in open_ids))
    return Standing(now, left, tuple(said))


def _with_times(case: Study, plan: Plan) -> Plan:
    """Return the plan with start and end of each piece: as it states them, else worked out anew."""
    if all(one.start is not None for one in plan.assignments):
        return plan
    sequences = Sequences(slot_problem(case.team, case.backlog, case.weights, case.distances))
    placed = {column: row for row, column in indexed(sequences.time, plan) if row >= 0 and column >= 0}
    starts = sequences.starts(placed)
    return plan if starts is None else sequences.plan(placed, starts)[0]


class _Shares:
    """Which share of a piece is worked by the morning of a day, at the hours that its owner has on each day."""

    def __init__(self, team: Team) -> None:
        self.axes, self.calendar = working_days(team), team.calendar
        self.members = {one.id: one for one in team.members}

    def of(self, one: Assignment, gone: int, estimate: int) -> Fraction:
        """Return the share of a piece of so many minutes that is worked in the first days of its period."""
        if one.start is None or one.end is None or one.start >= gone or self.calendar is None:
            return Fraction(0)
        if one.end <= gone:
            return Fraction(1)
        if one.member not in self.members:
            # The hours of who has left since are not known any more: days count alike.
            return (gone - one.start) / (one.end - one.start)
        period = self.calendar.periods[one.period]
        slot = self.members[one.member].slots(self.calendar)[one.period]
        daily = dict(zip(period.days, slot.days, strict=True))
        sums = [0, *accumulate(daily[day] for day in self.axes[one.period])]

        def worked(moment: Fraction) -> Fraction:
            day = int(moment)
            part = (moment - day) * (sums[day + 1] - sums[day]) if day + 1 < len(sums) else 0
            return Fraction(sums[day] + part)

        # Who has become ill since the plan was made has fewer hours until its end than it takes.
        whole = max(worked(one.end) - worked(one.start), Fraction(minutes(self.members[one.member], estimate)))
        return (worked(Fraction(gone)) - worked(one.start)) / whole if whole else Fraction(1)


def _now(task: Task, lines: list[tuple[Assignment, int]], shares: _Shares) -> Task:
    """Return a task as it stands; what the backlog says of it comes first."""
    if task.spent_minutes or task.status == "IN_PROGRESS":
        return task if task.assigned_to else replace(task, status="IN_PROGRESS", assigned_to=lines[0][0].member)
    ended = [one for one, gone in lines if one.end is not None and one.end <= gone]
    begun = [one for one, gone in lines if one.start is not None and one.start < gone]
    if len(ended) == len(lines):
        return replace(task, status="DONE", assigned_to=task.assigned_to or lines[0][0].member)
    if not begun or task.crew:
        return task
    # The parts of the plan are those of the task when it was made; the last one may be longer than the others.
    parts = part_minutes(task) if len(lines) > 1 else (task.estimate_minutes,)
    sizes = [parts[min(one.piece, len(parts) - 1)] for one, _ in lines]
    done = sum(int(shares.of(one, gone, size) * size) for (one, gone), size in zip(lines, sizes, strict=True))
    left = max(task.estimate_minutes - done, 1)
    changed = replace(task, status="IN_PROGRESS", assigned_to=begun[0].member, estimate_minutes=left)
    return replace(changed, spent_minutes=task.estimate_minutes - changed.estimate_minutes)


def _told(task: Task, changed: Task) -> str:
    if changed.status == "DONE":
        return f"{task.id} is done: the plan ends it before that day"
    hours = f"{changed.estimate_minutes / 60:.4g} h remain"
    return f"{task.id} is in progress with {changed.assigned_to}: {hours}"


def _without_days(calendar: Calendar, day: date) -> Calendar:
    """Return the calendar in which the days before one are closed."""
    first = calendar.periods[0].start
    gone = {first + timedelta(days=n) for n in range(max((day - first).days, 0))}
    return replace(calendar, closed=tuple(sorted({*calendar.closed, *gone})))
