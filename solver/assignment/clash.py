"""The fewest demands that clash: each is left out in turn, and kept only where a plan then exists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from solver.domain.world import World
from solver.matching.fields import CLASHES
from solver.matching.problem import Problem

# A demand in words, and the Problem without it.
Demand = tuple[str, Callable[[Problem], Problem]]


def fewest(problem: Problem, demands: Iterable[Demand], has_plan: Callable[[Problem], bool]) -> tuple[str, ...]:
    """Return demands that cannot hold at once, none to be spared (a deletion filter); empty if there is a plan.

    Demands are spared many at a time where they can be, and one by one only where one of them is needed: the same ones
    are left as if each were asked for.

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
    asked, kept = [list(demands)], list[str]()
    while asked:
        some = asked.pop()
        smaller = problem
        for _, without in some:
            smaller = without(smaller)
        if not has_plan(smaller):
            problem = smaller
        elif len(some) == 1:
            kept.append(some[0][0])
        else:
            asked += [some[len(some) // 2 :], some[: len(some) // 2]]
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


def in_plain_words(world: World, clashes: Iterable[str], asked: tuple[str, str] | None = None) -> tuple[str, ...]:
    """Return demands that clash in the words of whoever demands them: started work is called that, only rules pin.

    Parameters
    ----------
    world : World
        As it was before the question.
    clashes : iterable of str
        Every pair that must hold is a pin there.
    asked : (str, str), optional
        The task and the member of the question: what it asks for is called asked.

    Returns
    -------
    tuple of str
        A pin of the team's rules keeps its name.
    """
    pins = {(pin.task, pin.member) for pin in world.team.policies.pins}
    ends = {f" is pinned to {one.id}": one.id for one in world.team.members}
    started = {(task.id, member) for task in world.backlog.open_tasks for _, member in task.holders}
    found = []
    for text in clashes:
        # The longest end, as one id may begin another.
        end = max((end for end in ends if end in text), key=len, default="")
        pair = (text.partition(" (")[0], ends.get(end, ""))
        if not end or pair in pins:
            found.append(text)
        elif pair == asked and pair not in started:
            found.append(text.replace(end, f" goes to {pair[1]}, as asked", 1))
        else:
            found.append(text.replace(end, f" is started and stays with {pair[1]}", 1))
    return tuple(found)


def drop(field: str, item: object) -> Callable[[Problem], Problem]:
    """Return what takes one entry out of a field."""

    def without(problem: Problem) -> Problem:
        changes: Any = {field: tuple(one for one in getattr(problem, field) if one != item)}
        return replace(problem, **changes)

    return without
