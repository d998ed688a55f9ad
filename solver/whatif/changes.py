"""Changes to a team and a backlog; nothing is mutated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Final

from solver.domain.cards import CommunicationLine, Permission, Score
from solver.domain.tasks import Backlog
from solver.domain.team import Member, Team
from solver.errors import Fault, InputError


@dataclass(frozen=True)
class World:
    """What a change changes."""

    team: Team
    backlog: Backlog

    def member(self, name: str) -> Member:
        """Return a member; raises ValueError with the closest name."""
        return {one.id: one for one in self.team.members}[_known(name, [one.id for one in self.team.members], "member")]

    def with_member(self, changed: Member) -> World:
        """Return the world with one member changed."""
        members = (changed if one.id == changed.id else one for one in self.team.members)
        return replace(self, team=replace(self.team, members=tuple(members)))


@dataclass(frozen=True)
class Change:
    """One change in words, such as ``capacity`` with ``X=30``, and where it was written."""

    kind: str
    text: str
    file: str = "command line"
    line: int = 1


@dataclass(frozen=True)
class Scenario:
    """A named list of changes."""

    name: str
    changes: tuple[Change, ...]


def apply(world: World, changes: tuple[Change, ...]) -> World:
    """Return the world after the changes, in their order.

    Parameters
    ----------
    world : World
        The base.
    changes : tuple of Change
        Of the kinds in ``KINDS``.

    Returns
    -------
    World
        A new one.

    Raises
    ------
    InputError
        With every change that names what is not there or is not of its form.
    """
    faults = []
    for change in changes:
        try:
            world = KINDS[_known(change.kind, list(KINDS), "kind of change")](world, change.text)
        except ValueError as error:
            expected, _, maybe = str(error).partition("\n")
            faults.append(Fault(change.file, change.line, expected, repr(f"{change.kind}: {change.text}"), maybe))
    if faults:
        raise InputError(tuple(faults))
    return world


def _known(name: str, names: list[str], what: str) -> str:
    if name not in names:
        close = get_close_matches(name, names, n=1)
        raise ValueError(f"a {what} that is there" + (f"\n{close[0]!r}." if close else ""))
    return name


def _split(text: str, mark: str, form: str) -> tuple[str, str]:
    left, found, right = text.partition(mark)
    if not (left.strip() and found and right.strip()):
        raise ValueError(form)
    return left.strip(), right.strip()


def _number(text: str, form: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(form) from error
    if not number.is_finite():
        raise ValueError(form)
    return number


def _remove(world: World, text: str) -> World:
    """Take a member away; what refers to it goes too, and its work in progress is open again."""
    gone = world.member(text).id
    team = world.team
    policies = replace(
        team.policies,
        pins=tuple(pair for pair in team.policies.pins if pair.member != gone),
        forbids=tuple(pair for pair in team.policies.forbids if pair.member != gone),
    )
    members = tuple(one for one in team.members if one.id != gone)
    if not members:
        raise ValueError("at least one member to stay")
    groups = tuple(replace(group, members=tuple(m for m in group.members if m != gone)) for group in team.groups)
    tasks = tuple(
        replace(task, status="TODO", assigned_to="")
        if task.assigned_to == gone and task.status == "IN_PROGRESS"
        else task
        for task in world.backlog.tasks
    )
    team = replace(team, members=members, groups=groups, policies=policies)
    return World(team, replace(world.backlog, tasks=tasks))


def _clone(world: World, text: str) -> World:
    """Add a second member with the same card, limit and pace."""
    one = world.member(text)
    number = 2
    while any(other.id == f"{one.id}_{number}" for other in world.team.members):
        number += 1
    members = sorted((*world.team.members, replace(one, id=f"{one.id}_{number}")), key=lambda member: member.id)
    return replace(world, team=replace(world.team, members=tuple(members)))


def _capacity(world: World, text: str) -> World:
    name, hours = _split(text, "=", "MEMBER=hours")
    minutes = _number(hours.removesuffix("h"), "MEMBER=hours") * 60
    if not 0 <= minutes < 10**7 or minutes != int(minutes):
        raise ValueError("hours from 0 in whole minutes")
    return world.with_member(replace(world.member(name), load_limit_minutes=int(minutes)))


def _train(world: World, text: str) -> World:
    name, skill = _split(text, ":", "MEMBER:capability=score")
    capability, score = _split(skill, "=", "MEMBER:capability=score")
    value = _number(score, "a score from 0 to 1")
    if not 0 <= value <= 1:
        raise ValueError("a score from 0 to 1")
    member = world.member(name)
    kept = tuple(line for line in member.card.capabilities if line.name != capability)
    card = replace(member.card, capabilities=(*kept, Score(capability, value, 0)))
    return world.with_member(replace(member, card=card))


def _grant(world: World, text: str) -> World:
    name, right = _split(text, ":", "MEMBER:VERB object")
    verb, what = _split(right, " ", "MEMBER:VERB object")
    member = world.member(name)
    card = replace(member.card, permissions=(*member.card.permissions, Permission(verb, what, 0)))
    return world.with_member(replace(member, card=card))


def _channel(world: World, text: str) -> World:
    src, dst = _split(text, "->", "MEMBER->MEMBER")
    member, other = world.member(src), world.member(dst)
    lines = (*member.card.communication, CommunicationLine("PROVIDES", other.id, 0))
    return world.with_member(replace(member, card=replace(member.card, communication=lines)))


def _drop(world: World, text: str) -> World:
    """Leave a task out; what waits for it waits no longer."""
    _known(text, [task.id for task in world.backlog.open_tasks], "task")
    tasks = tuple(
        replace(task, dependencies=tuple(other for other in task.dependencies if other != text))
        for task in world.backlog.tasks
        if task.id != text
    )
    return replace(world, backlog=replace(world.backlog, tasks=tasks))


KINDS: Final[dict[str, Callable[[World, str], World]]] = {
    "remove": _remove,
    "clone": _clone,
    "capacity": _capacity,
    "train": _train,
    "grant": _grant,
    "channel": _channel,
    "drop": _drop,
}
