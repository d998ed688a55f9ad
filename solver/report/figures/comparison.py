"""Scenarios beside the base."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from solver.report.figures.deltas import Change, Measure, delta_bars
from solver.report.figures.kit import Figure
from solver.report.text.markup import clip

if TYPE_CHECKING:
    from solver.whatif.scenarios.compare import Row


def whatif_bars(rows: Sequence[Row], title: str = "What changes in each scenario") -> Figure:
    """Return the differences of each scenario from the base: tasks by class, hours left out, fit, moves.

    Parameters
    ----------
    rows : sequence of Row
        From ``compare_scenarios``, the base first.
    title : str
        One line.

    Returns
    -------
    Figure
        One row for each scenario; one without a plan says why.
    """
    base, *others = rows
    measures = [Measure(name, "tasks", 1) for name, _ in base.placed]
    measures += [Measure("left out", "h", -1), Measure("fit", "h", 1), Measure("moves", "tasks", 0)]
    values = dict(base.placed) | {"left out": base.left_minutes / 60, "fit": base.fit_units / 1000}
    return delta_bars(title, measures, values, [_change(base, row) for row in others], "Each row: scenario less base.")


def _change(base: Row, row: Row) -> Change:
    if row.result.plan is None:
        return Change(row.name, {}, "; ".join([row.result.status, *(clip(text) for text in row.result.conflict)]))
    # Loaded here: it brings the solver with it, which no other picture needs.
    from solver.whatif.scenarios.difference import difference

    found = difference(base, row)
    values: dict[str, float] = dict(found.placed)
    values["left out"] = (row.left_minutes - base.left_minutes) / 60
    values |= {"fit": found.fit_units / 1000, "moves": row.moves.moves if row.moves else 0}
    stuck = sorted(set(row.cut_off) - set(base.cut_off))
    return Change(row.name, values, f"no escalation any more: {', '.join(stuck)}" if stuck else "")
