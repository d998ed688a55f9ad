"""The communication audit as text: computes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from solver.communication.report import CommunicationReport
from solver.report.markup import markdown, printable


def communication_table(report: CommunicationReport) -> str:
    """Return the audit as text: what could be read, who can escalate, whom the flow depends on, what to add."""
    lines = report.lines
    found = [f"{lines.resolved} of {lines.total} communication lines name somebody this team knows.", ""]
    for title, rows in _sections(report):
        found += [title, *(f"    {printable(row)}" for row in rows), ""]
    return "\n".join(found).rstrip()


def communication_markdown(report: CommunicationReport) -> str:
    """Return the same as Markdown."""
    lines = report.lines
    found = [f"**{lines.resolved} of {lines.total} communication lines name somebody this team knows.**", ""]
    for title, rows in _sections(report):
        found += [f"## {title}", "", *(f"- {markdown(row)}" for row in rows), ""]
    return "\n".join(found).rstrip()


def lines_to_paste(report: CommunicationReport) -> str:
    """Return the lines of the cheapest repair, by card."""
    return "\n".join(f"{repair.src}: {repair.text}" for repair in report.repairs or ())


def _sections(report: CommunicationReport) -> Iterator[tuple[str, list[str]]]:
    rows = []
    for one in report.escalation:
        route = " -> ".join(one.route) if one.status == "covered" else one.reason
        cut = f"  (not without {', '.join(one.cut_off_by)})" if one.cut_off_by else ""
        rows.append(f"{one.member:<20} {one.status:<22} {route}{cut}")
    yield "Escalation", rows
    top = [one for one in report.bottlenecks if one.betweenness > 0][:8]
    yield (
        "Bottlenecks (paths through, pairs lost without)",
        [
            f"{one.member:<20} {one.betweenness:>6.1f} {one.transit_lost:>5}"
            f"{'  cut vertex' if one.is_cut_vertex else ''}{'  depends on the layer' if one.depends_on_layer else ''}"
            for one in top
        ],
    )
    yield "Who holds the contacts together (share of pairs apart without them)", _key_sets(report)
    if report.plan:
        yield "With the plan", _of_plan(report)
    yield "Cheapest repair: one route for everybody", _repair(report.repairs)
    yield "Cheapest repair: two routes with nobody in common", _repair(report.robust_repairs, report.robust_skipped)
    for severity in ("error", "warning", "info"):
        findings = [str(finding).replace("\n", "  ") for finding in report.findings if finding.severity == severity]
        if findings:
            yield f"{severity.capitalize()}s: {len(findings)}", findings


def _key_sets(report: CommunicationReport) -> list[str]:
    return [f"{one.fragmentation:>5.0%}  {', '.join(one.members) or 'as it is'}" for one in report.key_sets]


def _of_plan(report: CommunicationReport) -> list[str]:
    plan = report.plan
    if plan is None or not plan.handoffs:
        return ["no hand-offs"]
    share = "none" if plan.congruence is None else f"{plan.congruence:.0%}"
    counts = f"{len(plan.handoffs)} hand-offs, {len(plan.broken)} broken"
    rows = [f"{counts}; {share} of the pairs have a channel of their own"]
    busiest = sorted(plan.communicator_load, key=lambda pair: (-pair[1], pair[0]))[:5]
    rows.append("carried by " + ", ".join(f"{name} {count}" for name, count in busiest if count))
    for each in plan.broken:
        rows.append(f"broken: {each.before} -> {each.task}, {each.giver} to {each.taker}")
    return rows


def _repair(repairs: tuple[Any, ...] | None, skipped: str = "") -> list[str]:
    if skipped:
        return [skipped]
    if repairs is None:
        return ["not possible with those who may be turned to today: give one more member or external the last word"]
    if not repairs:
        return ["nothing"]
    total = sum(repair.price for repair in repairs)
    return [f"{len(repairs)} lines, price {total}", *(f"{repair.src}: {repair.text}" for repair in repairs)]
