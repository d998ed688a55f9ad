"""Explanations as data frames, for notebooks and spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def to_frame(rows: Iterable[Any]) -> pd.DataFrame:
    """Return one line for each row of an explanation, or for each of its steps where it has some.

    Parameters
    ----------
    rows : iterable
        Whatever a function of this room returns: ``Term``, ``Why``, ``WhyNot``, ``Suggestion``, ``Marginal``, ...

    Returns
    -------
    pandas.DataFrame
        A column for each field. A price gives a column for each level, the quality in hours, and ``tasks``; several
        names are joined by commas, and of other rows within a row their number is given.

    Examples
    --------
    >>> from solver.explanation.terms.terms import Term
    >>> to_frame([Term("quality", "fit", "T", "X", 900)])
         level name about member  units
    0  quality  fit     T      X    900
    """
    import pandas as pd

    return pd.DataFrame([cells for row in rows for cells in flat(row)])


def flat(row: Any) -> list[dict[str, Any]]:
    """Return a row as cells: one for each of its steps, or a single one."""
    steps = getattr(row, "steps", None)
    if not steps:
        return [dict(_cells(row))]
    own = dict(_cells(row, without="steps"))
    return [own | dict(_cells(step)) for step in steps]


def _cells(row: Any, without: str = "") -> Iterator[tuple[str, Any]]:
    for field in fields(row):
        if field.name != without:
            yield from _cell(field.name, getattr(row, field.name))


def _cell(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if name == "changes" and isinstance(value, tuple):
        yield from (
            (f"{level}_hours", units / 1000) if level == "quality" else (level, units) for level, units in value
        )
    elif is_dataclass(value):
        yield from _cells(value)
        if hasattr(value, "tasks"):
            yield "tasks", value.tasks
    elif isinstance(value, tuple):
        yield name, ", ".join(value) if all(isinstance(part, str) for part in value) else len(value)
    else:
        yield name, value
