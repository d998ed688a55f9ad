"""What a what-if says of time: urgent work that ends later outweighs quality, and is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from solver.changes import Change, Scenario
from solver.domain.world import World
from solver.importers.doors import read_workspace
from solver.report.whatif.scenarios import minus_base, whatif_answer
from solver.whatif import compare_scenarios

CARD = "# Role: X\n\n## Core Capabilities\n- sql: 0.9\n"
TEAM = """periods: [{id: S1, start: 2027-02-01, end: 2027-02-05}, {id: S2, start: 2027-02-08, end: 2027-02-12}]
roster: [{id: ANN}, {id: BOB}]
"""
TASKS = "id,title,priority,estimated_hours,capabilities\nA,a,HIGH,40,sql:0.5\nB,b,HIGH,40,sql:0.5\n"
ALONE = Scenario("alone", (Change("remove", "BOB"),))


def _world(folder: Path) -> World:
    """Return two people over two weeks with a task of a week for each."""
    (folder / "cards").mkdir()
    for name in ("ANN", "BOB"):
        (folder / "cards" / f"{name}.md").write_text(CARD)
    (folder / "team.yaml").write_text(TEAM)
    (folder / "backlog.csv").write_text(TASKS)
    return read_workspace(folder).world


def test_work_that_ends_later_is_told(tmp_path: Path) -> None:
    """Two tasks of a week each end in the first of two weeks with two people, and one in the second with one."""
    world = _world(tmp_path)
    rows = compare_scenarios(world, (ALONE,))
    text = whatif_answer(rows).as_format("table")
    assert "HIGH work ends later, as a whole: -1 (value times periods)" in text
    rows = compare_scenarios(world, (Scenario("none", (Change("need", "A:sql=1"),)),))
    text = whatif_answer(rows).as_format("table")
    assert "HIGH early: -1 (value times periods), with less HIGH work placed" in text
    assert "ends later" not in text


def test_less_than_a_hundredth_of_an_hour_is_seen(tmp_path: Path) -> None:
    """A nothing with a sign says that something is worse, and not what."""
    (row,) = compare_scenarios(_world(tmp_path), ())
    terms = tuple((name, units - 3 if name == "fit" else units) for name, units in row.terms)
    levels = tuple(replace(one, value=one.value - 3 * (one.name == "quality")) for one in row.result.levels)
    less = replace(
        row, name="less", terms=terms, result=replace(row.result, levels=levels), fit_units=row.fit_units - 3
    )
    text = whatif_answer((row, less)).as_format("table")
    assert "term fit: -0.003 h" in text
    assert "-0.00 " not in text
    assert text.count("-0.003") == 3


def test_plans_that_are_not_proved_are_named_beside_their_differences(tmp_path: Path) -> None:
    """Whoever reads differences of plans of which one may not be the best is told so, and of proved ones nothing."""
    rows = compare_scenarios(_world(tmp_path), (ALONE,))
    assert "not proved" not in whatif_answer(rows).as_format("table")
    base, alone = (replace(row, result=replace(row.result, status="feasible")) for row in rows)
    said = whatif_answer((rows[0], alone)).as_format("table")
    assert "The plan of alone is not proved to be best: some of what differs, moves above all, may come of" in said
    assert "The plans of base, alone are not proved to be best" in whatif_answer((base, alone)).as_format("table")
    near = replace(alone, is_near=True)
    said = whatif_answer((base, near)).as_format("table")
    assert "The plans of base, alone are not proved to be best: a changed one keeps to the base's, and moves" in said
    assert "some of what differs" in whatif_answer((base, near, replace(alone, name="other"))).as_format("table")


def test_what_is_left_of_a_fraction_is_no_difference() -> None:
    """66.315 less 67.33 is -1.015 h, as the terms of the objective say it, and not a binary fraction beyond it."""
    base, other = {"placed": 9, "fit_hours": 67.33}, {"placed": 9, "fit_hours": 66.315}
    assert minus_base([base, other]) == [base, {"placed": 0, "fit_hours": -1.015}]


def test_work_that_another_sprint_lets_in_ends_nothing_later(tmp_path: Path) -> None:
    """With one person a third task of a week goes to the sprint that is new: the other two end when they did."""
    _world(tmp_path)
    (tmp_path / "backlog.csv").write_text(f"{TASKS}C,c,HIGH,40,sql:0.5\n")
    (tmp_path / "team.yaml").write_text(TEAM.replace(", {id: BOB}", ""))
    (tmp_path / "cards" / "BOB.md").unlink()
    world = read_workspace(tmp_path).world
    rows = compare_scenarios(world, (Scenario("longer", (Change("sprint", "1"),)),))
    text = whatif_answer(rows).as_format("table")
    assert "C comes in with ANN" in text or "B comes in with ANN" in text
    assert "value times periods" not in text
