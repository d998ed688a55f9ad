"""A limit drawn down forbids nothing that could be had, and nothing lower would do."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.assignment.model.linear import linear
from solver.assignment.model.sums import LARGEST, drawn_down, reachable
from solver.matching.problem import problem_from_arrays

LOADS = st.lists(st.integers(0, 40), min_size=1, max_size=8)


@given(LOADS, st.integers(0, 200), st.sampled_from([1, 7, 30]))
@settings(max_examples=300, deadline=None, derandomize=True)
def test_largest_sum_is_that_of_brute_force(loads: list[int], limit: int, step: int) -> None:
    """The largest of all sums within the limit, whatever divides the loads."""
    wide = [load * step for load in loads]
    sums = (sum(load for load, used in zip(wide, on, strict=True) if used) for on in product((0, 1), repeat=len(wide)))
    assert reachable(wide, limit * step) == max(one for one in sums if one <= limit * step)


def test_beyond_the_table_only_the_common_step_counts() -> None:
    """A limit too large for a table is rounded down to a multiple of what divides all loads, and no further."""
    room = 2 * LARGEST
    assert reachable([6 * room, 6 * room], 6 * room + 5) == 6 * room
    assert reachable([6 * (room + 1), 6 * (room + 2), 12], 6 * room + 5) == 6 * room


@given(LOADS, LOADS, st.integers(-5, 60), st.integers(0, 60))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_rows_keep_all_their_plans(one: list[int], two: list[int], first: int, second: int) -> None:
    """Two rows over the same switches allow the same choices before and after."""
    count = max(len(one), len(two))
    starts = np.array([0, len(one), len(one) + len(two)])
    column, factor = np.concatenate([np.arange(len(one)), np.arange(len(two))]), np.array([*one, *two])
    limit = np.array([first, second])
    drawn = drawn_down(starts, column, factor, limit, np.zeros(count, dtype=bool))
    assert (drawn <= limit).all()
    for on in product((0, 1), repeat=count):
        sums = np.array([np.dot(one, on[: len(one)]), np.dot(two, on[: len(two)])])
        assert (sums <= limit).all() == (sums <= drawn).all()


def test_numbers_that_are_no_switches_are_left_alone() -> None:
    """A row with a whole number that may be above 1, or with a factor below 0, keeps its limit."""
    starts, column, limit = np.array([0, 2]), np.array([0, 1]), np.array([5])
    free = np.array([False, True])
    assert drawn_down(starts, column, np.array([4, 4]), limit, free).tolist() == [5]
    assert drawn_down(starts, column, np.array([4, -4]), limit, ~free & False).tolist() == [5]
    assert drawn_down(starts, column, np.array([4, 4]), limit, ~free & False).tolist() == [4]


def test_load_limit_of_a_member_by_hand() -> None:
    """Three tasks of 8 h and a limit of 20 h: 16 h is all there is, and a task of 25 h does not count."""
    load = np.array([[480, 480, 480, 1500]])
    demands = linear(problem_from_arrays(np.ones((1, 4)), load, np.array([1200])))
    assert 960 in demands.limit.tolist()
    assert 1200 not in demands.limit.tolist()
