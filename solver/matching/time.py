"""What a Problem over slots and pieces knows beyond one over members and tasks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from solver.domain.calendar import Slot
from solver.domain.frozen import lock_arrays
from solver.domain.plan import Assignment, Plan
from solver.matching.workdays import Workdays

Ints = NDArray[np.int64]
# Durations are counted in thousandths of a day.
TICKS = 1000


@dataclass(frozen=True, eq=False)
class Time:
    """Rows are slots, members one after the other with all their periods; columns are pieces.

    ``names`` are the members and ``periods`` the ids, None for a window without dates; ``member`` and ``period``
    number them for each row, ``slots`` are the rows' own. ``tasks`` are ids, ``task`` and ``number`` say which piece of
    which task a column is. ``when[row, column]`` is the gate of dates. ``begin`` and ``end``, shape (n_periods,
    n_pieces), are the working days between which a piece must be worked, from the first morning of the period. ``days``
    is how many working days each period has.

    ``waits`` are pairs of a piece and one that must end before it starts, in one period or an earlier one (``fit``);
    ``gated`` are those that need an earlier period (``next``). ``crews`` and ``parts`` group pieces; ``one_member``
    says that the parts of a task have one. ``counted`` are the pieces that carry their task's value. ``pins`` are sets
    of (row, column), one of each of which must hold. ``early`` are the classes that are placed early, ``focus_units``
    what each batch of a slot beyond the first costs. ``ticks[row, column]`` is the shortest time that a piece takes
    there, ``chains`` are pieces that wait for each other one after the other, ``cuts`` are sets of (row, column) that
    cannot be sequenced, and how many of them can hold.

    ``lags`` are the working days of the calendar that must go by between a piece and one that waits for it, by the pair
    as in ``waits`` and ``gated``, where there are any; ``held`` those that must go by before a piece from the first
    morning of all; ``workdays`` count them in each period.
    """

    names: tuple[str, ...]
    periods: tuple[str | None, ...]
    member: Ints
    period: Ints
    slots: tuple[Slot, ...]
    days: tuple[int, ...]
    tasks: tuple[str, ...]
    task: Ints
    number: Ints
    when: NDArray[np.bool_]
    begin: Ints
    end: Ints
    waits: tuple[tuple[int, int], ...]
    gated: tuple[tuple[int, int], ...]
    crews: tuple[tuple[int, ...], ...]
    parts: tuple[tuple[int, ...], ...]
    one_member: bool
    counted: NDArray[np.bool_]
    pins: tuple[tuple[tuple[int, int], ...], ...]
    early: tuple[int, ...]
    focus_units: int
    ticks: Ints
    chains: tuple[tuple[int, ...], ...] = ()
    cuts: tuple[tuple[tuple[tuple[int, int], ...], int], ...] = ()
    lags: Mapping[tuple[int, int], Fraction] = field(default_factory=dict)
    held: Mapping[int, Fraction] = field(default_factory=dict)
    workdays: tuple[Workdays, ...] = ()

    def __post_init__(self) -> None:
        """Let nobody change an array in place."""
        lock_arrays(self)

    @property
    def n_periods(self) -> int:
        """How many periods there are."""
        return len(self.periods)

    def row(self, member: int, period: int) -> int:
        """Return the row of a member in a period."""
        return member * self.n_periods + period

    @property
    def is_sequenced(self) -> bool:
        """Whether anything in a period has to come after or before something."""
        ends = np.array(self.days, dtype=np.int64)[:, None]
        is_tied = bool(self.waits or self.lags or self.held)
        return is_tied or bool((self.begin > 0).any()) or bool((self.end < ends).any())

    def between(self, row: int, piece: int) -> tuple[int, int]:
        """Return the first and the last minute of a row between which its dates and lags let a piece be done."""
        slot, period = self.slots[row], self.period[row]
        begin, end = int(self.begin[period, piece]), int(self.end[period, piece])
        first = int(-(-slot.done_by(Fraction(begin)) // 1)) if begin else 0
        if piece in self.held:
            first = max(first, self.after(row, self.held[piece]))
        return first, int(slot.done_by(Fraction(end))) if end < self.days[period] else slot.minutes

    def ready(self, row: int, end: int, other: int, lag: Fraction) -> int:
        """Return the first whole minute of another row that is so many working days or more after a minute of a row.

        Where the other row has none it is the number of its minutes, which nothing can start at.
        """
        gone = self.workdays[self.period[row]].at_end(self.slots[row].moment(end))
        return self.after(other, gone + lag)

    def later(self, period: int, ticks: int, other: int, lag: Fraction) -> int:
        """Return the first tick of another row's period so many working days after a tick of a period."""
        gone = self.workdays[period].at_end(Fraction(ticks, TICKS))
        return int(TICKS * self.workdays[self.period[other]].first(gone + lag))

    def after(self, row: int, gone: Fraction) -> int:
        """Return the first whole minute of a row before which so many working days of the calendar have gone by."""
        moment = self.workdays[self.period[row]].first(gone)
        return int(-(-self.slots[row].done_by(moment) // 1))

    def due(self, row: int, start: int, other: int, lag: Fraction) -> int:
        """Return the last whole minute of another row that is so many working days or more before a minute of a row."""
        gone = self.workdays[self.period[row]].at_start(self.slots[row].moment(start, late=True))
        moment = self.workdays[self.period[other]].last(gone - lag)
        return int(self.slots[other].done_by(moment)) if moment >= 0 else -1

    def soonest(self, pair: tuple[int, int], period: int, later: int = 0) -> int:
        """Return the first period in which a piece can start after one that it waits for is in a period.

        It is so many periods ``later`` at least, and as much later as their lag demands whatever is done when.
        """
        lag = self.lags.get(pair)
        return period + later if lag is None else max(period + later, self.after_lag(period, lag))

    def after_lag(self, period: int, lag: Fraction) -> int:
        """Return the first period in which something can start so many working days after work of a period."""
        here = self.workdays[period].before
        if not here or not lag:
            return period
        ends = (days.before[-1] + days.length[-1] if days.before else here[0] for days in self.workdays[period:])
        return next((period + n for n, end in enumerate(ends) if end - here[0] > lag), self.n_periods)


def plan_of(time: Time, chosen: Iterable[tuple[int, int]]) -> Plan:
    """Return pairs of a column and a row as nouns."""
    given = (
        Assignment(
            time.tasks[time.task[column]], time.names[time.member[row]], int(time.period[row]), int(time.number[column])
        )
        for column, row in chosen
    )
    return Plan(tuple(sorted(given)))


def indexed(time: Time, plan: Plan) -> list[tuple[int, int]]:
    """Return row and column of each assignment, -2 where there is none of that name."""
    member = {name: number for number, name in enumerate(time.names)}
    places = zip(time.task.tolist(), time.number.tolist(), strict=True)
    column = {(time.tasks[task], number): c for c, (task, number) in enumerate(places)}
    return [
        (
            time.row(member[a.member], a.period) if a.member in member and a.period < time.n_periods else -2,
            column.get((a.task, a.piece), -2),
        )
        for a in plan.assignments
    ]
