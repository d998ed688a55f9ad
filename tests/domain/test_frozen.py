"""Nothing changes an array of a frozen noun in place: whoever tries is told so at once."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from solver.assignment.columns.fold import fold
from solver.assignment.columns.lagrangian import lagrangian
from solver.assignment.model.linear import linear
from solver.assignment.patterns.listing import list_patterns
from solver.matching.problem import problem_from_arrays
from solver.matching.slots import slot_problem
from tests.assignment.problems import some_problem
from tests.assignment.sprints.worlds import timed_world


def some_nouns() -> dict[str, Any]:
    """Return one of each noun whose arrays are shared: the Problem, its time, demands, and what is made of them."""
    demands = linear(some_problem(2))
    patterns, folded = list_patterns(demands), fold(demands)
    assert patterns is not None and folded is not None
    dated = slot_problem(*timed_world(1)[:2])
    nouns = (demands.problem, dated.time, demands, demands.levels[0], patterns, folded, lagrangian(folded, 0, ()))
    return {type(one).__name__: one for one in nouns}


@pytest.mark.parametrize("name", ["Problem", "Time", "Linear", "Objective", "Patterns", "Folded", "Lagrangian"])
def test_arrays_of_shared_nouns_are_read_only(name: str) -> None:
    """Each array that is reached through a shared noun refuses to be written to."""
    noun = some_nouns()[name]
    arrays = [value for one in fields(noun) if isinstance(value := getattr(noun, one.name), np.ndarray)]
    assert arrays
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_who_gave_an_array_may_still_write_to_it() -> None:
    """A noun locks its own view; the array that it was made of stays its owner's."""
    mine = np.array([1])
    problem = replace(problem_from_arrays(np.array([[5]]), np.array([[1]]), np.array([1])), limit=mine)
    mine[0] = 7
    assert mine.flags.writeable
    assert not problem.limit.flags.writeable
