"""Who talks to whom: bottlenecks, missing escalation and broken hand-offs stand out; hover shows neighbours."""

from __future__ import annotations

import math
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from solver.domain.showing import counted
from solver.report.figures.kit import SMALL, TINY, Figure, figure, label, number, rule
from solver.report.text.markup import Safe, clip, tag

if TYPE_CHECKING:
    from solver.communication.audit.report import CommunicationReport
    from solver.communication.picture import Line, Node, Picture

TOP, SIDE, UNIT, RADIUS = 96, 28, 104, 9
BENDS = (0.08, -0.08, 0.18, -0.18, 0.3, -0.3)
Point = tuple[float, float]
STROKES = {"information": ("muted", 1.1), "escalation": ("main", 2.2), "both": ("main", 2.2)}


@dataclass(frozen=True)
class _Net:
    """Places in pixels, the number of each node, and the numbers of its neighbours and itself."""

    places: dict[str, Point]
    index: dict[str, int]
    near: dict[str, set[int]]
    broken: tuple[tuple[str, str], ...]
    room: float
    pairs: frozenset[tuple[str, str]]


def communication_network(shown: Picture, report: CommunicationReport) -> Figure:
    """Return the network of named lines of communication.

    Parameters
    ----------
    shown : Picture
        From ``solver.communication.picture.picture``: the places are computed there.
    report : CommunicationReport
        The audit of the same team; with a plan, its broken hand-offs are drawn.

    Returns
    -------
    Figure
        Needs no script: a rule for each node dims whatever is not its neighbour, under the pointer or in focus.
    """
    scale = min((880 - 2 * SIDE) / max(shown.width, 1), UNIT * 1.25)
    net = _net(shown, report, scale)
    words = facts(shown, report)
    marks = [_line(line, both, net) for line, both in _merged(shown)]
    marks += [_broken_line(giver, taker, net) for giver, taker in net.broken]
    standing = {one.member: one.status for one in report.escalation}
    sizes = {one.member: one for one in report.bottlenecks}
    top = {one.member for one in report.bottlenecks[:3] if one.carries > 0}
    for node in shown.nodes:
        size = RADIUS + 7 * (sizes[node.name].normalised or 0.0) ** 0.5 if node.name in sizes else RADIUS
        role = _role(node, standing, node.name in top)
        marks.append(_node(node, size, role, words[node.name], net))
    key = sha256(repr(shown).encode("utf-8", "replace")).hexdigest()[:8]
    note = "Hover over a member, or move to it with Tab, to see who it talks to. Larger: more paths run through it."
    if shown.left_out:
        note += f" Not drawn: {counted(shown.left_out, 'member')} with fewer lines."
    rules = "".join(_dim(key, n) for n in range(len(shown.nodes)))
    parts = [*_legend(), tag("g", *marks, class_=f"tw-net-{key}")]
    text = "\n".join(words.values())
    return figure("Who talks to whom", parts, TOP + shown.height * scale + 16, text, note=note, css=rules)


def _net(shown: Picture, report: CommunicationReport, scale: float) -> _Net:
    left = (880 - shown.width * scale) / 2
    places = {node.name: (left + node.x * scale, TOP + node.y * scale - 8) for node in shown.nodes}
    rows = report.plan.broken if report.plan else ()
    broken = tuple(dict.fromkeys((r.giver, r.taker) for r in rows if {r.giver, r.taker} <= places.keys()))
    index = {node.name: n for n, node in enumerate(shown.nodes)}
    near = {name: {n} for name, n in index.items()}
    for a, b in [*((line.src, line.dst) for line in shown.lines), *broken]:
        near[a].add(index[b])
        near[b].add(index[a])
    pairs = frozenset((line.src, line.dst) for line in shown.lines)
    return _Net(places, index, near, broken, scale * 1.06, pairs)


def _dim(key: str, n: int) -> str:
    return f".tw-net-{key}:has(.n{n}:is(:hover,:focus)) .m:not(.k{n}){{opacity:.1}}"


