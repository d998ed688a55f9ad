"""Which tasks a class needs, and so which pairs decide it: all others can stay out while it is settled."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.linear import Linear
from solver.matching.problem import Problem

Ints = NDArray[np.int64]


def needed(linear: Linear, level: int) -> Ints:
    """Return the pairs of the tasks that a class and those above it need: their own, and what these wait for.

    Parameters
    ----------
    linear : Linear
        The demands.
    level : int
        Any but the last.

    Returns
    -------
    ndarray of int
        Columns of pairs, in order; with those of pins and required tasks. All where moves are counted: what stays
        out would be one.
    """
    problem = linear.problem
    if problem.most_moves is not None or problem.unlike:
        return np.arange(linear.n_pairs)
    columns = np.concatenate([linear.levels[k].column for k in range(level + 1)])
    wanted = np.zeros(len(problem.tasks), bool)
    wanted[linear.task[columns[columns < linear.n_pairs]]] = True
    in_time = [pair for pairs in problem.time.pins for pair in pairs] if problem.time else []
    wanted[[t for _, t in (*problem.pins, *in_time)] + list(problem.required)] = True
    waits: dict[int, list[int]] = {}
    for a, b in _ties(problem):
        waits.setdefault(a, []).append(b)
    stack = np.flatnonzero(wanted).tolist()
    while stack:
        for other in waits.get(stack.pop(), ()):
            if not wanted[other]:
                wanted[other] = True
                stack.append(other)
    found: Ints = np.flatnonzero(wanted[linear.task[: linear.n_pairs]])
    return found


def _ties(problem: Problem) -> Iterator[tuple[int, int]]:
    """Yield each task, or piece, with one that it cannot be placed without."""
    time = problem.time
    yield from ((int(a), int(b)) for a, b in problem.dependencies)
    yield from () if time is None else ((int(a), int(b)) for a, b in (*time.waits, *time.gated))
    # Of parts and seats a level counts one alone: without the others it could not be placed.
    for tied in (*problem.whole, *(() if time is None else (*time.parts, *time.crews))):
        yield from zip(map(int, tied), map(int, (*tied[1:], tied[0])), strict=True)
