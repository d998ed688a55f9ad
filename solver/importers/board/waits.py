"""Predecessors as project plans write them: 5, 5FS, 5FS+2 days, 3SS-1d; in English and German."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from solver.importers.nouns import ASSUMED, LEFT_OUT
from solver.readers.backlog.lags import DAYS, WEEKS, days_of, length

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

    from solver.importers.board.item import Item

_PREDECESSOR: Final = re.compile(
    r"(?P<id>.+?)\s*(?P<link>[FS]{2}|[EA]{2})?\s*(?P<lag>[+-]\s*[0-9]+(?:[.,][0-9]+)?\s*[a-z%]+)?", re.IGNORECASE
)
_LENGTH: Final = length((*DAYS, "t", "tag", "tage"), (*WEEKS, "woche", "wochen"), "[.,]")
# What stands between the end of one task and the start of the next; all else is a link of another kind.
_ENDS: Final = ("", "FS", "EA")
# A longer text is no predecessor, and so many working days are a week there.
_MOST_LETTERS: Final = 200
_WEEK: Final = 5


def wait_for(item: Item, rows: Container[str], known: Mapping[str, str], say: Callable[[Item, str, str], None]) -> None:
    """Let a row wait for rows, with the working days more where it names any; what is not taken so is told.

    Parameters
    ----------
    item : Item
        Whose predecessors are put under the ids of rows.
    rows : container of str
        The ids of all rows.
    known : mapping of str to str
        The id of a row by its other names.
    say : callable of (Item, str, str)
        Adds a line to the ledger: what it is about, what was done with it, and the text.
    """
    item.waits_for = [name for said in item.waits_for for name in _wait(item, said, rows, known, say)]


def _wait(
    item: Item,
    said: str,
    rows: Container[str],
    known: Mapping[str, str],
    say: Callable[[Item, str, str], None],
) -> tuple[str, ...]:
    """Return what a text names as a predecessor; none for a link of another kind."""
    target = known.get(said, said)
    found = None if target in rows or len(said) > _MOST_LETTERS else _PREDECESSOR.fullmatch(said)
    head = known.get(found["id"], found["id"]) if found else ""
    if found is None or head not in rows or not (found["link"] or found["lag"]):
        return (target,)
    lag = found["lag"] or ""
    if (found["link"] or "").upper() not in _ENDS:
        say(item, LEFT_OUT, f"{item.id} and {head} are linked as {said}, not from end to start: nothing waits")
        return ()
    days = lag_days(lag)
    if days:
        item.lags[head] = days
    elif lag:
        say(item, ASSUMED, f"{item.id} waits for {head} without {lag}: a lag is in working days or weeks")
    return (head,)


def lag_days(text: str) -> Decimal | None:
    """Return the working days of a lag, None for what is none here: hours, leads, shares, days that elapse.

    Examples
    --------
    >>> lag_days("+2 days"), lag_days("+0,5 Wochen"), lag_days("+3 edays"), lag_days("-1d")
    (Decimal('2'), Decimal('2.5'), None, None)
    """
    return days_of(text[1:], _WEEK, _LENGTH) if text.startswith("+") else None
