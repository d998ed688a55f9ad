"""Stages: urgent classes first, without the others in their way; and windows at the end, for the quality."""

from __future__ import annotations

import time as clock
from itertools import pairwise

import numpy as np
import pytest

from benchmarks.sprint_worlds import sprint_world
from solver.assignment.checker.plan_in_time import time_objections
from solver.assignment.checker.values_in_time import time_values
from solver.assignment.model.linear import linear
from solver.assignment.model.measure import ceiling
from solver.assignment.model.search import Limits
from solver.assignment.sprints import stages
from solver.assignment.sprints.climb import Climb
from solver.assignment.sprints.columns import Columns
from solver.assignment.sprints.lists.gaps import Gaps
from solver.assignment.sprints.lists.listing import first_placed, listed
from solver.assignment.sprints.lists.units import units_of
from solver.assignment.sprints.rolling import PROVED_BY_SEQUENCE, started
from solver.assignment.sprints.ruin.search import Ruin
from solver.assignment.sprints.solve import solve_slots
from solver.assignment.sprints.stages import staged
from solver.assignment.sprints.windows.polish import Polisher
from solver.domain.tasks import PRIORITIES
from solver.domain.weights import Weights
from solver.matching.problem import Problem
from solver.matching.slots import slot_problem
from tests.assignment.sprints.worlds import WEIGHTS, timed_world


def _problem(members: int, periods: int, tasks: int) -> tuple[Problem, Gaps]:
    problem = slot_problem(*sprint_world(members, periods, tasks))
    assert problem.time
    return problem, listed(problem, problem.time)


def test_what_stands_after_each_stage_is_whole_and_can_be_worked() -> None:
    """Each plan that is yielded passes the checker and is worth what the model counts."""
    team, backlog = sprint_world(9, 3, 90)
    problem = slot_problem(team, backlog)
    assert problem.time
    gaps, demands = listed(problem, problem.time), linear(problem, PROVED_BY_SEQUENCE)
    units = list(units_of(problem, problem.time))
    tops = [ceiling(demands, level) for level in range(len(demands.levels))]
    count = 0
    for _ in staged(gaps, units, tops, Limits(clock.monotonic() + 2.0)):
        count += 1
        values = Columns(demands).values(gaps.placed)
        assert values is not None
        plan = started(problem, problem.time, gaps.placed, gaps.starts, 0.0)[0]
        assert time_objections(team, backlog, plan) == ()
        counted = time_values(team, backlog, plan, Weights())
        assert list(values) == [counted[level.name] for level in demands.levels]
    assert count > 1


