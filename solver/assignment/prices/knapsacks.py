"""The stronger bound: each member's limit is kept whole, "each task once" is relaxed by a multiplier for each task.

For multipliers u, sum of u plus, over members, the cheapest set of tasks within the limit at costs c - u is a bound on
every plan (Fisher, Jaikumar and Van Wassenhove 1986). The sets are knapsacks, solved by dynamic programs over whole
loads. Costs and multipliers are whole numbers of 1/1024, so that the bound is exact. What it costs to force a pair in
or out, from tables built from both ends, closes pairs that no better plan holds (Posta, Ferland and Michelon 2012).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.assignment.prices.kernels import COMPILED, Case, Floats, Integers, kernel

UNIT = 1024
# Table cells that a problem may need, and the largest sum of costs in units: beyond these the bound is not computed.
CELLS, LARGEST = 2e7, 2.0**60
LOW = -(2**62)


class Knapsacks(NamedTuple):
    """A problem in whole numbers, and room for its tables.

    Attributes
    ----------
    cost, load : ndarray of int, shape (n_tasks, n_choices)
        Costs in 1/1024; any number where the pair is not open.
    limit : ndarray of int, shape (n_choices,)
    ahead, behind : ndarray of int, shape (n_tasks + 1, largest limit + 1)
        Best profit of the first tasks, and of the last, within each load.
    items, times, owner : ndarray of int, shape (n_tasks,)
        Tasks worth having for the member at work; how often each task was taken, and by whom last.
    share : ndarray of float, shape (n_tasks, n_choices)
        How often a pair was taken, averaged over the steps of the ascent.
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


def knapsacks(case: Case) -> Knapsacks | None:
    """Return the problem in whole numbers, None where its tables or sums would be too large.

    Examples
    --------
    >>> from solver.assignment.prices.assign import search_case
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
    return Knapsacks(
        cost=(finite * UNIT).astype(np.int64),
        load=np.minimum(case.load, largest + 1).astype(np.int64),
        limit=limit.astype(np.int64),
        ahead=np.zeros((tasks + 1, largest + 1), dtype=np.int64),
        behind=np.zeros((tasks + 1, largest + 1), dtype=np.int64),
        items=np.zeros(tasks, dtype=np.int64),
        times=np.zeros(tasks, dtype=np.int64),
        owner=np.zeros(tasks, dtype=np.int64),
        share=np.zeros(case.cost.shape),
    )


def lift_arrays(before: Integers, after: Integers, load: int, profit: int, room: int) -> None:
    """Write the table with one more task into ``after``: of no use below its load, else the better of two.

    Examples
    --------
    >>> after = np.zeros(4, dtype=np.int64)
    >>> lift_arrays(np.array([0, 5, 5, 5]), after, 2, 7, 3)
    >>> after.tolist()
    [0, 5, 7, 12]
    """
    after[:load] = before[:load]
    np.maximum(before[load : room + 1], before[: room + 1 - load] + profit, out=after[load : room + 1])


@kernel
def lift_loop(before: Integers, after: Integers, load: int, profit: int, room: int) -> None:
    """Do what ``lift_arrays`` does, in a form that compiles to vector code."""
    after[:load] = before[:load]
    low, high, out = before[: room + 1 - load], before[load : room + 1], after[load : room + 1]
    for at in range(len(out)):
        out[at] = max(high[at], low[at] + profit)


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


lift, meet = (lift_loop, meet_loop) if COMPILED else (lift_arrays, meet_arrays)


@kernel
def only(opened: NDArray[np.bool_], fixed: Integers) -> bool:
    """Write into ``fixed`` the choice of each task that has no other, -1 where it has; False if a task has none."""
    for task in range(len(fixed)):
        fixed[task] = -1
        many = 0
        for choice in range(opened.shape[1]):
            if opened[task, choice]:
                many += 1
                fixed[task] = choice
        if many == 0:
            return False
        if many > 1:
            fixed[task] = -1
    return True


@kernel
def room_of(sacks: Knapsacks, fixed: Integers, member: int) -> int:
    """Return what the limit leaves after the tasks that have no other choice; below 0 if nothing."""
    room = sacks.limit[member]
    for task in range(len(fixed)):
        if fixed[task] == member:
            room -= sacks.load[task, member]
    return room  # type: ignore[no-any-return]


@kernel
def fill(sacks: Knapsacks, opened: NDArray[np.bool_], fixed: Integers, values: Integers, member: int, room: int) -> int:
    """Build the table of the member's worthwhile tasks; return how many these are."""
    many = 0
    sacks.ahead[0, : room + 1] = 0
    for task in range(len(values)):
        load = sacks.load[task, member]
        profit = values[task] - sacks.cost[task, member]
        if not opened[task, member] or fixed[task] >= 0 or profit <= 0 or load > room:
            continue
        sacks.items[many] = task
        lift(sacks.ahead[many], sacks.ahead[many + 1], load, profit, room)
        many += 1
    return many


