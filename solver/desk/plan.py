"""People and tasks to a plan in one call."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from solver.assignment.solve import solve
from solver.desk.planning import Planning
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Member, Team
from solver.importers.frames import workspace_from
from solver.readers.workspace import Workspace


def plan(
    people: Any,
    tasks: Any = None,
    *,
    leave: Any = None,
    time_limit: float = 60.0,
    seed: int = 0,
    strict: bool = False,
    **options: Any,
) -> Planning:
    """Return the best plan of people and tasks, with the proof, and the answers to questions about it.

    Parameters
    ----------
    people : pandas.DataFrame, path, Workspace, Team or iterable of Member
        A skills table, long or wide; a file that ``import`` reads; a folder of cards; a whole workspace, which needs
        no ``tasks``; or members from ``solver.member``.
    tasks : pandas.DataFrame, path, Backlog or iterable of Task, optional
        With our own columns or a tracker's, known by their names.
    leave : pandas.DataFrame or path, optional
        A row for each absence: a person, a first and a last day.
    time_limit : float
        Seconds of the search.
    seed : int
        Of the search.
    strict : bool
        Whether every warning about the input refuses it.
    **options
        As ``solver.solve`` takes them.

    Returns
    -------
    Planning
        ``assignments``, ``left_out``, ``loads`` and ``levels`` are data frames; ``why``, ``why_not``, ``suggest``,
        ``whatif``, ``compare``, ``sweep`` and ``board`` answer.

    Raises
    ------
    InputError
        With every fault of the input at once.

    Examples
    --------
    >>> people = pd.DataFrame({"name": ["Ann", "Bob"], "hours": [30, 40], "sql": [4, 2], "python": [3, 5]})
    >>> tasks = pd.DataFrame({"id": ["T1", "T2"], "hours": [10, 20], "skills": ["sql", "python"]})
    >>> found = plan(people, tasks)
    >>> found.status, dict(zip(found.assignments["task"], found.assignments["member"]))
    ('optimal', {'T1': 'Ann', 'T2': 'Bob'})
    >>> found.whatif(remove="Ann").moves.moved
    (('T1', 'Ann', 'Bob'),)
    """
    found = workspace_from(_people(people), _tasks(tasks), leave=leave, strict=strict)
    options |= {"time_limit": time_limit, "seed": seed}
    result = solve(found.team, found.backlog, found.weights, **options)
    return Planning(found.world, result, (*found.assumptions, *found.warnings, *result.notes), options)


def _people(given: Any) -> Any:
    """Return what the workspace is made of; members become a team."""
    if isinstance(given, pd.DataFrame | str | Path | Team | Workspace):
        return given
    members = list(given) if isinstance(given, Iterable) else [given]
    if not all(isinstance(one, Member) for one in members):
        wanted = "a data frame, a path, a workspace, a Team or members from solver.member"
        raise TypeError(f"people: expected {wanted}, got {type(given).__name__}")
    return Team(tuple(sorted(members, key=lambda one: one.id)))


def _tasks(given: Any) -> Any:
    """Return what the backlog is made of; tasks become a backlog."""
    if given is None or isinstance(given, pd.DataFrame | str | Path | Backlog):
        return given
    tasks = list(given) if isinstance(given, Iterable) else [given]
    if not all(isinstance(one, Task) for one in tasks):
        wanted = "a data frame, a path, a Backlog or tasks from solver.task"
        raise TypeError(f"tasks: expected {wanted}, got {type(given).__name__}")
    return Backlog(tuple(tasks))
