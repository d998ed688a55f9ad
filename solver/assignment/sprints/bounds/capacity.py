"""A bound on a class from hours alone: what the classes above need at least is gone, the rest is filled by value."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction

import numpy as np

from solver.assignment.model.linear import Linear
from solver.assignment.model.measure import ceiling
from solver.domain.tasks import PRIORITIES
from solver.matching.problem import Problem


def quick_bound(linear: Linear, level: int, held: Sequence[int]) -> int:
    """Return a bound on a level that needs no search, without its constant, with those above held."""
    top = ceiling(linear, level)
    sack = capacity_bound(linear.problem, [one.name for one in linear.levels], held[:level])
    return top if sack is None else min(top, sack)


def capacity_bound(problem: Problem, names: Sequence[str], held: Sequence[int]) -> int | None:
    """Return a bound on the level after those held, None where it is no class.

    Parameters
    ----------
    problem : Problem
        Over slots and pieces.
    names : sequence of str
        Of all levels.
    held : sequence of int
        What the levels above have at least.

    Returns
    -------
    int or None
        All hours are one sack: each task takes the fewest hours that it takes anybody, and parts of tasks count.
    """
    time, name = problem.time, names[len(held)]
    if time is None or name not in PRIORITIES:
        return None
    room = Fraction(int(problem.limit.sum()))
    least, able = problem.least_load, problem.least_load >= 0
    hours, fits = np.zeros(len(time.tasks), dtype=np.int64), np.ones(len(time.tasks), dtype=bool)
    np.add.at(hours, time.task[able], least[able])
    fits[time.task[~able]] = False
    value = np.zeros(len(time.tasks), dtype=np.int64)
    np.add.at(value, time.task, np.array(problem.value, dtype=np.int64))
    rank = np.zeros(len(time.tasks), dtype=np.int64)
    rank[time.task] = np.array(problem.priority, dtype=np.int64)

    def sack(number: int) -> list[tuple[int, int]]:
        """Return the minutes and the worth of each task of a class, what takes the fewest for its worth first."""
        mine = np.flatnonzero(fits & (rank == number) & (value > 0))
        # What is compared is whole: of some ten thousand tasks fractions take seconds.
        scale = math.lcm(*set(value[mine].tolist()))
        both = zip(hours[mine].tolist(), value[mine].tolist(), strict=True)
        return sorted(both, key=lambda one: one[0] * (scale // one[1]))

    for above, least_value in zip(names, held, strict=False):
        if above in PRIORITIES:
            room -= _minutes(sack(PRIORITIES.index(above)), least_value)
    return _worth(sack(PRIORITIES.index(name)), max(room, Fraction(0)))


def _minutes(sack: Iterable[tuple[int, int]], least: int) -> Fraction:
    """Return the fewest minutes in which tasks, or a share of one, are worth so much; all where they are worth less."""
    used, left = 0, least
    for minutes, worth in sack:
        if worth > left:
            return used + Fraction(minutes * max(left, 0), worth)
        used, left = used + minutes, left - worth
    return Fraction(used)


def _worth(sack: Iterable[tuple[int, int]], room: Fraction) -> int:
    """Return the most that tasks and a share of one are worth in so many minutes, rounded down."""
    found, left = 0, math.floor(room)
    for minutes, worth in sack:
        if minutes > left:
            return math.floor(found + (room - math.floor(room) + left) * Fraction(worth, minutes))
        found, left = found + worth, left - minutes
    return found
