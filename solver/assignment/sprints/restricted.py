"""Linear demands with some columns left out: what a small search needs of a large problem."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.linear import Linear

Ints = NDArray[np.int64]


def restricted(linear: Linear, shut: Ints) -> tuple[Linear, Ints]:
    """Return the demands without some columns of pairs, which are 0 then, and the columns that are kept.

    Parameters
    ----------
    linear : Linear
        All demands.
    shut : ndarray of int
        Columns of pairs.
    """
    is_kept = np.ones(len(linear.member), dtype=bool)
    is_kept[shut] = False
    # A mark that nothing can set any more is not needed.
    kept = np.flatnonzero(is_kept)
    place = np.full(len(is_kept), -1, dtype=np.int64)
    place[kept] = np.arange(len(kept))
    row = np.repeat(np.arange(len(linear.limit)), np.diff(linear.starts))
    entries = is_kept[linear.column]
    counts = np.bincount(row[entries], minlength=len(linear.limit))
    rows = np.flatnonzero((counts > 0) | (linear.limit < 0))
    starts = np.concatenate([[0], np.cumsum(counts[rows])]).astype(np.int64)
    parts = is_kept[linear.part] & is_kept[linear.whole]
    levels = tuple(
        replace(one, column=place[one.column[is_kept[one.column]]], factor=one.factor[is_kept[one.column]])
        for one in linear.levels
    )
    found = replace(
        linear,
        member=linear.member[kept],
        task=linear.task[kept],
        low=linear.low[kept],
        high=linear.high[kept],
        part=place[linear.part[parts]],
        whole=place[linear.whole[parts]],
        starts=starts,
        column=place[linear.column[entries]],
        factor=linear.factor[entries],
        limit=linear.limit[rows],
        name=linear.name[rows],
        levels=levels,
    )
    return found, kept
