"""The linear relaxation over patterns: prices for what ties members, and the bound that any prices prove.

For prices y >= 0 on the demands, L(y) = y * limit + sum over blocks of the best (worth - y * uses) is a bound on every
plan, whatever solver the prices come from; at best it is that of the relaxation (Geoffrion 1974).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.highs import DUAL, PRIMAL, highs_module, quiet_highs
from solver.assignment.patterns.listing import Patterns

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
# A pattern outside the relaxation must gain this much to be let in.
GAIN: Final = 1e-7
# How many are let in at once.
AT_ONCE: Final = 30
# A share this close to 0 or 1 is whole.
WHOLE: Final = 1e-6


@dataclass(frozen=True, eq=False)
class Bound:
    """What prices prove about a level: no plan has more than ``value``.

    ``loss[p]`` is by how much the bound falls, from ``exact`` on, for plans with pattern p.
    """

    value: int
    exact: float
    loss: Floats


def bound(patterns: Patterns, limit: Floats, level: int | None, prices: Floats) -> Bound:
    """Return the bound on a level, or with None on nothing at all: below 0 it then says that there is no plan.

    ``limit`` is infinite where a demand is not made, and its price counts as 0. What rounding may have taken away is
    added, so that the bound holds.
    """
    prices = np.where(np.isfinite(limit), np.maximum(prices, 0), 0)
    spent = np.where(prices > 0, limit, 0) * prices
    worth = np.zeros(len(patterns.worth)) if level is None else patterns.worth[:, level]
    shared_worth = np.zeros(len(patterns.low)) if level is None else patterns.shared_worth[:, level]
    left = worth - patterns.uses @ prices
    numbers = shared_worth - prices @ patterns.shared
    best = np.maximum.reduceat(left, patterns.starts[:-1]) if len(left) else left
    ends = np.maximum(numbers * patterns.low, numbers * patterns.high)
    sizes = len(best) * (np.abs(worth).max(initial=0) + prices @ patterns.largest)
    slack = 4 * np.finfo(float).eps * (len(prices) + len(best)) * (sizes + np.abs(spent).sum() + np.abs(ends).sum())
    exact = float(best.sum() + spent.sum() + ends.sum() + slack)
    return Bound(math.floor(exact), exact, np.repeat(best, np.diff(patterns.starts)) - left)


def whole_patterns(share: Floats) -> Ints | None:
    """Return the patterns of a plan if shares are whole, else None."""
    return np.flatnonzero(share > 0.5) if np.abs(share - np.round(share)).max(initial=0) < WHOLE else None


@dataclass
class Relaxation:
    """Some of the patterns as columns of a linear program, and more as they prove worth it.

    Parameters
    ----------
    patterns : Patterns
        All of them.
    columns : ndarray of int
        Those to start from, at least one of each block.
    limit : ndarray of float
        The most of each demand, infinite where it is not made; shared with the caller, who tells of changes.
    hint : (int, ndarray of float), optional
        A level and prices that a like problem had for it, to start near.
    seconds : float
        For all linear programs together.
    """

    patterns: Patterns
    columns: Ints
    limit: Floats
    hint: tuple[int, Floats] | None = None
    seconds: float = math.inf
    is_shut: bool = False
    last: int = -1

    def __post_init__(self) -> None:
        self.program = self._program()

    def best(self, level: int) -> tuple[Floats, Floats] | None:
        """Return the best prices for a level and the share of each pattern, or None if nothing meets the demands.

        Raises
        ------
        ArithmeticError
            If the linear program ends without an answer that can be checked.
        """
        costs = -np.concatenate([self.patterns.shared_worth[:, level], self.patterns.worth[self.columns, level]])
        self.program.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)
        # What is shut leaves the prices as good as they were: the dual simplex goes on from there, else the primal one.
        self.program.setOptionValue("simplex_strategy", DUAL if self.is_shut and level == self.last else PRIMAL)
        self.is_shut, self.last = False, level
        while True:
            self.program.run()
            self.program.setOptionValue("simplex_strategy", PRIMAL)
            status, possible = self.program.getModelStatus(), highs_module().HighsModelStatus
            if status == possible.kOptimal:
                solution = self.program.getSolution()
                duals = -np.array(solution.row_dual)
                prices = np.maximum(duals[: len(self.limit)], 0)
                new = self._worth_it(level, prices, duals[len(self.limit) :])
                if not len(new):
                    share = np.zeros(len(self.patterns.worth))
                    share[self.columns] = np.array(solution.col_value)[self.patterns.shared.shape[1] :]
                    return prices, share
            elif status == possible.kInfeasible:
                new = self._all_others()
                if not len(new):
                    self._prove_nothing()
                    return None
            else:
                raise ArithmeticError(f"the linear program ends as {status}")
            self._add(new, level)

    def changed(self, row: int) -> None:
        """Take note of a limit that was changed."""
        self.program.changeRowBounds(row, -np.inf, self.limit[row])

    def _prove_nothing(self) -> None:
        """Raise an error unless the ray of the program proves that no plan meets the demands."""
        _, has_ray, ray = self.program.getDualRay()
        rays = np.array(ray)[: len(self.limit)] if has_ray else np.zeros(len(self.limit))
        if all(bound(self.patterns, self.limit, None, sign * rays).exact >= 0 for sign in (1, -1)):
            raise ArithmeticError("the linear program is said to have no solution, without proof")

    def _all_others(self) -> Ints:
        outside = np.ones(len(self.patterns.worth), dtype=bool)
        outside[self.columns] = False
        return np.flatnonzero(outside)

    def _worth_it(self, level: int, prices: Floats, best: Floats) -> Ints:
        """Return the patterns outside that gain most at these prices."""
        if len(self.columns) == len(self.patterns.worth):
            return np.zeros(0, dtype=np.int64)
        gain = self.patterns.worth[:, level] - self.patterns.uses @ prices
        gain -= np.repeat(best, np.diff(self.patterns.starts))
        gain[self.columns] = 0
        new = np.flatnonzero(gain > GAIN * max(1.0, float(np.abs(best).max(initial=0))))
        return new if len(new) <= AT_ONCE else new[np.argpartition(-gain[new], AT_ONCE)[:AT_ONCE]]

    def _entries(self, columns: Ints) -> tuple[Any, Any, Any]:
        """Return the columns of the program for some patterns: what they use, and which block they are of."""
        uses = self.patterns.uses[columns]
        where, row = uses.nonzero()
        block = self.patterns.block[columns] + uses.shape[1]
        starts = np.searchsorted(where, np.arange(len(columns) + 1)) + np.arange(len(columns) + 1)
        index, value = np.empty(starts[-1], dtype=np.int32), np.ones(starts[-1])
        inside = np.ones(starts[-1], dtype=bool)
        inside[starts[1:] - 1] = False
        index[inside], value[inside] = row, uses[where, row]
        index[~inside] = block
        return starts.astype(np.int32), index, value

    def _add(self, columns: Ints, level: int) -> None:
        starts, index, value = self._entries(columns)
        zeros, most = np.zeros(len(columns)), np.full(len(columns), np.inf)
        costs = -self.patterns.worth[columns, level]
        self.program.addCols(len(columns), costs, zeros, most, len(index), starts[:-1], index, value)
        self.columns = np.concatenate([self.columns, columns])

    def _program(self) -> Any:
        patterns, highs = self.patterns, highs_module()
        n_shared, n_blocks = patterns.shared.shape[1], len(patterns.have)
        where, row = patterns.shared.T.nonzero()
        first = np.searchsorted(where, np.arange(n_shared + 1)).astype(np.int32)
        starts, index, value = self._entries(self.columns)
        model = highs.HighsLp()
        model.num_col_, model.num_row_ = n_shared + len(self.columns), len(self.limit) + n_blocks
        model.col_cost_ = np.zeros(model.num_col_)
        model.col_lower_ = np.concatenate([patterns.low, np.zeros(len(self.columns))])
        model.col_upper_ = np.concatenate([patterns.high, np.full(len(self.columns), np.inf)])
        model.row_lower_ = np.concatenate([np.full(len(self.limit), -np.inf), np.ones(n_blocks)])
        model.row_upper_ = np.concatenate([self.limit, np.ones(n_blocks)])
        model.a_matrix_.format_ = highs.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.concatenate([first[:-1], starts + first[-1]])
        model.a_matrix_.index_ = np.concatenate([row.astype(np.int32), index])
        model.a_matrix_.value_ = np.concatenate([patterns.shared.T[where, row], value])
        program = quiet_highs()
        # What comes before is mostly feasible and seldom best: the primal simplex goes on from there.
        program.setOptionValue("presolve", "off")
        program.setOptionValue("simplex_strategy", PRIMAL)
        program.setOptionValue("time_limit", max(self.seconds, 0.01))
        program.passModel(model)
        if self.hint is not None:
            program.setBasis(self._basis(*self.hint))
        return program

    def _basis(self, level: int, prices: Floats) -> Any:
        """Return where to start: at the demands that have a price and at the patterns that cost the bound nothing."""
        highs, patterns = highs_module(), self.patterns
        state = highs.HighsBasisStatus
        loss = bound(patterns, self.limit, level, prices).loss[self.columns]
        numbers = patterns.shared_worth[:, level] - prices @ patterns.shared
        basis = highs.HighsBasis()
        inside = np.concatenate([np.abs(numbers) < GAIN, loss < GAIN])
        basis.col_status = [state.kBasic if one else state.kLower for one in inside.tolist()]
        tight = np.concatenate([prices > 0, np.ones(len(patterns.have), dtype=bool)])
        basis.row_status = [state.kUpper if one else state.kBasic for one in tight.tolist()]
        basis.valid, basis.alien = True, True
        return basis
