"""The linear program over sets of tasks that are made as they are needed (Dantzig and Wolfe 1960).

Prices of the demands say what each task is worth to a class of equal members; the best set of each class at these
prices joins the program, until none would gain. Any prices prove a bound, so those between the last and the best known
are tried first, which steadies them (Wentges 1997).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from solver.assignment.columns.descent import descend, pair_prices
from solver.assignment.columns.lagrangian import Bools, Floats, Ints, Lagrangian, Node, Priced
from solver.assignment.model.highs import DUAL, PRIMAL, quiet_highs
from solver.assignment.model.search import Limits

# How far prices stay with the best known ones; how much a set must gain to join.
STEADY: Final = 0.5
GAIN: Final = 1e-6
# Steps down from the prices of pairs.
STEPS: Final = 80
# The most that a missed demand may cost.
DEAREST: Final = 1e13


@dataclass(frozen=True, eq=False)
class Relaxed:
    """The best prices of a node and, unless that was cut short, the share of each set and the other columns."""

    priced: Priced
    share: Floats | None
    others: Floats | None


@dataclass
class Master:
    """All sets made so far. ``have[i]`` are the folded pairs of set i, ``group[i]`` its class.

    Rows of the program are the demands, the levels held, and one for each class; columns are the folded ones that are
    no pairs, then what may be missing at ``dear`` each, then sets.
    """

    dual: Lagrangian
    limits: Limits
    have: Bools = field(init=False)
    group: Ints = field(init=False)

    def __post_init__(self) -> None:
        folded, dual = self.dual.folded, self.dual
        classes = len(folded.pairs)
        self.have, self.group = np.zeros((classes, folded.n_pairs), dtype=bool), np.arange(classes)
        self.center: Floats | None = None
        ends = np.stack([dual.other_worth * folded.low, dual.other_worth * folded.high])
        self.dear = 4 * (np.abs(dual.worth).sum() + np.abs(ends).max(axis=0, initial=0).sum()) + 1
        self.short = np.concatenate([np.flatnonzero(dual.limit < 0), folded.once])
        self.program = self._program()

    def solve(self, node: Node, enough: float) -> Relaxed:
        """Return the best bound of a node, cut short where it is no more than ``enough`` or time is up.

        Raises
        ------
        ArithmeticError
            If the linear program ends without an answer.
        """
        self._open(node)
        enough = max(enough, math.ceil(self.dual.least) - 1)
        if self.center is None:
            best, met = descend(self.dual, node, pair_prices(self.dual), STEPS, self.limits)
            self.learn(met)
        else:
            best, _ = self.dual.price(self.center, node)
        steady = STEADY
        while math.floor(best.bound) > enough and not self.limits.are_up:
            try:
                last, ends, value, share, others = self._run()
            except ArithmeticError:
                if self.limits.are_up:
                    break
                raise
            steadied = steady * best.prices + (1 - steady) * last
            priced, sets = self.dual.price(steadied, node)
            if priced.bound > best.bound - 1e-9:
                steady = max(steady - 0.1, 0.0)
            best = priced if priced.bound < best.bound else best
            if self.missing < GAIN and math.floor(best.bound) <= math.floor(value + GAIN):
                return self._kept(best, share, others)
            new = self._worth_it(sets, last, ends)
            if not new:
                exact, sets = self.dual.price(last, node)
                best = exact if exact.bound < best.bound else best
                new = self._worth_it(sets, last, ends)
            if new:
                self._add(new)
            elif self.missing < GAIN:
                return self._kept(best, share, others)
            elif math.floor(best.bound) > enough:
                self._make_dearer()
        return self._kept(best, None, None)

    def _kept(self, best: Priced, share: Floats | None, others: Floats | None) -> Relaxed:
        self.center = best.prices
        return Relaxed(best, share, others)

    def _worth_it(self, sets: list[Ints], prices: Floats, ends: Floats) -> list[tuple[int, Ints]]:
        gain = self.dual.gains(prices)
        least = GAIN * max(1.0, float(np.abs(ends).max(initial=0)))
        return [(c, one) for c, one in enumerate(sets) if gain[one].sum() - ends[c] > least]

    def _run(self) -> tuple[Floats, Floats, float, Floats, Floats]:
        """Return prices of demands and classes, the value, shares of sets, and the other columns."""
        self.program.run()
        self.program.setOptionValue("simplex_strategy", PRIMAL)
        optimal = type(self.program.getModelStatus()).kOptimal
        if self.program.getModelStatus() != optimal:
            raise ArithmeticError(f"the linear program ends as {self.program.getModelStatus()}")
        solution = self.program.getSolution()
        duals, values = -np.array(solution.row_dual), np.array(solution.col_value)
        n_rows, n_others = len(self.dual.limit), len(self.dual.folded.low)
        prices = self.dual.within(duals[:n_rows], self.node)
        value = -self.program.getInfo().objective_function_value
        self.missing = float(values[n_others : n_others + len(self.short)].sum())
        return prices, duals[n_rows:], value, values[n_others + len(self.short) :], values[:n_others]

    def _make_dearer(self) -> None:
        """Let what is missing cost more, until it is not or the bound says that no plan is left."""
        self.dear *= 100
        if self.dear > DEAREST:
            raise ArithmeticError("demands are missed, and no price says that they cannot be met")
        first, count = len(self.dual.folded.low), len(self.short)
        index = np.arange(first, first + count, dtype=np.int32)
        self.program.changeColsCost(count, index, np.full(count, self.dear))

    def _open(self, node: Node) -> None:
        """Turn the program to a node."""
        self.node, folded = node, self.dual.folded
        # Prices stay good where sets are shut, and plans where sets are added.
        self.program.setOptionValue("simplex_strategy", DUAL)
        n_others, n_short = len(folded.low), len(self.short)
        first = n_others + n_short
        most = np.where((self.have & ~node.opened).any(axis=1), 0.0, np.inf)
        gap = np.full(n_short, np.inf)
        gap[n_short - len(folded.once) :] = np.where(node.must, np.inf, 0.0)
        count = first + len(most)
        low = np.concatenate([node.low, np.zeros(n_short + len(most))])
        high = np.concatenate([node.high, gap, most])
        self.program.changeColsBounds(count, np.arange(count, dtype=np.int32), low, high)
        for t, row in enumerate(folded.once.tolist()):
            self.program.changeRowBounds(row, 1.0 if node.must[t] else -np.inf, 1.0)

    def _add(self, new: list[tuple[int, Ints]]) -> None:
        from scipy.sparse import csr_matrix, hstack

        have = np.zeros((len(new), self.dual.folded.n_pairs), dtype=bool)
        for i, (_, one) in enumerate(new):
            have[i, one] = True
        group = np.array([c for c, _ in new])
        ones, many = np.ones(len(new)), np.arange(len(new) + 1)
        own = csr_matrix((ones, group, many), (len(new), len(self.dual.size)))
        uses = hstack([csr_matrix(have.astype(float)) @ self.dual.pair_rows.T, own], format="csr")
        costs = -(have @ self.dual.worth)
        starts, index = uses.indptr[:-1].astype(np.int32), uses.indices.astype(np.int32)
        self.program.addCols(len(new), costs, 0 * ones, np.inf * ones, uses.nnz, starts, index, uses.data)
        self.have, self.group = np.vstack([self.have, have]), np.concatenate([self.group, group])

    def learn(self, sets: list[tuple[int, Ints]]) -> None:
        """Add sets that are worth having, such as those of another level."""
        if sets:
            self._add(sets)

    def _program(self) -> Any:
        from scipy.sparse import csc_matrix, hstack

        folded, n_rows = self.dual.folded, len(self.dual.limit)
        classes, n_short = len(self.dual.size), len(self.short)
        sign = np.where(np.arange(n_short) < n_short - len(folded.once), -1.0, 1.0)
        missing = csc_matrix((sign, self.short, np.arange(n_short + 1)), (n_rows, n_short))
        table = hstack([self.dual.other_rows, missing], format="csc")
        table.eliminate_zeros()
        program = quiet_highs()
        program.setOptionValue("presolve", "off")
        program.setOptionValue("time_limit", max(self.limits.seconds, 0.01))
        costs = np.concatenate([-self.dual.other_worth, np.full(n_short, self.dear)])
        low, high = np.concatenate([folded.low, np.zeros(n_short)]), np.concatenate([folded.high, np.zeros(n_short)])
        none = np.zeros(0, dtype=np.int32)
        for least, most in ((np.full(n_rows, -np.inf), self.dual.limit), (self.dual.size, self.dual.size)):
            program.addRows(len(most), least, most, 0, none, none, np.zeros(0))
        starts, row = table.indptr[:-1].astype(np.int32), table.indices.astype(np.int32)
        program.addCols(len(costs), costs, low, high, table.nnz, starts, row, table.data)
        index = np.arange(classes, dtype=np.int32)
        ones = np.ones(classes)
        rows = (index + n_rows).astype(np.int32)
        program.addCols(classes, 0 * ones, 0 * ones, np.inf * ones, classes, index, rows, ones)
        return program
