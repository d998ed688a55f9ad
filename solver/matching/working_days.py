"""The slots of a team with the days on which it works; light, as ``check`` asks for them too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from solver.domain.calendar import Slot
from solver.domain.team import Team
from solver.matching.workdays import Workdays


def working_days(team: Team) -> tuple[tuple[date, ...], ...]:
    """Return the days of each period on which anybody has hours: what elapsed working days count."""
    if team.calendar is None:
        return ()
    slots, found = [member.slots(team.calendar) for member in team.members], []
    for p, period in enumerate(team.calendar.periods):
        there = {n for own in slots for n, minutes in enumerate(own[p].days) if minutes}
        found.append(tuple(day for n, day in enumerate(period.days) if n in there))
    return tuple(found)


def dated_slots(team: Team, axes: tuple[tuple[date, ...], ...]) -> tuple[Slot, ...]:
    """Return the slots, members one after the other, with the working days alone."""
    if team.calendar is None:
        return ()
    kept = [
        {n for n, day in enumerate(one.days) if day in set(axis)}
        for one, axis in zip(team.calendar.periods, axes, strict=True)
    ]
    return tuple(
        replace(slot, days=tuple(minutes for n, minutes in enumerate(slot.days) if n in days))
        for member in team.members
        for slot, days in zip(member.slots(team.calendar), kept, strict=True)
    )


def window_minutes(team: Team) -> int:
    """Return the length of the one window without dates: the longest limit before reserved share and committed work."""
    whole = (one.load_limit_minutes + one.committed_minutes + one.reserved_minutes for one in team.members)
    return max(whole, default=0)


def undated_slots(team: Team) -> tuple[Slot, ...]:
    """Return the slots of one window without dates: as long as the longest limit, and each member at an even pace."""
    window = window_minutes(team)
    return tuple(Slot(one.load_limit_minutes, (window,), one.committed_minutes) for one in team.members)


def window_days(team: Team) -> Workdays:
    """Return the working days of the one window without dates: as many as its hours make at those of a day."""
    hours = team.defaults.hours_per_day or Decimal(8)
    return Workdays((Fraction(0),), (Fraction(window_minutes(team), 60) / Fraction(hours),))
