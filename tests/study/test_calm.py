"""A changed plan stays near to the plan before, wherever that is worth as much."""

from __future__ import annotations

from pathlib import Path

import pytest

from solver.assignment.checker.plan import objections
from solver.assignment.of_world import measured, plan_values
from solver.changes.change import Change
from solver.domain.plan import Assignment, Plan
from solver.domain.world import World
from solver.explanation.diff import diff_plans
from solver.readers.workspace import read_workspace
from solver.study.calm import calmed
from solver.study.study import solved
from tests.nine import nine_people
from tests.worlds import WEIGHTS
from tests.worlds import world as random_world


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Return two members who are alike, and four tasks that are."""
    folder = tmp_path_factory.mktemp("twins")
    (folder / "cards").mkdir()
    for name in "AB":
        (folder / "cards" / f"{name}.md").write_text(
            f"# {name}\n\n## Core Capabilities\n- web: 0.9\n", encoding="utf-8"
        )
    rows = "".join(f"T{n},MEDIUM,20,web:0.5\n" for n in range(5))
    (folder / "backlog.csv").write_text(f"id,priority,estimated_hours,capabilities\n{rows}", encoding="utf-8")
    found = read_workspace(folder)
    return World(found.team, found.backlog, found.weights)


def plan(**owners: str) -> Plan:
    """Return a plan of tasks and members."""
    return Plan(tuple(Assignment(task, member) for task, member in sorted(owners.items())))


@pytest.mark.parametrize(
    "now",
    [
        {"T0": "B", "T1": "B", "T2": "A", "T3": "A"},
        {"T0": "A", "T1": "B", "T2": "A", "T3": "B"},
        {"T4": "A", "T1": "A", "T2": "B", "T3": "B"},
        {"T4": "B", "T1": "B", "T2": "A", "T3": "A"},
    ],
)
def test_a_plan_that_is_worth_the_same_goes_back(twins: World, now: dict[str, str]) -> None:
    """Tasks that only changed places, with each other or with one that was out, are where they were."""
    before = plan(T0="A", T1="A", T2="B", T3="B")
    found = calmed(twins, before, measured(twins, plan(**now), "optimal"))
    assert found.plan == before


def test_what_the_change_brings_stays(twins: World) -> None:
    """With one task less in the plan before nothing is taken out again, and nothing else moves."""
    before = plan(T0="A", T1="A", T2="B")
    found = calmed(twins, before, measured(twins, plan(T0="B", T1="A", T2="A", T3="B"), "optimal"))
    assert found.plan == plan(T0="A", T1="A", T2="B", T3="B")


def test_without_a_plan_nothing_is_done(twins: World) -> None:
    """No plan before or now: the result is the one that was given."""
    mine = measured(twins, plan(T0="A"))
    assert calmed(twins, None, mine) is mine


@pytest.mark.parametrize("seed", range(60))
def test_values_rules_and_moves(seed: int) -> None:
    """On random worlds with every rule: the same values on every level, no rule broken, never more moves."""
    team, backlog, _ = random_world(seed, 6)
    world = World(team, backlog, WEIGHTS)
    base = solved(world, time_limit=20)
    changed = base.plan((Change("capacity", f"{world.names[0]}=+60min"),))
    if base.result.plan is None or changed.result.plan is None:
        return
    found = calmed(changed.world, base.result.plan, changed.result)
    assert found.plan
    assert plan_values(changed.world, found.plan) == plan_values(changed.world, changed.result.plan)
    assert objections(changed.world.team, changed.world.backlog, found.plan) == ()
    before, after = (diff_plans(base.result.plan, one) for one in (changed.result.plan, found.plan))
    assert after.moves + len(after.gained) <= before.moves + len(before.gained)


def test_six_more_hours_move_one_task_of_seventy(tmp_path: Path) -> None:
    """Among many tasks that are alike a small change moves few: it did move eighteen that were worth the same."""
    found = read_workspace(nine_people(tmp_path / "nine"))
    base = solved(World(found.team, found.backlog, found.weights), time_limit=20)
    changed = base.plan((Change("capacity", "CLEO=+6h"),))
    assert base.result.plan
    calm = calmed(changed.world, base.result.plan, changed.result)
    assert calm.plan
    assert diff_plans(base.result.plan, calm.plan).moves <= 4
