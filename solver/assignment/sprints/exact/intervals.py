"""The order of work as CP-SAT intervals beside the rows; no plan that can be worked is lost."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from ortools.sat.python import cp_model

from solver.assignment.model.linear import Linear
from solver.domain.calendar import Slot
from solver.matching.time import TICKS, Ints, Time

# Up to this many pairs every piece has its interval; beyond, what cannot be sequenced comes back as cuts alone.
MOST_PAIRS: Final = 6000


class Pace(NamedTuple):
    """Of a slot with the same hours on every day that has any: those, and the stretches of days between without hours.

    ``total`` of the slot's days are ``minutes``; ``first`` and ``last`` bound the days with hours, in ticks.
    """

    day: int
    total: int
    minutes: int
    first: int
    last: int
    holes: tuple[tuple[int, int], ...]

    def ticks(self, load: int) -> int:
        """Return how long a load takes where it crosses no hole, rounded down."""
        return TICKS * load * self.total // (self.minutes * self.day)


def add_intervals(cp: cp_model.CpModel, linear: Linear) -> None:
    """Let each piece have a place in time, members do one at a time, and what waits start after what it waits for.

    Time runs in ticks through all periods, and a piece takes as long as it takes, rounded down, where each day of its
    slot has the same hours or none. Where hours differ from day to day it takes at least the shortest time that it
    takes anywhere in the slot: that may be less than it takes, and the exact sequence is checked afterwards.
    """
    time = linear.problem.time
    pairs = linear.n_pairs
    if time is None or not (time.waits or time.lags) or pairs > MOST_PAIRS:
        return
    starts = first_ticks(time)
    least = least_lags(time)
    row, piece = linear.member[:pairs].tolist(), linear.task[:pairs].tolist()
    begin = {c: cp.new_int_var(0, int(starts[-1]), f"b{c}") for c in set(piece)}
    end = {c: cp.new_int_var(0, int(starts[-1]), f"e{c}") for c in set(piece)}
    machines: dict[int, list[cp_model.IntervalVar]] = {}
    paces = {r: pace_of(time.slots[r]) for r in set(row)}
    for column, (r, c) in enumerate(zip(row, piece, strict=True)):
        on, p = cp.get_bool_var_from_proto_index(column), int(time.period[r])
        offset, pace = int(starts[p]), paces[r]
        first, last = offset + TICKS * int(time.begin[p, c]), offset + TICKS * int(time.end[p, c])
        size: cp_model.LinearExprT = cp.new_int_var(int(time.ticks[r, c]), int(time.days[p]) * TICKS, "")
        if pace is not None:
            load = int(linear.problem.load[r, c])
            size = _size(cp, pace, load, offset, (begin[c], end[c]), on)
            first, last = max(first, offset + pace.first), min(last, offset + pace.last)
        interval = cp.new_optional_interval_var(begin[c], size, end[c], on, "")
        machines.setdefault(int(time.member[r]), []).append(interval)
        cp.add(begin[c] >= first).only_enforce_if(on)
        cp.add(end[c] <= last).only_enforce_if(on)
    for intervals in machines.values():
        cp.add_no_overlap(intervals)
    placed: dict[int, list[cp_model.IntVar]] = {}
    for column, c in enumerate(piece):
        placed.setdefault(c, []).append(cp.get_int_var_from_proto_index(column))
    # What demands a later period has it from the rules; only where it lags is there more to it.
    for pair in (*time.waits, *(pair for pair in time.gated if pair in least)):
        after, before = pair
        if after in begin and before in end:
            # What waits is placed only with what it waits for; a piece that stays out may stand anywhere.
            lag = least.get(pair, 0)
            cp.add(begin[after] + (int(starts[-1]) + lag) * (1 - sum(placed[after])) >= end[before] + lag)


def first_ticks(time: Time) -> Ints:
    """Return the tick with which each period begins, and that of the end; with lags the days between periods count."""
    days = np.array(time.days, dtype=np.int64) * TICKS
    starts: Ints = np.concatenate([[0], np.cumsum(days)])
    if not time.lags:
        return starts
    ends = [0, *(int(each.before[-1] + each.length[-1]) if each.before else 0 for each in time.workdays)]
    begins = [int(each.before[0]) if each.before else end for each, end in zip(time.workdays, ends, strict=False)]
    gaps = np.maximum(np.array(begins) - np.maximum.accumulate(ends[:-1]), 0)
    gaps[0] = 0
    starts += TICKS * np.concatenate([np.cumsum(gaps), [gaps.sum()]])
    return starts


def least_lags(time: Time) -> dict[tuple[int, int], int]:
    """Return for each pair that lags how many ticks lie between its pieces at least.

    Working days of the calendar on which nobody has hours are no ticks within a period: all of them count against it.
    One window without dates is a day of as many working days as it has.
    """
    longest = max((length for each in time.workdays for length in each.length), default=0) or 1
    there = [each for each in time.workdays if each.before]
    missing = sum(int(each.before[-1] - each.before[0] - sum(each.length[:-1])) for each in there)
    found = {pair: int(TICKS * (lag - missing) / longest) for pair, lag in time.lags.items()}
    return {pair: ticks for pair, ticks in found.items() if ticks > 0}


def pace_of(slot: Slot) -> Pace | None:
    """Return the pace of a slot, None where hours differ from day to day or there are none.

    Examples
    --------
    >>> pace_of(Slot(960, (0, 480, 0, 480)))
    Pace(day=480, total=960, minutes=960, first=1000, last=4000, holes=((2000, 3000),))
    >>> pace_of(Slot(960, (480, 240))) is None
    True
    """
    days = [n for n, minutes in enumerate(slot.days) if minutes]
    if not days or not slot.minutes or len({slot.days[n] for n in days}) > 1:
        return None
    holes = tuple(
        (TICKS * (one + 1), TICKS * other) for one, other in zip(days, days[1:], strict=False) if other > one + 1
    )
    first, last = TICKS * days[0], TICKS * (days[-1] + 1)
    return Pace(slot.days[days[0]], slot.sums[-1], slot.minutes, first, last, holes)


def _size(
    cp: cp_model.CpModel,
    pace: Pace,
    load: int,
    offset: int,
    span: tuple[cp_model.IntVar, cp_model.IntVar],
    on: cp_model.IntVar,
) -> cp_model.LinearExprT:
    """Return how long a load takes: the holes between its begin and its end count."""
    ticks, begin, end = pace.ticks(load), *span
    least, longer = ticks, list[cp_model.LinearExprT]()
    for first, last in pace.holes:
        beside = []
        if pace.first + ticks <= first:
            beside.append(cp.new_bool_var(""))
            cp.add(end <= offset + first).only_enforce_if(on, beside[-1])
        if last + ticks <= pace.last:
            beside.append(cp.new_bool_var(""))
            cp.add(begin >= offset + last).only_enforce_if(on, beside[-1])
        if beside:
            cp.add_at_most_one(beside)
            longer.append((last - first) * (1 - sum(beside)))
        else:
            least += last - first
    if not longer:
        return least
    size = cp.new_int_var(least, max(least, pace.last - pace.first), "")
    cp.add(size == least + sum(longer)).only_enforce_if(on)
    return size
