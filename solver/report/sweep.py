"""A sweep as text, data, CSV and Markdown: computes nothing."""

from __future__ import annotations

from collections import Counter
from typing import Any

from solver.report.markup import markdown, printable
from solver.report.rows import csv_text
from solver.study.study import UNCHANGED
from solver.whatif.rows import SweepRow
from solver.whatif.sweep import Sweep

COLUMNS = (
    *("status", "placed", "fit-hours", "hand-offs", "steps", "broken"),
    *("quality", "left out", "moves", "gap", "how"),
)


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


def _varying(found: Sweep) -> list[int]:
    """Return the places of the axes that have more than one setting."""
    return [place for place, axis in enumerate(found.axes) if len(axis.settings) > 1]


def _head(found: Sweep) -> list[str]:
    return [*(found.axes[place].name.removeprefix("weight ") for place in _varying(found)), *COLUMNS]


def _cells(found: Sweep, row: SweepRow) -> list[str]:
    """Return the settings that vary, then what came of them."""
    settings = [row.labels[place] for place in _varying(found)]
    return [*settings, row.status, *_measures(row), row.how]


def _measures(row: SweepRow) -> list[str]:
    if not row.levels:
        return ["-"] * (len(COLUMNS) - 2)
    quality = row.values["quality"] / 1000
    numbers = [sum(dict(row.placed).values()), f"{row.fit / 1000:.3f}", row.handoffs, row.steps, row.broken]
    gap = "?" if row.gap is None else f"{row.gap:.2%}" if row.gap else "0"
    return [*map(str, numbers), f"{quality:.3f}", str(row.left_out), str(row.moves), gap]


def sweep_table(found: Sweep) -> str:
    """Return a line for each row, then what holds in all of them, the base, and how many needed no solve."""
    table = [list(map(printable, line)) for line in (_head(found), *(_cells(found, row) for row in found.rows))]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in table]
    return "\n".join([*lines, "", *map(printable, _notes(found))])


def _notes(found: Sweep) -> list[str]:
    fixed = [f"{axis.name}={axis.labels[0]}" for axis in found.axes if len(axis.settings) == 1]
    lines = [f"in every row: {', '.join(fixed)}"] if fixed else []
    base = dict(zip(COLUMNS[1:-1], _measures(found.base), strict=True)) | {"moves": ""}
    said = ", ".join(f"{name} {cell}" for name, cell in base.items() if cell)
    lines.append(f"base: {found.base.status}, {said}" if found.base.levels else f"base: {found.base.status}")
    lines.append("fit-hours are hours times fit, steps add up the distances of hand-offs, moves are against the base")
    count = Counter(row.how for row in found.rows)
    if count[UNCHANGED]:
        lines.append(f"{count[UNCHANGED]} of {len(found.rows)} rows not solved: no plan there can beat the base plan")
    return lines


def sweep_csv(found: Sweep) -> str:
    """Return one line for each row with every setting and every number: hours as hours."""
    rows = (found.base, *found.rows)
    levels = list(dict.fromkeys(name for row in rows for name in row.values))
    placed = list(dict.fromkeys(name for row in rows for name, _ in row.placed))
    terms = list(dict.fromkeys(name for row in rows for name, _ in row.terms))
    counts = ("left_out", "handoffs", "steps", "broken", "moves")
    head = [*(axis.name for axis in found.axes), "status", "how", "gap", *levels]
    head += [*(f"{name}_bound" for name in levels), *(f"placed_{name}" for name in placed)]
    head += ["fit_hours", *(f"term_{name}" for name in terms), *counts]
    table = list[list[object]]()
    for row in found.rows:
        values, bounds = row.values, {name: bound for name, _, bound in row.levels}
        cells: list[object] = [row.status, row.how, row.gap]
        cells += [*(values.get(name, "") for name in levels), *(bounds.get(name, "") for name in levels)]
        if row.levels:
            cells += [dict(row.placed).get(name, 0) for name in placed]
            cells += [row.fit / 1000, *(dict(row.terms)[name] / 1000 for name in terms)]
            cells += [getattr(row, name) for name in counts]
        table.append([*row.labels, *cells, *[""] * (len(head) - len(row.labels) - len(cells))])
    return csv_text(head, table)


def sweep_markdown(found: Sweep) -> str:
    """Return the table as Markdown, with every cell markdown."""
    head = _head(found)
    lines = [f"| {' | '.join(map(markdown, head))} |", f"|{'---:|' * len(head)}"]
    lines += [f"| {' | '.join(map(markdown, _cells(found, row)))} |" for row in found.rows]
    return "\n".join([*lines, "", *(f"- {markdown(line)}" for line in _notes(found))])
