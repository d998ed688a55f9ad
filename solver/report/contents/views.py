"""What several sections look at: the plan as data, sums of its hours."""

from __future__ import annotations

from typing import Any

from solver.matching.build import minutes
from solver.matching.pieces import pieces_of
from solver.report.plan import plan_data
from solver.whatif.dossier import Dossier


def given_minutes(told: Dossier) -> int:
    """Return the minutes that the plan gives out, those of each part and seat."""
    members = {member.id: member for member in told.found.team.members}
    backlog = told.found.backlog
    pieces = pieces_of(backlog, split=told.found.team.calendar is not None)
    first = {task.id: columns[0] for task, columns in zip(backlog.open_tasks, pieces.columns, strict=True)}
    given = ((members[one.member], pieces.tasks[first[one.task] + one.piece]) for one in told.plan.assignments)
    return sum(minutes(member, piece.estimate_minutes) for member, piece in given)


def left_minutes(told: Dossier) -> int:
    """Return the minutes of open work that nobody has."""
    owner = told.plan.owner
    return sum(task.estimate_minutes for task in told.found.backlog.open_tasks if task.id not in owner)


def as_plan(told: Dossier) -> dict[str, Any]:
    """Return the plan as plan.json holds it."""
    return plan_data(told.found.team, told.found.backlog, told.result, told.left, told.notes)
