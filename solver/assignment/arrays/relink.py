"""Path relinking between a few good plans, each improved by ejection chains; penalties on overloads adapt.

After Yagiura, Ibaraki and Glover (2006): walk from one good plan part of the way to another, improve, and keep what is
better than the worst plan and unlike the others. Penalties fall after a search that met a plan within limits and rise,
member by member, after one that did not, so that the search stays at the border where the best plans are.
"""

from __future__ import annotations

import time
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.assignment.arrays.chains import descend, keep
from solver.assignment.arrays.kernels import (
    QUEUED,
    Case,
    Floats,
    Integers,
    State,
    draw,
    fresh,
    kernel,
    load_plan,
    move,
    strain,
    wake,
)

PLANS = 20
FALL, RISE, MOST = 0.98, 0.03, 1e4
# Seconds between two looks at the clock.
PULSE = 0.05


class Elite(NamedTuple):
    """Good plans, overloads allowed.

    Attributes
    ----------
    plans : ndarray of int, shape (n_plans, n_tasks)
    costs : ndarray of float, shape (n_plans,)
        Reduced cost, less price times load.
    used : ndarray of float, shape (n_plans, n_choices)
    numbers : ndarray of int, shape (4,)
        How many plans there are; how many tasks must differ; the longest walk; rounds since a plan was let in.
    """

    plans: Integers
    costs: Floats
    used: Floats
    numbers: Integers


class Relinking(NamedTuple):
    """A search that can go on: the plan in work, the best one, and the pool."""

    state: State
    pool: Elite


