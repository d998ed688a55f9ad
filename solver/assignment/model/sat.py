"""Linear demands as a CP-SAT model, built from arrays: less than a microsecond for each eligible pair."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from solver.assignment.model.levels import Objective
from solver.assignment.model.linear import Linear, linear
from solver.assignment.model.posting import add_columns, add_rows
from solver.matching.problem import Problem

Ints = NDArray[np.int64]


class Model:
    """A column of ``linear`` is the variable of its number; ``has`` holds the switch of each eligible pair."""

    def __init__(self, problem: Problem, without: frozenset[str] = frozenset(), *, graded: bool = True) -> None:
        self.problem = problem
        self.linear = linear(problem, without, graded=graded)
        self.cp = model_of(self.linear)

    @cached_property
    def has(self) -> dict[tuple[int, int], cp_model.IntVar]:
        """The switch of each eligible (member, task)."""
        pairs = zip(self.linear.member.tolist(), self.linear.task.tolist(), strict=True)
        return {pair: self.cp.get_int_var_from_proto_index(column) for column, pair in enumerate(pairs) if pair[1] >= 0}

    def levels(self) -> list[tuple[str, cp_model.LinearExprT]]:
        """Return the objectives by name in strict order, all to be maximised."""
        return [(level.name, expression(self.cp, level) + level.constant) for level in self.linear.levels]


def model_of(linear: Linear, shut: Ints | None = None) -> cp_model.CpModel:
    """Return the model of all rows, without the pairs of some columns; a column is the variable of its number."""
    cp, high = cp_model.CpModel(), linear.high
    if shut is not None:
        high = high.copy()
        high[shut] = 0
    add_columns(cp.proto, linear.low, high)
    add_rows(cp.proto, linear.starts, linear.column, linear.factor, linear.limit)
    for part, whole in zip(linear.part.tolist(), linear.whole.tolist(), strict=True):
        implication = cp.proto.constraints.add()
        implication.enforcement_literal.append(part)
        implication.bool_and.literals.append(whole)
    return cp


def expression(cp: cp_model.CpModel, level: Objective) -> cp_model.LinearExprT:
    """Return the sum of a level, without its constant."""
    variables = [cp.get_int_var_from_proto_index(column) for column in level.column.tolist()]
    return cp_model.LinearExpr.weighted_sum(variables, level.factor.tolist())
