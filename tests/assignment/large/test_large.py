"""Very large plans: honest bounds, plans that stand, and the same answers from every kernel and worker."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.assignment.exact import solve_exact
from solver.assignment.large import kernels
from solver.assignment.large.engine import plan_pairs
from solver.assignment.large.pairs import Aim, shortlist
from solver.assignment.large.solve import plan_portfolio, solve_prices
from solver.assignment.large.verify import verify
from solver.domain.tasks import PRIORITIES
from tests.assignment.large.small import as_problem, as_table, portfolio

SEEDS = st.integers(0, 2**32 - 1)
NAMES = (*PRIORITIES, "quality")


@settings(max_examples=300, deadline=None, derandomize=True)
@given(SEEDS)
def test_bounds_hold_and_values_are_reached(seed: int) -> None:
    """On small problems no value beats the optimum and no bound passes it, level by level."""
    problem = as_problem(portfolio(seed))
    exact, found = solve_exact(problem), solve_prices(problem)
    if exact.status == "infeasible":
        assert found.status in {"infeasible", "unknown"}
        return
    best = {level.name: level.value for level in exact.levels}
    assert found.plan is not None
    for level in found.levels:
        most = best.get(level.name, 0)
        assert level.bound >= level.value
        if level.value != most:
            # Below a level that is not reached, values and bounds are those of other plans.
            assert level.value < most <= level.bound
            break
        assert level.bound >= most
    else:
        assert found.status == "optimal" or any(level.gap for level in found.levels)
    assert found.status != "optimal" or [level.value for level in found.levels] == [
        best[level.name] for level in found.levels
    ]


@settings(max_examples=100, deadline=None, derandomize=True)
@given(SEEDS)
def test_vectors_and_table_agree(seed: int) -> None:
    """A portfolio gives the plan that the table of all its pairs gives, and the plan stands."""
    small = portfolio(seed)
    by_vector, by_table = plan_portfolio(small), plan_pairs(as_table(small))
    assert by_vector.status == by_table.status
    assert [level.name for level in by_vector.levels] == [level.name for level in by_table.levels]
    if by_table.levels:
        verify(small, by_table)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(SEEDS)
def test_compiled_and_plain_kernel_agree(seed: int) -> None:
    """Shortlist, gains and what was left off are the same bit for bit."""
    big = portfolio(seed, 40, 300)
    aim = Aim(np.random.default_rng(seed).random(40) * 10)
    one = shortlist(big, None, aim, 7)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernels, "has_numba", lambda: False)
        other = shortlist(big, None, aim, 7)
    for name in ("member", "gain", "load", "beyond"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
