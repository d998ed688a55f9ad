"""Whether there is any plan over slots and pieces at all: a list, then the rules cut by what has no sequence.

The rules are searched by CP-SAT without an objective; what is placed is put in sequence, and periods that cannot be
worked come back as cuts (logic-based Benders decomposition, Hooker 2007).
"""

from __future__ import annotations

import time as clock
from typing import Final

import numpy as np

from solver.assignment.cpsat import heeding_interrupts, new_solver, run
from solver.assignment.model.linear import Linear, linear
from solver.assignment.model.sat import model_of
from solver.assignment.model.search import Limits
from solver.assignment.result import Result
from solver.assignment.sprints.check import Sequences, placed_of, with_cuts
from solver.assignment.sprints.climb import Climb
from solver.assignment.sprints.lists.listing import first_placed
from solver.domain.plan import Plan
from solver.matching.problem import Problem

# Seconds of one search for a sequence.
SEQUENCE_SECONDS: Final = 2.0


def any_plan_of(problem: Problem, seconds: float) -> Result:
    """Return some plan that keeps every rule and can be worked, with start and end of each piece; without levels.

    Parameters
    ----------
    problem : Problem
        With time.
    seconds : float
        For all that is done here, above 0.

    Returns
    -------
    Result
        ``feasible`` with a plan, ``infeasible`` where there is none, else ``unknown``.
    """
    if not problem.tasks:
        return Result("feasible", Plan(()), ())
    with heeding_interrupts() as wish:
        limits = Limits(clock.monotonic() + seconds, wish=wish)
        listed = Climb(problem, limits)
        if listed.consider(listed.columns(first_placed(problem))) and listed.known and not listed.sequences.unknown:
            return _worked(listed.sequences, listed.known[0], listed.starts)
        while not limits.are_up:
            demands = linear(problem, graded=False)
            status, placed = _placed(demands, limits)
            if status != "feasible":
                return Result(status, None, ())
            sequences = Sequences(problem, seconds=min(SEQUENCE_SECONDS, max(limits.seconds, 0.0)))
            starts = sequences.starts(placed)
            if starts is not None and not sequences.unknown:
                return _worked(sequences, placed, starts)
            cuts = sequences.cuts(placed) if starts is None else []
            if not cuts:
                break
            problem = with_cuts(problem, cuts)
    return Result("unknown", None, ())


def _placed(demands: Linear, limits: Limits) -> tuple[str, dict[int, int]]:
    """Return the row of each piece of some plan that keeps the rules, and what is known of there being one."""
    from ortools.sat.python import cp_model

    solver, known = new_solver(limits.seconds), {cp_model.OPTIMAL, cp_model.FEASIBLE}
    status = run(solver, model_of(demands), limits.wish)
    if status not in known:
        return "infeasible" if status == cp_model.INFEASIBLE else "unknown", {}
    chosen = np.array(list(solver.response_proto.solution), dtype=np.int64)[: demands.n_pairs]
    return "feasible", placed_of(demands, np.flatnonzero(chosen))


def _worked(sequences: Sequences, placed: dict[int, int], starts: list[dict[int, int]]) -> Result:
    return Result("feasible", sequences.plan(placed, starts, until=clock.monotonic())[0], ())
