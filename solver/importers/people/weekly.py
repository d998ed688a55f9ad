"""How much work a week holds for a person, as lists of people say it: hours, days, shares of a full week."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from solver.importers.board.amounts import minutes_of, number_of

MOST_MINUTES: Final = 80 * 60
FULL_WEEK: Final = 40 * 60
# Nobody who is on a list works two hours a week, and nobody has three jobs.
MOST_SHARE: Final = 2


def are_shares(texts: Iterable[str]) -> bool:
    """Return whether the numbers of a column are shares of a week and not hours: all of them are small.

    Examples
    --------
    >>> are_shares(["1", "0,8", ""]), are_shares(["80 %"]), are_shares(["1", "38"]), are_shares([""])
    (True, True, False, False)
    """
    numbers = [_share(text) for text in texts if text]
    return bool(numbers) and all(number is not None and 0 <= number <= MOST_SHARE for number in numbers)


def weekly_minutes(text: str, *, is_share: bool) -> int | None:
    """Return the minutes of a week, None where a text is none of a week.

    Examples
    --------
    >>> weekly_minutes("0,8", is_share=True)
    1920
    >>> [weekly_minutes(text, is_share=False) for text in ("38:30", "4d", "80 %", "-5", "99")]
    [2310, 1920, 1920, None, None]
    """
    share = _share(text) if is_share or text.endswith("%") else None
    minutes = int(share * FULL_WEEK) if share is not None else minutes_of(text, "h")
    return minutes if minutes is not None and 0 <= minutes <= MOST_MINUTES else None


def _share(text: str) -> Decimal | None:
    number = number_of(text.removesuffix("%"))
    return number / 100 if number is not None and text.endswith("%") else number
