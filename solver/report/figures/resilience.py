"""What the plan loses when members are away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from solver.domain.tasks import PRIORITIES
from solver.explanation.price import level_names
from solver.report.figures.comparison import whatif_bars
from solver.report.figures.deltas import Change, Measure, delta_bars
from solver.report.figures.kit import Figure
from solver.whatif.gain import values_of

if TYPE_CHECKING:
    from solver.whatif.resilience import Absence, Resilience
    from solver.whatif.scenarios.compare import Row

MOST = 40


MEASURES = (
    *(Measure(name, "of value", 1) for name in PRIORITIES),
    Measure("work placed", "h", 1),
    Measure("others move", "tasks", 0),
)


def absence_bars(found: Resilience) -> Figure:
    """Return what the absence of each member, or of several together, takes from the plan, the worst on top.

    Parameters
    ----------
    found : Resilience
        From ``solver.whatif.resilience.resilience``.

    Returns
    -------
    Figure
        The first 40; an absence after which nobody can do something at all says so on hover.
    """
    result = found.base.result
    base = dict(zip(level_names(result), values_of(result), strict=True))
    rows = [_change(row) for row in found.rows[:MOST]]
    note = "Each row: the plan without the member less this plan; work moves as little as it can."
    return delta_bars("What is lost when somebody is away", MEASURES, base, rows, note)


def _change(row: Absence) -> Change:
    name = " and ".join(row.away)
    if row.result.plan is None:
        return Change(name, {}, f"no plan: {row.result.status}")
    values: dict[str, float] = dict(zip(PRIORITIES, row.change, strict=True))
    values |= {"work placed": row.minutes / 60, "others move": row.moved}
    notes = [f"nobody can do {', '.join(row.vanished)}"] if row.vanished else []
    notes += [f"cannot escalate: {', '.join(row.cut_off)}"] if row.cut_off else []
    return Change(name, values, "; ".join(notes))


def resilience_bars(rows: Sequence[Row]) -> Figure:
    """Return what is lost without each member, the one missed most on top.

    Parameters
    ----------
    rows : sequence of Row
        The base, then one row for each member who is away: ``each_away``, compared, ``worst_first``.

    Returns
    -------
    Figure
        The first 40.
    """
    return whatif_bars(rows[: MOST + 1], "What is lost when one member is away")
