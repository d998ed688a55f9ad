"""From a team and a backlog to a portfolio: capability vectors instead of a matrix of pairs."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from solver.assignment.large.portfolio.portfolio import Portfolio
from solver.domain.tasks import PRIORITIES, Backlog, Task
from solver.domain.team import Team
from solver.domain.weights import Weights
from solver.matching.pairs.fit import preference
from solver.matching.pairs.gates import hindrances
from solver.matching.pairs.vocabulary import effective_scores

# Weights of terms and paces have at most three decimals here.
PARTS = 1000


def portfolio_of(team: Team, backlog: Backlog, weights: Weights | None = None) -> Portfolio:
    """Return the portfolio of a team and the open tasks of a backlog, without a step for each pair.

    Parameters
    ----------
    team : Team
        At least one member.
    backlog : Backlog
        Done and cancelled tasks are left out; dependencies between open tasks are not looked at.
    weights : Weights, optional
        Of fit and preference; the other terms of the quality are not looked at.

    Returns
    -------
    Portfolio
        Its whole numbers are exactly the decimals of cards and tasks.

    Raises
    ------
    ValueError
        If a score or a requirement's weight has more than four decimals, or a weight or pace more than three.
    """
    weights, members, tasks = weights or Weights(), team.members, backlog.open_tasks
    scores = [effective_scores(member.card, team.vocabulary) for member in members]
    dims = _index(team.vocabulary.name(need.capability) for task in tasks for need in task.requirements)
    kinds: dict[str, Task] = {}
    for task in tasks:
        kinds.setdefault(task.kind, task)
    needs = [need for task in tasks for need in task.requirements]
    place = {task.id: number for number, task in enumerate(tasks)}
    right, rights, forbidden = _rights(team, backlog, tasks)
    column = {kind: number for number, kind in enumerate(kinds)}
    asked = [need.minimum for need in needs]
    liking = [[preference(m.card, t, team.vocabulary) for t in kinds.values()] for m in members]
    scale = _parts([*asked, *(s for each in scores for s in each.values()), *(p for row in liking for p in row)])
    tenths = _parts([need.weight for need in needs])
    likes = [[_whole(like, scale) for like in row] for row in liking]
    have = [[_whole(each.get(name, Decimal(0)), scale) for name in dims] for each in scores]
    return Portfolio(
        scores=np.array(have, np.float32).reshape(len(members), len(dims)),
        pace=np.array([_whole(member.pace, PARTS) for member in members], np.int64),
        limit=np.array([member.load_limit_minutes for member in members], np.int64),
        preference=np.array(likes, np.float32).reshape(len(members), len(kinds)),
        rights=rights,
        minutes=np.array([task.estimate_minutes for task in tasks], np.int32),
        priority=np.array([PRIORITIES.index(task.priority) for task in tasks], np.int8),
        value=np.array([task.value for task in tasks], np.int32),
        kind=np.array([column[task.kind] for task in tasks], np.int32),
        right=right,
        starts=np.concatenate([[0], np.cumsum([len(task.requirements) for task in tasks], dtype=np.int64)]),
        capability=np.array([dims[team.vocabulary.name(need.capability)] for need in needs], np.int32),
        weight=np.array([_whole(need.weight, tenths) for need in needs], np.int32),
        minimum=np.array([_whole(need.minimum, scale) for need in needs], np.int32),
        pins=_pins(team, tasks, place),
        forbidden=forbidden,
        whole=_whole_batches(team, tasks, place),
        scale=scale,
        fit_weight=_whole(weights.fit, PARTS),
        preference_weight=_whole(weights.preference, PARTS),
    )


def _index(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(dict.fromkeys(names))}


def _parts(numbers: list[Any]) -> int:
    """Return the smallest power of ten that makes all numbers whole."""
    for parts in (10, 100, 1000, 10_000):
        if all(number * parts == int(number * parts) for number in numbers):
            return parts
    raise ValueError("expected scores and weights of at most four decimals, got more")


def _whole(number: Any, parts: int) -> int:
    scaled = number * parts
    if scaled != int(scaled):
        raise ValueError(f"expected a multiple of 1/{parts}, got {number}")
    return int(scaled)


def _rights(
    team: Team, backlog: Backlog, tasks: tuple[Task, ...]
) -> tuple[NDArray[np.int32], NDArray[np.bool_], NDArray[np.int64]]:
    """Return each task's row of permissions, who holds each row, and the pairs that something else forbids."""
    rows: dict[tuple[tuple[str, str], ...], int] = {}
    right = np.full(len(tasks), -1, np.int32)
    for number, task in enumerate(tasks):
        if task.permissions:
            right[number] = rows.setdefault(tuple(sorted(task.permissions)), len(rows))
    cards = [member.card for member in team.members]
    held = [{(own.verb.casefold(), own.object.casefold()) for own in card.permissions} for card in cards]
    table = [[all((v.casefold(), o.casefold()) in mine for v, o in row) for mine in held] for row in rows]
    groups = (*team.policies.separate, *team.policies.together)
    named = {pair.task for pair in team.policies.forbids} | {name for group in groups for name in group}
    forbidden = [
        (m, number)
        for number, task in enumerate(tasks)
        if task.id in named
        for m, member in enumerate(team.members)
        if hindrances(team, backlog, member, task)
    ]
    return right, np.array(table, np.bool_).reshape(len(rows), len(team.members)), _pairs(forbidden)


def _pairs(pairs: list[tuple[int, int]]) -> NDArray[np.int64]:
    return np.array(pairs, np.int64).reshape(len(pairs), 2)


def _pins(team: Team, tasks: tuple[Task, ...], place: dict[str, int]) -> NDArray[np.int64]:
    row = {member.id: number for number, member in enumerate(team.members)}
    wanted = [(task.assigned_to, task.id) for task in tasks if task.status == "IN_PROGRESS" and task.assigned_to]
    wanted += [(pin.member, pin.task) for pin in team.policies.pins if pin.task in place]
    return _pairs(list(dict.fromkeys((row[member], place[task]) for member, task in wanted)))


def _whole_batches(team: Team, tasks: tuple[Task, ...], place: dict[str, int]) -> tuple[tuple[int, ...], ...]:
    batches: dict[str, list[int]] = {}
    for task in tasks:
        if task.batch and team.policies.of_batch(task.batch) == "together":
            batches.setdefault(task.batch, []).append(place[task.id])
    return tuple(tuple(batch) for batch in batches.values() if len(batch) > 1)
