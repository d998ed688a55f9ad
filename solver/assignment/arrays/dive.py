"""Dives: follow the multipliers down to a plan, fixing in rounds the pairs that the members' best sets agree on.

Between two rounds the bound is raised again on what is left and pairs are closed, so that a dive ends early where no
plan better than the known one is left. After the first plan the tasks of some members at a time are handed out anew
among them, from a handful of members to all: most of these windows are ruled out by their bound in a few steps. It is
the diving of column generation (Joncour, Michel, Sadykov, Sverdlov and Vanderbeck 2010), with a subgradient method in
place of the linear program.
"""

from __future__ import annotations

import time
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.assignment.arrays.closing import close
from solver.assignment.arrays.kernels import Case, Floats, Integers, kernel
from solver.assignment.arrays.knapsacks import UNIT, Knapsacks, cut, knapsacks
from solver.assignment.arrays.multipliers import ascend, make_room, only
from solver.assignment.arrays.prove import Proof
from solver.assignment.arrays.rounding import total

# Steps at multipliers before the first round and before each other; the part of the tasks fixed in a round.
FIRST, STEPS, PART = 40, 20, 0.1
# In a window all three are rougher: there are many windows.
WINDOW_PART = 0.2
# Random numbers up to this are added to the shares, so that no two dives are alike.
NOISE = 0.03
# Sizes of windows, as parts of all members.
SIZES = (0.1, 0.2, 0.3, 0.45, 0.7, 1.0)
# Dives for a first plan in one turn; each may cost twice as much above the bound as the one before.
AIMS = 8
WORKING, NOWHERE, COMPLETE = 0, 1, 2


class DivePace(NamedTuple):
    """What windows of each size have cost so far, halved whenever one led to a better plan; and what picks them.

    Attributes
    ----------
    sizes : ndarray of int, shape (n_sizes,)
        Members in a window.
    spent : ndarray of float, shape (n_sizes,)
        CPU seconds.
    chance : numpy.random.Generator
    """

    sizes: Integers
    spent: Floats
    chance: np.random.Generator


class DiveRule(NamedTuple):
    """How a dive goes: steps before the first round and each other, part fixed in a round, noise on the shares."""

    first: int
    steps: int
    part: float
    noise: Floats


def pace(members: int, seed: int) -> DivePace:
    """Return the sizes of windows for so many members, nothing spent yet.

    Examples
    --------
    >>> pace(20, 0).sizes.tolist()
    [2, 4, 6, 9, 14, 20]
    """
    sizes = np.unique(np.clip(np.round(np.array(SIZES) * members), 2, max(members, 2)).astype(np.int64))
    return DivePace(np.minimum(sizes, members), np.zeros(len(sizes)), np.random.default_rng([seed, members]))


def dive(sacks: Knapsacks, opened: NDArray[np.bool_], values: Integers, goal: int, end: float, way: DiveRule) -> bool:
    """Fix pairs in ``opened`` until each task has one; return whether that is a plan of at most ``goal``.

    Parameters
    ----------
    sacks : Knapsacks
    opened : ndarray of bool, shape (n_tasks, n_choices)
        What may be used; it is changed, and so are ``values``.
    values : ndarray of int, shape (n_tasks,)
        Multipliers to start from.
    goal : int
        In 1/1024.
    end : float
        When to stop, on the clock of ``time.process_time``.
    way : Way
        How to go.
    """
    code, steps, sacks.share[:] = WORKING, way.first, 0.0
    while code == WORKING and time.process_time() < end:
        code = fall(sacks, opened, values, goal, steps, way.part, way.noise)
        steps = way.steps
    return code == COMPLETE


def first(sacks: Knapsacks, known: Proof, end: float, at: DivePace) -> Integers | None:
    """Return a plan within limits where a search met none: dives for all tasks, each aiming less high than the last.

    Parameters
    ----------
    sacks : Knapsacks
    known : Proof
        From ``prove.begin`` or later: a bound, open pairs, multipliers.
    end : float
        When to stop, on the clock of ``time.process_time``.
    at : Pace
        Its random numbers are used.

    Returns
    -------
    ndarray of int, shape (n_tasks,), or None
        None if no dive ended with a plan.
    """
    ahead = 1 + abs(known.bound) / 256
    for _ in range(AIMS):
        opened, ahead = known.opened.copy(), 2 * ahead
        way = DiveRule(FIRST, STEPS, PART, NOISE * at.chance.random(opened.shape))
        if dive(sacks, opened, known.values.copy(), int(known.bound + ahead) * UNIT, end, way):
            chosen: Integers = opened.argmax(axis=1)
            return chosen
    return None


