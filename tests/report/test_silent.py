"""Gains that are none, and teams whose cards have no line of communication."""

from __future__ import annotations

from pathlib import Path

from solver.assignment.solve import solve
from solver.changes.change import Change, Scenario
from solver.domain.world import World
from solver.readers.workspace import read_workspace
from solver.report.app.blocks import comparison
from solver.report.contents import report_document
from solver.report.forms.markdown import markdown_page
from solver.whatif.dossier.dossier import dossier
from solver.whatif.dossier.questions import ask
from solver.whatif.scenarios.compare import compare_scenarios


def silent(folder: Path) -> Path:
    """Return a workspace of three members whose cards have no line of communication."""
    (folder / "cards").mkdir()
    for name in ("ANN", "BOB", "CID"):
        (folder / "cards" / f"{name}.md").write_text("## Core Capabilities\n- web: 0.9\n")
    (folder / "backlog.csv").write_text("id,priority,estimated_hours\nA,HIGH,8\nB,LOW,60\n")
    return folder


def test_whoever_left_is_no_gain_of_the_others(tmp_path: Path) -> None:
    """Fewer members who cannot escalate, as one of them left, is shown without a difference."""
    found = read_workspace(silent(tmp_path))
    world = World(found.team, found.backlog, found.weights)
    base, row = compare_scenarios(world, (Scenario("changed", (Change("remove", "ANN"),)),), time_limit=10)
    text = str(comparison(base, row))
    line = next(part for part in text.split("<tr") if "members who cannot escalate" in part)
    assert "3 of 3" in line
    assert "2 of 2" in line
    assert "-1" not in line


def test_a_team_without_lines_is_told_nothing_of_them(tmp_path: Path) -> None:
    """Where no card has a line of communication a report has neither figures nor sentences about it."""
    found = read_workspace(silent(tmp_path))
    result = solve(found.team, found.backlog, found.weights, time_limit=10)
    text = markdown_page(report_document(dossier("shop", found, result)))
    assert "No card says whom to turn to" not in text
    assert "ommunication" not in text
    assert "without a sure escalation" not in text
    assert "hand-offs without a line" not in text


def test_a_report_without_time_says_what_it_leaves_out(tmp_path: Path) -> None:
    """Questions that there was no time for are named in the summary, and none is answered with a guess."""
    found = read_workspace(silent(tmp_path))
    result = solve(found.team, found.backlog, found.weights, time_limit=10)
    told = ask(dossier("shop", found, result), patience=0.0)
    assert (told.hours, told.marginals, told.placings) == ((), (), ())
    text = markdown_page(report_document(told))
    assert "what more hours bring of ANN, BOB, CID: the time for questions was over" in text
    assert "what would place B: the time for questions was over" in text
