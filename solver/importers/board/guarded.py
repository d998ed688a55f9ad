"""Reads the items of a JSON export one by one, so that one that is odd costs none of the others."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar

from solver.importers.nouns import Intake

# What reading a value ends in that is not of the kind that its tracker writes.
ODD: Final = (KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError)
_SHOWN: Final = 80
Made = TypeVar("Made")


def read_each(intake: Intake, rows: Iterable[tuple[int, Any]], make: Callable[[Any, int], Made]) -> list[Made]:
    """Return what is made of each row, with a line of the ledger for each that nothing can be made of.

    Parameters
    ----------
    intake : Intake
        Of the file; counts the rows that are left out.
    rows : iterable of (int, object)
        Each with its line.
    make : callable of (object, int)
        Reads one row.

    Returns
    -------
    list
        Of the rows that could be read, in their order.
    """
    found = []
    for line, row in rows:
        try:
            found.append(make(row, line))
        except ODD:
            said = json.dumps(row, ensure_ascii=False)
            shown = said if len(said) <= _SHOWN else f"{said[:_SHOWN]}..."
            intake.leave_out(line, f"an item that is not as its tracker writes them: {shown}")
    return found
