"""One search over slots and pieces by CP-SAT: one level, those above held, and the order of work as intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from solver.assignment.cpsat import new_solver, run
from solver.assignment.model.linear import Linear
from solver.assignment.model.sat import expression, model_of
from solver.assignment.model.search import Found, Limits, watch
from solver.assignment.sprints.intervals import add_intervals
from solver.assignment.sprints.restricted import restricted

Ints = NDArray[np.int64]


def best_placed(
    linear: Linear,
    level: int,
    held: Sequence[int],
    limits: Limits,
    *,
    low: int | None,
    high: int,
    hint: Ints | None,
    shut: Ints | None = None,
) -> Found:
    """Return the plan with the most of a level among those that keep what is held; its periods are to be sequenced.

    Parameters
    ----------
    linear : Linear
        The demands of a problem over slots and pieces.
    level : int
        What to maximise.
    held : sequence of int
        The least of each level above, without constants.
    limits : Limits
        Of the search.
    low, high : int
        The least of the level to accept, None for any, and a bound on it.
    hint : ndarray of int, optional
        Columns of the pairs of a plan to start from.
    shut : ndarray of int, optional
        Columns of pairs that are not open: the bound then is one of this search alone.
    """
    kept = None
    if shut is not None:
        linear, kept = restricted(linear, shut)
        hint = None if hint is None else np.searchsorted(kept, hint)
    cp = model_of(linear)
    add_intervals(cp, linear)
    for above, value in zip(linear.levels, held, strict=False):
        cp.add(expression(cp, above) >= value)
    objective = expression(cp, linear.levels[level])
    if low is not None:
        cp.add(objective >= low)
    cp.add(objective <= high)
    cp.maximize(objective)
    if hint is not None:
        switches, on = np.flatnonzero(linear.member >= 0), linear.switched(hint)
        cp.proto.solution_hint.vars.extend(switches.tolist())
        cp.proto.solution_hint.values.extend(on[switches].tolist())
    solver = new_solver(limits.seconds, limits.seed, limits.workers)
    if limits.work < math.inf:
        solver.parameters.max_deterministic_time = limits.work
    status = run(solver, cp, limits.wish, watch(linear, level, limits))
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        # A search that found no plan may not have a bound yet either: what it reports then is no bound.
        return Found(None, high, is_proved=status == cp_model.INFEASIBLE)
    values = list(solver.response_proto.solution)
    pairs = np.flatnonzero(np.array(values[: linear.n_pairs]))
    value, bound = round(solver.objective_value), math.floor(solver.best_objective_bound + 1e-6)
    return Found(pairs if kept is None else kept[pairs], min(bound, high), is_proved=value == bound)
