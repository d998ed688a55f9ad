"""A whole plan by prices before the road: what of its bounds holds for a better plan, and that the road goes on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from solver.assignment.result import Level, Result
from solver.assignment.road import engine, priced_plan
from solver.assignment.road.engine import solve_road
from solver.assignment.road.priced_plan import Priced
from solver.domain.plan import Plan
from solver.matching.problem import Problem, problem_from_arrays

LEVELS = (Level("HIGH", 5, 5), Level("LOW", 3, 6), Level("quality", 70, 90))


def problem(seed: int, members: int = 6, tasks: int = 60) -> Problem:
    """Return a problem with classes and load limits alone, which prices keep."""
    chance = np.random.default_rng(seed)
    gain, load = chance.integers(1, 900, (members, tasks)), chance.integers(1, 90, (members, tasks))
    made = problem_from_arrays(gain, load, np.full(members, 300))
    return replace(made, priority=tuple(chance.integers(0, 3, tasks).tolist()))


def test_bounds_that_need_more_above_are_left_out() -> None:
    """A bound counts where the plan has as much of every level above it; one that closes all gaps proves the plan."""
    priced = Priced(Plan(()), LEVELS)
    assert priced.known == {"HIGH": 5, "LOW": 6}
    as_much = Result("feasible", Plan(()), (Level("HIGH", 5, 9), Level("LOW", 4, 8), Level("quality", 60, 99)))
    assert [level.bound for level in priced.bounding(as_much).levels] == [5, 6, 90]
    less = replace(as_much, levels=(Level("HIGH", 5, 5), Level("LOW", 2, 8), Level("quality", 95, 99)))
    assert [level.bound for level in priced.bounding(less).levels] == [5, 6, 99]
    best = replace(as_much, levels=(Level("HIGH", 5, 9), Level("LOW", 6, 8), Level("quality", 90, 99)))
    assert priced.bounding(best).status == "optimal"
    assert priced.bounding(as_much).status == "feasible"


@pytest.mark.parametrize("seed", range(3))
def test_the_road_goes_on_from_prices(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan by prices is never made worse, and its bounds hold for the plan that is returned."""
    given = problem(seed)
    monkeypatch.setattr(priced_plan, "MANY_PAIRS", 1)
    monkeypatch.setattr(priced_plan, "is_ready", lambda: True)
    monkeypatch.setattr(engine, "FEW_PAIRS", 0)
    made = list[Priced]()

    def noted(*words: object) -> Priced:
        made.append(priced_plan.priced_plan(*words))  # type: ignore[arg-type]
        return made[-1]

    monkeypatch.setattr(engine, "priced_plan", noted)
    found = solve_road(given, time_limit=8.0)
    (first,) = made
    assert first.plan is not None
    theirs, mine = ([level.value for level in levels] for levels in (first.levels, found.levels))
    assert mine >= theirs
    assert all(level.value <= level.bound for level in found.levels)


def test_an_interrupt_while_pricing_gives_a_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever stops the prices gets the plan that filling makes, and is told why it is no better."""
    monkeypatch.setattr(engine, "priced_plan", lambda *_: Priced(is_cut=True))
    monkeypatch.setattr(engine, "FEW_PAIRS", 0)
    found = solve_road(problem(1), time_limit=5.0)
    assert found.stopped == "interrupt"
    assert found.plan is not None
    assert found.plan.assignments
