"""What all pictures share: the picture, its text alternative, letters that fit, the elements of a drawing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from solver.domain.showing import counted as counted
from solver.domain.showing import in_days
from solver.report.figures.palette import style
from solver.report.text.markup import Safe, clean, clip, join, tag

WIDTH = 880
TINY, SMALL, NORMAL, LARGE = 10, 11, 12.5, 16
_NARROW, _WIDE = set("iIl.,:;'|!()[]ftrj- "), set("mwMW@%")


@dataclass(frozen=True)
class Figure:
    """A picture: ``svg`` is one element that needs nothing beside it, ``text`` says the same in words."""

    title: str
    svg: str
    text: str

    def _repr_svg_(self) -> str:
        return self.svg

    def _repr_html_(self) -> str:
        return f'<div style="max-width:{WIDTH}px">{self.svg}</div>'

    def __repr__(self) -> str:
        """Return the title and the first lines of the text."""
        lines = self.text.splitlines()
        shown = lines if len(lines) <= 9 else [*lines[:5], f"... {len(lines) - 8} more lines ...", *lines[-3:]]
        return "\n".join([self.title, *(clip(line, 120) for line in shown)])


@dataclass(frozen=True)
class Box:
    """A place on the canvas, in pixels from the top left corner."""

    x: float
    y: float
    width: float
    height: float


def figure(
    title: str, parts: Iterable[Safe], height: float, text: str, *, note: str = "", width: float = WIDTH, css: str = ""
) -> Figure:
    """Return the picture: a title, the parts below it from y = 44 on, and a note at its foot.

    Parameters
    ----------
    title : str
        One line that says what is seen.
    parts : iterable of Safe
        Elements of the drawing.
    height : float
        Pixels, without the note.
    text : str
        The same in words, one line for each mark.
    note : str
        How to read it, or what was left out.
    width : float
        Pixels.
    css : str
        Rules of this picture alone.

    Returns
    -------
    Figure
        Its colours follow the reader's preference for light or dark.
    """
    notes = [label(24, height + 14 + 17 * n, line, "muted", SMALL) for n, line in enumerate(wrapped(note, width - 48))]
    whole = height + 17 * len(notes) + 12
    svg = tag(
        "svg",
        Safe(f"<style>{style()}{css}</style>"),
        tag("rect", width=width, height=number(whole), rx=10, class_="tw-fill-surface"),
        label(24, 30, title, "ink", LARGE, weight=600, most=width - 48),
        *parts,
        *notes,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(whole)}",
        width="100%",
        role="group" if css else "img",
        aria_label=clip(f"{title}. {note}", 400),
        class_="tw-figure",
        style=f"max-width:{number(width)}px;font-family:system-ui,'Segoe UI',Roboto,'Noto Sans',sans-serif",
    )
    lines = [*text.split("\n"), *([note] if note else [])]
    return Figure(clip(title), svg, "\n".join(clip(line, 1000) for line in lines))


def number(value: float) -> str:
    """Return a coordinate with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


def breadth(text: str, size: float, weight: int | None = None) -> float:
    """Return about how many pixels a text takes; generous, so that what is said to fit does fit."""
    return size * sum(_letter(letter) for letter in text) * (1.12 if weight else 1.0)


