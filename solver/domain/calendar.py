"""Calendars: periods with dates, when a member is there, and the hours of a slot with how they come about."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache

WORKDAYS = (0, 1, 2, 3, 4)


@dataclass(frozen=True)
class Period:
    """A planning window; both days count."""

    id: str
    start: date
    end: date

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of the period, working day or not."""
        return tuple(self.start + timedelta(days=n) for n in range((self.end - self.start).days + 1))


@dataclass(frozen=True)
class Calendar:
    """What holds for everybody: minutes of a working day, which weekdays are one (0 is Monday), days off, periods."""

    periods: tuple[Period, ...]
    day_minutes: int = 480
    workdays: tuple[int, ...] = WORKDAYS
    holidays: tuple[date, ...] = ()
    closed: tuple[date, ...] = ()

    @property
    def week(self) -> tuple[int, ...]:
        """The minutes of each weekday from Monday."""
        return tuple(self.day_minutes if day in self.workdays else 0 for day in range(7))

    @cached_property
    def days_off(self) -> frozenset[date]:
        """The holidays and the days that are closed."""
        return frozenset((*self.holidays, *self.closed))

    def is_workday(self, day: date) -> bool:
        """Return whether a day is one of the working week and not off."""
        return day.weekday() in self.workdays and day not in self.days_off

    @cached_property
    def workdays_before(self) -> dict[date, int]:
        """How many days that are worked there are before each day from the first period on; one day more ends it."""
        day, count = self.periods[0].start, 0
        found = {day: 0}
        while day <= self.periods[-1].end:
            count += self.is_workday(day)
            day += timedelta(days=1)
            found[day] = count
        return found

    def place(self, name: str) -> int:
        """Return the place of a period from 0, by its id; -1 if there is none."""
        return next((number for number, period in enumerate(self.periods) if period.id == name), -1)

    def first_day(self, when: str) -> date:
        """Return a date, or the first day of a period, that ``YYYY-MM-DD`` or an id names."""
        place = self.place(when)
        return self.periods[place].start if place >= 0 else date.fromisoformat(when)

    def last_day(self, when: str) -> date:
        """Return a date, or the last day of a period, that ``YYYY-MM-DD`` or an id names."""
        place = self.place(when)
        return self.periods[place].end if place >= 0 else date.fromisoformat(when)


