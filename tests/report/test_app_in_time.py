"""The page's plan as a table says which part or seat it is, and when, where there are sprints."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.sprint_worlds import sprint_world
from solver.changes.catalogue import apply
from solver.changes.change import Change, Scenario
from solver.domain.world import World
from solver.explanation.why import explain
from solver.readers.workspace import read_workspace
from solver.report.app import answer
from solver.report.app.answer import answers, shown_again
from solver.report.app.asked import Asked
from solver.report.app.blocks import plan_table
from solver.report.app.told import gains
from solver.report.whatif.scenarios import BY_SEARCH, KEPT
from solver.study.study import Study
from solver.whatif.scenarios.compare import Row, measured
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


def shows(message: dict[str, Any]) -> tuple[Row, str]:
    """Return the plan of an answer of the page, and what it says of its proof."""
    row = pickle.loads(message["row"])
    assert isinstance(row, Row)
    return row, str(message["parts"]["status"])


def assert_kept(base: Row, row: Row) -> None:
    """No class is lower beside a base, and where all are equal nothing moves."""
    before, after = ([value for name, value in one.values.items() if name != "quality"] for one in (base, row))
    assert after >= before
    assert row.moves is not None
    assert (row.moves.moves == 0) == (after == before)


def test_what_keeps_to_a_plan_that_is_not_settled_is_searched_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside a plan that may still get better there is the first answer alone: the search is made beside the last."""
    found = read_workspace(DATA / "corner")
    world, seconds = World(found.team, found.backlog, found.weights), list[float]()
    base = measured((Scenario("base", ()), world), 1.0)
    near = replace(base, result=replace(base.result, status="feasible"), is_near=True)

    def searched(case: object, time_limit: float, **_: object) -> Row:
        seconds.append(time_limit)
        return near

    monkeypatch.setattr(answer, "measured", searched)
    question = Asked(tmp_path, world, ("capacity: CLERK=41",), pickle.dumps(base), 30.0, is_settled=False)
    (first,) = answers(question)
    assert (first["final"], seconds) == (False, [answer.FIRST_SECONDS])
    *_, last = shown_again(replace(question, is_settled=True), first["row"])
    assert (last["final"], seconds) == (True, [answer.FIRST_SECONDS, answer.FIRST_SECONDS, 30.0])
    # What keeps to nothing is searched at once: it is the same beside any plan.
    near = replace(near, is_near=False)
    assert len([*answers(question)]) == 2


@pytest.mark.slow
def test_a_change_beside_a_plan_that_is_not_proved_keeps_to_it(tmp_path: Path) -> None:
    """What had no place is dropped: nothing moves but for more work or earlier urgent work, as the command says it."""
    world = World(*sprint_world(9, 3, 90))
    base = measured((Scenario("base", ()), world), 1.0)
    assert base.result.status == "feasible"
    out = f"drop: {base.left[-1].task}"
    question = Asked(tmp_path, world, (out,), pickle.dumps(base), 2.0)
    first, last = map(shows, answers(question))
    assert first[1].startswith("Provisional: ")
    row, said = last
    assert row.is_near
    assert said.endswith(f"It keeps to the workspace's plan, and {KEPT}.")
    assert_kept(base, row)
    # Beside another plan of the workspace it is looked for anew: it kept to the one before.
    better = measured((Scenario("base", ()), world), 1.0, start=row.result.plan)
    *_, again = map(shows, shown_again(replace(question, base=pickle.dumps(better)), pickle.dumps(row)))
    assert_kept(better, again[0])
    # With other weights the quality itself is asked for.
    *_, other = map(shows, answers(replace(question, lines=("weight: preference=3",))))
    assert not other[0].is_near
    assert other[1].endswith(f"But {BY_SEARCH}.")
