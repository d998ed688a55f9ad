"""Amounts as trackers write them: seconds, 2d 4h, 1,5 or PT8H, points."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Final

from solver.importers import languages

MINUTES: Final = {"s": Decimal(1) / 60, "min": Decimal(1), "h": Decimal(60), "d": Decimal(480), "w": Decimal(2400)}
UNITS: Final = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds", "sek", "sekunde", "sekunden"), "s"),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes", "minuten", "minuto", "minutos", "minuti"), "min"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "std", "stunde", "stunden", "stdn"), "h"),
    **dict.fromkeys(("heure", "heures", "hora", "horas", "ora", "ore", "uur", "uren"), "h"),
    **dict.fromkeys(("d", "day", "days", "pd", "pt", "tag", "tage", "tagen", "md"), "d"),
    **dict.fromkeys(("j", "jour", "jours", "día", "días", "dia", "dias", "giorno", "giorni", "dag", "dagen"), "d"),
    **dict.fromkeys(("w", "wk", "week", "weeks", "woche", "wochen"), "w"),
    **dict.fromkeys(("semaine", "semaines", "semana", "semanas", "settimana", "settimane", "weken"), "w"),
    **languages.UNITS,
}
# One letter in the name of a column is no unit: it may stand for anything.
_DOUBTFUL: Final = {"m", "j", *languages.DOUBTFUL}
_PART = re.compile(r"([-+]?\d+(?:[.,]\d+)?)\s*([^\W\d_]*)\.?\s*(?:,|\b(?:and|und|et|y|e|en)\b)?\s*", re.IGNORECASE)
_LENGTH = r"(\d+(?:[.,]\d+)?)"
_ISO = re.compile(rf"P(?:{_LENGTH}W)?(?:{_LENGTH}D)?(?:T(?:{_LENGTH}H)?(?:{_LENGTH}M)?(?:{_LENGTH}S)?)?", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)(?::([0-5]\d))?")
# Blanks of all widths and the apostrophes of Switzerland part thousands and nothing else.
_GAPS = re.compile(r"(?<=\d)[\s'\u2019](?=\d{3}(?:\D|$))")
# One mark with three digits behind it: a number of thousands, or one with three decimals.
_EITHER = re.compile(r"[-+]?[1-9]\d{0,2}([.,])\d{3}")


def number_of(text: str, thousands: str = "") -> Decimal | None:
    """Return a number written with a point or a comma; None if the text is none.

    Parameters
    ----------
    text : str
        What stands there.
    thousands : str
        The mark that parts thousands, where that is known; otherwise a single mark parts the decimals.

    Returns
    -------
    Decimal or None
        Below a billion.

    Examples
    --------
    >>> number_of("1,5"), number_of("1.234,5"), number_of("1,234.5"), number_of("five")
    (Decimal('1.5'), Decimal('1234.5'), Decimal('1234.5'), None)
    >>> number_of("1,234"), number_of("1,234", ","), number_of("1,234,567"), number_of("1'234")
    (Decimal('1.234'), Decimal('1234'), Decimal('1234567'), Decimal('1234'))
    """
    text = _GAPS.sub("", text.strip())
    if "," in text and "." in text:
        thousands = "," if text.rindex(".") > text.rindex(",") else "."
    elif not thousands:
        thousands = next((mark for mark in ",." if text.count(mark) > 1), "")
    decimal = "," if thousands == "." else "."
    if thousands and re.fullmatch(rf"[-+]?\d{{1,3}}(?:\{thousands}\d{{3}})+(?:\{decimal}\d+)?", text):
        text = text.replace(thousands, "")
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 10**12 else None


def thousands_in(cells: Iterable[str], unit: str) -> tuple[str, str]:
    """Return the mark that parts thousands in the cells of a column, and the first cell that may be read either way.

    A cell that has it twice, or both marks, tells; so does one whose mark cannot part thousands. Where none does,
    seconds and minutes are whole numbers, and a mark in them parts thousands.

    Examples
    --------
    >>> thousands_in(["1,234", "1,234.5"], "h"), thousands_in(["1,234", "0,5"], "h"), thousands_in(["1,234"], "h")
    ((',', ''), ('.', ''), ('', '1,234'))
    >>> thousands_in(["28,800"], "s")
    (',', '')
    """
    either = dict[str, str]()
    for cell in cells:
        text = cell.strip()
        if match := _EITHER.fullmatch(text):
            either.setdefault(match[1], text)
            continue
        if number_of(text) is None or not {",", "."} & set(text):
            continue
        found = min(",.", key=text.find) if "," in text and "." in text else next(m for m in ",." if m in text)
        is_parted = text.count(found) > 1 or ("," in text and "." in text)
        return (found if is_parted else ",.".replace(found, ""), "")
    if len(either) != 1:
        return "", next(iter(either.values()), "")
    mark, text = next(iter(either.items()))
    return (mark, "") if unit in {"s", "min"} else ("", text)


def minutes_of(text: str, unit: str, thousands: str = "") -> int | None:
    """Return whole minutes; a bare number counts in ``unit`` (s, min, h, d or w), a day is 8 h and a week five days.

    Examples
    --------
    >>> minutes_of("28800", "s"), minutes_of("1d 2h", "s"), minutes_of("1,5", "h"), minutes_of("PT1.5H", "h")
    (480, 600, 90, 90)
    >>> minutes_of("28,800", "s", ","), minutes_of("2 days and 4 hours", "h"), minutes_of("1d, 4h", "h")
    (480, 1200, 720)
    """
    # Plans of projects mark what is estimated only: 3 days?
    text = text.strip().rstrip("?").rstrip()
    if not text:
        return None
    iso = _ISO.fullmatch(text)
    if iso and any(iso.groups()):
        parts = (Decimal((part or "0").replace(",", ".")) for part in iso.groups())
        return round(sum(part * MINUTES[unit] for part, unit in zip(parts, ("w", "d", "h", "min", "s"), strict=True)))
    clock = _CLOCK.fullmatch(text)
    if clock:
        return int(clock[1]) * 60 + int(clock[2])
    number = number_of(text, thousands)
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
    words = re.findall(r"[^\W\d_]+", name.lower().replace("_", " "))
    return next((UNITS[word] for word in reversed(words) if word in UNITS and word not in _DOUBTFUL), "")
