"""The Problem of a changed team out of the base's: what did not change is copied, not built again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from solver.communication.distances import distances_of
from solver.domain.policies import Policies
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Member
from solver.domain.world import World
from solver.matching.build import build_problem, handoff_units, without_pairs
from solver.matching.fields import PAIRS
from solver.matching.magnitudes import check_magnitudes
from solver.matching.problem import Problem


def rebuild_problem(before: World, problem: Problem, world: World) -> Problem:
    """Return what ``build_problem`` returns of a world, in the time that the changed members and tasks take.

    Parameters
    ----------
    before : World
        One that shares most with the new one.
    problem : Problem
        Its arrays.
    world : World
        The changed one.

    Returns
    -------
    Problem
        Equal in every field to one that is built from nothing.

    Raises
    ------
    InputError
        As ``build_problem`` does.
    """
    team, backlog, weights, distances = world.team, world.backlog, world.weights, distances_of(world)
    if not _comparable(before, world):
        return build_problem(team, backlog, weights, distances)
    check_magnitudes(team, backlog, weights, None if distances is None else int(distances.max(initial=0)))
    members, tasks = team.members, backlog.open_tasks
    rows = _places(before.team.members, members, _same_pairs)
    columns = _places(before.backlog.open_tasks, tasks, _same_task)
    touched = _touched(before.team.policies, team.policies)
    columns = [-1 if task.id in touched else place for task, place in zip(tasks, columns, strict=True)]
    here = np.ix_(*(np.array([max(place, 0) for place in places], dtype=np.intp) for places in (rows, columns)))
    pairs: dict[str, Any] = {name: getattr(problem, name)[here] for name in PAIRS}
    _fill(pairs, (rows, columns), world)
    known = without_pairs(team, backlog, weights)
    return replace(
        problem,
        available=pairs["load"] <= known["limit"][:, None],
        handoff=handoff_units(weights, distances, len(members)),
        **pairs,
        **known,
    )


def _comparable(before: World, world: World) -> bool:
    """Return whether the pairs that did not change mean the same in both."""
    done = [[task for task in one.backlog.tasks if task.status == "DONE"] for one in (before, world)]
    scales = [(one.weights.fit, one.weights.preference) for one in (before, world)]
    some = bool(before.team.members and before.backlog.open_tasks and world.backlog.open_tasks)
    same = before.team.vocabulary == world.team.vocabulary and scales[0] == scales[1] and done[0] == done[1]
    return some and same and not _bound(before, world)


def _bound(before: World, world: World) -> bool:
    """Return whether open work is bound to who did a finished task: then a pair is not a matter of the pair alone."""
    done = {task.id for task in before.backlog.tasks if task.status == "DONE"}
    return any(done & set(group) for one in (world, before) for group in one.team.policies.together)


def _touched(old: Policies, new: Policies) -> set[str]:
    """Return the tasks that some member may be allowed or not by a rule that only one of the teams has."""
    pairs = {(one.task, one.member) for one in old.forbids} ^ {(one.task, one.member) for one in new.forbids}
    return {task for task, _ in pairs} | {task for group in set(old.separate) ^ set(new.separate) for task in group}


def _places(before: Sequence[Any], after: Sequence[Any], same: Any) -> list[int]:
    """Return where each noun stood before, -1 for one that is new or changed."""
    place = {one.id: number for number, one in enumerate(before)}
    found = ((one, place.get(one.id, -1)) for one in after)
    return [number if number >= 0 and same(before[number], one) else -1 for one, number in found]


def _same_pairs(old: Member, new: Member) -> bool:
    return old.pace == new.pace and old.card == new.card


def _same_task(old: Task, new: Task) -> bool:
    """Return whether a task asks for the same; what ties it to others is not a matter of pairs."""
    return old.requirements == new.requirements and (old.kind, old.estimate_minutes, old.permissions) == (
        new.kind,
        new.estimate_minutes,
        new.permissions,
    )


def _fill(pairs: dict[str, Any], places: tuple[list[int], list[int]], world: World) -> None:
    """Build the rows of new members, and the columns of new tasks, and put them in their place."""
    team, backlog, weights = world.team, world.backlog, world.weights
    rows, columns = ([number for number, place in enumerate(each) if place < 0] for each in places)
    # Who has what in hand does not matter for a pair, and a part of the team cannot keep every pin.
    loose = replace(team, policies=replace(team.policies, pins=()))
    tasks = [replace(task, status="TODO") if task.status == "IN_PROGRESS" else task for task in backlog.tasks]
    if rows:
        some = replace(loose, members=tuple(team.members[row] for row in rows))
        part = build_problem(some, Backlog(tuple(tasks)), weights)
        for name in PAIRS:
            pairs[name][rows, :] = getattr(part, name)
    if columns:
        new = {backlog.open_tasks[column].id for column in columns}
        some_tasks = tuple(task for task in tasks if task.id in new or not task.is_open)
        part = build_problem(loose, Backlog(some_tasks), weights)
        for name in PAIRS:
            pairs[name][:, columns] = getattr(part, name)
