"""Scenarios as a data frame, for notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from solver.whatif.compare import Row


def scenario_frame(rows: tuple[Row, ...], *, minus_base: bool = False) -> pd.DataFrame:
    """Return one line for each scenario, the base first.

    Parameters
    ----------
    rows : tuple of Row
        From ``compare_scenarios``.
    minus_base : bool
        Whether numbers are scenario minus base instead of the scenario's own.

    Returns
    -------
    pandas.DataFrame
        Indexed by scenario. ``status``; ``placed_CLASS`` in tasks; ``fit_hours``, ``quality`` and each ``term_NAME`` in
        hours; ``left_out`` in tasks, ``left_out_hours`` and each ``load_MEMBER`` in hours; ``moves`` in tasks against
        the base. What has no value is missing.
    """
    import pandas as pd

    frame = pd.DataFrame([_cells(row) for row in rows], index=pd.Index([row.name for row in rows], name="scenario"))
    if minus_base:
        numbers = frame.columns.difference(["status", "moves"], sort=False)
        frame[numbers] = frame[numbers] - frame[numbers].iloc[0]
    return frame


def _cells(row: Row) -> dict[str, Any]:
    """Return the columns of one line; a scenario without a plan has only its status."""
    if not row.values:
        return {"status": row.result.status}
    return {
        "status": row.result.status,
        **{f"placed_{name}": count for name, count in row.placed},
        "left_out": len(row.left),
        "left_out_hours": row.left_minutes / 60,
        "fit_hours": row.fit_units / 1000,
        "quality": row.values["quality"] / 1000,
        **{f"term_{name}": units / 1000 for name, units in row.terms},
        "moves": row.moves.moves if row.moves else 0,
        **{f"load_{member}": given / 60 for member, given, _ in row.loads},
    }
