"""The page's plan as a table says which part or seat it is, and when, where there are sprints."""

from __future__ import annotations

from pathlib import Path

from solver.changes.change import Scenario
from solver.domain.world import World
from solver.explanation.why import explain
from solver.readers.workspace import read_workspace
from solver.report.app.blocks import plan_table
from solver.study.study import Study
from solver.whatif.compare import measured
from tests.cli.test_plan import DATA


def shown(folder: Path) -> str:
    """Return the table of the best plan of a workspace."""
    found = read_workspace(folder)
    case = Study(World(found.team, found.backlog, found.weights))
    row = measured((Scenario("base", ()), case.world), 20.0)
    return str(plan_table(found.backlog, row, explain(case, case.best).assignments))


def test_a_seat_says_which_one_it_is_and_when(tmp_path: Path) -> None:
    """Without sprints the table is as it was."""
    (tmp_path / "cards").mkdir()
    for name in ("ANN", "BOB"):
        (tmp_path / "cards" / f"{name}.md").write_text("## Core Capabilities\n- web: 0.9\n")
    (tmp_path / "team.yaml").write_text("periods: [{id: S1, start: 2027-02-01, end: 2027-02-05}]\n")
    (tmp_path / "backlog.csv").write_text("id,title,estimated_hours,capabilities,crew\nA,Pair,4,web,2\n")
    text = shown(tmp_path)
    assert "Pair (seat 1 of 2)" in text
    assert "Pair (seat 2 of 2)" in text
    assert ">period<" in text
    assert ">S1<" in text
    assert ">period<" not in shown(DATA / "corner")
