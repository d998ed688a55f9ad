"""Amounts as trackers write them: seconds, 2d 4h, 1,5 or PT8H, points."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Final

MINUTES: Final = {"s": Decimal(1) / 60, "min": Decimal(1), "h": Decimal(60), "d": Decimal(480), "w": Decimal(2400)}
UNITS: Final = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds", "sek", "sekunde", "sekunden"), "s"),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes", "minuten"), "min"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden", "stdn"), "h"),
    **dict.fromkeys(("d", "day", "days", "pd", "pt", "tag", "tage", "tagen", "md"), "d"),
    **dict.fromkeys(("w", "wk", "week", "weeks", "woche", "wochen"), "w"),
}
_PART = re.compile(r"([-+]?\d+(?:[.,]\d+)?)\s*([a-zäöü]*)\.?\s*", re.IGNORECASE)
_ISO = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?")


def number_of(text: str) -> Decimal | None:
    """Return a number written with a point or a comma; None if the text is none.

    Examples
    --------
    >>> number_of("1,5"), number_of("1.234,5"), number_of("1,234.5"), number_of("five")
    (Decimal('1.5'), Decimal('1234.5'), Decimal('1234.5'), None)
    """
    text = text.strip().replace("\u00a0", "").replace(" ", "")
    if "," in text and "." in text:
        thousands = "," if text.rindex(".") > text.rindex(",") else "."
        text = text.replace(thousands, "")
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 10**12 else None


def minutes_of(text: str, unit: str) -> int | None:
    """Return whole minutes; a bare number counts in ``unit`` (s, min, h, d or w), a day is 8 h and a week five days.

    Examples
    --------
    >>> minutes_of("28800", "s"), minutes_of("1d 2h", "s"), minutes_of("1,5", "h"), minutes_of("PT8H", "h")
    (480, 600, 90, 480)
    """
    text = text.strip()
    if not text:
        return None
    iso = _ISO.fullmatch(text)
    if iso and len(text) > 1:
        weeks, days, hours, minutes, seconds = (int(part or 0) for part in iso.groups())
        return round(weeks * 2400 + days * 480 + hours * 60 + minutes + seconds / 60)
    clock = _CLOCK.fullmatch(text)
    if clock:
        return int(clock[1]) * 60 + int(clock[2])
    number = number_of(text)
    if number is not None:
        return _whole(number * MINUTES[unit])
    return _worded(text)


def _worded(text: str) -> int | None:
    total, end = Decimal(0), 0
    for match in _PART.finditer(text):
        number, unit = number_of(match[1]), UNITS.get(match[2].lower())
        if number is None or unit is None or match.start() != end:
            return None
        total, end = total + number * MINUTES[unit], match.end()
    return _whole(total) if end == len(text) and end else None


def _whole(minutes: Decimal) -> int:
    return int(minutes.to_integral_value())


def unit_in(name: str) -> str:
    """Return the unit that the name of a column states, "" where it states none.

    Examples
    --------
    >>> unit_in("Estimate (h)"), unit_in("Aufwand in Tagen"), unit_in("time_spent_hours"), unit_in("Estimate")
    ('h', 'd', 'h', '')
    """
    words = re.findall(r"[a-zäöü]+", name.lower().replace("_", " "))
    return next((UNITS[word] for word in reversed(words) if word in UNITS and word != "m"), "")
