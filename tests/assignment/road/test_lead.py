"""What a linear program over all levels says of pairs, and what is done with it."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest

from solver.assignment.model.linear import linear
from solver.assignment.model.measure import measure
from solver.assignment.road import lead as room
from solver.assignment.road.fill import Filler
from solver.assignment.road.lead import lead
from solver.assignment.road.priced import rounded
from solver.assignment.road.program import Program
from solver.assignment.road.solved import Budget
from tests.assignment.problems import some_problem


def program(seed: int, members: int = 6, tasks: int = 40) -> Program:
    """Return the demands of a random problem that the empty plan obeys."""
    from dataclasses import replace

    problem = some_problem(seed, members=members, tasks=tasks)
    return Program(linear(replace(problem, pins=(), required=(), previous=(), most_moves=None)))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("priced", [False, True])
def test_pairs_that_are_taken_cost_nothing(seed: int, priced: bool) -> None:
    """No pair of which the mixture has a part costs anything against the best, and shares of a task are at most 1."""
    demands = program(seed)
    found = lead(demands, Budget(time.monotonic() + 60), priced=priced)
    assert found is not None
    assert found.loss[found.share > 1e-6] == pytest.approx(0, abs=1e-6)
    task = demands.linear.task[: demands.n_pairs]
    assert (np.bincount(task, found.share) <= 1 + 1e-6).all()


@pytest.mark.parametrize("seed", range(6))
def test_pairs_added_as_they_gain_reach_what_all_pairs_do(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Begun with a few pairs of each task, the program ends with as much of every level as with all of them."""
    demands = program(seed)
    whole = lead(demands, Budget(time.monotonic() + 60), priced=True)
    monkeypatch.setattr(room, "WHOLE_PAIRS", 0)
    monkeypatch.setattr(room, "BEGUN", 1)
    sifted = lead(demands, Budget(time.monotonic() + 60), priced=True)
    assert whole is not None
    assert sifted is not None
    weights = room._weighed(demands.worth.astype(float), demands.n_pairs)[: demands.n_pairs]
    firm = [lead_.share @ weights for lead_ in (whole, sifted)]
    assert firm[1] == pytest.approx(firm[0], rel=1e-3)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_rounded_keeps_every_rule(seed: int) -> None:
    """A plan made from the pairs that a mixture mostly takes breaks no rule."""
    demands = program(seed)
    found = lead(demands, Budget(time.monotonic() + 60), priced=False)
    assert found is not None
    pairs = rounded(demands, Filler(demands), found.share)
    assert measure(demands.linear, pairs) is not None


def test_near_pairs_are_those_that_cost_least() -> None:
    """As many pairs as are asked for are near, more only where costs are equal, and none of the others costs less."""
    found = room.Lead(np.zeros(6), np.array([0.0, 3.0, 1.0, 2.0, 1.0, 5.0]))
    assert found.near(2, 1.0).tolist() == [True, False, True, False, True, False]
    assert room.Lead(np.zeros(0), np.zeros(0)).near(2).tolist() == []


def test_nothing_is_said_where_time_is_up() -> None:
    """Without time, or with a wish to stop, there is no lead rather than half of one."""
    demands, wish = program(1), threading.Event()
    assert lead(demands, Budget(time.monotonic() - 1), priced=True) is None
    wish.set()
    assert lead(demands, Budget(time.monotonic() + 60, wish), priced=True) is None
