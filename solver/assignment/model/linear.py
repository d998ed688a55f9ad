"""A Problem as linear demands over whole numbers: what the engines of this room start from.

Columns are, in this order: a switch for each eligible pair, member by member; then marks, each on as soon as a member
has any task of a group; and whole numbers that belong to nobody, such as the highest load ratio. Rows demand that a sum
is at most a limit. Levels are sums to be maximised.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.levels import Objective, levels
from solver.assignment.model.rounded import rounded
from solver.assignment.model.sheet import Sheet
from solver.assignment.model.sums import drawn_down
from solver.domain.frozen import lock_arrays
from solver.domain.plan import Assignment, Plan
from solver.matching.problem import Problem
from solver.matching.time import indexed, plan_of
from solver.rules.catalogue import RULES

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Linear:
    """The arrays: ``limit[r]`` bounds the sum of ``factor * column`` over ``starts[r] : starts[r + 1]``.

    ``member`` and ``task`` say whose switch a column is, -1 where it belongs to no one member or task; ``low`` and
    ``high`` bound it. ``part[i]`` switches ``whole[i]`` on. ``name[r]`` tells rows apart: the rule that posted it, and
    two numbers of what it is about, a task's column or, from n_tasks on, a member's row.
    """

    problem: Problem
    member: Ints
    task: Ints
    low: Ints
    high: Ints
    part: Ints
    whole: Ints
    starts: Ints
    column: Ints
    factor: Ints
    limit: Ints
    name: Ints
    levels: tuple[Objective, ...]

    def __post_init__(self) -> None:
        """Let nobody change an array in place."""
        lock_arrays(self)

    @property
    def n_pairs(self) -> int:
        """How many columns are switches of pairs; they come first."""
        return int((self.task >= 0).sum())

    @cached_property
    def rounded(self) -> Linear:
        """The same demands with rows more that are rounded: the same plans, but closer bounds by linear programming."""
        is_free = (self.low != 0) | (self.high != 1)
        length, column, factor, limit, made = rounded(self.starts, self.column, self.factor, self.limit, is_free)
        return replace(
            self,
            starts=np.concatenate([self.starts, self.starts[-1] + np.cumsum(length)]),
            column=np.concatenate([self.column, column]),
            factor=np.concatenate([self.factor, factor]),
            limit=np.concatenate([self.limit, limit]),
            name=np.concatenate([self.name, self.name[made]]),
        )

    def switched(self, pairs: Ints) -> Ints:
        """Return which switches and marks are on if just the pairs of these columns hold, for each column."""
        on = np.zeros(len(self.member), dtype=np.int64)
        on[pairs] = 1
        on[self.whole[on[self.part] > 0]] = 1
        return on

    def plan(self, pairs: Ints) -> Plan:
        """Return the pairs of these columns as nouns."""
        chosen = zip(self.task[pairs].tolist(), self.member[pairs].tolist(), strict=True)
        if self.problem.time:
            return plan_of(self.problem.time, chosen)
        members, tasks = self.problem.members, self.problem.tasks
        return Plan(tuple(Assignment(*pair) for pair in sorted((tasks[t], members[m]) for t, m in chosen)))

    def pairs(self, plan: Plan) -> Ints | None:
        """Return the columns of a plan's pairs, or None if one of them is not there, or there twice."""
        column = {pair: c for c, pair in enumerate(zip(self.member.tolist(), self.task.tolist(), strict=True))}
        found = [column.get(pair, -1) for pair in self._indexed(plan)]
        return None if -1 in found or len(set(found)) < len(found) else np.array(sorted(found), dtype=np.int64)

    def _indexed(self, plan: Plan) -> list[tuple[int, int]]:
        """Return row and column of each assignment, -2 where there is none of that name."""
        if self.problem.time:
            return indexed(self.problem.time, plan)
        members, tasks = (
            {name: i for i, name in enumerate(names)} for names in (self.problem.members, self.problem.tasks)
        )
        return [(members.get(a.member, -2), tasks.get(a.task, -2)) for a in plan.assignments]


def linear(problem: Problem, without: frozenset[str] = frozenset(), *, graded: bool = True) -> Linear:
    """Return the demands of all rules but those left out, and the levels of the objective.

    Parameters
    ----------
    problem : Problem
        Any.
    without : frozenset of str
        Names of rules to leave out.
    graded : bool
        Whether the levels are wanted, too.

    Returns
    -------
    Linear
        A plan obeys the rules exactly where its switches meet all rows; a level's sum at its best is the level's value.
    """
    sheet = Sheet(problem)
    sheet.placed_at_most(np.arange(len(problem.tasks))[:, None], (1,), 1)
    for number, (name, rule) in enumerate(RULES.items(), 1):
        sheet.poster = number
        if name not in without:
            rule.post(problem, sheet)
    return _finished(problem, sheet, levels(problem, sheet) if graded else ())


def _finished(problem: Problem, sheet: Sheet, objectives: tuple[Objective, ...]) -> Linear:
    row, column, factor = (np.concatenate(parts).astype(np.int64) for parts in zip(*sheet.entries, strict=True))
    order = np.argsort(row, kind="stable")
    low, high = np.concatenate(sheet.bounds).T
    none = np.zeros(0, dtype=np.int64)
    starts, column, factor = np.searchsorted(row[order], np.arange(sheet.n_rows + 1)), column[order], factor[order]
    limit = np.concatenate(sheet.limits)
    return Linear(
        problem,
        member=np.concatenate(sheet.members),
        task=np.concatenate([sheet.task, np.full(sheet.n_columns - len(sheet.task), -1)]),
        low=low,
        high=high,
        part=np.concatenate([none, *(part for _, part, _ in sheet.marks.values())]),
        whole=np.concatenate([none, *(whole for _, _, whole in sheet.marks.values())]),
        starts=starts,
        column=column,
        factor=factor,
        limit=drawn_down(starts, column, factor, limit, (low != 0) | (high != 1)),
        name=np.concatenate(sheet.names),
        levels=objectives,
    )