@kernel
def value_at(sacks: Knapsacks, opened: NDArray[np.bool_], fixed: Integers, values: Integers) -> int:
    """Return the bound at these multipliers in 1/1024, and count in ``times`` how often each task is taken.

    ``2**62`` if the tasks without a choice are above a limit.
    """
    total, keep = 0, 0.95
    for task in range(len(values)):
        sacks.times[task], sacks.owner[task] = 0, fixed[task]
        total += values[task] if fixed[task] < 0 else sacks.cost[task, fixed[task]]
    sacks.share[:] *= keep
    for member in range(len(sacks.limit)):
        room = room_of(sacks, fixed, member)
        if room < 0:
            return 2**62
        many = fill(sacks, opened, fixed, values, member, room)
        total -= sacks.ahead[many, room]
        for place in range(many - 1, -1, -1):
            if sacks.ahead[place + 1, room] != sacks.ahead[place, room]:
                task = sacks.items[place]
                sacks.times[task] += 1
                sacks.owner[task] = member
                sacks.share[task, member] += 1 - keep
                room -= sacks.load[task, member]
    return total


@kernel
def ascend(
    sacks: Knapsacks, opened: NDArray[np.bool_], values: Integers, goal: int, steps: int, size: float, patience: int
) -> int:
    """Raise the bound by deflected subgradient steps; return it, with its multipliers in ``values``.

    Stops above ``goal``, the value in 1/1024 that a better plan may have; 2**62 if no plan is left.
    """
    tasks = len(values)
    fixed = np.empty(tasks, dtype=np.int64)
    if not only(opened, fixed):
        return 2**62
    place, trial, direction = values.astype(np.float64), values.copy(), np.zeros(tasks)
    best, idle = LOW, 0
    for _ in range(steps):
        found = value_at(sacks, opened, fixed, trial)
        idle += 1
        if found > best:
            best, idle = found, 0
            values[:] = trial
            if best > goal:
                break
        elif idle > patience:
            size, idle = size / 2, 0
            place[:] = values
        length = 0.0
        for task in range(tasks):
            if fixed[task] < 0:
                direction[task] = 1 - sacks.times[task] + 0.7 * direction[task]
                length += direction[task] ** 2
        if length < 1e-9:
            break
        scale = size * (max(goal - found, 0) + UNIT) / length
        for task in range(tasks):
            if fixed[task] < 0:
                place[task] += scale * direction[task]
                trial[task] = int(np.floor(place[task] + 0.5))
    return best


@kernel
def close(sacks: Knapsacks, opened: NDArray[np.bool_], values: Integers, goal: int) -> int:
    """Close every pair that no plan of at most ``goal`` holds; return how many, -1 if no such plan is left."""
    fixed = np.empty(len(values), dtype=np.int64)
    if not only(opened, fixed):
        return -1
    bound = value_at(sacks, opened, fixed, values)
    if bound > goal:
        return -1
    closed = 0
    for member in range(len(sacks.limit)):
        closed += close_member(sacks, opened, fixed, values, member, goal - bound)
    return closed


@kernel
def close_member(
    sacks: Knapsacks, opened: NDArray[np.bool_], fixed: Integers, values: Integers, member: int, spare: int
) -> int:
    """Close the member's pairs whose forcing costs more than ``spare``, and all others of a task it must have."""
    room, closed = room_of(sacks, fixed, member), 0
    many = fill(sacks, opened, fixed, values, member, room)
    fill_behind(sacks, values, member, room, many)
    best, place = sacks.ahead[many, room], 0
    for task in range(len(values)):
        if not opened[task, member] or fixed[task] >= 0:
            continue
        load = sacks.load[task, member]
        profit = values[task] - sacks.cost[task, member]
        if load > room:
            held, without = LOW, best
        elif profit <= 0:
            held, without = sacks.ahead[many, room - load] + profit, best
        else:
            held = profit + joined(sacks, place, room - load)
            without = joined(sacks, place, room)
            place += 1
        if best - held > spare:
            opened[task, member] = False
            closed += 1
        elif best - without > spare:
            for choice in range(opened.shape[1]):
                if choice != member and opened[task, choice]:
                    opened[task, choice] = False
                    closed += 1
    return closed


@kernel
def fill_behind(sacks: Knapsacks, values: Integers, member: int, room: int, many: int) -> None:
    """Build the table of the same tasks from the other end."""
    sacks.behind[many, : room + 1] = 0
    for place in range(many - 1, -1, -1):
        task = sacks.items[place]
        load, profit = sacks.load[task, member], values[task] - sacks.cost[task, member]
        lift(sacks.behind[place + 1], sacks.behind[place], load, profit, room)


@kernel
def joined(sacks: Knapsacks, place: int, room: int) -> int:
    """Return the best profit within ``room`` of all worthwhile tasks but the one at ``place``."""
    return meet(sacks.ahead[place, : room + 1], sacks.behind[place + 1, : room + 1][::-1])
