"""Scenarios and sweeps as data frames, for notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from solver.whatif.compare import Row
    from solver.whatif.rows import SweepRow
    from solver.whatif.sweep import Sweep


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


def sweep_frame(found: Sweep) -> pd.DataFrame:
    """Return one line for each row of a sweep.

    Parameters
    ----------
    found : Sweep
        From ``sweep``.

    Returns
    -------
    pandas.DataFrame
        A column for each axis (numbers where all its labels are), then ``status``, ``how``, ``gap``, the value of each
        level (``quality`` in hours), ``placed_CLASS``, ``left_out``, ``moves``, ``handoffs``, ``steps`` and ``broken``
        as counts, ``fit_hours``, ``left_out_hours`` and each ``term_NAME`` in hours. What has no value is missing.
    """
    import pandas as pd

    names = [axis.name for axis in found.axes]
    frame = pd.DataFrame([dict(zip(names, row.labels, strict=True)) | _measures(row) for row in found.rows])
    for name in names:
        numbers = pd.to_numeric(frame[name], errors="coerce")
        frame[name] = numbers if numbers.notna().all() else frame[name]
    return frame


def _measures(row: SweepRow) -> dict[str, Any]:
    if not row.levels:
        return {"status": row.status, "how": row.how}
    levels = {name: value / 1000 if name == "quality" else value for name, value in row.values.items()}
    counts = {name: getattr(row, name) for name in ("left_out", "moves", "handoffs", "steps", "broken")}
    return {
        "status": row.status,
        "how": row.how,
        "gap": row.gap,
        **levels,
        **{f"placed_{name}": count for name, count in row.placed},
        **counts,
        "fit_hours": row.fit / 1000,
        "left_out_hours": row.left_out_minutes / 60,
        **{f"term_{name}": units / 1000 for name, units in row.terms},
    }
