"""Changes where there are periods: hours and days of one slot or all, who joins when, and the dates of tasks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from solver.changes.forms import ALL, each_member, each_task, minutes, number, split, split_last
from solver.domain.calendar import Calendar, Presence
from solver.domain.showing import some
from solver.domain.tasks import Task
from solver.domain.team import Member
from solver.domain.world import World, known
from solver.errors import Fault, InputError
from solver.readers.cards.cards import read_card

DAYS = re.compile(r"(\d{4}-\d\d-\d\d)(?:\.\.(\d{4}-\d\d-\d\d))?")


def calendar_of(world: World) -> Calendar:
    """Return the calendar; raises ValueError where there are no periods."""
    if world.team.calendar is None:
        raise ValueError("periods in team.yaml, which this is about")
    return world.team.calendar


def _changed(world: World, name: str, change: Callable[[Presence], Presence]) -> World:
    calendar = calendar_of(world)
    return each_member(world, name, lambda one: one.present(calendar, change(one.presence or Presence())))


def _slot(world: World, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the member of ``MEMBER`` or ``MEMBER@PERIOD``, and the periods meant."""
    periods = tuple(one.id for one in calendar_of(world).periods)
    member, mark, period = name.rpartition("@")
    if not mark or name in world.names:
        return name, periods
    return member.strip(), (known(period.strip(), periods, "period"),)


def _there(world: World, name: str, periods: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return who and when, as given; raises ValueError where nobody of those has a day in any of those periods."""
    calendar = calendar_of(world)
    members = world.team.members if name == ALL and name not in world.names else (world.member(name),)
    days = {
        period.id
        for one in members
        for period, slot in zip(calendar.periods, one.slots(calendar), strict=True)
        if any(slot.days)
    }
    if days.isdisjoint(periods):
        when = periods[0] if len(periods) == 1 else "any period"
        others = [f"{name}@{one.id}" for one in calendar.periods if one.id in days]
        maybe = f"\n{some([repr(one) for one in others], 3)}." if others else ""
        raise ValueError(f"somebody who has a day in {when}{maybe}")
    return name, periods


def capacity(world: World, text: str) -> World:
    """Set how many hours may be given in each period, or in the one named, where the member has days in it."""
    name, hours = split_last(text, "MEMBER=hours or MEMBER@PERIOD=hours")
    member, periods = _there(world, *_slot(world, name))
    calendar = calendar_of(world)

    def changed(one: Member) -> Member:
        presence = one.presence or Presence()
        extra = dict(presence.extra)
        for period, slot in zip(calendar.periods, one.slots(calendar), strict=True):
            if period.id in periods and any(slot.days):
                wanted = minutes(hours, slot.minutes, "MEMBER=hours")
                extra[period.id] = extra.get(period.id, 0) + wanted - slot.minutes
        return one.present(calendar, replace(presence, extra=tuple(extra.items())))

    return each_member(world, member, changed)


def reserve(world: World, text: str) -> World:
    """Set the share of a member's hours that is kept free."""
    name, share = split_last(text, "MEMBER=share")
    value = number(share, "a share from 0 to 1", most=1)
    return _changed(world, name, lambda presence: replace(presence, reserved=value))


def leave(world: World, text: str) -> World:
    """Take days of leave, or hours of every period, off a member."""
    name, given = split_last(text, "MEMBER=days, such as 2027-01-18..2027-01-22, or MEMBER=hours")
    days = DAYS.fullmatch(given)
    if not days:
        away = minutes(given, 0, "MEMBER=days or MEMBER=hours")
        return _changed(world, name, lambda one: replace(one, leave_minutes=one.leave_minutes + away))
    try:
        first = date.fromisoformat(days[1])
        last = date.fromisoformat(days[2] or days[1])
    except ValueError as error:
        raise ValueError("days such as 2027-01-18..2027-01-22") from error
    if last < first:
        raise ValueError("days in their order")
    return _changed(world, name, lambda one: replace(one, leave=(*one.leave, (first, last))))


def commit(world: World, text: str) -> World:
    """Set the hours of a member's work outside the backlog in each period, or in the one named."""
    name, hours = split_last(text, "MEMBER=hours or MEMBER@PERIOD=hours")
    member, periods = _there(world, *_slot(world, name))

    def changed(presence: Presence) -> Presence:
        given = dict(presence.committeds)
        for period in periods:
            given[period] = minutes(hours, given.get(period, presence.committed), "MEMBER=hours")
        return replace(presence, committeds=tuple(given.items()))

    return _changed(world, member, changed)


def join(world: World, text: str) -> World:
    """Add a member from a period or a day on: of a role card in a file, or like somebody who is there.

    Days of leave and a last day are a person's own: whoever is like somebody has none of them.
    """
    form = "CARD.md@PERIOD, MEMBER@PERIOD or either with a day"
    source, when = split(text[::-1], "@", form)[::-1]
    source, when = source[::-1], when[::-1]
    calendar = calendar_of(world)
    try:
        first = calendar.first_day(when)
    except ValueError as error:
        raise ValueError(form) from error
    if source in world.names:
        like, count = world.member(source), 2
        while f"{source}_{count}" in world.names:
            count += 1
        new = replace(like, id=f"{source}_{count}")
    else:
        try:
            card = read_card(Path(source))
        except OSError as error:
            raise InputError((Fault(source, 1, "a role card", str(error.strerror or error).lower()),)) from error
        new = Member(card.id, card, 0, file=source, line=1)
    if new.id in world.names:
        raise ValueError(f"an id of its own for the new member, or {new.id}@{when} for somebody like {new.id}")
    new = new.present(calendar, replace(new.presence or Presence(), leave=(), leave_minutes=0, since=first, until=None))
    members = sorted((*world.team.members, new), key=lambda member: member.id)
    return world.with_members(members)


def _dated(field: str) -> Callable[[World, str], World]:
    def change(world: World, text: str) -> World:
        name, when = split_last(text, "TASK=day, period or none")
        calendar = calendar_of(world)
        if when != "none":
            try:
                calendar.first_day(when)
            except ValueError as error:
                raise ValueError("a day such as 2027-01-22, the id of a period, or none") from error

        def changed(task: Task) -> Task:
            dated: Task = replace(task, **{field: "" if when == "none" else when})  # type: ignore[arg-type]
            both = dated.earliest and dated.deadline
            if both and calendar.last_day(dated.deadline) < calendar.first_day(dated.earliest):
                raise ValueError(f"a deadline of {task.id} that is not before its earliest start")
            return dated

        return each_task(world, name, changed)

    change.__doc__ = f"Set the {field} of a task, or of all."
    return change


earliest, due, deadline = (_dated(field) for field in ("earliest", "due", "deadline"))
