"""When each piece is worked: a row for each member, arrows from what comes first, the line of today."""

from __future__ import annotations

from datetime import date
from typing import Final

from solver.domain.showing import counted
from solver.explanation.timetable import Stint, Timetable
from solver.report.figures.kit import (
    SMALL,
    TINY,
    Box,
    Figure,
    after,
    bar,
    figure,
    halves,
    label,
    legend,
    margin,
    name_in,
    number,
    rule,
    sample,
    ticks,
)
from solver.report.figures.palette import PRIORITY, classes
from solver.report.text.markup import Safe, clip, join, tag

MOST, ROW, LEFT, RIGHT, TOP = 40, 30, 168, 20, 104
# Beyond so many arrows from one member to another none is drawn.
MOST_ARROWS: Final = 160


def gantt(table: Timetable, today: date | None = None) -> Figure:
    """Return one picture of the order of work.

    Parameters
    ----------
    table : Timetable
        From ``solver.explanation.timetable.timetable``.
    today : date, optional
        Where a line stands, if the axis has that day or lies around it.

    Returns
    -------
    Figure
        Beyond 40 members those with the most and the least work, and it says so.
    """
    hours: dict[str, float] = {}
    for one in sorted(table.stints, key=lambda one: one.member):
        hours[one.member] = hours.get(one.member, 0) + one.hours
    kept = sample([(much, name) for name, much in hours.items()], MOST)
    rows = [name for name in hours if name in kept]
    shown = [one for one in table.stints if one.member in kept]
    end = max([*(one.end for one in shown), *(span[2] for span in table.spans)], default=1) or 1
    left = margin(rows, SMALL, LEFT)
    box = Box(left, TOP, 880 - left - RIGHT, ROW * len(rows))
    scale = box.width / end
    lanes = {name: box.y + ROW * n for n, name in enumerate(rows)}
    places = {id(one): _place(one, box.x, lanes[one.member], scale) for one in shown}
    entries = [*classes(one.priority for one in shown), *([("soft", "no hours")] if table.away else [])]
    parts = [legend(24, 58, entries), *_axis(table, box, scale, end)]
    parts += [
        bar(Box(box.x + a * scale, lanes[who] + 1, (b - a) * scale, ROW - 2), "soft", radius=0)
        for who, a, b in table.away
        if who in lanes
    ]
    parts += [label(left - 10, y + 19, name, anchor="end", size=SMALL, most=left - 26) for name, y in lanes.items()]
    parts += [rule(box.x, y + ROW, box.x + box.width, y + ROW) for y in lanes.values()]
    arrows = _arrows(shown, places)
    parts += arrows or []
    for one in shown:
        parts += _block(one, places[id(one)])
    parts += _today(table, today, box, scale)
    note = _note(table, rows, hours, arrows)
    return figure("In which order", parts, box.y + box.height + 8, _words(table, shown), note=note)


def _place(one: Stint, left: float, top: float, scale: float) -> Box:
    return Box(left + one.start * scale, top + 4, max((one.end - one.start) * scale - 1, 2), ROW - 8)


def _axis(table: Timetable, box: Box, scale: float, end: float) -> list[Safe]:
    """Return periods above, days or hours below them, and the lines between."""
    bottom, found = box.y + box.height, list[Safe]()
    if table.days:
        wide = scale * 1
        every = next(step for step in (1, 2, 5, 10, 20, 10_000) if step * wide >= 38)
        first = {int(span[1]) for span in table.spans}
        for n, day in enumerate(table.days):
            x = box.x + n * scale
            if n % every == 0 or n in first:
                found.append(rule(x, box.y, x, bottom))
            if n % every == 0:
                found.append(label(x + 2, box.y - 6, day[5:], "muted", TINY))
    else:
        for hour in ticks(end):
            if hour <= end:
                x = box.x + hour * scale
                found += [rule(x, box.y, x, bottom), label(x + 2, box.y - 6, f"{hour:g} h", "muted", TINY)]
    for name, begin, stop in table.spans:
        x, wide = box.x + begin * scale, (stop - begin) * scale
        found.append(label(x + 2, box.y - 20, name, "ink", SMALL, weight=600, most=max(wide - 4, 8)))
        found.append(rule(x, box.y - 28, x, bottom, "muted"))
    stop = table.spans[-1][2] if table.spans else end
    return [*found, rule(box.x + stop * scale, box.y - 28, box.x + stop * scale, bottom, "ink", wide=2)]


