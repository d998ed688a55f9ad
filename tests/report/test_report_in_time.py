"""The report of a plan over sprints counts seats and parts, and says of each pair what holds in time."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from solver.assignment.solve import solve
from solver.changes.change import Change
from solver.cli import app
from solver.explanation.fix.change import Fix, FixChange
from solver.explanation.unassigned.task import Unassigned
from solver.readers.workspace import read_workspace
from solver.report.contents.plan import left_section
from solver.report.contents.reasons import reasons_section
from solver.report.contents.views import given_hours
from solver.whatif.dossier.dossier import Dossier, Placing, dossier

TEAM = """calendar: {hours_per_day: 8, workdays: [mon, tue, wed, thu, fri]}
periods: [{id: S1, start: 2027-01-04, end: 2027-01-08}, {id: S2, start: 2027-01-11, end: 2027-01-15}]
roster: [{id: ANN}, {id: BOB, from: 2027-01-11}, {id: CID, pace: 1.5}]
"""
TASKS = """id,title,priority,estimated_hours,capabilities,deadline,split,crew
A,Move,CRITICAL,8,build:0.7,S1,,
B,Watch,HIGH,6,,,,build:0.8|test:0.7
C,Long,MEDIUM,20,test:0.7,,8h,
"""


@pytest.fixture
def told(tmp_path: Path) -> Dossier:
    """Return the best plan of a task due before BOB is there, a crew, and a task in two parts, for three members."""
    (tmp_path / "cards").mkdir()
    for name, can in (("ANN", "build: 0.9"), ("BOB", "build: 0.8\n- test: 0.7"), ("CID", "test: 0.9")):
        (tmp_path / "cards" / f"{name}.md").write_text(f"## Core Capabilities\n- {can}\n")
    (tmp_path / "team.yaml").write_text(TEAM)
    (tmp_path / "backlog.csv").write_text(TASKS)
    found = read_workspace(tmp_path)
    return dossier("shop", found, solve(found.team, found.backlog, found.weights))


def test_all_seats_and_parts_are_hours_used(told: Dossier) -> None:
    """8 h of ANN; 6 h of each seat, of CID at a pace of 1.5; and 20 h of whoever tests."""
    (seat,) = {one.member for one in told.plan.assignments if one.task == "B"} - {"ANN"}
    tests = {one.member for one in told.plan.assignments if one.task == "C"}
    pace = {"BOB": 1.0, "CID": 1.5}
    assert given_hours(told) == 8 + 6 + 6 * pace[seat] + 20 * pace[tests.pop()]


def test_reasons_are_those_of_the_seat_and_of_the_days(told: Dossier) -> None:
    """Who joins later could not have what is due before; a seat needs what it asks for, and not what another does."""
    found = {(one.task, one.member): one for one in told.reasons}
    assert found["A", "ANN"].others == ()
    assert [str(need.capability) for need in found["B", "ANN"].needs] == ["build"]
    other = next(member for task, member in found if task == "B" and member != "ANN")
    assert [str(need.capability) for need in found["B", other].needs] == ["test"]
    assert {name for name, _, _ in found["B", other].others} == {"BOB", "CID"} - {other}
    text = str(reasons_section(told))
    assert "A: ANN, fit 0.90; 1 member passes all gates" in text
    assert "nobody else passes the gates" in text


def test_levels_name_their_unit_and_no_sentence_of_ours_is_cut(told: Dossier, tmp_path: Path) -> None:
    """An early level counts value times periods, and no paragraph is longer than a page shows."""
    for name, said in (("r.md", "| CRITICAL early | 1 | 1 | 0.00% | value times periods left |"), ("r.html", "early")):
        done = CliRunner().invoke(app, ["report", str(tmp_path), "-o", str(tmp_path / name)])
        assert done.exit_code == 0
        text = (tmp_path / name).read_text()
        assert said in text
        assert "characters)" not in text


def test_hours_of_help_are_used_hours(told: Dossier, tmp_path: Path) -> None:
    """Whoever helps BOB to grow for 8 h gives 2 h, and both headlines count 10."""
    (tmp_path / "team.yaml").write_text(
        TEAM + "grow: [{member: BOB, capability: test, hours: 8, mentor: CID, mentor_share: 0.25}]\n"
        "rules: {pins: [{task: A, member: BOB}]}\n"
    )
    (tmp_path / "backlog.csv").write_text("id,priority,estimated_hours,capabilities\nA,HIGH,8,test:0.8\n")
    found = read_workspace(tmp_path)
    one = dossier("shop", found, solve(found.team, found.backlog, found.weights))
    assert given_hours(one) == 10
    assert "1 task placed, 10 of 200 h used" in CliRunner().invoke(app, ["plan", str(tmp_path)]).output


def test_hours_that_are_worth_something_name_their_period(told: Dossier, tmp_path: Path) -> None:
    """What an hour brings is said of its sprint; where only work was asked of, nothing is said of quality."""
    page = tmp_path / "r.md"
    assert CliRunner().invoke(app, ["report", str(tmp_path), "--with", "hours", "-o", str(page)]).exit_code == 0
    rows = [line for line in page.read_text().split("What more hours bring")[1].splitlines() if line.startswith("| ")]
    assert {row.split("|")[1].strip() for row in rows[1:] if "---" not in row} >= {"ANN in S1", "CID in S2"}
    assert any("places no more work and none of it earlier" in row for row in rows)
    assert "brings nothing" not in "".join(rows)


def test_the_first_hours_to_look_for_are_those_that_bring_most_by_the_levels(tmp_path: Path) -> None:
    """One hour more makes loads more even, two bring urgent work a sprint forward: those two are named, and first."""
    (tmp_path / "team.yaml").write_text(
        "periods: [{id: S1, start: 2027-02-01, end: 2027-02-05}, {id: S2, start: 2027-02-08, end: 2027-02-12}]\n"
        "weights: {balance: 0.1}\nroster: [{id: ANN}, {id: BOB}]\n"
    )
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards" / "ANN.md").write_text("## Core Capabilities\n- build: 0.9\n")
    (tmp_path / "cards" / "BOB.md").write_text("## Core Capabilities\n- sell: 0.9\n")
    (tmp_path / "backlog.csv").write_text(
        "id,priority,estimated_hours,capabilities,deadline\nA,HIGH,24,build,\nB,HIGH,18,build,\nC,LOW,42,sell,S1\n"
    )
    page = tmp_path / "r.md"
    assert CliRunner().invoke(app, ["report", str(tmp_path), "--with", "hours", "-o", str(page)]).exit_code == 0
    text = page.read_text()
    assert "The first hours to look for are 2 h more of ANN in S1: HIGH early +1" in text
    rows = [line for line in text.split("What more hours bring")[1].splitlines() if line.startswith("| ")]
    assert [row.split("|")[1].strip() for row in rows[1:3]] == ["ANN in S1", "BOB in S1"]


@pytest.mark.parametrize("is_cheapest", [True, False])
def test_a_fix_that_is_not_known_to_be_the_cheapest_is_not_called_so(told: Dossier, *, is_cheapest: bool) -> None:
    """What was found when the time for questions ended says that something cheaper may do."""
    change = FixChange("sprint", "", "", "S3", Decimal(0), Decimal(1), 1, Change("sprint", "1"))
    out = Unassigned("A", "when", "too late", ())
    placing = Placing("A", None, Fix((change,), told.result, is_cheapest=is_cheapest))
    text = str(left_section(replace(told, left=(out,), placings=(placing,))))
    assert "whatif --sprint 1 --require A" in text
    assert ("not known whether something cheaper does" in text) != is_cheapest
