"""What is odd about a team and a backlog in time: members without hours, and chains longer than there is time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from solver.domain.calendar import Calendar
from solver.domain.order import needs_first
from solver.domain.showing import some
from solver.domain.tasks import Backlog
from solver.domain.team import Team
from solver.errors import Finding
from solver.matching.pieces import part_minutes
from solver.matching.working_days import window_minutes


def lint_time(team: Team, backlog: Backlog) -> Iterator[Finding]:
    """Yield TIME01 for members without hours in a period, TIME02 for chains that one window is too short for.

    TIME03 is committed work that takes more hours than a member has for it in a period, TIME04 a pin to a period in
    which it cannot hold, TIME05 dates between which nobody has hours, TIME06 work that is due before it may start.
    """
    if team.calendar:
        yield from _without_hours(team)
        yield from _overcommitted(team, team.calendar)
        yield from _pinned(team, backlog, team.calendar)
        yield from _outside(team, backlog, team.calendar)
        yield from _due_too_soon(backlog, team.calendar)
    else:
        yield from _long_chains(team, backlog)


def _without_hours(team: Team) -> Iterator[Finding]:
    calendar = team.calendar
    for member in team.members if calendar else ():
        slots = member.slots(calendar) if calendar else ()
        none = [
            period.id
            for period, slot in zip(calendar.periods if calendar else (), slots, strict=True)
            if not slot.minutes
        ]
        if none and len(none) == len(slots):
            yield Finding("warning", "TIME01", member.file, member.line, f"{member.id} has no hours in any period")
        elif none:
            text = f"{member.id} has no hours in {', '.join(none)}"
            yield Finding("info", "TIME01", member.file, member.line, text)


def _overcommitted(team: Team, calendar: Calendar) -> Iterator[Finding]:
    """Name who has more committed work in a period than hours; where nobody is there, only what is stated for it."""
    for member in team.members:
        presence = member.presence
        if presence is None:
            continue
        single, found = dict(presence.committeds), list[str]()
        for period, slot in zip(calendar.periods, member.slots(calendar), strict=True):
            stated = single.get(period.id, presence.committed if any(slot.days) else 0)
            if stated > slot.committed:
                found.append(f"{stated / 60:g} h in {period.id}, with {slot.committed / 60:g} h for it")
        if found:
            text = f"{member.id} has more committed work than hours: {some(found)}"
            yield Finding("warning", "TIME03", member.file, member.line, text)


def _pinned(team: Team, backlog: Backlog, calendar: Calendar) -> Iterator[Finding]:
    """Name each pin to a period that the task's dates leave out, or for which the member has too few hours there."""
    tasks, members = {task.id: task for task in backlog.open_tasks}, {one.id: one for one in team.members}
    places = {period.id: number for number, period in enumerate(calendar.periods)}
    for pin in team.policies.pins:
        task, member = tasks.get(pin.task), members.get(pin.member)
        if task is None or member is None or pin.period not in places:
            continue
        period, text = calendar.periods[places[pin.period]], ""
        slot = member.slots(calendar)[places[pin.period]]
        parts = part_minutes(task)
        takes = member.pace * min(parts)
        if task.deadline and calendar.last_day(task.deadline) < period.start:
            text = f"must be done by {task.deadline}"
        elif task.earliest and calendar.first_day(task.earliest) > period.end:
            text = f"cannot start before {task.earliest}"
        elif takes > slot.minutes:
            what = "a part of it takes" if len(parts) > 1 else "takes"
            text = f"{what} {float(takes) / 60:g} h, where {member.id} has {slot.minutes / 60:g} h then"
        if text:
            said = f"{task.id} is pinned to {member.id} in {period.id}, and {text}"
            yield Finding("warning", "TIME04", pin.file, pin.line, said)


def _outside(team: Team, backlog: Backlog, calendar: Calendar) -> Iterator[Finding]:
    """Name each open task between whose dates there is no day of a period on which anybody has hours."""
    worked = set[date]()
    for member in team.members:
        for period, slot in zip(calendar.periods, member.slots(calendar), strict=True):
            worked.update(day for day, minutes in zip(period.days, slot.days, strict=True) if minutes)
    days = sorted(worked)
    for task in backlog.open_tasks if days else ():
        first = calendar.first_day(task.earliest) if task.earliest else days[0]
        last = calendar.last_day(task.deadline) if task.deadline else days[-1]
        if bisect_left(days, first) >= bisect_right(days, last):
            dates = [f"not before {task.earliest}"] if task.earliest else []
            dates += [f"done by {task.deadline}"] if task.deadline else []
            text = f"{task.id}: nobody has hours in its days, {' and '.join(dates)}"
            yield Finding("warning", "TIME05", task.file, task.line, text)


def _due_too_soon(backlog: Backlog, calendar: Calendar) -> Iterator[Finding]:
    """Name each open task that is late however it is planned: it may start only after the day on which it is due."""
    for task in backlog.open_tasks:
        if task.due and task.earliest and calendar.last_day(task.due) < calendar.first_day(task.earliest):
            text = f"{task.id} is due {task.due}, and may not start before {task.earliest}: it is late wherever it goes"
            yield Finding("warning", "TIME06", task.file, task.line, text)


def _long_chains(team: Team, backlog: Backlog) -> Iterator[Finding]:
    """Name each task that ends a chain of waiting tasks which takes more hours than the window has."""
    window = window_minutes(team)
    if not window:
        return
    fastest = min((Fraction(one.pace) for one in team.members), default=Fraction(1))
    tasks = {task.id: task for task in backlog.open_tasks}
    day = 60 * Fraction(team.defaults.hours_per_day or 8) if team.policies.order in {"fit", "next"} else Fraction(0)

    def lag(name: str, target: str) -> Fraction:
        return day * Fraction(tasks[name].lag(target))

    # How long the longest chain is that ends in a task, and the task before it there.
    best: dict[str, tuple[Fraction, str]] = {}
    for one in needs_first(tasks, lambda name: filter(tasks.__contains__, tasks[name].dependencies)):
        needs = [(best[target][0] + lag(one, target), target) for target in tasks[one].dependencies if target in best]
        before, last = max(needs, default=(Fraction(0), ""))
        best[one] = (before + fastest * tasks[one].estimate_minutes, last)
        if last and best[one][0] > window >= before:
            lags = "with its lags " if day and any(tasks[name].lags for name in _names(best, one)) else ""
            text = f"{_chain(best, one)} takes {float(best[one][0]) / 60:g} h {lags}one after the other, "
            text += f"and the window has {window / 60:g} h: not all of it can be worked in its order"
            yield Finding("warning", "TIME02", tasks[one].file, tasks[one].line, text)


def _chain(best: dict[str, tuple[Fraction, str]], name: str) -> str:
    """Return the chain that ends in a task, the middle left out where it is long."""
    names = _names(best, name)
    return " -> ".join(names if len(names) <= 8 else [*names[:3], f"{len(names) - 6} more", *names[-3:]])


def _names(best: dict[str, tuple[Fraction, str]], name: str) -> list[str]:
    """Return the tasks of the chain that ends in a task."""
    names = [name]
    while best[names[-1]][1]:
        names.append(best[names[-1]][1])
    return names[::-1]