def _block(one: Stint, box: Box) -> list[Safe]:
    role = PRIORITY[one.priority]
    about = f"{_said(one)}: {clip(one.title)}"
    parts = [bar(box, role, about, outline="ink" if one.is_over else None)]
    names = halves(one.task, box.width - 5, TINY, 600)
    first = 15 if len(names) == 1 else 10
    return parts + name_in(names, box.x + 4, box.y + first, role, TINY, 9)


def _arrows(shown: list[Stint], places: dict[int, Box]) -> list[Safe] | None:
    """Return a curve from the end of what comes first to each piece that waits for it; None where there are too many.

    Only those that cross from one member to another are drawn.
    """
    last: dict[str, Stint] = {}
    for one in shown:
        if one.task not in last or one.end > last[one.task].end:
            last[one.task] = one
    first: dict[tuple[str, str], Stint] = {}
    for one in shown:
        key = (one.task, one.member)
        if key not in first or one.start < first[key].start:
            first[key] = one
    pairs = [(last[need], one) for one in first.values() for need in one.needs if need in last]
    crossing = [(a, b) for a, b in pairs if a.member != b.member]
    return [_arrow(places[id(a)], places[id(b)]) for a, b in crossing] if len(crossing) <= MOST_ARROWS else None


def _arrow(src: Box, dst: Box) -> Safe:
    x1, y1 = src.x + src.width, src.y + src.height / 2
    x2, y2 = dst.x, dst.y + dst.height / 2
    bend = max((x2 - x1) / 2, 12)
    path = "M{} {} C{} {} {} {} {} {}".format(*map(number, (x1, y1, x1 + bend, y1, x2 - bend, y2, x2 - 4, y2)))
    head = f"{number(x2)},{number(y2)} {number(x2 - 6)},{number(y2 - 3)} {number(x2 - 6)},{number(y2 + 3)}"
    curve = tag("path", d=path, fill="none", stroke_width=1, opacity=0.75, class_="tw-line-muted")
    return join([curve, tag("polygon", points=head, class_="tw-fill-muted")])


def _today(table: Timetable, today: date | None, box: Box, scale: float) -> list[Safe]:
    if today is None or not table.days or not table.days[0] <= str(today) <= table.days[-1]:
        return []
    at = sum(day < str(today) for day in table.days)
    x = box.x + at * scale
    word = label(x + 4, box.y + box.height + 4, "today", "extra", TINY, weight=600)
    return [rule(x, box.y - 12, x, box.y + box.height + 6, "extra", wide=2, dash="5 3"), word]


def _said(one: Stint) -> str:
    needs = f", {after(one.needs, one.lags)}" if one.needs else ""
    needs += f", before {', '.join(clip(need, 60) for need in one.early)}, which it needs" if one.early else ""
    over = ", ends after the window" if one.is_over else ""
    part = f"{one.part}, " if one.part else ""
    return f"{clip(one.task, 80)} ({part}{one.hours:g} h, {one.priority}{needs}{over})"


def _when(table: Timetable, one: Stint) -> str:
    if not table.days:
        return f"{one.start:.4g} to {one.end:.4g} h"
    first = table.days[min(int(one.start), len(table.days) - 1)]
    last = table.days[min(max(int(one.end) - (one.end == int(one.end)), 0), len(table.days) - 1)]
    return first if first == last else f"{first} to {last}"


def _words(table: Timetable, shown: list[Stint]) -> str:
    ranked = sorted(shown, key=lambda one: (one.start, one.member))
    return "\n".join(f"{_when(table, one)} {clip(one.member, 60)}: {_said(one)}" for one in ranked) or "nothing"


def _note(table: Timetable, rows: list[str], hours: dict[str, float], arrows: list[Safe] | None) -> str:
    said = []
    over = [one.task for one in table.stints if one.is_over]
    if over:
        said.append(f"{len(over)} end after the window, framed: work that waits for other work has to wait too long.")
    if not table.days:
        said.append("One order of many: the most urgent of what can start comes first, each member at an even pace.")
    if table.unplaced:
        said.append(f"No time was worked out for {counted(len(table.unplaced), 'task')}.")
    if len(rows) < len(hours):
        said.append(f"{len(rows)} of {len(hours)} members: those with the most and the least work.")
    early = {one.task for one in table.stints if one.early}
    if early:
        said.append(f"{counted(len(early), 'task')} before what {'it needs' if len(early) == 1 else 'they need'}.")
    if arrows is None:
        said.append(f"Arrows are left out where more than {MOST_ARROWS} lead from one member to another.")
    elif arrows:
        said.append("Arrows lead from what comes first to what waits for it with somebody else.")
    return " ".join([*said, "Point at a block for its words."])
