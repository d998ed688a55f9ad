"""A member's hours over periods in the words that a roster has, where a change left them in others."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import ceil

from solver.domain.calendar import Calendar, Period, Presence, reckon


def in_roster_words(presence: Presence, calendar: Calendar) -> Presence:
    """Return a presence of which a roster can say everything, with the same hours in each period.

    A roster says neither "five hours more in this period" nor days of leave beside hours of it. Both are said by the
    limit of the period, which is what holds before leave, ramp and reserved share: the one that leaves these hours.

    Parameters
    ----------
    presence : Presence
        When a member is there, as changes have left it.
    calendar : Calendar
        With the periods.

    Returns
    -------
    Presence
        The same one if a roster can say it. Else its slots have the same minutes, days and committed work; the
        reserved share is then of the new limit.

    Examples
    --------
    >>> from datetime import date
    >>> week = Period("S1", date(2027, 1, 4), date(2027, 1, 8))
    >>> said = in_roster_words(Presence(extra=(("S1", 300),)), Calendar((week,)))
    >>> said.extra, said.limits
    ((), (('S1', 2700),))
    """
    changed = {name for name, minutes in presence.extra if minutes}
    if presence.leave and presence.leave_minutes:
        changed = {period.id for period in calendar.periods}
    if not changed:
        return replace(presence, extra=())
    plain, limits, ramps = replace(presence, extra=()), dict(presence.limits), dict(presence.ramps)
    if presence.leave:
        plain = replace(plain, leave_minutes=0)
    if presence.reserved == 1:
        # All is reserved, whatever the limit: nothing but the changed periods has any hours.
        plain, limits = replace(plain, reserved=Decimal(0)), {period.id: 0 for period in calendar.periods}
    for period in calendar.periods:
        # Where there is no day there are no hours, whatever the limit.
        if period.id in changed and any(reckon(calendar, period, presence).days):
            if not ramps.get(period.id, presence.ramp):
                ramps[period.id] = Decimal(1)
            plain = replace(plain, ramps=tuple(ramps.items()))
            limits[period.id] = _limit(presence, plain, calendar, period)
    return replace(plain, limits=tuple(limits.items()))


def _limit(before: Presence, plain: Presence, calendar: Calendar, period: Period) -> int:
    """Return the limit in a period, in minutes, that leaves the hours which there were before.

    A minute of the limit is a minute or less of what it leaves, so that one of them is right to the minute.
    """
    slot = reckon(calendar, period, before)
    free = slot.minutes + slot.committed
    ramp = Fraction(dict(plain.ramps).get(period.id, plain.ramp))
    there = Fraction(free) / (ramp * (1 - Fraction(plain.reserved))) + plain.leave_minutes
    week = plain.week or calendar.week
    return ceil(there * sum(week[day.weekday()] for day in period.days) / sum(slot.days))
