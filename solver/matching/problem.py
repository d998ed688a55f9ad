"""The Problem: everything the solvers need, indexed and frozen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from solver.domain.frozen import lock_arrays
from solver.domain.showing import counted, shown
from solver.matching.growing import Grown
from solver.matching.time import Time


@dataclass(frozen=True, eq=False)
class Problem:
    """Members are rows m, open tasks are columns t, in the order of the nouns.

    ``fit`` and ``preference`` are float32, 0 to 1, shape (n_members, n_tasks); ``can``, ``allowed`` and ``available``
    are the gates, boolean, same shape; ``gain`` is the quality of each pair in thousandths of an hour.
    ``load``, ``limit`` and ``committed`` are minutes. ``priority`` numbers the class of each task, 0 the most urgent.
    ``wip`` is the most tasks a member may have, -1 for no limit. ``batches`` pay for splits, ``whole`` are all or none
    with one member. ``previous`` are the pairs of an earlier plan: each that no longer holds is a move, which
    counts as much as ``move_units`` says, 1 where that is empty; there are
    ``most_moves`` at most beside those ``forced``, which nothing avoids, in words; ``earlier`` are such pairs too, but
    bind only through ``most_moves`` and are no level. A
    plan differs in ``least_changes`` tasks from each plan in ``unlike``. ``handoff`` is what it costs when the row's
    member hands on to the column's. ``overfull`` are a member, tasks that are too much together, and how many
    of them the member may have. Where ``time`` is given, rows are slots (a member in a period) and columns are pieces;
    rules about people then count the rows of a member as one. ``grown`` are pairs below a minimum that are open all the
    same, each with what its mentors give, and ``most_grown`` the minutes that each growth may have in all.
    """

    members: tuple[str, ...]
    tasks: tuple[str, ...]
    load: NDArray[np.int64]
    limit: NDArray[np.int64]
    committed: NDArray[np.int64]
    wip: NDArray[np.int64]
    fit: NDArray[np.float32]
    preference: NDArray[np.float32]
    can: NDArray[np.bool_]
    allowed: NDArray[np.bool_]
    available: NDArray[np.bool_]
    gain: NDArray[np.int64]
    handoff: NDArray[np.int64]
    priority: tuple[int, ...]
    value: tuple[int, ...]
    batches: tuple[tuple[int, ...], ...] = ()
    whole: tuple[tuple[int, ...], ...] = ()
    separate: tuple[tuple[int, ...], ...] = ()
    together: tuple[tuple[int, ...], ...] = ()
    dependencies: tuple[tuple[int, int], ...] = ()
    pins: tuple[tuple[int, int], ...] = ()
    required: tuple[int, ...] = ()
    balance_units: int = 0
    split_units: int = 0
    previous: tuple[tuple[int, int], ...] = ()
    move_units: tuple[int, ...] = ()
    most_moves: int | None = None
    forced: tuple[str, ...] = ()
    earlier: tuple[tuple[int, int], ...] = ()
    unlike: tuple[tuple[tuple[int, int], ...], ...] = ()
    least_changes: int = 0
    overfull: tuple[tuple[int, tuple[int, ...], int], ...] = ()
    time: Time | None = None
    grown: tuple[Grown, ...] = ()
    most_grown: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Let nobody change an array in place."""
        lock_arrays(self)

    @property
    def eligible(self) -> NDArray[np.bool_]:
        """The pairs that pass all gates."""
        eligible: NDArray[np.bool_] = self.can & self.allowed & self.available
        return eligible if self.time is None else eligible & self.time.when

    @cached_property
    def least_load(self) -> NDArray[np.int64]:
        """The fewest minutes that each task takes anybody who may have it, -1 where nobody may."""
        most = np.iinfo(np.int64).max
        least = np.where(self.eligible, self.load, most).min(axis=0, initial=most)
        return np.where(least < most, least, -1)

    @property
    def person(self) -> NDArray[np.int64]:
        """Whose row each is: a number for each member, whatever the period."""
        return np.arange(len(self.members)) if self.time is None else self.time.member

    def __repr__(self) -> str:
        """Answer "what is this?" in ten lines."""
        eligible = self.eligible
        pairs, alone = int(eligible.sum()), int((eligible.sum(axis=0) == 1).sum())
        stuck = int((~eligible.any(axis=0)).sum())
        size = f"{counted(len(self.members), 'member')}, {counted(len(self.tasks), 'task')}"
        lines = [f"{counted(stuck, 'task')} that nobody can take, {alone} that one member alone can"]
        counts = {"whole batch": len(self.whole), "separated group": len(self.separate), "pin": len(self.pins)}
        counts |= {"joined group": len(self.together), "dependency": len(self.dependencies)}
        counts |= {"required task": len(self.required)}
        lines += [counted(count, name) for name, count in counts.items() if count]
        return shown(f"Problem: {size}, {counted(pairs, 'eligible pair')}", lines)


def problem_from_arrays(gain: NDArray[np.int64], load: NDArray[np.int64], limit: NDArray[np.int64]) -> Problem:
    """Return a Problem that has no cards behind it, such as a published generalized assignment problem.

    Parameters
    ----------
    gain : ndarray of int, shape (n_members, n_tasks)
        To be maximised; minus the cost.
    load : ndarray of int, shape (n_members, n_tasks)
        In the unit of ``limit``, at least 0.
    limit : ndarray of int, shape (n_members,)
        At least 0.

    Returns
    -------
    Problem
        All tasks in one class of value 1 each, no rules but the load limit.
    """
    n_members, n_tasks = gain.shape
    nothing, everything = np.zeros(gain.shape, np.float32), np.ones(gain.shape, np.bool_)
    return Problem(
        tuple(f"m{m}" for m in range(n_members)),
        tuple(f"t{t}" for t in range(n_tasks)),
        load=load.astype(np.int64),
        limit=limit.astype(np.int64),
        committed=np.zeros(n_members, np.int64),
        wip=np.full(n_members, -1, np.int64),
        fit=nothing,
        preference=nothing,
        can=everything,
        allowed=everything,
        available=load <= limit[:, None],
        gain=gain.astype(np.int64),
        handoff=np.zeros((n_members, n_members), np.int64),
        priority=(0,) * n_tasks,
        value=(1,) * n_tasks,
    )
