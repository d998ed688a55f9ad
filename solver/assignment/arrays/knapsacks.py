"""The problem in whole numbers, for the stronger bound: each member's limit is kept whole, a knapsack for each member.

For multipliers u, sum of u plus, over members, the cheapest set of tasks within the limit at costs c - u is a bound on
every plan (Fisher, Jaikumar and Van Wassenhove 1986). Costs and multipliers are whole numbers of 1/1024, so that the
bound is exact: ``multipliers`` raises it, ``subsets`` finds the sets, ``closing`` the pairs that no better plan holds.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from solver.assignment.arrays.kernels import Case, Floats, Integers

UNIT = 1024
# Table cells that a problem may need, and the largest sum of costs in units: beyond these the bound is not computed.
CELLS, LARGEST = 2e7, 2.0**60
# Rates, of profit for a unit of load, are whole numbers of 2**-SHIFT of a profit; none is larger than HIGHEST.
SHIFT, HIGHEST = 10, 2**36


class Knapsacks(NamedTuple):
    """A problem in whole numbers, and room for its tables.

    Attributes
    ----------
    cost, load : ndarray of int, shape (n_tasks, n_choices)
        Costs in 1/1024; any number where the pair is not open.
    limit : ndarray of int, shape (n_choices,)
    ahead, behind : ndarray of int, shape (n_tasks + 1, largest limit + 1)
        Best profit of the first tasks, and of the last, within each load.
    items : ndarray of int, shape (n_tasks,)
        Where in the list the pairs stand that the table of the member at work weighs.
    times, owner : ndarray of int, shape (n_tasks,)
        How often each task was taken, and by whom last.
    share : ndarray of float, shape (n_tasks, n_choices)
        How often a pair was taken, averaged over the steps of the ascent.
    first : ndarray of int, shape (n_choices + 1,)
        Where the pairs of each choice begin in the list.
    tasks, costs, loads, profit : ndarray of int, shape (n_tasks * n_choices,)
        The list of pairs that are neither closed nor fixed, choice by choice; what each is worth at the multipliers.
    room, rate, reach : ndarray of int, shape (n_choices,)
        What fixed tasks leave of the limit; price of load; how far from that price pairs had to be weighed last.
    """

    cost: Integers
    load: Integers
    limit: Integers
    ahead: Integers
    behind: Integers
    items: Integers
    times: Integers
    owner: Integers
    share: Floats
    first: Integers
    tasks: Integers
    costs: Integers
    loads: Integers
    profit: Integers
    room: Integers
    rate: Integers
    reach: Integers


def knapsacks(case: Case) -> Knapsacks | None:
    """Return the problem in whole numbers, None where its tables or sums would be too large.

    Examples
    --------
    >>> from solver.assignment.arrays.turns import search_case
    >>> case = search_case(np.array([[1.0, 3.0]]), np.array([[2.0, 2.0]]), np.array([2.0, 2.0]), np.zeros(2))
    >>> knapsacks(case).cost.tolist()
    [[1024, 3072]]
    """
    tasks = len(case.cost)
    finite = np.where(np.isfinite(case.cost), case.cost, 0.0)
    limit = np.minimum(case.limit, np.maximum(case.load.sum(axis=0), 1.0))
    largest = int(limit.max())
    if (tasks + 1) * (largest + 1) > CELLS or (np.abs(finite).max() + 1) * 4 * tasks * UNIT > LARGEST:
        return None
    table = (tasks + 1, largest + 1)
    return with_room(
        (finite * UNIT).astype(np.int64),
        np.minimum(case.load, largest + 1).astype(np.int64),
        limit.astype(np.int64),
        (np.zeros(table, dtype=np.int64), np.zeros(table, dtype=np.int64)),
        np.clip(case.price * UNIT * 2**SHIFT, 0, HIGHEST).astype(np.int64),
    )


def with_room(
    cost: Integers, load: Integers, limit: Integers, tables: tuple[Integers, Integers], rate: Integers
) -> Knapsacks:
    """Return a problem with room for lists; two tables of at least its size are given."""
    tasks, choices = cost.shape
    return Knapsacks(
        cost,
        load,
        limit,
        ahead=tables[0],
        behind=tables[1],
        items=np.zeros(tasks, dtype=np.int64),
        times=np.zeros(tasks, dtype=np.int64),
        owner=np.zeros(tasks, dtype=np.int64),
        share=np.zeros(cost.shape),
        first=np.zeros(choices + 1, dtype=np.int64),
        tasks=np.zeros(cost.size, dtype=np.int64),
        costs=np.zeros(cost.size, dtype=np.int64),
        loads=np.zeros(cost.size, dtype=np.int64),
        profit=np.zeros(cost.size, dtype=np.int64),
        room=np.zeros(choices, dtype=np.int64),
        rate=rate,
        reach=np.full(choices, UNIT),
    )


def cut(sacks: Knapsacks, tasks: Integers, inside: Integers) -> Knapsacks:
    """Return the part of a problem with some of its tasks and choices; its tables are those of the whole."""
    pairs, tables = np.ix_(tasks, inside), (sacks.ahead, sacks.behind)
    cost, load = np.ascontiguousarray(sacks.cost[pairs]), np.ascontiguousarray(sacks.load[pairs])
    return with_room(cost, load, sacks.limit[inside], tables, sacks.rate[inside])
