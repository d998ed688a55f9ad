"""The communication audit: everything that the lines of a team say about it, as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from typing import Any

from solver.communication.agreement import Agreement, agreements
from solver.communication.bottlenecks import Bottleneck, bottlenecks
from solver.communication.channels import Channel, Lines, read_lines
from solver.communication.congruence import Congruence, congruence
from solver.communication.escalation import Escalation, escalations, loops, lost_without
from solver.communication.layers import Graph, escalation_layer, information_layer
from solver.communication.repair import Repair, as_repairs, candidates, cheapest_routes, disjoint_routes
from solver.domain.plan import Plan
from solver.domain.tasks import Backlog
from solver.domain.team import Team
from solver.errors import Finding


@dataclass(frozen=True)
class CommunicationReport:
    """What is said, who can escalate, whom the flow depends on, what to add, and what a plan asks of it."""

    lines: Lines
    escalation: tuple[Escalation, ...]
    lost_without: dict[str, tuple[str, ...]]
    bottlenecks: tuple[Bottleneck, ...]
    agreements: tuple[Agreement, ...]
    repairs: tuple[Repair, ...] | None
    robust_repairs: tuple[Repair, ...] | None
    findings: tuple[Finding, ...]
    plan: Congruence | None

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data with stable keys."""
        data: dict[str, Any] = {
            "resolved": {"lines": self.lines.total, "resolved": self.lines.resolved},
            "dangling": [_place(channel) for channel in _once(self.lines.of_status("dangling"))],
            "unresolved": [_place(channel) for channel in _once(self.lines.of_status("unresolved"))],
            "escalation": {
                one.member: {
                    "status": one.status,
                    "reason": one.reason,
                    "route": list(one.route),
                    "cut_off_by": list(one.cut_off_by),
                    "strict_status": one.strict_status,
                }
                for one in self.escalation
            },
            "bottlenecks": [asdict(one) for one in self.bottlenecks],
            "cut_members": {name: list(lost) for name, lost in self.lost_without.items()},
            "one_sided": [asdict(one) for one in self.agreements if one.status in {"one-sided", "half-open"}],
            "gates": [_place(channel) for channel in _once(self.lines.channels) if channel.kind == "gate"],
            "repairs": _repairs(self.repairs),
            "robust_repairs": _repairs(self.robust_repairs),
            "findings": [vars(finding) for finding in self.findings],
        }
        if self.plan:
            data |= {
                "handoffs": [asdict(handoff) for handoff in self.plan.handoffs],
                "broken": [asdict(handoff) for handoff in self.plan.broken],
                "congruence": self.plan.congruence,
                "communicator_load": dict(self.plan.communicator_load),
            }
        return data


def communication_report(team: Team, backlog: Backlog | None = None, plan: Plan | None = None) -> CommunicationReport:
    """Return the communication audit of a team, and of a plan if one is given.

    Parameters
    ----------
    team : Team
        Its cards' communication lines, groups, externals and policy.
    backlog : Backlog, optional
        For the dependencies, with a plan.
    plan : Plan, optional
        Who has which task.

    Returns
    -------
    CommunicationReport
        With findings, worst first; each has a severity and a stable code.
    """
    lines = read_lines(team)
    layer = escalation_layer(team, lines)
    standing = escalations(team, lines)
    named = information_layer(team, lines)
    measures = bottlenecks(named, information_layer(team, lines, groups=True))
    both = agreements(team, lines)
    asked = congruence(team, backlog, plan, lines) if backlog is not None and plan is not None else None
    one, two = _cheapest(team, lines, layer)
    lost = lost_without(layer)
    order = {"error": 0, "warning": 1, "info": 2}
    findings = [
        *_of_lines(team, lines),
        *_of_escalation(team, standing, layer, lost),
        *_of_flow(team, measures, both),
        *_of_plan(asked),
    ]
    findings.sort(key=lambda finding: order[finding.severity])
    return CommunicationReport(lines, standing, lost, measures, both, one, two, tuple(findings), asked)


def _cheapest(team: Team, lines: Lines, layer: Graph) -> tuple[tuple[Repair, ...] | None, tuple[Repair, ...] | None]:
    members, prices = tuple(member.id for member in team.members), candidates(team, lines, layer)
    found = []
    for pairs in (cheapest_routes(layer, prices, members), disjoint_routes(layer, prices, members)):
        found.append(None if pairs is None else as_repairs(team, prices, pairs))
    return found[0], found[1]


def _once(channels: tuple[Channel, ...]) -> tuple[Channel, ...]:
    """Return one channel of each object of a line: a peer line has two."""
    found = {(c.file, c.line, *sorted((c.src, c.dst)), c.declared_by): c for c in reversed(channels)}
    return tuple(found.values())[::-1]


def _place(channel: Channel) -> dict[str, Any]:
    other = channel.dst if channel.declared_by == channel.src else channel.src
    kept = {"file": channel.file, "line": channel.line, "member": channel.declared_by}
    return kept | {"verb": channel.verb, "text": channel.text, "name": other}


def _repairs(repairs: tuple[Repair, ...] | None) -> list[dict[str, Any]] | None:
    return None if repairs is None else [asdict(repair) | {"price": float(repair.price)} for repair in repairs]


def _of_lines(team: Team, lines: Lines) -> Iterator[Finding]:
    names = [member.id for member in team.members]
    for channel in _once(lines.of_status("dangling")):
        name = channel.dst if channel.declared_by == channel.src else channel.src
        close = get_close_matches(name, names, n=1, cutoff=0.5)
        text = f"{channel.declared_by} names {name!r}, who is not in the team"
        yield Finding("warning", "COM001", channel.file, channel.line, text, f"{close[0]!r}." if close else "")
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


def _of_escalation(
    team: Team, standing: tuple[Escalation, ...], layer: Graph, lost: dict[str, tuple[str, ...]]
) -> Iterator[Finding]:
    place = {member.id: (member.card.file or member.card.id, 1) for member in team.members}
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
            text = f"{one.member} can escalate only the topics that its lines name"
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


def _of_flow(team: Team, measures: tuple[Bottleneck, ...], both: tuple[Agreement, ...]) -> Iterator[Finding]:
    place = {member.id: (member.card.file or member.card.id, 1) for member in team.members}
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


def _of_plan(asked: Congruence | None) -> Iterator[Finding]:
    for handoff in asked.broken if asked else ():
        text = f"{handoff.giver} hands {handoff.before} on to {handoff.taker} for {handoff.task} without a way to tell"
        yield Finding("warning", "PLAN01", "plan", 1, text)
