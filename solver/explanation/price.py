"""What a change would cost or bring, exactly: the plan is made anew with it, and the two are compared."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from solver.assignment.result import Result
from solver.assignment.solve import solve
from solver.domain.plan import Plan
from solver.domain.policies import Pair
from solver.domain.tasks import Backlog
from solver.domain.team import Member, Team
from solver.domain.weights import Weights
from solver.explanation.diff import Diff, diff_plans
from solver.matching.build import minutes
from solver.matching.fit import shortfalls
from solver.matching.gates import hindrances
from solver.matching.vocabulary import effective_scores


@dataclass(frozen=True)
class Case:
    """What was planned: the nouns, the weights, and how the search is limited."""

    team: Team
    backlog: Backlog
    weights: Weights
    distances: NDArray[np.int64] | None = None
    time_limit: float = 60.0

    def solve(self, team: Team | None = None) -> Result:
        """Return the best plan of the case, or of the same case with another team."""
        return solve(
            team or self.team, self.backlog, self.weights, distances=self.distances, time_limit=self.time_limit
        )


@dataclass(frozen=True)
class Price:
    """What changes by level (value with the change less value without), and what moves.

    ``status`` is that of the plan with the change; ``changes`` is empty where it is infeasible.
    """

    status: str
    changes: tuple[tuple[str, int], ...]
    moves: Diff | None
    conflict: tuple[str, ...] = ()

    @property
    def is_free(self) -> bool:
        """Whether no level changes: the change stands in some best plan."""
        return bool(self.changes) and all(change == 0 for _, change in self.changes)


@dataclass(frozen=True)
class WhyNot:
    """Why a member does not have a task: the gate that stops it, or the price of having it."""

    task: str
    member: str
    gate: str
    reasons: tuple[str, ...]
    price: Price | None


def compare(base: Result, other: Result) -> Price:
    """Return the price of going from one result to another."""
    if other.plan is None or base.plan is None:
        return Price(other.status, (), None, other.conflict)
    before = {level.name: level.value for level in base.levels}
    changes = tuple((level.name, level.value - before.get(level.name, 0)) for level in other.levels)
    return Price(other.status, changes, diff_plans(base.plan, other.plan))


def why_not(case: Case, base: Result, task: str, member: str) -> WhyNot:
    """Return the first gate that stops a pair, or the exact price of the best plan in which it holds.

    Parameters
    ----------
    case : Case
        What was planned.
    base : Result
        Its best plan.
    task, member : str
        Ids of an open task and of a member.

    Returns
    -------
    WhyNot
        With the numbers that are missing, or with a price whose every figure comes from a new plan.
    """
    who = next(one for one in case.team.members if one.id == member)
    for gate, reasons in _gates(case, who, task):
        if reasons:
            return WhyNot(task, member, gate, reasons, None)
    return WhyNot(task, member, "", (), compare(base, case.solve(with_pin(case.team, task, member))))


def _gates(case: Case, who: Member, task_id: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    task = next(one for one in case.backlog.open_tasks if one.id == task_id)
    short = shortfalls(effective_scores(who.card, case.team.vocabulary), task, case.team.vocabulary)
    yield "can", tuple(f"{name}: has {have}, needs {need}" for name, have, need in short)
    yield "allowed", hindrances(case.team, case.backlog, who, task)
    needed = minutes(who, task.estimate_minutes)
    text = f"it takes {needed / 60:g} h, and {who.id} may be given {who.load_limit_minutes / 60:g} h"
    yield "available", (text,) if needed > who.load_limit_minutes else ()


def with_pin(team: Team, task: str, member: str) -> Team:
    """Return the team with one more pin."""
    policies = team.policies
    return replace(team, policies=replace(policies, pins=(*policies.pins, Pair(task, member))))


def with_hours(team: Team, member: str, extra_minutes: int) -> Team:
    """Return the team with one load limit changed."""
    changed = (
        replace(one, load_limit_minutes=one.load_limit_minutes + extra_minutes) if one.id == member else one
        for one in team.members
    )
    return replace(team, members=tuple(changed))


def runners_up(case: Case, base: Result, task: str) -> tuple[WhyNot, ...]:
    """Return every other member who passes the gates for a placed task, cheapest first.

    Parameters
    ----------
    case : Case
        What was planned.
    base : Result
        Its best plan.
    task : str
        A task of the plan.

    Returns
    -------
    tuple of WhyNot
        The first is the runner-up; the price is that of planning everything else anew.
    """
    owner = base.plan.owner[task] if base.plan else ""
    found = [why_not(case, base, task, one.id) for one in case.team.members if one.id != owner]
    priced = [(one.price.changes, one) for one in found if one.price and one.price.changes]
    return tuple(one for _, one in sorted(priced, key=lambda row: [-change for _, change in row[0]]))


def hour_values(case: Case, base: Result, steps: tuple[int, ...] = (1, 2, 4, 8)) -> tuple[tuple[str, int, Price], ...]:
    """Return what more hours of each member bring, most first.

    Parameters
    ----------
    case : Case
        What was planned.
    base : Result
        Its best plan.
    steps : tuple of int
        Hours added to one load limit at a time; each next step is tried only where the one before brought nothing.

    Returns
    -------
    tuple of (str, int, Price)
        Member, hours and gain; each is a plan of the changed team. Where no step brings anything, the last one.
    """
    found = []
    for one in case.team.members:
        for hours in steps:
            price = compare(base, case.solve(with_hours(case.team, one.id, 60 * hours)))
            if any(change > 0 for _, change in price.changes):
                break
        found.append((one.id, hours, price))
    return tuple(sorted(found, key=lambda row: [-change for _, change in row[2].changes]))


def skill_prices(team: Team, backlog: Backlog) -> NDArray[np.int64]:
    """Return what it costs to let each pair pass the gate *can*: 2 for each tenth of a score that is missing."""
    rows = []
    for member in team.members:
        scores = effective_scores(member.card, team.vocabulary)
        short = [shortfalls(scores, task, team.vocabulary) for task in backlog.open_tasks]
        rows.append([sum(2 * math.ceil(10 * (minimum - have)) for _, have, minimum in each) for each in short])
    return np.array(rows, dtype=np.int64).reshape(len(team.members), len(backlog.open_tasks))


def suggestions(case: Case, plan: Plan, task: str) -> tuple[tuple[str, float, float, str], ...]:
    """Return who suits one task now, with everything else as planned: member, fit, free hours, what stops it.

    Parameters
    ----------
    case : Case
        What was planned.
    plan : Plan
        Who has what; the task itself may be new or planned.
    task : str
        An open task.

    Returns
    -------
    tuple of (str, float, float, str)
        Those who can take it at once first, then by fit; nothing is solved.
    """
    from solver.matching.fit import fit

    wanted, tasks = next(t for t in case.backlog.open_tasks if t.id == task), {t.id: t for t in case.backlog.tasks}
    rows = []
    for who in case.team.members:
        given = [minutes(who, tasks[a.task].estimate_minutes) for a in plan.assignments if a.member == who.id != ""]
        has = any(a.task == task and a.member == who.id for a in plan.assignments)
        free = who.load_limit_minutes - sum(given) + (minutes(who, wanted.estimate_minutes) if has else 0)
        stops = next((f"{gate}: {reasons[0]}" for gate, reasons in _gates(case, who, task) if reasons), "")
        lacking = minutes(who, wanted.estimate_minutes) - free
        stops = stops or (f"{lacking / 60:g} h too few are free" if lacking > 0 else "")
        suits = float(fit(effective_scores(who.card, case.team.vocabulary), wanted, case.team.vocabulary))
        rows.append((who.id, suits, free / 60, stops))
    return tuple(sorted(rows, key=lambda row: (bool(row[3]), -row[1], row[0])))
