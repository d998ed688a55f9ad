"""Compiled where numba is installed (the extra ``fast``), plain Python of the same answers where it is not.

What all searches share: the arrays of a problem and of a plan in work, random numbers, and one task's move.
Only operations that both ways of running do alike are used: whole numbers below 2**63 and single float operations.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from solver.compiling import compiled, has_numba

Kernel = TypeVar("Kernel", bound=Callable[..., Any])
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

COMPILED = has_numba()
QUEUED, RANDOM = 0, 1


def kernel(function: Kernel) -> Kernel:
    """Return the function, compiled if numba is there; the compiled code is kept for the next start.

    Examples
    --------
    >>> kernel(lambda amount: amount + 1)(1)
    2
    """
    return compiled(function)


class Case(NamedTuple):
    """What a search does not change. Tasks are rows; choices are the members, then what has no limit.

    Attributes
    ----------
    cost, load, reduced : ndarray, shape (n_tasks, n_choices)
        ``reduced`` is cost + price * load.
    limit, price, floor : ndarray, shape (n_choices,)
        ``floor`` is the least penalty for an hour above the limit.
    near : ndarray of int, shape (n_tasks, n_near)
        The choices that are tried for each task, by reduced cost; at least two columns, repeated where fewer are open.
    """

    cost: Floats
    load: Floats
    reduced: Floats
    limit: Floats
    price: Floats
    floor: Floats
    near: Integers


class State(NamedTuple):
    """A plan in work, the best one so far, and what the search keeps beside it.

    Attributes
    ----------
    chosen, place : ndarray of int, shape (n_tasks,)
        The choice of each task, and where it stands among the tasks held by that choice.
    used, penalty : ndarray of float, shape (n_choices,)
        Load given; cost of an hour above the limit.
    held, many : ndarray of int, shape (n_choices, n_tasks) and (n_choices,)
        The tasks of each choice in the first ``many`` places.
    queue, waiting : ndarray, shape (n_tasks,)
        Tasks that are still to be looked at.
    numbers : ndarray of int, shape (2,)
        How many tasks are queued; the random state.
    best, value : ndarray
        The best plan within limits and its cost (one number, infinite without a plan).
    """

    chosen: Integers
    place: Integers
    used: Floats
    penalty: Floats
    held: NDArray[np.int32]
    many: Integers
    queue: Integers
    waiting: NDArray[np.bool_]
    numbers: Integers
    best: Integers
    value: Floats


def fresh(case: Case, seed: int) -> State:
    """Return a state without a plan; each seed gives another sequence of random numbers."""
    tasks, choices = case.cost.shape
    start = (2463534242 + 2654435769 * (seed % 2**31)) % 2**32
    return State(
        chosen=np.zeros(tasks, dtype=np.int64),
        place=np.zeros(tasks, dtype=np.int64),
        used=np.zeros(choices),
        penalty=1.5 * case.floor,
        held=np.zeros((choices, tasks), dtype=np.int32),
        many=np.zeros(choices, dtype=np.int64),
        queue=np.zeros(tasks, dtype=np.int64),
        waiting=np.zeros(tasks, dtype=np.bool_),
        numbers=np.array([0, start or 1], dtype=np.int64),
        best=np.full(tasks, -1, dtype=np.int64),
        value=np.full(1, np.inf),
    )


@kernel
def draw(state: State, below: int) -> int:
    """Return a random whole number from 0 to below - 1 (xorshift of Marsaglia 2003, 32 bits)."""
    number = state.numbers[RANDOM]
    number ^= (number << 13) & 0xFFFFFFFF
    number ^= number >> 17
    number ^= (number << 5) & 0xFFFFFFFF
    state.numbers[RANDOM] = number
    return (number * below) >> 32  # type: ignore[no-any-return]


@kernel
def load_plan(case: Case, state: State, chosen: Integers) -> None:
    """Make ``chosen`` the plan in work, with nothing queued."""
    state.used[:] = 0.0
    state.many[:] = 0
    state.waiting[:] = False
    state.numbers[QUEUED] = 0
    for task in range(len(chosen)):
        choice = chosen[task]
        state.chosen[task] = choice
        state.used[choice] += case.load[task, choice]
        state.held[choice, state.many[choice]] = task
        state.place[task] = state.many[choice]
        state.many[choice] += 1


@kernel
def move(case: Case, state: State, task: int, to: int) -> None:
    """Give the task to another choice."""
    here, gap = state.chosen[task], state.place[task]
    state.many[here] -= 1
    last = state.held[here, state.many[here]]
    state.held[here, gap] = last
    state.place[last] = gap
    state.held[to, state.many[to]] = task
    state.place[task] = state.many[to]
    state.many[to] += 1
    state.used[here] -= case.load[task, here]
    state.used[to] += case.load[task, to]
    state.chosen[task] = to


@kernel
def wake(state: State, choice: int) -> None:
    """Queue the tasks of a choice whose load has changed."""
    for position in range(state.many[choice]):
        task = state.held[choice, position]
        if not state.waiting[task]:
            state.waiting[task] = True
            state.queue[state.numbers[QUEUED]] = task
            state.numbers[QUEUED] += 1


@kernel
def take(state: State) -> int:
    """Return a random task of the queue and remove it."""
    position = draw(state, state.numbers[QUEUED])
    task = state.queue[position]
    state.numbers[QUEUED] -= 1
    state.queue[position] = state.queue[state.numbers[QUEUED]]
    state.waiting[task] = False
    return task  # type: ignore[no-any-return]


@kernel
def strain(case: Case, state: State, choice: int, used: float) -> float:
    """Return what a load is worse than one at the limit, at prices: never below 0 where penalty >= price."""
    over = used - case.limit[choice]
    return (state.penalty[choice] - case.price[choice]) * over if over > 0 else -case.price[choice] * over  # type: ignore[no-any-return]