@dataclass(frozen=True)
class Presence:
    """When a member is there, as the roster says; minutes, per period where a pair names one.

    ``week`` are the minutes of each weekday from Monday, None for the calendar's; ``leave`` are pairs of a first and a
    last day, ``leave_minutes`` come off each period; ``limit`` stands in for the hours of the week, None for none, and
    ``limits`` for single periods; ``ramp`` and ``reserved`` are shares from 0 to 1.
    """

    week: tuple[int, ...] | None = None
    leave: tuple[tuple[date, date], ...] = ()
    leave_minutes: int = 0
    since: date | None = None
    until: date | None = None
    limit: int | None = None
    limits: tuple[tuple[str, int], ...] = ()
    committed: int = 0
    committeds: tuple[tuple[str, int], ...] = ()
    reserved: Decimal = Decimal(0)
    ramp: Decimal = Decimal(1)
    ramps: tuple[tuple[str, Decimal], ...] = ()
    extra: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Slot:
    """A member in a period: the minutes that may be given, the shape of the days, and how the minutes come about.

    ``days`` are the member's own minutes on each day of the period before ramp, reserved share and committed work:
    what is given is done at this pace, scaled to ``minutes`` in all.
    """

    minutes: int
    days: tuple[int, ...]
    committed: int = 0
    reserved: int = 0
    lines: tuple[tuple[str, Fraction], ...] = field(default=(), compare=False)

    @cached_property
    def sums(self) -> tuple[int, ...]:
        """The sums of ``days`` before each day, and of all."""
        found = [0]
        for day in self.days:
            found.append(found[-1] + day)
        return tuple(found)

    def moment(self, done: Fraction | int, *, late: bool = False) -> Fraction:
        """Return when so many of the slot's minutes are done, in days from the morning of the first day.

        ``late`` asks for the moment just before the next minute is begun, which is later where days without hours lie
        between.

        Examples
        --------
        >>> Slot(480, (480, 0, 480)).moment(240), Slot(480, (480, 0, 480)).moment(240, late=True)
        (Fraction(1, 1), Fraction(2, 1))
        """
        # In whole numbers: where many moments are asked for, fractions of fractions take most of the time.
        at, parts = done.numerator * self.sums[-1], done.denominator * self.minutes
        day = bisect_right(self.sums, at // parts) - 1 if late else bisect_left(self.sums, -(-at // parts)) - 1
        if late and day >= len(self.days):
            day = max(d for d, minutes in enumerate(self.days) if minutes)
        if day < 0:
            return Fraction(0)
        return Fraction((day * self.days[day] - self.sums[day]) * parts + at, self.days[day] * parts)

    def done_by(self, moment: Fraction) -> Fraction:
        """Return how many of the slot's minutes have gone by at a moment, in days from the first morning."""
        at, parts = moment.numerator, moment.denominator
        day, total = min(at // parts, len(self.days)), self.sums[-1]
        part = (at - day * parts) * self.days[day] if day < len(self.days) else 0
        return Fraction((self.sums[day] * parts + part) * self.minutes, parts * total) if total else Fraction(0)


@lru_cache(maxsize=65536)
def reckon(calendar: Calendar, period: Period, presence: Presence) -> Slot:
    """Return the slot of a member in a period, with its reckoning line by line.

    Parameters
    ----------
    calendar : Calendar
        What holds for everybody.
    period : Period
        One of its periods.
    presence : Presence
        When the member is there.

    Returns
    -------
    Slot
        (week or limit, less days off and leave) times ramp, less reserved share and committed, in whole minutes.
    """
    week = presence.week or calendar.week
    whole = [week[day.weekday()] for day in period.days]
    why = [_off(calendar, presence, day) for day in period.days]
    days = tuple(0 if reason else minutes for minutes, reason in zip(whole, why, strict=True))
    stated = dict(presence.limits).get(period.id, presence.limit)
    gross = Fraction(sum(whole) if stated is None else stated)
    lines = [("week" if stated is None else "limit", gross)]
    per_minute = gross / sum(whole) if sum(whole) else Fraction(0)
    for reason in ("not in the team", "holidays", "closed", "leave"):
        off = sum(minutes for minutes, given in zip(whole, why, strict=True) if given == reason) * per_minute
        lines += [(reason, -off)] if off else []
    if gross and not sum(whole):
        lines.append(("no day of its week", -gross))
    rest = sum(days) * per_minute
    left = max(rest - presence.leave_minutes, Fraction(0))
    lines += [("leave", left - rest)] if left != rest else []
    ramp = Fraction(dict(presence.ramps).get(period.id, presence.ramp))
    lines += [(f"ramp {float(ramp):g}", left * ramp - left)] if ramp != 1 and left else []
    kept = left * ramp * Fraction(presence.reserved)
    lines += [(f"reserved {float(presence.reserved):.0%}", -kept)] if kept else []
    extra = dict(presence.extra).get(period.id, 0) if sum(days) else 0
    lines += [("extra", Fraction(extra))] if extra else []
    free = left * ramp - kept + extra
    committed = min(Fraction(dict(presence.committeds).get(period.id, presence.committed)), max(free, Fraction(0)))
    lines += [("committed", -committed)] if committed else []
    minutes = max(int(free - committed), 0) if sum(days) else 0
    return Slot(minutes, days, int(committed), int(kept), tuple(lines))


def _off(calendar: Calendar, presence: Presence, day: date) -> str:
    """Return why a member is not there on a day, empty if that is so."""
    if (presence.since and day < presence.since) or (presence.until and day > presence.until):
        return "not in the team"
    if day in calendar.holidays:
        return "holidays"
    if day in calendar.closed:
        return "closed"
    return "leave" if any(first <= day <= last for first, last in presence.leave) else ""
