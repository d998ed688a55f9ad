"""One door to CP-SAT: a part of the demands, with a switch for each task that says whether anybody has it."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor, wait
from functools import cache
from typing import Any, Final

import numpy as np

from solver.assignment.cpsat import TICK
from solver.assignment.road.program import Part
from solver.assignment.road.solved import Budget, Floats, Floor, Ints, Solved
from solver.assignment.road.switches import switches_of

LEAST: Final = -(2**63)


def search(
    part: Part,
    task: Ints,
    worth: Ints,
    floors: list[Floor],
    budget: Budget,
    start: Floats | None,
    *,
    low: float = -np.inf,
    high: float = np.inf,
) -> Solved:
    """Return the columns of most worth that meet the demands and floors, and a bound.

    Parameters
    ----------
    part : Part
        The demands.
    task : ndarray of int, shape (n_free,)
        Whose switch a column is, -1 for none.
    worth : ndarray of int, shape (n_free,)
        To be maximised.
    floors : list of Floor
        What sums must reach.
    budget : Budget
        Of the search.
    start : ndarray of float, shape (n_free,), or None
        Columns to start from.
    low, high : float
        The least worth to accept, and a bound on it.

    Returns
    -------
    Solved
        With a bound of infinity where none is known.
    """
    seconds = budget.end - time.monotonic()
    if seconds <= 0 or budget.wish.is_set():
        return Solved(None, np.inf, is_done=False)
    helper = _helper()
    switches = switches_of(task)
    model = helper.CpModelProto()
    _add_columns(model, part.low, part.high)
    _add_columns(model, np.zeros(switches.count, np.int64), np.ones(switches.count, np.int64))
    order, cuts = switches.order.tolist(), switches.starts.tolist()
    for number in range(switches.count):
        mine = order[cuts[number] : cuts[number + 1]]
        _row(model, [*mine, switches.first + number], [*[1] * len(mine), -1], 0, 0)
    _add_rows(model, part)
    for floor in floors:
        columns, factors = _listed(*switches.summed(floor.place, floor.factor.astype(np.int64)))
        _row(model, columns, factors, int(np.ceil(floor.least)), 2**62)
    on = np.flatnonzero(worth)
    columns, factors = _listed(*switches.summed(on, worth[on]))
    if low > -np.inf or high < np.inf:
        _row(model, columns, factors, int(max(low, -(2**62))), int(min(high, 2**62)))
    model.objective.vars.extend(columns)
    model.objective.coeffs.extend([-factor for factor in factors])
    model.objective.scaling_factor = -1.0
    if start is not None:
        model.solution_hint.vars.extend(range(len(task) + switches.count))
        known = np.concatenate([start, switches.placed(start)])
        model.solution_hint.values.extend(np.rint(known).astype(int).tolist())
    response = _solve(model, budget, seconds)
    status = helper.CpSolverStatus
    if response.status == status.INFEASIBLE:
        return Solved(None, -np.inf, is_done=True, is_impossible=True)
    if response.status not in (status.OPTIMAL, status.FEASIBLE):
        return Solved(None, np.inf, is_done=False)
    found = np.array(list(response.solution)[: len(task)], float)
    return Solved(found, float(response.best_objective_bound), response.status == status.OPTIMAL)


def _listed(place: Ints, factor: Ints | Floats) -> tuple[list[int], list[int]]:
    return place.tolist(), factor.astype(np.int64).tolist()


def _row(model: Any, columns: list[int], factors: list[int], low: int, high: int) -> None:
    demand = model.constraints.add().linear
    demand.vars.extend(columns)
    demand.coeffs.extend(factors)
    demand.domain.extend((low, high))


def _add_rows(model: Any, part: Part) -> None:
    columns, factors, cuts = part.place.tolist(), part.factor.tolist(), part.starts.tolist()
    for row, most in enumerate(part.limit.tolist()):
        start, end = cuts[row], cuts[row + 1]
        if start < end or most < 0:
            _row(model, columns[start:end], factors[start:end], LEAST, most)


def _add_columns(model: Any, low: Ints, high: Ints) -> None:
    """Add a variable for each pair of bounds; runs of equal bounds are added at once."""
    edges = np.flatnonzero((np.diff(low) != 0) | (np.diff(high) != 0)) + 1
    for start, end in zip([0, *edges.tolist()], [*edges.tolist(), len(low)], strict=True):
        if start < end:
            one = _helper().IntegerVariableProto()
            one.domain.extend((int(low[start]), int(high[start])))
            model.variables.extend([one] * (end - start))


def _solve(model: Any, budget: Budget, seconds: float) -> Any:
    """Solve beside this thread, so that Ctrl-C is heard."""
    helper = _helper()
    settings = helper.SatParameters()
    settings.max_time_in_seconds = max(seconds, 0.01)
    settings.num_workers, settings.random_seed = budget.workers, budget.seed
    settings.catch_sigint_signal = False
    solver = helper.SolveWrapper()
    solver.set_parameters(settings)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(solver.solve, model)
        while wait([running], timeout=TICK).not_done:
            if budget.wish.is_set():
                solver.stop_search()
        return running.result()


@cache
def _helper() -> Any:
    from ortools.sat.python import cp_model_helper

    return cp_model_helper
