"""Units of one size change places: how many of each size a member holds is kept, and with it every load.

For a given number of places of each size at each member, who takes them is a transportation problem: a minimum cost
flow solves it, however many units have to move at once.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from solver.assignment.large.dual.core import Core
from solver.assignment.large.problem.pairs import Ints


def exchange(core: Core, slot: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the best plan in which each member holds the same loads, and as much of each class is placed.

    Parameters
    ----------
    core : Core
        Units and their shortlists.
    slot : ndarray of int, shape (n_units,)
        The place of each unit in its shortlist, -1 where it is left out.

    Returns
    -------
    ndarray of int, shape (n_units,)
        Of at least the same quality.
    """
    done = slot.copy()
    order = np.argsort(core.most_load, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(core.most_load[order])) + 1):
        if len(rows) > 1 and (slot[rows] >= 0).any():
            done[rows] = _within(core.cut(np.sort(rows)), slot[np.sort(rows)])[np.argsort(np.argsort(rows))]
    return done


def _within(core: Core, slot: NDArray[np.int32]) -> NDArray[np.int32]:
    """Do the units of one size."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # type: ignore[import-untyped]

    count, keep = core.member.shape
    unit, place = np.repeat(np.arange(count), keep), np.tile(np.arange(keep), count)
    held = slot >= 0
    # One kind of place for each member and load; one for each class and value that is left out.
    kinds, at = _kinds(core.member[unit, place].astype(np.int64), core.load[unit, place])
    mine = at.reshape(count, keep)[np.arange(count), np.maximum(slot, 0)]
    rooms = np.bincount(mine[held], minlength=kinds)
    outs, out = _kinds(core.priority.astype(np.int64), core.value)
    left = np.bincount(out[~held], minlength=outs)
    inside, may = rooms[at] > 0, np.flatnonzero(left[out] > 0)
    flow = SimpleMinCostFlow()
    tail = np.concatenate([unit[inside], may])
    head = count + np.concatenate([at[inside], kinds + out[may]])
    gain = np.concatenate([core.gain[unit[inside], place[inside]].astype(np.int64), np.zeros(len(may), np.int64)])
    arcs = flow.add_arcs_with_capacity_and_unit_cost(tail, head, np.ones(len(tail), np.int64), -gain)
    sinks = count + np.arange(kinds + outs)
    flow.set_nodes_supplies(np.arange(count), np.ones(count, np.int64))
    flow.set_nodes_supplies(sinks, -np.concatenate([rooms, left]))
    if flow.solve() != flow.OPTIMAL:
        return slot
    used = flow.flows(arcs) > 0
    chosen = np.concatenate([place[inside], np.full(len(may), -1)])
    found = slot.copy()
    found[tail[used]] = chosen[used]
    return found


def _kinds(one: Ints, other: Ints) -> tuple[int, Ints]:
    """Return how many different pairs there are, and the number of each pair."""
    _, number = np.unique(one * (int(other.max(initial=0)) + 1) + other, return_inverse=True)
    return int(number.max(initial=-1)) + 1, number
