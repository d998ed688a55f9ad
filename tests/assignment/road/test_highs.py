"""What HiGHS is asked is what was meant, however large the numbers."""

from __future__ import annotations

import time

import numpy as np
import pytest

from solver.assignment.road import highs
from solver.assignment.road.bounds import proof_of
from solver.assignment.road.highs import branch_and_bound, relax
from solver.assignment.road.program import Part
from solver.assignment.road.solved import Budget

PLACES = np.array([0, 1])


def part(factor: int) -> Part:
    """Return two switches of which a row lets one in, and one and a half in parts."""
    nothing, one = np.zeros(2, np.int64), np.ones(2, np.int64)
    row = np.array([factor, factor])
    return Part(PLACES, np.array([0]), np.array([0, 2]), PLACES, row, np.array([3 * factor // 2]), nothing, one)


@pytest.mark.parametrize("factor", [2, 2 * 10**9, 2 * 10**15, 4 * 10**15])
def test_rows_bind_whatever_their_factors_are(factor: int) -> None:
    """HiGHS refuses a model with factors from 1e15 on, and then it has no bound: rows are scaled down."""
    worth = np.array([3.0, 4.0])
    found = branch_and_bound(part(factor), PLACES, worth, [], Budget(time.monotonic() + 30), None)
    assert found.columns is not None
    assert (found.columns.round().tolist(), round(found.bound), found.is_done) == ([0, 1], 4, True)
    prices = relax(part(factor), worth, [], Budget(time.monotonic() + 30)).duals
    assert prices is not None
    assert proof_of(part(factor), worth, [], prices).bound == pytest.approx(5.5)


def test_a_model_that_is_refused_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the scaling HiGHS takes no such row: then there are no columns, and no bound."""
    monkeypatch.setattr(highs, "LARGE", 2.0**80)
    found = branch_and_bound(part(2 * 10**15), PLACES, np.ones(2), [], Budget(time.monotonic() + 30), None)
    assert found.columns is None
    assert found.bound == np.inf
