"""Colours that colour-blind readers can tell apart, light and dark.

The hues are those of Okabe and Ito (Color Universal Design, 2008), made darker on white and lighter on black until text
in them has a contrast of at least 4.5 (WCAG 2.2, 1.4.3). The ramp runs in lightness alone, so it also prints in grey.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

LIGHT: Final = {
    "surface": "#ffffff",
    "ink": "#1a1f26",
    "muted": "#56606b",
    "grid": "#d9dfe5",
    "soft": "#e9eef3",
    "main": "#0068a3",
    "warn": "#bf4a00",
    "good": "#00795a",
    "extra": "#a14a80",
    "gold": "#c88400",
    "quiet": "#66707b",
}
DARK: Final = {
    "surface": "#12161c",
    "ink": "#e8ecf1",
    "muted": "#a5afba",
    "grid": "#333c47",
    "soft": "#232b35",
    "main": "#56b4e9",
    "warn": "#ff8f52",
    "good": "#3cc79d",
    "extra": "#e39bc4",
    "gold": "#f0b93a",
    "quiet": "#95a0ac",
}
GROUND: Final = frozenset({"surface", "ink", "muted", "grid", "soft"})
STEPS: Final = 11
_RAMP_LIGHT = ("#f2f6fa", "#6fb0dc", "#00416b")
_RAMP_DARK = ("#1b222b", "#2673ab", "#c3e6ff")
# How the pages around a picture in a notebook say that they are dark or light: Jupyter, marimo, VS Code, Sphinx themes.
_SAYS_DARK: Final = ("[data-jp-theme-light=false]", "body.dark", ".vscode-dark", "[data-theme=dark]")
_SAYS_LIGHT: Final = ("[data-jp-theme-light=true]", "body.light", ".vscode-light", "[data-theme=light]")
_COLOUR: Final = re.compile(r"(#[0-9a-f]{6}\b)")
PRIORITY: Final = {"CRITICAL": "warn", "HIGH": "gold", "MEDIUM": "main", "LOW": "quiet"}


def classes(found: Iterable[str]) -> list[tuple[str, str]]:
    """Return what a legend says of the priority classes that occur, most urgent first: (role, class)."""
    known = set(found)
    return [(role, name) for name, role in PRIORITY.items() if name in known]


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb`` (WCAG 2.2), 0 to 1."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21.

    Examples
    --------
    >>> round(contrast("#ffffff", "#000000"), 1)
    21.0
    """
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def ramp(step: int, *, dark: bool = False) -> tuple[str, str]:
    """Return colour and colour of the text on it for step 0 to 10."""
    low, middle, high = _RAMP_DARK if dark else _RAMP_LIGHT
    share = step / (STEPS - 1) * 2
    colour = _between(low, middle, share) if share <= 1 else _between(middle, high, share - 1)
    return colour, ink_on(colour)


def ink_on(colour: str) -> str:
    """Return black or white, whichever is read better on a colour; one of them always has a contrast above 4.5."""
    return max("#000000", "#ffffff", key=lambda ink: contrast(ink, colour))


def _between(one: str, other: str, share: float) -> str:
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _rules(colours: dict[str, str], *, dark: bool) -> str:
    found = [f".tw-fill-{role}{{fill:{c}}}.tw-line-{role}{{stroke:{c}}}" for role, c in colours.items()]
    found += [f".tw-fill-on-{role}{{fill:{ink_on(c)}}}" for role, c in colours.items() if role not in GROUND]
    for step in range(STEPS):
        fill, ink = ramp(step, dark=dark)
        found.append(f".tw-fill-r{step}{{fill:{fill}}}.tw-fill-t{step}{{fill:{ink}}}")
    return "".join(found)


def _halo(colours: dict[str, str]) -> str:
    return f".tw-halo{{stroke:{colours['surface']}}}"


def either(light: str, dark: str) -> str:
    """Return rules whose colours are those of the page around them: light or dark as it is itself.

    Parameters
    ----------
    light, dark : str
        The same rules twice, that differ in their colours alone.

    Returns
    -------
    str
        The light rules, and for whoever knows ``light-dark()`` (CSS Color 5) rules that hold both colours.

    Examples
    --------
    >>> either(".a{fill:#ffffff}", ".a{fill:#12161c}")
    '.a{fill:#ffffff}@supports(color:light-dark(#fff,#000)){.a{fill:light-dark(#ffffff,#12161c)}}'
    """
    pairs = zip(_COLOUR.split(light), _COLOUR.split(dark), strict=True)
    parts = (one if one == other else f"light-dark({one},{other})" for one, other in pairs)
    return f"{light}@supports(color:light-dark(#fff,#000)){{{''.join(parts)}}}"


def follows(box: str) -> str:
    """Return the rules by which a box knows whether the page around it is dark, where the page does not say so in CSS.

    A picture that is a document of its own follows the reader's system; on paper everything is light.
    """
    said = {"dark": _SAYS_DARK, "light": _SAYS_LIGHT}
    rules = (f"{','.join(f'{one} {box}' for one in ones)}{{color-scheme:{scheme}}}" for scheme, ones in said.items())
    return f"{box}:root{{color-scheme:light dark}}{''.join(rules)}@media print{{{box}{{color-scheme:only light}}}}"


@cache
def style() -> str:
    """Return the rules of all roles and of the ramp; dark on a dark page, never on paper."""
    light, dark = (_rules(each, dark=each is DARK) + _halo(each) for each in (LIGHT, DARK))
    still = ".tw-halo{paint-order:stroke;stroke-width:3px}.tw-still{pointer-events:none}"
    return f"{follows('.tw-figure')}{either(light, dark)}{still}.m{{transition:opacity .15s}}.m:focus{{outline:none}}"
