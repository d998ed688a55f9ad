"""What hours bring and gates cost, as the command line shows them."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from solver.assignment.result import Result
from solver.domain.plan import Plan
from solver.domain.tasks import Backlog
from solver.domain.team import Team
from solver.explanation.case import Case, Price, compare
from solver.explanation.edits import with_hours
from solver.explanation.why_not import gates as _gates
from solver.matching.build import minutes
from solver.matching.fit import shortfalls
from solver.matching.vocabulary import effective_scores


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
