"""The command sweep as a user types it, also when it is killed."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from solver.errors import InputError
from tests.cli.test_plan import DATA, copy_of, run
from tests.whatif.test_engines import ENVIRONMENT, cluster

STUDIO, CORNER = DATA / "studio", DATA / "corner"
MAIN = [sys.executable, "-c", "from solver.cli import main; main()"]
# 264 rows that take a while, of which some hold without a solve.
LONG = [
    *("--capacity", "DESIGNER=20..40:2", "--capacity", "BACKEND_ENGINEER=30..45:5", "--remove", "ARCHITECT,none"),
    *("--weight", "handoff=0,0.5,1", "--format", "json"),
]


def table_of(text: str) -> list[list[str]]:
    """Return the cells of the printed rows."""
    head, _, _ = text.partition("\n\n")
    return [line.split() for line in head.splitlines()]


def test_the_handoff_weight_trades_fit_for_steps() -> None:
    """Dearer hand-offs never make more steps, and never more fit."""
    found = run("sweep", STUDIO, "--weight", "handoff=0,0.5,2")
    head, *rows = table_of(found.stdout)
    assert head[:3] == ["handoff", "status", "placed"]
    assert [row[:2] for row in rows] == [["0", "optimal"], ["0.5", "optimal"], ["2", "optimal"]]
    steps, fits = [int(row[5]) for row in rows], [float(row[3]) for row in rows]
    assert steps == sorted(steps, reverse=True)
    assert fits == sorted(fits, reverse=True)


def test_rows_are_what_plan_gives_of_the_edited_files(tmp_path: Path) -> None:
    """A limit, a weight and a member's absence, edited by hand and planned."""
    words = ["--capacity", "DESIGNER=20,30", "--weight", "handoff=0.5", "--remove", "TEST_ENGINEER"]
    rows = json.loads(run("sweep", STUDIO, *words, "--format", "json", "--workers", "1").stdout)["rows"]
    assert [row["settings"]["capacity DESIGNER"] for row in rows] == ["20", "30"]
    folder = copy_of("studio", tmp_path)
    text = (folder / "team.yaml").read_text().replace("handoff: 0}", "handoff: 0.5}")
    text = text.replace("  - {id: TEST_ENGINEER}\n", "").replace(", TEST_ENGINEER]", "]")
    for row in rows:
        hours = row["settings"]["capacity DESIGNER"]
        (folder / "team.yaml").write_text(text.replace("{id: DESIGNER}", f"{{id: DESIGNER, limit: {hours}}}"))
        plan = json.loads(run("plan", folder, "--format", "json").stdout)
        assert (row["status"], row["levels"], row["terms"]) == (plan["status"], plan["levels"], plan["terms"])


def test_formats(tmp_path: Path) -> None:
    """The same rows as a table for people, data, CSV and Markdown; untrusted names are harmless in each."""
    words = ["sweep", CORNER, "--capacity", "BAKER=30,40", "--require", "T6|none", "--workers", "1"]
    head, *rows = table_of(run(*words).stdout)
    assert [row[2] for row in rows] == ["infeasible", "optimal"] * 2
    assert head[:4] == ["capacity", "BAKER", "require", "status"]
    lines = list(csv.DictReader(io.StringIO(run(*words, "--format", "csv").stdout)))
    assert [line["quality_hours"] for line in lines] == ["", lines[1]["quality_hours"], "", "106.6"]
    assert "| 40 | none | optimal |" in run(*words, "--format", "md").stdout
    run(*words, "-o", tmp_path / "rows.json")
    assert len(json.loads((tmp_path / "rows.json").read_text())["rows"]) == 4


def test_scenarios_are_an_axis_and_samples_are_rows() -> None:
    """Named scenarios beside none, and a sample of a grid, the same for the same seed."""
    data = json.loads(run("sweep", STUDIO, "--scenario", "second-backend,none", "--format", "json").stdout)
    assert [row["settings"]["scenario"] for row in data["rows"]] == ["second-backend", "none"]
    assert data["rows"][1]["how"] == "unchanged"
    words = ["sweep", CORNER, "--capacity", "BAKER=10..50:1", "--weight", "fit=0..9", "--samples", "6", "--seed", "3"]
    assert len(table_of(run(*words).stdout)) == 7
    assert run(*words).stdout == run(*words, "--workers", "1").stdout


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--weight", "luck=1"], "--weight:1: expected a weight that is there"),
        (["--capacity", "BAKER=1..x"], "--capacity:1: expected a range such as 20..60:5"),
        (["--capacity", "BAKER=0..9999:0.01"], "expected a range whose steps lead from 0 to 9999"),
        (["--capacity", "BAKER=1..400", "--capacity", "CLERK=1..400"], "at most 100,000 rows, got 160,000"),
        (["--scenario", "none,what"], "expected scenarios, or changes on the command line, got no such file"),
        (["--capacity", "BAKER=1,2", "--drop", "T1,none", "--estimate", "T1=3"], None),
        (["--cluster", "nowhere", "--drop", "T1"], "--cluster:1: expected the address of a Dask scheduler"),
    ],
)
def test_faults(words: list[str], expected: str | None) -> None:
    """Bad ranges and names are faults; a task is dropped after it is changed, so that every combination is possible."""
    found = run("sweep", CORNER, *words, "--workers", "1")
    if expected is None:
        assert found.exit_code == 0
    else:
        assert isinstance(found.exception, InputError)
        assert expected in str(found.exception)


