"""Who could be meant by a name that nobody has: whose id is close, or whose abilities the name and topic speak of."""

from __future__ import annotations

import re
from decimal import Decimal
from difflib import get_close_matches

from solver.communication.channels import Channel
from solver.domain.team import Member, Team

# How like two ids must be to look like a slip of the pen.
CLOSE = 0.75


def who_could_be_meant(team: Team, channel: Channel) -> str:
    """Return a suggestion in words, empty if nobody comes near; nothing is joined because of it."""
    names = [member.id for member in team.members if member.id != channel.declared_by]
    close = get_close_matches(channel.other, names, n=1, cutoff=CLOSE)
    if close:
        return f"{close[0]!r}."
    others = tuple(member for member in team.members if member.id != channel.declared_by)
    found = nearest_owner(others, f"{channel.other} {channel.topic}")
    return f"{found[0]!r}, who has {found[1]} {found[2]}." if found else ""


def nearest_owner(members: tuple[Member, ...], text: str) -> tuple[str, str, Decimal] | None:
    r"""Return member, capability and score of who is best at what a text speaks of, None if it speaks of nothing.

    A capability counts by the share of its words that stand in the text, then by its score; ties go to the first.

    Examples
    --------
    >>> from solver.readers.cards import parse_card
    >>> cards = {"A": "- security_auditing: 0.9", "B": "- security: 0.7"}
    >>> members = tuple(Member(n, parse_card(f"## Core Capabilities\n{c}", n), 60) for n, c in cards.items())
    >>> nearest_owner(members, "SECURITY vulnerabilities")
    ('B', 'security', Decimal('0.7'))
    """
    said = _words(text)
    ranked = []
    for number, member in enumerate(members):
        for line in member.card.capabilities:
            own = _words(line.name)
            share = len(own & said) / len(own) if own else 0.0
            if share >= 0.5:
                ranked.append(((share, line.score, -number), (member.id, line.name, line.score)))
    return max(ranked)[1] if ranked else None


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]+", text.casefold()))