def windows(
    case: Case, sacks: Knapsacks, known: Proof, best: Integers, end: float, at: DivePace, rounds: float = np.inf
) -> Integers:
    """Return a better plan than ``best`` if there was time to find one: some members' tasks at a time are dived for.

    Parameters
    ----------
    case, sacks : Case, Knapsacks
        The same problem.
    known : Proof
        The pairs that a better plan may use, good multipliers, and the bound at which to stop.
    best : ndarray of int, shape (n_tasks,)
        A plan within limits.
    end : float
        When to stop, on the clock of ``time.process_time``.
    at : Pace
        From ``pace``; it is changed.
    rounds : float, optional
        Stop after so many windows.
    """
    best, done = best.copy(), 0
    while (start := time.process_time()) < end and done < rounds and total(case.cost, best) > known.bound:
        done += 1
        turn = int((at.spent / at.sizes).argmin())
        inside = np.sort(at.chance.choice(len(sacks.limit), at.sizes[turn], replace=False))
        tasks = np.flatnonzero(np.isin(best, inside))
        better = _window(sacks, known, best, tasks, inside, end, at.chance) if len(tasks) else None
        if better is not None:
            best[tasks] = better
            at.spent[turn] /= 2
        at.spent[turn] += time.process_time() - start
    return best


def _window(
    sacks: Knapsacks,
    known: Proof,
    best: Integers,
    tasks: Integers,
    inside: Integers,
    end: float,
    chance: np.random.Generator,
) -> Integers | None:
    """Return a cheaper choice for the tasks of the members ``inside``, None if the dive found none."""
    goal = int(sacks.cost[tasks, best[tasks]].sum()) - UNIT
    part = cut(sacks, tasks, inside)
    mine = known.opened[np.ix_(tasks, inside)]
    mine[np.arange(len(tasks)), np.searchsorted(inside, best[tasks])] = True
    whole = len(inside) == len(sacks.limit)
    noise = NOISE * chance.random(mine.shape)
    way = DiveRule(FIRST, STEPS, PART if whole and chance.random() < 0.5 else WINDOW_PART, noise)
    if not dive(part, mine, known.values[tasks], goal, end, way):
        return None
    chosen: Integers = inside[mine.argmax(axis=1)]
    return chosen


@cache
def prepare() -> None:
    """Compile what can be compiled, or load it from an earlier run, so that it costs nothing later."""
    table, row = np.array([[1.0, 2.0], [1.0, 2.0], [1.0, 2.0]]), np.ones(2)
    case = Case(table, table, table, 3 * row, row, row, np.array([[0, 1]] * 3))
    sacks = knapsacks(case)
    if sacks is not None:
        way = DiveRule(FIRST, STEPS, PART, np.zeros(table.shape))
        dive(sacks, np.ones(table.shape, bool), np.full(3, 2 * UNIT), 9 * UNIT, np.inf, way)


@kernel
def fall(
    sacks: Knapsacks,
    opened: NDArray[np.bool_],
    values: Integers,
    goal: int,
    steps: int,
    part: float,
    noise: Floats,
) -> int:
    """Do one round: raise the bound, close pairs, fix a part of the tasks; return how the dive stands."""
    fixed = np.empty(len(values), dtype=np.int64)
    if ascend(sacks, opened, values, goal, steps, 0.3, 5) > goal:
        return NOWHERE
    if close(sacks, opened, values, goal) < 0 or not only(opened, fixed):
        return NOWHERE
    left = 0
    for task in range(len(fixed)):
        if fixed[task] < 0:
            left += 1
    if left == 0:
        return _judge(sacks, fixed, goal)
    return WORKING if _fix(sacks, opened, fixed, noise, max(1, int(part * left))) else NOWHERE


@kernel
def _judge(sacks: Knapsacks, fixed: Integers, goal: int) -> int:
    """Return whether what is fixed keeps all limits and costs at most ``goal``."""
    cost = 0
    for task in range(len(fixed)):
        cost += sacks.cost[task, fixed[task]]
    return COMPLETE if cost <= goal and make_room(sacks, fixed) else NOWHERE


@kernel
def _fix(sacks: Knapsacks, opened: NDArray[np.bool_], fixed: Integers, noise: Floats, many: int) -> bool:
    """Fix the pairs taken most often, one for each of ``many`` tasks, while they fit; return whether one did."""
    where, worth = favourites(sacks, opened, fixed, noise)
    make_room(sacks, fixed)
    done = 0
    for task in np.argsort(-worth, kind="mergesort"):
        if done == many or fixed[task] >= 0:
            break
        choice = where[task]
        if sacks.load[task, choice] <= sacks.room[choice]:
            sacks.room[choice] -= sacks.load[task, choice]
            opened[task, :] = False
            opened[task, choice] = True
            done += 1
    return done > 0


@kernel
def favourites(sacks: Knapsacks, opened: NDArray[np.bool_], fixed: Integers, noise: Floats) -> tuple[Integers, Floats]:
    """Return for each task the open choice that takes it most often, and how often; -1 for tasks that are fixed."""
    where, worth = np.zeros(len(fixed), dtype=np.int64), np.full(len(fixed), -1.0)
    for task in range(len(fixed)):
        if fixed[task] >= 0:
            continue
        for choice in range(opened.shape[1]):
            share = sacks.share[task, choice] + noise[task, choice]
            if opened[task, choice] and share > worth[task]:
                where[task], worth[task] = choice, share
    return where, worth
