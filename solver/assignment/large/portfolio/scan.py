"""The inner loop over all pairs: compiled by numba if it is there, else by NumPy, with the same answers.

Scores, weights and minimums are whole numbers, and a task's weights times the scale stay below 2**24: so every sum of
weight times score is exact in float32, in whatever order and by whatever library it is added up.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.assignment.large import loops

Floats32 = NDArray[np.float32]
Found = tuple[NDArray[np.int32], Floats32, Floats32]
Array = NDArray[Any]
ROWS = 1024


class Work(NamedTuple):
    """Arrays of one block: members' scores (n_dims, n_members), tasks, and requirements from ``starts`` on.

    The rate of a pair is (weighted score * ``slope`` + ``base``) + ``offset`` of the member for the task's kind.
    """

    scores: Floats32
    offset: Floats32
    rights: NDArray[np.bool_]
    slope: Floats32
    base: Floats32
    kind: NDArray[Any]
    right: NDArray[Any]
    starts: NDArray[np.int64]
    capability: NDArray[Any]
    weight: Floats32
    minimum: Floats32


def scan(work: Work, keep: int) -> Found:
    """Return for each task the ``keep`` members of the highest rate, their weighted scores, and the next rate.

    Parameters
    ----------
    work : Work
        One block.
    keep : int
        At least 1 and at most n_members.

    Returns
    -------
    member, weighted, beyond : ndarray, shapes (n_tasks, keep), (n_tasks, keep), (n_tasks,)
        ``member`` is -1 where no further member passes the gates; ties go to the first member.
    """
    if loops.has_numba():
        count = len(work.kind)
        member = np.empty((count, keep), np.int32)
        weighted, beyond = np.empty((count, keep), np.float32), np.empty(count, np.float32)
        loops.compiled_loop(_loops)(work, member, weighted, beyond)
        return member, weighted, beyond
    parts = [_plain(_cut(work, start, start + ROWS), keep) for start in range(0, max(len(work.kind), 1), ROWS)]
    member, weighted, beyond = (np.concatenate(column) for column in zip(*parts, strict=True))
    return member, weighted, beyond


def _cut(work: Work, start: int, stop: int) -> Work:
    starts = work.starts[start : stop + 1]
    low, high = starts[0], starts[-1]
    tasks = {name: getattr(work, name)[start:stop] for name in ("slope", "base", "kind", "right")}
    needs = {name: getattr(work, name)[low:high] for name in ("capability", "weight", "minimum")}
    return work._replace(starts=starts - low, **tasks, **needs)


def _plain(work: Work, keep: int) -> Found:
    """Do one block of rows by a matrix product."""
    count, (n_dims, n_members) = len(work.kind), work.scores.shape
    length = np.diff(work.starts)
    row = np.repeat(np.arange(count), length)
    dense = np.zeros((count, n_dims), np.float32)
    np.add.at(dense, (row, work.capability), work.weight)
    weighted = dense @ work.scores
    for slot in range(int(length.max(initial=0))):
        mine = np.flatnonzero(length > slot)
        need = work.starts[mine] + slot
        short = work.scores[work.capability[need]] < work.minimum[need, None]
        weighted[mine] = np.where(short, np.float32(-1), weighted[mine])
    bound = np.flatnonzero(work.right >= 0)
    weighted[bound] = np.where(work.rights[work.right[bound]], weighted[bound], np.float32(-1))
    rate = (weighted * work.slope[:, None] + work.base[:, None]) + work.offset[work.kind]
    rate[weighted < 0] = -np.inf
    order = _largest(rate, min(keep + 1, n_members))
    ranked = np.take_along_axis(rate, order, axis=1)
    beyond = ranked[:, keep] if n_members > keep else np.full(count, -np.inf, np.float32)
    member = np.where(np.isfinite(ranked[:, :keep]), order[:, :keep], -1).astype(np.int32)
    return member, np.take_along_axis(weighted, order[:, :keep], axis=1), beyond


def _largest(rate: Floats32, count: int) -> NDArray[np.int64]:
    """Return the columns of the largest rates of each row, largest first, ties to the first column."""
    bits = (rate + np.float32(0)).view(np.int32).astype(np.int64)
    # Floats sort like their bits once the negative ones are turned round.
    key = np.where(bits < 0, -(bits & 0x7FFFFFFF), bits) * 2**31 - np.arange(rate.shape[1])
    part = np.argpartition(-key, count - 1, axis=1)[:, :count]
    order = np.argsort(-np.take_along_axis(key, part, axis=1), axis=1)
    found: NDArray[np.int64] = np.take_along_axis(part, order, axis=1)
    return found


def _loops(work: Work, member: Array, weighted: Array, beyond: Array) -> None:
    """Do one block pair by pair, member after member so that the processor takes many at once."""
    scores, offset, rights, slope, base, kind, right, starts, capability, weight, minimum = work
    n_members, keep = scores.shape[1], member.shape[1]
    total, rate = np.empty(n_members, np.float32), np.empty(n_members, np.float32)
    top, who = np.empty(keep + 1, np.float32), np.empty(keep + 1, np.int32)
    low = np.float32(-np.inf)
    for t in range(len(kind)):
        total[:] = 0
        for j in range(starts[t], starts[t + 1]):
            have, factor, least = scores[capability[j]], weight[j], minimum[j]
            for m in range(n_members):
                total[m] = total[m] + factor * have[m] if have[m] >= least else low
        if right[t] >= 0:
            permitted = rights[right[t]]
            for m in range(n_members):
                total[m] = total[m] if permitted[m] else low
        like, a, b = offset[kind[t]], slope[t], base[t]
        for m in range(n_members):
            value = (total[m] * a + b) + like[m]
            rate[m] = value if total[m] >= 0 else low
        top[:], who[:] = low, -1
        least_kept: Any = low
        for m in range(n_members):
            value = rate[m]
            if value > least_kept:
                place = keep
                while place > 0 and top[place - 1] < value:
                    top[place], who[place] = top[place - 1], who[place - 1]
                    place -= 1
                top[place], who[place] = value, m
                least_kept = top[keep]
        for k in range(keep):
            member[t, k] = who[k]
            weighted[t, k] = total[who[k]] if who[k] >= 0 else -1
        beyond[t] = top[keep]
