"""Changes to what a member can, may and likes to do, and to whom it speaks."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from solver.changes.forms import number, split, split_last, split_name
from solver.domain.cards import CommunicationLine, Permission, RoleCard, Score
from solver.domain.team import Member
from solver.domain.world import World, known

# Commas that are not within brackets, and a topic at the end of a line.
OUTSIDE = re.compile(r",(?![^()]*\))")
TOPIC = re.compile(r"\([^()]*\)$")


def _with_card(world: World, member: Member, card: RoleCard) -> World:
    return world.with_member(replace(member, card=card))


def _scored(world: World, text: str, form: str) -> tuple[str, str, Decimal]:
    """Return member, name and score of ``MEMBER:name=score``."""
    left, score = split_last(text, form)
    name, what = split_name(left, ":", world.names, form)
    return name, what, number(score, "a score from 0 to 1", most=1)


def train(world: World, text: str) -> World:
    """Set the score of one capability; a name that nothing else knows is a slip of the pen."""
    name, capability, value = _scored(world, text, "MEMBER:capability=score")
    member, words = world.member(name), world.team.vocabulary
    named = {line.name for one in world.team.members for line in one.card.capabilities}
    named |= {need.capability for task in world.backlog.tasks for need in task.needs}
    named |= {alias for pair in words.aliases for alias in pair}
    named |= {side for one in words.relations for side in (one.have, one.need)}
    known(capability, sorted(named), "capability")
    kept = (line for line in member.card.capabilities if words.name(line.name) != words.name(capability))
    return _with_card(world, member, replace(member.card, capabilities=(*kept, Score(capability, value, 0))))


def like(world: World, text: str) -> World:
    """Set how much a member likes a kind of task."""
    name, kind, value = _scored(world, text, "MEMBER:kind of task=score")
    member, words = world.member(name), world.team.vocabulary
    kept = (line for line in member.card.preferences if words.name(line.name) != words.name(kind))
    return _with_card(world, member, replace(member.card, preferences=(*kept, Score(kind, value, 0))))


def grant(world: World, text: str) -> World:
    """Permit a member to do something."""
    member, verb, what = _permission(world, text)
    permissions = (*member.card.permissions, Permission(verb, what, 0))
    return _with_card(world, member, replace(member.card, permissions=permissions))


def revoke(world: World, text: str) -> World:
    """Take a permission away."""
    member, verb, what = _permission(world, text)
    held = [f"{own.verb} {own.object}" for own in member.card.permissions]
    wanted = f"{verb} {what}".casefold()
    if wanted not in map(str.casefold, held):
        known(f"{verb} {what}", held, f"permission of {member.id}")
    kept = (own for own in member.card.permissions if f"{own.verb} {own.object}".casefold() != wanted)
    return _with_card(world, member, replace(member.card, permissions=tuple(kept)))


def _permission(world: World, text: str) -> tuple[Member, str, str]:
    name, right = split_name(text, ":", world.names, "MEMBER:VERB object")
    verb, what = split(right, " ", "MEMBER:VERB object")
    return world.member(name), verb, what


def channel(world: World, text: str) -> World:
    """Open a line from a member to another, an external or a group: PROVIDES unless a verb is given."""
    src, rest = split(text, "->", "MEMBER->MEMBER or MEMBER->MEMBER:VERB")
    dst, _, verb = (part.strip() for part in rest.partition(":"))
    member = world.member(src)
    known(dst, [*world.names, *world.team.externals, *(one.name for one in world.team.groups)], "member or external")
    lines = (*member.card.communication, CommunicationLine(verb or "PROVIDES", dst, 0))
    return _with_card(world, member, replace(member.card, communication=lines))


def cut(world: World, text: str) -> World:
    """Close what one member says to another by name, whoever wrote it down; a line that goes both ways goes whole."""
    from solver.communication.lines.channels import read_lines

    src, dst = split(text, "->", "MEMBER->MEMBER")
    giver, taker = world.member(src), world.member(dst)
    between = [c for c in read_lines(world.team).channels if (c.src, c.dst) == (giver.id, taker.id)]
    if not between:
        raise ValueError(f"a line from {giver.id} to {taker.id}")
    for member, other in ((giver, taker), (taker, giver)):
        shut = {(c.verb, c.text) for c in between if c.declared_by == member.id}
        lines = (
            replace(line, text=_without(line.text, other.id, world)) if (line.verb, line.text) in shut else line
            for line in member.card.communication
        )
        kept = tuple(line for line in lines if line.text)
        world = _with_card(world, member, replace(member.card, communication=kept))
    return world


def _without(text: str, name: str, world: World) -> str:
    """Return the objects of a line without one member; a topic at the end stays with the others."""
    from solver.communication.lines.grammar import names_of, parse_objects

    names = names_of(world.team)
    parts = [part.strip() for part in OUTSIDE.split(text)]
    kept = [part for part in parts if name not in {item.name for item in parse_objects(part, names)}]
    topic = TOPIC.search(text)
    if kept and topic and not kept[-1].endswith(topic[0]):
        kept[-1] = f"{kept[-1]} {topic[0]}"
    return ", ".join(kept)
