"""What the audit finds worth saying; each finding has a severity and a stable code."""

from __future__ import annotations

from collections.abc import Iterator

from solver.communication.audit.agreement import Agreement
from solver.communication.audit.line_findings import FIRST, who_of
from solver.communication.congruence import Congruence
from solver.communication.escalation.routes import Escalation, loops
from solver.communication.layers import Graph, carriers
from solver.communication.lines.acceptors import acceptors_of
from solver.communication.lines.channels import Lines
from solver.communication.measures.bottlenecks import Bottleneck
from solver.domain.showing import some
from solver.domain.team import Member, Team
from solver.errors import Finding

Place = tuple[str, int]


def of_escalation(
    team: Team,
    lines: Lines,
    standing: tuple[Escalation, ...],
    layer: Graph,
    lost: dict[str, tuple[int, tuple[str, ...]]],
) -> Iterator[Finding]:
    """Name who cannot escalate and why, long ways, single points of failure, circles, and who has no hours for it.

    ``lost`` is for each member how many cannot escalate without it, and the first of them.
    """
    place = _places(team)
    yield from _of_standing(standing, place)
    most = team.communication.longest_chain
    for one in standing:
        if one.steps is not None and one.steps > most:
            way = " -> ".join(one.route[:FIRST]) if one.route else one.member
            text = f"long way up, {one.steps} lines where {most} are the most: {way}"
            yield Finding("warning", "ESC005", *place[one.member], text)
    for name, (count, cut) in lost.items():
        if name in place:
            more = f" and {count - len(cut):,} more" if count > len(cut) else ""
            yield Finding("warning", "ESC006", *place[name], f"without {name}, {', '.join(cut)}{more} cannot escalate")
    for loop in loops(layer):
        yield Finding("error", "ESC007", *place[loop[0]], f"{some(loop, FIRST)} escalate in a circle")
    yield from _without_target(team, lines, {one.member for one in standing if one.status == "covered"})
    yield from _without_hours(team, lines, place)


def _of_standing(standing: tuple[Escalation, ...], place: dict[str, Place]) -> Iterator[Finding]:
    """Name who cannot escalate: members whom the same stops are one finding."""
    codes = {
        "missing": ("error", "ESC001"),
        "leaves the known team": ("error", "ESC002"),
        "weak": ("warning", "ESC003"),
    }
    same: dict[tuple[str, str], list[str]] = {}
    for one in standing:
        if one.status in codes:
            same.setdefault((one.status, one.reason), []).append(one.member)
        elif one.strict_status != "covered":
            topics = [topic for topic, status in one.concerns or () if status == "covered"]
            text = f"{one.member} can escalate only the topics that its lines name"
            text += f": {some(topics, FIRST)}" if topics else ""
            yield Finding("info", "ESC004", *place[one.member], text)
    for status, (severity, code) in codes.items():
        rows = [(members, reason) for (known, reason), members in same.items() if known == status]
        if len(rows) <= FIRST:
            for members, reason in rows:
                yield Finding(severity, code, *place[members[0]], f"escalation of {who_of(members)} {status}: {reason}")
            continue
        rows.sort(key=lambda row: -len(row[0]))
        count = sum(len(members) for members, _ in rows)
        first = "; ".join(f"{who_of(members)}: {reason}" for members, reason in rows[:FIRST])
        text = f"escalation of {count:,} members {status}: {first}; and {len(rows) - FIRST:,} reasons more"
        yield Finding(severity, code, *place[rows[0][0][0]], text)


def _without_target(team: Team, lines: Lines, covered: set[str]) -> Iterator[Finding]:
    kinds = carriers(team.communication)
    for channel in lines.channels:
        if channel.kind in kinds and not channel.dst and channel.declared_by in covered:
            text = f"{channel.declared_by} escalates to nobody in particular: '{channel.verb}: {channel.text}'"
            yield Finding("warning", "COM009", channel.file, channel.line, text)


