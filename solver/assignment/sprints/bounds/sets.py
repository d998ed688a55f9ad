"""Bounds on a level by sets: of the pieces that a slot holds whole, as many different ones as are needed.

A linear program over pairs fills every slot to the last minute with parts of pieces; one over sets of pieces that fit
cannot, and it keeps all that ties slots: order, floors of the levels above, owners of batches, evenness.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.linear import Linear
from solver.assignment.model.search import Limits
from solver.assignment.sprints.bounds.noted import NONE
from solver.assignment.sprints.bounds.rows import relevant, with_links
from solver.matching.problem import Problem

if TYPE_CHECKING:
    from solver.assignment.columns.fold import Folded

Ints = NDArray[np.int64]
# With more sets than this, counted over all slots, pairs alone take less time and are nearly as close: of 180 tasks and
# 45 slots with 7 million sets this takes half a second for a level, with 500 billion it is not done in 25.
MOST: Final = 1e8


def are_few(problem: Problem) -> bool:
    """Return whether the sets of pieces that fit slots by their hours are few enough to bound levels by them."""
    return count_sets(problem) <= MOST


def by_sets(linear: Linear, level: int, held: Sequence[int], limits: Limits, pairs: Ints) -> int:
    """Return a bound on a level without its constant, with those above held; 2**62 for none.

    Parameters
    ----------
    linear : Linear
        All demands.
    level : int
        What is bounded.
    held : sequence of int
        The least of each level above.
    limits : Limits
        Of the search; what is known when time is up holds.
    pairs : ndarray of int
        Columns of a plan that has what is held: the program begins with its sets.
    """
    from solver.assignment.columns.fold import fold
    from solver.assignment.columns.lagrangian import lagrangian
    from solver.assignment.columns.master import Master
    from solver.assignment.columns.tree import Tree

    some, kept = relevant(linear, level)
    folded = None if limits.are_up else fold(_demands(some))
    if folded is None:
        return NONE
    dual = lagrangian(folded, level, tuple(held))
    master = Master(dual, limits)
    master.learn(_sets(folded, np.isin(kept, pairs)))
    try:
        found = master.solve(Tree(master, None, limits).root(), -math.inf)
    except ArithmeticError:
        return NONE
    return math.floor(found.priced.bound)


def count_sets(problem: Problem) -> float:
    """Return how many sets of pieces fit their slots: of each by how many minutes they take together."""
    total = 0.0
    for load, able, limit in zip(problem.load, problem.eligible, problem.limit.tolist(), strict=True):
        mine = load[able]
        step = max(int(np.gcd.reduce(mine)), 1) if len(mine) else 1
        room = max(limit, 0) // step
        ways = np.zeros(room + 1)
        ways[0] = 1.0
        for size in (mine // step).tolist():
            if size <= room:
                ways[size:] += ways[: room + 1 - size].copy()
        total += float(ways.sum())
    return total


def _demands(linear: Linear) -> Linear:
    """Return demands that bound plans, first those that hold each piece to one place, as folding expects them."""
    tied = with_links(linear)
    count, pairs, none = len(linear.problem.tasks), linear.n_pairs, np.zeros(0, dtype=np.int64)
    task = linear.task[:pairs]
    # Rows are at most 1 for each piece, and then all others: what they are called is of no use here.
    return replace(
        tied,
        part=none,
        whole=none,
        starts=np.concatenate([np.searchsorted(np.sort(task), np.arange(count)), pairs + tied.starts]),
        column=np.concatenate([np.argsort(task, kind="stable"), tied.column]),
        factor=np.concatenate([np.ones(pairs, dtype=np.int64), tied.factor]),
        limit=np.concatenate([np.ones(count, dtype=np.int64), tied.limit]),
        name=np.concatenate([np.zeros((count, 3), dtype=np.int64), tied.name]),
    )


def _sets(folded: Folded, has: NDArray[np.bool_]) -> list[tuple[int, Ints]]:
    """Return the set of each slot in a plan that has some of the columns."""
    found = []
    for group, (alike, mine) in enumerate(zip(folded.columns, folded.pairs, strict=True)):
        found += [(group, mine[has[columns]]) for columns in alike if has[columns].any()]
    return found
