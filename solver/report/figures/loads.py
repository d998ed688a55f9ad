"""Hours given to each member against the load limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from solver.report.figures.kit import SMALL, Box, Figure, axis, bar, figure, label, legend, rule, sample, ticks
from solver.report.text.markup import Safe, clip

MOST, ROW, LEFT, RIGHT = 60, 26, 220, 120


def load_bars(plan: Mapping[str, Any]) -> Figure:
    """Return one bar for each member and period: hours given, out of the load limit.

    Parameters
    ----------
    plan : mapping
        What ``plan.json`` holds; ``loads`` is drawn.

    Returns
    -------
    Figure
        Beyond 60 rows those with the most and the least free hours, and it says so.
    """
    loads: Sequence[Mapping[str, Any]] = plan["loads"]
    names = [_name(load, loads) for load in loads]
    shown = sample([(load["limit"] - load["hours"], name) for load, name in zip(loads, names, strict=True)], MOST)
    rows = [(name, load) for name, load in zip(names, loads, strict=True) if name in shown]
    scale = ticks(max((max(load["hours"], load["limit"]) for _, load in rows), default=1))
    box = Box(LEFT, 72, 880 - LEFT - RIGHT, ROW * len(rows))
    parts = [legend(24, 58, (("main", "hours given"), ("soft", "still free"), ("warn", "over the limit")))]
    parts += axis(box, scale, "hours in the period", " h")
    for number, (name, load) in enumerate(rows):
        parts += _row(name, load, box.y + ROW * number, box, scale[-1])
    note = (
        "" if len(rows) == len(loads) else f"{len(rows)} of {len(loads)} rows: those with the most and the least free."
    )
    text = "\n".join(f"{clip(name, 80)}: {load['hours']:g} of {load['limit']:g} h" for name, load in rows)
    return figure("Load and load limit", parts, box.y + box.height + 44, text, note=note)


def _name(load: Mapping[str, Any], loads: Sequence[Mapping[str, Any]]) -> str:
    several = any(other["period"] != loads[0]["period"] for other in loads)
    return f"{load['member']} in {load['period']}" if several else str(load["member"])


def _row(name: str, load: Mapping[str, Any], y: float, box: Box, top: float) -> list[Safe]:
    hours, limit = load["hours"], load["limit"]
    scale = box.width / top
    hover = f"{clip(name)}: {hours:g} of {limit:g} h, {limit - hours:g} h free"
    parts = [
        label(LEFT - 12, y + 17, name, anchor="end", most=LEFT - 32),
        bar(Box(box.x, y + 4, limit * scale, ROW - 8), "soft", hover),
        bar(Box(box.x, y + 4, hours * scale, ROW - 8), "warn" if hours > limit else "main", hover),
        rule(box.x + limit * scale, y + 2, box.x + limit * scale, y + ROW - 2, "ink", wide=2),
    ]
    said = f"{hours:g} of {limit:g} h" if limit else "takes no work"
    return [*parts, label(880 - RIGHT + 16, y + 17, said, "muted", SMALL)]
