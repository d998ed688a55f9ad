"""The gates of one member for a task over periods: what is missing at each, with the hours of every sprint."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

import numpy as np

from solver.domain.calendar import Slot
from solver.domain.showing import in_days
from solver.domain.tasks import Backlog, Task
from solver.domain.team import Member
from solver.explanation.edits import task_of
from solver.explanation.held import hours
from solver.matching.build import minutes
from solver.matching.in_turn import in_turn, parts_said
from solver.matching.pairs.fit import shortfalls
from solver.matching.pairs.gates import hindrances
from solver.matching.pairs.vocabulary import effective_scores
from solver.matching.pieces import pieces_of
from solver.matching.problem import Problem
from solver.study.study import Study

# So many periods are told one by one.
MOST_TOLD: Final = 8


def gates_in_time(case: Study, problem: Problem, who: Member, task_id: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the gates can, allowed, available and when in turn, each with what fails there.

    Parameters
    ----------
    case : Study
        Over periods, or one window in an order or with crews.
    problem : Problem
        Its arrays over slots and pieces.
    who : Member
        Of the team.
    task_id : str
        An open task. Of a crew one seat that the member can take is enough; of a split task all parts count together
        unless they may go to several members.

    Yields
    ------
    (str, tuple of str)
        ``available`` names hours alone, ``when`` the dates between which the task must be worked.
    """
    task, time = task_of(case.backlog, task_id), problem.time
    if time is None:
        return
    columns = np.flatnonzero(time.task == time.tasks.index(task_id)).tolist()
    own = pieces_of(Backlog((task,)), split=case.team.calendar is not None).tasks
    pieces = dict(zip(columns, own, strict=True))
    words, scores = case.team.vocabulary, effective_scores(who.card, case.team.vocabulary)
    rows = [int(row) for row in np.flatnonzero(time.member == time.names.index(who.id))]
    # Who may grow in a task on purpose can take it, short of its minimum or not.
    missed = (() if problem.can[rows[0], c] else tuple(shortfalls(scores, pieces[c], words)) for c in columns)
    short = min(missed, key=len)
    seat = "of the seat that is closest, " if task.crew else ""
    yield "can", tuple(f"{seat}{name}: has {have}, needs {need}" for name, have, need in short)
    yield "allowed", hindrances(case.team, case.backlog, who, task)
    seats = [c for c in columns if problem.can[rows[0], c] and problem.allowed[rows[0], c]] if task.crew else columns
    together = time.one_member and not task.crew
    takes = minutes(
        who, sum(pieces[c].estimate_minutes for c in seats) if together else pieces[seats[0]].estimate_minutes
    )
    there = [int(problem.limit[row]) for row in rows]
    alone = len(seats) == 1 or not together
    has_room = max(there, default=0) >= takes if alone else sum(there) >= takes
    pace = "" if who.pace == 1 else f" ({hours(task.estimate_minutes)} h at a pace of {who.pace:f})"
    told = f"it takes {hours(takes)} h{pace}" + ("" if alone else f" in {len(seats)} parts")
    turn = in_turn(case.team.calendar, task, (who,)) if case.team.calendar and not alone else None
    slow = f"{parts_said(task)} {turn.text}" if turn and not turn.is_done else ""
    if has_room:
        yield "available", (slow,) if turn and not turn.ever else ()
    else:
        yield "available", (f"{told}, and {who.id} has {_slots(case, who)}",)
    worked = [row for row in rows if all(problem.eligible[row, c] for c in seats[:1])]
    enough = bool(worked) and (alone or sum(int(problem.limit[row]) for row in worked) >= takes)
    if enough:
        yield "when", (f"{window(task)}: {slow}",) if slow else ()
    else:
        yield "when", (f"{told} {window(task)}; {who.id} has {_slots(case, who, task)}",)


def columns_of(case: Study, task_id: str) -> tuple[int, ...]:
    """Return the columns of the pieces of an open task."""
    pieces = pieces_of(case.backlog, split=case.team.calendar is not None)
    places = {task.id: columns for task, columns in zip(case.backlog.open_tasks, pieces.columns, strict=True)}
    return places[task_id]


def window(task: Task) -> str:
    """Return between which dates a task must be worked, in words."""
    parts = [f"not before {task.earliest}"] if task.earliest else []
    parts += [f"done by {task.deadline}"] if task.deadline else []
    parts += [f"not before {in_days(task.held_days)} have gone by"] if task.held_days else []
    return " and ".join(parts)


def _slots(case: Study, who: Member, task: Task | None = None) -> str:
    """Return the hours of a member in each period, with what takes them, and those between a task's dates."""
    calendar = case.team.calendar
    if calendar is None:
        return f"{hours(who.load_limit_minutes)} h"
    slots = who.slots(calendar)
    parts = []
    for period, slot in list(zip(calendar.periods, slots, strict=True))[:MOST_TOLD]:
        first = calendar.first_day(task.earliest) if task and task.earliest else period.start
        last = calendar.last_day(task.deadline) if task and task.deadline else period.end
        if last < period.start or first > period.end:
            continue
        inside = [first <= day <= last for day in period.days]
        if all(inside):
            parts.append(f"{hours(slot.minutes)} h in {period.id}{_taken(slot)}")
            continue
        start = Fraction(inside.index(True)) if any(inside) else Fraction(0)
        end = start + sum(inside)
        part = max(int(slot.done_by(end) - slot.done_by(start)), 0)
        parts.append(f"{hours(part)} h of {hours(slot.minutes)} h of {period.id} then{_taken(slot)}")
    more = len(calendar.periods) - MOST_TOLD
    return (", ".join(parts) or "no period between them") + (f", and {more} periods more" if more > 0 else "")


def _taken(slot: Slot) -> str:
    """Return what takes hours of a slot, in brackets, leave and the like first."""
    lost = [f"{name} {hours(int(amount))}" for name, amount in slot.lines if amount < 0 and name != "holidays"]
    return f" ({', '.join(lost)} h)" if lost else ""
