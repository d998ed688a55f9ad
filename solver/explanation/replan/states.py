"""How a task stands on the morning of a day: what a plan ends before is done, what it has begun is in progress."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from solver.domain.plan import Assignment
from solver.domain.tasks import Task
from solver.domain.team import Team
from solver.explanation.replan.worked import Shares
from solver.matching.pieces import part_minutes


def _has_ended(one: Assignment, gone: int) -> bool:
    """Return whether the plan ends a piece in the first days of its period."""
    return one.end is not None and one.end <= gone


def still_started(task: Task, lines: list[tuple[Assignment, int]]) -> Task:
    """Return a task that the backlog calls started, with whoever had it in the plan if it names nobody."""
    return task if task.assigned_to else replace(task, status="IN_PROGRESS", assigned_to=lines[0][0].member)


def by_then(
    task: Task,
    lines: list[tuple[Assignment, int]],
    shares: Shares,
    team: Team,
    planned: Mapping[tuple[str, int], int],
) -> tuple[Task, list[Assignment]]:
    """Return a task as the plan says that it stands, and which of its pieces have ended."""
    lines = sorted(lines, key=lambda line: line[0].piece)
    # The parts of the plan are those of the task when it was made; the last one may be longer than the others.
    parts = part_minutes(task) if len(lines) > 1 or task.left else (task.estimate_minutes,)
    parts = parts if task.left or not task.crew else (task.estimate_minutes,)
    sizes = [parts[min(one.piece, len(parts) - 1)] for one, _ in lines]
    stated = [planned.get((task.id, one.piece)) for one, _ in lines]
    before = sizes if None in stated else [size or 0 for size in stated]
    rest = [
        max(size - was, 0) if _has_ended(one, gone) else shares.rest(one, gone, size)
        for (one, gone), size, was in zip(lines, sizes, before, strict=True)
    ]
    # A split task that has grown since has parts that the plan knows nothing of.
    more = 0 if task.crew or None in stated else max(task.estimate_minutes - sum(sizes), 0)
    ended = [one for (one, _), minutes in zip(lines, rest, strict=True) if not minutes]
    begun = [one for one, gone in lines if one.start is not None and one.start < gone and one not in ended]
    if not any(rest) and not more:
        # An assignee of open work binds nobody: who had it in the plan did it.
        return replace(task, status="DONE", assigned_to=lines[0][0].member), ended
    if not begun and not ended:
        return task, []
    if len(lines) == len(task.crew) or (not task.crew and 1 < len(lines) == len(parts)):
        is_one = not task.crew and not team.policies.split_members
        first = (begun or ended)[0].member
        held = [member for member, _ in task.left] or [""] * len(lines)
        stays = [
            first if is_one else one.member if one in begun else who for (one, _), who in zip(lines, held, strict=True)
        ]
        return _in_pieces(task, stays, rest), ended
    left = max(task.estimate_minutes - sum(sizes) + sum(rest), 1)
    return _started(task, (begun or ended)[0].member, left), []


def _in_pieces(task: Task, stays: list[str], rest: list[int]) -> Task:
    """Return a task of several pieces with those that are left: who stays with each, and its minutes."""
    left = tuple((member, minutes) for member, minutes in zip(stays, rest, strict=True) if minutes)
    crew = tuple(seat for seat, minutes in zip(task.crew, rest, strict=True) if minutes) if task.crew else ()
    whole = max(minutes for _, minutes in left) if crew else sum(minutes for _, minutes in left)
    holder = next((member for member, _ in left if member), "")
    return replace(_started(task, holder, whole), crew=crew, left=left)


def _started(task: Task, holder: str, left: int) -> Task:
    """Return a task in progress with somebody, if with anybody, of which so many minutes are left."""
    spent = task.spent_minutes + task.estimate_minutes - left
    started = replace(task, estimate_minutes=left, spent_minutes=spent, left=())
    return replace(started, status="IN_PROGRESS", assigned_to=holder) if holder else started


def standing_text(task: Task, changed: Task, lines: list[tuple[Assignment, int]]) -> str:
    """Return how a task stands, in words; what the plan ends and yet remains has grown, unless the backlog says so."""
    has_grown = not (task.spent_minutes or task.status == "IN_PROGRESS") and all(_has_ended(*line) for line in lines)
    said = _stands(task, changed)
    return f"{said}, as its estimate has grown since the plan" if changed.status != "DONE" and has_grown else said


def _stands(task: Task, changed: Task) -> str:
    if changed.status == "DONE":
        return f"{task.id} is done: the plan ends it before that day"
    if changed.left and not changed.holders:
        return f"{task.id} is done in part: {sum(minutes for _, minutes in changed.left) / 60:.4g} h remain"
    if changed.crew and changed.left:
        seats = ", ".join(f"{member} ({minutes / 60:.4g} h remain)" for member, minutes in changed.left if member)
        return f"{task.id} is in progress with {seats}"
    hours = f"{changed.estimate_minutes / 60:.4g} h remain"
    return f"{task.id} is in progress with {changed.assigned_to}: {hours}"
