"""The commands as a user types them: output, files and exit codes."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner, Result

from solver.assignment.baselines import BASELINES
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
    assert {row["task"]: row["priority"] for row in data["unassigned"]} == {"T5": "LOW", "T6": "MEDIUM"}
    quality = data["levels"][-1]
    assert (data["status"], quality["name"], quality["value"]) == ("optimal", "quality", 106_600)


def test_studio_is_proved_and_beats_every_baseline() -> None:
    """The realistic workspace is optimal, and no greedy rule places more value in the first class that differs."""
    found = run("plan", DATA / "studio", "--compare")
    assert found.exit_code == 0
    assert "Proof: optimal" in found.stdout
    table = found.stdout.split("fit hours  quality hours\n")[1].splitlines()
    rows = {line.split()[0]: tuple(map(float, line.split()[1:5])) for line in table if not line.startswith("gain")}
    assert set(rows) == {"optimum", *BASELINES}
    assert rows["optimum"] == max(rows.values())
    assert sum(line.startswith("gain over") for line in table) == len(BASELINES)


def test_json_validates_against_the_published_schema(tmp_path: Path) -> None:
    """What -o writes and what --format json prints fit the schema that the package ships."""
    schema = json.loads((DATA.parent / "solver" / "report" / "plan" / "plan.schema.json").read_text())
    run("plan", DATA / "studio", "-o", tmp_path / "plan.json")
    for text in ((tmp_path / "plan.json").read_text(), run("plan", DATA / "corner", "--format", "json").stdout):
        jsonschema.validate(json.loads(text), schema)


@pytest.mark.parametrize("ending", ["csv", "md", "txt"])
def test_the_extension_names_the_format(ending: str, tmp_path: Path) -> None:
    """Each format names every task."""
    run("plan", DATA / "corner", "-o", tmp_path / f"plan.{ending}")
    text = (tmp_path / f"plan.{ending}").read_text()
    assert all(f"T{number}" in text for number in range(1, 7))


def test_an_unknown_format_is_a_usage_error(tmp_path: Path) -> None:
    """A format or an extension that is not known exits 2 before anything is solved."""
    assert run("plan", DATA / "corner", "--format", "pdf").exit_code == 2
    assert run("plan", DATA / "corner", "-o", tmp_path / "plan.pdf").exit_code == 2


def test_overflow_can_fail(tmp_path: Path) -> None:
    """A task that stays out exits 5 only when that was asked for."""
    assert run("plan", DATA / "corner").exit_code == 0
    assert run("plan", DATA / "corner", "--fail-on-overflow").exit_code == 5


@pytest.mark.slow
def test_ctrl_c_prints_the_best_plan(tmp_path: Path) -> None:
    """A long solve that is interrupted prints the plan it has and says so."""
    folder = tmp_path / "hard"
    (folder / "cards").mkdir(parents=True)
    chance = random.Random(1)
    for m in range(20):
        scores = "".join(f"- c{c}: 0.{chance.randint(50, 99)}\n" for c in range(8))
        (folder / "cards" / f"M{m}.md").write_text(f"## Core Capabilities\n{scores}")
    lines = (f"T{t},{chance.randint(37, 107) / 10},c{t % 8}:0.1" for t in range(300))
    (folder / "backlog.csv").write_text("\n".join(["id,estimated_hours,capabilities", *lines]))
    command = [sys.executable, "-c", "from solver.cli import main; main()", "plan", str(folder), "--time-limit", "300"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(8)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert "Stopped by interrupt: this is the best plan so far." in " ".join(out.split())


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
    assert "CLERK.md:2: expected UTF-8 text" in text
    assert "backlog.csv:3: expected a priority out of CRITICAL, HIGH, MEDIUM, LOW, got 'HIHG'\nMaybe 'HIGH'" in text


def test_two_pins_above_the_limit_are_infeasible(tmp_path: Path) -> None:
    """Work in progress that no load limit can hold exits 3."""
    folder = copy_of("corner", tmp_path)
    backlog = folder / "backlog.csv"
    text = backlog.read_text().replace("CRITICAL,TODO,,30", "CRITICAL,IN_PROGRESS,BAKER,30")
    backlog.write_text(text.replace("LOW,TODO,,20", "LOW,IN_PROGRESS,BAKER,20"))
    found = run("plan", folder)
    assert found.exit_code == 3
    assert "T1 (30 h) is started and stays with BAKER" in found.stdout
    assert "T5 (20 h) is started and stays with BAKER" in found.stdout
    assert "BAKER has a load limit of 40 h" in found.stdout


@pytest.mark.parametrize("name", ["corner", "studio"])
def test_check_counts_what_it_read(name: str) -> None:
    """Both samples are read without a fault."""
    assert run("check", DATA / name).exit_code == 0


def test_an_empty_backlog_says_first_that_there_is_nothing_to_plan(tmp_path: Path) -> None:
    """Exit 0 of a table without a row is no plan of anything: the first line says so."""
    folder = copy_of("corner", tmp_path)
    (folder / "backlog.csv").write_text("id,title,estimated_hours\n")
    result = run("plan", folder)
    assert result.exit_code == 0
    assert result.stdout.startswith("Nothing to plan: there is no open task.")
    assert "backlog.csv holds no task" in result.stderr


def test_each_slot_that_is_named_is_reckoned() -> None:
    """Two slots are two lines in the order of the team; one that is none is a fault, wherever it stands."""
    words = ["check", DATA / "studio-sprints", "--slot", "FRONTEND_ENGINEER_2@S2", "--slot", "DATA_ENGINEER@S1"]
    heads = [line.partition(" (")[0] for line in run(*words).stdout.splitlines()]
    assert heads == ["DATA_ENGINEER in S1", "FRONTEND_ENGINEER_2 in S2"]
    assert run(*words, "--slot", "DATA_ENGINEER@S9").exit_code == 2
    alone = run("check", DATA / "studio-sprints", "--slot", "DATA_ENGINEER").stdout.splitlines()
    assert [line.split(" (")[0] for line in alone] == [f"DATA_ENGINEER in S{n}" for n in (1, 2, 3)]
