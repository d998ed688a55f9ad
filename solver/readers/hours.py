"""Hours as people write them: 7.5, 30min, 3h, 2d, 1w."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

PART = re.compile(r"(\d+(?:\.\d+)?)\s*(min|m|h|d|w)?\s*", re.IGNORECASE)


def parse_minutes(text: str, hours_per_day: Decimal | None = None) -> int:
    """Return whole minutes; a bare number is hours, a week is five days.

    Raises
    ------
    ValueError
        With what was expected, if the text is no duration, not in whole minutes, or in days of unknown length.

    Examples
    --------
    >>> parse_minutes("1d 30min", Decimal(8)), parse_minutes("7.5")
    (510, 450)
    """
    hours_per: dict[str, Fraction] = {"": Fraction(1), "h": Fraction(1), "min": Fraction(1, 60), "m": Fraction(1, 60)}
    if hours_per_day:
        hours_per |= {"d": Fraction(hours_per_day), "w": 5 * Fraction(hours_per_day)}
    parts = [(Fraction(number), unit.lower()) for number, unit in PART.findall(text)]
    if not PART.fullmatch(text.strip()) and not re.fullmatch(f"(?:{PART.pattern})+", text.strip(), re.IGNORECASE):
        raise ValueError("hours such as 7.5, 30min, 3h, 2d")
    if any(unit not in hours_per for _, unit in parts):
        raise ValueError("hours, or hours_per_day in team.yaml")
    if len(parts) > 1 and any(not unit for _, unit in parts):
        raise ValueError("a unit with each part")
    minutes = 60 * sum(number * hours_per[unit] for number, unit in parts)
    if minutes.denominator != 1:
        raise ValueError("hours in whole minutes")
    return int(minutes)
