"""What of an earlier plan holds in a case as it is now: started work, and what is still open."""

from __future__ import annotations

from dataclasses import replace

from solver.assignment.result import Result
from solver.domain.calendar import Calendar
from solver.domain.plan import Plan
from solver.domain.policies import Pair
from solver.domain.team import Member
from solver.explanation.edits import with_policies
from solver.study.study import Study


def settled(case: Study, previous: Plan) -> Study:
    """Return the case in which started work never moves, and that of a member who left is open again.

    Work in progress without an owner in the backlog stays with whoever had it in the earlier plan.
    """
    here, owner = {one.id for one in case.team.members if not _has_left(one, case.team.calendar)}, previous.owner
    tasks, pins = [], []
    for task in case.backlog.tasks:
        started, gone = task.status == "IN_PROGRESS", {member for _, member in task.holders}.difference(here)
        if gone:
            tasks.append(task.without(gone))
            continue
        if started and not task.assigned_to and owner.get(task.id) in here:
            pins.append(Pair(task.id, owner[task.id]))
        tasks.append(task)
    kept = tuple(pin for pin in case.team.policies.pins if pin.member in here)
    team = with_policies(case.team, pins=(*kept, *pins))
    return case.at(team=team, backlog=replace(case.backlog, tasks=tuple(tasks)))


def _has_left(member: Member, calendar: Calendar | None) -> bool:
    """Return whether the roster says until when a member is there, and no day of that is left."""
    until = member.presence.until if member.presence else None
    return calendar is not None and until is not None and not any(sum(slot.days) for slot in member.slots(calendar))


def still_open(case: Study, plan: Plan) -> Plan:
    """Return the part of an earlier plan whose tasks are still to be planned: what is done is no move."""
    names = {task.id for task in case.backlog.open_tasks}
    return Plan(tuple(given for given in plan.assignments if given.task in names))


def as_it_stands(case: Study, plan: Plan) -> Result:
    """Return an earlier plan as a result of a case, without what is with members who left."""
    here = {member.id for member in case.team.members}
    return case.measured(Plan(tuple(given for given in plan.assignments if given.member in here)))
