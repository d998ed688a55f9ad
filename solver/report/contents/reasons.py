"""Why each task is where it is, and where the quality comes from."""

from __future__ import annotations

from collections import Counter

from solver.explanation.needs import Need
from solver.report.figures import fit_heatmap
from solver.report.figures.kit import counted
from solver.report.forms.document import Cell, Column, Fold, Section, Table, Words
from solver.report.text.markup import clip
from solver.whatif.dossier.dossier import Dossier, Reason

NAMES = {
    "fit": "hours times fit",
    "preference": "hours times preference",
    "handoff": "hand-offs",
    "split": "split batches",
    "balance": "uneven load",
}


def reasons_section(told: Dossier) -> Section:
    """Return one line for each assignment and the terms of the quality."""
    if not told.reasons:
        return Section("reasons", "Why each task is where it is", ())
    units: Counter[str] = Counter()
    for term in told.terms:
        units[term.name] += term.units
    rows: list[tuple[Cell, ...]] = [(NAMES.get(name, name), value / 1000) for name, value in units.items()]
    rows.append(("together", sum(units.values()) / 1000))
    terms = Table(
        "Where the quality comes from", (Column("term"), Column("quality", "h", "+.2f")), tuple(rows), "terms"
    )
    row = {name: m for m, name in enumerate(told.problem.members)}
    column = {name: t for t, name in enumerate(told.problem.tasks)}
    fits = (float(told.problem.fit[row[one.member], column[one.task]]) for one in told.reasons)
    why = tuple(_row(reason, fit) for reason, fit in zip(told.reasons, fits, strict=True))
    columns = (
        Column("task"),
        Column("member"),
        Column("fit", form=".2f"),
        Column("what it needs, and the member's score"),
        Column("preference that counts"),
        Column("who else could"),
    )
    words = Words(
        "Each line names what the task needs with the minimum, and the two members next in fit who pass every gate, "
        "with the hours they have left. A plan is made as a whole: a better single fit may be worth more elsewhere."
    )
    blocks = (words, fit_heatmap(told.problem, told.plan.owners), Table("Reasons", columns, why, "why"), terms)
    said = f"{counted(len(why), 'assignment')} with reasons"
    return Section("reasons", "Why each task is where it is", (Fold(said, blocks),))


def _row(reason: Reason, fit: float) -> tuple[Cell, ...]:
    needs = ", ".join(_need(need) for need in reason.needs)
    others = "; ".join(f"{clip(name, 60)}: fit {other:.2f}, {hours:g} h free" for name, other, hours in reason.others)
    liked = reason.liked or "not listed"
    return (
        reason.task,
        reason.member,
        fit,
        needs or "nothing in particular",
        liked,
        others or "nobody else passes the gates",
    )


def _need(need: Need) -> str:
    """Return a score with its minimum, and the line of the card where it is not the capability's own."""
    name = clip(need.capability, 60)
    from_line = f", from {clip(need.source, 60)}" if need.source and not need.source.startswith(need.capability) else ""
    return f"{name} {need.have} (at least {need.minimum}{from_line})"
