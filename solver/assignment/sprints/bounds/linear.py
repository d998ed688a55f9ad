"""Bounds on a level by linear programming, and by branch and bound: what no plan can beat."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.levels import Objective
from solver.assignment.model.linear import Linear
from solver.assignment.model.search import Limits
from solver.assignment.road.highs import branch_and_bound
from solver.assignment.road.needed import needed
from solver.assignment.road.program import Program
from solver.assignment.road.solved import Budget, floor_of

Floats = NDArray[np.float64]
# Beyond so many columns the program takes longer than it is worth.
MOST_COLUMNS = 120_000


class Relaxed(NamedTuple):
    """A bound on a level without its constant, and what each column adds to it at the prices that prove it.

    ``top`` is the bound before it was rounded down, ``floors`` are the prices of the levels above.
    """

    bound: int
    gain: Floats
    top: float = math.inf
    floors: tuple[float, ...] = ()

    def moved(self, before: Sequence[int], held: Sequence[int]) -> Relaxed:
        """Return what the same prices say where the levels above are held elsewhere than before.

        Parameters
        ----------
        before : sequence of int
            The least of each level above when the prices were found.
        held : sequence of int
            The least of each now.

        Returns
        -------
        Relaxed
            Valid, and about as close as new prices where little has changed.
        """
        changes = zip(self.floors, before, held, strict=True)
        top = self.top + sum(price * (old - new) for price, old, new in changes)
        return self._replace(bound=math.floor(top + 1e-6), top=top)


def relaxed(linear: Linear, level: int, held: Sequence[int], seconds: float) -> Relaxed | None:
    """Return what a linear program says of a level, with those above held; None where it says nothing in time.

    The prices that HiGHS finds prove the bound: any prices from 0 on do, so that its own rounding cannot make it wrong.
    """
    if len(linear.member) > MOST_COLUMNS or seconds <= 0.05:
        return None
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, vstack

    linear, count = linear.rounded, len(linear.member)
    rows = csr_array((linear.factor.astype(float), linear.column, linear.starts), shape=(len(linear.limit), count))
    marks = _marks(linear)
    above = [-_dense(objective, count) for objective, _ in zip(linear.levels, held, strict=False)]
    matrix = vstack([rows, marks, csr_array(np.array(above).reshape(len(above), count))]).tocsr()
    limit = np.concatenate([linear.limit, np.zeros(marks.shape[0]), -np.array(held, dtype=float)])
    gain = _dense(linear.levels[level], count)
    bounds = np.stack([linear.low, linear.high], axis=1)
    # Its stubs do not know sparse matrices.
    solve: Any = linprog
    found = solve(
        -gain, A_ub=matrix, b_ub=limit, bounds=bounds, method="highs", options={"time_limit": seconds, "presolve": True}
    )
    if found.x is None or found.ineqlin is None:
        return None
    prices = np.maximum(-np.asarray(found.ineqlin.marginals, dtype=float), 0)
    rest = gain - matrix.T @ prices
    terms = np.maximum(rest * linear.low, rest * linear.high)
    paid = prices * limit
    # What floats may do to these sums.
    error = 1e-12 * (np.abs(terms).sum() + np.abs(paid).sum() + np.abs(prices).sum() * np.abs(limit).max(initial=0))
    top, floors = float(terms.sum() + paid.sum() + error), prices[len(prices) - len(above) :]
    return Relaxed(math.floor(top + 1e-6), rest, top, tuple(floors.tolist()))


def _marks(linear: Linear) -> Any:
    """Return rows by which a mark is at least what its member has of each piece, in all periods together."""
    from scipy.sparse import csr_array

    pieces = len(linear.problem.tasks)
    keys, row = np.unique(linear.whole * pieces + linear.task[linear.part], return_inverse=True)
    each, ones = np.arange(len(keys)), np.ones(len(keys))
    entries = (
        np.concatenate([np.ones(len(row)), -ones]),
        (np.concatenate([row, each]), np.concatenate([linear.part, keys // max(pieces, 1)])),
    )
    return csr_array(entries, shape=(len(keys), len(linear.member)))


def whole_bound(linear: Linear, level: int, held: Sequence[int], limits: Limits) -> int:
    """Return a bound on a level without its constant by branch and bound, with those above held; 2**62 for none.

    The order within a period counts by its chains and cuts alone. A class is searched over the pieces that it needs.
    """
    program = Program(linear.rounded)
    is_last = level == len(linear.levels) - 1
    free = np.arange(linear.n_pairs) if is_last or linear.problem.unlike else needed(program, level)
    part = program.part(free, np.zeros(len(linear.member), dtype=np.int64), priced=is_last)
    worth = program.worth[:, part.column]
    floors = [floor_of(worth[k], least) for k, least in enumerate(held)]
    budget = Budget(limits.end, limits.wish, limits.seed, limits.workers)
    found = branch_and_bound(part, linear.task[part.column], worth[level].astype(float), floors, budget, None)
    return math.floor(found.bound + 1e-6) if math.isfinite(found.bound) else 2**62


def _dense(objective: Objective, count: int) -> Floats:
    found = np.zeros(count)
    np.add.at(found, objective.column, objective.factor)
    return found