def _without_hours(team: Team, lines: Lines, place: dict[str, Place]) -> Iterator[Finding]:
    upwards = {**dict.fromkeys(lines.finals, "has the last word"), **_receivers(lines)}
    for member in (member for member in team.members if member.id in upwards):
        empty = _empty_periods(team, member)
        when = f" in {some(empty, FIRST)}" if empty and member.load_limit_minutes else ""
        if when or not member.load_limit_minutes:
            text = f"{member.id} {upwards[member.id]} and has no hours{when}"
            yield Finding("warning", "ESC008", *place[member.id], text)


def _empty_periods(team: Team, member: Member) -> list[str]:
    """Return the periods in which a member has no hours."""
    if team.calendar is None:
        return []
    slots = zip(team.calendar.periods, member.slots(team.calendar), strict=True)
    return [period.id for period, slot in slots if not slot.minutes]


def _receivers(lines: Lines) -> dict[str, str]:
    return {one.member: "says that escalations are received there" for one in acceptors_of(lines)}


def of_flow(
    team: Team, lines: Lines, measures: tuple[Bottleneck, ...], both: tuple[Agreement, ...]
) -> Iterator[Finding]:
    """Name who takes the flow apart when away, lines that only one side knows of, and who stands outside."""
    place = _places(team)
    for one in measures:
        if one.transit_lost and (one.is_cut_vertex or one.is_strong_articulation):
            layer = "; depends on the layer" if one.depends_on_layer else ""
            text = f"without {one.member}, {_pairs(one.transit_lost)} each other{layer}"
            yield Finding("warning", "NET001", *place[one.member], text)
    for each in both:
        if each.status == "one-sided":
            other = each.dst if each.said_by == each.src else each.src
            text = f"{each.said_by} says {each.verb} {other}; {other} says nothing of it"
            yield Finding("info", "NET002", each.file, each.line, text)
    yield from _outside(team, lines, place)


def _outside(team: Team, lines: Lines, place: dict[str, Place]) -> Iterator[Finding]:
    """Name whom nobody names, and who names nobody, each as one finding."""
    named = {c.other for c in lines.channels if c.status == "member"}
    inside = {f"group:{group.name}": group.members for group in team.groups}
    named |= {one for c in lines.channels if c.status == "group" for one in inside.get(c.other, ())}
    naming = {c.declared_by for c in lines.channels if c.status in {"member", "group", "external", "all"}}
    everybody = any(c.status == "all" for c in lines.channels)
    alone = [] if everybody else [one.id for one in team.members if one.id not in named]
    silent = [one.id for one in team.members if one.id not in naming]
    if len(team.members) < 2:
        return
    if alone:
        yield Finding("info", "NET003", *place[alone[0]], f"nobody else names {who_of(alone)}")
    if silent:
        says = "names" if len(silent) == 1 else "name"
        yield Finding("info", "NET004", *place[silent[0]], f"{who_of(silent)} {says} nobody else")


def _pairs(count: int) -> str:
    return "1 pair loses" if count == 1 else f"{count:,} pairs lose"


def of_plan(team: Team, asked: Congruence | None) -> Iterator[Finding]:
    """Name broken hand-offs, and who carries more of them than the team has agreed on."""
    if asked is None:
        return
    places = _places(team)
    for handoff in asked.broken:
        text = f"{handoff.giver} hands {handoff.before} on to {handoff.taker} for {handoff.task} without a way to tell"
        yield Finding("warning", "PLAN01", "plan", 1, text)
    for name in asked.overloaded:
        count, most = dict(asked.communicator_load)[name], asked.communicator_limit
        yield Finding("warning", "PLAN02", *places[name], f"{name} carries {count} hand-offs of at most {most}")


def _places(team: Team) -> dict[str, Place]:
    return {member.id: (member.card.file or member.card.id, 1) for member in team.members}
