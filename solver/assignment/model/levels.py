"""The levels of the objective as sums over columns, and the columns that the terms of the quality need."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.sheet import Sheet
from solver.domain.frozen import lock_arrays
from solver.domain.tasks import PRIORITIES
from solver.matching.problem import Problem
from solver.matching.time import Time
from solver.rules.catalogue import RULES

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Objective:
    """One level, to be maximised: its name, columns and a factor for each, and what is added to the sum."""

    name: str
    column: Ints
    factor: Ints
    constant: int = 0

    def __post_init__(self) -> None:
        """Let nobody change an array in place."""
        lock_arrays(self)


def levels(problem: Problem, sheet: Sheet) -> tuple[Objective, ...]:
    """Return the levels in strict order; adds the columns and rows of unevenness, splits and hand-offs to the sheet."""
    found = []
    priority, value = np.array(problem.priority, dtype=np.int64), np.array(problem.value, dtype=np.int64)
    for number, name in enumerate(PRIORITIES):
        mine = ((priority[sheet.task] == number) & (value[sheet.task] > 0)).nonzero()[0]
        if len(mine):
            found.append(Objective(name, mine, value[sheet.task[mine]]))
        if len(mine) and problem.time and number in problem.time.early:
            found.append(_early(problem.time, name, sheet, mine, value))
    if problem.previous:
        column = sheet.pair[tuple(np.array(problem.previous).T)]
        counts = np.array(problem.move_units or [1] * len(problem.previous), dtype=np.int64)
        found.append(Objective("moves", column[column >= 0], counts[column >= 0], -int(counts.sum())))
    gain = (np.arange(len(sheet.task)), problem.gain[sheet.owner, sheet.task])
    terms = [gain]
    for number, term in enumerate((_unevenness, _splits, _handoffs, _focus), len(RULES) + 1):
        sheet.poster = number
        terms += term(problem, sheet)
    column, factor = (np.concatenate(parts) for parts in zip(*terms, strict=True))
    return (*found, Objective("quality", column, factor))


Terms = list[tuple[Ints, Ints]]


def _early(time: Time, name: str, sheet: Sheet, mine: Ints, value: Ints) -> Objective:
    """Count the value of each task with the whole periods that are left after the one in which it ends."""
    left = time.n_periods - 1 - time.period[sheet.owner[mine]]
    kept = left > 0
    return Objective(early_name(name), mine[kept], (left * value[sheet.task[mine]])[kept])


def early_name(name: str) -> str:
    """Return the name of the level that places a class early."""
    return f"{name} early"


def _unevenness(problem: Problem, sheet: Sheet) -> Terms:
    """Bound the highest and the lowest load ratio of members, over all periods; the objective draws both tight."""
    who = problem.person
    limit, committed = (np.zeros(sheet.n_persons, dtype=np.int64) for _ in range(2))
    np.add.at(limit, who, problem.limit)
    np.add.at(committed, who, problem.committed)
    units, members = problem.balance_units, limit.nonzero()[0]
    if not units:
        return []
    extremes = sheet.new((-1, -1), 0, units)
    whole, before = limit + committed, committed * units
    counted = (limit > 0)[who[sheet.owner]]
    row, column = np.searchsorted(members, who[sheet.owner[counted]]), np.arange(len(sheet.task))[counted]
    load = problem.load[sheet.owner, sheet.task][counted] * units
    for extreme, sign in zip(extremes, (1, -1), strict=True):
        rows = np.concatenate([row, np.arange(len(members))])
        columns = np.concatenate([column, np.full(len(members), extreme)])
        factors = np.concatenate([sign * load, -sign * whole[members]])
        about = np.stack([members + len(problem.tasks), np.full(len(members), -1 if sign > 0 else 0)], axis=1)
        sheet.add(rows, columns, factors, -sign * before[members], about)
    return [(extremes, np.array([-1, 1]))]


def _splits(problem: Problem, sheet: Sheet) -> Terms:
    """Charge each owner of a batch but the first."""
    found: Terms = []
    for batch in problem.batches if problem.split_units else ():
        marks, _, _ = sheet.mark(batch)
        if len(marks) > 1:
            beyond = sheet.new((-1,), 0, len(marks) - 1)
            columns = np.concatenate([marks, beyond])
            factors = np.concatenate([np.ones_like(marks), [-1]])
            sheet.add(np.zeros_like(columns), columns, factors, (1,), ((batch[0], -1),))
            found.append((beyond, np.array([-problem.split_units])))
    return found


def _focus(problem: Problem, sheet: Sheet) -> Terms:
    """Charge each batch of a member in a period but the first."""
    units = problem.time.focus_units if problem.time else 0
    if not units:
        return []
    groups = (*problem.batches, *problem.whole)
    most = len(groups)
    beyond = sheet.new(np.full(len(problem.members), -1), 0, most)
    sheet.slots_at_most(groups, (), np.ones(len(problem.members), dtype=np.int64), beyond)
    return [(beyond, np.full(len(beyond), -units))]


def _handoffs(problem: Problem, sheet: Sheet) -> Terms:
    """Charge the distance from the owner of what is needed to the owner of what needs it."""
    cost, found = problem.handoff, []
    for task, target in problem.dependencies if cost.any() else ():
        givers, takers = ((sheet.pair[:, t] >= 0).nonzero()[0] for t in (target, task))
        charge = cost[np.ix_(givers, takers)]
        if charge.any():
            most = int(charge.max())
            paid = sheet.new((-1,), 0, most)
            row = np.broadcast_to(np.arange(len(givers))[:, None], charge.shape).ravel()
            each, ones = np.arange(len(givers)), np.ones_like(givers)
            rows = np.concatenate([row, each, each])
            taking = np.broadcast_to(sheet.pair[takers, task], charge.shape).ravel()
            columns = np.concatenate([taking, sheet.pair[givers, target], ones * paid])
            factors = np.concatenate([charge.ravel(), ones * most, -ones])
            about = np.stack([ones * task, givers + len(problem.tasks)], axis=1)
            sheet.add(rows, columns, factors, ones * most, about)
            found.append((paid, np.array([-1])))
    return found
