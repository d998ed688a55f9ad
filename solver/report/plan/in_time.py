"""A plan over periods as data to keep: who has which piece when, and how full each slot is."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from solver.domain.calendar import Calendar
from solver.domain.plan import Assignment, Plan
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Team
from solver.matching.build import minutes
from solver.matching.pairs.fit import fit, preference
from solver.matching.pairs.vocabulary import effective_scores
from solver.matching.pieces import pieces_of
from solver.matching.working_days import working_days

# A moment is a fraction of days: with so many digits it is read back as that fraction.
DIGITS = 12


def periods_data(calendar: Calendar) -> list[dict[str, str]]:
    """Return id, first and last day of each period."""
    return [{"id": one.id, "start": str(one.start), "end": str(one.end)} for one in calendar.periods]


def timed_rows(team: Team, backlog: Backlog, plan: Plan | None) -> list[dict[str, Any]]:
    """Return one row for each piece, first period first; start and end in working days of the period."""
    if plan is None:
        return []
    members = {member.id: member for member in team.members}
    scores = {member.id: effective_scores(member.card, team.vocabulary) for member in team.members}
    pieces, days = pieces_of(backlog, split=team.calendar is not None), working_days(team)
    tasks = {task.id: (task, columns) for task, columns in zip(backlog.open_tasks, pieces.columns, strict=True)}
    rows = []
    for given in sorted(plan.assignments, key=lambda one: (one.period, one.task, one.piece)):
        task, columns = tasks[given.task]
        piece, member = pieces.tasks[columns[given.piece]], members[given.member]
        rows.append(
            {
                "task": task.id,
                "title": _titled(task, given, len(columns)),
                "priority": task.priority,
                "member": member.id,
                "period": team.calendar.periods[given.period].id if team.calendar else None,
                "piece": given.piece,
                "start": _number(given.start),
                "end": _number(given.end),
                "start_date": _day(days, given, given.start, ending=False),
                "end_date": _day(days, given, given.end, ending=True),
                "hours": minutes(member, piece.estimate_minutes) / 60,
                "estimate": _estimate(task, piece, len(columns)),
                "fit": float(fit(scores[member.id], piece, team.vocabulary)),
                "preference": float(preference(member.card, piece, team.vocabulary)),
            }
        )
    return rows


def _estimate(task: Task, piece: Task, count: int) -> float | None:
    """Return the hours of a piece with those spent on it, None where what is spent has no piece of its own."""
    if count > 1 and (task.left or task.spent_minutes):
        return None
    return (piece.estimate_minutes + task.spent_minutes) / 60


def timed_loads(team: Team, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return hours and limit of each slot, period by period."""
    found = []
    for place, period in enumerate(team.calendar.periods if team.calendar else ()):
        for member in team.members:
            slot = member.slots(team.calendar)[place] if team.calendar else None
            mine = (row["hours"] for row in rows if (row["member"], row["period"]) == (member.id, period.id))
            limit = slot.minutes / 60 if slot else 0.0
            found.append({"member": member.id, "period": period.id, "hours": sum(mine), "limit": limit})
    return found


def _titled(task: Task, given: Assignment, count: int) -> str:
    if count == 1:
        return task.title
    return f"{task.title} ({'seat' if task.crew else 'part'} {given.piece + 1} of {count})".strip()


def _number(moment: Fraction | None) -> float | None:
    return None if moment is None else round(float(moment), DIGITS)


def _day(days: tuple[tuple[date, ...], ...], given: Assignment, moment: Fraction | None, *, ending: bool) -> str | None:
    """Return the date on which a piece starts or ends; one that ends with a day ends on that day."""
    if moment is None or not days:
        return None
    axis, day = days[given.period], int(moment)
    if ending and moment == day and day:
        day -= 1
    return str(axis[min(day, len(axis) - 1)]) if axis else None
