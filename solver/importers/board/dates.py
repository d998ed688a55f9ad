"""Dates as exports write them, in the languages and orders of their writers, as ISO texts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from solver.importers import languages

_MONTHS: Final = (
    "jan january januar janvier janv enero ene gennaio gen janeiro jän jänner",
    "feb february februar février févr febrero febbraio fevereiro",
    "mar march märz mär mrz mars marzo março maart mrt",
    "apr april avril avr abril abr aprile",
    "may mai mayo maggio maio mag mei",
    "jun june juni juin junio giugno junho giu",
    "jul july juli juillet juil julio luglio julho lug",
    "aug august août agosto ago augustus",
    "sep sept september septembre septiembre settembre setembro set",
    "oct october oktober okt octobre octubre ottobre outubro ott out",
    "nov november novembre noviembre novembro",
    "dec december dezember dez décembre déc diciembre dic dicembre dezembro",
)
MONTHS: Final = {
    word: number
    for number, words in enumerate(zip(_MONTHS, languages.MONTHS, strict=True), start=1)
    for word in " ".join(words).split()
}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T\s].*)?")
_HAN = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]?(?:\s.*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T\d{4,6}Z?)?")
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?:[,\s].*)?")
_DAY_FIRST = re.compile(r"(?:[^\W\d_]+\.?,\s+)?(\d{1,2})[./\-\s]+([^\W\d_]+)\.?[./\-\s,]+(\d{4}|\d{2})(?:[,\s].*)?")
# A day of a spreadsheet as the number that stands behind it, with or without the time: 1954 to 2119.
_SERIAL = re.compile(r"([2-7]\d{4})(?:[.,]\d+)?")
_EPOCH: Final = date(1899, 12, 30)
_MONTH_FIRST = re.compile(r"(?:[^\W\d_]+\.?,?\s+)?([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:[,\s].*)?")


@lru_cache(maxsize=100_000)
def iso_date(text: str, month_first: bool = False) -> str:
    """Return a date as ``YYYY-MM-DD``, "" where the text holds none; ``month_first`` reads 5/7/2026 as the 7th of May.

    Examples
    --------
    >>> iso_date("05/Jan/26 9:12 AM"), iso_date("14.07.2026 15:42"), iso_date("7. März 2026"), iso_date("soon")
    ('2026-01-05', '2026-07-14', '2026-03-07', '')
    >>> iso_date("Wed May 13 2026 11:21:41 GMT+0000 (GMT+00:00)"), iso_date("5/13/2026")
    ('2026-05-13', '2026-05-13')
    >>> iso_date("Wed, 13 May 2026 10:00:00 GMT"), iso_date("2026年5月13日")
    ('2026-05-13', '2026-05-13')
    """
    text = text.strip()
    if match := _ISO.fullmatch(text) or _COMPACT.fullmatch(text) or _HAN.fullmatch(text):
        return _date(match[1], match[2], match[3])
    if match := _NUMBERS.fullmatch(text):
        day, month = (match[3], match[1]) if _is_month_first(match, month_first) else (match[1], match[3])
        return _date(match[4], month, day)
    if (match := _DAY_FIRST.fullmatch(text)) and match[2].lower() in MONTHS:
        return _date(match[3], str(MONTHS[match[2].lower()]), match[1])
    if (match := _MONTH_FIRST.fullmatch(text)) and match[1].lower() in MONTHS:
        return _date(match[3], str(MONTHS[match[1].lower()]), match[2])
    return ""


def serial_date(text: str) -> str:
    """Return the day that a number of a spreadsheet stands for as ``YYYY-MM-DD``, "" where it is none.

    Examples
    --------
    >>> serial_date("46037"), serial_date("46037.5"), serial_date("12")
    ('2026-01-15', '2026-01-15', '')
    """
    match = _SERIAL.fullmatch(text.strip())
    return (_EPOCH + timedelta(days=int(match[1]))).isoformat() if match else ""


def either_way(texts: Iterable[str]) -> str:
    """Return the first date of a column that may be read with the day or the month first, "" where the column tells.

    Examples
    --------
    >>> either_way(["05/07/2026", "03/04/2026"]), either_way(["05/07/2026", "05/17/2026"]), either_way(["5.7.2026"])
    ('05/07/2026', '', '')
    """
    first, votes = "", set[bool]()
    for text in texts:
        match = _NUMBERS.fullmatch(text.strip())
        if not match or match[2] == "." or match[1] == match[3]:
            continue
        if max(int(match[1]), int(match[3])) > 12:
            votes.add(int(match[3]) > 12)
        elif not re.search(r"\b[AP]M\b", text):
            first = first or text.strip()
    return "" if len(votes) == 1 else first


def order_of(texts: Iterable[str]) -> tuple[bool, str]:
    """Return whether a column writes the month first, and how its first date that may be read either way is read.

    Examples
    --------
    >>> order_of(["05/07/2026"])
    (False, "'05/07/2026' is read with the day first, 2026-07-05")
    >>> order_of(["05/07/2026", "05/17/2026"])
    (True, '')
    """
    cells = list(texts)
    month_first, either = is_month_first(cells), either_way(cells)
    how = f"{either!r} is read with the {'month' if month_first else 'day'} first, {iso_date(either, month_first)}"
    return month_first, how if either else ""


def is_month_first(texts: Iterable[str]) -> bool:
    """Return whether a column writes the month first: a second number above 12 says so, else slashes with AM or PM."""
    votes = 0
    for text in texts:
        match = _NUMBERS.fullmatch(text.strip())
        if match and match[2] != ".":
            votes += (int(match[3]) > 12) - (int(match[1]) > 12)
    if votes:
        return votes > 0
    return any(re.search(r"\d/\d.*\b[AP]M\b", text) for text in texts)


def _is_month_first(match: re.Match[str], wanted: bool) -> bool:
    if match[2] == "." or int(match[1]) > 12:
        return False
    return wanted or int(match[3]) > 12


def _date(year: str, month: str, day: str) -> str:
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day)).isoformat()
    except ValueError:
        return ""
