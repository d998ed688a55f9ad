"""A sweep as a table: computes nothing."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from solver.report.forms.answers import Answer
from solver.report.forms.document import Code, Column, Table
from solver.report.forms.table import column, level_name, table_of, told_level
from solver.study.study import NEAR, UNCHANGED
from solver.whatif.sweeps.rows import SweepRow
from solver.whatif.sweeps.sweep import Sweep

FORMS: Final = {"fit_hours": ".3f", "quality_hours": ".3f", "gap": ".2%"}
# What is read of a row, before and after how early urgent classes end, which is told where there are periods.
FIRST: Final = ("status", "placed")
READ: Final = ("fit_hours", "handoffs", "steps", "broken", "quality_hours", "left_out", "moves", "gap")
COUNTS: Final = ("left_out", "handoffs", "steps", "broken", "moves")


def sweep_answer(found: Sweep) -> Answer:
    """Return a row for each setting; to read what varies and what comes of it, then the base and what holds for all."""
    rows = [sweep_cells(found, row) for row in found.rows]
    varying = [axis.name for axis in found.axes if len(axis.settings) > 1]
    columns = (*(Column(name.removeprefix("weight "), key=_key(name)) for name in varying), *_read(found))
    data = sweep_data(found)
    data["rows"] = [one | row for one, row in zip(data["rows"], rows, strict=True)]
    return Answer(sweep_table(found), (table_of(rows, columns), Code(tuple(_notes(found)))), data)


def sweep_table(found: Sweep) -> Table:
    """Return every setting and every number of each row: hours as hours."""
    rows = [sweep_cells(found, row) for row in found.rows]
    names = dict.fromkeys(key for one in sorted(rows, key=len, reverse=True) for key in one)
    return table_of(rows, map(column, names), sheet="sweep")


def sweep_cells(found: Sweep, row: SweepRow) -> dict[str, Any]:
    """Return the named cells of one row; one without a plan has its settings and its status."""
    cells: dict[str, Any] = dict(zip(axis_names(found), row.labels, strict=True))
    return cells | {"status": row.status, "how": row.how, "gap": row.gap} | (_measures(row) if row.levels else {})


def axis_names(found: Sweep) -> list[str]:
    """Return the names of the axes in data."""
    return [_key(axis.name) for axis in found.axes]


def _key(axis: str) -> str:
    """Return the name of an axis in data."""
    return axis.replace(" ", "_")


def _measures(row: SweepRow) -> dict[str, Any]:
    levels, bounds = dict[str, Any](), dict[str, Any]()
    for name, value, bound in row.levels:
        key = level_name(name)
        levels[key], bounds[f"bound_{key}"] = told_level(name, value), told_level(name, bound)
    return {
        **levels,
        **bounds,
        "placed": sum(count for _, count in row.placed),
        **{f"placed_{name}": count for name, count in row.placed},
        "fit_hours": row.fit / 1000,
        **{f"term_{name}_hours": units / 1000 for name, units in row.terms},
        **{name: getattr(row, name) for name in COUNTS},
        "left_out_hours": row.left_out_minutes / 60,
    }


def _read(found: Sweep) -> tuple[Column, ...]:
    levels = dict.fromkeys(name for row in (found.base, *found.rows) for name, _, _ in row.levels)
    early = (level_name(name) for name in levels if name.endswith(" early"))
    return tuple(column(name, FORMS.get(name, "")) for name in (*FIRST, *early, *READ))


def sweep_data(found: Sweep) -> dict[str, Any]:
    """Return axes, base and rows; quality, fit and terms in thousandths of an hour."""
    names = [axis.name for axis in found.axes]
    rows = ({"settings": dict(zip(names, row.labels, strict=True))} | row.to_data() for row in found.rows)
    return {
        "axes": [{"name": axis.name, "settings": list(axis.labels)} for axis in found.axes],
        "base": _without_key(found.base.to_data()),
        "rows": [_without_key(row) for row in rows],
        "missing": found.missing,
    }


def _without_key(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in {"key", "labels"}}


def _notes(found: Sweep) -> list[str]:
    fixed = [f"{axis.name}={axis.labels[0]}" for axis in found.axes if len(axis.settings) == 1]
    lines = [f"in every row: {', '.join(fixed)}"] if fixed else []
    base = _measures(found.base) | {"gap": found.base.gap} if found.base.levels else {}
    said = [f"{one.head} {one.shown(base.get(one.machine))}" for one in _read(found)[1:] if one.machine != "moves"]
    lines.append(f"base: {found.base.status}, {', '.join(said)}" if base else f"base: {found.base.status}")
    lines.append("fit hours are hours times fit, steps add up the distances of handoffs, moves are against the base")
    count = Counter(row.how for row in found.rows)
    if count[UNCHANGED]:
        lines.append(f"{count[UNCHANGED]} of {len(found.rows)} rows not solved: no plan there can beat the base plan")
    if count[NEAR]:
        kept = f"{count[NEAR]} of {len(found.rows)} rows beside the base plan, which is not proved"
        lines.append(f"{kept}: only what places more or ends urgent work earlier moves")
    return lines
