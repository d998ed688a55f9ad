"""What the plan loses when one member is away."""

from __future__ import annotations

from collections.abc import Sequence

from solver.report.figures.comparison import whatif_bars
from solver.report.figures.kit import Figure
from solver.whatif.compare import Row

MOST = 40


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
