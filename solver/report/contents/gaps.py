"""What the team lacks, and what more hours would bring."""

from __future__ import annotations

from solver.report.document import Column, Section, Table, Words
from solver.report.explanation import gain_text
from solver.report.figures import capability_heatmap
from solver.report.markup import clip
from solver.whatif.dossier import Dossier


def gaps_section(told: Dossier) -> Section:
    """Return demand against what members can do, scarcest first."""
    rows = []
    for demand in told.coverage.demands:
        ranked = sorted(zip(demand.scores, told.coverage.members, strict=True), key=lambda row: (-row[0], row[1]))
        best = ", ".join(f"{clip(name, 60)} {score}" for score, name in ranked[:3] if score) or "nobody"
        rows.append(
            (demand.capability, demand.able, float(demand.minimum), demand.minutes / 60, len(demand.tasks), best)
        )
    columns = (
        Column("capability"),
        Column("members who reach the highest minimum", form="g"),
        Column("highest minimum", form="g"),
        Column("asked for", "h", "g"),
        Column("tasks", form="g"),
        Column("best scores"),
    )
    table = Table("Capabilities that the backlog asks for, scarcest first", columns, tuple(rows), "capabilities")
    blocks = (capability_heatmap(told.coverage), table)
    return Section("gaps", "What the team lacks", blocks if told.coverage.demands else ())


def hours_section(told: Dossier) -> Section:
    """Return what more hours of each member bring."""
    rows = tuple((name, f"+{hours} h", gain_text(price)) for name, hours, price in told.hours)
    words = Words(
        "For each member the load limit was raised by 1, 2, 4 and 8 hours until the best plan got better; each line is "
        "a whole new plan, compared with this one."
    )
    table = Table(
        "What more hours bring", (Column("member"), Column("more"), Column("the best plan then")), rows, "hours"
    )
    return Section("hours", "What an hour is worth", (words, table) if rows else ())
