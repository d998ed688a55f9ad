"""Which day a text means that is not written as one: what a fault offers in its place."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

# The year first, with or without a time behind it; the day first; and slashes, of which either may be first.
_YEAR_FIRST: Final = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?:[T ]\d.*|Z)?")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_EITHER: Final = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")


def likely_day(text: str) -> str:
    """Return the second line of a fault: the day that a text means, quoted; nothing where two could be meant or none.

    Examples
    --------
    >>> likely_day("4.5.2027"), likely_day("2027/05/04"), likely_day("2027-05-04T12:00:00"), likely_day("20270504")
    ("'2027-05-04'.", "'2027-05-04'.", "'2027-05-04'.", "'2027-05-04'.")
    >>> likely_day("5/13/2027"), likely_day("13/5/2027"), likely_day("5/4/2027"), likely_day("2027112")
    ("'2027-05-13'.", "'2027-05-13'.", '', '')
    """
    if (found := _YEAR_FIRST.fullmatch(text)) and (found[2] or len(found[3] + found[4]) == 4):
        year, _, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
    elif (found := _EITHER.fullmatch(text)) and max(int(found[1]), int(found[2])) > 12:
        day, month, year = found.groups()
        day, month = max(day, month, key=int), min(day, month, key=int)
    else:
        return ""
    try:
        return f"'{date(int(year), int(month), int(day))}'."
    except ValueError:
        return ""
