"""A replan on the last days leaves out started work that no longer fits, and its plan is one that can be asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from solver.cli import app

CARD = "## Core Capabilities\n- web: 0.9\n"
TEAM = """calendar: {hours_per_day: 8}
periods: [{id: S1, start: 2027-02-01, end: 2027-02-05}, {id: S2, start: 2027-02-08, end: 2027-02-12}]
"""
BACKLOG = """id,priority,status,assigned_to,estimated_hours,capabilities,dependencies,remaining
A,CRITICAL,TODO,,40,web,,
B,HIGH,TODO,,40,web,,
C,HIGH,TODO,,16,web,A,
D,LOW,TODO,,8,web,,
E,LOW,TODO,,8,web,B,
"""
WHY = "started: 30 h remain with ANN, who has 16 h until 2027-02-12, which go to it"


def run(*words: object) -> Result:
    """Return what a command answers."""
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a workspace with a plan whose first task takes its owner 30 h more on the last two days."""
    (tmp_path / "cards").mkdir()
    for name in ("ANN", "BOB"):
        (tmp_path / "cards" / f"{name}.md").write_text(CARD)
    (tmp_path / "team.yaml").write_text(TEAM)
    (tmp_path / "backlog.csv").write_text(BACKLOG)
    assert run("plan", tmp_path, "-o", tmp_path / "plan.json").exit_code == 0
    late = BACKLOG.replace("A,CRITICAL,TODO,,40,web,,", "A,CRITICAL,IN_PROGRESS,ANN,40,web,,30")
    (tmp_path / "backlog.csv").write_text(late)
    return tmp_path


def test_started_work_that_no_longer_fits_is_said_first(folder: Path) -> None:
    """It is no fault, exit 0; moves are counted for the plan of the rest."""
    found = run("replan", folder / "plan.json", "--at", "2027-02-11", "--table")
    assert found.exit_code == 0
    lines = found.stdout.splitlines()
    assert lines[0] == "What slips, most urgent first:"
    assert lines[1].split()[0] == "A"
    assert lines[2].strip() == WHY
    assert "value against moves" in found.stdout
    assert "no plan has so few moves" not in found.stdout.splitlines()[-1]


def test_the_plan_of_the_rest_can_be_asked_and_planned_anew(folder: Path) -> None:
    """Its file says why the work stays out; a question and the next morning take it as it is."""
    other = folder / "other.json"
    assert run("replan", folder / "plan.json", "--at", "2027-02-11", "-o", other).exit_code == 0
    data = json.loads(other.read_text())
    assert data["beyond"] == [{"task": "A", "reason": WHY}]
    (left,) = (one for one in data["unassigned"] if one["task"] == "A")
    assert (left["gate"], left["reason"]) == ("available", WHY)
    assert "ANN" not in {one["member"] for one in data["assignments"]}
    assert run("explain", other).exit_code == 0
    later = run("replan", other, "--at", "2027-02-12")
    assert later.exit_code == 0
    assert "who has 8 h until 2027-02-12" in later.stdout
