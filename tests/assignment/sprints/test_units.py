"""What is given as one, in which order, and the way downhill to prices."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.sprint_worlds import sprint_world
from solver.assignment.sprints.bounds.downhill import downhill
from solver.assignment.sprints.lists.units import units_of
from solver.domain.tasks import Backlog, Task
from solver.matching.slots import slot_problem


def _order(*tasks: Task, summed: tuple[int, ...] = ()) -> list[str]:
    """Return tasks of a small team over three sprints in the order in which they are given."""
    team, _ = sprint_world(3, 3, 2)
    problem = slot_problem(team, Backlog(tasks))
    assert problem.time
    return [problem.time.tasks[problem.time.task[unit[0]]] for unit in units_of(problem, problem.time, summed)]


def _task(name: str, hours: int, priority: str = "HIGH", *needs: str) -> Task:
    return Task(name, "", "", priority, "TODO", "", 60 * hours, "", (), needs, 1, "b.csv", 2)


def test_what_is_needed_counts_where_that_is_asked() -> None:
    """A short task that waits for a long one comes first by its own hours, and last with those of its need."""
    tasks = _task("SHORT", 1, "HIGH", "LONG"), _task("LONG", 30, "LOW"), _task("PLAIN", 10)
    assert _order(*tasks) == ["LONG", "SHORT", "PLAIN"]
    assert _order(*tasks, summed=(1,)) == ["PLAIN", "LONG", "SHORT"]


def test_needs_of_two_count_once() -> None:
    """What has come already no longer counts for the next one that waits for it."""
    tasks = (
        _task("NEED", 12, "LOW"),
        _task("ONE", 2, "HIGH", "NEED"),
        _task("TWO", 3, "HIGH", "NEED"),
        _task("PLAIN", 13),
        _task("OTHER", 15),
    )
    assert _order(*tasks, summed=(1,)) == ["PLAIN", "NEED", "ONE", "TWO", "OTHER"]


def test_what_has_few_places_comes_first_of_its_class() -> None:
    """A deadline before the last sprint goes before size, also where what a task waits for has it."""
    early = replace(_task("NEED", 20, "LOW"), deadline="S1")
    tasks = _task("SMALL", 1), _task("WAITS", 30, "HIGH", "NEED"), early, replace(_task("DUE", 9), deadline="S3")
    assert _order(*tasks) == ["NEED", "WAITS", "SMALL", "DUE"]


def test_a_long_chain_is_given_in_its_order() -> None:
    """Thousands of tasks that each wait for the one before come one after the other."""
    tasks = [_task(f"T{n}", 1, "HIGH", *([f"T{n - 1}"] if n else [])) for n in range(3000)]
    assert _order(*tasks, summed=(1,)) == [f"T{n}" for n in range(3000)]


@pytest.mark.parametrize("seed", range(10))
def test_downhill_ends_where_no_price_may_move(seed: int) -> None:
    """At the lowest point of a convex function the slope is 0, or leads over an edge."""
    chance = np.random.default_rng(seed)
    root = chance.normal(size=(30, 30))
    bend, lean = root @ root.T + np.eye(30), chance.normal(size=30) * 20

    def value(at: np.ndarray) -> tuple[float, np.ndarray]:
        return float(at @ bend @ at / 2 - lean @ at), bend @ at - lean

    found = downhill(value, np.zeros(30), np.ones(30), steps=2000, is_over=lambda: False)
    _, slope = value(found)
    assert found.min() >= 0
    assert found.max() <= 1
    assert np.abs(found - np.clip(found - slope, 0, 1)).max() < 0.02


def test_a_slope_that_all_but_stays_is_no_curvature() -> None:
    """Where the square of how much a slope changes is no number any more, the way goes on to the edge."""

    def value(at: np.ndarray) -> tuple[float, np.ndarray]:
        return float(1e-200 * (at @ at) / 2 - at.sum()), 1e-200 * at - 1

    found = downhill(value, np.zeros(2), np.full(2, 5.0), steps=100, is_over=lambda: False)
    assert found.tolist() == [5.0, 5.0]
