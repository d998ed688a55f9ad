"""Members by periods: who has what in each, how full everybody is in each, and what is placed by the end of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from solver.explanation.progress import Progress
from solver.report.figures.kit import (
    SMALL,
    TINY,
    Box,
    Figure,
    bar,
    breadth,
    figure,
    halves,
    label,
    legend,
    name_in,
    rule,
    sample,
)
from solver.report.figures.palette import PRIORITY, STEPS, classes
from solver.report.text.markup import Safe, clip, tag

Row = Mapping[str, Any]
MOST, LANE, LEFT, TOP = 40, 40, 168, 96
# Share of a limit from which nothing more goes in; the same line as in the list of risks.
FULL: Final = 0.95
# What binary figures may be off by.
TINIEST: Final = 1e-9
# Names of lines are at least so far from each other.
LINE: Final = 15
# Beyond so many periods the columns are too narrow for names.
MOST_PERIODS: Final = 26


def period_board(plan: Row) -> Figure:
    """Return who has which piece in which period: blocks as wide as their hours, in the order in which they start.

    Parameters
    ----------
    plan : mapping
        What ``plan.json`` holds for a plan with periods.
    """
    periods, rows = _periods(plan), _members(plan)
    limits = {(load["member"], load["period"]): load["limit"] for load in plan["loads"]}
    given: dict[tuple[str, str], list[Row]] = {}
    for row in sorted(plan["assignments"], key=lambda row: (row.get("start") or 0, row["task"])):
        given.setdefault((row["member"], row["period"]), []).append(row)
    wide = (880 - LEFT - 20) / max(len(periods), 1)
    most = max([*limits.values(), *(sum(r["hours"] for r in cell) for cell in given.values())], default=1) or 1
    scale = (wide - 10) / most
    parts = [legend(24, 58, classes(row["priority"] for row in plan["assignments"])), *_heads(periods, wide, plan)]
    for n, name in enumerate(rows):
        y = TOP + LANE * n
        parts.append(label(LEFT - 10, y + 24, name, anchor="end", size=SMALL, most=LEFT - 26))
        for p, period in enumerate(periods):
            lane = Box(LEFT + wide * p, y, scale, LANE)
            parts += _cell(given.get((name, period), []), limits.get((name, period), 0), lane)
    words = (_cell_words(name, period, given.get((name, period), [])) for name in rows for period in periods)
    return figure(
        "Who has what in which period",
        parts,
        TOP + LANE * len(rows) + 4,
        "\n".join(filter(None, words)) or "nothing",
        note=_note(rows, plan) + "The line is the load limit; point at a block for its words.",
    )


def load_heatmap(plan: Row) -> Figure:
    """Return hours given and load limit of each member in each period, the fuller the darker; full ones are framed."""
    periods, rows = _periods(plan), _members(plan)
    loads = {(load["member"], load["period"]): load for load in plan["loads"]}
    wide, tall = min((880 - LEFT - 20) / max(len(periods), 1), 150), 24
    parts = [
        label(LEFT + wide * (p + 0.5), 62, period, "ink", SMALL, anchor="middle", weight=600, most=wide)
        for p, period in enumerate(periods)
    ]
    lines, slots = [], [(name, period) for name in rows for period in periods]
    cells = {slot: loads[slot] for slot in slots if slot in loads}
    hours = [f"{load['hours']:g} / {load['limit']:g}" if load["limit"] else "-" for load in cells.values()]
    # A figure that is cut is another one: where hours do not fit, shares stand for all.
    shares = [f"{int(100 * _share(load) + TINIEST)}%" if load["limit"] else "-" for load in cells.values()]
    said = dict(zip(cells, _readable((hours, shares), wide - 4), strict=True))
    for n, name in enumerate(rows):
        y = 72 + tall * n
        parts.append(label(LEFT - 10, y + 16, name, anchor="end", size=SMALL, most=LEFT - 26))
        for p, period in enumerate(periods):
            load = cells.get((name, period))
            if load:
                parts += _heat(load, said[name, period], Box(LEFT + wide * p + 1, y + 1, wide - 2, tall - 2))
                lines.append(f"{clip(name, 80)} in {clip(period, 40)}: {_filled(load)}")
    shown = "Hours given of" if list(said.values()) == hours else "Whole percent given of"
    note = f"{_note(rows, plan)}{shown} the load limit; framed where more than {FULL:.0%} is used."
    return figure("How full everybody is in which period", parts, 76 + tall * len(rows), "\n".join(lines), note=note)


def burn_up(rows: Sequence[Progress], periods: Sequence[str]) -> Figure:
    """Return the value of each class that has ended by the end of each period, against all of it.

    Parameters
    ----------
    rows : sequence of Progress
        From ``solver.explanation.progress.progress``.
    periods : sequence of str
        Their names, as many as each row has values.
    """
    box = Box(70, 72, 880 - 70 - 190, 200)
    top = max((row.open_value for row in rows), default=1) or 1
    step = box.width / max(len(periods), 1)
    parts = [rule(box.x, box.y + box.height, box.x + box.width, box.y + box.height, "muted")]
    for share in (0, 0.5, 1):
        y = box.y + box.height * (1 - share)
        parts += [
            rule(box.x, y, box.x + box.width, y),
            label(box.x - 8, y + 4, f"{top * share:g}", "muted", SMALL, anchor="end"),
        ]
    names = _readable(([f"end of {name}" for name in periods], list(periods)), step)
    for n, name in enumerate(names, 1):
        parts.append(label(box.x + step * n, box.y + box.height + 18, name, "muted", SMALL, anchor="end", most=step))
    ends = [box.y + box.height * (1 - (row.placed[-1] if row.placed else 0) / top) for row in rows]
    for row, at in zip(rows, _apart(ends, box.y, box.y + box.height), strict=True):
        parts += _line(row, box, step, top, at + 4)
    words = "\n".join(f"{row.priority}: {_said(row, periods)}; {row.open_value} open" for row in rows)
    note = "Value placed by the end of each period; the dashed line is all that is open in the class."
    return figure("What is done by when", parts, box.y + box.height + 30, words or "nothing", note=note)


def _apart(places: Sequence[float], low: float, high: float) -> list[float]:
    """Return places in their order from low to high, each moved as far as names need that would stand on each other.

    Examples
    --------
    >>> _apart([100, 95, 100], 0, 105)
    [90, 75, 105]
    """
    order, found, least = sorted(range(len(places)), key=places.__getitem__), list(places), low
    for n in order:
        found[n] = least = max(found[n], least)
        least += LINE
    for n in reversed(order):
        found[n] = high = min(found[n], high)
        high -= LINE
    return found


def _line(row: Progress, box: Box, step: float, top: float, at: float) -> list[Safe]:
    role = PRIORITY[row.priority]
    points = [(0.0, 0), *((float(n), value) for n, value in enumerate(row.placed, 1))]
    places = [(box.x + step * n, box.y + box.height * (1 - value / top)) for n, value in points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    whole = box.y + box.height * (1 - row.open_value / top)
    x = places[-1][0]
    said = f"{row.priority} {row.placed[-1] if row.placed else 0} of {row.open_value}"
    return [
        rule(box.x, whole, box.x + box.width, whole, role, dash="4 4"),
        tag("polyline", points=path, fill="none", stroke_width=2.5, class_=f"tw-line-{role}"),
        *(tag("circle", cx=f"{px:.1f}", cy=f"{py:.1f}", r=3.5, class_=f"tw-fill-{role}") for px, py in places[1:]),
        # The end of the line may be some way above or below its name.
        bar(Box(x + 10, at - 9, 10, 10), role),
        label(x + 26, at, said, "ink", SMALL, weight=600, most=162),
    ]


def _said(row: Progress, periods: Sequence[str]) -> str:
    return ", ".join(f"{value} by the end of {clip(name, 40)}" for name, value in zip(periods, row.placed, strict=True))


def _periods(plan: Row) -> list[str]:
    return [period["id"] for period in plan["periods"]][:MOST_PERIODS]


def _members(plan: Row) -> list[str]:
    """Return the members to show, in their order; those who may be given nothing at all are left out."""
    hours: dict[str, float] = {}
    for load in plan["loads"]:
        hours[load["member"]] = hours.get(load["member"], 0) + load["hours"]
    busy = {load["member"] for load in plan["loads"] if load["limit"] or load["hours"]}
    hours = {name: much for name, much in hours.items() if name in busy}
    kept = sample([(much, name) for name, much in hours.items()], MOST)
    return [name for name in hours if name in kept]


def _note(rows: Sequence[str], plan: Row) -> str:
    members = len({load["member"] for load in plan["loads"]})
    periods = len(plan["periods"])
    said = f"{len(rows)} of {members} members: those with the most and the least work. " if members > MOST else ""
    return said + (f"The first {MOST_PERIODS} of {periods} periods. " if periods > MOST_PERIODS else "")


def _heads(periods: Sequence[str], wide: float, plan: Row) -> list[Safe]:
    days = [(one["start"][5:], one["end"][5:]) for one in plan["periods"]][: len(periods)]
    dates = _readable(([f"{start} to {end}" for start, end in days], [start for start, _ in days]), wide - 6, TINY)
    found = []
    for p, (period, date) in enumerate(zip(periods, dates, strict=True)):
        x = LEFT + wide * p
        found.append(label(x, TOP - 18, period, "ink", SMALL, weight=600, most=wide - 6))
        found.append(label(x, TOP - 5, date, "muted", TINY, most=wide - 6))
    return found


def _cell(rows: Sequence[Row], limit: float, lane: Box) -> list[Safe]:
    """Return one member in one period; the lane's width is that of one hour."""
    parts = [bar(Box(lane.x, lane.y + 4, limit * lane.width, LANE - 8), "soft")]
    x = lane.x
    for row in rows:
        role, wide = PRIORITY[row["priority"]], row["hours"] * lane.width
        box = Box(x, lane.y + 5, max(wide - 1.5, 1), LANE - 10)
        about = f"{clip(row['task'], 80)}: {clip(row['title'])}, {row['hours']:g} h, {row['priority']}"
        parts.append(bar(box, role, about))
        names = halves(row["task"], box.width - 5, TINY, 600)
        parts += name_in(names, x + 4, lane.y + 18, role, TINY, 12)
        if box.width > 62 and len(names) < 2:
            parts.append(
                label(x + 4, lane.y + 30, row["title"], f"on-{role}", 9, most=box.width - 6, class_="tw-still")
            )
        x += wide
    end = lane.x + limit * lane.width
    return [*parts, rule(end, lane.y + 2, end, lane.y + LANE - 2, "ink", wide=2)]


