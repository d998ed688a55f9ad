"""Where the value of a plan comes from: rows that add up to every level, whatever the plan."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from solver.domain.plan import Plan
from solver.domain.tasks import Backlog
from solver.domain.team import Team
from solver.domain.weights import Weights
from solver.explanation.terms.in_time import rows_in_time
from solver.explanation.terms.term import Term
from solver.matching.build import mean_limit_hours, minutes, units
from solver.matching.pairs.fit import fit, preference
from solver.matching.pairs.vocabulary import effective_scores
from solver.matching.pieces import is_timed


def level_rows(
    team: Team,
    backlog: Backlog,
    plan: Plan,
    weights: Weights,
    distances: NDArray[np.int64] | None = None,
    previous: Plan | None = None,
) -> tuple[Term, ...]:
    """Return the rows of every level: each task placed, each move from an earlier plan, and those of the quality.

    Parameters
    ----------
    team : Team
        Whose members hold the tasks.
    backlog : Backlog
        Of the plan.
    plan : Plan
        Who has which task.
    weights : Weights
        Of the quality.
    distances : ndarray of int, shape (n_members, n_members), optional
        Hand-off distances between members.
    previous : Plan, optional
        The plan that this one should move least from: one row of -1 in the level ``moves`` for each move of one of
        the team's members.

    Returns
    -------
    tuple of Term
        For each level, the units of its rows add up to its value.
    """
    if is_timed(team, backlog):
        return (*rows_in_time(team, backlog, plan, weights, distances), *_moved_pieces(team, backlog, plan, previous))
    tasks = {task.id: task for task in backlog.tasks}
    placed = ((tasks[given.task], given.member) for given in plan.assignments)
    rows = [Term(task.priority, "value", task.id, member, task.value) for task, member in placed]
    if previous is not None:
        here, now = {member.id for member in team.members}, plan.owner
        before = ((t.id, previous.owner[t.id]) for t in backlog.open_tasks if t.id in previous.owner)
        rows += [Term("moves", "move", t, m, -1) for t, m in before if m in here and now.get(t) != m]
    return (*rows, *quality_rows(team, backlog, plan, weights, distances))


def _moved_pieces(team: Team, backlog: Backlog, plan: Plan, previous: Plan | None) -> list[Term]:
    """Return a row for each piece of an earlier plan that is elsewhere, in another period or nowhere."""
    here, names = {member.id for member in team.members}, {task.id for task in backlog.open_tasks}
    now = {(one.task, one.piece, one.member, one.period) for one in plan.assignments}
    lines = previous.assignments if previous else ()
    asked = (one for one in lines if one.task in names and one.member in here)
    gone = (one for one in asked if (one.task, one.piece, one.member, one.period) not in now)
    return [Term("moves", "move", one.task, one.member, -1) for one in gone]


def totals(rows: Iterable[Term]) -> dict[str, int]:
    """Return the sum of the rows of each level.

    Examples
    --------
    >>> totals([Term("HIGH", "value", "T", "X", 2), Term("quality", "fit", "T", "X", 900),
    ...         Term("quality", "split", "E", "X", -500)])
    {'HIGH': 2, 'quality': 400}
    """
    found: dict[str, int] = {}
    for row in rows:
        found[row.level] = found.get(row.level, 0) + row.units
    return found


def quality_rows(
    team: Team, backlog: Backlog, plan: Plan, weights: Weights, distances: NDArray[np.int64] | None = None
) -> tuple[Term, ...]:
    """Return fit and preference of each assignment, each hand-off, each split batch, and the unevenness.

    Parameters
    ----------
    team : Team
        Whose members hold the tasks.
    backlog : Backlog
        Of the plan.
    plan : Plan
        Who has which task.
    weights : Weights
        Of the quality.
    distances : ndarray of int, optional
        Hand-off distances between members.

    Returns
    -------
    tuple of Term
        Their units add up to the value of the level ``quality``; costs are negative.
    """
    if is_timed(team, backlog):
        rows = rows_in_time(team, backlog, plan, weights, distances)
        return tuple(row for row in rows if row.level == "quality")
    members, tasks = {member.id: member for member in team.members}, {task.id: task for task in backlog.tasks}
    scores = {name: effective_scores(member.card, team.vocabulary) for name, member in members.items()}
    found = []
    for given in plan.assignments:
        member, task = members[given.member], tasks[given.task]
        hours = Fraction(task.estimate_minutes, 60)
        suits, likes = fit(scores[member.id], task, team.vocabulary), preference(member.card, task, team.vocabulary)
        found.append(Term("quality", "fit", task.id, member.id, units(hours * Fraction(weights.fit) * suits)))
        liked = units(hours * Fraction(weights.preference) * likes)
        found.append(Term("quality", "preference", task.id, member.id, liked))
    found += _handoffs(team, backlog, plan, weights, distances)
    return (*found, *_splits(team, backlog, plan, weights), *_unevenness(team, backlog, plan, weights))


def _handoffs(
    team: Team, backlog: Backlog, plan: Plan, weights: Weights, distances: NDArray[np.int64] | None
) -> list[Term]:
    if distances is None or not weights.handoff:
        return []
    row, owner, found = {member.id: number for number, member in enumerate(team.members)}, plan.owner, []
    for task in backlog.open_tasks:
        for before in task.dependencies:
            giver, taker = owner.get(before), owner.get(task.id)
            if giver and taker and giver != taker:
                cost = units(Fraction(weights.handoff) * int(distances[row[giver], row[taker]]))
                found.append(Term("quality", "handoff", f"{before} -> {task.id}", taker, -cost))
    return found


def _splits(team: Team, backlog: Backlog, plan: Plan, weights: Weights) -> list[Term]:
    owner, owners = plan.owner, dict[str, list[str]]()
    for task in backlog.open_tasks:
        if task.batch and task.id in owner and team.policies.of_batch(task.batch) == "prefer":
            owners.setdefault(task.batch, []).append(owner[task.id])
    cost = units(Fraction(weights.split))
    return [
        Term("quality", "split", batch, ", ".join(sorted(set(names))), -cost * (len(set(names)) - 1))
        for batch, names in owners.items()
        if len(set(names)) > 1
    ]


def _unevenness(team: Team, backlog: Backlog, plan: Plan, weights: Weights) -> list[Term]:
    """Return the highest and the lowest load ratio, each rounded away from the other."""
    tasks = {task.id: task for task in backlog.tasks}
    able = {member.id: member for member in team.members if member.load_limit_minutes}
    if not able:
        return []
    scale = units(Fraction(weights.balance) * mean_limit_hours(team.members))
    load = {name: member.committed_minutes for name, member in able.items()}
    for given in plan.assignments:
        if given.member in able:
            load[given.member] += minutes(able[given.member], tasks[given.task].estimate_minutes)
    whole = {name: member.load_limit_minutes + member.committed_minutes for name, member in able.items()}
    high = max((-(-scale * load[name] // whole[name]), name) for name in able)
    low = min((scale * load[name] // whole[name], name) for name in able)
    return [
        Term("quality", "balance", "highest load", high[1], -high[0]),
        Term("quality", "balance", "lowest load", low[1], low[0]),
    ]
