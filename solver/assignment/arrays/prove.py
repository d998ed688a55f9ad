"""Branch and bound on the knapsack bound: a proof, or a better bound, for what the bound alone leaves open."""

from __future__ import annotations

import time
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.assignment.arrays.closing import close
from solver.assignment.arrays.kernels import Case, Integers, kernel
from solver.assignment.arrays.knapsacks import UNIT, Knapsacks, knapsacks
from solver.assignment.arrays.multipliers import LOW, NONE, ascend, only, value_at

BOUTS, BOUT, TRIAL, STEPS, PASSES = 10, 60, 5, 30, 3
# Seconds between two looks at the clock; open pairs that nodes may keep in all.
PULSE, ROOM = 0.05, 2e8


class ProofTree(NamedTuple):
    """Nodes that wait, deepest last; each is what is open and its multipliers.

    Attributes
    ----------
    opened : ndarray of bool, shape (n_nodes, n_tasks, n_choices)
    values : ndarray of int, shape (n_nodes, n_tasks)
    bounds : ndarray of int, shape (n_nodes,)
        In 1/1024.
    parts : ndarray of float, shape (n_nodes,)
        Part of the tree, halved with each branching.
    numbers : ndarray of int, shape (3,)
        How many nodes wait; how many were looked at; what a better plan may cost, in 1/1024.
    best : ndarray of int, shape (n_tasks,)
        The best plan met, -1 if none.
    """

    opened: NDArray[np.bool_]
    values: Integers
    bounds: Integers
    parts: NDArray[np.float64]
    numbers: Integers
    best: Integers


class Proof(NamedTuple):
    """What is proved about plans cheaper than one that is known.

    Attributes
    ----------
    bound : float
        No plan costs less; the known cost itself if no plan is cheaper.
    opened : ndarray of bool, shape (n_tasks, n_choices)
        Pairs that a cheaper plan may use.
    values : ndarray of int, shape (n_tasks,)
        Multipliers, to go on from.
    plan : ndarray of int, shape (n_tasks,), or None
        A cheaper plan if one was met.
    done : float
        Part of the tree that is done, each branching counting half: 1 if all.
    """

    bound: float
    opened: NDArray[np.bool_]
    values: Integers
    plan: Integers | None
    done: float


def first_proof(case: Case, bound: float) -> Proof:
    """Return what is known before anything was tried: a bound, all pairs open, multipliers from the prices."""
    ranked = np.sort(case.reduced, axis=1)
    second = np.where(np.isfinite(ranked[:, 1]), ranked[:, 1], ranked[:, 0])
    return Proof(bound, np.isfinite(case.cost), np.floor(second * UNIT).astype(np.int64), None, 0.0)


