"""Work that is larger than the hours of anybody who can: in parts over periods, or in halves for two."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from solver.changes.change import Change
from solver.changes.cutting import half_of, is_for_one
from solver.domain.tasks import Backlog, Task
from solver.explanation.fix.offers import PART
from solver.explanation.unassigned.lacking import Lack, Lacking
from solver.explanation.unassigned.way import Way, hours_text, raising
from solver.matching.slots import slot_problem

# A task is offered to be split into so many parts at most.
MOST_PARTS: Final = 40


def in_parts(lacking: Lacking, task: Task) -> Way | None:
    """Return that a task be split, for whoever has the most hours left; None where no member has enough in all."""
    is_whole = task.crew or 0 < task.split_minutes <= PART or is_for_one(lacking.team.policies, task)
    if lacking.team.calendar is None or is_whole or task.estimate_minutes <= PART:
        return None
    size = PART * -(-task.estimate_minutes // (MOST_PARTS * PART))
    problem = slot_problem(lacking.team, Backlog((replace(task, split_minutes=size),)))
    time, free, first = problem.time, lacking.free, lacking.first(task)
    assert time is not None
    rows = np.flatnonzero(problem.eligible.any(axis=1) & (time.period >= first))
    best: tuple[int, str] | None = None
    for m in dict.fromkeys(time.member[rows].tolist()):
        mine = rows[time.member[rows] == m]
        takes = int(problem.load[mine[0]].sum())
        part = int(problem.load[mine[0]].max())
        # What is left in a slot beside whole parts is of no use to this task.
        short = takes - int((np.maximum(free[mine], 0) // part * part).sum())
        if takes <= int((problem.limit[mine] // part * part).sum()) and (best is None or short < best[0]):
            best = short, time.names[m]
    if best is None:
        return None
    short, name = best
    away = f", and {short / 60:.4g} h of other work away from {name}" if short > 0 else ""
    return Way(
        f"let {task.id} be split into parts of {size // 60} h{away}", (Change("split", f"{task.id}={size // 60}h"),)
    )


def of_parts(lacking: Lacking, task: Task) -> Way | None:
    """Return the fewest hours in one period with which one member has room for all parts of a task, or one more sprint.

    None where it is not split, or is not one member's alone; no text where neither does.
    """
    if not task.split_minutes or lacking.team.calendar is None or is_for_one(lacking.team.policies, task):
        return None
    problem, free, able = slot_problem(lacking.team, Backlog((task,))), lacking.free, lacking.able(task)
    time = problem.time
    if time is None or not time.one_member:
        return None
    found = list[tuple[int, int, str, str, int]]()
    for m in dict.fromkeys(time.member.tolist()):
        rows = np.flatnonzero((time.member == m) & problem.eligible.any(axis=1) & (time.period >= lacking.first(task)))
        if time.names[m] not in able or not len(rows):
            continue
        part = int(problem.load[rows[0]].max())
        room = np.maximum(free[rows], 0)
        missing = problem.load.shape[1] - int((room // part).sum())
        # One more sprint has the hours of the last one.
        most = int((lacking.limit[rows[time.period[rows] == len(time.periods) - 1]] // part).sum())
        for row, rest in zip(rows.tolist(), (room % part).tolist(), strict=True):
            more = missing * part - rest
            period = time.periods[int(time.period[row])] or ""
            found.append((more, missing - most, time.names[m], period, int(lacking.limit[row])))
    short = [one for one in found if one[0] > 0]
    if not short:
        return None
    more, _, name, period, limit = min(short)
    lack = Lack(name, period, more, more, limit)
    if lack.is_modest:
        return Way(hours_text(lack), (raising(lack),))
    if any(one[1] <= 0 for one in short):
        return Way("one more sprint", (Change("sprint", "1"),))
    return Way("")


def in_halves(lacking: Lacking, task: Task) -> Way | None:
    """Return that two people take half of a task each; None where no two of them have the hours in one period."""
    if task.crew or task.status != "TODO" or is_for_one(lacking.team.policies, task) or task.estimate_minutes < PART:
        return None
    half = replace(task, estimate_minutes=half_of(task), split_minutes=0)
    problem = slot_problem(lacking.team, Backlog((half,)))
    time, first = problem.time, lacking.first(task)
    assert time is not None
    able = problem.eligible.any(axis=1) & (time.period >= first)
    if not any((able & (time.period == p)).sum() > 1 for p in set(time.period.tolist())):
        return None
    return Way(f"a second person for {task.id}, half of it each", (Change("second", task.id),))
