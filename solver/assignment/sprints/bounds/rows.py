"""The demands of a plan over periods that bound a level, as one part with what is held of the levels above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.linear import Linear
from solver.assignment.road.needed import needed
from solver.assignment.road.program import Part
from solver.assignment.road.solved import Floor, floor_of
from solver.assignment.sprints.bounds.waits import rows_of_waits
from solver.assignment.sprints.restricted import restricted

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Bounding(NamedTuple):
    """What bounds a level: its demands, what each column is worth, and the levels above."""

    linear: Linear
    part: Part
    worth: Floats
    floors: list[Floor]


def bounding(demands: Linear, level: int, held: Sequence[int]) -> Bounding:
    """Return what bounds a level by demands where those above have at least what is held; rows are rounded."""
    rounded = demands.rounded
    worth = _worths(rounded, level)
    floors = [floor_of(each, least) for each, least in zip(worth, held, strict=False)]
    return Bounding(rounded, _all_of(rounded), worth[level].astype(float), floors)


def relevant(linear: Linear, level: int) -> tuple[Linear, Ints]:
    """Return what of the demands bounds a level, and the columns that are kept.

    A class is bounded over the pieces that it needs, without what only makes plans cost more.
    """
    n_pairs, n_columns = linear.n_pairs, len(linear.member)
    if level == len(linear.levels) - 1 or linear.problem.unlike:
        return linear, np.arange(n_columns)
    row = np.repeat(np.arange(len(linear.limit)), np.diff(linear.starts))
    is_firm = np.bincount(row, linear.member[linear.column] < 0, len(linear.limit)) == 0
    entries, counts = is_firm[row], np.diff(linear.starts)[is_firm]
    firm = replace(
        linear,
        starts=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        column=linear.column[entries],
        factor=linear.factor[entries],
        limit=linear.limit[is_firm],
        name=linear.name[is_firm],
    )
    is_open = np.zeros(n_columns, dtype=bool)
    is_open[firm.column] = True
    is_open[:n_pairs] = False
    is_open[needed(linear, level)] = True
    return restricted(firm, np.flatnonzero(~is_open))


def with_links(linear: Linear) -> Linear:
    """Return the demands, rows of waits, and for each mark that it is at least what its member has of each piece.

    Of a piece a member has one in all periods together: that says more than a row for each period does.
    """
    waits, pieces = rows_of_waits(linear), max(len(linear.problem.tasks), 1)
    keys, row = np.unique(linear.whole * pieces + linear.task[linear.part], return_inverse=True)
    rows = np.concatenate([row, np.arange(len(keys))])
    order = np.argsort(rows, kind="stable")
    place = np.concatenate([linear.part, keys // pieces])[order]
    factor = np.concatenate([np.ones(len(row), np.int64), np.full(len(keys), -1)])[order]
    ends = np.searchsorted(rows[order], np.arange(1, len(keys) + 1))
    first = linear.starts[-1] + waits.starts
    more = len(waits.starts) - 1 + len(keys)
    return replace(
        linear,
        starts=np.concatenate([linear.starts, first[1:], first[-1] + ends]),
        column=np.concatenate([linear.column, waits.column, place]),
        factor=np.concatenate([linear.factor, waits.factor, factor]),
        limit=np.concatenate([linear.limit, np.zeros(more, np.int64)]),
        name=np.concatenate([linear.name, np.full((more, linear.name.shape[1]), -1)]),
    )


def _all_of(linear: Linear) -> Part:
    """Return all demands as one part."""
    tied = with_links(linear)
    return Part(
        column=np.arange(len(linear.member)),
        row=np.arange(len(tied.limit)),
        starts=tied.starts,
        place=tied.column,
        factor=tied.factor,
        limit=tied.limit,
        low=linear.low,
        high=linear.high,
    )


def _worths(linear: Linear, level: int) -> Ints:
    """Return what each column adds to a level and to each above it, shape (level + 1, n_columns)."""
    found = np.zeros((level + 1, len(linear.member)), dtype=np.int64)
    for row, objective in zip(found, linear.levels, strict=False):
        np.add.at(row, objective.column, objective.factor)
    return found
