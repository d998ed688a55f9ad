"""The best set of tasks for one member: a knapsack, of which a table weighs only what a price of load leaves in doubt.

At a rate for each unit of load, every set is worth at most rate * room + the sum of what is worth more than its load
costs; a set that leaves out something worth ``reach`` more, or takes something worth ``reach`` less, is worth at most
that less ``reach`` (Balas and Zemel 1980 call the rest the core). So what is decided stays out of the table, and a set
found there is proved best, or looked for again with a longer reach. All numbers are whole: the proof is exact.
"""

from __future__ import annotations

import numpy as np

from solver.assignment.arrays.kernels import COMPILED, Integers, kernel
from solver.assignment.arrays.knapsacks import HIGHEST, SHIFT, Knapsacks

# Looks at other rates for a member; a rate is good if it fills the room up to a part of so many.
LOOKS, CLOSE_BY = 8, 32
# In a room up to this the table is as fast as sifting: it weighs all pairs.
SMALL = 100


def lift_arrays(before: Integers, after: Integers, load: int, profit: int, room: int) -> None:
    """Write the table with one more task into ``after``: of no use below its load, else the better of two.

    Examples
    --------
    >>> after = np.zeros(4, dtype=np.int64)
    >>> lift_arrays(np.array([0, 5, 5, 5]), after, 2, 7, 3)
    >>> after.tolist()
    [0, 5, 7, 12]
    """
    if load > room:
        after[: room + 1] = before[: room + 1]
        return
    after[:load] = before[:load]
    np.maximum(before[load : room + 1], before[: room + 1 - load] + profit, out=after[load : room + 1])


@kernel
def lift_loop(before: Integers, after: Integers, load: int, profit: int, room: int) -> None:
    """Do what ``lift_arrays`` does, in a form that compiles to vector code."""
    if load > room:
        after[: room + 1] = before[: room + 1]
        return
    after[:load] = before[:load]
    low, high, out = before[: room + 1 - load], before[load : room + 1], after[load : room + 1]
    for at in range(len(out)):
        out[at] = max(high[at], low[at] + profit)


lift = lift_loop if COMPILED else lift_arrays


@kernel
def worth_at(sacks: Knapsacks, low: int, high: int, rate: int) -> tuple[int, int]:
    """Return what all pairs worth more than their load's price are worth beyond it, and their load."""
    worth, load = 0, 0
    for at in range(low, high):
        extra = sacks.profit[at] - ((rate * sacks.loads[at]) >> SHIFT)
        if extra > 0:
            worth += extra
            load += sacks.loads[at]
    return worth, load


@kernel
def best_rate(sacks: Knapsacks, member: int, looks: int) -> int:
    """Look for the rate with the least upper end on the member's profit, from the last one on; return that end."""
    low, high, room = sacks.first[member], sacks.first[member + 1], sacks.room[member]
    below, above, rate = -1, HIGHEST + 1, sacks.rate[member]
    best, step = 2**62, max(rate >> 5, 1)
    for _ in range(looks):
        worth, load = worth_at(sacks, low, high, rate)
        worth += (rate * room) >> SHIFT
        if worth < best:
            best, sacks.rate[member] = worth, rate
        if load > room:
            below = rate
        else:
            above = rate
        if (rate == 0 and load <= room) or abs(load - room) * CLOSE_BY <= room or above - below <= 1:
            break
        if above > HIGHEST:
            rate = min(rate + step, HIGHEST)
        elif below < 0:
            rate = max(rate - step, 0)
        else:
            rate = (below + above) >> 1
        step *= 4
    return best


@kernel
def sift(sacks: Knapsacks, member: int, reach: int) -> tuple[int, int, int]:
    """List the pairs in doubt; return how many, the profit of what is in without doubt, and the room it leaves."""
    many, sure, left = 0, 0, sacks.room[member]
    rate = sacks.rate[member]
    for at in range(sacks.first[member], sacks.first[member + 1]):
        profit = sacks.profit[at]
        if profit <= 0:
            continue
        extra = profit - ((rate * sacks.loads[at]) >> SHIFT)
        if extra > reach:
            sure += profit
            left -= sacks.loads[at]
        elif extra >= -reach:
            sacks.items[many] = at
            many += 1
    return many, sure, left


@kernel
def fill(sacks: Knapsacks, many: int, room: int) -> None:
    """Build the table of the pairs in doubt."""
    sacks.ahead[0, : room + 1] = 0
    for place in range(many):
        at = sacks.items[place]
        lift(sacks.ahead[place], sacks.ahead[place + 1], sacks.loads[at], sacks.profit[at], room)


@kernel
def best_set(sacks: Knapsacks, values: Integers, member: int, weight: float) -> tuple[int, int]:
    """Return the largest profit within the member's room, and an upper end of it; count the pairs of that set."""
    for at in range(sacks.first[member], sacks.first[member + 1]):
        sacks.profit[at] = values[sacks.tasks[at]] - sacks.costs[at]
    small = sacks.room[member] <= SMALL
    upper, reach = best_rate(sacks, member, 1 if small else LOOKS), 2**61 if small else sacks.reach[member]
    while True:
        many, sure, left = sift(sacks, member, reach)
        if left >= 0:
            fill(sacks, many, left)
            profit = sure + sacks.ahead[many, left]
            if upper - profit <= reach + 1:
                break
        reach = 2 * reach + 1
    mark(sacks, member, many, left, reach, weight)
    if not small:
        sacks.reach[member] = 2 * (upper - profit) + 16
    return profit, upper


@kernel
def mark(sacks: Knapsacks, member: int, many: int, room: int, reach: int, weight: float) -> None:
    """Count the tasks of the set that the table holds: those in without doubt, and those picked from the rest."""
    rate = sacks.rate[member]
    for at in range(sacks.first[member], sacks.first[member + 1]):
        if sacks.profit[at] > 0 and sacks.profit[at] - ((rate * sacks.loads[at]) >> SHIFT) > reach:
            count(sacks, member, at, weight)
    for place in range(many - 1, -1, -1):
        if sacks.ahead[place + 1, room] != sacks.ahead[place, room]:
            at = sacks.items[place]
            count(sacks, member, at, weight)
            room -= sacks.loads[at]


@kernel
def count(sacks: Knapsacks, member: int, at: int, weight: float) -> None:
    """Count one pair as taken."""
    task = sacks.tasks[at]
    sacks.times[task] += 1
    sacks.owner[task] = member
    sacks.share[task, member] += weight
