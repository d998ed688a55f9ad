"""One door to CP-SAT: a part of the demands, with a switch for each task that says whether anybody has it."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import numpy as np

from solver.assignment.cpsat import TICK
from solver.assignment.model.posting import add_columns, add_row, add_rows, helper
from solver.assignment.road.program import Part
from solver.assignment.road.solved import Budget, Floats, Floor, Ints, Solved
from solver.assignment.road.switches import switches_of


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
    messages = helper()
    switches = switches_of(task)
    model = messages.CpModelProto()
    add_columns(model, part.low, part.high)
    add_columns(model, np.zeros(switches.count, np.int64), np.ones(switches.count, np.int64))
    order, cuts = switches.order.tolist(), switches.starts.tolist()
    for number in range(switches.count):
        mine = order[cuts[number] : cuts[number + 1]]
        add_row(model, [*mine, switches.first + number], [*[1] * len(mine), -1], 0, 0)
    add_rows(model, part.starts, part.place, part.factor, part.limit)
    for floor in floors:
        columns, factors = _listed(*switches.summed(floor.place, floor.factor.astype(np.int64)))
        add_row(model, columns, factors, int(np.ceil(floor.least)), 2**62)
    on = np.flatnonzero(worth)
    columns, factors = _listed(*switches.summed(on, worth[on]))
    if low > -np.inf or high < np.inf:
        add_row(model, columns, factors, int(max(low, -(2**62))), int(min(high, 2**62)))
    model.objective.vars.extend(columns)
    model.objective.coeffs.extend([-factor for factor in factors])
    model.objective.scaling_factor = -1.0
    if start is not None:
        model.solution_hint.vars.extend(range(len(task) + switches.count))
        known = np.concatenate([start, switches.placed(start)])
        model.solution_hint.values.extend(np.rint(known).astype(int).tolist())
    response = _solve(model, budget, seconds)
    status = messages.CpSolverStatus
    if response.status == status.INFEASIBLE:
        return Solved(None, -np.inf, is_done=True, is_impossible=True)
    if response.status not in (status.OPTIMAL, status.FEASIBLE):
        return Solved(None, np.inf, is_done=False)
    found = np.array(list(response.solution)[: len(task)], float)
    return Solved(found, float(response.best_objective_bound), response.status == status.OPTIMAL)


def _listed(place: Ints, factor: Ints | Floats) -> tuple[list[int], list[int]]:
    return place.tolist(), factor.astype(np.int64).tolist()


def _solve(model: Any, budget: Budget, seconds: float) -> Any:
    """Solve beside this thread, so that Ctrl-C is heard."""
    messages = helper()
    settings = messages.SatParameters()
    settings.max_time_in_seconds = max(seconds, 0.01)
    settings.num_workers, settings.random_seed = budget.workers, budget.seed
    settings.catch_sigint_signal = False
    solver = messages.SolveWrapper()
    solver.set_parameters(settings)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(solver.solve, model)
        while wait([running], timeout=TICK).not_done:
            if budget.wish.is_set():
                solver.stop_search()
        return running.result()
