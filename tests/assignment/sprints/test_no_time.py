"""Where no time is left, a large plan over periods is a list, and nothing is begun that would only be stopped."""

from __future__ import annotations

import math
import threading
import time as clock
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from benchmarks.sprint_worlds import sprint_world
from solver.assignment.model.search import Limits
from solver.assignment.sprints import standing
from solver.assignment.sprints.lists import again
from solver.assignment.sprints.lists.listing import listed
from solver.assignment.sprints.lists.ousting import Ousting
from solver.assignment.sprints.lists.single import Single
from solver.assignment.sprints.rolling import solve_rolling, started
from solver.domain.tasks import Backlog
from solver.matching.slots import slot_problem


def test_what_has_lost_its_place_is_helped_while_there_is_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """When a stop is wished for nothing more is looked for, and little when time is up; what stays is where it was."""
    team, backlog = sprint_world(12, 3, 150)
    small = slot_problem(team, backlog)
    assert small.time
    gaps = listed(small, small.time)
    plan = started(small, small.time, gaps.placed, gaps.starts, 0.0)[0]
    longer = (replace(task, estimate_minutes=task.estimate_minutes * 5 // 4) for task in backlog.tasks)
    problem = slot_problem(team, Backlog(tuple(longer)))
    assert problem.time
    made, ousted = list[Single](), list[float]()

    class Watched(Ousting):
        def __init__(self, single: Single) -> None:
            super().__init__(single)
            made.append(single)

        def oust(self, end: float, wish: Any = None) -> None:
            ousted.append(end)
            super().oust(end, wish)

    monkeypatch.setattr(again, "Ousting", Watched)
    stopped = threading.Event()
    stopped.set()
    end = clock.monotonic() + 600
    brief, _ = again.list_from(problem, problem.time, plan, Limits(end, wish=stopped))
    assert not made
    assert brief.placed
    again.list_from(problem, problem.time, plan, Limits(end))
    assert len(made) == 1
    assert set(ousted) == {end}
    # Late as it is, urgent work is helped for a moment.
    ousted.clear()
    again.list_from(problem, problem.time, plan, Limits(0.0))
    assert 0.0 < ousted[0] < end


def test_without_time_a_list_is_the_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has a value and a bound on every level, and no search for more is set up."""
    problem = slot_problem(*sprint_world(12, 3, 150))
    begun = list[str]()

    def staged(*_: Any) -> Iterator[None]:
        begun.append("rounds")
        yield

    monkeypatch.setattr(standing, "Gathering", lambda *_: begun.append("exchanges"))
    monkeypatch.setattr(standing, "staged", staged)
    result = solve_rolling(problem, Limits(clock.monotonic() - 1))
    assert result is not None
    assert result.plan
    assert begun == []
    assert all(level.value <= level.bound < math.inf for level in result.levels)
    assert result.stopped == "time limit"
