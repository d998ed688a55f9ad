"""The best plan in which every member keeps the load limit in most of a sample of what tasks may really take.

A set of tasks that a member must not have together stays too much with one task more. So the plan is made without
the sample, each member's tasks are looked up in it, and sets that are over too often come back as rows of the model:
the smallest such sets, widened by every task that makes them no smaller. Each row holds for every plan that keeps the
level, so the first plan without such a set is the best of all.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from solver.assignment.exact import solve_exact
from solver.assignment.result import Result
from solver.matching.problem import Problem

# A member's row, task columns that are too much together, and how many of them are not.
Row = tuple[int, tuple[int, ...], int]
# Beyond so many subsets a row is not widened further.
MOST_SUBSETS = 400
# How many numbers are looked at in one go.
MOST_NUMBERS = 2_000_000


@dataclass(frozen=True)
class Kept:
    """A plan at a level: the result, the rows that were needed, after how many plans.

    ``forced`` are members whose pinned work alone is over the limit too often: they get nothing else.
    """

    result: Result
    rows: tuple[Row, ...]
    rounds: int
    forced: tuple[int, ...]


def solve_on_sample(
    problem: Problem,
    factors: NDArray[np.float64],
    most_over: int,
    rows: tuple[Row, ...] = (),
    *,
    time_limit: float = 60.0,
    seed: int = 0,
    workers: int = 1,
) -> Kept:
    """Return the best plan in which each member is over the load limit in at most ``most_over`` cases of the sample.

    Parameters
    ----------
    problem : Problem
        The indexed arrays; loads are estimates.
    factors : ndarray of float, shape (n_cases, n_tasks)
        What a task really takes in each case, as a multiple of the estimate; above 0.
    most_over : int
        From 0 to n_cases.
    rows : tuple of Row
        Rows that hold at this level already, such as those of a lower level.
    time_limit : float
        Seconds for all rounds together.
    seed, workers : int
        Of each search.

    Returns
    -------
    Kept
        Its result is ``unknown`` where the time ended before a plan kept the level.

    Raises
    ------
    KeyboardInterrupt
        If Ctrl-C cut a search short: a plan that does not keep the level is none.
    """
    sample = _Sample(problem, factors, most_over)
    end, found, rounds = time.monotonic() + time_limit, dict.fromkeys((*rows, *sample.pinned_rows())), 0
    while True:
        left, rounds = end - time.monotonic(), rounds + 1
        result = solve_exact(
            replace(problem, overfull=tuple(found)), time_limit=max(left, 0.01), seed=seed, workers=workers
        )
        if result.stopped == "interrupt":
            raise KeyboardInterrupt
        new = sample.rows_against(result) if result.plan else []
        if not new or left <= 0:
            late = Result("unknown", None, (), result.stopped or "time limit")
            return Kept(late if new else result, tuple(found), rounds, sample.forced)
        found |= dict.fromkeys(new)


class _Sample:
    """The minutes of each pair in each case."""

    def __init__(self, problem: Problem, factors: NDArray[np.float64], most_over: int) -> None:
        self.problem, self.factors, self.most_over = problem, factors, most_over
        self.able = [np.flatnonzero(row).tolist() for row in problem.eligible]
        self.pinned: dict[int, list[int]] = {}
        for member, task in problem.pins:
            self.pinned.setdefault(member, []).append(task)
        self.forced = tuple(m for m, tasks in self.pinned.items() if self.is_over(m, tasks))

    def minutes(self, member: int, tasks: list[int]) -> NDArray[np.float64]:
        """Return what the tasks take this member in each case, shape (n_cases, n_tasks)."""
        return self.factors[:, tasks] * self.problem.load[member, tasks]

    def is_over(self, member: int, tasks: list[int]) -> bool:
        """Return whether the tasks together are over the member's limit too often."""
        over = self.minutes(member, tasks).sum(axis=1) > self.problem.limit[member]
        return int(over.sum()) > self.most_over

    def pinned_rows(self) -> list[Row]:
        """Return rows that give nothing else to members whose pinned work alone is too much."""
        rest = ((m, tuple(t for t in self.able[m] if t not in self.pinned[m])) for m in self.forced)
        return [(m, tasks, 0) for m, tasks in rest if tasks]

    def rows_against(self, result: Result) -> list[Row]:
        """Return rows that the plan breaks, and the same sets for others whom they are too much for."""
        problem, found = self.problem, list[Row]()
        given: dict[str, list[int]] = {}
        for one in result.plan.assignments if result.plan else ():
            given.setdefault(one.member, []).append(problem.tasks.index(one.task))
        free = [m for m in range(len(problem.members)) if m not in self.forced]
        for member in free:
            tasks = given.get(problem.members[member], [])
            for cover in self._covers(member, tasks) if self.is_over(member, tasks) else ():
                others = (m for m in free if m == member or self._has_too_much(m, cover))
                found += [self._widened(m, cover) for m in others]
        return found

    def _has_too_much(self, member: int, tasks: tuple[int, ...]) -> bool:
        return set(tasks) <= set(self.able[member]) and self.is_over(member, list(tasks))

    def _covers(self, member: int, tasks: list[int]) -> set[tuple[int, ...]]:
        """Return smallest sets within the tasks that are still too much, found from either end."""
        by_load = sorted(tasks, key=lambda t: (int(self.problem.load[member, t]), t))
        found = set()
        for order in (by_load, by_load[::-1]):
            kept = list(order)
            for task in order:
                rest = [t for t in kept if t != task]
                if self.is_over(member, rest):
                    kept = rest
            found.add(tuple(sorted(kept)))
        return found

    def _widened(self, member: int, cover: tuple[int, ...]) -> Row:
        """Return the row of a set with every further task that is too much with any of its others."""
        inside, size = list(cover), len(cover)
        others = sorted((t for t in self.able[member] if t not in cover), key=lambda t: -self.problem.load[member, t])
        for task in others:
            if comb(len(inside), size - 1) > MOST_SUBSETS:
                break
            if self._always_over(member, task, inside, size - 1):
                inside.append(task)
        return member, tuple(sorted(inside)), size - 1

    def _always_over(self, member: int, task: int, inside: list[int], size: int) -> bool:
        minutes = self.minutes(member, [*inside, task])
        room = self.problem.limit[member] - minutes[:, -1]
        chosen = list(combinations(range(len(inside)), size))
        subsets = np.array(chosen, dtype=np.int64).reshape(len(chosen), size)
        at_once = max(MOST_NUMBERS // (len(minutes) * max(size, 1)), 1)
        return all(
            ((minutes[:, part].sum(axis=2) > room[:, None]).sum(axis=0) > self.most_over).all()
            for part in (subsets[start : start + at_once] for start in range(0, len(subsets), at_once))
        )
