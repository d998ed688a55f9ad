"""Where the quality of a plan comes from: rows that add up to it, whatever the plan."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from solver.domain.plan import Plan
from solver.domain.tasks import Backlog
from solver.domain.team import Team
from solver.domain.weights import Weights
from solver.matching.build import mean_limit_hours, minutes, units
from solver.matching.fit import fit, preference
from solver.matching.vocabulary import effective_scores


@dataclass(frozen=True)
class Term:
    """One row: the term's name, what it is about (a task, a batch, a hand-off, two members), thousandths of an hour."""

    name: str
    about: str
    member: str
    units: int


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
    members, tasks = {member.id: member for member in team.members}, {task.id: task for task in backlog.tasks}
    found = []
    for given in plan.assignments:
        member, task = members[given.member], tasks[given.task]
        hours = Fraction(task.estimate_minutes, 60)
        suits = fit(effective_scores(member.card, team.vocabulary), task, team.vocabulary)
        likes = preference(member.card, task, team.vocabulary)
        found.append(Term("fit", task.id, member.id, units(hours * Fraction(weights.fit) * suits)))
        found.append(Term("preference", task.id, member.id, units(hours * Fraction(weights.preference) * likes)))
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
                found.append(Term("handoff", f"{before} -> {task.id}", taker, -cost))
    return found


def _splits(team: Team, backlog: Backlog, plan: Plan, weights: Weights) -> list[Term]:
    owner, owners = plan.owner, dict[str, list[str]]()
    for task in backlog.open_tasks:
        if task.batch and task.id in owner and team.policies.of_batch(task.batch) == "prefer":
            owners.setdefault(task.batch, []).append(owner[task.id])
    cost = units(Fraction(weights.split))
    return [
        Term("split", batch, ", ".join(sorted(set(names))), -cost * (len(set(names)) - 1))
        for batch, names in owners.items()
        if len(set(names)) > 1
    ]


def _unevenness(team: Team, backlog: Backlog, plan: Plan, weights: Weights) -> list[Term]:
    """Return the highest and the lowest load ratio, each rounded away from the other."""
    tasks = {task.id: task for task in backlog.tasks}
    able = [member for member in team.members if member.load_limit_minutes]
    if not able:
        return []
    scale = units(Fraction(weights.balance) * mean_limit_hours(team.members))
    ratios = []
    for member in able:
        given = [tasks[each.task].estimate_minutes for each in plan.assignments if each.member == member.id]
        load = member.committed_minutes + sum(minutes(member, estimate) for estimate in given)
        ratios.append((scale * load, member.load_limit_minutes + member.committed_minutes, member.id))
    high = max((-(-load // limit), name) for load, limit, name in ratios)
    low = min((load // limit, name) for load, limit, name in ratios)
    return [Term("balance", "highest load", high[1], -high[0]), Term("balance", "lowest load", low[1], low[0])]
