"""The value of a plan on the arrays of a Problem: fast enough to try thousands of small changes."""

from __future__ import annotations

from collections import Counter

from solver.domain.tasks import PRIORITIES
from solver.matching.problem import Problem
from solver.rules.catalogue import RULES
from solver.rules.poster import Owners


def class_values(problem: Problem, owners: Owners) -> tuple[int, ...]:
    """Return the value placed in each priority class, most urgent first."""
    found = [0] * len(PRIORITIES)
    for t in owners:
        found[problem.priority[t]] += problem.value[t]
    return tuple(found)


def quality_units(problem: Problem, owners: Owners) -> int:
    """Return the quality of a plan in thousandths of an hour.

    Examples
    --------
    >>> import numpy as np
    >>> from solver.matching.problem import problem_from_arrays
    >>> one = problem_from_arrays(np.array([[5, 7]]), np.array([[1, 1]]), np.array([2]))
    >>> quality_units(one, {0: 0, 1: 0})
    12
    """
    total = sum(int(problem.gain[m, t]) for t, m in owners.items())
    for batch in problem.batches if problem.split_units else ():
        total -= problem.split_units * max(len({owners[t] for t in batch if t in owners}) - 1, 0)
    if problem.handoff.any():
        links = ((owners[target], owners[t]) for t, target in problem.dependencies if t in owners and target in owners)
        total -= sum(int(problem.handoff[link]) for link in links)
    return total - _unevenness(problem, owners)


def _unevenness(problem: Problem, owners: Owners) -> int:
    able = problem.limit.nonzero()[0].tolist()
    if not able or not problem.balance_units:
        return 0
    load = Counter({m: int(problem.committed[m]) for m in able})
    for t, m in owners.items():
        load[m] += int(problem.load[m, t])
    shares = [(problem.balance_units * load[m], int(problem.limit[m] + problem.committed[m])) for m in able]
    return max(-(-part // whole) for part, whole in shares) - min(part // whole for part, whole in shares)


def broken(problem: Problem, owners: Owners, without: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return one sentence for each rule that a plan breaks; gates are not looked at."""
    return tuple(text for name, rule in RULES.items() if name not in without for text in rule.matches(problem, owners))
