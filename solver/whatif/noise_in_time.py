"""What wrong estimates do to a plan over periods: whether a sprint keeps its hours, and whether each date holds.

Nobody plans again: each member works on own pieces in the order that the plan gives, at own hours of each day, no piece
before its sprint begins or what it waits for has ended; what a sprint does not finish goes on in the next one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.domain.plan import Assignment, Plan
from solver.domain.world import World
from solver.explanation.terms.in_time import PlanLines
from solver.matching.build import minutes
from solver.matching.growing import mentoring
from solver.matching.workdays import workdays_of
from solver.matching.working_days import dated_slots, working_days
from solver.whatif.noise import Factors, at_level

Cases = NDArray[np.float64]
# Rounding of floating-point minutes is no work that is left.
HAIR = 1e-6


@dataclass(frozen=True)
class SlotRisk:
    """A member in a period: minutes given and limit, the chance to be over, and the minutes not exceeded at a level."""

    member: str
    period: str
    given: int
    limit: int
    chance: float
    at_level: float


@dataclass(frozen=True)
class PeriodRisk:
    """A period: the chance that nobody's work takes more than the hours, and that all that is planned for it ends."""

    period: str
    keeps: float
    ends: float


@dataclass(frozen=True)
class DateRisk:
    """A task with a date: ``kind`` is due or deadline, ``period`` where the plan ends it, the chance that it holds."""

    task: str
    kind: str
    when: str
    period: str
    chance: float


@dataclass(frozen=True)
class TimeRisk:
    """A plan over periods under noise, with dates in the order of the backlog; ``level`` as in ``Risk``."""

    level: float
    cases: int
    slots: tuple[SlotRisk, ...]
    periods: tuple[PeriodRisk, ...]
    dates: tuple[DateRisk, ...]


def risk_in_time(world: World, plan: Plan, factors: Factors, level: float) -> TimeRisk:
    """Return what a sample does to a plan over periods.

    Parameters
    ----------
    world : World
        Its open tasks are the columns of the sample; with periods.
    plan : Plan
        With a start of each piece; pieces without one come in the order of the plan.
    factors : ndarray of float, shape (cases, n_tasks)
        From ``sample``: what each task takes as a multiple of its estimate.
    level : float
        Above 0, below 1.

    Returns
    -------
    TimeRisk
        One row for each slot with work, each period with work and each date of a task that the plan has.

    Raises
    ------
    ValueError
        If there are no periods.
    """
    calendar = world.team.calendar
    if calendar is None:
        raise ValueError("expected periods")
    days = _Days(world)
    read = PlanLines.of(world.team, world.backlog, plan)
    members, column = days.members, {task.id: n for n, task in enumerate(world.backlog.open_tasks)}
    taken: dict[tuple[int, int], Cases] = {}
    given: dict[tuple[int, int], int] = {}
    free: dict[int, Cases] = {}
    ends: dict[tuple[str, int], Cases] = {}
    in_time: dict[int, NDArray[np.bool_]] = {}
    waits = world.team.order != "ignore"
    for one in sorted(read.lines, key=_when):
        m, whole = (
            members[one.member],
            minutes(world.team.members[members[one.member]], read.piece(one).estimate_minutes),
        )
        long = factors[:, column[one.task]] * whole
        slot = (m, one.period)
        taken[slot], given[slot] = taken.get(slot, 0) + long, given.get(slot, 0) + whole
        ready = np.full(len(factors), float(days.starts[one.period]))
        for before in _before(read, one, waits):
            if before in ends:
                ready = np.maximum(ready, days.later(ends[before], float(read.tasks[one.task].lag(before[0]))))
        held = float(read.tasks[one.task].held_days)
        ready = np.maximum(ready, days.first(np.full(len(factors), held))) if held and waits else ready
        begin = np.maximum(free.get(m, np.zeros(len(factors))), days.gone(m, ready))
        free[m] = begin + long
        ends[one.task, one.piece] = days.moment(m, free[m])
        kept = ends[one.task, one.piece] <= days.starts[one.period + 1] + HAIR
        in_time[one.period] = in_time.get(one.period, np.ones(len(factors), np.bool_)) & kept
    for helped in mentoring(world.team, world.backlog, plan):
        # When in the period a mentor helps is left to the two: it takes hours, and puts nothing off.
        slot = (members[helped.growth.mentor], helped.period)
        taken[slot] = taken.get(slot, 0) + factors[:, column[helped.task]] * helped.minutes
        given[slot] = given.get(slot, 0) + helped.minutes
    names = [period.id for period in calendar.periods]
    limits = {slot: days.limit[slot] for slot in taken}
    over = {slot: taken[slot] > limits[slot] + HAIR for slot in taken}
    slots = tuple(
        SlotRisk(
            world.team.members[m].id,
            names[p],
            given[m, p],
            limits[m, p],
            float(over[m, p].mean()),
            at_level(taken[m, p], level),
        )
        for m, p in sorted(taken, key=lambda slot: (slot[1], slot[0]))
    )
    periods = tuple(
        PeriodRisk(names[p], _share(~np.logical_or.reduce([over[s] for s in over if s[1] == p])), _share(kept))
        for p, kept in sorted(in_time.items())
    )
    return TimeRisk(level, len(factors), slots, periods, tuple(_dates(world, read, days, ends)))


