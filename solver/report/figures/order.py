"""The tasks of one member in the order in which they can be done."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from solver.explanation.order import Step
from solver.report.figures.kit import SMALL, TINY, Box, Figure, after, bar, counted, figure, label, legend, number
from solver.report.text.markup import Safe, clip, tag

TOP, ROW, TALL, SIDE, GAP = 96, 58, 44, 24, 46
ROLES = {"mine": "main", "placed": "good", "done": "quiet", "cancelled": "quiet", "left out": "warn"}


def task_order_picture(steps: Sequence[Step], member: str) -> Figure:
    """Return tasks from left to right, each to the right of what it waits for.

    Parameters
    ----------
    steps : sequence of Step
        From ``solver.explanation.order.order_of``.
    member : str
        Whose tasks they are.

    Returns
    -------
    Figure
        Blue are the member's own; arrows lead from what comes first, with the days that go by after its end.
    """
    columns: dict[int, list[Step]] = {}
    for step in steps:
        columns.setdefault(step.depth, []).append(step)
    wide = min((880 - 2 * SIDE + GAP) / max(len(columns), 1) - GAP, 190)
    boxes = {
        step.task: Box(SIDE + depth * (wide + GAP), TOP + ROW * row, wide, TALL)
        for depth, here in columns.items()
        for row, step in enumerate(here)
    }
    entries = (
        ("main", f"of {clip(member, 40)}"),
        ("good", "of somebody else"),
        ("quiet", "done"),
        ("warn", "left out"),
    )
    parts = [legend(24, 58, entries), label(24, 82, "first", "muted", SMALL)]
    parts.append(label(880 - SIDE, 82, "later →", "muted", SMALL, anchor="end"))
    parts += [_arrow(boxes[need], boxes[step.task], dict(step.lags).get(need)) for step in steps for need in step.needs]
    for step in steps:
        parts += _box(step, boxes[step.task], ROLES["mine" if step.owner == member else step.state])
    height = TOP + ROW * max((len(here) for here in columns.values()), default=0)
    text = "\n".join(_said(step) for step in steps) or "nothing"
    mine = sum(step.owner == member for step in steps)
    return figure(f"{clip(member, 60)}: {counted(mine, 'task')} in order", parts, height, text)


def _said(step: Step) -> str:
    needs = f" {after(step.needs, step.lags)}" if step.needs else ""
    return f"{clip(step.task, 80)} ({clip(step.owner, 60) or step.state}, {step.minutes / 60:g} h){needs}"


def _box(step: Step, box: Box, role: str) -> list[Safe]:
    about = f"{_said(step)}: {clip(step.title)}"
    who = f"{step.owner or step.state} · {step.minutes / 60:g} h"
    left, most, ink = box.x + 8, box.width - 14, f"on-{role}"
    return [
        bar(box, role, about, radius=5),
        label(left, box.y + 18, f"{step.task}  {step.title}", ink, SMALL, most=most, weight=600, class_="tw-still"),
        label(left, box.y + 34, who, ink, TINY, most=most, class_="tw-still"),
    ]


def _arrow(src: Box, dst: Box, days: Decimal | None) -> Safe:
    """Return a curve from one box to the next, with the working days that go by in between where there are any."""
    x1, y1 = src.x + src.width, src.y + src.height / 2
    x2, y2 = dst.x - 2, dst.y + dst.height / 2
    middle = x2 - GAP / 2
    path = "M{} {} C{} {} {} {} {} {}".format(*map(number, (x1, y1, middle, y1, middle, y2, x2 - 6, y2)))
    head = f"{number(x2)},{number(y2)} {number(x2 - 8)},{number(y2 - 4)} {number(x2 - 8)},{number(y2 + 4)}"
    curve = tag("path", d=path, fill="none", stroke_width=1.4, class_="tw-line-muted")
    # Below the lower end, which the curve leaves upwards; above it where it is level.
    y = max(y1, y2) + (14 if y1 != y2 else -5)
    lag = [] if days is None else [label((x1 + x2) / 2, y, f"+{float(days):g} d", "ink", TINY, anchor="middle")]
    return tag("g", curve, tag("polygon", points=head, class_="tw-fill-muted"), *lag)
