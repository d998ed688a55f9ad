"""One door to HiGHS: a part of the demands as a linear or mixed integer program that ends in time."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor, wait
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.exact.relaxation import quiet_highs
from solver.assignment.road.program import Part
from solver.assignment.road.solved import Budget, Floats, Floor, Solved

# How often a running search is told of a wish to stop, in seconds.
TICK: Final = 0.05
# Values are whole: a bound closer than this to the value proves it.
WHOLE: Final = 0.9
# HiGHS says infinity with numbers from here on.
ENDLESS: Final = 1e15
FEASIBLE: Final = 2


def branch_and_bound(
    part: Part, worth: Floats, floors: list[Floor], is_whole: NDArray[np.bool_], budget: Budget, start: Floats | None
) -> Solved:
    """Return the columns of most worth that meet the demands and floors, and a bound.

    Parameters
    ----------
    part : Part
        The demands.
    worth : ndarray of float, shape (n_free,)
        To be maximised.
    floors : list of Floor
        What sums must reach.
    is_whole : ndarray of bool, shape (n_free,)
        Which columns must be whole.
    budget : Budget
        Of the search.
    start : ndarray of float, shape (n_free,), or None
        Columns to start from.

    Returns
    -------
    Solved
        With a bound of infinity where none is known.
    """
    program = _program(part, worth, floors, budget)
    if not _may_start(program, budget):
        return Solved(None, np.inf, is_done=False)
    highs = _highs()
    program.setOptionValue("mip_rel_gap", 0.0)
    program.setOptionValue("mip_abs_gap", WHOLE)
    whole = np.flatnonzero(is_whole).astype(np.int32)
    program.changeColsIntegrality(len(whole), whole, np.full(len(whole), highs.HighsVarType.kInteger))
    if start is not None:
        known = highs.HighsSolution()
        known.col_value = start.tolist()
        program.setSolution(known)
    _run(program, budget)
    if _is_impossible(program):
        return Solved(None, -np.inf, is_done=True, is_impossible=True)
    info = program.getInfo()
    bound = float(info.mip_dual_bound)
    found = np.array(program.getSolution().col_value) if info.primal_solution_status == FEASIBLE else None
    is_done = program.getModelStatus() == highs.HighsModelStatus.kOptimal
    return Solved(found, bound if abs(bound) < ENDLESS else np.inf, is_done)


def relax(part: Part, worth: Floats, floors: list[Floor], budget: Budget) -> Solved:
    """Return the prices of rows and floors in the linear program, by the interior point method without crossover."""
    program = _program(part, worth, floors, budget)
    if not _may_start(program, budget):
        return Solved(None, np.inf, is_done=False)
    program.setOptionValue("solver", "ipm")
    program.setOptionValue("run_crossover", "off")
    _run(program, budget)
    if _is_impossible(program):
        return Solved(None, -np.inf, is_done=True, is_impossible=True)
    solution = program.getSolution()
    if not len(solution.row_dual):
        return Solved(None, np.inf, is_done=False)
    is_done = program.getModelStatus() == _highs().HighsModelStatus.kOptimal
    return Solved(np.array(solution.col_value), np.inf, is_done, duals=-np.array(solution.row_dual))


def _may_start(program: Any, budget: Budget) -> bool:
    """Set the limit; return whether there is time at all."""
    seconds = budget.end - time.monotonic()
    program.setOptionValue("time_limit", max(seconds, 0.01))
    return seconds > 0 and not budget.wish.is_set()


def _is_impossible(program: Any) -> bool:
    possible = _highs().HighsModelStatus
    return program.getModelStatus() in (possible.kInfeasible, possible.kUnboundedOrInfeasible)


def _program(part: Part, worth: Floats, floors: list[Floor], budget: Budget) -> Any:
    highs = _highs()
    lp = highs.HighsLp()
    n_rows = len(part.limit)
    lp.num_col_, lp.num_row_, lp.sense_ = len(part.column), n_rows + len(floors), highs.ObjSense.kMaximize
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = worth, part.low.astype(float), part.high.astype(float)
    lp.row_lower_ = np.concatenate([np.full(n_rows, -highs.kHighsInf), [floor.least for floor in floors]])
    lp.row_upper_ = np.concatenate([part.limit.astype(float), np.full(len(floors), highs.kHighsInf)])
    lengths = [len(floor.place) for floor in floors]
    lp.a_matrix_.format_ = highs.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.concatenate([part.starts, part.starts[-1] + np.cumsum(lengths, dtype=np.int64)])
    lp.a_matrix_.index_ = np.concatenate([part.place, *(floor.place for floor in floors)])
    lp.a_matrix_.value_ = np.concatenate([part.factor.astype(float), *(floor.factor for floor in floors)])
    program = quiet_highs()
    program.setOptionValue("threads", 1)
    program.setOptionValue("random_seed", budget.seed)
    program.passModel(lp)
    return program


def _run(program: Any, budget: Budget) -> None:
    """Run a program beside this thread, so that Ctrl-C is heard, and end it in time."""
    with ThreadPoolExecutor(1) as pool:
        search = pool.submit(program.run)
        while wait([search], timeout=TICK).not_done:
            if budget.wish.is_set() or time.monotonic() > budget.end:
                program.cancelSolve()


@cache
def _highs() -> Any:
    import highspy

    return highspy
