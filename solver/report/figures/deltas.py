"""Rows of differences: for each measure a column, in it a bar to the left or to the right of no change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from solver.report.figures.kit import SMALL, Box, Figure, bar, figure, label, legend, rule
from solver.report.text.markup import Safe, clip

TOP, ROW, LEFT, SIDE = 118, 30, 216, 24


@dataclass(frozen=True)
class Measure:
    """What a column shows: ``better`` is 1 if more is better, -1 if less is, 0 if neither."""

    name: str
    unit: str
    better: int


@dataclass(frozen=True)
class Change:
    """One row: the differences by measure (missing where there is no plan), and what is said at its end."""

    name: str
    values: Mapping[str, float]
    note: str = ""


def delta_bars(
    title: str, measures: Sequence[Measure], base: Mapping[str, float], rows: Sequence[Change], note: str = ""
) -> Figure:
    """Return one row for each change; the first row says what the base has.

    Parameters
    ----------
    title : str
        One line.
    measures : sequence of Measure
        The columns.
    base : mapping
        Value of each measure in the base.
    rows : sequence of Change
        Other less base.
    note : str
        How to read it.

    Returns
    -------
    Figure
        Each column has a scale of its own; every bar carries its figure.
    """
    wide = (880 - LEFT - SIDE) / max(len(measures), 1)
    lanes = [Box(LEFT + wide * n, TOP, wide, ROW * len(rows)) for n in range(len(measures))]
    entries = (("main", "better"), ("warn", "worse"), ("quiet", "neither"))
    parts = [legend(24, 58, entries), label(LEFT - 12, TOP - 12, "base", "muted", SMALL, anchor="end")]
    for measure, lane in zip(measures, lanes, strict=True):
        middle = lane.x + lane.width / 2
        parts.append(label(middle, TOP - 30, measure.name, "ink", SMALL, anchor="middle", most=wide - 6, weight=600))
        said = f"{round(base[measure.name], 1):g} {measure.unit}" if measure.name in base else ""
        parts += [label(middle, TOP - 12, said, "muted", SMALL, anchor="middle", most=wide - 6)]
        parts.append(rule(middle, TOP, middle, TOP + lane.height, "muted"))
        parts += _column(measure, lane, rows)
    for number, row in enumerate(rows):
        y = TOP + ROW * number
        parts += [rule(SIDE, y, 880 - SIDE, y), label(LEFT - 12, y + 20, row.name, anchor="end", most=LEFT - 40)]
        if not row.values:
            parts.append(
                label(LEFT + 8, y + 20, row.note or "no plan", "warn", SMALL, most=880 - LEFT - SIDE, class_="tw-halo")
            )
    text = "\n".join([f"base: {_all(base, measures, '')}", *(_said(row, measures) for row in rows)])
    return figure(title, parts, TOP + ROW * len(rows) + 8, text, note=note)


def _all(values: Mapping[str, float], measures: Sequence[Measure], sign: str) -> str:
    return ", ".join(f"{m.name} {values[m.name]:{sign}g} {m.unit}".strip() for m in measures if m.name in values)


def _said(row: Change, measures: Sequence[Measure]) -> str:
    note = f"; {clip(row.note)}" if row.note else ""
    return f"{clip(row.name, 80)}: {_all(row.values, measures, '+') or 'no plan'}{note}"


def _column(measure: Measure, lane: Box, rows: Sequence[Change]) -> list[Safe]:
    most = max((abs(row.values.get(measure.name, 0)) for row in rows), default=0) or 1
    scale, middle = (lane.width / 2 - 8) / most, lane.x + lane.width / 2
    parts = []
    for number, row in enumerate(rows):
        value = row.values.get(measure.name)
        if value is None:
            continue
        y, far = lane.y + ROW * number, abs(value) * scale
        role = "quiet" if not measure.better else "main" if value * measure.better > 0 else "warn"
        x = middle if value > 0 else middle - far
        if value:
            about = f"{clip(row.name, 80)}: {measure.name} {value:+g} {measure.unit}"
            parts.append(bar(Box(x, y + 8, max(far, 1.5), ROW - 15), role, about, radius=2))
        # The figure stands on the side that the bar leaves free.
        side, anchor = (middle - 6, "end") if value >= 0 else (middle + 6, "start")
        parts.append(
            label(
                side,
                y + 20,
                f"{round(value, 1):+g}" if value else "0",
                "ink" if value else "muted",
                SMALL,
                anchor=anchor,
            )
        )
    return parts
