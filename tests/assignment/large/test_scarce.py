"""Where not all work fits: pools of hours bound every class, and what fills them keeps every limit."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.assignment.exact import solve_exact
from solver.assignment.large.classes.levels import class_ceilings
from solver.assignment.large.classes.pools import plain_pool, price_hours
from solver.assignment.large.dual.core import Core, Multipliers, build_core
from solver.assignment.large.dual.core import given as minutes
from solver.assignment.large.effort import Effort
from solver.assignment.large.engine import plan_pairs
from solver.assignment.large.problem.limits import common_part, whole_parts
from solver.assignment.large.problem.pairs import Aim, TablePairs, shortlist
from solver.assignment.large.problem.target import Target
from solver.assignment.large.rounding.exchange import exchange
from solver.assignment.large.rounding.windows import Bench, place_more, placed_values
from solver.domain.tasks import PRIORITIES
from tests.assignment.large.small import as_problem, as_table, portfolio
from tests.often import often

SEEDS = st.integers(0, 2**32 - 1)


def core_of(pairs: TablePairs) -> Core:
    """Return all units with all their members."""
    aim = Aim(np.zeros(len(pairs.limit)))
    return build_core(pairs, None, shortlist(pairs, None, aim, len(pairs.limit)), aim, Target(1.0))


@often(50, 150, SEEDS)
def test_every_pool_bounds_every_class(seed: int) -> None:
    """Whatever a minute of each member is said to be worth, no plan places more than the pool has hours for."""
    small = portfolio(seed)
    exact = solve_exact(as_problem(small))
    if exact.status != "optimal":
        return
    best = {level.name: level.value for level in exact.levels}
    chance = np.random.default_rng(seed)
    for pairs in (small.tightened(), as_table(small).tightened()):
        prices = chance.random(4) * chance.integers(0, 2, 4)
        pool, placeable = price_hours(pairs, prices, map)
        reached = np.array([best.get(name, 0) for name in PRIORITIES])
        for kind in (pool, plain_pool(pairs)):
            most = class_ceilings(pairs, placeable, np.zeros(4, np.int64), [kind])
            assert most[0] >= reached[0]
            for number in range(1, 4):
                above = np.where(np.arange(4) < number, reached, 0)
                assert class_ceilings(pairs, placeable, above, [kind])[number] >= reached[number]


@settings(max_examples=100, deadline=None, derandomize=True)
@given(SEEDS)
def test_limits_lose_nothing_that_loads_can_fill(seed: int) -> None:
    """A limit rounded down is still reached by whatever sum of loads comes nearest to the limit."""
    chance = np.random.default_rng(seed)
    lengths = chance.choice(np.array([10, 15, 30]), 1)[0] * chance.integers(1, 9, 5)
    pace = chance.choice(np.array([800, 900, 1000, 1100, 1250]), 1)
    limit = int(chance.integers(0, 600))
    loads = -(-lengths * pace // 1000)
    sums = [sum(chosen) for chosen in product(*((0, int(load)) for load in loads))]
    nearest = max(total for total in sums if total <= limit)
    assert nearest <= whole_parts(np.array([limit]), common_part(lengths, pace))[0] <= limit


def best_exchange(core: Core, slot: np.ndarray) -> int:
    """Return the best quality of all plans with the same loads at each member and the same classes placed."""

    def seen(chosen: np.ndarray) -> tuple[list[tuple[int, ...]], list[tuple[int, ...]]]:
        places = [
            (int(core.member[t, k]), int(core.load[t, k]), int(core.most_load[t]))
            for t, k in enumerate(chosen)
            if k >= 0
        ]
        out = [
            (int(core.priority[t]), int(core.value[t]), int(core.most_load[t])) for t, k in enumerate(chosen) if k < 0
        ]
        return sorted(places), sorted(out)

    wanted, best = seen(slot), -1
    for chosen in product(range(-1, core.member.shape[1]), repeat=len(slot)):
        if seen(np.array(chosen)) == wanted:
            best = max(best, sum(int(core.gain[t, k]) for t, k in enumerate(chosen) if k >= 0))
    return best


@settings(max_examples=25, deadline=None, derandomize=True)
@given(SEEDS)
def test_exchange_is_the_best_with_the_same_loads(seed: int) -> None:
    """No other plan with the same loads at everybody has more quality; limits and classes stay as they are."""
    chance = np.random.default_rng(seed)
    count, members = 6, 2
    load = np.repeat(30 * chance.integers(1, 3, count)[:, None], members, axis=1)
    pairs = TablePairs(
        chance.integers(0, 100, (count, members)),
        load,
        np.ones((count, members), np.bool_),
        np.array([90, 90]),
        chance.integers(2, 4, count),
        np.ones(count, np.int64),
        np.zeros(0, np.int64),
    )
    core = core_of(pairs)
    slot = np.full(count, -1, np.int32)
    for t in range(count):
        for k in chance.permutation(members):
            trial = slot.copy()
            trial[t] = k
            if (minutes(core, trial, members) <= pairs.limit).all():
                slot = trial
                break
    found = exchange(core, slot)
    assert np.array_equal(minutes(core, found, members), minutes(core, slot, members))
    assert placed_values(core, found) == placed_values(core, slot)
    placed = np.flatnonzero(found >= 0)
    assert int(core.gain[placed, found[placed]].sum()) == best_exchange(core, slot)


def test_windows_fill_hours_to_the_last_minute() -> None:
    """Tasks of 20 and 30 minutes fill ten days of 100 minutes only if each day has the right ones: all are placed."""
    lengths = np.array([20] * 20 + [30] * 20)
    chance = np.random.default_rng(0)
    load = np.repeat(lengths[:, None], 10, axis=1)
    pairs = TablePairs(
        chance.integers(0, 100, load.shape),
        load,
        np.ones(load.shape, np.bool_),
        np.full(10, 100),
        np.full(40, 1),
        np.ones(40, np.int64),
        np.zeros(0, np.int64),
    )
    core = core_of(pairs)
    pool = plain_pool(pairs)
    bench = Bench(core, Multipliers(np.full(10, 2.0), np.zeros(4)), pairs.limit, pool, pairs.held, np.inf)
    start = np.full(40, -1, np.int32)
    slot = place_more(bench, start, [0.0, 40.0, 0.0, 0.0], 0)
    assert placed_values(core, slot) == [0.0, 40.0, 0.0, 0.0]
    assert (minutes(core, slot, 10) == 100).all()


@often(20, 60, SEEDS)
def test_scarce_plans_keep_bounds_and_limits(seed: int) -> None:
    """With a third of the hours that the work needs: bounds hold level by level, the search to no gap included."""
    small = portfolio(seed, 3, 10, rules=False)
    limit = np.maximum(small.limit // 180 * 60, 60)
    table = TablePairs(**{**vars(as_table(small)), "limit": limit})
    found = plan_pairs(table, Effort(1.0, gap=0.0))
    exact = solve_exact(as_problem(type(small)(**{**vars(small), "limit": limit})))
    best = {level.name: level.value for level in exact.levels}
    for level in found.levels:
        assert level.value <= level.bound
        assert level.bound >= best.get(level.name, 0)
        if level.value != best.get(level.name, 0):
            assert level.value < best[level.name]
            break
    owner = found.owner
    given_minutes = [int(table.load[owner == m, m].sum()) for m in range(3)]
    assert all(given_minutes <= limit)


@pytest.mark.slow
def test_a_class_that_does_not_fit_is_proved() -> None:
    """A tenth of the work of 2,000 tasks does not fit: three classes are placed in full, the last nearly proved."""
    from benchmarks.families import FAMILIES
    from solver.assignment.large.solve import plan_portfolio

    plan = plan_portfolio(FAMILIES["scarce"].make(2000, 100, 0), Effort(40.0))
    gaps = {level.name: level.gap or 0.0 for level in plan.levels}
    assert [gaps[name] for name in PRIORITIES[:3]] == [0.0, 0.0, 0.0]
    assert gaps["LOW"] < 0.01
    assert gaps["quality"] < 0.02