def _merged(shown: Picture) -> list[tuple[Line, bool]]:
    """Return each line once, and whether the other end says the same: two heads instead of two lines."""
    kinds = {(line.src, line.dst): line.kind for line in shown.lines}
    return [
        (line, kinds.get((line.dst, line.src)) == line.kind)
        for line in shown.lines
        if kinds.get((line.dst, line.src)) != line.kind or line.src < line.dst
    ]


def _classes(a: str, b: str, net: _Net) -> str:
    return f"m k{net.index[a]} k{net.index[b]}"


def _line(line: Line, both: bool, net: _Net) -> Safe:
    role, wide = STROKES[line.kind]
    said = {"information": "tells", "escalation": "escalates to", "both": "reports to"}[line.kind]
    about = tag("title", f"{clip(line.src, 80)} {said} {clip(line.dst, 80)}{', and back' if both else ''}")
    path, ends = _curve(line.src, line.dst, net)
    heads = [_head(ends[1], ends[2], role)] + ([_head(ends[0], ends[2], role)] if both else [])
    curve = tag("path", d=path, fill="none", stroke_width=wide, class_=f"tw-line-{role}")
    return tag("g", about, curve, *heads, class_=_classes(line.src, line.dst, net))


def _curve(src: str, dst: str, net: _Net) -> tuple[str, tuple[Point, ...]]:
    """Return a bent path from circle to circle, and its two ends and its bend: the bend that stays clear of others."""
    a, b = net.places[src], net.places[dst]
    # Two lines between the same two, one each way, bend to different sides.
    sides = [k for k in BENDS if k > 0 or (dst, src) not in net.pairs]
    others = [spot for name, spot in net.places.items() if name not in {src, dst}]
    bends = [((a[0] + b[0]) / 2 - (b[1] - a[1]) * k, (a[1] + b[1]) / 2 + (b[0] - a[0]) * k) for k in sides]
    bend = max(bends, key=lambda at: min(_clearance(a, at, b, others), 26))
    start, end = _towards(a, bend, RADIUS + 5 + _below(a, bend)), _towards(b, bend, RADIUS + 7 + _below(b, bend))
    words = (f"{number(x)} {number(y)}" for x, y in (start, bend, end))
    return "M{} Q{} {}".format(*words), (start, end, bend)


def _clearance(a: Point, bend: Point, b: Point, others: list[Point]) -> float:
    """Return how near the curve comes to another node, in pixels."""
    steps = [t / 10 for t in range(1, 10)]
    curve = [tuple((1 - t) ** 2 * a[i] + 2 * t * (1 - t) * bend[i] + t**2 * b[i] for i in (0, 1)) for t in steps]
    return min((math.dist(spot, point) for spot in others for point in curve), default=99.0)


def _below(a: Point, b: Point) -> float:
    """Return how much later a line from below ends, so that its head stays clear of the name."""
    length = math.dist(a, b) or 1
    return 23 * max((b[1] - a[1]) / length, 0)


def _towards(a: Point, b: Point, far: float) -> Point:
    length = math.dist(a, b) or 1
    return a[0] + (b[0] - a[0]) * far / length, a[1] + (b[1] - a[1]) * far / length


def _head(tip: Point, start: Point, role: str) -> Safe:
    angle = math.atan2(tip[1] - start[1], tip[0] - start[0])
    corners = [
        tip,
        *((tip[0] - 8 * math.cos(angle + turn), tip[1] - 8 * math.sin(angle + turn)) for turn in (0.42, -0.42)),
    ]
    return tag("polygon", points=" ".join(f"{number(x)},{number(y)}" for x, y in corners), class_=f"tw-fill-{role}")


def _broken_line(giver: str, taker: str, net: _Net) -> Safe:
    a, b = _towards(net.places[giver], net.places[taker], RADIUS + 4), net.places[taker]
    b = _towards(b, a, RADIUS + 4)
    middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2 + 5)
    about = tag("title", f"{clip(giver, 80)} hands work to {clip(taker, 80)}, and no line of communication leads there")
    parts = [
        about,
        rule(*a, *b, "warn", wide=2.2, dash="7 4"),
        label(*middle, "×", "warn", 18, anchor="middle", weight=700),
    ]
    return tag("g", *parts, class_=_classes(giver, taker, net))


