"""Who has which task: one row for each member, one block for each task, as wide as it takes hours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from solver.report.figures.kit import (
    NORMAL,
    TINY,
    Box,
    Figure,
    axis,
    bar,
    figure,
    halves,
    label,
    legend,
    margin,
    name_in,
    rule,
    sample,
    ticks,
)
from solver.report.figures.palette import PRIORITY, classes
from solver.report.text.markup import Safe, clip

MOST, ROW, LEFT, RIGHT = 40, 46, 208, 28
POINT = "Point at a block for its words."


def assignment_board(plan: Mapping[str, Any]) -> Figure:
    """Return the tasks of each member side by side, most urgent first.

    Parameters
    ----------
    plan : mapping
        What ``plan.json`` holds; ``assignments`` and ``loads`` are drawn.

    Returns
    -------
    Figure
        Beyond 40 members those with the most and the least work, and it says so.
    """
    given: dict[str, list[Mapping[str, Any]]] = {load["member"]: [] for load in plan["loads"]}
    for row in sorted(plan["assignments"], key=_urgency):
        given[row["member"]].append(row)
    limits = {load["member"]: load["limit"] for load in plan["loads"]}
    hours = {name: sum(row["hours"] for row in rows) for name, rows in given.items()}
    kept = sample([(hours[name], name) for name in given], MOST)
    shown = {name: rows for name, rows in given.items() if name in kept}
    scale = ticks(max((max(hours[name], limits[name]) for name in shown), default=1))
    left = margin(shown, NORMAL, LEFT)
    box = Box(left, 72, 880 - left - RIGHT, ROW * len(shown))
    parts = [legend(24, 58, classes(row["priority"] for row in plan["assignments"]))]
    parts += axis(box, scale, "hours in the period; the line is the load limit", " h")
    for number, (name, rows) in enumerate(shown.items()):
        parts += _member(name, rows, limits[name], Box(box.x, box.y + ROW * number, box.width / scale[-1], ROW))
    note = "" if len(shown) == len(given) else f"{len(shown)} of {len(given)} members: those with most and least work. "
    text = "\n".join(f"{clip(name, 80)}: {_said(rows)}" for name, rows in shown.items())
    return figure("Who has which task", parts, box.y + box.height + 44, text, note=note + POINT)


def _urgency(row: Mapping[str, Any]) -> tuple[int, str]:
    return list(PRIORITY).index(row["priority"]), str(row["task"])


def _said(rows: list[Mapping[str, Any]]) -> str:
    return "; ".join(f"{clip(row['task'], 80)} ({row['hours']:g} h, {row['priority']})" for row in rows) or "nothing"


def _member(name: str, rows: list[Mapping[str, Any]], limit: float, lane: Box) -> list[Safe]:
    """Return one row; the lane's width is that of one hour."""
    parts = [
        label(lane.x - 12, lane.y + 27, name, anchor="end", most=lane.x - 32),
        bar(Box(lane.x, lane.y + 4, limit * lane.width, ROW - 8), "soft"),
    ]
    x = lane.x
    for row in rows:
        wide = row["hours"] * lane.width
        parts += _block(row, Box(x, lane.y + 5, max(wide - 1.5, 1), ROW - 10))
        x += wide
    end = lane.x + limit * lane.width
    return [*parts, rule(end, lane.y + 2, end, lane.y + ROW - 2, "ink", wide=2)]


def _block(row: Mapping[str, Any], box: Box) -> list[Safe]:
    about = (
        f"{clip(row['task'], 80)}: {clip(row['title'])}, {row['hours']:g} h, {row['priority']}, fit {row['fit']:.2f}"
    )
    role = PRIORITY[row["priority"]]
    parts = [bar(box, role, about)]
    left, most = box.x + 5, box.width - 7
    # A narrow block keeps its words for whoever points at it.
    names = halves(row["task"], most, NORMAL, 600)
    parts += name_in(names, left, box.y + 16, role, NORMAL, 13)
    if box.width > 64 and len(names) < 2:
        parts.append(label(left, box.y + 30, row["title"], f"on-{role}", TINY, most=most, class_="tw-still"))
    return parts
