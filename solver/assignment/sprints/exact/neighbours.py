"""Which tasks to plan anew together while all others stay where they are, or go: one small search after the other."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from solver.assignment.model.linear import Linear

Ints = NDArray[np.int64]
# So many pieces are planned anew at once.
MOST_PIECES: Final = 45


def shut_columns(linear: Linear, placed: Mapping[int, int], free: set[int]) -> Ints:
    """Return the columns of pairs that are not open: other places of pieces that are not free."""
    pairs = linear.n_pairs
    row, piece = linear.member[:pairs], linear.task[:pairs]
    where = np.full(len(linear.problem.tasks), -1, dtype=np.int64)
    where[list(placed)] = list(placed.values())
    is_free = np.zeros(len(where), dtype=bool)
    is_free[list(free)] = True
    return np.flatnonzero(~is_free[piece] & (where[piece] != row))


def some_pieces(linear: Linear, placed: Mapping[int, int], level: int, chance: random.Random) -> set[int]:
    """Return pieces around one that could do better: its task's, those of who could have it, and what is tied to it."""
    problem, time = linear.problem, linear.problem.time
    if time is None:
        return set()
    objective = linear.levels[level]
    wanted = sorted(set(linear.task[objective.column[objective.column < linear.n_pairs]].tolist()))
    out = [c for c in wanted if c not in placed]
    first = chance.choice(out if out and chance.random() < 0.6 else wanted or [0])
    ties: dict[int, list[int]] = {}
    for after, before in (*time.waits, *time.gated, *problem.dependencies):
        ties.setdefault(after, []).append(before)
        ties.setdefault(before, []).append(after)
    found = set(_of_task(time.task, first))
    rows = np.flatnonzero(problem.eligible[:, first])
    members = list(dict.fromkeys(time.member[rows].tolist()))
    chance.shuffle(members)
    for c in list(found):
        found |= set(ties.get(c, ()))
    for member in members[:3]:
        mine = [c for c, row in placed.items() if time.member[row] == member]
        chance.shuffle(mine)
        found |= set(mine[: MOST_PIECES // 3])
    extra = [c for c in range(len(problem.tasks)) if c not in placed and problem.eligible[rows, c].any()]
    chance.shuffle(extra)
    found |= set(extra[: max(MOST_PIECES - len(found), 5)])
    for c in list(found):
        found |= set(_of_task(time.task, c))
    return found


def _of_task(task: Ints, piece: int) -> list[int]:
    found: list[int] = np.flatnonzero(task == task[piece]).tolist()
    return found
