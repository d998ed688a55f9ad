"""Scenarios side by side as text, data and CSV: computes nothing but differences."""

from __future__ import annotations

import csv
import io
from typing import Any

from solver.report.explanation import diff_text
from solver.whatif.compare import Row


def whatif_data(rows: tuple[Row, ...]) -> list[dict[str, Any]]:
    """Return one object for each row, the base first."""
    return [
        {
            "scenario": row.name,
            "status": row.result.status,
            "levels": [
                {"name": level.name, "value": level.value, "bound": level.bound, "gap": level.gap}
                for level in row.result.levels
            ],
            "terms": dict(row.terms),
            "moves": row.moves.moves if row.moves else 0,
            "changes": diff_text(row.moves) if row.moves else [],
            "impossible": list(row.impossible),
            "cannot_escalate": list(row.cut_off),
            "conflict": list(row.result.conflict),
        }
        for row in rows
    ]


def whatif_table(rows: tuple[Row, ...], *, details: bool = True) -> str:
    """Return the rows as differences from the base, then what moves in each."""
    base, *others = rows
    names = list(base.values)
    head = f"{'':<28}{'status':>11}" + "".join(f"{name:>10}" for name in names) + f"{'fit-hours':>11}{'moves':>7}"
    lines = [head, _line(base, {name: 0 for name in names}, 0.0)]
    fit = dict(base.terms).get("fit", 0)
    lines += [_line(row, base.values, fit) for row in others]
    for row in others if details else ():
        lines += ["", f"{row.name}:", *(f"    {text}" for text in _details(row, base))]
    return "\n".join(lines)


def _line(row: Row, base: dict[str, int], fit: float) -> str:
    cells = f"{row.name:<28}{row.result.status:>11}"
    sign = "+" if any(base.values()) else ""
    for name, before in base.items():
        value = (row.values.get(name, 0) - before) / (1000 if name == "quality" else 1)
        cells += f"{value:>{sign}10g}" if row.values else f"{'-':>10}"
    hours = (dict(row.terms).get("fit", 0) - fit) / 1000
    return cells + f"{hours:>{sign}11g}{row.moves.moves if row.moves else 0:>7}"


def _details(row: Row, base: Row) -> list[str]:
    lines = [f"cannot hold at once: {text}" for text in row.result.conflict]
    lines += diff_text(row.moves) if row.moves else []
    lines += [f"nobody can take {task} any more" for task in row.impossible if task not in base.impossible]
    lines += [f"{name} has no way to escalate any more" for name in row.cut_off if name not in base.cut_off]
    return lines or ["nothing changes"]


def whatif_csv(rows: tuple[Row, ...]) -> str:
    """Return one line for each row with the value of each level."""
    stream = io.StringIO()
    names = list(rows[0].values)
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(["scenario", "status", *names, "moves"])
    for row in rows:
        values = [row.values.get(name, "") for name in names]
        table.writerow([row.name, row.result.status, *values, row.moves.moves if row.moves else 0])
    return stream.getvalue().rstrip("\n")
