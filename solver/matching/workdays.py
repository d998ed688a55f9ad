"""The team calendar's working days at each moment of a period: what the lags between tasks are counted in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from solver.domain.calendar import Calendar


@dataclass(frozen=True)
class Workdays:
    """Working days of the calendar from its first morning on, at moments of one period.

    ``before`` are those before each day of the period on which anybody has hours, ``length`` what the day itself
    counts: 1, or 0 for a day on which somebody works though it is none of the calendar.
    """

    before: tuple[Fraction, ...]
    length: tuple[Fraction, ...]

    def at_start(self, moment: Fraction) -> Fraction:
        """Return how many have gone by when something starts at a moment, in days from the first morning.

        Examples
        --------
        >>> week = Workdays((Fraction(0), Fraction(3)), (Fraction(1), Fraction(1)))
        >>> week.at_start(Fraction(1)), week.at_end(Fraction(1))
        (Fraction(3, 1), Fraction(1, 1))
        """
        day = min(int(moment), len(self.before) - 1)
        return self.before[day] + (moment - day) * self.length[day]

    def at_end(self, moment: Fraction) -> Fraction:
        """Return how many have gone by when something ends at a moment: in the evening, not on the next morning."""
        day = max(-(-moment // 1) - 1, 0)
        return self.before[day] + (moment - day) * self.length[day]

    def first(self, count: Fraction) -> Fraction:
        """Return the first moment to start at when so many have gone by; where there is none, that of the end.

        Examples
        --------
        >>> week = Workdays((Fraction(0), Fraction(3)), (Fraction(1), Fraction(1)))
        >>> [float(week.first(Fraction(count))) for count in (0.5, 1, 2, 3.5, 9)]
        [0.5, 1.0, 1.0, 1.5, 2.0]
        """
        day = bisect_left(self.before, count)
        if day and count < self.before[day - 1] + self.length[day - 1]:
            return day - 1 + (count - self.before[day - 1]) / self.length[day - 1]
        return Fraction(day)

    def last(self, count: Fraction) -> Fraction:
        """Return the last moment to end at when no more than so many have gone by; below 0 where there is none.

        Examples
        --------
        >>> week = Workdays((Fraction(0), Fraction(3)), (Fraction(1), Fraction(1)))
        >>> [float(week.last(Fraction(count))) for count in (-1, 0.5, 1, 2, 3.5, 9)]
        [-1.0, 0.5, 1.0, 1.0, 1.5, 2.0]
        """
        day = bisect_right(self.before, count) - 1
        if day < 0:
            return Fraction(-1)
        length = self.length[day]
        return day + (min(Fraction(1), (count - self.before[day]) / length) if length else Fraction(1))


def workdays_of(calendar: Calendar, axes: Sequence[Sequence[date]]) -> tuple[Workdays, ...]:
    """Return the working days of each period of a calendar, those between periods counted, too.

    Parameters
    ----------
    calendar : Calendar
        Its workdays less holidays and closed days are those that count.
    axes : sequence of sequence of date
        The days of each period on which anybody has hours.
    """
    before = calendar.workdays_before
    return tuple(
        Workdays(
            tuple(Fraction(before[day]) for day in axis),
            tuple(Fraction(before[day + timedelta(days=1)] - before[day]) for day in axis),
        )
        for axis in axes
    )
