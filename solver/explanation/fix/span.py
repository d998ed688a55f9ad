"""The days by which a date can be shifted, and the sprints that may come behind the last one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from solver.changes.cutting import next_period
from solver.domain.calendar import Calendar, Period
from solver.domain.team import Team
from solver.matching.working_days import working_days

# So many sprints more are offered at most where work may not begin before them.
MOST_SPRINTS: Final = 6


def later_periods(calendar: Calendar, begins: date, least: int = 1) -> tuple[Period, ...]:
    """Return the next sprints, and those up to the first one that is not over on a day, unless that is far.

    Parameters
    ----------
    calendar : Calendar
        With its sprints.
    begins : date
        When work may begin.
    least : int
        How many there are at least.

    Returns
    -------
    tuple of Period
        At least one.
    """
    found = [next_period(calendar)]
    while found[-1].end < begins and len(found) < MOST_SPRINTS:
        found.append(next_period(replace(calendar, periods=(*calendar.periods, *found))))
    found = found if found[-1].end >= begins else found[:1]
    while len(found) < least:
        found.append(next_period(replace(calendar, periods=(*calendar.periods, *found))))
    return tuple(found)


def days_to(team: Team, start: date, end: date) -> tuple[date, ...]:
    """Return the days that are worked from one day to another: in sprints by anybody, between them by the calendar.

    Parameters
    ----------
    team : Team
        With its sprints.
    start, end : date
        The first and the last day that count.

    Returns
    -------
    tuple of date
        In order.
    """
    calendar = team.calendar
    if calendar is None:
        return ()
    worked = {day for axis in working_days(team) for day in axis}
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    return tuple(
        day
        for day in days
        if day in worked
        or (calendar.is_workday(day) and not any(one.start <= day <= one.end for one in calendar.periods))
    )
