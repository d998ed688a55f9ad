"""The communication audit: everything that the lines of a team say about it, as data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from solver.communication.agreement import Agreement, agreements
from solver.communication.bottlenecks import Bottleneck, bottlenecks
from solver.communication.channels import Channel, Lines, once, read_lines
from solver.communication.congruence import Congruence, congruence
from solver.communication.escalation import Escalation, escalations, lost_without
from solver.communication.findings import of_escalation, of_flow, of_lines, of_plan
from solver.communication.fragmentation import KeySet, key_sets
from solver.communication.layers import Graph, escalation_layer, information_layer
from solver.communication.repair import (
    MOST_FLOWS,
    Repair,
    as_repairs,
    candidates,
    cheapest_routes,
    disjoint_routes,
    flows,
)
from solver.domain.plan import Plan
from solver.domain.showing import counted, shown
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
    key_sets: tuple[KeySet, ...]
    agreements: tuple[Agreement, ...]
    repairs: tuple[Repair, ...] | None
    robust_repairs: tuple[Repair, ...] | None
    findings: tuple[Finding, ...]
    plan: Congruence | None
    robust_skipped: str = ""

    def __repr__(self) -> str:
        """Answer "what is this?" in ten lines."""
        lines = self.lines
        stuck = [one for one in self.escalation if one.status != "covered"]
        named = f"{lines.resolved} of {lines.total} lines name somebody"
        head = f"CommunicationReport: {named}, {counted(len(stuck), 'member')} stuck"
        said = [f"{one.member:<22} {one.status}: {one.reason}" for one in stuck]
        busy = (one for one in self.bottlenecks if one.betweenness > 0)
        top = [f"{one.member:<22} {one.betweenness:.1f} shortest paths" for one in busy]
        return shown(head, [*said, *top])

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data with stable keys."""
        data: dict[str, Any] = {
            "resolved": {"lines": self.lines.total, "resolved": self.lines.resolved},
            "dangling": [_place(channel) for channel in once(self.lines.of_status("dangling"))],
            "unresolved": [_place(channel) for channel in once(self.lines.of_status("unresolved"))],
            "escalation": {
                one.member: {
                    "status": one.status,
                    "reason": one.reason,
                    "route": list(one.route),
                    "cut_off_by": list(one.cut_off_by),
                    "strict_status": one.strict_status,
                    "concerns": dict(one.concerns),
                }
                for one in self.escalation
            },
            "bottlenecks": [asdict(one) for one in self.bottlenecks],
            "fragmentation": [asdict(one) for one in self.key_sets],
            "cut_members": {name: list(lost) for name, lost in self.lost_without.items()},
            "one_sided": [asdict(one) for one in self.agreements if one.status in {"one-sided", "half-open"}],
            "gates": [_place(channel) for channel in once(self.lines.channels) if channel.kind == "gate"],
            "repairs": _repairs(self.repairs),
            "robust_repairs": _repairs(self.robust_repairs),
            "robust_skipped": self.robust_skipped,
            "findings": [vars(finding) for finding in self.findings],
        }
        if self.plan:
            data |= {
                "handoffs": [asdict(handoff) for handoff in self.plan.handoffs],
                "broken": [asdict(handoff) for handoff in self.plan.broken],
                "congruence": self.plan.congruence,
                "communicator_load": dict(self.plan.communicator_load),
                "communicator_limit": self.plan.communicator_limit,
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
    one, two, skipped = _cheapest(team, lines, layer)
    lost = lost_without(layer)
    order = {"error": 0, "warning": 1, "info": 2}
    findings = [
        *of_lines(team, lines),
        *of_escalation(team, standing, layer, lost),
        *of_flow(team, measures, both),
        *of_plan(team, asked),
    ]
    findings.sort(key=lambda finding: order[finding.severity])
    sets = key_sets(named)
    return CommunicationReport(lines, standing, lost, measures, sets, both, one, two, tuple(findings), asked, skipped)


def _cheapest(
    team: Team, lines: Lines, layer: Graph
) -> tuple[tuple[Repair, ...] | None, tuple[Repair, ...] | None, str]:
    """Return the cheapest repairs for one and for two routes, and why the second was not looked for, if it was not."""
    members, prices = tuple(member.id for member in team.members), candidates(team, lines, layer)
    one = cheapest_routes(layer, prices, members)
    single = None if one is None else as_repairs(team, prices, one)
    if (size := flows(layer, prices, members)) > MOST_FLOWS:
        return single, None, f"not looked for: {size:,} flows would have to be weighed, and {MOST_FLOWS:,} can be"
    two = disjoint_routes(layer, prices, members)
    return single, None if two is None else as_repairs(team, prices, two), ""


def _place(channel: Channel) -> dict[str, Any]:
    other = channel.dst if channel.declared_by == channel.src else channel.src
    kept = {"file": channel.file, "line": channel.line, "member": channel.declared_by}
    return kept | {"verb": channel.verb, "text": channel.text, "name": other}


def _repairs(repairs: tuple[Repair, ...] | None) -> list[dict[str, Any]] | None:
    return None if repairs is None else [asdict(repair) | {"price": float(repair.price)} for repair in repairs]
