"""Multipliers on "each task once": the bound at some, and its ascent by deflected subgradient steps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from solver.assignment.arrays.kernels import Floats, Integers, kernel
from solver.assignment.arrays.knapsacks import UNIT, Knapsacks
from solver.assignment.arrays.subsets import best_set

LOW, NONE = -(2**62), 2**62
# What a share keeps from one step to the next.
KEEP = 0.95


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
def make_room(sacks: Knapsacks, fixed: Integers) -> bool:
    """Write what fixed tasks leave of each limit; False if they are above one."""
    sacks.room[:] = sacks.limit
    for task in range(len(fixed)):
        if fixed[task] >= 0:
            sacks.room[fixed[task]] -= sacks.load[task, fixed[task]]
    return sacks.room.min() >= 0  # type: ignore[no-any-return]


@kernel
def enlist(sacks: Knapsacks, opened: NDArray[np.bool_], fixed: Integers) -> bool:
    """List the pairs left to choose from, and what each member has room for; False if fixed tasks are above a limit."""
    if not make_room(sacks, fixed):
        return False
    at = 0
    for member in range(len(sacks.limit)):
        sacks.first[member] = at
        for task in range(len(fixed)):
            if opened[task, member] and fixed[task] < 0 and sacks.load[task, member] <= sacks.room[member]:
                sacks.tasks[at] = task
                sacks.costs[at] = sacks.cost[task, member]
                sacks.loads[at] = sacks.load[task, member]
                at += 1
    sacks.first[len(sacks.limit)] = at
    return True


@kernel
def value_at(sacks: Knapsacks, opened: NDArray[np.bool_], fixed: Integers, values: Integers) -> int:
    """Return the bound at these multipliers in 1/1024, and count in ``times`` how often each task is taken.

    ``2**62`` if the tasks without a choice are above a limit.
    """
    if not enlist(sacks, opened, fixed):
        return NONE
    return evaluate(sacks, fixed, values, 0.0)


@kernel
def evaluate(sacks: Knapsacks, fixed: Integers, values: Integers, weight: float) -> int:
    """Return the bound over the listed pairs; ``weight`` is added to the share of each pair taken."""
    total = 0
    for task in range(len(values)):
        sacks.times[task], sacks.owner[task] = 0, fixed[task]
        total += values[task] if fixed[task] < 0 else sacks.cost[task, fixed[task]]
    for member in range(len(sacks.limit)):
        total -= best_set(sacks, values, member, weight)[0]
    return total


@kernel
def ascend(
    sacks: Knapsacks, opened: NDArray[np.bool_], values: Integers, goal: int, steps: int, size: float, patience: int
) -> int:
    """Raise the bound by deflected subgradient steps; return it, with its multipliers in ``values``.

    Stops above ``goal``, the value in 1/1024 that a better plan may have; 2**62 if no plan is left.
    """
    fixed = np.empty(len(values), dtype=np.int64)
    if not only(opened, fixed) or not enlist(sacks, opened, fixed):
        return NONE
    place, trial, direction = values.astype(np.float64), values.copy(), np.zeros(len(values))
    best, idle, fade = LOW, 0, 1.0
    for _ in range(steps):
        # Shares fade: instead of lowering all, later ones weigh more, and all are lowered at the end.
        fade *= KEEP
        found = evaluate(sacks, fixed, trial, (1 - KEEP) / fade)
        idle += 1
        if found > best:
            best, idle = found, 0
            values[:] = trial
            if best > goal:
                break
        elif idle > patience:
            size, idle = size / 2, 0
            place[:] = values
        if not step(sacks, fixed, place, trial, direction, size * (max(goal - found, 0) + UNIT)):
            break
    sacks.share[:] *= fade
    return best


@kernel
def step(sacks: Knapsacks, fixed: Integers, place: Floats, trial: Integers, direction: Floats, length: float) -> bool:
    """Go so far along the deflected direction; False if it is nought, each task being taken once."""
    square = 0.0
    for task in range(len(trial)):
        if fixed[task] < 0:
            direction[task] = 1 - sacks.times[task] + 0.7 * direction[task]
            square += direction[task] ** 2
    if square < 1e-9:
        return False
    for task in range(len(trial)):
        if fixed[task] < 0:
            place[task] += length / square * direction[task]
            trial[task] = int(np.floor(place[task] + 0.5))
    return True
