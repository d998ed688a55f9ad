"""What the terminal is like that a text is printed on: how wide it is, and whether it shows colours."""

from __future__ import annotations

import os
import re
import shutil
import sys
from typing import Final, TextIO

# The colours that every terminal has, so that they suit its background: urgent is red and bold, the rest recedes.
COLOURS: Final = {"CRITICAL": "1;31", "HIGH": "33", "MEDIUM": "36", "LOW": "2"}
_CLASS: Final = re.compile(r"(?<![\w/.-])(CRITICAL|HIGH|MEDIUM|LOW)(?![\w/.-])")
# Narrower ones are taken for so wide: a table of figures needs some room.
LEAST: Final = 40


def width(stream: TextIO | None = None) -> int | None:
    """Return how many cells a line may take: as COLUMNS says, else those of the terminal; of stdout if not said.

    None where it goes into a pipe of no stated width: what a program reads there is not broken into lines.
    """
    asked = os.environ.get("COLUMNS", "")
    if asked.isdecimal() and int(asked):
        return max(int(asked), LEAST)
    return max(shutil.get_terminal_size().columns, LEAST) if _is_terminal(stream or sys.stdout) else None


def shows_colours(*, unwanted: bool = False) -> bool:
    """Return whether colours are shown: on a terminal that can, unless NO_COLOR or somebody says no."""
    return not (unwanted or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb") and _is_terminal(sys.stdout)


def coloured(text: str) -> str:
    r"""Return a text in which each priority class has its colour.

    Examples
    --------
    >>> coloured("API-1  LOW")
    'API-1  \x1b[2mLOW\x1b[0m'
    """
    return _CLASS.sub(lambda found: f"\x1b[{COLOURS[found[0]]}m{found[0]}\x1b[0m", text)


def _is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()
