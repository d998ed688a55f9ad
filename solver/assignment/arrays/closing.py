"""Closes pairs: what it costs to force a pair in or out, from tables built from both ends.

A pair whose forcing lifts the bound above a known plan is in no better one (Posta, Ferland and Michelon 2012).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from solver.assignment.arrays.kernels import COMPILED, Integers, kernel
from solver.assignment.arrays.knapsacks import SHIFT, Knapsacks
from solver.assignment.arrays.multipliers import LOW, enlist, only
from solver.assignment.arrays.subsets import best_set, fill, lift, sift

# Table cells up to which pairs in doubt are forced one by one; beyond, only prices close pairs.
CELLS = 300_000


@kernel
def meet_loop(one: Integers, two: Integers) -> int:
    """Return the largest sum of two numbers at the same place, at least 0."""
    best = 0
    for at in range(len(one)):
        best = max(best, one[at] + two[at])
    return best


def meet_arrays(one: Integers, two: Integers) -> int:
    """Do what ``meet_loop`` does, by arrays.

    Examples
    --------
    >>> meet_arrays(np.array([0, 5]), np.array([3, 0]))
    5
    """
    return max(0, int((one + two).max()))


meet = meet_loop if COMPILED else meet_arrays


@kernel
def close(sacks: Knapsacks, opened: NDArray[np.bool_], values: Integers, goal: int) -> int:
    """Close every pair that no plan of at most ``goal`` holds; return how many, -1 if no such plan is left."""
    fixed = np.empty(len(values), dtype=np.int64)
    if not only(opened, fixed) or not enlist(sacks, opened, fixed):
        return -1
    bound, spare = 0, np.zeros((2, len(sacks.limit)), dtype=np.int64)
    for task in range(len(values)):
        bound += values[task] if fixed[task] < 0 else sacks.cost[task, fixed[task]]
    for member in range(len(sacks.limit)):
        spare[0, member], spare[1, member] = best_set(sacks, values, member, 0.0)
        bound -= spare[0, member]
    if bound > goal:
        return -1
    closed = close_heavy(sacks, opened, fixed)
    for member in range(len(sacks.limit)):
        closed += close_member(sacks, opened, member, spare[0, member], spare[1, member], goal - bound)
    return closed


@kernel
def close_heavy(sacks: Knapsacks, opened: NDArray[np.bool_], fixed: Integers) -> int:
    """Close the pairs that what is fixed leaves no room for; return how many."""
    closed = 0
    for task in range(len(fixed)):
        if fixed[task] >= 0:
            continue
        for member in range(len(sacks.limit)):
            if opened[task, member] and sacks.load[task, member] > sacks.room[member]:
                opened[task, member] = False
                closed += 1
    return closed


@kernel
def close_member(sacks: Knapsacks, opened: NDArray[np.bool_], member: int, best: int, upper: int, spare: int) -> int:
    """Close the member's pairs whose forcing costs more than ``spare``, and all others of a task it must have.

    ``best`` is the profit of its best set, ``upper`` an upper end of it at the member's rate: what is so far from that
    rate that going against it costs more than ``spare`` stays out of the tables.
    """
    reach = upper - best + spare
    many, sure, room = sift(sacks, member, reach)
    tables = many * room <= CELLS
    if tables:
        fill(sacks, many, room)
        fill_behind(sacks, many, room)
    closed, place, rate = 0, 0, sacks.rate[member]
    for at in range(sacks.first[member], sacks.first[member + 1]):
        task, load, profit = sacks.tasks[at], sacks.loads[at], sacks.profit[at]
        extra = profit - ((rate * load) >> SHIFT)
        held, without = best, best
        if extra < -reach:
            held = LOW
        elif profit > 0 and extra > reach:
            without = LOW
        elif not tables:
            continue
        elif profit > 0:
            held = sure + profit + joined(sacks, place, room - load)
            without = sure + joined(sacks, place, room)
            place += 1
        else:
            held = sure + profit + sacks.ahead[many, room - load] if load <= room else LOW
        if opened[task, member] and best - held > spare:
            opened[task, member] = False
            closed += 1
        elif best - without > spare:
            closed += close_others(opened, task, member)
    return closed


@kernel
def close_others(opened: NDArray[np.bool_], task: int, member: int) -> int:
    """Close all pairs of a task but one; return how many."""
    closed = 0
    for choice in range(opened.shape[1]):
        if choice != member and opened[task, choice]:
            opened[task, choice] = False
            closed += 1
    return closed


@kernel
def fill_behind(sacks: Knapsacks, many: int, room: int) -> None:
    """Build the table of the pairs in doubt from the other end."""
    sacks.behind[many, : room + 1] = 0
    for place in range(many - 1, -1, -1):
        at = sacks.items[place]
        lift(sacks.behind[place + 1], sacks.behind[place], sacks.loads[at], sacks.profit[at], room)


@kernel
def joined(sacks: Knapsacks, place: int, room: int) -> int:
    """Return the best profit within ``room`` of all pairs in doubt but the one at ``place``; LOW if there is none."""
    if room < 0:
        return LOW
    return meet(sacks.ahead[place, : room + 1], sacks.behind[place + 1, : room + 1][::-1])