def _letter(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.05
    if letter in _NARROW:
        return 0.38
    return 0.92 if letter in _WIDE else 0.7 if letter.isupper() else 0.61


def fitting(text: object, most: float, size: float, weight: int | None = None) -> str:
    """Return the text, cut with an ellipsis where it would be wider than ``most`` pixels.

    Examples
    --------
    >>> fitting("BACKEND_ENGINEER", 60, 12)
    'BACKEN…'
    """
    whole = clean(text)[:400]
    if breadth(whole, size, weight) <= most and len(whole) == len(clean(text)):
        return whole
    while whole and breadth(whole + "…", size, weight) > most:
        whole = whole[:-1]
    return whole + "…"


def after(needs: Iterable[str], lags: Iterable[tuple[str, Decimal]]) -> str:
    """Return what a task comes after, each with the working days more that go by.

    Examples
    --------
    >>> after(["A", "B"], [("B", Decimal("0.5"))])
    'after A, B and 0.5 working days more'
    """
    more = dict(lags)
    said = (clip(need, 60) + (f" and {in_days(more[need])} more" if need in more else "") for need in needs)
    return f"after {', '.join(said)}"


def halves(name: object, most: float, size: float, weight: int | None = None) -> list[str]:
    """Return a short name as one line or, parted at its last hyphen, as two; nothing where half a name is all there is.

    Examples
    --------
    >>> halves("DAT-3", 60, 10), halves("DAT-3", 30, 10), halves("DAT-3", 12, 10)
    (['DAT-3'], ['DAT', '-3'], [])
    >>> halves("A", 3, 10)
    []
    """
    shown = fitting(name, most, size, weight)
    # Six letters say which one of long names it is.
    if shown == clean(name) or len(shown) >= 6:
        return [shown]
    first, hyphen, last = clean(name).rpartition("-")
    parts = [first, hyphen + last]
    return parts if hyphen and max(breadth(part, size, weight) for part in parts) <= most else []


def margin(names: Iterable[object], size: float, most: float) -> float:
    """Return how many pixels names before rows take, at most so many."""
    return min(max((breadth(clean(name), size) for name in names), default=0) + 36, most)


def wrapped(text: str, most: float, size: float = SMALL) -> list[str]:
    """Return a text as lines of at most ``most`` pixels."""
    lines, line = [], ""
    for word in clean(text).split(" "):
        if line and breadth(f"{line} {word}", size) > most:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [*lines, line] if line else lines


def label(
    x: float,
    y: float,
    text: object,
    role: str = "ink",
    size: float = NORMAL,
    *,
    anchor: str | None = None,
    most: float | None = None,
    weight: int | None = None,
    turn: float | None = None,
    class_: str = "",
) -> Safe:
    """Return a line of text that starts at x (or ends or has its middle there); one that is cut says all on hover."""
    shown = clean(text) if most is None else fitting(text, most, size, weight)
    children = [shown] if shown == clean(text) else [shown, tag("title", clip(text, 400))]
    return tag(
        "text",
        *children,
        x=number(x),
        y=number(y),
        font_size=size,
        font_weight=weight,
        text_anchor=anchor,
        transform=None if turn is None else f"rotate({number(turn)} {number(x)} {number(y)})",
        class_=f"tw-fill-{role} {class_}".strip(),
        unicode_bidi="isolate",
    )


def name_in(names: Iterable[str], x: float, y: float, role: str, size: float, line: float) -> list[Safe]:
    """Return the lines of a name from ``halves`` on a block of a role, so many pixels one below the other."""
    return [
        label(x, y + line * n, name, f"on-{role}", size, weight=600, class_="tw-still") for n, name in enumerate(names)
    ]


def bar(box: Box, role: str, hover: object = "", *, outline: str | None = None, radius: float = 3) -> Safe:
    """Return a rectangle, with what it says on hover."""
    children = [tag("title", clip(hover, 400))] if hover else []
    return tag(
        "rect",
        *children,
        x=number(box.x),
        y=number(box.y),
        width=number(max(box.width, 0)),
        height=number(max(box.height, 0)),
        rx=min(radius, max(box.width, 0) / 2),
        class_=f"tw-fill-{role}" + (f" tw-line-{outline}" if outline else ""),
    )


def rule(
    x1: float, y1: float, x2: float, y2: float, role: str = "grid", *, wide: float = 1, dash: str | None = None
) -> Safe:
    """Return a straight line."""
    return tag(
        "line",
        x1=number(x1),
        y1=number(y1),
        x2=number(x2),
        y2=number(y2),
        stroke_width=wide,
        stroke_dasharray=dash,
        class_=f"tw-line-{role}",
    )


def ticks(most: float, wanted: int = 6) -> list[float]:
    """Return round numbers from 0 to at least ``most``, about ``wanted`` of them.

    Examples
    --------
    >>> ticks(43)
    [0.0, 10.0, 20.0, 30.0, 40.0, 50.0]
    """
    if most <= 0:
        return [0.0, 1.0]
    rough = most / (wanted - 1)
    power = 10.0 ** len(str(int(rough))[1:]) if rough >= 1 else 0.01
    while rough > 10 * power:
        power *= 10
    step = next((power * m for m in (1, 2, 2.5, 5, 10) if power * m >= rough * 0.9), power * 10)
    return [round(step * n, 10) for n in range(int(-(-most // step)) + 1)]


def axis(box: Box, values: Sequence[float], name: str, unit: str = "") -> list[Safe]:
    """Return a scale below a box: grid lines, figures and what they measure."""
    top = values[-1] or 1
    found = []
    for value in values:
        x = box.x + box.width * value / top
        found += [rule(x, box.y, x, box.y + box.height), _tick(x, box, value, unit)]
    middle = box.x + box.width / 2
    return [*found, label(middle, box.y + box.height + 34, name, "muted", SMALL, anchor="middle")]


def _tick(x: float, box: Box, value: float, unit: str) -> Safe:
    return label(x, box.y + box.height + 16, f"{value:g}{unit}", "muted", SMALL, anchor="middle")


def legend(x: float, y: float, entries: Iterable[tuple[str, str]]) -> Safe:
    """Return small squares with their meaning, in one row: (role, meaning)."""
    parts = []
    for role, meaning in entries:
        parts += [bar(Box(x, y - 10, 12, 12), role, outline="muted" if role == "surface" else None)]
        parts.append(label(x + 17, y, meaning, "muted", SMALL))
        x += 36 + breadth(meaning, SMALL)
    return join(parts)


def sample(rows: Sequence[tuple[float, str]], most: int) -> set[str]:
    """Return the names of the half with the largest and the half with the smallest values, ``most`` in all."""
    ranked = [name for _, name in sorted(rows, key=lambda row: (-row[0], row[1]))]
    return set(ranked if len(ranked) <= most else [*ranked[: most // 2], *ranked[-(most - most // 2) :]])
