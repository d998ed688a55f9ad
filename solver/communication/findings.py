"""What the audit finds worth saying; each finding has a severity and a stable code."""

from __future__ import annotations

from collections.abc import Iterator

from solver.communication.agreement import Agreement
from solver.communication.bottlenecks import Bottleneck
from solver.communication.channels import Channel, Lines, once
from solver.communication.congruence import Congruence
from solver.communication.escalation import Escalation, loops
from solver.communication.layers import Graph
from solver.communication.owners import who_could_be_meant
from solver.domain.team import Team
from solver.errors import Finding


def of_lines(team: Team, lines: Lines) -> Iterator[Finding]:
    """Name what cannot be resolved, with who could be meant."""
    for channel in once(lines.of_status("dangling")):
        text = f"{channel.declared_by} names {channel.other!r}, who is not in the team"
        maybe = who_could_be_meant(team, channel)
        yield Finding("warning", "COM001", channel.file, channel.line, text, maybe)
    seen = set()
    for channel in lines.channels:
        where = (channel.file, channel.line)
        if where in seen:
            continue
        seen.add(where)
        said = f"{channel.verb}: {channel.text}"
        if channel.kind == "unknown":
            yield Finding("warning", "COM002", *where, f"the verb of {said!r} is not in the table")
        elif channel.status == "unresolved" and channel.verb == "ALERTS":
            yield Finding("warning", "COM004", *where, f"{channel.declared_by} alerts nobody in particular: {said!r}")
        elif channel.status == "unresolved" and channel.kind == "gate":
            yield from _gate(channel, lines, said)
        elif channel.status == "unresolved" and channel.kind in {"information", "receives", "peer", "consult"}:
            yield Finding("info", "COM003", *where, f"{said!r} of {channel.declared_by} names nobody")


def _gate(channel: Channel, lines: Lines, said: str) -> Iterator[Finding]:
    silent = {"gate", "observation"}
    if not [c for c in lines.channels if c.src == channel.declared_by and c.dst and c.kind not in silent]:
        text = f"{channel.declared_by} holds the gate {said!r} and tells nobody about it"
        yield Finding("warning", "COM005", channel.file, channel.line, text)
    else:
        yield Finding("info", "COM006", channel.file, channel.line, f"the gate {said!r} does not say whom it stops")


def of_escalation(
    team: Team, standing: tuple[Escalation, ...], layer: Graph, lost: dict[str, tuple[str, ...]]
) -> Iterator[Finding]:
    """Name who cannot escalate and why, long ways, single points of failure and circles."""
    place = _places(team)
    codes = {
        "missing": ("error", "ESC001"),
        "leaves the known team": ("error", "ESC002"),
        "weak": ("warning", "ESC003"),
    }
    for one in standing:
        if one.status in codes:
            severity, code = codes[one.status]
            yield Finding(severity, code, *place[one.member], f"escalation of {one.member} {one.status}: {one.reason}")
        elif one.strict_status != "covered":
            topics = ", ".join(topic for topic, status in one.concerns if status == "covered")
            text = f"{one.member} can escalate only the topics that its lines name{': ' + topics if topics else ''}"
            yield Finding("info", "ESC004", *place[one.member], text)
        if len(one.route) > team.communication.longest_chain:
            yield Finding("warning", "ESC005", *place[one.member], f"long way up: {' -> '.join(one.route)}")
    for name, cut in lost.items():
        if name in place:
            yield Finding("warning", "ESC006", *place[name], f"without {name}, {', '.join(cut)} cannot escalate")
    for loop in loops(layer):
        if loop:
            text = f"{', '.join(loop)} escalate in a circle"
            yield Finding("error", "ESC007", *place.get(loop[0], ("team", 1)), text)


def of_flow(team: Team, measures: tuple[Bottleneck, ...], both: tuple[Agreement, ...]) -> Iterator[Finding]:
    """Name who takes the flow apart when away, and lines that only one side knows of."""
    place = _places(team)
    for one in measures:
        if one.transit_lost and (one.is_cut_vertex or one.is_strong_articulation):
            layer = "; depends on the layer" if one.depends_on_layer else ""
            text = f"without {one.member}, {one.transit_lost} pairs lose each other{layer}"
            yield Finding("warning", "NET001", *place[one.member], text)
    for each in both:
        if each.status == "one-sided":
            other = each.dst if each.said_by == each.src else each.src
            text = f"{each.said_by} says {each.verb} {other}; {other} says nothing of it"
            yield Finding("info", "NET002", each.file, each.line, text)


def of_plan(team: Team, asked: Congruence | None) -> Iterator[Finding]:
    """Name broken hand-offs, and who carries more of them than the team has agreed on."""
    if asked is None:
        return
    for handoff in asked.broken:
        text = f"{handoff.giver} hands {handoff.before} on to {handoff.taker} for {handoff.task} without a way to tell"
        yield Finding("warning", "PLAN01", "plan", 1, text)
    for name in asked.overloaded:
        count, most = dict(asked.communicator_load)[name], asked.communicator_limit
        yield Finding("warning", "PLAN02", *_places(team)[name], f"{name} carries {count} hand-offs of at most {most}")


def _places(team: Team) -> dict[str, tuple[str, int]]:
    return {member.id: (member.card.file or member.card.id, 1) for member in team.members}