def prove(sacks: Knapsacks, known: Proof, cost: float, end: float, nodes: int | None = None) -> Proof:
    """Return what can be proved about plans that cost less than ``cost``.

    Parameters
    ----------
    sacks : Knapsacks
        The problem, with reduced costs at good prices and room for tables; costs are whole numbers.
    known : Proof
        What was proved before: from ``first_proof``, or with a dearer plan.
    cost : float
        Of a plan that is known.
    end : float
        When to stop, on the clock of ``time.process_time``.
    nodes : int, optional
        Look at so many nodes at most; 0 for the root alone.

    Returns
    -------
    Proof
        The bound is never below that of ``known``.
    """
    goal = (int(cost) - 1) * UNIT
    opened, values = known.opened.copy(), known.values.copy()
    bound = _root(sacks, opened, values, goal, end)
    if bound > goal:
        return known._replace(bound=cost, opened=np.zeros_like(opened), plan=None, done=1.0)
    known = Proof(max(known.bound, _whole(bound)), opened, values, None, 0.0)
    depth = int(min(opened.sum() - len(opened) + 2, ROOM // opened.size))
    if nodes == 0 or depth < 2 or time.process_time() >= end:
        return known
    tree = ProofTree(
        np.zeros((depth, *opened.shape), dtype=np.bool_),
        np.zeros((depth, len(values)), dtype=np.int64),
        np.zeros(depth, dtype=np.int64),
        np.ones(depth),
        np.array([1, 0, goal], dtype=np.int64),
        np.full(len(values), -1, dtype=np.int64),
    )
    tree.opened[0], tree.values[0], tree.bounds[0] = opened, values, bound
    _grow(sacks, tree, end, nodes)
    reached = int(tree.numbers[2]) + UNIT
    left = min(int(tree.bounds[: tree.numbers[0]].min(initial=reached)), reached)
    plan = tree.best.copy() if tree.best[0] >= 0 else None
    done = 1 - float(tree.parts[: tree.numbers[0]].sum())
    return known._replace(bound=max(known.bound, _whole(left)), plan=plan, done=done)


def _root(sacks: Knapsacks, opened: NDArray[np.bool_], values: Integers, goal: int, end: float) -> int:
    """Raise the bound in bouts of smaller and smaller steps, closing pairs after each; return it in 1/1024."""
    bound, done, steps = LOW, 0, TRIAL
    while done < BOUTS * BOUT and bound <= goal and (start := time.process_time()) < end:
        bound = max(bound, ascend(sacks, opened, values, goal, steps, 0.6 ** (done / BOUT), 10))
        done += steps
        steps = min(2 * steps, BOUT) if time.process_time() - start < 2 * PULSE else max(steps // 2, 1)
        if bound <= goal:
            bound = NONE if close(sacks, opened, values, goal) < 0 else bound
    return bound


def _whole(bound: float) -> float:
    """Return the least whole cost that is not below a bound in 1/1024."""
    return float(-(-int(bound) // UNIT))


def _grow(sacks: Knapsacks, tree: ProofTree, end: float, nodes: int | None) -> None:
    batch = 1
    while tree.numbers[0] > 0 and time.process_time() < end and (nodes is None or tree.numbers[1] < nodes):
        start = time.process_time()
        grow(sacks, tree, batch if nodes is None else min(batch, nodes - int(tree.numbers[1])))
        batch = min(2 * batch, 4096) if time.process_time() - start < PULSE else max(batch // 2, 1)


@cache
def prepare() -> None:
    """Compile what can be compiled, or load it from an earlier run, so that it costs nothing later."""
    table, row = np.array([[1.0, 2.0], [1.0, 2.0], [1.0, 2.0]]), np.ones(2)
    case = Case(table, table, table, 2 * row, row, row, np.array([[0, 1]] * 3))
    sacks = knapsacks(case)
    if sacks is not None:
        prove(sacks, first_proof(case, 0.0), 100.0, np.inf)


@kernel
def squeeze(sacks: Knapsacks, opened: NDArray[np.bool_], values: Integers, goal: int, bound: int) -> int:
    """Close pairs and raise the bound in turn while that helps; return the bound, above ``goal`` if no plan is left."""
    for _ in range(PASSES):
        if bound > goal:
            return bound
        closed = close(sacks, opened, values, goal)
        if closed < 0:
            return NONE
        if closed == 0:
            return bound
        bound = max(bound, ascend(sacks, opened, values, goal, STEPS, 0.3, 5))
    return bound


@kernel
def grow(sacks: Knapsacks, tree: ProofTree, nodes: int) -> None:
    """Look at so many nodes, deepest first."""
    fixed = np.empty(len(tree.best), dtype=np.int64)
    while nodes > 0 and tree.numbers[0] > 0:
        nodes -= 1
        tree.numbers[1] += 1
        top, goal = tree.numbers[0] - 1, tree.numbers[2]
        opened, values = tree.opened[top], tree.values[top]
        bound = max(tree.bounds[top], ascend(sacks, opened, values, goal, STEPS, 0.3, 5))
        bound = squeeze(sacks, opened, values, goal, bound)
        tree.numbers[0] = top
        if bound > goal or not only(opened, fixed):
            continue
        found = value_at(sacks, opened, fixed, values)
        if found <= goal and is_plan(sacks, fixed):
            tree.best[:] = sacks.owner
            tree.numbers[2] = _cost_of(sacks, sacks.owner) - UNIT
            if tree.numbers[2] + UNIT <= bound:
                continue
        branch(sacks, tree, top, bound, fixed)


@kernel
def is_plan(sacks: Knapsacks, fixed: Integers) -> bool:
    """Return whether the sets of all members together hold each task once."""
    apart = 0
    for task in range(len(fixed)):
        if fixed[task] < 0 and sacks.times[task] != 1:
            apart += 1
    return apart == 0


@kernel
def _cost_of(sacks: Knapsacks, plan: Integers) -> int:
    """Return the cost of a plan in 1/1024."""
    cost = 0
    for task in range(len(plan)):
        cost += sacks.cost[task, plan[task]]
    return cost


@kernel
def branch(sacks: Knapsacks, tree: ProofTree, top: int, bound: int, fixed: Integers) -> None:
    """Put two nodes in place of one: without the most contested pair, and, looked at first, with it."""
    task, choice = _contested(sacks, tree.opened[top], fixed)
    if task < 0:
        return
    tree.opened[top + 1] = tree.opened[top]
    tree.values[top + 1] = tree.values[top]
    tree.bounds[top] = bound
    tree.bounds[top + 1] = bound
    tree.parts[top] /= 2
    tree.parts[top + 1] = tree.parts[top]
    tree.opened[top, task, choice] = False
    tree.opened[top + 1, task, :] = False
    tree.opened[top + 1, task, choice] = True
    tree.numbers[0] = top + 2


@kernel
def _contested(sacks: Knapsacks, opened: NDArray[np.bool_], fixed: Integers) -> tuple[int, int]:
    """Return the open pair that is taken about half of the time, heavy ones first; -1 if every task is fixed."""
    most, pair = -1.0, (-1, -1)
    for task in range(len(fixed)):
        if fixed[task] >= 0:
            continue
        for choice in range(opened.shape[1]):
            if opened[task, choice]:
                share = sacks.share[task, choice]
                worth = share * (1 - share) * (0.1 + sacks.load[task, choice] / sacks.limit[choice])
                if worth > most:
                    most, pair = worth, (task, choice)
    return pair