def _share(cases: NDArray[np.bool_]) -> float:
    return float(cases.mean())


def _when(one: Assignment) -> tuple[int, float, float, str, int]:
    start, end = (float(moment) if moment is not None else 0.0 for moment in (one.start, one.end))
    return one.period, start, end, one.task, one.piece


def _before(read: PlanLines, one: Assignment, waits: bool) -> list[tuple[str, int]]:
    """Return the pieces that one waits for: the part before it, and the ends of what its task depends on."""
    task, found = read.tasks[one.task], list[tuple[str, int]]()
    if not task.crew and one.piece:
        return [(one.task, one.piece - 1)]
    for target in task.dependencies if waits else ():
        found += [(target, piece) for piece in range(len(read.columns.get(target, ())))]
    return found


def _dates(world: World, read: PlanLines, days: _Days, ends: Mapping[tuple[str, int], Cases]) -> list[DateRisk]:
    found, calendar = list[DateRisk](), world.team.calendar
    for task in world.backlog.open_tasks if calendar else ():
        lines = read.by_task.get(task.id)
        for kind, when in (("deadline", task.deadline), ("due", task.due)):
            if calendar and lines and when:
                done = np.maximum.reduce([ends[one.task, one.piece] for one in lines])
                last = sum(day <= calendar.last_day(when) for day in days.axis)
                period = calendar.periods[max(one.period for one in lines)].id
                found.append(DateRisk(task.id, kind, when, period, _share(done <= last + HAIR)))
    return found


class _Days:
    """All working days one after the other, and everybody's minutes on them."""

    def __init__(self, world: World) -> None:
        axes = working_days(world.team)
        self.axis = [day for axis in axes for day in axis]
        self.starts = np.concatenate([[0], np.cumsum([len(axis) for axis in axes])])
        self.members = {one.id: number for number, one in enumerate(world.team.members)}
        slots, count = dated_slots(world.team, axes), len(axes)
        self.limit = {(row // count, row % count): slot.minutes for row, slot in enumerate(slots)}
        each = workdays_of(world.team.calendar, axes) if world.team.calendar else ()
        self.before = np.array([float(days) for period in each for days in period.before])
        self.length = np.array([float(days) for period in each for days in period.length])
        self.sums = []
        for m in range(len(self.members)):
            own = [0.0]
            for slot in slots[m * count : (m + 1) * count]:
                whole = sum(slot.days)
                own += [own[-1] + slot.minutes * done / whole if whole else own[-1] for done in slot.sums[1:]]
            self.sums.append(np.array(own))

    def gone(self, m: int, moment: Cases) -> Cases:
        """Return how many of a member's minutes have gone by at moments, in working days from the first morning."""
        return np.asarray(np.interp(moment, np.arange(len(self.sums[m])), self.sums[m]))

    def later(self, moment: Cases, lag: float) -> Cases:
        """Return the first moments to start at when so many working days have gone by since something ended."""
        if not lag:
            return moment
        count = len(self.before)
        day = np.clip(np.ceil(np.minimum(moment, count) - HAIR) - 1, 0, count - 1).astype(np.int64)
        gone = self.before[day] + (np.minimum(moment, count) - day) * self.length[day]
        return np.where(np.isinf(moment), np.inf, self.first(gone + lag))

    def first(self, gone: Cases) -> Cases:
        """Return the first moments to start at when so many working days have gone by, infinite after the last day."""
        at = np.searchsorted(self.before, gone - HAIR, side="left")
        last = np.maximum(at - 1, 0)
        length = self.length[last]
        part = np.divide(gone - self.before[last], length, out=np.ones_like(gone), where=length > 0)
        found = np.where((at > 0) & (part < 1 - HAIR), last + part, at)
        return np.where(found >= len(self.before), np.inf, found)

    def moment(self, m: int, done: Cases) -> Cases:
        """Return when so many of a member's minutes are done, infinite if that is after the last day."""
        sums = self.sums[m]
        day = np.searchsorted(sums, done - HAIR, side="left")
        late = day >= len(sums)
        day = np.clip(day, 1, len(sums) - 1)
        width = np.maximum(sums[day] - sums[day - 1], HAIR)
        at = day - 1 + np.clip((done - sums[day - 1]) / width, 0, 1)
        return np.where(late, np.inf, np.where(done <= HAIR, 0.0, at))
