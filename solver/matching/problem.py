"""The Problem: everything the solvers need, indexed and frozen."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.domain.tasks import PRIORITIES, Backlog
from solver.domain.team import Team
from solver.domain.weights import Weights
from solver.errors import Fault, InputError
from solver.matching.fit import fit, preference, shortfalls

# Quality is counted in whole thousandths of an hour: scores become integers here and nowhere else.
QUALITY_UNITS_PER_HOUR = 1000


@dataclass(frozen=True, eq=False)
class Problem:
    """Members are rows m, open tasks are columns t, in the order of the nouns.

    ``fit`` and ``preference`` are float32, 0 to 1, shape (n_members, n_tasks); ``can``, ``allowed`` and ``available``
    are the gates, boolean, same shape; ``gain`` is the quality of each pair in thousandths of an hour.
    ``priority`` numbers the class of each task, 0 the most urgent. Loads and limits are minutes.
    """

    members: tuple[str, ...]
    tasks: tuple[str, ...]
    load: NDArray[np.int64]
    limit: NDArray[np.int64]
    fit: NDArray[np.float32]
    preference: NDArray[np.float32]
    can: NDArray[np.bool_]
    allowed: NDArray[np.bool_]
    available: NDArray[np.bool_]
    gain: NDArray[np.int64]
    priority: tuple[int, ...]
    value: tuple[int, ...]
    batches: tuple[tuple[int, ...], ...]
    dependencies: tuple[tuple[int, int], ...]
    pins: tuple[tuple[int, int], ...]
    balance_units: int
    split_units: int

    @property
    def eligible(self) -> NDArray[np.bool_]:
        """The pairs that pass all three gates."""
        eligible: NDArray[np.bool_] = self.can & self.allowed & self.available
        return eligible


def build_problem(team: Team, backlog: Backlog, weights: Weights | None = None) -> Problem:
    """Return the Problem of a team and the open tasks of a backlog.

    Parameters
    ----------
    team : Team
        At least one member.
    backlog : Backlog
        Done and cancelled tasks are left out.
    weights : Weights, optional
        Of the quality level; the defaults of ``Weights`` if not given.

    Returns
    -------
    Problem
        Frozen arrays.

    Raises
    ------
    InputError
        If work in progress is assigned to somebody who is not in the team.
    """
    weights = weights or Weights()
    tasks, members = backlog.open_tasks, team.members
    shape = (len(members), len(tasks))
    fits = [[fit(member.card, task) for task in tasks] for member in members]
    likes = [[preference(member.card, task) for task in tasks] for member in members]
    hours = [Fraction(task.estimate_minutes, 60) for task in tasks]
    gain = [
        [
            _units(h * Fraction(weights.fit) * f) + _units(h * Fraction(weights.preference) * p)
            for h, f, p in zip(hours, row, liked, strict=True)
        ]
        for row, liked in zip(fits, likes, strict=True)
    ]
    load = np.array([task.estimate_minutes for task in tasks], dtype=np.int64) * np.ones((len(members), 1), np.int64)
    limit = np.array([member.load_limit_minutes for member in members], dtype=np.int64)
    mean_hours = Fraction(int(limit.sum()), 60 * max(len(members), 1))
    return Problem(
        tuple(member.id for member in members),
        tuple(task.id for task in tasks),
        load,
        limit,
        _array(fits, shape, np.float32),
        _array(likes, shape, np.float32),
        _array([[not shortfalls(member.card, task) for task in tasks] for member in members], shape, np.bool_),
        np.ones(shape, dtype=np.bool_),
        load <= limit[:, None],
        _array(gain, shape, np.int64),
        tuple(PRIORITIES.index(task.priority) for task in tasks),
        tuple(task.value for task in tasks),
        *_links(backlog),
        _pins(team, backlog),
        _units(Fraction(weights.balance) * mean_hours),
        _units(Fraction(weights.split)),
    )


def _units(hours: Fraction) -> int:
    return round(hours * QUALITY_UNITS_PER_HOUR)


def _array(rows: list[list[Any]], shape: tuple[int, int], kind: type[Any]) -> NDArray[Any]:
    return np.array([[kind(cell) for cell in row] for row in rows], dtype=kind).reshape(shape)


def _links(backlog: Backlog) -> tuple[tuple[tuple[int, ...], ...], tuple[tuple[int, int], ...]]:
    """Return the batches of two tasks or more, and the pairs (task, what it depends on) among open tasks."""
    index = {task.id: number for number, task in enumerate(backlog.open_tasks)}
    batches: dict[str, list[int]] = {}
    for task in backlog.open_tasks:
        if task.batch:
            batches.setdefault(task.batch, []).append(index[task.id])
    pairs = tuple((index[t.id], index[d]) for t in backlog.open_tasks for d in t.dependencies if d in index)
    return tuple(tuple(batch) for batch in batches.values() if len(batch) > 1), pairs


def _pins(team: Team, backlog: Backlog) -> tuple[tuple[int, int], ...]:
    row = {member.id: number for number, member in enumerate(team.members)}
    started = [(t, task) for t, task in enumerate(backlog.open_tasks) if task.status == "IN_PROGRESS"]
    started = [(t, task) for t, task in started if task.assigned_to]
    faults = [
        Fault(task.file, task.line, "work in progress of a member of the team", repr(task.assigned_to))
        for _, task in started
        if task.assigned_to not in row
    ]
    if faults:
        raise InputError(tuple(faults))
    return tuple((row[task.assigned_to], t) for t, task in started)
