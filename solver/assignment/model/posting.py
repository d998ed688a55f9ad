"""Columns and rows posted to CP-SAT from arrays, on the bare message: no modelling layer and no pandas is loaded."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
LEAST: Final = -(2**63)
MOST: Final = 2**63 - 1


@cache
def helper() -> Any:
    """Return OR-Tools' messages and its solver, without the modelling layer."""
    from ortools.sat.python import cp_model_helper

    return cp_model_helper


def add_columns(proto: Any, low: Ints, high: Ints) -> None:
    """Add a variable for each pair of bounds; runs of equal bounds are added at once."""
    edges = np.flatnonzero((np.diff(low) != 0) | (np.diff(high) != 0)) + 1
    for start, end in zip([0, *edges.tolist()], [*edges.tolist(), len(low)], strict=True):
        if start < end:
            one = helper().IntegerVariableProto()
            one.domain.extend((int(low[start]), int(high[start])))
            proto.variables.extend([one] * (end - start))


def add_row(
    proto: Any, columns: Sequence[int], factors: Sequence[int], low: int, high: int, *, when: int | None = None
) -> None:
    """Add the demand that a sum lies between two numbers, always or when a switch is on."""
    constraint = proto.constraints.add()
    if when is not None:
        constraint.enforcement_literal.extend((when,))
    demand = constraint.linear
    demand.vars.extend(columns)
    demand.coeffs.extend(factors)
    demand.domain.extend((low, high))


def add_rows(proto: Any, starts: Ints, column: Ints, factor: Ints, limit: Ints) -> None:
    """Add a demand of at most ``limit[r]`` for each row; a row without entries is one only if its limit is below 0."""
    columns, factors, cuts = column.tolist(), factor.tolist(), starts.tolist()
    for row, most in enumerate(limit.tolist()):
        start, end = cuts[row], cuts[row + 1]
        if start < end or most < 0:
            add_row(proto, columns[start:end], factors[start:end], LEAST, most)


def solved(model: Any, seconds: float, seed: int = 0, work: float = math.inf) -> Any:
    """Return what one thread finds in so many seconds and units of work; Ctrl-C is left to whoever calls."""
    settings = helper().SatParameters()
    settings.max_time_in_seconds, settings.max_deterministic_time = max(seconds, 0.01), work
    settings.num_workers, settings.random_seed = 1, seed
    settings.catch_sigint_signal = False
    solver = helper().SolveWrapper()
    solver.set_parameters(settings)
    return solver.solve(model)
