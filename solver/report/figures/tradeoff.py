"""What one thing costs of another: a curve of plans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from solver.report.figures.kit import SMALL, Figure, figure, label, number, rule
from solver.report.text.markup import Safe, clip, tag

LEFT, TOP, WIDE, TALL = 84, 64, 700, 300


@dataclass(frozen=True)
class Point:
    """One plan: its name, what it has of the two things, and whether it is the one to point out."""

    name: str
    x: float
    y: float
    is_chosen: bool = False


def tradeoff_curve(points: Sequence[Point], across: str, up: str, title: str = "What one costs of the other") -> Figure:
    """Return the points joined in the order of x.

    Parameters
    ----------
    points : sequence of Point
        At least one.
    across, up : str
        What the axes measure, with the unit.
    title : str
        One line.

    Returns
    -------
    Figure
        The axes begin near the smallest value, which their figures show.
    """
    ranked = sorted(points, key=lambda point: (point.x, point.y))
    xs, ys = _scale([p.x for p in ranked]), _scale([p.y for p in ranked])
    spots = [(LEFT + WIDE * _share(p.x, xs), TOP + TALL * (1 - _share(p.y, ys))) for p in ranked]
    parts = _axes(xs, ys, across, up)
    line = " ".join(f"{number(x)},{number(y)}" for x, y in spots)
    parts.append(tag("polyline", points=line, fill="none", stroke_width=2, class_="tw-line-main"))
    for (x, y), point in zip(spots, ranked, strict=True):
        parts.append(_mark(x, y, point, across, up))
    parts += _names(spots, ranked)
    text = "\n".join(f"{clip(p.name, 80)}: {across} {p.x:g}, {up} {p.y:g}" for p in ranked)
    return figure(title, parts, TOP + TALL + 48, text)


def _scale(values: Sequence[float]) -> list[float]:
    """Return about five round numbers around the values."""
    low, high = min(values), max(values)
    rough = (high - low) / 4 or max(abs(high) / 4, 1)
    power = 10.0 ** (len(str(int(rough))) - 1) if rough >= 1 else 0.001
    while power * 10 <= rough:
        power *= 10
    step = next(power * m for m in (1, 2, 2.5, 5, 10) if power * m >= rough)
    first = int((low - step / 4) // step)
    return [round((first + n) * step, 10) for n in range(int(high // step) - first + 2)]


def _share(value: float, scale: list[float]) -> float:
    return (value - scale[0]) / (scale[-1] - scale[0])


def _axes(xs: list[float], ys: list[float], across: str, up: str) -> list[Safe]:
    parts = []
    for value in ys:
        y = TOP + TALL * (1 - _share(value, ys))
        parts += [rule(LEFT, y, LEFT + WIDE, y), label(LEFT - 10, y + 4, f"{value:g}", "muted", SMALL, anchor="end")]
    for value in xs:
        x = LEFT + WIDE * _share(value, xs)
        parts.append(rule(x, TOP + TALL, x, TOP + TALL + 5, "muted"))
        parts.append(label(x, TOP + TALL + 20, f"{value:g}", "muted", SMALL, anchor="middle"))
    middle = TOP + TALL / 2
    parts.append(label(LEFT + WIDE / 2, TOP + TALL + 40, across, "muted", SMALL, anchor="middle"))
    return [*parts, label(30, middle, up, "muted", SMALL, anchor="middle", turn=-90)]


def _mark(x: float, y: float, point: Point, across: str, up: str) -> Safe:
    about = tag("title", f"{clip(point.name, 80)}: {across} {point.x:g}, {up} {point.y:g}")
    role, size = ("gold", 8) if point.is_chosen else ("main", 5)
    edge = {"stroke_width": 2, "class_": f"tw-fill-{role} tw-line-surface"}
    return tag("circle", about, cx=number(x), cy=number(y), r=size, **edge)


def _names(spots: list[tuple[float, float]], points: list[Point]) -> list[Safe]:
    """Return the names beside the points, each below the last one where they would meet."""
    parts, taken = [], list[tuple[float, float]]()
    # On the side of the curve that is free: below where it rises, above where it falls.
    side = 18 if points[-1].y > points[0].y else -8
    for (x, y), point in sorted(zip(spots, points, strict=True), key=lambda pair: pair[0][1]):
        low = y + side
        while any(abs(low - other) < 14 and abs(x - place) < 120 for place, other in taken):
            low += 14
        taken.append((x, low))
        weight = 600 if point.is_chosen else None
        parts.append(label(x + 10, low, point.name, "ink", SMALL, most=880 - x - 24, weight=weight, class_="tw-halo"))
    return parts
