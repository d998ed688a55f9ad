"""Changes of a team made by hand, by other means than those under test."""

from __future__ import annotations

from dataclasses import replace

from solver.domain.calendar import Presence
from solver.domain.cards import Permission
from solver.domain.team import Team
from solver.explanation.edits import member_of, with_member, with_policies


def with_permission(team: Team, member: str, permission: str) -> Team:
    """Return the team with one more ``VERB object`` on one member's card."""
    one, (verb, _, what) = member_of(team, member), permission.partition(" ")
    card = replace(one.card, permissions=(*one.card.permissions, Permission(verb, what, 0)))
    return with_member(team, replace(one, card=card))


def without_forbid(team: Team, task: str, member: str) -> Team:
    """Return the team without what forbids a pair."""
    kept = (pair for pair in team.policies.forbids if (pair.task, pair.member) != (task, member))
    return with_policies(team, forbids=tuple(kept))


def without_pin(team: Team, task: str, member: str) -> Team:
    """Return the team without a pin."""
    kept = (pair for pair in team.policies.pins if (pair.task, pair.member) != (task, member))
    return with_policies(team, pins=tuple(kept))


def with_batch_policy(team: Team, batch: str, policy: str) -> Team:
    """Return the team with a batch that is handed out ``together`` or may be split (``prefer``)."""
    kept = tuple(pair for pair in team.policies.batches if pair[0] != batch)
    return with_policies(team, batches=(*kept, (batch, policy)))


def with_hours(team: Team, member: str, extra_minutes: int, period: str = "") -> Team:
    """Return the team with one load limit changed; over periods that of one of them, or of each."""
    one = member_of(team, member)
    if team.calendar:
        presence = one.presence or Presence()
        extra = dict(presence.extra)
        for each in team.calendar.periods:
            if period in {"", each.id}:
                extra[each.id] = extra.get(each.id, 0) + extra_minutes
        return with_member(team, one.present(team.calendar, replace(presence, extra=tuple(extra.items()))))
    return with_member(team, replace(one, load_limit_minutes=one.load_limit_minutes + extra_minutes))
