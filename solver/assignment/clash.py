"""The fewest demands that clash: each is left out in turn, and kept only where a plan then exists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from solver.matching.fields import CLASHES
from solver.matching.problem import Problem

# A demand in words, and the Problem without it.
Demand = tuple[str, Callable[[Problem], Problem]]


def fewest(problem: Problem, demands: Iterable[Demand], has_plan: Callable[[Problem], bool]) -> tuple[str, ...]:
    """Return demands that cannot hold at once, none to be spared (a deletion filter); empty if there is a plan.

    Parameters
    ----------
    problem : Problem
        With all demands.
    demands : iterable of Demand
        What is left out, in this order: those that come last are named rather than spared.
    has_plan : callable
        Whether a Problem has any plan.

    Returns
    -------
    tuple of str
        In the order given.
    """
    if has_plan(problem):
        return ()
    kept = []
    for words, without in demands:
        smaller = without(problem)
        if has_plan(smaller):
            kept.append(words)
        else:
            problem = smaller
    return tuple(kept)


def group_demands(problem: Problem, named: Callable[[int], str]) -> Iterator[Demand]:
    """Yield groups of tasks that need the same member or different ones; ``named`` is how a task is called."""
    for field, words in CLASHES.items():
        for group in getattr(problem, field):
            yield words.format(", ".join(dict.fromkeys(named(t) for t in group))), drop(field, group)


def shut(problem: Problem, pairs: Sequence[tuple[int, int]]) -> str:
    """Return which of the first two gates stops all pairs of a pin, as the end of a sentence; empty for none."""
    if not any(problem.can[pair] for pair in pairs):
        return ", who does not meet its minimums"
    return "" if any(problem.allowed[pair] for pair in pairs) else ", who is not allowed to take it"


def drop(field: str, item: object) -> Callable[[Problem], Problem]:
    """Return what takes one entry out of a field."""

    def without(problem: Problem) -> Problem:
        changes: Any = {field: tuple(one for one in getattr(problem, field) if one != item)}
        return replace(problem, **changes)

    return without
