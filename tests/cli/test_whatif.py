"""What-ifs as a user types them: every row is what a fresh plan of the changed workspace gives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from solver.errors import InputError
from tests.cli.test_plan import DATA, copy_of, run


def levels(text: str) -> dict[str, int]:
    """Return the level values of a plan."""
    return {level["name"]: level["value"] for level in json.loads(text)["levels"]}


def test_rows_are_fresh_plans(tmp_path: Path) -> None:
    """Removing a member and changing a limit give what plan gives after the same edit by hand."""
    rows = json.loads(run("whatif", DATA / "studio", "--each-away", "--format", "json").stdout)
    assert len(rows) == 16
    assert {row["status"] for row in rows} == {"optimal"}
    without = {row["scenario"]: {v["name"]: v["value"] for v in row["levels"]} for row in rows}
    folder = copy_of("studio", tmp_path)
    team = folder / "team.yaml"
    text = team.read_text()
    assert without["base"] == levels(run("plan", folder, "--format", "json").stdout)
    team.write_text(text.replace("  - {id: TEST_ENGINEER}\n", "").replace(", TEST_ENGINEER]", "]"))
    assert without["without TEST_ENGINEER"] == levels(run("plan", folder, "--format", "json").stdout)
    team.write_text(text.replace("{id: DESIGNER}", "{id: DESIGNER, limit: 20}"))
    (_, row) = json.loads(run("whatif", DATA / "studio", "--capacity", "DESIGNER=20", "--format", "json").stdout)
    assert {v["name"]: v["value"] for v in row["levels"]} == levels(run("plan", folder, "--format", "json").stdout)


def test_named_scenarios() -> None:
    """All scenarios of the file stand beside the base, each with what moves."""
    text = run("whatif", DATA / "studio").stdout
    assert [line.split()[0] for line in text.splitlines()[1:5]] == [
        "base",
        "second-backend",
        "no-architect",
        "train-the-writer",
    ]
    assert "PRT-5 comes in with TECHNICAL_WRITER" in text
    assert "BACKEND_ENGINEER: can escalate before, escalation leaves the known team now" in text
    assert "every other row is scenario minus base" in text
    table = run("whatif", DATA / "studio", "--format", "csv").stdout
    assert table.startswith("scenario,changes,status,CRITICAL,HIGH,MEDIUM,LOW,quality_hours,placed,placed_CRITICAL")


def test_changes_by_hand() -> None:
    """Ten more hours for BAKER bring the recipe in, and nothing else changes; a trained clerk can bake."""
    (_, row) = json.loads(run("whatif", DATA / "corner", "--capacity", "BAKER=50h", "--format", "json").stdout)
    assert row["difference"]["tasks"] == ["T5 comes in with BAKER"]
    words = ["whatif", DATA / "corner", "--drop", "T4", "--clone", "BAKER"]
    assert run(*words).stdout.splitlines()[2].split()[:6] == ["changed", "optimal", "+0", "+0", "-1", "+1"]
    (_, row) = json.loads(run(*words, "--format", "json").stdout)
    # The two bakers are alike, so either may have the recipe.
    assert row["difference"]["tasks"][-1] in {"T5 comes in with BAKER", "T5 comes in with BAKER_2"}
    assert row["difference"]["dropped"] == ["T4"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--remove", "BAKR"], "expected a member that is there, got 'remove: BAKR'\nMaybe 'BAKER'."),
        (["--capacity", "BAKER"], "expected MEMBER=hours, got 'capacity: BAKER'"),
        (["--capacity", "BAKER=nan"], "expected"),
        (["--train", "BAKER:baking=2"], "expected a score from 0 to 1"),
        (["--drop", "T9"], "expected a task that is there"),
        ([], "expected scenarios, or changes on the command line, got no such file"),
    ],
)
def test_faults(words: list[str], expected: str) -> None:
    """What is not there or has no such form is a fault before anything is solved."""
    found = run("whatif", DATA / "corner", *words)
    assert isinstance(found.exception, InputError)
    assert expected in str(found.exception)


def test_all_faults_of_a_file_at_once(tmp_path: Path) -> None:
    """Each wrong change of a scenario is named with its line."""
    folder = copy_of("corner", tmp_path)
    (folder / "scenarios.yaml").write_text("bad:\n  - remove: NOBODY\n  - fly: BAKER\n")
    found = run("whatif", folder)
    assert "scenarios.yaml:2: expected a member that is there" in str(found.exception)
    assert "scenarios.yaml:3: expected a kind of change that is there, got 'fly: BAKER'" in str(found.exception)


def test_a_scenario_is_written_and_planned(tmp_path: Path) -> None:
    """The workspace that --write leaves gives plan what the row says; two scenarios at once are refused."""
    changes = ["--clone", "BACKEND_ENGINEER", "--train", "TECHNICAL_WRITER:finnish=0.7", "--weight", "handoff=0.5"]
    changes += ["--capacity", "DESIGNER=30h", "--reserve", "ARCHITECT=0.5", "--pin", "TT-1=DATA_ENGINEER"]
    (_, row) = json.loads(run("whatif", DATA / "studio", *changes, "--format", "json").stdout)
    run("whatif", DATA / "studio", *changes, "--write", tmp_path / "new")
    plan = json.loads(run("plan", tmp_path / "new", "--format", "json").stdout)
    assert (row["status"], row["levels"], row["terms"]) == (plan["status"], plan["levels"], plan["terms"])
    assert "expected one scenario" in str(run("whatif", DATA / "studio", "--write", tmp_path / "two").exception)


def test_scenarios_side_by_side_and_included(tmp_path: Path) -> None:
    """Named scenarios are rows of their own; an included one stands before the changes of the command line."""
    words = ["--scenario", "no-architect", "--scenario", "second-backend", "--include", "second-backend"]
    words += ["--capacity", "BACKEND_ENGINEER_2=20", "--workers", "2"]
    rows = json.loads(run("whatif", DATA / "studio", *words, "--format", "json").stdout)
    assert [row["scenario"] for row in rows] == ["base", "changed", "no-architect", "second-backend"]
    assert rows[1]["changes"] == ["clone: BACKEND_ENGINEER", "capacity: BACKEND_ENGINEER_2=20"]
    assert rows[1]["difference"]["direction"] == "scenario minus base"
    assert [load["limit"] for load in rows[1]["loads"] if load["member"] == "BACKEND_ENGINEER_2"] == [20]
    text = run("whatif", DATA / "studio", *words, "--format", "md").stdout
    assert text.startswith("| scenario | status | placed CRITICAL")


def test_untrusted_names_are_harmless(tmp_path: Path) -> None:
    """A formula stays text in CSV, and a bar or a tag in Markdown; an impossible scenario says what clashes."""
    folder = copy_of("corner", tmp_path)
    (folder / "scenarios.yaml").write_text("'=HYPERLINK(1)':\n  - require: T6\n'a|<b>':\n  - drop: T1\n")
    assert "\n'=HYPERLINK(1),require: T6,infeasible,," in run("whatif", folder, "--format", "csv").stdout
    text = run("whatif", folder, "--format", "md").stdout
    assert "a\\|" in text
    assert "<b>" not in text
    assert "cannot hold at once: T6 must be placed, and nobody can and may take it" in run("whatif", folder).stdout


def test_a_base_without_a_plan(tmp_path: Path) -> None:
    """What clashes in the base is said once, and a scenario that lifts it says so; columns are whole."""
    folder = copy_of("corner", tmp_path)
    (folder / "team.yaml").write_text("rules: {required: [T6]}\n")
    words = ["whatif", folder, "--need", "T6:oven_repair=none"]
    text = run(*words).stdout
    assert "the base cannot hold at once: T6 must be placed, and nobody can and may take it" in text
    assert "    a plan exists now" in text
    head, base, changed = run(*words, "--format", "csv").stdout.splitlines()
    assert len({line.count(",") for line in (head, base, changed)}) == 1
    swept = run("sweep", *words[1:], "--workers", "1", "--format", "csv").stdout.splitlines()
    assert [line.count(",") for line in swept] == [swept[0].count(",")] * 2


def test_what_can_be_taken_now_is_said_of_what_has_a_place(tmp_path: Path) -> None:
    """T6, which nobody could take, comes in, has no hours, or meets its deadline instead: each is another sentence."""
    folder = copy_of("corner", tmp_path)
    placed = run("whatif", folder, "--need", "T6:oven_repair=none").stdout
    assert "    T6 comes in with BAKER" in placed
    assert "    somebody can take T6 now\n" in placed
    words = ["whatif", folder, "--need", "T6:oven_repair=none", "--priority", "T6=LOW", "--estimate", "T6=40"]
    outbid = run(*words, "--need", "T6:baking=0.5").stdout
    assert "    somebody can take T6 now, but it has no place: " in outbid
    (_, row) = json.loads(run(*words, "--need", "T6:baking=0.5", "--format", "json").stdout)
    assert (row["difference"]["possible"], [*row["difference"]["stopped"]]) == ([], ["T6"])
    (folder / "team.yaml").write_text("periods: [{id: S1, start: 2027-03-01, end: 2027-03-05}]\n")
    late = run("whatif", folder, "--need", "T6:oven_repair=none", "--estimate", "T6=20", "--deadline", "T6=2027-03-01")
    assert "    T6 stays out all the same: done by 2027-03-01: " in late.stdout
