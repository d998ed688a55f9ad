"""What people write into titles for want of a field: sizes, tags, and that two of them are needed."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from solver.importers.board.amounts import UNITS, minutes_of, number_of

_BRACKETS = re.compile(r"[\[(]\s*(?:est(?:imate)?\.?:?\s*|~\s*)?([^\[\]()]{1,20}?)\s*[\])]")
_SIZE = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-zäöü]+)\.?", re.IGNORECASE)
_POINTS: Final = {"p", "pt", "pts", "sp", "point", "points", "punkte", "punkt", "story points"}
_TAG = re.compile(r"\s*\[([^\[\]]{1,30})\]\s*")
_SEATS = (
    re.compile(r"\bx\s?([2-5])\b|\b([2-5])\s?x\b", re.IGNORECASE),
    re.compile(
        r"(?<!key )(?<!value )\b(?:in pairs?|pair(?:ing)?|two (?:people|persons)|zu zweit|zwei personen)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:three people|zu dritt|drei personen)\b", re.IGNORECASE),
    re.compile(r"\b([2-5])\s+(?:people|persons|personen|devs|engineers)\b", re.IGNORECASE),
)


def size_in(title: str) -> tuple[int | None, Decimal | None]:
    """Return the minutes and the points that a title states in brackets, None for each it does not state.

    Examples
    --------
    >>> size_in("Login [3h]"), size_in("(5 SP) Login"), size_in("Login [API] (draft)")
    ((180, None), (None, Decimal('5')), (None, None))
    """
    for inside in _BRACKETS.findall(title):
        match = _SIZE.fullmatch(inside)
        if match and match[2].lower() in _POINTS:
            return None, number_of(match[1])
        if match and match[2].lower() in UNITS and match[2].lower() not in {"m", "s"}:
            return minutes_of(inside, "h"), None
        if re.fullmatch(r"(?:\d+[wdh]\s*)+", inside):
            return minutes_of(inside, "h"), None
    return None, None


def tags_in(title: str) -> tuple[str, ...]:
    """Return the tags in brackets that a title starts with; a size is none.

    Examples
    --------
    >>> tags_in("[FE] [Visual QA] Carousel [3h]"), tags_in("[3h] Fix"), tags_in("Plain [end]")
    (('FE', 'Visual QA'), (), ())
    """
    found, at = [], 0
    while match := _TAG.match(title, at):
        at = match.end()
        if not re.search(r"\d", match[1]) or not any(size_in(match[0])):
            found.append(match[1].strip())
    return tuple(tag for tag in found if not re.fullmatch(r"[\d.,\s]*|x", tag))


def people_in(title: str) -> int:
    """Return how many people at once a title asks for, 1 where it says nothing.

    Examples
    --------
    >>> people_in("Load test x2"), people_in("Pair on the parser"), people_in("Box 2x4"), people_in("Repair the door")
    (2, 2, 1, 1)
    """
    times, pair, three, counted = (pattern.search(title) for pattern in _SEATS)
    if counted:
        return int(counted[1])
    if times:
        return int(times[1] or times[2])
    return 3 if three else 2 if pair else 1