def begin(case: Case, chosen: Integers, seed: int) -> Relinking:
    """Return a search that starts from ``chosen``, with -1 for tasks of which nothing is known."""
    tasks, choices = case.cost.shape
    state = fresh(case, seed)
    pool = Elite(
        np.zeros((PLANS, tasks), np.int64),
        np.zeros(PLANS),
        np.zeros((PLANS, choices)),
        np.array([0, tasks // 20, 5, 0], dtype=np.int64),
    )
    offer(case, state, np.where(chosen < 0, case.near[:, 0], chosen))
    return Relinking(state, pool)


def offer(case: Case, state: State, chosen: Integers) -> None:
    """Make ``chosen`` the plan in work, to be improved next; it is kept if it is the best within limits."""
    load_plan(case, state, chosen)
    keep(case, state)
    for choice in range(len(case.limit)):
        wake(state, choice)


def relink(
    case: Case, found: Relinking, end: float, goal: float = -np.inf, rounds: int | None = None
) -> Integers | None:
    """Go on with a search; return the best plan within limits so far, None if there was none.

    Parameters
    ----------
    case : Case
        The problem, with reduced costs at good prices; ``near`` may be another than before.
    found : Search
        From ``begin``; it is changed.
    end : float
        When to stop, on the clock of ``time.process_time``.
    goal : float
        A bound: a plan of this cost is as good as any.
    rounds : int, optional
        Stop after so many rounds; then the same seed gives the same plan.

    Returns
    -------
    ndarray or None
        The choice of each task.
    """
    state, done, batch = found.state, 0, 1
    while time.process_time() < end and state.value[0] > goal and (rounds is None or done < rounds):
        batch = batch if rounds is None else min(batch, rounds - done)
        start = time.process_time()
        search(case, state, found.pool, batch)
        done += batch
        batch = min(2 * batch, 4096) if time.process_time() - start < PULSE else max(batch // 2, 1)
    return state.best.copy() if np.isfinite(state.value[0]) else None


@cache
def prepare() -> None:
    """Compile what can be compiled, or load it from an earlier run, so that it costs nothing later."""
    table, row = np.ones((2, 2)), np.ones(2)
    case = Case(table, table, table, row, row, row, np.array([[0, 1], [1, 0]]))
    relink(case, begin(case, np.array([0, 1]), 0), np.inf, rounds=PLANS + 1)


@kernel
def search(case: Case, state: State, pool: Elite, rounds: int) -> None:
    """Let so many plans be made, improved and judged; fewer where one takes so long that the clock must be seen."""
    for _ in range(rounds):
        if state.numbers[QUEUED] == 0:
            if pool.numbers[0] < len(pool.costs):
                start_anew(case, state)
            else:
                walk(case, state, pool)
        adapt(case, state, descend(case, state))
        _admit(case, state, pool)
        if state.numbers[QUEUED] > 0:
            # The descent had all its moves: sums round, and thousands more of the kind would take minutes.
            break


@kernel
def start_anew(case: Case, state: State) -> None:
    """Make a random plan of cheap choices the plan in work, all tasks queued."""
    chosen = case.near[:, 0].copy()
    for task in range(len(chosen)):
        if draw(state, 4) == 0:
            chosen[task] = case.near[task, draw(state, min(3, case.near.shape[1]))]
    load_plan(case, state, chosen)
    for choice in range(len(case.limit)):
        wake(state, choice)


@kernel
def walk(case: Case, state: State, pool: Elite) -> None:
    """Go from one plan a few steps towards another, by the cheapest of half of the steps that lead there."""
    one = draw(state, len(pool.costs))
    two = (one + 1 + draw(state, len(pool.costs) - 1)) % len(pool.costs)
    load_plan(case, state, pool.plans[one])
    goal = pool.plans[two]
    differ = np.flatnonzero(pool.plans[one] != goal)
    left = len(differ)
    steps = 1 + draw(state, max(1, min(left // 2, pool.numbers[2])))
    while steps > 0 and left > 0:
        at = cheapest_step(case, state, differ[:left], goal)
        left -= 1
        steps -= 1
        task, here = differ[at], state.chosen[differ[at]]
        differ[at] = differ[left]
        move(case, state, task, goal[task])
        wake(state, here)
        wake(state, goal[task])


@kernel
def cheapest_step(case: Case, state: State, differ: Integers, goal: Integers) -> int:
    """Return the position in ``differ`` of the task whose step to ``goal`` costs least, half of them looked at."""
    best, found = np.inf, 0
    for position in range(len(differ)):
        if draw(state, 2) == 0:
            continue
        task = differ[position]
        here, to = state.chosen[task], goal[task]
        change = case.reduced[task, to] - case.reduced[task, here]
        change += strain(case, state, to, state.used[to] + case.load[task, to])
        change += strain(case, state, here, state.used[here] - case.load[task, here])
        change -= strain(case, state, to, state.used[to]) + strain(case, state, here, state.used[here])
        if change < best:
            best, found = change, position
    return found


@kernel
def adapt(case: Case, state: State, seen: bool) -> None:
    """Lower all penalties if the search kept the limits, else raise those of the members above theirs."""
    most = 0.0
    for choice in range(len(case.limit)):
        most = max(most, state.used[choice] - case.limit[choice])
    for choice in range(len(case.limit)):
        low = case.floor[choice]
        over = state.used[choice] - case.limit[choice]
        if seen:
            state.penalty[choice] = max(state.penalty[choice] * FALL, low)
        elif over > 0:
            state.penalty[choice] = min(state.penalty[choice] * (1 + RISE * over / most), low * MOST)


@kernel
def penalised(case: Case, state: State, cost: float, used: Floats) -> float:
    """Return the cost of a plan with its overloads at the penalties of now."""
    for choice in range(len(used)):
        cost += strain(case, state, choice, used[choice])
    return cost


@kernel
def _admit(case: Case, state: State, pool: Elite) -> None:
    """Let the plan in work into the pool: in place of a worse one much like it, or else of the worst."""
    tasks = len(state.chosen)
    cost = 0.0
    for task in range(tasks):
        cost += case.reduced[task, state.chosen[task]]
    mine, worst, out, closest = penalised(case, state, cost, state.used), -np.inf, -1, pool.numbers[1] + 1
    pool.numbers[3] += 1
    for place in range(pool.numbers[0]):
        other = penalised(case, state, pool.costs[place], pool.used[place])
        apart = _differences(pool.plans[place], state.chosen)
        if apart == 0 or (apart <= pool.numbers[1] and other <= mine + 1e-6):
            return
        if apart < closest:
            closest, out, worst = apart, place, np.inf
        elif other > worst:
            worst, out = other, place
    if pool.numbers[0] < len(pool.costs):
        out = pool.numbers[0]
        pool.numbers[0] += 1
    elif mine >= worst - 1e-6:
        return
    pool.plans[out], pool.costs[out], pool.used[out] = state.chosen, cost, state.used
    pool.numbers[3] = 0


@kernel
def _differences(one: NDArray[np.int64], two: NDArray[np.int64]) -> int:
    """Return how many tasks two plans hand out differently."""
    count = 0
    for task in range(len(one)):
        if one[task] != two[task]:
            count += 1
    return count
