"""The communication audit: everything that the lines of a team say about it, as data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from solver.communication.audit.agreement import Agreement, agreements
from solver.communication.audit.findings import of_escalation, of_flow, of_plan
from solver.communication.audit.line_findings import gathered, of_lines
from solver.communication.congruence import Congruence, congruence
from solver.communication.escalation.dominators import first_lost, lost_counts, lost_without, size_of_cuts
from solver.communication.escalation.routes import MOST_NAMES, Escalation, escalations, topics_of
from solver.communication.layers import Graph, contact_layer, policy_layer
from solver.communication.lines.channels import Channel, Lines, once, read_lines
from solver.communication.lines.owners import Suggestions
from solver.communication.measures.bottlenecks import Bottleneck, bottlenecks, not_measured
from solver.communication.measures.fragmentation import KeySet, key_sets, sets_skipped
from solver.communication.repair.cheapest import (
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

# What is said of a team of which no card has a line of communication; nothing else can be.
SILENT = "no card says whom to turn to"


@dataclass(frozen=True)
class CommunicationReport:
    """What is said, who can escalate, whom the flow depends on, what to add, and what a plan asks of it.

    ``lost_without`` is None where the lists would be too long, ``lost_counts`` never; ``skipped`` says of each figure
    that is not computed why not.
    """

    lines: Lines
    escalation: tuple[Escalation, ...]
    lost_without: dict[str, tuple[str, ...]] | None
    bottlenecks: tuple[Bottleneck, ...]
    key_sets: tuple[KeySet, ...]
    agreements: tuple[Agreement, ...]
    repairs: tuple[Repair, ...] | None
    robust_repairs: tuple[Repair, ...] | None
    findings: tuple[Finding, ...]
    plan: Congruence | None
    robust_skipped: str = ""
    lost_counts: tuple[tuple[str, int], ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()

    @property
    def is_silent(self) -> bool:
        """Whether no card has a line of communication."""
        return not self.lines.total

    def __repr__(self) -> str:
        """Answer "what is this?" in ten lines."""
        lines = self.lines
        stuck = [one for one in self.escalation if one.status != "covered"]
        named = f"{lines.resolved} of {lines.total} lines name somebody"
        head = f"CommunicationReport: {named}, {counted(len(stuck), 'member')} stuck"
        said = [f"{one.member:<22} {one.status}: {one.reason}" for one in stuck]
        if self.is_silent:
            return shown(f"CommunicationReport: {SILENT}")
        busy = (one for one in self.bottlenecks if one.carries > 0)
        top = [f"{one.member:<22} {one.carries:.1f} shortest paths" for one in busy]
        return shown(head, [*said, *top])

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data with stable keys."""
        said = self.lines
        data: dict[str, Any] = {
            "resolved": {"lines": said.total, "resolved": said.resolved},
            "dangling": [_place(channel) for channel in once(said.of_status("dangling"))],
            "unresolved": [_place(channel) for channel in once(said.of_status("unresolved"))],
            "unread": [asdict(one) for one in said.unread],
            "escalation": {one.member: _standing(one) for one in self.escalation},
            "bottlenecks": [asdict(one) for one in self.bottlenecks],
            "fragmentation": [asdict(one) for one in self.key_sets],
            "cut_members": _lists(self.lost_without),
            "cut_members_count": dict(self.lost_counts),
            "one_sided": [asdict(one) for one in self.agreements if one.status in {"one-sided", "half-open"}],
            "gates": [_place(channel) for channel in once(said.channels) if channel.kind == "gate"],
            "repairs": _repairs(self.repairs),
            "robust_repairs": _repairs(self.robust_repairs),
            "robust_skipped": self.robust_skipped,
            "skipped": dict(self.skipped),
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
    lines, asked = read_lines(team), None
    layer = policy_layer(team, lines)
    if backlog is not None and plan is not None:
        asked = congruence(team, backlog, plan, lines)
    standing = escalations(team, lines)
    named, grouped = contact_layer(team, lines), contact_layer(team, lines, groups=True)
    measures, both = bottlenecks(named, grouped), agreements(team, lines)
    counts, first = lost_counts(layer), first_lost(layer)
    short = size_of_cuts(layer) <= MOST_NAMES
    one, two, skipped = _cheapest(team, lines, layer)
    if lines.total:
        findings = gathered(
            [
                *of_lines(team, lines, Suggestions(team)),
                *of_escalation(team, lines, standing, layer, {name: (counts[name], first[name]) for name in counts}),
                *of_flow(team, lines, measures, both),
                *of_plan(team, asked),
            ]
        )
    else:
        findings = (_silence(team), *of_plan(team, asked))
    return CommunicationReport(
        lines,
        standing,
        lost_without(layer) if short else None,
        measures,
        key_sets(named),
        both,
        one,
        two,
        findings,
        asked,
        skipped,
        tuple(counts.items()),
        tuple(_skipped(team, lines, standing, named, grouped, short).items()),
    )


def _silence(team: Team) -> Finding:
    first = team.members[0].card
    return Finding("error", "COM000", first.file or first.id, 1, f"{SILENT}: {counted(len(team.members), 'member')}")


def _skipped(
    team: Team, lines: Lines, standing: tuple[Escalation, ...], named: Graph, grouped: Graph, short: bool
) -> dict[str, str]:
    """Return for each figure that is not computed why not."""
    found = not_measured(named, grouped) | {"fragmentation": sets_skipped(named)}
    most = f"more than {MOST_NAMES:,} names in all"
    if not short:
        found |= dict.fromkeys(("cut_members", "cut_off_by"), f"{most}; cut_members_count has the numbers")
    if any(one.route is None for one in standing):
        found["route"] = f"{most}; steps has the lengths"
    if any(one.concerns is None for one in standing):
        size = f"{len(topics_of(lines)):,} topics of {len(team.members):,} members"
        found["concerns"] = f"{size} would be {most}; strict_status is of lines without a topic"
    return {name: reason for name, reason in found.items() if reason}


def _cheapest(
    team: Team, lines: Lines, layer: Graph
) -> tuple[tuple[Repair, ...] | None, tuple[Repair, ...] | None, str]:
    """Return the cheapest repairs for one and for two routes, and why the second was not looked for, if it was not."""
    if not lines.total:
        return None, None, SILENT
    members, prices = tuple(member.id for member in team.members), candidates(team, lines, layer)
    one = cheapest_routes(layer, prices, members)
    single = None if one is None else as_repairs(team, lines, prices, one)
    if (size := flows(layer, prices, members)) > MOST_FLOWS:
        return single, None, f"not looked for: {size:,} flows would have to be weighed, and {MOST_FLOWS:,} can be"
    two = disjoint_routes(layer, prices, members)
    return single, None if two is None else as_repairs(team, lines, prices, two), ""


def _standing(one: Escalation) -> dict[str, Any]:
    return {
        "status": one.status,
        "reason": one.reason,
        "route": None if one.route is None else list(one.route),
        "steps": one.steps,
        "cut_off_by": None if one.cut_off_by is None else list(one.cut_off_by),
        "strict_status": one.strict_status,
        "concerns": None if one.concerns is None else dict(one.concerns),
    }


def _lists(lost: dict[str, tuple[str, ...]] | None) -> dict[str, list[str]] | None:
    return None if lost is None else {name: list(cut) for name, cut in lost.items()}


def _place(channel: Channel) -> dict[str, Any]:
    other = channel.dst if channel.declared_by == channel.src else channel.src
    kept = {"file": channel.file, "line": channel.line, "member": channel.declared_by}
    return kept | {"verb": channel.verb, "text": channel.text, "name": other}


def _repairs(repairs: tuple[Repair, ...] | None) -> list[dict[str, Any]] | None:
    return None if repairs is None else [asdict(repair) | {"price": float(repair.price)} for repair in repairs]
