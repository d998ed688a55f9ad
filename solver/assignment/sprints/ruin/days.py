"""From a minute of one row to the first minute of another that is not before it, in whole numbers."""

from __future__ import annotations

import math
from typing import Final

from solver.assignment.arrays.kernels import kernel
from solver.assignment.sprints.ruin.case import BEFORE, DAY_EDGES, LENGTH, MINUTES, PERIOD, SUM_EDGES, SUMS
from solver.assignment.sprints.ruin.table import Ints
from solver.matching.time import Time

# What the whole numbers of compiled loops stay below.
MOST: Final = 2**63


def fits(time: Time) -> bool:
    """Return whether no moment is counted in numbers that are too large: lags of many decimals in periods of a year.

    A part of a day is counted in a row's minutes times those of a day times the parts of a day that lags have.
    """
    if not time.lags:
        return True
    minutes = max((slot.minutes for slot in time.slots), default=0)
    day = max((minutes for slot in time.slots for minutes in slot.days), default=0)
    whole = minutes * day * max(lag.denominator for lag in time.lags.values())
    days = sum(time.days) + math.ceil(max(time.lags.values())) + 1
    return whole * max(minutes, day, days) < MOST


@kernel
def passed(case: Ints, row: int, end: int, other: int, lag: int, parts: int) -> int:
    """Return the first whole minute of another row that is not before a minute of a row.

    Parameters
    ----------
    case : ndarray of int
        The table.
    row, end : int
        A row and one of its minutes.
    other : int
        A row of the same period, or where there is a lag of the same or a later one.
    lag, parts : int
        The working days that go by between them, as a fraction; ``parts`` is 0 where there is no lag.
    """
    if row == other and not parts:
        return end
    day, over, under = moment(case, row, end)
    if parts:
        here, there = case[case[PERIOD] + row], case[case[PERIOD] + other]
        day, over, under = _later(case, here, there, day, over, under, lag, parts)
    return done_by(case, other, day, over, under)


@kernel
def moment(case: Ints, row: int, end: int) -> tuple[int, int, int]:
    """Return when so many minutes of a row are done: the day, and what part of it has gone by, above 0, as a fraction.

    As ``Slot.moment``: at the end of a day, not on the next morning.
    """
    first = case[case[SUM_EDGES] + row]
    minutes, total = case[case[MINUTES] + row], case[case[SUMS] + case[case[SUM_EDGES] + row + 1] - 1]
    if end <= 0:
        return 0, 0, 1
    day = 0
    while case[case[SUMS] + first + day + 1] * minutes < end * total:
        day += 1
    before = case[case[SUMS] + first + day]
    over, under = end * total - before * minutes, minutes * (case[case[SUMS] + first + day + 1] - before)
    high, low = under, over
    while low:
        high, low = low, high % low
    return day, over // high, under // high


@kernel
def done_by(case: Ints, row: int, day: int, over: int, under: int) -> int:
    """Return how many minutes of a row have gone by at a moment, rounded up, as ``Slot.done_by`` before rounding."""
    first, last = case[case[SUM_EDGES] + row], case[case[SUM_EDGES] + row + 1] - 1
    total, day = case[case[SUMS] + last], min(day, last - first)
    if not total:
        return 0
    sums = case[case[SUMS] + first + day]
    length = case[case[SUMS] + min(first + day + 1, last)] - sums
    # Rounded up twice, which is the same, and divided before anything comes near 2**63.
    minutes, whole, rest = case[case[MINUTES] + row], over * length // under, over * length % under
    own = (sums + whole) * minutes - (-rest * minutes // under)
    return -(-own // total)  # type: ignore[no-any-return]


@kernel
def _later(
    case: Ints, period: int, other: int, day: int, over: int, under: int, lag: int, parts: int
) -> tuple[int, int, int]:
    """Return the first moment of another period so many working days after something ended at a moment of a period.

    As ``Workdays.first`` of ``Workdays.at_end`` and the lag.
    """
    at = case[case[DAY_EDGES] + period] + day
    whole = under * parts
    gone = case[case[BEFORE] + at] * whole + over * case[case[LENGTH] + at] * parts + lag * under
    first, last = case[case[DAY_EDGES] + other], case[case[DAY_EDGES] + other + 1]
    day = 0
    while first + day < last and case[case[BEFORE] + first + day] * whole < gone:
        day += 1
    if day:
        rest = gone - case[case[BEFORE] + first + day - 1] * whole
        if rest < case[case[LENGTH] + first + day - 1] * whole:
            return day - 1, rest, whole
    return day, 0, 1
