"""Deadlines that come before what a task waits for can end: whoever is fastest, day after day, is too slow for them."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate

from solver.domain.calendar import Calendar
from solver.domain.order import needs_first
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Team
from solver.errors import Fault


def too_late(team: Team, backlog: Backlog) -> list[Fault]:
    """Return a fault for each open task whose deadline comes before what it waits for can end.

    Parameters
    ----------
    team : Team
        With a calendar. No member of it works more in a day than the one who works most on that day, at the best pace.
    backlog : Backlog
        Without a loop of dependencies; dates that name no period are left to others.
    """
    calendar = team.calendar
    if calendar is None or team.policies.order == "ignore":
        return []
    days, sums = _fastest(team, calendar)
    pace = min((Fraction(one.pace) for one in team.members), default=Fraction(1))
    tasks = {task.id: task for task in backlog.open_tasks if _is_dated_well(calendar, task)}
    ends: dict[str, Fraction] = {}
    found = list[Fault]()
    for name in needs_first(tasks, lambda one: filter(tasks.__contains__, tasks[one].dependencies)):
        task = tasks[name]
        needs = [
            (_later(calendar, days, sums, ends[one], Fraction(task.lag(one))), one)
            for one in task.dependencies
            if one in ends
        ]
        begin, by = max(needs, default=(Fraction(0), ""))
        if task.deadline and by:
            last = sums[sum(day <= calendar.last_day(task.deadline) for day in days)]
            if begin > last:
                found.append(_fault(task, task.wait(by), _day(days, sums, begin)))
        if task.earliest:
            begin = max(begin, sums[sum(day < calendar.first_day(task.earliest) for day in days)])
        ends[task.id] = begin + pace * task.estimate_minutes
    return found


def _fault(task: Task, by: str, day: date | None) -> Fault:
    first = f"a deadline from {day} on" if day else "no deadline within the periods"
    expected = f"{first}: {by}, which it waits for, is not done before, whatever is done"
    return Fault(task.file, task.line, expected, f"{task.deadline!r} of {task.id}")


def _fastest(team: Team, calendar: Calendar) -> tuple[list[date], list[Fraction]]:
    """Return the days of all periods, and how much one member can have done at most before each and after all."""
    most: dict[date, Fraction] = {day: Fraction(0) for period in calendar.periods for day in period.days}
    for member in team.members:
        for period, slot in zip(calendar.periods, member.slots(calendar), strict=True):
            whole = sum(slot.days)
            for day, minutes in zip(period.days, slot.days, strict=True) if whole else ():
                most[day] = max(most[day], Fraction(slot.minutes * minutes, whole))
    days = sorted(most)
    return days, [Fraction(0), *accumulate(most[day] for day in days)]


def _later(calendar: Calendar, days: list[date], sums: list[Fraction], done: Fraction, lag: Fraction) -> Fraction:
    """Return how much can be done at most until a lag after the moment at which so much is done has gone by."""
    at = next((n for n, after in enumerate(sums[1:]) if after >= done), None)
    if not lag or at is None:
        return done
    before, one = calendar.workdays_before, timedelta(days=1)
    share = (done - sums[at]) / (sums[at + 1] - sums[at]) if sums[at + 1] > sums[at] else Fraction(0)
    gone = before[days[at]] + share * (before[days[at] + one] - before[days[at]]) + lag
    for n, day in enumerate(days):
        counts = before[day + one] - before[day]
        if before[day] + counts > gone or before[day] >= gone:
            return sums[n] + max(gone - before[day], Fraction(0)) * (sums[n + 1] - sums[n])
    # After all of them: that is too late for any day.
    return sums[-1] + 1


def _day(days: list[date], sums: list[Fraction], moment: Fraction) -> date | None:
    """Return the day on which so much is done, None if that is after all of them."""
    return next((day for day, done in zip(days, sums[1:], strict=True) if done >= moment), None)


def _is_dated_well(calendar: Calendar, task: Task) -> bool:
    for text in (task.earliest, task.deadline):
        try:
            calendar.last_day(text or calendar.periods[0].id)
        except ValueError:
            return False
    return True
