"""One period without dates is the window that there was before there were periods."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from solver.assignment.solve import solve
from solver.domain.calendar import Calendar, Period, Presence
from solver.domain.tasks import Backlog
from solver.domain.team import Team
from solver.domain.weights import Weights
from solver.explanation.unassigned.reason import unassigned
from solver.matching.build import build_problem
from solver.matching.slots import slot_problem
from solver.readers.workspace import read_workspace
from solver.report.plan.data import plan_data
from tests.worlds import world

STUDIO = Path(__file__).parents[3] / "data" / "studio"
# What a plan over periods says beyond one of a window.
TIMED = {"piece", "start", "end", "start_date", "end_date", "estimate"}


def _dated(team: Team) -> Team:
    """Return the team with one period, in which everybody has the hours of the window and nothing has an order."""
    calendar = Calendar((Period("P1", date(2027, 2, 1), date(2027, 2, 5)),))
    members = tuple(
        m.present(calendar, Presence(limit=m.load_limit_minutes + m.committed_minutes, committed=m.committed_minutes))
        for m in team.members
    )
    return replace(team, members=members, calendar=calendar, policies=replace(team.policies, order="ignore"))


def test_the_arrays_of_one_window_are_those_without_time() -> None:
    """Without a calendar the slots are the members and the pieces the tasks, in every figure."""
    found = read_workspace(STUDIO)
    plain, slots = (make(found.team, found.backlog) for make in (build_problem, slot_problem))
    for field in fields(plain):
        if field.name not in {"time", "pins", "most_grown"}:
            one, other = getattr(plain, field.name), getattr(slots, field.name)
            assert np.array_equal(one, other) if isinstance(one, np.ndarray) else one == other, field.name


def _data(team: Team, backlog: Backlog) -> tuple[str, str]:
    """Return status, levels and keys of plan.json, and its lines and loads without what they say of time."""
    result = solve(team, backlog, Weights(), time_limit=60)
    assert result.plan is not None or result.status == "infeasible"
    left = unassigned(team, backlog, result.plan) if result.plan else ()
    data = plan_data(team, backlog, result, left)
    data.pop("periods", None)
    levels = json.dumps([data["status"], data["levels"], sorted(data)])
    rows = [{k: v for k, v in row.items() if k not in TIMED | {"period"}} for row in data["assignments"]]
    loads = [{k: v for k, v in row.items() if k != "period"} for row in data["loads"]]
    return levels, json.dumps([sorted(rows, key=lambda row: row["task"]), loads])


@pytest.mark.parametrize("seed", range(25, 37))
def test_one_period_without_dates_changes_no_answer(seed: int) -> None:
    """Status, every level with its bound, every line of the plan and every load are the same to the letter."""
    team, backlog, _ = world(seed)
    window, period = _data(team, backlog), _data(_dated(team), backlog)
    assert window == period
