"""The commands as a user types them: output, files and exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from solver.cli import app
from solver.errors import InputError

DATA = Path(__file__).parents[2] / "data"


def run(*words: str | Path) -> Result:
    """Return what the command line prints and its exit code."""
    return CliRunner().invoke(app, [str(word) for word in words])


def copy_of(name: str, into: Path) -> Path:
    """Return a copy of a sample workspace that a test may change."""
    return Path(shutil.copytree(DATA / name, into / name))


def test_corner_is_what_its_readme_computes_by_hand() -> None:
    """The small workspace gives the plan and the quality of its README."""
    data = json.loads(run("plan", DATA / "corner", "--format", "json").stdout)
    owner = {row["task"]: row["member"] for row in data["assignments"]}
    assert owner == {"T1": "BAKER", "T2": "CLERK", "T3": "DRIVER", "T4": "CLERK"}
    assert {row["task"]: row["gate"] for row in data["unassigned"]} == {"T5": "outbid", "T6": "can"}
    quality = data["levels"][-1]
    assert (data["status"], quality["name"], quality["value"]) == ("optimal", "quality", 106_600)


def test_studio_is_proved_and_beats_every_baseline() -> None:
    """The realistic workspace is optimal, and no greedy rule places more value in the first class that differs."""
    found = run("plan", DATA / "studio", "--compare")
    assert found.exit_code == 0
    assert "Proof: optimal" in found.stdout
    table = found.stdout.split("CRITICAL      HIGH    MEDIUM       LOW   quality\n")[1].splitlines()
    rows = {line.split()[0]: tuple(map(int, line.split()[1:6])) for line in table if line[:1].isalpha()}
    assert {"optimum", "claims", "best-fit", "least-loaded"} <= set(rows)
    assert rows["optimum"] == max(rows.values())


def test_three_faults_in_three_files_are_all_named(tmp_path: Path) -> None:
    """A workspace with three different faults prints all of them with file and line."""
    folder = copy_of("corner", tmp_path)
    backlog, card = folder / "backlog.csv", folder / "cards" / "BAKER.md"
    backlog.write_text(backlog.read_text().replace("HIGH,TODO,,20", "HIHG,TODO,,20"))
    card.write_text(card.read_text().replace("baking: 1.0", "baking: 10"))
    (folder / "cards" / "CLERK.md").write_bytes(b"# CLERK\n\xff")
    found = run("plan", folder, "--strict")
    assert isinstance(found.exception, InputError)
    text = str(found.exception)
    assert "BAKER.md:4: expected a score from 0 to 1, got '10'" in text
    assert "CLERK.md:1: expected UTF-8 text" in text
    assert "backlog.csv:3: expected a priority out of CRITICAL, HIGH, MEDIUM, LOW, got 'HIHG'\nMaybe 'HIGH'" in text


def test_two_pins_above_the_limit_are_infeasible(tmp_path: Path) -> None:
    """Work in progress that no load limit can hold exits 3."""
    folder = copy_of("corner", tmp_path)
    backlog = folder / "backlog.csv"
    text = backlog.read_text().replace("CRITICAL,TODO,,30", "CRITICAL,IN_PROGRESS,BAKER,30")
    backlog.write_text(text.replace("LOW,TODO,,20", "LOW,IN_PROGRESS,BAKER,20"))
    assert run("plan", folder).exit_code == 3


@pytest.mark.parametrize("name", ["corner", "studio"])
def test_check_counts_what_it_read(name: str) -> None:
    """Both samples are read without a fault."""
    assert run("check", DATA / name).exit_code == 0
