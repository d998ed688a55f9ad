"""The communication audit: who can escalate, whom the flow depends on, what to add."""

from __future__ import annotations

from solver.communication.audit.report import CommunicationReport
from solver.communication.repair.cheapest import Repair
from solver.report.figures import communication_network
from solver.report.figures.kit import counted
from solver.report.forms.document import Block, Code, Column, Fold, Section, Table, Words
from solver.report.text.markup import clip
from solver.report.workspace.communication import opening
from solver.whatif.dossier.dossier import Dossier

ESCALATION = (Column("member"), Column("standing"), Column("route"), Column("why not"), Column("not without"))
FLOW = (Column("member"), Column("paths through", form=".1f"), Column("pairs lost without", form="g"), Column("remark"))
HANDOFF = (
    Column("before"),
    Column("giver"),
    Column("after"),
    Column("taker"),
    Column("steps", form="g"),
    Column("by way of"),
)
CHANNEL = (Column("from"), Column("to"), Column("kind"), Column("topic"), Column("said"), Column("where"))
FINDING = (Column("severity"), Column("code"), Column("where"), Column("finding"), Column("maybe"))


def communication_section(told: Dossier) -> Section:
    """Return network, escalation, bottlenecks, hand-offs, repairs and findings."""
    audit = told.communication
    blocks: list[Block] = [*map(Words, opening(audit)), communication_network(told.picture, audit)]
    stuck = sum(one.status != "covered" for one in audit.escalation)
    said = f"{counted(len(audit.escalation), 'member')}, {stuck} without a sure way to escalate"
    blocks += [Fold(said, (_escalation(audit), _flow(audit), _handoffs(audit))), *_repairs(audit)]
    blocks.append(Fold(f"{counted(len(audit.findings), 'finding')}, worst first", (_findings(audit),)))
    blocks.append(Fold(f"All {counted(len(audit.lines.channels), 'channel')}", (_channels(audit),)))
    # Where no card has a line there is nothing to audit.
    if audit.is_silent:
        blocks = []
    return Section("communication", "Lines of communication", tuple(blocks), is_on_paper=False)


def _escalation(audit: CommunicationReport) -> Table:
    rows = tuple(
        (
            one.member,
            one.status,
            " → ".join(one.route or ()) if one.status == "covered" else "",
            one.reason,
            ", ".join(one.cut_off_by or ()),
        )
        for one in audit.escalation
    )
    return Table("Who can escalate", ESCALATION, rows, "escalation")


def _flow(audit: CommunicationReport) -> Table:
    rows = []
    for one in audit.bottlenecks:
        if one.carries > 0 or one.transit_lost:
            remarks = ["cut vertex"] if one.is_cut_vertex else []
            remarks += ["depends on the layer"] if one.depends_on_layer else []
            rows.append((one.member, one.betweenness, one.transit_lost, ", ".join(remarks)))
    return Table("Whom the flow depends on (contact layer)", FLOW, tuple(rows), "bottlenecks", most=20)


def _handoffs(audit: CommunicationReport) -> Table:
    asked = audit.plan.handoffs if audit.plan else ()
    ranked = sorted(asked, key=lambda one: -(one.distance if one.distance is not None else 10**6))
    rows = tuple(
        (one.before, one.giver, one.task, one.taker, one.distance, " → ".join(one.path[1:-1]) if one.path else "nobody")
        for one in ranked
    )
    return Table("Work that changes hands, farthest first", HANDOFF, rows, "hand-offs", most=30)


def _repairs(audit: CommunicationReport) -> list[Block]:
    return [
        *_repair("Lines that give everybody a way to escalate, at the lowest price", audit.repairs),
        *_repair(
            "Lines that give everybody two ways with nobody in common", audit.robust_repairs, audit.robust_skipped
        ),
    ]


def _repair(title: str, repairs: tuple[Repair, ...] | None, skipped: str = "") -> list[Block]:
    if skipped:
        return [Words(f"{title}: {skipped}.")]
    if repairs is None:
        return [Words(f"{title}: no choice of lines does; name who has the last word, or an external.")]
    if not repairs:
        return [Words(f"{title}: nothing is missing.")]
    total = sum(repair.price for repair in repairs)
    lines = tuple(f"{clip(repair.src)}: {clip(repair.text)}" for repair in repairs)
    return [Fold(f"{title}: {len(repairs)}, price {total}", (Code(lines),))]


def _findings(audit: CommunicationReport) -> Table:
    rows = tuple((one.severity, one.code, f"{one.file}:{one.line}", one.text, one.maybe) for one in audit.findings)
    return Table("Findings", FINDING, rows, "findings", most=200)


def _channels(audit: CommunicationReport) -> Table:
    rows = tuple(
        (one.src, one.dst, one.kind, one.topic, one.said, f"{one.file}:{one.line}") for one in audit.lines.channels
    )
    return Table("Channels", CHANNEL, rows, "graph", most=200)
