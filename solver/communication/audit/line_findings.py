"""What is odd about single lines of communication, and how findings of one kind are gathered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from solver.communication.lines.channels import Channel, Lines, once, read_lines
from solver.communication.lines.collisions import collisions
from solver.communication.lines.owners import Suggestions
from solver.communication.lines.verbs import nearest_verb
from solver.domain.showing import some
from solver.domain.team import Team
from solver.errors import Finding

# Findings of one kind beyond this many are one, with a count and the first of them.
FIRST = 10
# What a finding of many is called in the plural; every code has one.
MANY = {
    "COM001": "names that nobody in the team has",
    "COM002": "lines with a verb that is not in the table",
    "COM003": "lines that name nobody",
    "COM004": "alerts to nobody in particular",
    "COM005": "gates of members who tell nobody about them",
    "COM006": "gates that do not say whom they stop",
    "COM007": "lines that could not be read",
    "COM008": "sets of ids that look alike",
    "COM009": "escalations to nobody in particular, of members who can escalate all the same",
    "COM010": "lines of members to themselves",
    "ESC001": "members without a way to escalate",
    "ESC002": "members whose escalation leaves the known team",
    "ESC003": "members with a weak escalation",
    "ESC004": "members who can escalate only the topics that their lines name",
    "ESC005": "members with a long way up",
    "ESC006": "members without whom others cannot escalate",
    "ESC007": "circles of escalation",
    "ESC008": "members to whom others escalate, and who have no hours",
    "NET001": "members without whom others lose each other",
    "NET002": "lines of which the other side says nothing",
    "PLAN01": "hand-offs without a way to tell",
    "PLAN02": "members with more hand-offs than the limit",
}


def gathered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings; those of one kind are one where they are many, with a count and the first ten.

    Parameters
    ----------
    findings : iterable of Finding
        Each about one member or line.

    Returns
    -------
    tuple of Finding
        Worst first, otherwise in the order given.
    """
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        kinds.setdefault((finding.severity, finding.code), []).append(finding)
    found = [one for same in kinds.values() for one in (same if len(same) <= FIRST else [_as_one(same)])]
    order = {"error": 0, "warning": 1, "info": 2}
    return tuple(sorted(found, key=lambda finding: order[finding.severity]))


def _as_one(same: list[Finding]) -> Finding:
    first = [one.text + (f" (maybe {one.maybe.rstrip('.')})" if one.maybe else "") for one in same[:FIRST]]
    text = f"{len(same):,} {MANY.get(same[0].code, 'findings of one kind')}: {'; '.join(first)}"
    return replace(same[0], text=f"{text}; and {len(same) - FIRST:,} more", maybe="")


def of_lines(team: Team, lines: Lines, suggestions: Suggestions) -> Iterator[Finding]:
    """Name what cannot be resolved, with who could be meant."""
    # A card that several members hold says each of its lines once.
    card, told = {member.id: member.card.id for member in team.members}, set[tuple[str, int, str]]()
    for channel in once(lines.of_status("dangling")):
        key = (card[channel.declared_by], channel.line, channel.other)
        if key in told:
            continue
        told.add(key)
        text = f"{channel.declared_by} names {channel.other!r}, who is not in the team"
        yield Finding("warning", "COM001", channel.file, channel.line, text, suggestions.of(channel))
    for unread in {(card[one.member], one.line): one for one in reversed(lines.unread)}.values():
        text = f"{unread.text[:80]!r} of {unread.member} could not be read"
        yield Finding("warning", "COM007", unread.file, unread.line, text, "'VERB: NAME (topic)'.")
    silent = {"gate", "observation"}
    telling = {c.src for c in lines.channels if c.src == c.declared_by and c.dst and c.kind not in silent}
    seen: set[tuple[str, int, str]] = set()
    for channel in lines.channels:
        where = (card[channel.declared_by], channel.line, "")
        if where not in seen:
            seen.add(where)
            yield from _of_line(channel, telling)
    yield from collisions(team)


def _of_line(channel: Channel, telling: set[str]) -> Iterator[Finding]:
    where, said = (channel.file, channel.line), f"{channel.verb}: {channel.text}"
    if channel.kind == "unknown":
        near = nearest_verb(channel.verb)
        text = f"the verb of {said!r} of {channel.declared_by} is not in the table"
        yield Finding("warning", "COM002", *where, text, f"{near!r}." if near else "")
    elif channel.status == "self":
        yield Finding("info", "COM010", *where, f"{channel.declared_by} names itself: {said!r}")
    elif channel.status == "unresolved" and channel.verb == "ALERTS":
        yield Finding("warning", "COM004", *where, f"{channel.declared_by} alerts nobody in particular: {said!r}")
    elif channel.status == "unresolved" and channel.kind == "gate" and channel.declared_by not in telling:
        text = f"{channel.declared_by} holds the gate {said!r} and tells nobody about it"
        yield Finding("warning", "COM005", *where, text)
    elif channel.status == "unresolved" and channel.kind == "gate":
        text = f"the gate {said!r} of {channel.declared_by} does not say whom it stops"
        yield Finding("info", "COM006", *where, text)
    elif channel.status == "unresolved" and channel.kind in {"information", "receives", "peer", "consult"}:
        yield Finding("info", "COM003", *where, f"{said!r} of {channel.declared_by} names nobody")


def of_reading(team: Team) -> Iterator[Finding]:
    """Name what of the lines of a team cannot be resolved: names, verbs, and ids that are easily mistaken."""
    lines = read_lines(team)
    wanted = {"COM001", "COM002", "COM008"}
    yield from (finding for finding in of_lines(team, lines, Suggestions(team)) if finding.code in wanted)


def who_of(members: list[str]) -> str:
    """Return one member by name, or how many there are with the first of them.

    Examples
    --------
    >>> who_of(["ANN"]), who_of(["ANN", "BEN"])
    ('ANN', '2 members (ANN, BEN)')
    """
    return members[0] if len(members) == 1 else f"{len(members):,} members ({some(members, FIRST)})"
