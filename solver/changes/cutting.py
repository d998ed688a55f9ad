"""Changes to how work is cut: one more sprint, a task in parts, a task for two people."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from solver.changes.forms import each_task, split_last
from solver.changes.in_time import calendar_of
from solver.domain.calendar import Calendar, Period
from solver.domain.policies import Policies
from solver.domain.tasks import Task
from solver.domain.world import World
from solver.readers.text.hours import parse_minutes

MOST_SPRINTS = 50


def sprint(world: World, text: str) -> World:
    """Add so many sprints after the last one, each as long as it and as far behind it as the last two are apart."""
    form = f"a number of sprints from 1 to {MOST_SPRINTS}"
    if not text.isdecimal() or not 0 < int(text) <= MOST_SPRINTS:
        raise ValueError(form)
    calendar = calendar_of(world)
    for _ in range(int(text)):
        calendar = replace(calendar, periods=(*calendar.periods, next_period(calendar)))
    team = replace(world.team, calendar=calendar)
    members = [one.present(calendar, one.presence) if one.presence else one for one in team.members]
    return replace(world, team=team).with_members(members)


def next_period(calendar: Calendar) -> Period:
    """Return the period that comes after the last one.

    Examples
    --------
    >>> from datetime import date
    >>> next_period(Calendar((Period("S1", date(2027, 1, 4), date(2027, 1, 8)),)))
    Period(id='S2', start=datetime.date(2027, 1, 11), end=datetime.date(2027, 1, 15))
    """
    last = calendar.periods[-1]
    length = (last.end - last.start).days
    before = calendar.periods[-2] if len(calendar.periods) > 1 else None
    # A working week is followed by the next one, not by its weekend.
    weeks = 7 * (length // 7 + 1)
    step = (last.start - before.start).days if before else weeks
    start = last.start + timedelta(days=max(step, length + 1))
    names = {one.id for one in calendar.periods}
    stem = last.id.rstrip("0123456789")
    number = int(last.id[len(stem) :] or len(names)) + 1
    while f"{stem}{number}" in names:
        number += 1
    return Period(f"{stem}{number}", start, start + timedelta(days=length))


def split(world: World, text: str) -> World:
    """Let a task be split into parts of a size, or no longer."""
    form = "TASK=hours of the smallest part, or no"
    name, size = split_last(text, form)
    calendar_of(world)
    if size == "no":
        return each_task(world, name, lambda task: replace(task, split_minutes=0, left=()))
    try:
        minutes = parse_minutes(size)
    except ValueError as error:
        raise ValueError(f"{form}: {error}") from error
    if not minutes:
        raise ValueError("hours above 0")
    return each_task(world, name, lambda task: replace(task, split_minutes=minutes, left=()))


def second(world: World, text: str) -> World:
    """Give a task to a crew of two, each for half of it, rounded up to minutes: both or neither, in one period.

    Started work keeps its owner in one of the two seats. The seats of a crew are not split.
    """
    one = world.task(text)
    if one.crew:
        raise ValueError("a task that is no crew's")
    if is_for_one(world.team.policies, one):
        raise ValueError("a task that no rule gives to one member with others (together, a whole batch)")
    if one.estimate_minutes < 2:
        raise ValueError("a task of two minutes or more")
    seats = (one.requirements, one.requirements)
    return world.with_task(replace(one, crew=seats, estimate_minutes=half_of(one), split_minutes=0, left=()))


def half_of(task: Task) -> int:
    """Return the minutes of each half of a task for two."""
    return (task.estimate_minutes + 1) // 2


def is_for_one(policies: Policies, task: Task) -> bool:
    """Return whether a rule gives a task to one member together with others, so that it cannot be two people's."""
    is_whole = bool(task.batch) and policies.of_batch(task.batch) == "together"
    return is_whole or any(task.id in group for group in policies.together)
