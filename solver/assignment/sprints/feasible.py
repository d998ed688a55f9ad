"""Whether there is any plan over slots and pieces at all: a list, then the rules cut by what has no sequence.

The rules are searched by CP-SAT without an objective; what is placed is put in sequence, and periods that cannot be
worked come back as cuts (logic-based Benders decomposition, Hooker 2007).
"""

from __future__ import annotations

import time as clock
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

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
        With time. What may stay out does: only what must have a place is looked at.
    seconds : float
        For all that is done here, above 0.

    Returns
    -------
    Result
        ``feasible`` with a plan, ``infeasible`` where there is none, else ``unknown``.
    """
    status, found = _some(problem, seconds)
    if found is None:
        return Result(status, None if status != "feasible" else Plan(()), ())
    return Result(status, found.sequences.plan(found.placed, found.starts, until=clock.monotonic())[0], ())


def has_plan(problem: Problem, seconds: float) -> bool | None:
    """Return whether there is any plan as ``any_plan_of`` finds one, None if that stays unknown within some seconds."""
    status, _ = _some(problem, seconds)
    return None if status == "unknown" else status == "feasible"


class _Worked(NamedTuple):
    """The row of each piece of a plan, and the starts of each of its sequences."""

    sequences: Sequences
    placed: dict[int, int]
    starts: list[dict[int, int]]


def _some(problem: Problem, seconds: float) -> tuple[str, _Worked | None]:
    """Return whether there is any plan of what must have a place, and one; nothing is worked where nothing must."""
    must = musts(problem)
    if not must.any():
        return "feasible", None
    problem = replace(problem, can=problem.can & must)
    with heeding_interrupts() as wish:
        limits = Limits(clock.monotonic() + seconds, wish=wish)
        listed = Climb(problem, limits)
        if listed.consider(listed.columns(first_placed(problem))) and listed.known and not listed.sequences.unknown:
            return "feasible", _Worked(listed.sequences, listed.known[0], listed.starts)
        while not limits.are_up:
            demands = linear(problem, graded=False)
            status, placed = _placed(demands, limits)
            if status != "feasible":
                return status, None
            sequences = Sequences(problem, seconds=min(SEQUENCE_SECONDS, max(limits.seconds, 0.0)))
            starts = sequences.starts(placed)
            if starts is not None and not sequences.unknown:
                return status, _Worked(sequences, placed, starts)
            cuts = sequences.cuts(placed) if starts is None else []
            if not cuts:
                break
            problem = with_cuts(problem, cuts)
    return "unknown", None


def musts(problem: Problem) -> NDArray[np.bool_]:
    """Return whether each piece must have a place, or may have to: what is left of all plans without the others.

    What is required or pinned has one, with what that waits for, all its pieces and its whole batches; within a budget
    of moves also what an earlier plan has. Where plans must differ from others any piece may have to.

    Parameters
    ----------
    problem : Problem
        With time.

    Returns
    -------
    ndarray of bool, shape (n_pieces,)
    """
    time, pieces = problem.time, len(problem.tasks)
    if time is None or problem.unlike:
        return np.ones(pieces, dtype=bool)
    kept = () if problem.most_moves is None else (*problem.previous, *problem.earlier)
    queue = [*problem.required, *(c for _, c in (*problem.pins, *kept)), *(pairs[0][1] for pairs in time.pins)]
    # Each of a batch needs all of it, and of a dependency the first needs the second.
    pairs = ((c, group) for group in problem.whole for c in group)
    needs, found = dict[int, list[int]](), set[int]()
    for c, others in (*pairs, *((pair[0], pair) for pair in (*problem.dependencies, *time.waits, *time.gated))):
        needs.setdefault(int(time.task[c]), []).extend(others)
    while queue:
        task = int(time.task[queue.pop()])
        if task not in found:
            found.add(task)
            queue += needs.get(task, ())
    return np.isin(time.task, sorted(found))


def _placed(demands: Linear, limits: Limits) -> tuple[str, dict[int, int]]:
    """Return the row of each piece of some plan that keeps the rules, and what is known of there being one."""
    from ortools.sat.python import cp_model

    solver, known = new_solver(limits.seconds), {cp_model.OPTIMAL, cp_model.FEASIBLE}
    status = run(solver, model_of(demands), limits.wish)
    if status not in known:
        return "infeasible" if status == cp_model.INFEASIBLE else "unknown", {}
    chosen = np.array(list(solver.response_proto.solution), dtype=np.int64)[: demands.n_pairs]
    return "feasible", placed_of(demands, np.flatnonzero(chosen))
