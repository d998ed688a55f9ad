"""Rows that add up the others: what spreadsheets write under a table, and no task."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from solver.domain.naming import folded

# What such a row starts with, in the languages that exports come in.
SUMS: Final = frozenset(
    {
        *("total", "totals", "grand total", "subtotal", "sub-total", "sum", "sums", "count", "average", "avg"),
        *("summe", "gesamt", "gesamtsumme", "zwischensumme", "insgesamt", "anzahl", "durchschnitt", "合計"),
        *("somme", "total général", "suma", "soma", "totale", "somma", "totaal"),
        *("итого", "всего", "сумма", "总计", "合计", "小计"),
    }
)
# The columns that hold a number in such a row.
_NUMBERS: Final = {"estimated_hours", "spent", "remaining", "value"}


def is_sum(word: str) -> bool:
    """Return whether a word stands before a sum.

    Examples
    --------
    >>> is_sum("Total:"), is_sum("Grand total"), is_sum("Total recall")
    (True, True, False)
    """
    return folded(word).rstrip(": ") in SUMS


def is_row_of_sums(cells: Mapping[str, Any]) -> bool:
    """Return whether the cells of a row, under our own names, are a word for a sum and numbers alone.

    Examples
    --------
    >>> is_row_of_sums({"id": "Total", "title": "", "estimated_hours": "12"})
    True
    >>> is_row_of_sums({"id": "Total", "title": "Count the till", "estimated_hours": "12"})
    False
    """
    said = {name for name, cell in cells.items() if str(cell or "").strip()}
    names = said - _NUMBERS
    return len(names) == 1 and names <= {"id", "title"} and bool(said & _NUMBERS) and is_sum(str(cells[min(names)]))
