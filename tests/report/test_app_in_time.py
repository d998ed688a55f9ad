"""The page's plan as a table says which part or seat it is, and when, where there are sprints."""

from __future__ import annotations

from pathlib import Path

from solver.changes.catalogue import apply
from solver.changes.change import Change, Scenario
from solver.domain.world import World
from solver.explanation.why import explain
from solver.readers.workspace import read_workspace
from solver.report.app.blocks import plan_table
from solver.report.app.told import gains
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


def test_urgent_work_that_ends_later_is_no_gain(tmp_path: Path) -> None:
    """With ANN away in the first sprint her work ends in the second: the page says that beside the quality."""
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards" / "ANN.md").write_text("## Core Capabilities\n- web: 0.9\n")
    (tmp_path / "cards" / "BEN.md").write_text("## Core Capabilities\n- ops: 0.9\n")
    periods = "[{id: S1, start: 2027-02-01, end: 2027-02-05}, {id: S2, start: 2027-02-08, end: 2027-02-12}]"
    (tmp_path / "team.yaml").write_text(f"periods: {periods}\nweights: {{balance: 0.1}}\n")
    (tmp_path / "backlog.csv").write_text("id,priority,estimated_hours,capabilities\nA,HIGH,8,web\n")
    found = read_workspace(tmp_path)
    world = World(found.team, found.backlog, found.weights)
    base = measured((Scenario("base", ()), world), 20.0)
    away = Scenario("away", (Change("leave", "ANN=2027-02-01..2027-02-05"),))
    text = str(gains(base, measured((away, apply(world, away.changes)), 20.0)))
    assert '<span class="down">HIGH work ends later, as a whole: -1 (value times periods)</span>' in text
    longer = Scenario("longer", (Change("sprint", "1"),))
    assert "HIGH work" not in str(gains(base, measured((longer, apply(world, longer.changes)), 20.0)))
