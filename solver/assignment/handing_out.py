"""What has been handed out so far, one task after the other, and who could take the next one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.matching.problem import Problem
from solver.rules.catalogue import RULES

NOBODY: Final = -1
# Rules that look at a plan as a whole, beside all those that are kept step by step.
STEPWISE: Final = {"load_limit", "dependency", "overfull", "separate", "together", "wip_limit"}
LATE: Final = {"pin", "required", "whole_batch"}
Groups = list[list[int]]


class State:
    """The owner of each task, -1 for nobody, and what each member has.

    ``last`` is who was given the last task; ``siblings`` are the tasks of the same batches as each task.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.owner = np.full(len(problem.tasks), NOBODY)
        self.last = NOBODY
        self._given = np.zeros(len(problem.members), dtype=np.int64)
        self._count = np.zeros(len(problem.members), dtype=np.int64)
        self._gates = np.ascontiguousarray(problem.eligible.T)
        self._most = np.where(problem.wip < 0, len(problem.tasks), problem.wip)
        self._apart, self._joined = _others(problem.separate, problem), _others(problem.together, problem)
        self._needs: Groups = [[] for _ in problem.tasks]
        for task, target in problem.dependencies:
            self._needs[task].append(target)
        self._rest = [rule for name, rule in RULES.items() if name not in STEPWISE | LATE] if _is_whole(problem) else []

    @cached_property
    def siblings(self) -> Groups:
        """The tasks of the same batches as each task, itself among them."""
        return _others(self.problem.batches, self.problem)

    @property
    def free(self) -> NDArray[np.float64]:
        """The share of each load limit that is still free, 0 to 1."""
        share: NDArray[np.float64] = 1 - self._given / np.maximum(self.problem.limit, 1)
        return share

    def has_some(self, tasks: Sequence[int]) -> NDArray[np.float64]:
        """Return 1 for members who have any of the tasks, 0 for others."""
        found = np.zeros(len(self._given))
        owners = self.owner[tasks]
        found[owners[owners != NOBODY]] = 1.0
        return found

    def fitting(self, t: int, pinned: int | None = None) -> NDArray[np.bool_]:
        """Return who passes the gates of a task, has the hours, and breaks no rule that held before."""
        if any(self.owner[target] == NOBODY for target in self._needs[t]):
            return np.zeros(len(self._given), dtype=np.bool_)
        problem = self.problem
        found: NDArray[np.bool_] = self._gates[t] & (self._given + problem.load[:, t] <= problem.limit)
        found &= self._count < self._most
        if pinned is not None:
            found &= np.arange(len(found)) == pinned
        if self._apart[t]:
            found &= self.has_some(self._apart[t]) == 0
        for owner in {int(self.owner[other]) for other in self._joined[t]} - {NOBODY}:
            found &= np.arange(len(found)) == owner
        for member, tasks, most in problem.overfull:
            if t in tasks and (self.owner[list(tasks)] == member).sum() >= most:
                found[member] = False
        if self._rest:
            found &= [not self._breaks(t, m) for m in range(len(found))]
        return found

    def _breaks(self, t: int, m: int) -> bool:
        owners = {task: owner for task, owner in enumerate(self.owner.tolist()) if owner != NOBODY} | {t: m}
        return any(rule.matches(self.problem, owners) for rule in self._rest)

    def give(self, t: int, m: int) -> None:
        """Give a task to a member."""
        self.owner[t] = self.last = m
        self._given[m] += self.problem.load[m, t]
        self._count[m] += 1


def _others(groups: Sequence[Sequence[int]], problem: Problem) -> Groups:
    """Return for each task those that it shares a group with, itself among them."""
    found: Groups = [[] for _ in problem.tasks]
    for group in groups:
        for t in group:
            found[t] += group
    return found


def _is_whole(problem: Problem) -> bool:
    """Return whether any rule looks at the plan as a whole."""
    return problem.most_moves is not None or bool(problem.unlike)
