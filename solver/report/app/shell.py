"""The page before anything is answered: what can be changed and where answers will stand. It loads nothing."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from solver.changes.catalogue import KINDS
from solver.report.app.wire import data
from solver.report.figures.palette import DARK, LIGHT, PRIORITY, ink_on, style
from solver.report.forms.style import page_style
from solver.report.text.markup import Safe, clip, tag

HERE: Final = Path(__file__).parent
# What can be done with whom is chosen from a list: its words, and the line of a scenario that it is.
WAYS: Final = (
    ("is away", "remove: {who}", "capacity: {who}=0"),
    ("has 4 h more", "capacity: {who}=+4h", "capacity: {who}=+4h"),
    ("has 8 h more", "capacity: {who}=+8h", "capacity: {who}=+8h"),
    ("has 8 h less", "capacity: {who}=-8h", "capacity: {who}=-8h"),
    ("is there twice", "clone: {who}", ""),
)
KEY: Final = (("in", "+", "comes in"), ("moved", "→", "moves"), ("out", "×", "goes out"))


def shell(title: str, names: tuple[str, ...], periods: tuple[str, ...]) -> str:
    """Return the page of a workspace.

    Parameters
    ----------
    title : str
        The workspace's name.
    names, periods : tuple of str
        Of its members, and of its periods where it has any.

    Returns
    -------
    str
        HTML; ``page.js`` fills it.
    """
    text = (HERE / "page.html").read_text(encoding="utf-8")
    parts = {
        "title": tag("span", clip(title, 80)),
        "members": _select("who", "whom", [(clip(name, 60), name) for name in names]),
        "periods": _select("when", "when", [("in all periods", ""), *((f"in {clip(one, 30)}", one) for one in periods)])
        if periods
        else Safe(""),
        "ways": _ways(),
        "kinds": tag(
            "datalist",
            *(tag("option", f"{kind}: {one.form}", value=f"{kind}: ") for kind, one in KINDS.items()),
            id="kinds",
        ),
        "key": tag("ul", *(_key(*row) for row in KEY), class_="key", aria_label="what the signs mean"),
    }
    for name, part in parts.items():
        text = text.replace(f"<!--{name}-->", part, 1)
    return text


def _select(name: str, label: str, options: list[tuple[str, str]]) -> Safe:
    found = (tag("option", shown, value=data(value)) for shown, value in options)
    return tag("select", *found, id=name, aria_label=label)


def _ways() -> Safe:
    found = (tag("option", said, value=whole, data_part=part) for said, whole, part in WAYS)
    return tag("select", *found, id="way", aria_label="what changes")


def _key(name: str, sign: str, said: str) -> Safe:
    return tag("li", tag("span", tag("span", sign, class_="sign"), class_=f"count {name}"), tag("span", said))


@cache
def sheet() -> str:
    """Return the rules of the page: those of the report first, so that both look alike."""
    classes = _classes(LIGHT) + f"@media screen and (prefers-color-scheme:dark){{{_classes(DARK)}}}"
    return page_style() + style() + classes + (HERE / "page.css").read_text(encoding="utf-8")


def _classes(colours: dict[str, str]) -> str:
    """Return the ground of the priority classes, as in the pictures, with letters that can be read on it."""
    found = ((name.lower(), colours[role]) for name, role in PRIORITY.items())
    return "".join(f".block.{name}{{background:{colour};color:{ink_on(colour)}}}" for name, colour in found)


@cache
def script() -> str:
    """Return the script of the page."""
    return (HERE / "page.js").read_text(encoding="utf-8")
