"""The checker's own reckoning of days: whose hours there are on which day, when so much is done, pieces of tasks.

Shares no code with calendars, slots and pieces elsewhere, so that each checks the other.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from itertools import accumulate

from solver.domain.calendar import Calendar, Presence
from solver.domain.tasks import Requirement, Task
from solver.domain.team import Member, Team


@dataclass(frozen=True)
class Hours:
    """What a member may be given in a period: minutes, a share of them for each working day, and those committed."""

    minutes: int
    shares: tuple[Fraction, ...]
    committed: int

    def gone(self, moment: Fraction) -> Fraction:
        """Return how many minutes have gone by at a moment, in working days from the first morning."""
        whole, part = divmod(moment.numerator, moment.denominator)
        parts, own, sums = self._parts
        done = sums[whole] * moment.denominator + (part * own[whole] if part else 0)
        return Fraction(self.minutes * done, parts * moment.denominator)

    @cached_property
    def _parts(self) -> tuple[int, list[int], list[int]]:
        """Of how many parts all shares are whole numbers, those numbers, and their sums before each day and of all."""
        parts = math.lcm(*(share.denominator for share in self.shares))
        own = [share.numerator * (parts // share.denominator) for share in self.shares]
        return parts, own, list(accumulate(own, initial=0))


@dataclass(frozen=True)
class Piece:
    """What is handed out as one: its minutes before anybody's pace, and what its owner needs."""

    minutes: int
    needs: tuple[Requirement, ...]


class Agenda:
    """Periods with their working days, and everybody's hours in each."""

    def __init__(self, team: Team) -> None:
        self.calendar = team.calendar
        self._passed = dict[date, int]()
        if team.calendar is None:
            length = max(
                (m.load_limit_minutes + m.committed_minutes + m.reserved_minutes for m in team.members), default=0
            )
            self.days: list[list[date]] = [[date.min]]
            self.length = Fraction(length, 60) / Fraction(team.defaults.hours_per_day or 8)
            even = (Fraction(1),) if length else (Fraction(0),)
            self.hours = {
                (member.id, 0): Hours(member.load_limit_minutes, even, member.committed_minutes)
                for member in team.members
            }
            return
        self.days = []
        self.hours = {}
        for number, period in enumerate(team.calendar.periods):
            span = [period.start + timedelta(n) for n in range((period.end - period.start).days + 1)]
            there = {m.id: [_there(team.calendar, m.presence or Presence(), day) for day in span] for m in team.members}
            used = [n for n in range(len(span)) if any(row[n] for row in there.values())]
            self.days.append([span[n] for n in used])
            for member in team.members:
                own = [there[member.id][n] for n in used]
                self.hours[member.id, number] = _hours(team.calendar, period.id, member, span, own)

    @property
    def count(self) -> int:
        """How many periods there are."""
        return len(self.days)

    def named(self, period: int) -> str:
        """Return the name of a period."""
        return self.calendar.periods[period].id if self.calendar else "the window"

    def first(self, when: str, period: int) -> int:
        """Return before how many working days of a period something must not start."""
        day = self._day(when, first=True)
        return sum(one < day for one in self.days[period])

    def last(self, when: str, period: int) -> int:
        """Return after how many working days of a period something must be done."""
        day = self._day(when, first=False)
        return sum(one <= day for one in self.days[period])

    def worked(self, moment: Fraction, period: int, *, ends: bool) -> Fraction:
        """Return how many of the calendar's working days have gone by at a moment at which work ends, or starts.

        Work that ends with a day ends on its evening; a window without dates has as many as its hours make.
        """
        day = max(math.ceil(moment) - 1, 0) if ends else min(math.floor(moment), len(self.days[period]) - 1)
        part = moment - day
        if self.calendar is None:
            return part * self.length
        here = self.days[period][day]
        return self._before(here) + part * self._counts(here)

    def _before(self, day: date) -> int:
        """Return how many of the calendar's working days there are before a day, from its first one on."""
        if self.calendar and day not in self._passed:
            first = self.calendar.periods[0].start
            self._passed[day] = sum(self._counts(first + timedelta(n)) for n in range((day - first).days))
        return self._passed.get(day, 0)

    def _counts(self, day: date) -> bool:
        calendar = self.calendar
        if calendar is None or day in calendar.holidays or day in calendar.closed:
            return False
        return day.weekday() in calendar.workdays

    def periods_after(self, when: str, period: int) -> int:
        """Return how many periods up to this one start after a day."""
        day = self._day(when, first=False)
        return sum(one.start > day for one in (self.calendar.periods[: period + 1] if self.calendar else ()))

    def _day(self, when: str, *, first: bool) -> date:
        for period in self.calendar.periods if self.calendar else ():
            if period.id == when:
                return period.start if first else period.end
        return date.fromisoformat(when)


def pieces(task: Task, *, in_parts: bool) -> list[Piece]:
    """Return the seats of a crew, the parts of a split task, or the task itself; of begun ones what is left."""
    if task.left:
        seats = task.crew or [task.requirements] * len(task.left)
        return [Piece(rest, seat) for (_, rest), seat in zip(task.left, seats, strict=True)]
    if task.crew:
        return [Piece(task.estimate_minutes, seat) for seat in task.crew]
    parts, left = [], task.estimate_minutes
    while in_parts and task.split_minutes and left >= 2 * task.split_minutes:
        parts.append(Piece(task.split_minutes, task.requirements))
        left -= task.split_minutes
    return [*parts, Piece(left, task.requirements)]


def piece_minutes(member: Member, piece: Piece) -> int:
    """Return how long a member takes for a piece, rounded up to whole minutes."""
    return math.ceil(piece.minutes * _exactly(member.pace))


@cache
def _exactly(pace: Decimal) -> Fraction:
    return Fraction(pace)


def _there(calendar: Calendar, presence: Presence, day: date) -> int:
    """Return the minutes that a member is there on a day."""
    if day in calendar.holidays or day in calendar.closed:
        return 0
    if presence.since and presence.since > day:
        return 0
    if presence.until and presence.until < day:
        return 0
    for first, last in presence.leave:
        if first <= day <= last:
            return 0
    return _usual(calendar, presence, day)


def _usual(calendar: Calendar, presence: Presence, day: date) -> int:
    if presence.week is not None:
        return presence.week[day.weekday()]
    return calendar.day_minutes if day.weekday() in calendar.workdays else 0


def _hours(calendar: Calendar, name: str, member: Member, span: list[date], own: list[int]) -> Hours:
    presence = member.presence or Presence()
    whole, there = sum(_usual(calendar, presence, day) for day in span), sum(own)
    limit = {**dict(presence.limits)}.get(name, presence.limit)
    minutes = Fraction(there) if limit is None or not whole else Fraction(limit * there, whole)
    minutes = max(minutes - presence.leave_minutes, Fraction(0))
    minutes *= Fraction({**dict(presence.ramps)}.get(name, presence.ramp)) * (1 - Fraction(presence.reserved))
    minutes += {**dict(presence.extra)}.get(name, 0) if there else 0
    committed = min(Fraction({**dict(presence.committeds)}.get(name, presence.committed)), max(minutes, Fraction(0)))
    free = int(minutes - committed) if there else 0
    return Hours(max(free, 0), tuple(Fraction(day, there) if there else Fraction(0) for day in own), int(committed))
