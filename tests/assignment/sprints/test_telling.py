"""Whoever waits for a plan over periods hears of it on every road while it is bettered, not at the end alone."""

from __future__ import annotations

import time as clock
from typing import Any

import pytest

from benchmarks.sprint_worlds import sprint_world
from solver.assignment.model.linear import linear
from solver.assignment.model.measure import ceiling
from solver.assignment.model.search import Limits, tell
from solver.assignment.sprints import climb, standing
from solver.assignment.sprints import solve as roads
from solver.assignment.sprints.columns import Columns
from solver.assignment.sprints.lists.listing import listed
from solver.assignment.sprints.solve import solve_slots
from solver.assignment.sprints.standing import Standing
from solver.assignment.sprints.windows.polish import Polisher
from solver.matching.slots import slot_problem

Told = tuple[str, float, float]


@pytest.mark.parametrize(("most", "few"), [(100, 10**6), (10**6, 0)], ids=["lists", "climb"])
def test_what_rounds_reach_is_told_while_they_go_on(most: int, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are heard of in between; no level is told above its bound, and nothing is promised that the plan lacks."""
    problem = slot_problem(*sprint_world(12, 3, 150))
    told, heard, better = list[Told](), list[Told](), Standing.better

    def watched(*args: Any, **named: Any) -> None:
        before = len(told)
        better(*args, **named)
        heard.extend(told[before:])

    monkeypatch.setattr(roads, "MOST_PAIRS", 10**6)
    monkeypatch.setattr(roads, "LISTED_PAIRS", most)
    monkeypatch.setattr(roads, "FEW_PAIRS", few)
    monkeypatch.setattr(climb, "FEW_PAIRS", few)
    monkeypatch.setattr(standing, "TELL_SECONDS", 0.0)
    monkeypatch.setattr(Standing, "better", watched)
    result = solve_slots(problem, time_limit=4, progress=lambda *said: told.append(said))
    assert heard
    assert all(value <= bound for _, value, bound in told)
    first = result.levels[0]
    assert all(value <= first.value for name, value, _ in told if name == first.name)
    assert {name for name, *_ in told} <= {level.name for level in result.levels}


def test_what_windows_gain_is_told() -> None:
    """Each better plan is told with its first open level, the last of them as it stands in the gaps."""
    problem = slot_problem(*sprint_world(9, 3, 90))
    assert problem.time
    told, demands, gaps = list[Told](), linear(problem), listed(problem, problem.time)
    limits = Limits(clock.monotonic() + 60, progress=lambda *said: told.append(said))
    tops = [ceiling(demands, level) for level in range(len(demands.levels))]
    polisher = Polisher(demands, gaps, None, limits)
    polisher.better(tops, 2.0)
    values = Columns(demands).values(gaps.placed)
    assert values is not None
    assert len(told) == polisher.gains > 0
    assert told[-1][:2] in [(level.name, value) for level, value in zip(demands.levels, values, strict=True)]


def test_the_first_level_below_its_bound_is_told() -> None:
    """Levels at their bounds are done with, and where all are, the last one is told; without a listener nothing is."""
    levels = linear(slot_problem(*sprint_world(8, 3, 60))).levels
    told, plain = list[Told](), list(range(len(levels)))
    limits = Limits(0.0, progress=lambda *said: told.append(said))
    tell(limits, levels, plain, [0, 1, 5, *plain[3:]])
    tell(limits, levels, plain, plain)
    tell(limits, levels, plain[:2], plain)
    tell(Limits(0.0), levels, plain, plain)
    assert [(name, bound - value) for name, value, bound in told] == [
        (levels[2].name, 3),
        (levels[-1].name, 0),
        (levels[1].name, 0),
    ]
