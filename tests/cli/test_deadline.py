"""A deadline that nothing can meet: exit 3, said first, and fixes that each make it possible."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from solver.cli import app
from solver.errors import InputError
from solver.stopping import Clock
from solver.study.study import Study

TEAM = """periods: [{id: S1, start: 2027-02-01, end: 2027-02-05}, {id: S2, start: 2027-02-08, end: 2027-02-12}]
roster: [{id: ANN}, {id: BOB}]
"""
BACKLOG = """id,title,priority,estimated_hours,capabilities,deadline
T,Move the archive,CRITICAL,24,build:0.7,2027-02-02
U,Tidy up,LOW,8,build:0.7,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a workspace of two people over two sprints, with 24 h that are due on the second day."""
    (tmp_path / "cards").mkdir()
    for name in ("ANN", "BOB"):
        (tmp_path / "cards" / f"{name}.md").write_text(f"# {name}\n## Core Capabilities\n- build: 0.9\n")
    (tmp_path / "team.yaml").write_text(TEAM)
    (tmp_path / "backlog.csv").write_text(BACKLOG)
    return tmp_path


def test_plan_ends_with_exit_3_and_still_plans_the_rest(folder: Path) -> None:
    """The deadline is named with what stands in its way; the other task has a place."""
    out = folder / "plan.json"
    result = CliRunner().invoke(app, ["plan", str(folder), "-o", str(out)])
    assert result.exit_code == 3
    assert "T cannot be done by its deadline 2027-02-02, whatever else is left out" in result.output
    data = json.loads(out.read_text())
    assert {one["task"] for one in data["assignments"]} == {"U"}
    assert data["unassigned"][0]["gate"] == "when"
    assert any("deadline 2027-02-02" in text for text in data["warnings"])


def test_the_time_limit_holds_for_deadlines_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked of a deadline has the rest of the time; where that is too short, this is said, and nothing else."""
    left: list[float] = []

    def too_short(case: Study, place: tuple[str, ...], clock: Clock) -> None:
        left.append(clock.seconds or 0)

    monkeypatch.setattr("solver.explanation.deadlines.can_be_placed", too_short)
    result = CliRunner().invoke(app, ["plan", str(folder), "--time-limit", "7"])
    assert result.exit_code == 0
    assert "it was known whether the deadline of T can be met at all" in " ".join(result.output.split())
    assert "cannot be done" not in result.output
    assert len(left) == 1
    assert 0 < left[0] <= 7


def test_fix_names_what_to_change_without_being_told_the_task(folder: Path) -> None:
    """A second person first, then the date; each says who has the work then."""
    result = CliRunner().invoke(app, ["fix", str(folder)])
    assert result.exit_code == 0
    assert "cut T in halves, which two people can do at once: 12 h each" in result.output
    assert "shift the deadline of T from 2027-02-02 to 2027-02-03" in result.output
    assert result.output.index("cut T in") < result.output.index("shift the deadline")


def test_the_change_of_a_fix_is_a_change_of_a_what_if(folder: Path) -> None:
    """What a fix says can be planned word for word."""
    result = CliRunner().invoke(app, ["fix", str(folder), "--format", "json"])
    (kind, text) = json.loads(result.stdout)["fixes"][1]["changes"][0]["change"].split(": ")
    planned = CliRunner().invoke(app, ["whatif", str(folder), f"--{kind}", text])
    assert planned.exit_code == 0
    assert "T comes in" in planned.output


def test_a_change_that_is_never_made_is_not_offered(folder: Path) -> None:
    """Kinds are taken off the list by name; where nothing is left the exit code is 3."""
    shut = [word for kind in ("second", "split", "date", "hours", "join") for word in ("--price", f"{kind}=never")]
    result = CliRunner().invoke(app, ["fix", str(folder), *shut])
    assert result.exit_code == 3
    assert "No change on offer gives a place to T." in result.output
    refused = CliRunner().invoke(app, ["fix", str(folder), "--price", "luck=2"])
    assert isinstance(refused.exception, InputError)


def test_a_required_task_that_misses_its_deadline_names_the_date_and_the_way_out(folder: Path) -> None:
    """No plan exists then: the demands that clash name the deadline, and each fix says who has the task."""
    (folder / "team.yaml").write_text(TEAM + "rules: {required: [T]}\n")
    result = CliRunner().invoke(app, ["plan", str(folder)])
    assert result.exit_code == 3
    assert "T must be done by 2027-02-02" in result.stdout
    assert "T must be placed" in result.stdout
    assert f"Next: teamwright fix {folder}\n" in result.stdout
    fixed = CliRunner().invoke(app, ["fix", str(folder)])
    assert fixed.exit_code == 0
    assert "shift the deadline of T from 2027-02-02 to 2027-02-03" in fixed.stdout
    assert "then T is with" in fixed.stdout
