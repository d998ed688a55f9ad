"""What-ifs and wishes beside a plan that is not proved: what nothing asks to move stays where it is."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace

import pytest

from benchmarks.sprint_worlds import sprint_world
from solver.assignment.model.search import Limits
from solver.assignment.of_world import measured, solve_world
from solver.assignment.sprints.lists.again import list_from, where_and_when
from solver.assignment.sprints.lists.listing import listed
from solver.assignment.sprints.rolling import started
from solver.changes.catalogue import apply
from solver.changes.change import Change
from solver.desk.planning import Planning
from solver.domain.plan import Plan
from solver.domain.world import World
from solver.explanation.diff import diff_plans
from solver.explanation.fix.in_time import fixes_in_time
from solver.matching.slots import slot_problem
from solver.stopping import Clock
from solver.study.study import NEAR, SOLVED, Study
from tests.assignment.sprints.worlds import timed_world


@pytest.fixture(scope="module")
def base() -> Study:
    """Return a world over three sprints with the plan of a list, of which nothing is proved."""
    world = World(*sprint_world(9, 3, 90))
    problem = slot_problem(world.team, world.backlog, world.weights)
    assert problem.time
    gaps = listed(problem, problem.time)
    plan, _ = started(problem, problem.time, gaps.placed, gaps.starts, 0.0)
    return Study(world, measured(world, plan), time_limit=2.0)


def left_out(base: Study) -> list[str]:
    """Return the open tasks that the plan of a study leaves out."""
    return [task.id for task in base.backlog.open_tasks if task.id not in base.best.owner]


def test_only_what_brings_work_moves(base: Study) -> None:
    """A task that had no place is dropped: the levels are no lower, and equal ones have not a single move."""
    found = base.plan((Change("drop", left_out(base)[-1]),))
    before, after = ([level for level in one.result.levels if level.name != "quality"] for one in (base, found))
    assert found.how == NEAR
    assert [level.name for level in after] == [level.name for level in before]
    assert [level.value for level in after] >= [level.value for level in before]
    moves = diff_plans(base.best, found.best, periods=base.periods).moves
    assert (moves == 0) == ([level.value for level in after] == [level.value for level in before])
    assert all(level.value <= level.bound for level in found.result.levels)


def test_a_notebook_is_told_the_same(base: Study) -> None:
    """In Python too a what-if stays beside the plan that it is one of."""
    planning = Planning(base.world, base.result, options={"time_limit": 2.0, "seed": 0})
    changed = planning.whatif(drop=left_out(base)[-1])
    before, after = ([level.value for level in one.result.levels[:-1]] for one in (planning, changed))
    assert after >= before
    assert changed.moves is not None
    assert (changed.moves.moves == 0) == (after == before)


def test_other_weights_ask_what_else_would_be_done(base: Study) -> None:
    """Where the quality itself is another one, its best plan is looked for."""
    assert base.plan((Change("weight", "preference=3"),)).how == SOLVED


@pytest.mark.parametrize("seed", range(12))
def test_bounds_hold_however_much_moves(seed: int) -> None:
    """Kept to any plan of a small world, the result has the levels of its best plan, and no bound below them."""
    team, backlog, distances = timed_world(seed)
    world = World(team, backlog, distances=distances)
    best = solve_world(world, time_limit=20.0)
    if best.plan is None:
        return
    before = Plan(tuple(replace(one, member=team.members[0].id) for one in best.plan.assignments[:1]))
    kept = Study(world, replace(best, status="feasible"), time_limit=5.0).near(world, before)
    found = kept.result
    values, bounds = ({level.name: getattr(level, kind) for level in found.levels} for kind in ("value", "bound"))
    true = {level.name: level.value for level in best.levels}
    assert values.keys() == true.keys()
    # What is proved is a best plan, whatever moved, and no time stopped it.
    assert (kept.how, found.stopped == "") == ((SOLVED, True) if found.status == "optimal" else (NEAR, False))
    if found.status == "optimal":
        assert values == true
    # A bound holds with what the plan has on the levels above.
    for name in true:
        if any(values[above] != true[above] for above in list(true)[: list(true).index(name)]):
            break
        assert values[name] <= true[name] <= bounds[name]


def test_what_is_wished_for_has_a_place_and_the_rest_stays(base: Study) -> None:
    """A list that keeps a plan makes room for a task that must be placed; most others are where they were."""
    for name in left_out(base):
        world = base.world.with_policies(required=(name,))
        problem = slot_problem(world.team, world.backlog, world.weights)
        assert problem.time
        gaps, _ = list_from(problem, problem.time, base.best, Limits(math.inf))
        assert set(problem.required) <= gaps.placed.keys()
        rows, _, _ = where_and_when(problem.time, base.best)
        assert sum(gaps.placed.get(piece) == row for piece, row in rows.items()) > 0.8 * len(rows)


def test_a_wish_for_a_full_sprint_moves_little(base: Study) -> None:
    """A task asked for in the first sprint comes there in place of what is urgent, which finds another place itself."""
    first = base.periods[0]
    loose = [task for task in base.backlog.open_tasks if not (task.crew or task.split_minutes or task.dependencies)]
    calm = {task.id for task in loose if task.priority in ("MEDIUM", "LOW")}
    placed = {one.task: one.member for one in base.best.assignments if one.period and one.task in calm}
    counts = Counter[str]()
    for name, member in placed.items():
        world = apply(base.world, [Change("pin", f"{name}={member}@{first}")])
        problem = slot_problem(world.team, world.backlog, world.weights)
        assert problem.time
        gaps, _ = list_from(problem, problem.time, base.best, Limits(math.inf))
        assert all(any(gaps.placed.get(piece) == row for row, piece in pairs) for pairs in problem.time.pins)
        rows, _, _ = where_and_when(problem.time, base.best)
        urgent = {piece for piece in rows if problem.priority[piece] < 2}
        counts["wishes"] += 1
        counts["moves"] += sum(gaps.placed.get(piece) != row for piece, row in rows.items())
        counts["urgent work lost"] += len(urgent - gaps.placed.keys())
    assert counts["wishes"] > 15
    assert counts["moves"] < 6 * counts["wishes"]
    assert counts["urgent work lost"] < 2


def test_a_wish_is_told_beside_the_plan_without_it(base: Study) -> None:
    """Where the plan has a place for what is asked, that of the fix is no worse, and no cheaper one is looked for."""
    name = next(task.id for task in base.backlog.open_tasks if task.id in base.best.owner)
    (fix,) = fixes_in_time(base, (name,), most=1, compare_with=base.result, clock=Clock(10.0))
    assert fix.changes == ()
    before, after = ([level.value for level in one.levels[:-1]] for one in (base.result, fix.result))
    assert after >= before
    assert name in (fix.result.plan or Plan(())).owner
