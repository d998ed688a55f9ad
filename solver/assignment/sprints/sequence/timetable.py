"""The work of one period as a CP-SAT model, on the bare message: the modelling layer alone takes as long to load."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from typing import Any, Final

import numpy as np

from solver.assignment.model.posting import LEAST, MOST, add_columns, add_row, helper, solved
from solver.assignment.sprints.sequence.jobs import Jobs
from solver.assignment.sprints.sequence.lags import Line, lines_of
from solver.domain.calendar import Slot

# Moments are counted in billionths of a day; where hours differ from day to day in whole millionths.
FINEST: Final = 1_000_000_000
FINE: Final = 1_000_000
# Seconds of a search that its work ends.
PLENTY: Final = 60.0


class Timetable:
    """All sequences of a period: members do one piece at a time, and what waits starts after what it waits for."""

    def __init__(self, jobs: Jobs) -> None:
        """Post the rules.

        Parameters
        ----------
        jobs : Jobs
            Each of which has room between its first and its last minute.
        """
        self.jobs, self.model = jobs, helper().CpModelProto()
        self.begin: dict[int, int] = {}
        self._days_of = cache(self._new_days)
        self._lines_of = cache(self._new_lines)
        machines: dict[int, list[int]] = {}
        for piece, job in jobs.jobs.items():
            self.begin[piece] = self._column(job.first, job.last - job.minutes)
            machines.setdefault(job.row, []).append(len(self.model.constraints))
            interval = self.model.constraints.add().interval
            for end, minutes in ((interval.start, 0), (interval.end, job.minutes)):
                end.vars.extend((self.begin[piece],))
                end.coeffs.extend((1,))
                end.offset = minutes
            interval.size.offset = job.minutes
        for intervals in machines.values():
            self.model.constraints.add().no_overlap.intervals.extend(intervals)
        for piece, before in jobs.before.items():
            for other in before:
                self.demand_order(other, piece)

    def demand_order(self, one: int, other: int) -> None:
        """Demand that the other piece starts no earlier than the moment at which the one ends, day by day, exactly."""
        start, later, job = self.begin[one], self.begin[other], self.jobs.jobs[one]
        if self.jobs.lags and self.jobs.lag(other, one):
            self._demand_lag(one, other)
            return
        if job.row == self.jobs.jobs[other].row:
            add_row(self.model, (later, start), (1, -1), job.minutes, MOST)
            return
        mine, theirs = self._slot(one), self._slot(other)
        if _is_even(mine, theirs):
            factor = theirs.minutes
            add_row(self.model, (later, start), (mine.minutes, -factor), factor * job.minutes, MOST)
            return
        total, others = mine.sums[-1], theirs.sums[-1]
        for day, on in self._days_of(one).items():
            minutes = mine.days[day]
            # later >= minutes of the other gone by: those before the day, and the same share of the day itself.
            left, factor = others * minutes * mine.minutes, theirs.minutes * theirs.days[day] * total
            fixed = theirs.minutes * (theirs.sums[day] * minutes - mine.sums[day] * theirs.days[day]) * mine.minutes
            divisor = math.gcd(left, factor, fixed)
            factor, least = factor // divisor, fixed // divisor + factor // divisor * job.minutes
            add_row(self.model, (later, start), (left // divisor, -factor), least, MOST, when=on)

    def _demand_lag(self, one: int, other: int) -> None:
        """Demand that the working days of a lag go by between two pieces: a straight line for when the one ends."""
        job, on = self.jobs.jobs[one], list[int]()
        lines = self._lines_of(job.row, self.jobs.jobs[other].row, self.jobs.lag(other, one))
        for line in lines:
            on.append(self._column(0, 1))
            add_row(self.model, (self.begin[one],), (1,), line.low - job.minutes, line.high - job.minutes, when=on[-1])
            unit = math.lcm(line.base.denominator, line.slope.denominator)
            base, slope = int(line.base * unit), int(line.slope * unit)
            columns = self.begin[other], self.begin[one]
            add_row(self.model, columns, (unit, -slope), base + slope * job.minutes, MOST, when=on[-1])
        self.model.constraints.add().bool_or.literals.extend(on)

    def search(self, seconds: float, seed: int = 0) -> tuple[str, dict[int, int]]:
        """Return the name of CP-SAT's status, and the starts of some sequence where it finds one."""
        return self._read(solved(self.model, seconds, seed))

    def end_early(self, pieces: Iterable[int], known: Mapping[int, int], work: float) -> tuple[str, dict[int, int]]:
        """Search the least sum of the ends of some pieces, each times its weight; later searches keep to what is found.

        Parameters
        ----------
        pieces : iterable of int
            Some of those in the period.
        known : mapping of int to int
            Starts of all pieces to begin with.
        work : float
            Of the search, in CP-SAT's deterministic unit.

        Returns
        -------
        tuple of str and dict
            ``OPTIMAL`` where no sum is less by more than a millionth of a day for each piece, and starts, empty where
            none are found.
        """
        columns, factors = list[int](), list[int]()
        for piece in pieces:
            column, factor = self._moment(piece)
            columns.append(column)
            factors.append(factor * self.jobs.jobs[piece].weight)
        self.model.clear_objective()
        self.model.objective.vars.extend(columns)
        self.model.objective.coeffs.extend(factors)
        self.model.clear_solution_hint()
        self.model.solution_hint.vars.extend(self.begin[piece] for piece in known)
        self.model.solution_hint.values.extend(known.values())
        response = solved(self.model, PLENTY, work=work)
        status, starts = self._read(response)
        if starts:
            least = sum(f * response.solution[c] for f, c in zip(factors, columns, strict=True))
            add_row(self.model, columns, factors, LEAST, least)
        return status, starts

    def _read(self, response: Any) -> tuple[str, dict[int, int]]:
        solution = list(response.solution)
        return response.status.name, {c: solution[column] for c, column in self.begin.items()} if solution else {}

    def _moment(self, piece: int) -> tuple[int, int]:
        """Return a column and what one of it counts: times that it is the end of a piece, but for a constant, or later.

        The end is counted in billionths of a day from the first morning of the period.
        """
        job, slot = self.jobs.jobs[piece], self._slot(piece)
        if len(set(slot.days)) == 1:
            return self.begin[piece], round(FINEST * len(slot.days) / slot.minutes)
        found, total = self._column(0, FINE * len(slot.days)), slot.sums[-1]
        for day, on in self._days_of(piece).items():
            minutes = slot.days[day]
            done = total * job.minutes + slot.minutes * (day * minutes - slot.sums[day])
            factors = slot.minutes * minutes, -FINE * total
            add_row(self.model, (found, self.begin[piece]), factors, FINE * done, MOST, when=on)
        return found, FINEST // FINE

    def _slot(self, piece: int) -> Slot:
        return self.jobs.slots[self.jobs.jobs[piece].row]

    def _column(self, low: int, high: int) -> int:
        add_columns(self.model, np.array([low]), np.array([high]))
        return len(self.model.variables) - 1

    def _new_lines(self, row: int, other: int, lag: Fraction) -> list[Line]:
        time = self.jobs.time
        return lines_of(time, row, other, lag) if time else []

    def _new_days(self, piece: int) -> dict[int, int]:
        """Return for each day with hours the switch that a piece ends in it; one is on."""
        job, slot, found = self.jobs.jobs[piece], self._slot(piece), dict[int, int]()
        for day, minutes in enumerate(slot.days):
            if minutes:
                on = found[day] = self._column(0, 1)
                total = slot.sums[-1]
                low, high = (slot.minutes * slot.sums[each] - total * job.minutes for each in (day, day + 1))
                add_row(self.model, (self.begin[piece],), (total,), low, high, when=on)
        self.model.constraints.add().bool_or.literals.extend(found.values())
        return found


def _is_even(one: Slot, other: Slot) -> bool:
    """Return whether two members' days have the same shape, so that time passes evenly between them."""
    a, b = one.sums[-1], other.sums[-1]
    return all(x * b == y * a for x, y in zip(one.days, other.days, strict=True))
