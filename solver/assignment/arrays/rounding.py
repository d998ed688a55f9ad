"""From prices to a plan: cheapest first, by regret; and small problems whole, by CP-SAT."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from solver.assignment.arrays.dual import Floats
from solver.assignment.cpsat import new_solver

Choice = NDArray[np.int64]


def round_prices(cost: Floats, load: Floats, limit: Floats, prices: Floats) -> Choice:
    """Return a choice for each task that keeps the limits, -1 where none was found.

    Tasks that would lose most by their second choice go first; shapes as in ``dual.bound_at``.
    """
    members = len(limit)
    reduced = cost.copy()
    reduced[:, :members] += load[:, :members] * prices
    order = np.argsort(reduced, axis=1)
    ranked = np.take_along_axis(reduced, order, axis=1)
    regret = ranked[:, 1] - ranked[:, 0] if cost.shape[1] > 1 else np.zeros(len(cost))
    left, chosen = limit.copy(), np.full(len(cost), -1, dtype=np.int64)
    for task in np.argsort(-np.nan_to_num(regret, posinf=1e300), kind="stable"):
        for choice in order[task]:
            if not np.isfinite(cost[task, choice]):
                break
            if choice >= members or load[task, choice] <= left[choice]:
                chosen[task] = choice
                if choice < members:
                    left[choice] -= load[task, choice]
                break
    return chosen


def solve_window(
    cost: Floats,
    load: Floats,
    limit: Floats,
    options: NDArray[np.bool_],
    chosen: Choice,
    seconds: float,
    seed: int,
) -> tuple[Choice | None, bool]:
    """Return the best choice among the open options, and whether that is proved; costs and loads are whole numbers.

    ``options`` has shape (n_tasks, n_choices); ``chosen`` is the hint, with -1 for none. None if nothing was found.
    """
    model, members = cp_model.CpModel(), len(limit)
    rows, columns = options.nonzero()
    has = [model.new_bool_var("") for _ in rows]
    starts = np.searchsorted(rows, np.arange(len(cost) + 1))
    for task in range(len(cost)):
        model.add_exactly_one(has[starts[task] : starts[task + 1]])
    for member in range(members):
        mine = np.flatnonzero(columns == member)
        if len(mine):
            loads = [int(load[rows[i], member]) for i in mine]
            model.add(cp_model.LinearExpr.weighted_sum([has[i] for i in mine], loads) <= int(limit[member]))
    model.minimize(cp_model.LinearExpr.weighted_sum(has, [int(cost[r, c]) for r, c in zip(rows, columns, strict=True)]))
    if (chosen >= 0).all():
        for variable, row, column in zip(has, rows, columns, strict=True):
            model.add_hint(variable, bool(chosen[row] == column))
    solver = new_solver(seconds, seed)
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, status == cp_model.INFEASIBLE
    picked = [i for i, variable in enumerate(has) if solver.boolean_value(variable)]
    return columns[picked].astype(np.int64), status == cp_model.OPTIMAL


def total(cost: Floats, chosen: Choice) -> float:
    """Return the cost of a complete choice."""
    return float(cost[np.arange(len(cost)), chosen].sum())
