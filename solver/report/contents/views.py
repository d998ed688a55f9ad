"""What several sections look at: the plan as data, sums of its hours."""

from __future__ import annotations

from typing import Any

from solver.report.plan.data import plan_data
from solver.whatif.dossier.dossier import Dossier


def given_hours(told: Dossier) -> float:
    """Return the hours that the plan gives out, those of each part and seat, and of whoever helps others to grow."""
    return float(sum(load["hours"] for load in as_plan(told)["loads"]))


def left_minutes(told: Dossier) -> int:
    """Return the minutes of open work that nobody has."""
    owner = told.plan.owner
    return sum(task.estimate_minutes for task in told.found.backlog.open_tasks if task.id not in owner)


def as_plan(told: Dossier) -> dict[str, Any]:
    """Return the plan as plan.json holds it."""
    return plan_data(told.found.team, told.found.backlog, told.result, told.left, told.notes, dict(told.missed))