def test_nothing_to_vary_and_another_file_are_usage_errors(tmp_path: Path) -> None:
    """No axis is a usage error; a store that is no store is a fault and is left alone."""
    assert run("sweep", CORNER).exit_code == 2
    for name in ("-o", "--resume"):
        found = run("sweep", CORNER, "--drop", "T1", name, tmp_path / "nowhere" / "rows.csv")
        assert "expected a file in a folder that is there, got no folder" in str(found.exception)
    (tmp_path / "a.jsonl").write_text("hello\n")
    found = run("sweep", CORNER, "--drop", "T1", "--resume", tmp_path / "a.jsonl")
    assert "a.jsonl:1: expected a row of a sweep" in str(found.exception)


def start(store: Path, *words: str) -> subprocess.Popen[bytes]:
    """Start a long sweep in a process group of its own."""
    command = [*MAIN, "sweep", str(STUDIO), *LONG, "--resume", str(store), *words]
    return subprocess.Popen(
        command, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )


def wait_for_rows(store: Path, rows: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until so many lines are written."""
    while not store.exists() or store.read_bytes().count(b"\n") < rows:
        assert process.poll() is None, process.communicate()[1].decode()
        time.sleep(0.02)


def finished(store: Path, *words: str) -> list[dict[str, object]]:
    """Run the sweep to its end and return its rows."""
    process = start(store, *words)
    out, err = process.communicate()
    assert process.returncode == 0, err.decode()
    rows: list[dict[str, object]] = json.loads(out)["rows"]
    return rows


def assert_each_row_once(store: Path, rows: int) -> None:
    """Every line is whole, and no key stands twice: nothing was computed again after it was written."""
    keys = [json.loads(line)["key"] for line in store.read_text().splitlines()]
    assert len(keys) == len(set(keys)) == rows + 1


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    """Return the rows of a sweep that nothing happened to."""
    return finished(tmp_path_factory.mktemp("calm") / "rows.jsonl")


@pytest.mark.slow
def test_a_killed_sweep_goes_on(tmp_path: Path, undisturbed: list[dict[str, object]]) -> None:
    """Kill -9 of the sweep and all its processes, twice, then a restart: all rows, each once, same numbers."""
    store = tmp_path / "rows.jsonl"
    for rows in (20, 70):
        process = start(store)
        wait_for_rows(store, rows, process)
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    assert finished(store) == undisturbed
    assert_each_row_once(store, len(undisturbed))


@pytest.mark.slow
def test_ctrl_c_keeps_the_rows(tmp_path: Path, undisturbed: list[dict[str, object]]) -> None:
    """Ctrl-C prints the rows so far, says how to go on, and exits 4; the restart gives the same as if nothing was."""
    store = tmp_path / "rows.jsonl"
    process = start(store)
    wait_for_rows(store, 20, process)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate()
    assert process.returncode == 4, err.decode()
    data = json.loads(out)
    assert 0 < len(data["rows"]) == len(undisturbed) - data["missing"]
    assert err.decode().startswith(f"stopped: {data['missing']} of {len(undisturbed)} rows are missing. --resume")
    assert finished(store) == undisturbed
    assert_each_row_once(store, len(undisturbed))


@pytest.mark.slow
def test_a_killed_worker_of_a_cluster(tmp_path: Path, undisturbed: list[dict[str, object]]) -> None:
    """Kill -9 of one of two Dask workers in the middle: all rows, each once, same numbers."""
    store = tmp_path / "rows.jsonl"
    with cluster(2) as (address, workers):
        process = start(store, "--cluster", address)
        wait_for_rows(store, 20, process)
        workers[0].kill()
        out, err = process.communicate()
        assert process.returncode == 0, err.decode()
        assert workers[1].poll() is None
    assert json.loads(out)["rows"] == undisturbed
    assert_each_row_once(store, len(undisturbed))


def test_a_time_limit_holds_for_all_rows_together() -> None:
    """Rows that there was no time for are missing, it is said why, and the exit code is that of a cut search."""
    found = run("sweep", STUDIO, "--capacity", "DESIGNER=1..40:0.05", "--time-limit", "0.1", "--workers", "1")
    assert found.exit_code == 4
    assert "stopped by time limit: " in found.stderr
    assert "of 781 rows are missing" in found.stderr
