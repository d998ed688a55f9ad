"""Rows that are rounded: no whole numbers are lost, and linear programs come closer."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linprog

from solver.assignment.model.rounded import rounded

Rows = list[tuple[NDArray[np.int64], int]]


def _rows(loads: Sequence[int], limit: int, free: Sequence[bool] | None = None) -> Rows:
    """Return the factors and the limit of each row that is made of one."""
    count = len(loads)
    kind = np.array(free if free is not None else [False] * count)
    length, column, factor, limits, made = rounded(
        np.array([0, count]), np.arange(count), np.array(loads), np.array([limit]), kind
    )
    assert not made.any()
    edges = [0, *np.cumsum(length).tolist()]
    found = []
    for (begin, end), most in zip(pairwise(edges), limits.tolist(), strict=True):
        row = np.zeros(count, dtype=np.int64)
        row[column[begin:end]] = factor[begin:end]
        found.append((row, most))
    return found


@given(st.lists(st.integers(0, 40), min_size=1, max_size=9), st.integers(0, 90))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_no_choice_is_lost(loads: list[int], limit: int) -> None:
    """What meets the row meets those made of it."""
    rows = _rows(loads, limit)
    for on in product((0, 1), repeat=len(loads)):
        if np.dot(on, loads) <= limit:
            assert all(np.dot(on, row) <= most for row, most in rows)


def test_hours_that_nothing_fills_are_gone_although_one_task_is_odd() -> None:
    """Of 64 h tasks of 6, 9 and 12 h fill 63 h at most, and a linear program knows, beside a task of 8 h."""
    loads, limit = [360, 540, 720, 540, 360, 720, 900, 480], 3_840

    def most(rows: Rows) -> float:
        limits = [top for _, top in rows]
        found = linprog(-np.array(loads), A_ub=[row for row, _ in rows], b_ub=limits, bounds=(0, 1)).fun
        assert found is not None
        return -found

    own: Rows = [(np.array(loads), limit)]
    best = max(s for on in product((0, 1), repeat=8) if (s := int(np.dot(on, loads))) <= limit)
    assert most(own) == limit
    assert best <= most(own + _rows(loads, limit)) < limit


def test_numbers_that_are_no_switches_are_left_alone() -> None:
    """Of a row with a number that may be above 1 nothing is made."""
    assert _rows([360, 540, 720], 1_000)
    assert not _rows([360, 540, 720], 1_000, [False, True, False])
