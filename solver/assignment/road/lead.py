"""What a linear program over all levels at once says of each pair: it leads searches to the few pairs that matter.

The levels are summed with weights that let no gain below pay for a loss above as long as hours are what is exchanged;
so its prices are good for every level. It guides only: bounds come from programs of one level each.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.highs import PRIMAL, highs_module, quiet_highs
from solver.assignment.model.slices import slices
from solver.assignment.road.highs import run, shrunk
from solver.assignment.road.program import Part, Program
from solver.assignment.road.solved import Budget

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
# What one of the last class weighs against the largest gain, and a class against the next one; the largest weight.
FIRST: Final = 4.0
RATIO: Final = 30.0
LARGEST: Final = 1e6
# Programs with more pairs are begun with so many of each task, and get so many of each at a time.
WHOLE_PAIRS: Final = 12_000
BEGUN, ADDED = 3, 2
# A pair that gains less than this part of the largest weight stays out.
LEAST: Final = 1e-9
# How many pairs for each task are near.
NEAR: Final = 2.5


@dataclass(frozen=True, eq=False)
class Lead:
    """``share[p]`` is how much of pair p the best mixture of plans takes, ``loss[p]`` what taking it costs at least."""

    share: Floats
    loss: Floats

    def near(self, tasks: int, times: float = NEAR) -> Bools:
        """Return which pairs cost the least: so many for each task on average."""
        count = min(int(times * tasks), len(self.loss) - 1)
        if count < 0:
            return np.ones(0, bool)
        most = np.partition(self.loss, count)[count]
        return np.asarray(self.loss <= most)


def lead(program: Program, budget: Budget, *, priced: bool) -> Lead | None:
    """Return what the linear program says, or None where time ended first.

    Parameters
    ----------
    program : Program
        All demands.
    budget : Budget
        Of the linear program.
    priced : bool
        Whether splits, unevenness and the like are in it.
    """
    n_pairs = program.n_pairs
    part = program.part(np.arange(n_pairs), np.zeros(len(program.linear.member), np.int64), priced=priced)
    worth = _weighed(program.worth[:, part.column].astype(float), n_pairs)
    task = program.linear.task[part.column[:n_pairs]]
    begun = np.ones(len(worth), bool)
    if n_pairs > WHOLE_PAIRS:
        begun[:n_pairs] = _best_of_each(task, worth[:n_pairs], BEGUN)
    found = _sifted(part, worth, task, begun, budget)
    if found is None:
        return None
    return Lead(found[0][:n_pairs], np.maximum(found[1][:n_pairs], 0.0))


def _weighed(worth: Floats, n_pairs: int) -> Floats:
    """Return all levels as one sum."""
    found, weight = worth[-1].copy(), FIRST * max(float(np.abs(worth[-1, :n_pairs]).max(initial=0)), 1.0)
    for level in worth[-2::-1]:
        found += weight * level
        weight *= RATIO
    scaled: Floats = found * (LARGEST / max(float(np.abs(found).max(initial=0)), 1.0))
    return scaled


def _best_of_each(task: Ints, worth: Floats, count: int) -> Bools:
    """Return which pairs are among so many of the most worth of their task."""
    order = np.lexsort((-worth, task))
    ordered = task[order]
    rank = np.arange(len(task)) - np.searchsorted(ordered, ordered)
    found = np.zeros(len(task), bool)
    found[order[rank < count]] = True
    return found


def _sifted(part: Part, worth: Floats, task: Ints, begun: Bools, budget: Budget) -> tuple[Floats, Floats] | None:
    """Solve with some columns, and again with those added that would gain, until none does or time is up."""
    columns, rows, factors, starts = _by_column(part, len(worth))
    program, held = _empty(part), np.zeros(0, np.int64)
    new, found = np.flatnonzero(begun), None
    while len(new):
        entry, number = slices(starts, new)
        cuts = np.searchsorted(number, np.arange(len(new))).astype(np.int32)
        low, high = part.low[new].astype(float), part.high[new].astype(float)
        program.addCols(len(new), worth[new], low, high, len(entry), cuts, rows[entry], factors[entry])
        held = np.concatenate([held, new])
        seconds = budget.end - time.monotonic()
        if seconds <= 0 or budget.wish.is_set():
            break
        program.setOptionValue("time_limit", program.getRunTime() + seconds)
        run(program, budget)
        program.setOptionValue("simplex_strategy", PRIMAL)
        if program.getModelStatus() != highs_module().HighsModelStatus.kOptimal:
            break
        solution = program.getSolution()
        share = np.zeros(len(worth))
        share[held] = solution.col_value
        price = np.array(solution.row_dual)
        loss = np.bincount(columns, factors * price[rows], len(worth)) - worth
        found = share, loss / LARGEST
        gains = np.flatnonzero(loss < -LEAST * LARGEST)
        gains = gains[(gains < len(task)) & ~np.isin(gains, held)]
        new = gains[_best_of_each(task[gains], -loss[gains], ADDED)]
    return found


def _by_column(part: Part, count: int) -> tuple[Ints, NDArray[np.int32], Floats, Ints]:
    """Return column, row and factor of all entries, column by column, and where each column starts."""
    order = np.argsort(part.place, kind="stable")
    row = np.repeat(np.arange(len(part.limit)), np.diff(part.starts))[order].astype(np.int32)
    columns = part.place[order]
    return (
        columns,
        row,
        part.factor[order] * shrunk(part)[row],
        np.searchsorted(columns, np.arange(count + 1)).astype(np.int64),
    )


def _empty(part: Part) -> Any:
    """Return a program with the rows alone."""
    highs = highs_module()
    lp = highs.HighsLp()
    n_rows = len(part.limit)
    lp.num_col_, lp.num_row_, lp.sense_ = 0, n_rows, highs.ObjSense.kMaximize
    lp.row_lower_, lp.row_upper_ = np.full(n_rows, -highs.kHighsInf), part.limit * shrunk(part)
    program = quiet_highs()
    program.setOptionValue("threads", 1)
    program.passModel(lp)
    return program
