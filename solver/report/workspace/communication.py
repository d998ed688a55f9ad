"""The communication audit as an answer: computes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from solver.communication.audit.line_findings import who_of
from solver.communication.audit.report import SILENT, CommunicationReport
from solver.communication.escalation.routes import Escalation
from solver.communication.measures.bottlenecks import Bottleneck
from solver.domain.showing import counted, some
from solver.report.forms.answers import Answer
from solver.report.forms.document import Code, Fold, Points
from solver.report.forms.table import column, table_of

# Up to so many members each has a row; above, those who stand alike have one together.
ONE_BY_ONE = 20
FIRST = 10


FINDING = ("severity", "code", "file", "line", "text", "maybe")


def communication_answer(report: CommunicationReport, unread: tuple[str, ...] = ()) -> Answer:
    """Return the findings; to read what could be read, who can escalate, whom the flow depends on, what to add.

    ``unread`` are sentences about cards that could not be read; they come first.
    """
    findings = table_of([vars(one) for one in report.findings], map(column, FINDING), sheet="findings")
    sections = (Fold(title, (Points(tuple(rows)),)) for title, rows in _sections(report))
    first = Code((*unread, *opening(report)))
    return Answer(findings, (first, *sections), {"unread_cards": list(unread)} | report.to_dict(), is_whole=True)


def opening(report: CommunicationReport) -> tuple[str, ...]:
    """Return how much of the text could be read, in sentences."""
    lines = report.lines
    if report.is_silent:
        return (f"{SILENT.capitalize()}: {counted(len(report.escalation), 'member')}, no line of communication.",)
    said = [f"{lines.resolved} of {lines.total} communication lines name somebody this team knows."]
    unknown = len({(one.file, one.line, one.declared_by) for one in lines.channels if one.kind == "unknown"})
    said += [f"Lines that could not be read: {len(lines.unread):,}."] if lines.unread else []
    said += [f"Lines with a verb that is not in the table: {unknown:,}."] if unknown else []
    return (" ".join(said),)


def lines_to_paste(report: CommunicationReport) -> str:
    """Return the lines of the cheapest repair, by card."""
    return "\n".join(f"{repair.src}: {repair.text}" for repair in report.repairs or ())


def _sections(report: CommunicationReport) -> Iterator[tuple[str, list[str]]]:
    if not report.is_silent:
        yield "Escalation", _escalation(report.escalation)
        yield "Bottlenecks of the contact layer (paths through, pairs lost without)", _bottlenecks(report)
        yield "Who holds the contacts together (share of pairs apart without them)", _key_sets(report)
    if report.plan:
        yield "With the plan", _of_plan(report)
    if report.is_silent:
        return
    yield "Cheapest repair: one route for everybody", _repair(report.repairs)
    yield "Cheapest repair: two routes with nobody in common", _repair(report.robust_repairs, report.robust_skipped)
    for severity in ("error", "warning", "info"):
        findings = [str(finding).replace("\n", "  ") for finding in report.findings if finding.severity == severity]
        if findings:
            yield f"{severity.capitalize()}s: {len(findings)}", findings


def _escalation(standing: tuple[Escalation, ...]) -> list[str]:
    if len(standing) <= ONE_BY_ONE:
        return [_one(one) for one in standing]
    covered = [one for one in standing if one.status == "covered"]
    rows = []
    if covered:
        far = max(one.steps or 0 for one in covered)
        who = some([one.member for one in covered], FIRST)
        told = f"{counted(len(covered), 'member')}, at most {counted(far, 'line')} from the top: {who}"
        rows.append(f"{'covered':<22} {told}")
    alike: dict[tuple[str, str], list[str]] = {}
    for one in standing:
        if one.status != "covered":
            alike.setdefault((one.status, one.reason), []).append(one.member)
    kinds = sorted(alike.items(), key=lambda kind: (kind[0][0], -len(kind[1])))
    rows += [f"{status:<22} {reason}: {who_of(who)}" for (status, reason), who in kinds[:FIRST]]
    rest = sum(len(who) for _, who in kinds[FIRST:])
    return [*rows, f"and {counted(rest, 'member')} more for other reasons"] if rest else rows


def _one(one: Escalation) -> str:
    route = " -> ".join(one.route or ()) if one.status == "covered" else one.reason
    cut = f"  (not without {', '.join(one.cut_off_by)})" if one.cut_off_by else ""
    return f"{one.member:<20} {one.status:<22} {route}{cut}"


def _bottlenecks(report: CommunicationReport) -> list[str]:
    top = [one for one in report.bottlenecks if one.carries > 0 or one.transit_lost][:8]
    skipped = dict(report.skipped)
    reasons = {skipped[name]: name.replace("_", " ") for name in ("betweenness", "transit_lost") if name in skipped}
    rows = [f"{name} {reason}" for reason, name in reasons.items()]
    return [*rows, *map(_carrier, top)] or ["none: nobody stands between two others"]


def _carrier(one: Bottleneck) -> str:
    paths = "-" if one.betweenness is None else f"{one.betweenness:.1f}"
    lost = "-" if one.transit_lost is None else f"{one.transit_lost}"
    remarks = ["cut vertex"] if one.is_cut_vertex else []
    remarks += ["depends on the layer"] if one.depends_on_layer else []
    return f"{one.member:<20} {paths:>6} {lost:>5}{''.join(f'  {remark}' for remark in remarks)}"


def _key_sets(report: CommunicationReport) -> list[str]:
    rows = [f"{one.fragmentation:>5.0%}  {', '.join(one.members) or 'as it is'}" for one in report.key_sets]
    skipped = dict(report.skipped).get("fragmentation")
    return [*rows, skipped] if skipped else rows


def _of_plan(report: CommunicationReport) -> list[str]:
    plan = report.plan
    if plan is None or not plan.handoffs:
        return ["no hand-offs"]
    share = "none" if plan.congruence is None else f"{plan.congruence:.0%}"
    counts = f"{counted(len(plan.handoffs), 'hand-off')}, {len(plan.broken)} broken"
    rows = [f"{counts}; {share} of the pairs have a channel of their own"]
    busiest = sorted(plan.communicator_load, key=lambda pair: (-pair[1], pair[0]))[:5]
    rows.append("carried by " + ", ".join(f"{name} {count}" for name, count in busiest if count))
    for each in plan.broken[:ONE_BY_ONE]:
        rows.append(f"broken: {each.before} -> {each.task}, {each.giver} to {each.taker}")
    more = len(plan.broken) - ONE_BY_ONE
    return [*rows, f"and {more:,} broken ones more"] if more > 0 else rows


def _repair(repairs: tuple[Any, ...] | None, skipped: str = "") -> list[str]:
    if skipped:
        return [skipped]
    if repairs is None:
        return ["not possible with those who may be turned to today: give one more member or external the last word"]
    if not repairs:
        return ["nothing"]
    total = sum(repair.price for repair in repairs)
    shown = repairs if len(repairs) <= ONE_BY_ONE else repairs[:FIRST]
    rows = [f"{counted(len(repairs), 'line')}, price {total}", *(f"{one.src}: {one.text}" for one in shown)]
    return [*rows, f"and {len(repairs) - len(shown):,} more"] if len(shown) < len(repairs) else rows
