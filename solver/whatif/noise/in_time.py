"""What wrong estimates do to a plan over periods: whether a sprint keeps its hours, and whether each date holds.

Nobody plans again: each member works on own pieces in the order that the plan gives, at own hours of each day, no piece
before its sprint begins or what it waits for has ended; what a sprint does not finish goes on in the next one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.domain.plan import Assignment, Plan
from solver.domain.world import World
from solver.explanation.terms.in_time import PlanLines
from solver.matching.build import minutes
from solver.matching.growing import Mentored, mentoring
from solver.matching.workdays import workdays_of
from solver.matching.working_days import dated_slots, working_days
from solver.whatif.noise.noise import Factors, at_level

Cases = NDArray[np.float64]
# The numbers of a member and a period.
Slot = tuple[int, int]
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
    read = PlanLines.of(world.team, world.backlog, plan)
    worked = _Worked(world, read, factors)
    for one in sorted(read.lines, key=_when):
        worked.work(one)
    for helped in mentoring(world.team, world.backlog, plan):
        worked.help(helped)
    names = [period.id for period in calendar.periods]
    dates = tuple(_dates(world, read, worked.days, worked.ends))
    return TimeRisk(level, len(factors), worked.slots(names, level), worked.periods(names), dates)


class _Worked:
    """A plan as it is worked in each case: the minutes of each slot, the end of each piece, what ends in its period."""

    def __init__(self, world: World, read: PlanLines, factors: Factors) -> None:
        self.team, self.read, self.days = world.team, read, _Days(world)
        self.factors = {task.id: factors[:, n] for n, task in enumerate(world.backlog.open_tasks)}
        self.nothing, self.waits = np.zeros(len(factors)), world.team.order != "ignore"
        self.taken: dict[Slot, Cases] = {}
        self.given: dict[Slot, int] = {}
        self.ends: dict[tuple[str, int], Cases] = {}
        self.in_time: dict[int, NDArray[np.bool_]] = {}
        self.done: dict[int, Cases] = {}

    def work(self, one: Assignment) -> None:
        """Let a piece be worked as soon as its owner and what it waits for allow."""
        m, period, days = self.days.members[one.member], one.period, self.days
        whole = minutes(self.team.members[m], self.read.piece(one).estimate_minutes)
        long = self._take((m, period), one.task, whole)
        self.done[m] = np.maximum(self.done.get(m, self.nothing), days.gone(m, self._ready(one))) + long
        self.ends[one.task, one.piece] = days.moment(m, self.done[m])
        kept = self.ends[one.task, one.piece] <= days.starts[period + 1] + HAIR
        self.in_time[period] = self.in_time.get(period, np.ones(len(kept), np.bool_)) & kept

    def help(self, helped: Mentored) -> None:
        """Take the hours of a mentor; when in the period is left to the two, and so nothing is put off."""
        self._take((self.days.members[helped.growth.mentor], helped.period), helped.task, helped.minutes)

    def _take(self, slot: Slot, task: str, whole: int) -> Cases:
        """Count minutes of a slot as they are planned, and return them as they are in each case."""
        long = self.factors[task] * whole
        self.taken[slot], self.given[slot] = self.taken.get(slot, 0) + long, self.given.get(slot, 0) + whole
        return long

    def _ready(self, one: Assignment) -> Cases:
        """Return the first moment at which a piece may start, in working days from the first morning."""
        task = self.read.tasks[one.task]
        ready = self.nothing + float(self.days.starts[one.period])
        for before in _before(self.read, one, self.waits):
            if before in self.ends:
                ready = np.maximum(ready, self.days.later(self.ends[before], float(task.lag(before[0]))))
        if task.held_days and self.waits:
            ready = np.maximum(ready, self.days.first(self.nothing + float(task.held_days)))
        return ready

    def slots(self, names: Sequence[str], level: float) -> tuple[SlotRisk, ...]:
        """Return how each slot with work keeps its limit, period after period."""
        return tuple(
            SlotRisk(
                self.team.members[m].id,
                names[p],
                self.given[m, p],
                self.days.limit[m, p],
                _share(self._over(m, p)),
                at_level(self.taken[m, p], level),
            )
            for m, p in sorted(self.taken, key=lambda slot: (slot[1], slot[0]))
        )

    def periods(self, names: Sequence[str]) -> tuple[PeriodRisk, ...]:
        """Return how each period with work keeps its hours, and whether all of it ends in it."""
        found = []
        for p, ended in sorted(self.in_time.items()):
            over = np.logical_or.reduce([self._over(*slot) for slot in self.taken if slot[1] == p])
            found.append(PeriodRisk(names[p], _share(~over), _share(ended)))
        return tuple(found)

    def _over(self, m: int, p: int) -> NDArray[np.bool_]:
        return np.asarray(self.taken[m, p] > self.days.limit[m, p] + HAIR)


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