def test_an_urgent_class_is_moved_about_without_what_it_does_not_need(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the stage of a class only its work, more urgent work and what these wait for is placed; at the end all is."""
    problem, gaps = _problem(9, 3, 90)
    units, time = list(units_of(problem, gaps.time)), gaps.time
    before = dict(gaps.ties.needs)
    seen = list[set[int]]()
    rounds = Ruin.rounds

    def spied(self: Ruin, *args: object, **named: object) -> object:
        seen.append(set(self.gaps.placed))
        return rounds(self, *args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Ruin, "rounds", spied)
    tops = [2**62] * 8
    for _ in staged(gaps, units, tops, Limits(clock.monotonic() + 2.0)):
        pass
    # Also a class that does not count how early has its stage, but for the last.
    kinds = range(len(PRIORITIES) - 1)
    assert len(time.early) < len(kinds) == len(seen) - 1
    for kind, placed in zip(kinds, seen, strict=False):
        urgent = {c for c in range(len(problem.tasks)) if problem.priority[c] <= kind or c in problem.required}
        whole = urgent | set(gaps.ties.pins)
        while more := {b for c in whole for b in before.get(c, ())} - whole:
            whole |= more
        # Parts and seats come with their task.
        tasks = {int(time.task[c]) for c in whole}
        assert {int(time.task[c]) for c in placed} <= tasks
    assert len(seen[-1]) > len(seen[-2])


def test_what_a_class_has_reached_is_what_rounds_count() -> None:
    """The levels of all classes are those of the plan that rounds start from."""
    problem, gaps = _problem(9, 3, 60)
    found = [value for kind in range(len(PRIORITIES)) for value in stages._reached(gaps, kind)]
    assert found == Ruin(gaps, list(units_of(problem, gaps.time))).values[:-1]
    assert len(found) == len(PRIORITIES) + len(gaps.time.early)


def test_a_class_at_its_top_has_no_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is to be won for a class its work stays, and the time goes to the others."""
    problem, gaps = _problem(9, 3, 60)
    units = list(units_of(problem, gaps.time))
    left = list[int]()
    monkeypatch.setattr(stages, "_leave", lambda *_: left.append(1))
    reached = Ruin(gaps, units).values
    for _ in staged(gaps, units, [int(value) for value in reached], Limits(clock.monotonic() + 0.8)):
        pass
    assert left == []


@pytest.mark.parametrize(
    ("aim", "settled", "expected"),
    [
        # CRITICAL, its early, HIGH, its early, MEDIUM, LOW, quality; the largest quality of a pair is 100.
        (5, (), [102400, 25600, 6400, 1600, 400, 100, 1]),
        (3, (), [102400, 25600, 6400, 1600, 400, 100, 1]),
        (5, (0, 1, 2, 3), [6553600 * 4, 1638400, 102400, 6400, 400, 100, 1]),
    ],
)
def test_levels_count_by_what_is_aimed_at_and_what_is_settled(
    aim: int, settled: tuple[int, ...], expected: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A level counts four times the next, or sixteen times where it is settled."""
    problem, gaps = _problem(6, 2, 20)
    monkeypatch.setattr(gaps, "problem", problem)
    scale = float(problem.gain.max()) / 100
    found = stages._weights(gaps, aim, settled)
    assert found[-1] == 1
    wanted = [value * scale for value in expected[:-1]]
    if settled:
        wanted[0] = wanted[1] * stages.FIRM
    assert found[:-1] == pytest.approx(wanted)


@pytest.mark.parametrize("seed", range(3))
def test_windows_better_a_plan_and_keep_every_rule(seed: int) -> None:
    """A plan becomes better, level above level, and what stands passes the checker."""
    team, backlog = sprint_world(9, 2, 60, seed)
    problem = slot_problem(team, backlog)
    climb = Climb(problem, Limits(clock.monotonic() + 60))
    climb.consider(climb.columns(first_placed(problem)))
    assert climb.known is not None
    before = climb.known[1]
    # Many windows cannot be worked in their order: on a busy machine a second may bring none that can.
    for _ in range(20):
        climb.polish(3.0)
        if climb.known[1] > before:
            break
    placed, values = climb.known
    assert values > before
    plan, _ = climb.sequences.plan(placed, climb.starts, 0.0)
    assert time_objections(team, backlog, plan) == ()
    counted = time_values(team, backlog, plan, Weights())
    assert [counted[level.name] for level in climb.linear.levels] == list(values)


def test_windows_put_every_level_above_the_quality_of_a_pair() -> None:
    """What a window maximises: a unit of a level counts more than one of the next, and that more than any quality."""
    problem = slot_problem(*sprint_world(9, 2, 60))
    assert problem.time
    demands = linear(problem)
    polisher = Polisher(demands, listed(problem, problem.time), None, Limits(clock.monotonic() + 60))
    last, largest = len(demands.levels) - 1, int(problem.gain.max())
    worth = np.eye(last + 1, dtype=np.int64)
    worth[last, last] = largest
    goal = polisher.goal(worth, last).tolist()
    assert goal[last] == largest
    assert all(above > 2 * below for above, below in pairwise(goal))
    assert polisher.goal(worth, 0).tolist() == worth[0].tolist()


@pytest.mark.parametrize("seed", range(30, 50))
def test_windows_never_lose_a_best_plan(seed: int) -> None:
    """A plan that is proved the best stays as good, whatever rules it keeps."""
    problem = slot_problem(*timed_world(seed)[:2], WEIGHTS)
    best = solve_slots(problem, time_limit=20)
    if best.plan is None or best.status != "optimal":
        return
    climb = Climb(problem, Limits(clock.monotonic() + 60))
    pairs = climb.linear.pairs(best.plan)
    assert climb.consider(pairs)
    climb.polish(0.3)
    assert climb.known is not None
    assert climb.known[1] == tuple(level.value for level in best.levels)
