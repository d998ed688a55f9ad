"""Many plans measured at once: the same values, rules and choice as one after the other."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from solver.assignment.columns import ascent
from solver.assignment.columns.ascent import Ascent
from solver.assignment.model.linear import Linear, linear
from solver.assignment.model.measure import columns_of, completed, values_of, values_of_each
from solver.assignment.model.search import Limits
from solver.assignment.patterns.listing import Patterns, list_patterns
from tests.assignment.problems import some_problem


def listed(seed: int) -> tuple[Linear, Patterns, NDArray[np.int64]]:
    """Return the demands of members who are mostly alike, their patterns, and plans, most of which break a rule."""
    problem = some_problem(seed, members=4, tasks=10)
    problem = replace(problem, can=np.ones((4, 10), dtype=bool), load=np.tile(problem.load[:1], (4, 1)))
    if seed % 2:
        # No task is worth anything, so that all plans are equal.
        problem = replace(problem, balance_units=0, split_units=0, handoff=0 * problem.handoff, gain=0 * problem.gain)
        problem = replace(problem, priority=(0,) * 10, value=(0,) * 10)
    demands = linear(problem)
    patterns = list_patterns(demands)
    assert patterns is not None
    chance, sizes = np.random.default_rng(seed), np.diff(patterns.starts)
    plans = patterns.starts[:-1] + (chance.random((1000, len(sizes))) ** 3 * sizes).astype(np.int64)
    return demands, patterns, plans


@pytest.mark.parametrize("seed", range(12))
def test_many_plans_have_the_values_of_each(seed: int) -> None:
    """Columns, rules and levels of many plans are those that each has alone."""
    demands, patterns, plans = listed(seed)
    on = patterns.switched(plans)
    columns, obeys = completed(demands, on)
    values = values_of_each(demands, columns)
    for row, plan in enumerate(plans[:200]):
        alone = columns_of(demands, patterns.chosen(plan))
        assert (alone is not None) == obeys[row]
        if alone is not None:
            assert columns[row].tolist() == alone.tolist()
            assert tuple(values[row].tolist()) == values_of(demands, alone)


@pytest.mark.parametrize("at_once", [1, 1_000_000])
@pytest.mark.parametrize("seed", range(12))
def test_the_best_of_many_is_that_of_one_after_the_other(
    seed: int, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many are measured at once: the best, of equals that which keeps most pairs, of those the first."""
    demands, patterns, plans = listed(seed)
    monkeypatch.setattr(ascent, "AT_ONCE", at_once)
    limits = Limits(time.monotonic() + 60)
    like = patterns.chosen(plans[7])
    many, singly = Ascent(demands, limits, like=like), Ascent(demands, limits)
    many._consider_all(patterns, plans[:0])
    assert many.known is None
    many._consider_all(patterns, plans)
    for plan in sorted(plans, key=lambda one: -len(np.intersect1d(patterns.chosen(one), like))):
        singly.consider(patterns.chosen(plan))
    assert (many.known is None) == (singly.known is None)
    if many.known is not None and singly.known is not None:
        assert many.known[1] == singly.known[1]
        assert sorted(many.known[0].tolist()) == sorted(singly.known[0].tolist())
