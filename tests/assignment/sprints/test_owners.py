"""What batches pay for owners, as prices: no plan beats the bound, slopes are slopes, and it is close."""

from __future__ import annotations

import time as clock
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.sprint_worlds import sprint_world
from solver.assignment.model.linear import Linear, linear
from solver.assignment.sprints.bounds.linear import relaxed
from solver.assignment.sprints.bounds.prices import Dual, least_bound
from solver.assignment.sprints.bounds.tops import Tops
from solver.assignment.sprints.columns import Columns
from solver.assignment.sprints.lists.listing import first_placed
from solver.assignment.sprints.solve import solve_slots
from solver.matching.slots import slot_problem
from tests.assignment.sprints.worlds import WEIGHTS, plain_values, timed_world


def quality(demands: Linear, held: list[int], *, has_owners: bool = True) -> Dual:
    """Return the bound of the quality by prices of slots, with those above held."""
    tops = Tops(demands.problem, demands)
    *above, goal = tops.factors[-1]
    return Dual(tops.rooms[-1], goal, list(zip(above, held, strict=True)), tops.owners if has_owners else None)


@pytest.mark.parametrize("seed", range(12))
def test_no_plan_beats_any_prices(seed: int) -> None:
    """Whatever hours, floors, waits and owners cost, the best plan that can be worked is worth no more."""
    team, backlog, distances = timed_world(seed)
    problem = slot_problem(team, backlog, WEIGHTS, distances)
    result = solve_slots(problem)
    if result.plan is None:
        return
    demands = linear(problem)
    plain = plain_values(result, demands)
    dual, chance = quality(demands, plain[:-1]), np.random.default_rng(seed)
    for size in (0.0, 0.3, 1.0, 3.0):
        prices = chance.random(dual.count) * dual.scale * size / 60
        prices[dual.n_prices :] = chance.random(dual.owners.count) * dual.owners.charge
        assert dual.bound(prices) >= plain[-1]


def test_slopes_are_those_of_the_smooth_bound() -> None:
    """One price a little up or down changes the smooth bound as the slope says."""
    problem = slot_problem(*sprint_world(5, 2, 24, seed=3))
    dual = quality(linear(problem), [0] * (len(linear(problem).levels) - 1))
    prices = np.random.default_rng(1).random(dual.count) * dual.owners.charge
    _, slope = dual.smooth(prices, 0.05 * dual.scale)
    assert dual.owners.n_links > 20
    for place in (0, dual.n_own + 1, dual.n_prices + 3, dual.n_prices + 17, dual.count - 1):
        step = np.zeros(dual.count)
        step[place] = 1e-3
        up, down = (dual.smooth(prices + sign * step, 0.05 * dual.scale)[0] for sign in (1, -1))
        assert (up - down) / 2e-3 == pytest.approx(slope[place], rel=1e-4, abs=1e-4)


@pytest.mark.parametrize("seed", [0, 7])
def test_prices_with_owners_are_about_as_close_as_the_linear_program(seed: int) -> None:
    """What batches pay is most of what prices of hours, floors and waits leave of the gap to the linear program."""
    problem = slot_problem(*sprint_world(10, 3, 110, seed=seed))
    demands = linear(problem)
    held = _values(demands, first_placed(problem))
    dual, bare = quality(demands, held), quality(demands, held, has_owners=False)
    end = clock.monotonic() + 60
    start = np.zeros(dual.count)
    start[dual.n_prices :] = dual.owners.even
    close, loose = least_bound(dual, end, np.inf, start)[0], least_bound(bare, end, np.inf, np.zeros(bare.count))[0]
    program = relaxed(demands, len(held), held, 60.0)
    assert program is not None
    assert program.bound <= close < loose
    assert close - program.bound < 0.5 * (loose - program.bound)


def test_seats_of_a_crew_come_together() -> None:
    """A bound in which the seats of a crew may come apart is less close."""
    problem = slot_problem(*sprint_world(10, 3, 110, seed=1))
    assert problem.time is not None
    seats = [seat for crew in problem.time.crews for seat in crew]
    demands = linear(problem)
    dual = quality(demands, _values(demands, first_placed(problem)))
    places = dual.places
    apart = np.isin(places.after, seats) & np.isin(places.before, seats)
    assert int(apart.sum()) >= len(seats) > 1
    kept = {name: getattr(places, name)[~apart] for name in ("after", "before", "lag")}
    floors = [(floor.factor[places.cell], int(floor.least)) for floor in dual.floors]
    other, end = Dual(replace(places, **kept), dual.goal, floors, dual.owners), clock.monotonic() + 60
    close, far = (least_bound(each, end, np.inf, np.zeros(each.count))[0] for each in (dual, other))
    assert close < far


def _values(demands: Linear, placed: dict[int, int]) -> list[int]:
    values = Columns(demands).values(placed)
    assert values is not None
    return [value - level.constant for value, level in zip(values, demands.levels, strict=True)][:-1]
