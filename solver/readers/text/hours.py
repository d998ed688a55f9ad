"""Hours as people write them: 7.5, 30min, 3h, 2d, 1w."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

# Read one after the other from the left, so that a text of any length is looked at once.
PART: Final = re.compile(r"([0-9]+)(?:\.([0-9]+))?\s*([a-z]*)\s*", re.IGNORECASE)
UNITS: Final = {
    "": ("", "h", "hr", "hrs", "hour", "hours"),
    "min": ("m", "min", "mins", "minute", "minutes"),
    "d": ("d", "day", "days"),
    "w": ("w", "wk", "wks", "week", "weeks"),
}
UNIT: Final = {word: unit for unit, words in UNITS.items() for word in words}
MOST_MINUTES: Final = 60_000_000
# More digits than any number of hours up to a million in whole minutes can need.
MOST_DIGITS: Final = 20


@lru_cache(maxsize=4096)
def parse_minutes(text: str, hours_per_day: Decimal | None = None) -> int:
    """Return whole minutes; a bare number is hours, a week is five days.

    Raises
    ------
    ValueError
        With what was expected, if the text is no duration, not in whole minutes, more than a million hours, or in days
        of unknown length.

    Examples
    --------
    >>> parse_minutes("1d 30min", Decimal(8)), parse_minutes("7.5"), parse_minutes("3 hours")
    (510, 450, 180)
    """
    parts = _parts(text.strip())
    hours_per: dict[str, Fraction] = {"": Fraction(1), "min": Fraction(1, 60)}
    if hours_per_day:
        hours_per |= {"d": Fraction(hours_per_day), "w": 5 * Fraction(hours_per_day)}
    if any(UNIT[word] not in hours_per for _, word in parts):
        raise ValueError("hours, or hours_per_day in team.yaml")
    if len(parts) > 1 and any(not word for _, word in parts):
        raise ValueError("a unit with each part")
    minutes = 60 * sum(number * hours_per[UNIT[word]] for number, word in parts)
    if minutes > MOST_MINUTES:
        raise ValueError("hours up to a million")
    if minutes.denominator != 1:
        raise ValueError("hours in whole minutes")
    return int(minutes)


def _parts(text: str) -> list[tuple[Fraction, str]]:
    """Return each number with the word behind it."""
    found, at = [], 0
    while match := PART.match(text, at):
        whole, part, word = match[1].lstrip("0"), (match[2] or "").rstrip("0"), match[3].lower()
        if word not in UNIT:
            break
        if len(whole) > MOST_DIGITS:
            raise ValueError("hours up to a million")
        if len(part) > MOST_DIGITS:
            raise ValueError("hours in whole minutes")
        found.append((Fraction(f"{whole or 0}.{part or 0}"), word))
        at = match.end()
    if not found or at < len(text):
        raise ValueError("hours such as 7.5, 30min, 3h, 2d")
    return found


def meant_hours(text: str, hours_per_day: Decimal | None = None) -> str:
    """Return the second line of a fault about hours: the same with a decimal point, if that is a duration.

    Examples
    --------
    >>> meant_hours("1,5"), meant_hours("soon")
    ("'1.5'.", '')
    """
    pointed = text.strip().replace(",", ".", 1)
    try:
        parse_minutes(pointed, hours_per_day)
    except ValueError as error:
        return "'hours_per_day: 8' in team.yaml." if "hours_per_day" in str(error) else ""
    return f"{pointed!r}." if "," in text else ""
