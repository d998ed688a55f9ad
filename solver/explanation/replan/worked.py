"""How much of a piece of a plan is worked by the morning of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import accumulate

from solver.domain.plan import Assignment, Plan
from solver.domain.team import Team
from solver.matching.build import minutes
from solver.matching.working_days import working_days


def days_gone(team: Team, day: date) -> tuple[int, ...]:
    """Return how many working days of each period are before a day."""
    return tuple(sum(each < day for each in axis) for axis in working_days(team))


def workdays_gone(team: Team, day: date) -> int:
    """Return how many working days of the calendar are before a day, from the first period on."""
    before = team.calendar.workdays_before if team.calendar else {}
    return max((count for each, count in before.items() if each <= day), default=0)


def moved(plan: Plan, days: Sequence[int]) -> Plan:
    """Return a plan in which each start and end counts from so many days before, one number for each period.

    Examples
    --------
    >>> moved(Plan((Assignment("T", "A", 0, 0, Fraction(1), Fraction(2)),)), [2]).assignments[0].end
    Fraction(4, 1)
    """
    return Plan(
        tuple(
            replace(one, start=one.start + days[one.period], end=one.end + days[one.period])
            if one.start is not None and one.end is not None
            else one
            for one in plan.assignments
        )
    )


class Shares:
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
            moment = min(moment, Fraction(len(sums) - 1))
            day = int(moment)
            part = (moment - day) * (sums[day + 1] - sums[day]) if day + 1 < len(sums) else 0
            return Fraction(sums[day] + part)

        # Who has become ill since the plan was made has fewer hours until its end than it takes.
        pace = Fraction(slot.minutes, sums[-1]) if sums[-1] else Fraction(1)
        whole = max(pace * (worked(one.end) - worked(one.start)), Fraction(minutes(self.members[one.member], estimate)))
        return pace * (worked(Fraction(gone)) - worked(one.start)) / whole if whole else Fraction(1)

    def rest(self, one: Assignment, gone: int, estimate: int) -> int:
        """Return how many minutes of a piece are left then: none where its owner needs less than one for it."""
        share = 1 - self.of(one, gone, estimate)
        if one.member not in self.members:
            return int(share * estimate)
        member = self.members[one.member]
        return int(int(share * minutes(member, estimate)) / Fraction(member.pace))
