"""What the team lacks, what more of it would bring, and what is lost without each member."""

from __future__ import annotations

from solver.explanation.marginal.marginal import Marginal
from solver.explanation.price import Price
from solver.report.explanation.words import gain_text
from solver.report.figures import absence_bars, capability_heatmap
from solver.report.figures.kit import counted
from solver.report.forms.document import Cell, Column, Fold, Section, Table, Words
from solver.report.text.markup import clip
from solver.whatif.dossier.dossier import Dossier
from solver.whatif.resilience import Absence


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
    demands = told.coverage.demands
    nobody = sum(demand.able == 0 for demand in demands)
    said = f"{counted(len(demands), 'capability')} asked for, {nobody} that nobody reaches"
    blocks = (Fold(said, (capability_heatmap(told.coverage), table)),) if demands else ()
    return Section("gaps", "What the team lacks", blocks)


def worth_section(told: Dossier) -> Section:
    """Return what more hours of each member bring, and what scores and rules do, where that was asked."""
    rows = tuple((name, _raise(hours, price), gain_text(price)) for name, hours, price in told.hours)
    words = Words(
        "For each member the load limit was raised, up to a quarter of it; each line is the smallest raise that was "
        "found to place more work, or earlier, else to bring anything, with a whole new plan, compared with this one."
    )
    columns = (Column("member"), Column("more"), Column("the best plan then"))
    table = Table("What more hours bring", columns, rows, "hours", most=20)
    hours = (words, table) if rows else ()
    rules = (_relaxed(told.marginals),) if told.marginals else ()
    return Section("worth", "What an hour, a score or a rule is worth", (*hours, *rules), is_on_paper=False)


def _raise(hours: int, price: Price) -> str:
    """Return by how much a limit was raised: by all on offer where only work was asked of, and no more of it came."""
    return f"+{hours} h" if price.is_gain or "quality" in dict(price.changes) else "up to a quarter"


def _relaxed(marginals: tuple[Marginal, ...]) -> Table:
    """Return the scores, permissions and rules whose change brings something, most first."""
    rows = []
    for one in marginals:
        step = one.best
        if step.price.is_gain:
            much = f"+{step.amount / 10:g}" if one.kind == "score" else ""
            rows.append((one.kind, one.member, one.about, much, gain_text(step.price)))
    columns = (Column("what"), Column("member"), Column("which"), Column("more"), Column("the best plan then"))
    title = "What other scores, permissions and relaxed rules would bring"
    return Table(title, columns, tuple(rows), "worth", most=20)


def absences_section(told: Dossier) -> Section:
    """Return what is lost without each member."""
    if told.absences is None or not told.absences.rows:
        return Section("absences", "Who can be away", ())
    rows = tuple(_absence(row) for row in told.absences.rows)
    columns = (
        Column("away"),
        Column("work placed", "h", "+g"),
        Column("picked up"),
        Column("stays out then"),
        Column("others move", form="g"),
        Column("lost besides"),
    )
    words = Words("Each member was taken away in turn and the rest planned anew, with as few moves as can be.")
    table = Table("Without each member", columns, rows, "absences")
    said = f"{counted(len(rows), 'absence')}, one by one"
    blocks = (absence_bars(told.absences), Fold(said, (words, table)))
    return Section("absences", "Who can be away", blocks, is_on_paper=False)


def _absence(row: Absence) -> tuple[Cell, ...]:
    taken = ", ".join(f"{clip(task, 60)} by {clip(member, 60)}" for task, member in row.taken)
    dropped = ", ".join(clip(task, 60) for task, _ in row.dropped)
    lost = [f"nobody can {', '.join(row.vanished)}"] if row.vanished else []
    lost += [f"no escalation for {', '.join(row.cut_off)}"] if row.cut_off else []
    return " and ".join(row.away), row.minutes / 60, taken, dropped, row.moved, "; ".join(lost)
