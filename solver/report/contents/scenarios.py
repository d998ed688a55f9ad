"""The scenarios of the workspace beside the base."""

from __future__ import annotations

from solver.report.figures import whatif_bars
from solver.report.forms.document import Column, Section, Table
from solver.whatif.dossier.dossier import Dossier
from solver.whatif.scenarios.compare import Row


def scenarios_section(told: Dossier) -> Section:
    """Return what each scenario changes."""
    if len(told.scenarios) < 2:
        return Section("scenarios", "What if", ())
    rows = tuple(_row(row) for row in told.scenarios)
    names = (Column("scenario"), Column("changes"), Column("status"))
    figures = (
        Column("placed", form="g"),
        Column("left out", "h", "g"),
        Column("fit", "h", ".1f"),
        Column("moves", form="g"),
    )
    table = Table("Scenarios", (*names, *figures), rows, "scenarios")
    return Section("scenarios", "What if", (whatif_bars(told.scenarios), table))


def _row(row: Row) -> tuple[str | int | float | None, ...]:
    counts = (sum(count for _, count in row.placed), row.left_minutes / 60, row.fit_units / 1000)
    moves = row.moves.moves if row.moves else None
    return row.name, "; ".join(row.changes), row.result.status, *counts, moves
