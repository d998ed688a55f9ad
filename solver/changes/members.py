"""Changes to who is there, for how many hours, and in which groups."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from solver.changes import in_time
from solver.changes.forms import each_member, minutes, number, split, split_last
from solver.domain.calendar import Presence
from solver.domain.policies import CommunicationPolicy, Policies
from solver.domain.team import Group, Member
from solver.domain.world import World, known
from solver.errors import Fault, InputError
from solver.readers.cards.cards import read_card
from solver.readers.workspace import LOAD_LIMIT_MINUTES


def remove(world: World, text: str) -> World:
    """Take a member away; what refers to it goes too, and its work in progress is open again."""
    gone, team = world.member(text).id, world.team
    members = tuple(one for one in team.members if one.id != gone)
    if not members:
        raise ValueError("at least one member to stay")
    groups = tuple(replace(group, members=tuple(m for m in group.members if m != gone)) for group in team.groups)
    tasks = tuple(
        task.without({gone}) if gone in {member for _, member in task.holders} else task for task in world.backlog.tasks
    )
    team = replace(
        team,
        members=members,
        groups=groups,
        policies=_policies_without(team.policies, gone),
        communication=_lines_without(team.communication, gone),
    )
    return replace(world, team=team, backlog=replace(world.backlog, tasks=tasks))


def _policies_without(policies: Policies, gone: str) -> Policies:
    pins, forbids = (tuple(p for p in pairs if p.member != gone) for pairs in (policies.pins, policies.forbids))
    grow = tuple(one for one in policies.grow if gone not in {one.member, one.mentor})
    return replace(policies, pins=pins, forbids=forbids, grow=grow)


def _lines_without(policy: CommunicationPolicy, gone: str) -> CommunicationPolicy:
    return replace(
        policy,
        aliases=tuple(pair for pair in policy.aliases if pair[1] != gone),
        terminals=tuple(name for name in policy.terminals if name != gone),
        prices=tuple(price for price in policy.prices if gone not in price[:2]),
    )


def clone(world: World, text: str) -> World:
    """Add a second member with the same card, limit and pace, named by the user or ``MEMBER_2``."""
    name, _, wanted = (part.strip() for part in text.partition("="))
    one, count = world.member(name), 2
    while not wanted and f"{one.id}_{count}" in world.names:
        count += 1
    return _joined(world, replace(one, id=wanted or f"{one.id}_{count}"))


def add(world: World, text: str) -> World:
    """Add the member of a role card in a file, for 40 h or as many as are given."""
    file, _, hours = (part.strip() for part in text.partition("="))
    limit = minutes(hours, 0, "CARD.md=hours") if hours else LOAD_LIMIT_MINUTES
    try:
        card = read_card(Path(file))
    except OSError as error:
        raise InputError((Fault(file, 1, "a role card", str(error.strerror or error).lower()),)) from error
    new = Member(card.id, card, limit, file=file, line=1)
    if world.team.calendar:
        new = new.present(world.team.calendar, Presence(limit=limit if hours else None))
    return _joined(world, new)


def _joined(world: World, new: Member) -> World:
    if new.id in world.names:
        raise ValueError("an id of its own for the new member")
    members = sorted((*world.team.members, new), key=lambda member: member.id)
    return world.with_members(members)


def capacity(world: World, text: str) -> World:
    """Set how many hours may still be given to a member."""
    if world.team.calendar:
        return in_time.capacity(world, text)
    name, hours = split_last(text, "MEMBER=hours")

    def changed(member: Member) -> Member:
        return replace(member, load_limit_minutes=minutes(hours, member.load_limit_minutes, "MEMBER=hours"))

    return each_member(world, name, changed)


def reserve(world: World, text: str) -> World:
    """Set the share of a member's hours that is kept free."""
    if world.team.calendar:
        return in_time.reserve(world, text)
    name, share = split_last(text, "MEMBER=share")
    value = Fraction(number(share, "a share from 0 to 1", most=1))
    return each_member(world, name, lambda member: _limited(member, _whole(member), value, member.committed_minutes))


def leave(world: World, text: str) -> World:
    """Take hours of leave off a member, before the reserved share."""
    if world.team.calendar:
        return in_time.leave(world, text)
    name, hours = split_last(text, "MEMBER=hours")

    def changed(member: Member) -> Member:
        away = minutes(hours, 0, "MEMBER=hours")
        return _limited(member, _whole(member) - away, _share(member), member.committed_minutes)

    return each_member(world, name, changed)


def commit(world: World, text: str) -> World:
    """Set the hours of a member's work outside the backlog."""
    if world.team.calendar:
        return in_time.commit(world, text)
    name, hours = split_last(text, "MEMBER=hours")

    def changed(member: Member) -> Member:
        committed = minutes(hours, member.committed_minutes, "MEMBER=hours")
        return _limited(member, _whole(member), _share(member), committed)

    return each_member(world, name, changed)


def _whole(member: Member) -> int:
    """Return the minutes before the reserved share and committed work are taken off."""
    return member.load_limit_minutes + member.committed_minutes + member.reserved_minutes


def _share(member: Member) -> Fraction:
    return Fraction(member.reserved_minutes, _whole(member) or 1)


def _limited(member: Member, whole: int, share: Fraction, committed: int) -> Member:
    """Return the member with (whole) * (1 - share) - committed to give, which must be whole minutes from 0 on."""
    rest = whole * (1 - share) - committed
    if rest < 0 or rest.denominator != 1:
        raise ValueError(f"a load limit of {member.id} of at least 0 in whole minutes, not {float(rest) / 60:g} h,")
    reserved = whole - committed - int(rest)
    return replace(member, load_limit_minutes=int(rest), committed_minutes=committed, reserved_minutes=reserved)


def pace(world: World, text: str) -> World:
    """Set how long a member takes: the factor on estimates."""
    name, factor = split_last(text, "MEMBER=factor")
    value = number(factor, "a factor above 0 and up to 100", most=100)
    if not value:
        raise ValueError("a factor above 0 and up to 100")
    return each_member(world, name, lambda member: replace(member, pace=value))


def wip(world: World, text: str) -> World:
    """Set how many tasks a member may have at once."""
    name, count = split_last(text, "MEMBER=tasks at once, or none")
    value = None if count == "none" else number(count, "whole tasks from 0, or none")
    if value is not None and value != int(value):
        raise ValueError("whole tasks from 0, or none")
    return each_member(world, name, lambda member: replace(member, wip_limit=None if value is None else int(value)))


def group(world: World, text: str) -> World:
    """Set who is in a group, or with ``+`` and ``-`` who joins and leaves it; a new name makes a new group."""
    name, listed = split(text, "=", "GROUP=A,B or GROUP=+A,-B")
    names = [part.strip() for part in listed.split(",")]
    for one in names:
        known(one.lstrip("+-"), world.names, "member")
    groups = {one.name: one for one in world.team.groups}
    before = groups.get(name, Group(name, ()))
    changed = {one[1:]: one[0] == "+" for one in names if one[0] in "+-"}
    if changed and len(changed) < len(names):
        raise ValueError("GROUP=A,B or GROUP=+A,-B")
    kept = [one for one in before.members if changed.get(one, True)] if changed else names
    joined = [one for one, joins in changed.items() if joins and one not in kept]
    groups[name] = replace(before, members=tuple(dict.fromkeys([*kept, *joined])))
    return replace(world, team=replace(world.team, groups=tuple(groups.values())))
