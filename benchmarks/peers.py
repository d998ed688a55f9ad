"""General solvers on a load-limited assignment, each held to CPU seconds, not to the clock on the wall."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager, suppress
from typing import NamedTuple

import numpy as np
from ortools.sat.python import cp_model

from solver.assignment.arrays.assign import assign
from solver.assignment.arrays.literature import PublishedProblem
from solver.assignment.arrays.rounding import round_prices


class Answer(NamedTuple):
    """A plan (member of each task, None without one) and what the solver says no plan can beat."""

    plan: np.ndarray | None
    bound: float


def ours(problem: PublishedProblem, seconds: float) -> Answer:
    """Return the answer of the public function."""
    found = assign(problem.cost, problem.load, problem.limit, time_limit=seconds)
    return Answer(found.assignment if math.isfinite(found.value) else None, found.bound)


def greedy(problem: PublishedProblem, seconds: float) -> Answer:
    """Hand out tasks in order of regret at bare costs; a task that fits nobody ends it without a plan."""
    costs, loads = problem.cost.T.astype(float), problem.load.T.astype(float)
    plan = round_prices(costs, loads, problem.limit.astype(float), np.zeros(len(problem.limit)))
    return Answer(plan if (plan >= 0).all() else None, -math.inf)


def cp_sat(problem: PublishedProblem, seconds: float) -> Answer:
    """CP-SAT on all pairs, one worker, stopped when the process has used its CPU seconds."""
    start, (members, tasks) = time.process_time(), problem.cost.shape
    model, solver = cp_model.CpModel(), cp_model.CpSolver()
    has = [[model.new_bool_var("") for _ in range(tasks)] for _ in range(members)]
    for task in range(tasks):
        model.add_exactly_one(row[task] for row in has)
    for row, load, limit in zip(has, problem.load, problem.limit, strict=True):
        model.add(cp_model.LinearExpr.weighted_sum(row, load.astype(int).tolist()) <= int(limit))
    flat = [variable for row in has for variable in row]
    model.minimize(cp_model.LinearExpr.weighted_sum(flat, problem.cost.astype(int).ravel().tolist()))
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = 20 * seconds
    with stopped_at(start + seconds, solver.stop_search):
        status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Answer(None, -math.inf)
    chosen = [[solver.boolean_value(variable) for variable in row] for row in has]
    return Answer(np.argmax(chosen, axis=0), solver.best_objective_bound)


@contextmanager
def stopped_at(end: float, stop: Callable[[], None]):  # noqa: ANN201
    """Call ``stop`` once the process has used its CPU seconds, unless the block is left before."""
    left = threading.Event()

    def watch() -> None:
        while not left.wait(0.2):
            if time.process_time() > end:
                stop()
                return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        left.set()
        watcher.join()


def rows_of(problem: PublishedProblem) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return row starts, columns, values, lower and upper ends: each task once, each member within the limit."""
    members, tasks = problem.cost.shape
    pair = np.arange(members * tasks).reshape(members, tasks)
    columns = np.concatenate([pair.T.ravel(), pair.ravel()])
    values = np.concatenate([np.ones(pair.size), problem.load.ravel()])
    starts = np.concatenate([np.arange(tasks) * members, pair.size + np.arange(members) * tasks])
    low = np.concatenate([np.ones(tasks), np.full(members, -np.inf)])
    return starts, columns, values, low, np.concatenate([np.ones(tasks), problem.limit])


def highs(problem: PublishedProblem, seconds: float) -> Answer:
    """HiGHS from arrays, one thread, interrupted when the process has used its CPU seconds."""
    import highspy

    start, size = time.process_time(), problem.cost.size
    starts, columns, values, low, high = rows_of(problem)
    solver = highspy.Highs()
    solver.silent()
    for name, value in (("threads", 1), ("time_limit", 20 * seconds)):
        solver.setOptionValue(name, value)
    none = np.zeros(0)
    solver.addCols(size, problem.cost.ravel().astype(float), np.zeros(size), np.ones(size), 0, none, none, none)
    solver.addRows(len(low), low, high, len(values), starts, columns, values)
    solver.changeColsIntegrality(size, np.arange(size), np.full(size, highspy.HighsVarType.kInteger))

    def check(event: object) -> None:
        if time.process_time() > start + seconds:
            event.interrupt()  # type: ignore[attr-defined]

    solver.cbMipInterrupt += check
    solver.cbSimplexInterrupt += check
    solver.run()
    info = solver.getInfo()
    if info.primal_solution_status != 2:
        return Answer(None, info.mip_dual_bound)
    taken = np.array(solver.getSolution().col_value).reshape(problem.cost.shape)
    return Answer(taken.argmax(axis=0), info.mip_dual_bound)


def scip(problem: PublishedProblem, seconds: float) -> Answer:
    """SCIP through MathOpt, its clock set to CPU seconds; building the model counts."""
    from ortools.math_opt.python import mathopt

    start, (members, tasks) = time.process_time(), problem.cost.shape
    model = mathopt.Model()
    has = [[model.add_binary_variable() for _ in range(tasks)] for _ in range(members)]
    for task in range(tasks):
        model.add_linear_constraint(mathopt.fast_sum(row[task] for row in has) == 1)
    for row, load, limit in zip(has, problem.load.tolist(), problem.limit.tolist(), strict=True):
        model.add_linear_constraint(mathopt.fast_sum(w * x for w, x in zip(load, row, strict=True)) <= limit)
    pairs = zip(problem.cost.ravel().tolist(), (x for row in has for x in row), strict=True)
    model.minimize(mathopt.fast_sum(c * x for c, x in pairs))
    words = mathopt.SolveParameters(threads=1)
    words.gscip.int_params["timing/clocktype"] = 1
    words.gscip.real_params["limits/time"] = max(seconds - (time.process_time() - start), 0.1)
    found = mathopt.solve(model, mathopt.SolverType.GSCIP, params=words)
    bound = found.termination.objective_bounds.dual_bound
    if not found.has_primal_feasible_solution():
        return Answer(None, bound)
    values = found.variable_values()
    return Answer(np.array([[values[x] for x in row] for row in has]).argmax(axis=0), bound)


def cbc(problem: PublishedProblem, seconds: float) -> Answer:
    """CBC through PuLP, one thread, its limit in CPU seconds; PuLP does not hand out its bound."""
    import pulp

    members, tasks = problem.cost.shape
    model = pulp.LpProblem("plan", pulp.LpMinimize)
    has = [[pulp.LpVariable(f"x{i}_{j}", cat="Binary") for j in range(tasks)] for i in range(members)]
    cost, load = problem.cost.tolist(), problem.load.tolist()
    model += pulp.lpSum(cost[i][j] * has[i][j] for i in range(members) for j in range(tasks))
    for task in range(tasks):
        model += pulp.lpSum(row[task] for row in has) == 1
    for member in range(members):
        model += pulp.LpAffineExpression(zip(has[member], load[member], strict=True)) <= problem.limit[member]
    with suppress(pulp.PulpSolverError):
        model.solve(pulp.PULP_CBC_CMD(msg=False, threads=1, timeLimit=seconds, timeMode="cpu"))
    taken = np.array([[variable.value() or 0.0 for variable in row] for row in has])
    return Answer(taken.argmax(axis=0) if (taken.sum(axis=0) > 0.5).all() else None, -math.inf)


ENGINES: dict[str, Callable[[PublishedProblem, float], Answer]] = {
    "ours": ours,
    "CP-SAT": cp_sat,
    "HiGHS": highs,
    "SCIP": scip,
    "CBC": cbc,
    "greedy": greedy,
}
