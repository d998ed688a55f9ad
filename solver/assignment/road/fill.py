"""Fills a plan until nothing more fits: single tasks, tasks with what they wait for, and batches handed out whole."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.linear import Linear
from solver.assignment.road.program import Program
from solver.assignment.road.standing import Standing

Ints = NDArray[np.int64]


class Filler:
    """What filling needs of a problem, made once: ranks of pairs, whole batches, and what tasks wait for."""

    def __init__(self, program: Program) -> None:
        linear = program.linear
        problem, n_pairs = linear.problem, program.n_pairs
        self.program, self.problem = program, problem
        member, task = linear.member[:n_pairs], linear.task[:n_pairs]
        gain = problem.gain[member, task]
        hours = np.maximum(problem.load[member, task], 1)
        urgency = np.array(inherited(problem.priority, problem.dependencies), np.int64)
        required = np.zeros(len(problem.tasks), bool)
        required[list(problem.required)] = True
        value = np.array(problem.value, np.int64)
        # Urgent classes first; within one the most value for an hour, then the best suited member.
        least = np.full(len(problem.tasks), np.iinfo(np.int64).max)
        np.minimum.at(least, task, hours)
        worth = value / np.maximum(least, 1)
        pinned = np.zeros(len(problem.tasks), bool)
        pinned[[t for _, t in problem.pins]] = True
        order = np.lexsort((-gain, task, -worth[task], urgency[task], ~required[task], ~pinned[task]))
        self.rank = np.empty(n_pairs, np.int64)
        self.rank[order] = np.arange(n_pairs)
        self.order = order
        self.batch = {t: batch for batch in problem.whole for t in batch}
        self.waits: dict[int, list[int]] = defaultdict(list)
        for one, other in problem.dependencies:
            self.waits[one].append(other)
        by_task = np.argsort(task[order], kind="stable")
        self._of_task = order[by_task]
        self._starts = np.searchsorted(task[order][by_task], np.arange(len(problem.tasks) + 1))

    def pairs_of(self, task: int) -> Ints:
        """Return the pairs of a task, the best first."""
        found: Ints = self._of_task[self._starts[task] : self._starts[task + 1]]
        return found

    def fill(self, standing: Standing) -> None:
        """Take whatever fits, the most urgent first, until nothing does."""
        while self._singles(standing) or self._groups(standing):
            pass

    def _singles(self, standing: Standing) -> bool:
        """Take single pairs for as long as one fits; return whether one was taken."""
        some = False
        while True:
            opened = standing.open_pairs(self.order)
            opened = (
                opened[[int(t) not in self.batch for t in self.program.linear.task[opened]]] if self.batch else opened
            )
            took = False
            for pair, task in zip(opened.tolist(), self.program.linear.task[opened].tolist(), strict=True):
                if standing.owner[task] < 0 and standing.fits(one := np.array([pair])):
                    standing.take(one)
                    took = some = True
            if not took:
                return some

    def _groups(self, standing: Standing) -> bool:
        """Take whole batches and tasks with all that they wait for; return whether one was taken."""
        if not self.batch and not self.waits:
            return False
        some = False
        for batch in self.problem.whole:
            if standing.owner[batch[0]] < 0:
                some |= self._place(standing, batch[0]) is not None
        out = [t for t in self.waits if standing.owner[t] < 0]
        out.sort(key=lambda t: int(self.rank[self.pairs_of(t)[0]]) if len(self.pairs_of(t)) else 0)
        for task in out:
            if standing.owner[task] < 0:
                some |= self._chain(standing, task)
        return some

    def _chain(self, standing: Standing, task: int) -> bool:
        """Take a task after all that it waits for, or nothing of it."""
        needed = self._needed(standing, task)
        if len(needed) == 1 and task not in self.batch:
            return False
        taken: list[Ints] = []
        for each in needed:
            if standing.owner[each] >= 0:
                continue
            got = self._place(standing, each)
            if got is None:
                for pairs in reversed(taken):
                    standing.drop(pairs)
                return False
            taken.append(got)
        return True

    def _needed(self, standing: Standing, task: int) -> list[int]:
        """Return the open tasks that a task waits for, each after what it waits for itself, and last the task."""
        found: dict[int, None] = {}
        stack = [(task, False)]
        seen = set[int]()
        while stack:
            each, is_left = stack.pop()
            if is_left:
                found[each] = None
            elif each not in seen and standing.owner[each] < 0:
                seen.add(each)
                stack.append((each, True))
                stack += [(other, False) for t in self.batch.get(each, (each,)) for other in self.waits.get(t, ())]
        return list(found)

    def _place(self, standing: Standing, task: int) -> Ints | None:
        """Take a task, with its whole batch where it has one, with the best member who fits; return the pairs."""
        linear = self.program.linear
        batch = self.batch.get(task, (task,))
        mine = [self.pairs_of(t) for t in batch]
        for pair in mine[0].tolist():
            same = [pairs[linear.member[pairs] == linear.member[pair]] for pairs in mine]
            if all(len(one) for one in same):
                pairs = np.concatenate(same)
                if standing.fits(pairs):
                    standing.take(pairs)
                    return pairs
        return None


def filled(linear: Linear) -> Ints:
    """Return the pairs of a plan made by filling alone; it may miss pins or required tasks."""
    program = Program(linear)
    standing = Standing(program, np.zeros(0, np.int64))
    Filler(program).fill(standing)
    return standing.pairs


def inherited(priority: tuple[int, ...], dependencies: tuple[tuple[int, int], ...]) -> list[int]:
    """Return the most urgent class among each task and all that wait for it.

    Examples
    --------
    >>> inherited((0, 3, 3), ((0, 1), (1, 2)))
    [0, 0, 0]
    """
    urgency = list(priority)
    waits: dict[int, list[int]] = defaultdict(list)
    for one, other in dependencies:
        waits[one].append(other)
    for start in sorted(range(len(urgency)), key=lambda t: priority[t]):
        stack = [start] if urgency[start] == priority[start] else []
        while stack:
            for other in waits.get(stack.pop(), ()):
                if urgency[other] > priority[start]:
                    urgency[other] = priority[start]
                    stack.append(other)
    return urgency
