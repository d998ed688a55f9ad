"""A column has one name: in CSV, in JSON, in a frame, and with the same words where it is read."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from solver.cli import COMMANDS
from tests.cli.test_plan import DATA, run

CORNER = str(DATA / "corner")
# Each command with its words; P is a plan of the workspace, Q another one.
WALK: dict[str, list[list[str]]] = {
    "check": [[CORNER]],
    "plan": [[CORNER]],
    "explain": [["P"], ["P", "T1"], ["P", "T5"], ["P", "BAKER"], ["P", "--instead"], ["P", "--hours"]],
    "why-not": [["P", "T5", "BAKER"]],
    "suggest": [["T5", "--plan", "P"]],
    "alternatives": [["P", "--differ", "1", "--within", "100", "--most", "1"]],
    "replan": [["P"], ["P", "--table"]],
    "diff": [["P", "Q"]],
    "fix": [[CORNER, "--place", "T5"]],
    "graph": [[CORNER]],
    "whatif": [[CORNER, "--capacity", "BAKER=50h"], [CORNER, "--clone", "CLERK"]],
    "sweep": [[CORNER, "--capacity", "BAKER=30,50", "--weight", "handoff=0,1", "--workers", "1"]],
    "advise": [["load", CORNER]],
    "resilience": [[CORNER]],
    "noise": [[CORNER, "--cases", "20", "--curve", "0.8"]],
}
# These write files of their own forms, and no tables.
ELSEWHERE = {"init", "app", "import", "report", "export"}
# What is read of these is one table with a head; others are told in sentences.
TABLES = {"whatif", "sweep", "advise", "resilience", "noise"}
CASES = [(name, words) for name, ways in WALK.items() for words in ways]
# Names that plan.json and the tracker's columns have had from the beginning.
FIXED = {"hours", "limit"}


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return a plan of the workspace and another one."""
    folder = tmp_path_factory.mktemp("names")
    for name in "PQ":
        assert run("plan", CORNER, "-q", "-o", folder / f"{name}.json").exit_code == 0
    data = json.loads((folder / "Q.json").read_text())
    data["assignments"] = data["assignments"][1:]
    (folder / "Q.json").write_text(json.dumps(data))
    return {"P": str(folder / "P.json"), "Q": str(folder / "Q.json")}


def answer(name: str, words: list[str], places: dict[str, str], form: str) -> str:
    """Return what a command prints in a form."""
    found = run(name, *(places.get(word, word) for word in words), "--format", form, "-q")
    assert found.exit_code == 0, found.exception
    return found.stdout


def keys(data: Any) -> Iterator[str]:
    """Yield the keys of all objects."""
    if isinstance(data, dict):
        yield from data
    for one in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from keys(one)


def test_the_walk_goes_through_every_command() -> None:
    """A new command has its line in the walk."""
    assert set(WALK) | ELSEWHERE == set(COMMANDS)


@pytest.mark.parametrize(("name", "words"), CASES, ids=[f"{name}-{n}" for n, (name, _) in enumerate(CASES)])
def test_every_form_has_the_same_names(name: str, words: list[str], places: dict[str, str]) -> None:
    """What is a column of the CSV is a name in the data, in snake case, and what is read has the same words."""
    head = next(csv.reader(io.StringIO(answer(name, words, places, "csv"))), [])
    assert set(head) <= set(keys(json.loads(answer(name, words, places, "json"))))
    for one in head:
        assert re.fullmatch(r"[A-Za-z]\w*", one), one
        assert "quality" not in one or one.endswith("_hours"), one
    if name in TABLES:
        lines = answer(name, words, places, "table").splitlines()
        read = next(re.split(r"\s{2,}", line.strip()) for line in lines if "  " in line.strip() and ":" not in line)
        # Noise tells of members first, who are rows of their own in the data.
        known = set(head) | (set(keys(json.loads(answer(name, words, places, "json")))) if name == "noise" else set())
        # Of a weight that varies only its term stands above the column.
        known |= {one.removeprefix("weight_") for one in head}
        assert {one.replace(" ", "_") for one in read} <= known
    marked = answer(name, words, places, "md").splitlines()
    cells = [line.strip("| ").split(" | ") for line, rule in zip(marked, marked[1:], strict=False) if rule[:3] == "|--"]
    if name in TABLES - {"noise"}:
        assert {one.replace("\\", "").replace(" ", "_") for one in cells[0]} <= known


def test_frames_have_the_names_of_the_command_line(places: dict[str, str]) -> None:
    """A notebook's columns are those of the CSV, and no load of a clone is missing once the base is taken away."""
    from solver import read_workspace
    from solver.changes.change import Change
    from solver.changes.scenarios import Scenario
    from solver.report.whatif.frames import scenario_frame, sweep_frame
    from solver.whatif.scenarios.compare import compare_scenarios
    from solver.whatif.sweeps.axes import axes_of, grid
    from solver.whatif.sweeps.sweep import sweep

    world = read_workspace(Path(CORNER)).world
    rows = compare_scenarios(world, (Scenario("changed", (Change("clone", "CLERK"),)),))
    for less in (False, True):
        frame = scenario_frame(rows, minus_base=less)
        head = next(csv.reader(io.StringIO(answer("whatif", [CORNER, "--clone", "CLERK"], places, "csv"))))
        assert [frame.index.name, *frame.columns] == head
    assert not frame.loc["changed"].isna().any()
    assert frame.loc["changed", "load_hours_CLERK_2"] + frame.loc["changed", "load_hours_CLERK"] == 0
    axes = axes_of((Change("capacity", "BAKER=30,50", "--capacity"), Change("weight", "handoff=0,1", "--weight")))
    swept = sweep_frame(sweep(world, axes, grid(axes), workers=1))
    text = answer("sweep", WALK["sweep"][0], places, "csv")
    assert list(swept.columns) == next(csv.reader(io.StringIO(text)))
    assert swept["placed"].tolist() == [int(row["placed"]) for row in csv.DictReader(io.StringIO(text))]
