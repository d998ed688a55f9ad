"""The slots of a team with the days on which it works, and between which of these pieces must be worked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from solver.domain.calendar import Calendar, Slot
from solver.domain.team import Team
from solver.matching.pieces import Pieces
from solver.matching.workdays import Workdays

Ints = NDArray[np.int64]


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


def windows(
    calendar: Calendar | None, pieces: Pieces, axes: tuple[tuple[date, ...], ...], days: tuple[int, ...]
) -> tuple[Ints, Ints]:
    """Return the days of each period between which each piece must be worked."""
    begin = np.zeros((len(days), len(pieces.tasks)), dtype=np.int64)
    end = np.broadcast_to(np.array(days, dtype=np.int64)[:, None], begin.shape).copy()
    for c, piece in enumerate(pieces.tasks if calendar else ()):
        if calendar and piece.earliest:
            first = calendar.first_day(piece.earliest)
            begin[:, c] = [sum(day < first for day in axis) for axis in axes]
        if calendar and piece.deadline:
            last = calendar.last_day(piece.deadline)
            end[:, c] = [sum(day <= last for day in axis) for axis in axes]
    return begin, end