def _cell_words(name: str, period: str, rows: Sequence[Row]) -> str:
    said = "; ".join(f"{clip(row['task'], 80)} ({row['hours']:g} h, {row['priority']})" for row in rows)
    return f"{clip(name, 80)} in {clip(period, 40)}: {said}" if said else ""


def _share(load: Row) -> float:
    return load["hours"] / load["limit"] if load["limit"] else 0.0


def _readable(ways: Sequence[list[str]], most: float, size: float = SMALL) -> list[str]:
    """Return the first of several ways to say the same in which every text fits, else the last."""
    return next((texts for texts in ways if all(breadth(text, size) <= most for text in texts)), ways[-1])


def _heat(load: Row, said: str, box: Box) -> list[Safe]:
    share = _share(load)
    step = min(round(share * (STEPS - 1)), STEPS - 1)
    is_full = load["limit"] and share > FULL
    cell = bar(box, f"r{step}" if load["limit"] else "soft", _filled(load), outline="warn" if is_full else None)
    ink = f"t{step}" if load["limit"] else "muted"
    return [
        cell,
        label(
            box.x + box.width / 2, box.y + 15, said, ink, SMALL, anchor="middle", most=box.width - 2, class_="tw-still"
        ),
    ]


def _filled(load: Row) -> str:
    return f"{load['hours']:g} of {load['limit']:g} h" if load["limit"] else "no hours"
