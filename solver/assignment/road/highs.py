"""One door to HiGHS: a part of the demands as a linear or mixed integer program that ends in time."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor, wait
from functools import cache
from typing import Any, Final

import numpy as np

from solver.assignment.cpsat import TICK
from solver.assignment.model.highs import DUAL, PRIMAL, quiet_highs
from solver.assignment.road.program import Part
from solver.assignment.road.solved import Budget, Floats, Floor, Ints, Solved
from solver.assignment.road.switches import Switches, switches_of

# Values are whole: a bound closer than this to the value proves it.
WHOLE: Final = 0.9
# HiGHS says infinity with numbers from here on.
ENDLESS: Final = 1e15
FEASIBLE: Final = 2
# HiGHS refuses factors from 1e15 on, and is inexact long before; rows with factors above this are scaled down.
LARGE: Final = 2.0**30
# Runs of at most so many seconds need not hear a wish to stop.
SHORT: Final = 0.5
NONE: Final = np.zeros(0, dtype=np.int64)
# What looks for plans in branch and bound.
SEEKERS: Final = ("feasibility_jump", "rens", "rins", "root_reduced_cost")


def branch_and_bound(
    part: Part,
    task: Ints,
    worth: Floats,
    floors: list[Floor],
    budget: Budget,
    start: Floats | None,
    numbers: Ints = NONE,
) -> Solved:
    """Return the columns of most worth that meet the demands and floors, and a bound.

    Parameters
    ----------
    part : Part
        The demands.
    task : ndarray of int, shape (n_free,)
        Whose switch a column is; -1 for one that need not be whole.
    worth : ndarray of float, shape (n_free,)
        To be maximised.
    floors : list of Floor
        What sums must reach.
    budget : Budget
        Of the search.
    start : ndarray of float, shape (n_free,), or None
        Columns to start from.
    numbers : ndarray of int, optional
        Columns that are no switches and must be whole all the same: where little is missing to a proof.

    Returns
    -------
    Solved
        With a bound of infinity where none is known.
    """
    switches = switches_of(task)
    program = _program(part, worth, floors, budget, switches)
    if not _may_start(program, budget):
        return Solved(None, np.inf, is_done=False)
    highs = _highs()
    program.setOptionValue("mip_rel_gap", 0.0)
    program.setOptionValue("mip_abs_gap", WHOLE)
    if budget.is_bound:
        program.setOptionValue("mip_heuristic_effort", 0.0)
        for one in SEEKERS:
            program.setOptionValue(f"mip_heuristic_run_{one}", False)
    whole = np.flatnonzero(np.concatenate([task, np.zeros(switches.count)]) >= 0)
    whole = np.concatenate([whole, numbers]).astype(np.int32)
    program.changeColsIntegrality(len(whole), whole, np.full(len(whole), highs.HighsVarType.kInteger))
    if start is not None:
        known = highs.HighsSolution()
        known.col_value = [*start.tolist(), *switches.placed(start).tolist()]
        program.setSolution(known)
    run(program, budget)
    if _is_impossible(program):
        return Solved(None, -np.inf, is_done=True, is_impossible=True)
    info = program.getInfo()
    # Of a model that was refused nothing is known.
    bound = float(info.mip_dual_bound) if info.valid else np.inf
    found = np.array(program.getSolution().col_value)[: len(task)] if info.primal_solution_status == FEASIBLE else None
    is_done = program.getModelStatus() == highs.HighsModelStatus.kOptimal
    return Solved(found, bound if abs(bound) < ENDLESS else np.inf, is_done)


def relax(part: Part, worth: Floats, floors: list[Floor], budget: Budget, *, by: str = "inner") -> Solved:
    """Return the prices of rows and floors in the linear program.

    It is solved by the interior point method without crossover, or by the simplex method where ``by`` says dual or
    primal: measured, the dual one is the fastest where columns differ in worth, and by far the slowest where they count
    alike.
    """
    program = _program(part, worth, floors, budget, switches_of(np.full(len(worth), -1)))
    if not _may_start(program, budget):
        return Solved(None, np.inf, is_done=False)
    if by == "inner":
        program.setOptionValue("solver", "ipm")
        program.setOptionValue("run_crossover", "off")
    else:
        program.setOptionValue("simplex_strategy", PRIMAL if by == "primal" else DUAL)
    run(program, budget)
    if _is_impossible(program):
        return Solved(None, -np.inf, is_done=True, is_impossible=True)
    solution = program.getSolution()
    if not len(solution.row_dual):
        return Solved(None, np.inf, is_done=False)
    is_done = program.getModelStatus() == _highs().HighsModelStatus.kOptimal
    duals = -np.array(solution.row_dual)
    duals[: len(part.limit)] *= shrunk(part)
    return Solved(np.array(solution.col_value), np.inf, is_done, duals=duals)


def _may_start(program: Any, budget: Budget) -> bool:
    """Set the limit; return whether there is time at all."""
    seconds = budget.end - time.monotonic()
    program.setOptionValue("time_limit", max(seconds, 0.01))
    return seconds > 0 and not budget.wish.is_set()


def _is_impossible(program: Any) -> bool:
    possible = _highs().HighsModelStatus
    return program.getModelStatus() in (possible.kInfeasible, possible.kUnboundedOrInfeasible)


def shrunk(part: Part) -> Floats:
    """Return what each row is multiplied by: a power of two, so that nothing is rounded."""
    most = np.ones(len(part.limit))
    np.maximum.at(most, np.repeat(np.arange(len(most)), np.diff(part.starts)), np.abs(part.factor.astype(float)))
    return np.exp2(-np.ceil(np.maximum(np.log2(most / LARGE), 0.0)))


def _program(part: Part, worth: Floats, floors: list[Floor], budget: Budget, switches: Switches) -> Any:
    highs = _highs()
    lp = highs.HighsLp()
    n_rows, n_columns, count = len(part.limit), len(part.column) + switches.count, switches.count
    on = np.flatnonzero(worth)
    place, factor = switches.summed(on, worth[on])
    cost = np.zeros(n_columns)
    cost[place] = factor
    sums = [switches.summed(floor.place, floor.factor) for floor in floors]
    lp.num_col_, lp.num_row_, lp.sense_ = n_columns, n_rows + len(floors) + count, highs.ObjSense.kMaximize
    lp.col_cost_ = cost
    lp.col_lower_ = np.concatenate([part.low, np.zeros(count)]).astype(float)
    lp.col_upper_ = np.concatenate([part.high, np.ones(count)]).astype(float)
    smaller = shrunk(part)
    factors = part.factor * np.repeat(smaller, np.diff(part.starts))
    none, least = np.zeros(count), [floor.least for floor in floors]
    lp.row_lower_ = np.concatenate([np.full(n_rows, -highs.kHighsInf), least, none])
    lp.row_upper_ = np.concatenate([part.limit * smaller, np.full(len(floors), highs.kHighsInf), none])
    # The row of a switch: its columns, and after them the switch itself.
    ends = switches.starts[1:]
    own = np.insert(switches.order, ends, switches.first + np.arange(count))
    ones = np.insert(np.ones(len(switches.order)), ends, -1.0)
    lengths = np.concatenate([[len(each) for each, _ in sums], np.diff(switches.starts) + 1])
    lp.a_matrix_.format_ = highs.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.concatenate([part.starts, part.starts[-1] + np.cumsum(lengths, dtype=np.int64)])
    lp.a_matrix_.index_ = np.concatenate([part.place, *(each for each, _ in sums), own])
    lp.a_matrix_.value_ = np.concatenate([factors, *(each for _, each in sums), ones])
    program = quiet_highs()
    program.setOptionValue("threads", 1)
    program.setOptionValue("random_seed", budget.seed)
    program.passModel(lp)
    return program


def run(program: Any, budget: Budget) -> None:
    """Run a program beside this thread, so that Ctrl-C is heard, and end it in time."""
    is_long = budget.end - time.monotonic() > SHORT
    if is_long:
        # A wish to stop is heard where callbacks are on; short runs end by their own limit.
        _highs().Highs.enableCallbacks(program)
        program.HandleUserInterrupt = True
    with ThreadPoolExecutor(1) as pool:
        search = pool.submit(program.run)
        while wait([search], timeout=TICK).not_done:
            if budget.wish.is_set() or time.monotonic() > budget.end:
                program.cancelSolve()
    if is_long:
        program.HandleUserInterrupt = False
        program.clearCallbacks()


@cache
def _highs() -> Any:
    import highspy

    return highspy
