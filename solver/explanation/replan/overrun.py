"""Started work that no longer fits into what is left of the periods: it slips beyond them, and the rest is planned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from solver.domain.calendar import Calendar
from solver.domain.showing import some
from solver.domain.tasks import PRIORITIES, Task
from solver.domain.team import Member
from solver.explanation.deadlines import without_deadlines
from solver.explanation.edits import with_policies, with_task
from solver.explanation.fix.question import can_be_placed, needed
from solver.matching.units import minutes
from solver.stopping import Clock
from solver.study.study import Study


@dataclass(frozen=True)
class Overrun:
    """A case in which started work that no longer fits stays out, and why each such task does, in words.

    Where everything else that must have a place has one all the same, whoever started it has hours for nothing new.
    """

    case: Study
    why: Mapping[str, str] = field(default_factory=dict)


def overrun(case: Study, clock: Clock) -> Overrun:
    """Return a case without as little started work as can be, urgent work last, where that keeps it from a plan.

    Parameters
    ----------
    case : Study
        Over periods, settled, without a plan.
    clock : Clock
        When it is over, what was not asked of yet stays out, which is said of each.

    Returns
    -------
    Overrun
        The case itself where started work is not what is in the way, or not it alone. What rules name stays.
    """
    calendar, rules = case.team.calendar, case.team.policies
    named = {*rules.required, *(pin.task for pin in rules.pins if pin.file)}
    started = [task for task in _started(case) if task.id not in named]
    if calendar is None or not started:
        return Overrun(case)
    loose = without_deadlines(case, [task for task in needed(case) if task.deadline])
    if can_be_placed(loose, clock=clock) is not False or not _fits(loose, calendar, started, clock):
        return Overrun(case)
    out, unknown = list(started), set[str]()
    for task in sorted(started, key=lambda task: PRIORITIES.index(task.priority)):
        fewer = [one for one in out if one is not task]
        fits = _fits(loose, calendar, fewer, clock)
        if fits:
            out = fewer
        elif fits is None:
            unknown.add(task.id)
    left = _without(case, calendar, out)
    stays = [task for task in started if task not in out]
    busy = _busy(left, calendar, out, stays)
    is_busy = can_be_placed(without_deadlines(busy, needed(busy)), clock=clock) is True
    said = _Said(case, calendar, stays, is_busy=is_busy)
    why = {task.id: said.unknown(task) if task.id in unknown else said.why(task) for task in out}
    return Overrun(busy if is_busy else left, why)


def reopened(case: Study, names: Iterable[str]) -> Study:
    """Return a case in which some started tasks need not have a place."""
    wanted, backlog = set(names), case.backlog
    for task in case.backlog.open_tasks:
        if task.id in wanted:
            backlog = with_task(backlog, replace(task, status="TODO", assigned_to=""))
    pins = tuple(pin for pin in case.team.policies.pins if pin.file or pin.task not in wanted)
    return case.at(backlog=backlog, team=with_policies(case.team, pins=pins))


def _started(case: Study) -> list[Task]:
    """Return the tasks that stay with somebody as they are started, each with who that is."""
    kept = {pin.task: pin.member for pin in case.team.policies.pins if not pin.file}
    begun = (one for one in case.backlog.open_tasks if one.status == "IN_PROGRESS")
    held = (one if one.holders else replace(one, assigned_to=kept.get(one.id, "")) for one in begun)
    return [one for one in held if one.holders]


def _fits(case: Study, calendar: Calendar, out: list[Task], clock: Clock) -> bool | None:
    """Return whether all that must have a place has one without some of what is started, None if that is not known."""
    return can_be_placed(_without(case, calendar, out), clock=clock)


def _without(case: Study, calendar: Calendar, out: list[Task]) -> Study:
    """Return a case in which some started tasks, and what waits for them, come after the last period."""
    case = reopened(case, [task.id for task in out])
    after, names = (calendar.periods[-1].end + timedelta(days=1)).isoformat(), {one.id for one in out}
    backlog = case.backlog
    for task in case.backlog.open_tasks:
        if task.id in names:
            backlog = with_task(backlog, replace(task, earliest=after))
    return case.at(backlog=backlog)


def _busy(case: Study, calendar: Calendar, out: list[Task], stays: list[Task]) -> Study:
    """Return a case in which those who started what stays out have hours for what else they started, and no more."""
    holders = {name for task in out for name in _holders(task)}
    members = tuple(_left_for(one, calendar, stays) if one.id in holders else one for one in case.team.members)
    return case.at(team=replace(case.team, members=members))


def _left_for(one: Member, calendar: Calendar, stays: list[Task]) -> Member:
    """Return a member whose hours are committed but for what else is started, which comes first."""
    wanted, committed = sum(_hours(one, task) for task in stays), dict[str, int]()
    if one.presence is None:
        return one
    for period, slot in zip(calendar.periods, one.slots(calendar), strict=True):
        kept = min(wanted, slot.minutes)
        wanted -= kept
        committed[period.id] = slot.committed + slot.minutes - kept
    return one.present(calendar, replace(one.presence, committeds=tuple(committed.items())))


def _holders(task: Task) -> tuple[str, ...]:
    """Return who a started task stays with, each once."""
    return tuple(dict.fromkeys(member for _, member in task.holders))


def _hours(who: Member, task: Task) -> int:
    """Return the minutes that a started task still takes a member."""
    own = [size for member, size in task.left if member == who.id]
    whole = [task.estimate_minutes] if not task.left and who.id in _holders(task) else []
    return sum(minutes(who, each) for each in (*own, *whole))


@dataclass(frozen=True)
class _Said:
    """Why started work stays out of what is left of the periods; ``is_busy`` says that its holders do nothing new."""

    case: Study
    calendar: Calendar
    stays: list[Task]
    is_busy: bool

    def unknown(self, task: Task) -> str:
        """Return that nobody knows whether a task fits."""
        return f"started, and the time ended before it was known whether it still fits: {self._rest(task)}"

    def why(self, task: Task) -> str:
        """Return why a task does not fit."""
        said = f"started: {self._rest(task)}"
        who = next((one for one in self.case.team.members if (one.id,) == _holders(task)), None)
        if who is None:
            return f"{said}, and no plan has a place for that beside what else must have one"
        there = sum(slot.minutes for slot in who.slots(self.calendar))
        other = [one for one in self.stays if _hours(who, one)]
        taken, hours = sum(_hours(who, one) for one in other), _hours(who, task)
        if hours <= there - taken:
            return f"{said}, and no plan has a place for that beside what else must have one"
        until = f"until {self.calendar.periods[-1].end}"
        has = f"who has {there / 60:.4g} h {until}" if there else f"who has no hours left {until}"
        more = f", {taken / 60:.4g} h of them for {some([one.id for one in other])}" if other and there else ""
        goes_on = "; the rest of them goes to it" if more else ", which go to it"
        return f"{said}, {has}{more}{goes_on if self.is_busy and there > taken else ''}"

    def _rest(self, task: Task) -> str:
        """Return what remains of a task, and with whom."""
        hours = {one.id: _hours(one, task) / 60 for one in self.case.team.members if one.id in _holders(task)}
        return " and ".join(f"{each:.4g} h remain with {name}" for name, each in hours.items())
