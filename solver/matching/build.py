"""From nouns to the Problem: the one place where scores become integers."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.domain.tasks import PRIORITIES, Backlog
from solver.domain.team import Team
from solver.domain.weights import Weights
from solver.errors import Fault, InputError
from solver.matching.magnitudes import check_magnitudes
from solver.matching.pairs.known import pairs_of
from solver.matching.problem import Problem
from solver.matching.units import mean_limit_hours as mean_limit_hours
from solver.matching.units import minutes as minutes
from solver.matching.units import units as units


def build_problem(
    team: Team, backlog: Backlog, weights: Weights | None = None, distances: NDArray[np.int64] | None = None
) -> Problem:
    """Return the Problem of a team and the open tasks of a backlog.

    Parameters
    ----------
    team : Team
        At least one member.
    backlog : Backlog
        Done and cancelled tasks are left out.
    weights : Weights, optional
        Of the quality level; the defaults of ``Weights`` if not given.
    distances : ndarray of int, shape (n_members, n_members), optional
        Hand-off distance from row to column, 0 on the diagonal; counts only where ``weights.handoff`` is above 0.

    Returns
    -------
    Problem
        Frozen arrays.

    Raises
    ------
    InputError
        If work in progress is assigned to somebody who is not in the team, or a number is too large to count with.
    """
    weights = weights or Weights()
    check_magnitudes(team, backlog, weights, None if distances is None else int(distances.max(initial=0)))
    tasks, members = backlog.open_tasks, team.members
    pairs = pairs_of(team, backlog, tasks, weights)
    known = without_pairs(team, backlog, weights)
    return Problem(
        available=pairs.load <= known["limit"][:, None],
        handoff=handoff_units(weights, distances, len(members)),
        **pairs._asdict(),
        **known,
    )


def without_pairs(team: Team, backlog: Backlog, weights: Weights) -> dict[str, Any]:
    """Return by name all fields of the Problem that have no entry for a pair: the one place that reads them off nouns.

    Raises
    ------
    InputError
        If work is pinned to, or in progress with, somebody who is not in the team.
    """
    members, tasks = team.members, backlog.open_tasks
    rank = {name: number for number, name in enumerate(PRIORITIES)}
    return {
        "members": tuple(member.id for member in members),
        "tasks": tuple([task.id for task in tasks]),
        "limit": np.array([member.load_limit_minutes for member in members], dtype=np.int64),
        "committed": np.array([member.committed_minutes for member in members], dtype=np.int64),
        "wip": np.array([-1 if m.wip_limit is None else m.wip_limit for m in members], dtype=np.int64),
        "priority": tuple([rank[task.priority] for task in tasks]),
        "value": tuple([task.value for task in tasks]),
        "pins": pinned(team, backlog),
        "balance_units": units(Fraction(weights.balance) * mean_limit_hours(members)),
        "split_units": units(Fraction(weights.split)),
        **links(team, backlog),
    }


def handoff_units(weights: Weights, distances: NDArray[np.int64] | None, n_members: int) -> NDArray[np.int64]:
    """Return what each hand-off costs from the row's member to the column's, in quality units."""
    if distances is None or not weights.handoff:
        return np.zeros((n_members, n_members), np.int64)
    rows = [[units(Fraction(weights.handoff) * int(cell)) for cell in row] for row in distances]
    return np.array(rows, dtype=np.int64).reshape(n_members, n_members)


def links(team: Team, backlog: Backlog) -> dict[str, Any]:
    """Return what ties open tasks to each other, as columns."""
    index = {task.id: number for number, task in enumerate(backlog.open_tasks)}

    def columns(groups: Iterable[Iterable[str]]) -> tuple[tuple[int, ...], ...]:
        return several([index[name] for name in group if name in index] for group in groups)

    def several(groups: Iterable[list[int]]) -> tuple[tuple[int, ...], ...]:
        return tuple(tuple(group) for group in groups if len(group) > 1)

    batches: dict[str, list[int]] = {}
    for number, task in enumerate(backlog.open_tasks):
        if task.batch:
            batches.setdefault(task.batch, []).append(number)
    policy = {name: team.policies.of_batch(name) for name in batches}
    return {
        "batches": several(batches[name] for name in batches if policy[name] == "prefer"),
        "whole": several(batches[name] for name in batches if policy[name] == "together"),
        "separate": columns(team.policies.separate),
        "together": columns(team.policies.together),
        "required": tuple(index[name] for name in team.policies.required if name in index),
        "dependencies": tuple(
            (index[t.id], index[d]) for t in backlog.open_tasks for d in t.dependencies if d in index
        ),
    }


def pinned(team: Team, backlog: Backlog) -> tuple[tuple[int, int], ...]:
    """Return the pairs that must hold: work in progress with its owner, then the pins of the team's rules."""
    row = {member.id: number for number, member in enumerate(team.members)}
    column = {task.id: number for number, task in enumerate(backlog.open_tasks)}
    started = [task for task in backlog.open_tasks if task.status == "IN_PROGRESS" and task.assigned_to]
    wanted = [(task.id, task.assigned_to, task.file, task.line) for task in started]
    wanted += [(pin.task, pin.member, pin.file, pin.line) for pin in team.policies.pins if pin.task in column]
    faults = [
        Fault(file, line, "a pin to a member of the team", repr(member))
        for _, member, file, line in wanted
        if member not in row
    ]
    if faults:
        raise InputError(tuple(faults))
    return tuple(dict.fromkeys((row[member], column[task]) for task, member, _, _ in wanted))
