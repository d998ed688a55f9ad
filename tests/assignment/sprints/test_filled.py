"""Slots filled with whole pieces: no plan beats the bound, sums over sets are right, and it says more than minutes."""

from __future__ import annotations

import time as clock
from itertools import product

import numpy as np
import pytest

from benchmarks.sprint_worlds import sprint_world
from solver.assignment.model.linear import Linear, linear
from solver.assignment.model.search import Limits
from solver.assignment.sprints.bounds.filled import Filled
from solver.assignment.sprints.bounds.filling import fullest, shared
from solver.assignment.sprints.bounds.prices import Dual
from solver.assignment.sprints.bounds.tops import Tops
from solver.assignment.sprints.columns import Columns
from solver.assignment.sprints.lists.listing import first_placed
from solver.assignment.sprints.rolling import PROVED_BY_SEQUENCE
from solver.assignment.sprints.solve import solve_slots
from solver.compiling import plain
from solver.matching.slots import slot_problem
from tests.assignment.sprints.worlds import WEIGHTS, lagged_world, timed_world


def filled_dual(demands: Linear, held: list[int]) -> Dual:
    """Return the bound of the level after those held by filled slots."""
    tops = Tops(demands.problem, demands)
    factors, level = tops.factors[-1], len(held)
    owners = tops.owners if level == len(demands.levels) - 1 else None
    above = list(zip(factors[:level], held, strict=True))
    return Dual(tops.rooms[-1], factors[level], above, owners, Filled(tops.rooms[-1]))


@pytest.mark.parametrize("is_plain", [False, True])
@pytest.mark.parametrize("seed", range(20))
def test_all_sets_are_counted(seed: int, is_plain: bool) -> None:
    """The fullest set and the shares are those over every set that fits, as the loops are and compiled."""
    chance = np.random.default_rng(seed)
    count, room, tau = int(chance.integers(0, 9)), int(chance.integers(0, 15)), float(chance.choice([0.01, 0.3, 1.0]))
    worth, size = chance.normal(1, 2, count), chance.integers(0, 7, count)
    sets = [np.array(each, dtype=int) for each in product((0, 1), repeat=count) if size @ np.array(each, int) <= room]
    values = np.array([float(each @ worth) for each in sets])
    weights = np.exp((values - values.max()) / tau)
    most, smooth = (plain(fullest), plain(shared)) if is_plain else (fullest, shared)
    # A second slot has nothing in it.
    starts, rooms, share = np.array([0, count, count]), np.array([room, 3]), np.zeros(count)
    assert most(starts, worth, size, rooms) == pytest.approx(values.max())
    assert smooth(starts, worth, size, rooms, tau, share) == pytest.approx(values.max() + tau * np.log(weights.sum()))
    assert share == pytest.approx(weights / weights.sum() @ np.array(sets).reshape(-1, count), abs=1e-9)


def test_a_slot_that_nothing_fills_is_taken_more_smoothly() -> None:
    """Where a slot stays half empty whatever is done no weight is left at first: the maximum is still one."""
    starts, share = np.array([0, 2]), np.zeros(2)
    found = shared(starts, np.array([6e4, 5e4]), np.array([60, 50]), np.array([100]), 1.0, share)
    assert found >= 6e4
    assert found == pytest.approx(6e4, rel=0.1)
    assert 0.4 < share.sum() <= 1.0


@pytest.mark.parametrize("make", [timed_world, lagged_world])
@pytest.mark.parametrize("seed", range(8))
def test_no_plan_beats_any_prices(make: object, seed: int) -> None:
    """Whatever pieces, floors, waits and owners cost, the best plan that can be worked has no more of any level."""
    team, backlog, distances = make(seed)  # type: ignore[operator]
    problem = slot_problem(team, backlog, WEIGHTS, distances)
    result = solve_slots(problem)
    if result.status != "optimal":
        return
    demands = linear(problem, PROVED_BY_SEQUENCE)
    values = [one.value - level.constant for one, level in zip(result.levels, demands.levels, strict=True)]
    chance = np.random.default_rng(seed)
    for level, value in enumerate(values):
        dual = filled_dual(demands, values[:level])
        for size in (0.0, 0.1, 0.5, 1.0):
            prices = chance.random(dual.count) * dual.scale * size
            prices[dual.n_prices :] = chance.random(dual.owners.count) * dual.owners.charge
            assert dual.bound(prices) >= value


def test_slopes_are_those_of_the_smooth_bound() -> None:
    """One price a little up or down changes the smooth bound as the slope says."""
    demands = linear(slot_problem(*sprint_world(5, 2, 24, seed=3)))
    dual = filled_dual(demands, [0] * (len(demands.levels) - 1))
    prices = np.random.default_rng(1).random(dual.count) * dual.owners.charge
    _, slope = dual.smooth(prices, 0.05 * dual.scale)
    for place in (0, 5, dual.n_own + 1, dual.n_prices - 2, dual.n_prices + 3, dual.count - 1):
        step = np.zeros(dual.count)
        step[place] = 1e-2
        up, down = (dual.smooth(prices + sign * step, 0.05 * dual.scale)[0] for sign in (1, -1))
        assert (up - down) / 2e-2 == pytest.approx(slope[place], rel=1e-3, abs=1e-3)


def test_whole_pieces_say_more_than_minutes() -> None:
    """Prices of minutes become prices of pieces at no loss, and a search from there brings much of the gap."""
    problem = slot_problem(*sprint_world(8, 3, 60, seed=0))
    demands = linear(problem, PROVED_BY_SEQUENCE)
    placed = Columns(demands).values(first_placed(problem))
    assert placed is not None
    plain_values = [value - level.constant for value, level in zip(placed, demands.levels, strict=True)]
    tops = Tops(problem, demands)
    tops.search(plain_values, Limits(clock.monotonic() + 60))
    before = tops.of(plain_values)
    known, prices = tops.found[-1][-1]
    dual = filled_dual(demands, plain_values[:-1])
    assert dual.bound(known.of_pieces(prices)) <= known.bound(prices)
    tops.fill(plain_values, Limits(clock.monotonic() + 60))
    after = tops.of(plain_values)
    assert all(value <= top <= old for value, top, old in zip(plain_values, after, before, strict=True))
    assert after[-1] < 0.995 * before[-1]