def _role(node: Node, standing: dict[str, str], is_bottleneck: bool) -> str:
    if node.status != "member":
        return node.status
    if standing.get(node.name) != "covered":
        return "stuck"
    return "bottleneck" if is_bottleneck else "member"


def _node(node: Node, size: float, role: str, words: str, net: _Net) -> Safe:
    x, y = net.places[node.name]
    name = node.name.removeprefix("group:")
    near = " ".join(f"k{n}" for n in sorted(net.near[node.name]))
    parts = [tag("title", words), *_shape(x, y, size, role)]
    parts.append(label(x, y + size + 13, name, "ink", TINY, anchor="middle", most=net.room, class_="tw-halo"))
    about = {"tabindex": 0, "role": "img", "aria_label": words}
    return tag("g", *parts, class_=f"m n{net.index[node.name]} {near}", **about)


def _shape(x: float, y: float, size: float, role: str) -> list[Safe]:
    fill = {"stuck": "surface", "bottleneck": "gold", "member": "good", "external": "extra", "group": "soft"}.get(
        role, "surface"
    )
    edge = {"stuck": "warn", "group": "muted", "unknown": "muted"}.get(role, "ink")
    if role in {"external", "group"}:
        box = {
            "x": number(x - size),
            "y": number(y - size * 0.8),
            "width": number(size * 2),
            "height": number(size * 1.6),
        }
        return [tag("rect", rx=3, stroke_width=1, class_=f"tw-fill-{fill} tw-line-{edge}", **box)]
    dash = "3 2" if role in {"stuck", "unknown"} else None
    wide = 2.4 if role == "stuck" else 1
    parts = [
        tag(
            "circle",
            cx=number(x),
            cy=number(y),
            r=number(size),
            stroke_width=wide,
            stroke_dasharray=dash,
            class_=f"tw-fill-{fill} tw-line-{edge}",
        )
    ]
    sign = {"stuck": "!", "unknown": "?"}.get(role)
    return [*parts, label(x, y + 4.5, sign, edge, 13, anchor="middle", weight=700)] if sign else parts


def _legend() -> list[Safe]:
    entries = (
        ("member", "member"),
        ("bottleneck", "bottleneck"),
        ("stuck", "escalation missing or weak"),
        ("external", "external"),
        ("group", "group"),
        ("unknown", "not in the team"),
    )
    parts: list[Safe] = []
    for n, (role, meaning) in enumerate(entries):
        x = (32, 112, 204, 382, 466, 540)[n]
        parts += [*_shape(x, 54, 7, role), label(x + 14, 58, meaning, "muted", SMALL)]
    for n, (role, meaning, dash) in enumerate(
        (
            ("muted", "tells", None),
            ("main", "escalates or reports to", None),
            ("warn", "hand-off without a line", "7 4"),
        )
    ):
        x = 24 + (0, 76, 252)[n]
        parts += [rule(x, 76, x + 24, 76, role, wide=2, dash=dash), label(x + 31, 80, meaning, "muted", SMALL)]
    return parts


def facts(shown: Picture, report: CommunicationReport) -> dict[str, str]:
    """Return what is to be said of each node, in words."""
    tells: dict[str, list[str]] = {node.name: [] for node in shown.nodes}
    hears: dict[str, list[str]] = {node.name: [] for node in shown.nodes}
    for line in shown.lines:
        tells[line.src].append(clip(line.dst.removeprefix("group:"), 60))
        hears[line.dst].append(clip(line.src.removeprefix("group:"), 60))
    standing = {one.member: one for one in report.escalation}
    weight = {one.member: one.carries for one in report.bottlenecks}
    found = {}
    for node in shown.nodes:
        words = [
            f"tells {', '.join(tells[node.name]) or 'nobody'}",
            f"hears from {', '.join(hears[node.name]) or 'nobody'}",
        ]
        one = standing.get(node.name)
        words += (
            [f"escalation {one.status}{': ' + clip(one.reason, 120) if one.reason else ''}"] if one else [node.status]
        )
        words += [f"{weight[node.name]:.1f} shortest paths run through it"] if weight.get(node.name) else []
        found[node.name] = f"{clip(node.name.removeprefix('group:'), 80)}: {'; '.join(words)}"
    return found
