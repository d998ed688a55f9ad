"""The table of a Problem's fields: complete, in words, and what engines, sketches and clashes are derived from."""

from __future__ import annotations

from dataclasses import MISSING, fields, replace
from typing import Any

import numpy as np
import pytest

from solver.assignment.conflict import conflict
from solver.matching.fields import CLASHES, FIELDS, PAIRS, asked, loosened
from solver.matching.growing import Grown
from solver.matching.problem import Problem, problem_from_arrays

# What each field looks like where it asks for something, with what it needs to do so.
SAID: dict[str, dict[str, Any]] = {
    "wip": {"wip": np.array([1, -1])},
    "handoff": {"handoff": np.array([[0, 9], [9, 0]]), "dependencies": ((1, 0),)},
    "batches": {"batches": ((0, 1),), "split_units": 5},
    "whole": {"whole": ((0, 1),)},
    "separate": {"separate": ((0, 1),)},
    "together": {"together": ((0, 1),)},
    "dependencies": {"dependencies": ((1, 0),)},
    "pins": {"pins": ((0, 0),)},
    "required": {"required": (0,)},
    "balance_units": {"balance_units": 5},
    "split_units": {"batches": ((0, 1),), "split_units": 5},
    "previous": {"previous": ((0, 0),)},
    "move_units": {"previous": ((0, 0),), "move_units": (3,)},
    "most_moves": {"most_moves": 0},
    "forced": {"forced": ("T1 (ANN is no longer there)",), "most_moves": 0},
    "earlier": {"earlier": ((0, 0),), "most_moves": 0},
    "unlike": {"unlike": (((0, 0),),)},
    "least_changes": {"unlike": (((0, 0),),), "least_changes": 1},
    "overfull": {"overfull": ((0, (0, 1), 1),)},
    "grown": {"grown": (Grown(0, 0, ((0, 1, 1),)),)},
    "most_grown": {"grown": (Grown(0, 0, ((0, 1, 1),)),), "most_grown": (60,)},
}


def two_by_two() -> Problem:
    """Return two members and two tasks of which each member can hold one."""
    return problem_from_arrays(np.array([[5, 4], [3, 2]]), np.array([[2, 2], [2, 2]]), np.array([3, 3]))


def test_every_field_is_in_the_table() -> None:
    """The table and the Problem have the same fields, and each that may be left out asks for something in words."""
    assert list(FIELDS) == [one.name for one in fields(Problem)]
    optional = {one.name for one in fields(Problem) if one.default is not MISSING}
    assert optional <= {name for name, field in FIELDS.items() if field.asks}
    assert set(SAID) | {"time"} == {name for name, field in FIELDS.items() if field.asks}
    assert all(getattr(two_by_two(), name).shape == (2, 2) for name in (*PAIRS, "available"))


@pytest.mark.parametrize("name", SAID)
def test_what_is_asked_is_named_unless_it_is_kept(name: str) -> None:
    """A field that asks for something is named in its words, not where it is kept, and is gone when it is loosened."""
    plain, wanting = two_by_two(), replace(two_by_two(), **SAID[name])
    assert asked(plain) == ()
    assert FIELDS[name].asks in asked(wanting)
    assert asked(wanting, kept=SAID[name]) == ()
    assert asked(loosened(wanting)) == ()
    assert FIELDS[name].asks in asked(loosened(wanting, kept=SAID[name]))


def test_needed_company_decides_whether_a_field_asks() -> None:
    """Hand-offs without dependencies, splits without a weight, and pairs without a budget ask for nothing."""
    alone: tuple[dict[str, Any], ...] = (
        {"handoff": np.array([[0, 9], [9, 0]])},
        {"batches": ((0, 1),)},
        {"split_units": 5},
        {"earlier": ((0, 0),)},
        {"least_changes": 1},
    )
    assert [asked(replace(two_by_two(), **one)) for one in alone] == [()] * 5


@pytest.mark.parametrize("name", CLASHES)
def test_a_clash_is_named_in_the_words_of_the_table(name: str) -> None:
    """Two tasks that cannot be with one member, or must be though they cannot, clash in the table's words."""
    bound = {"required": (0, 1)} if name != "separate" else {"pins": ((0, 0), (0, 1))}
    roomy = replace(two_by_two(), limit=np.array([9, 9])) if name == "separate" else two_by_two()
    found = conflict(replace(roomy, **{name: ((0, 1),)}, **bound)).told()  # type: ignore[arg-type]
    assert CLASHES[name].format("t0, t1") in found
