"""Reads a backlog out of a data frame."""

from __future__ import annotations

import json
from decimal import Decimal
from numbers import Integral, Real
from typing import Any

import numpy as np
import pandas as pd

from solver.domain.tasks import Backlog
from solver.errors import InputError
from solver.readers.backlog.backlog import read_object
from solver.readers.backlog.columns import columns_of
from solver.readers.backlog.csv_tasks import missing_columns
from solver.readers.backlog.drafting import Draft

# Floats carry seventeen digits: hours are taken as meant if they are whole minutes but for the last few.
DIGITS = 9


def backlog_from_frame(
    frame: pd.DataFrame,
    hours_per_day: Decimal | None = None,
    unestimated: int | None = None,
    *,
    refuse_outside: bool = False,
    days_per_week: int = 5,
) -> Backlog:
    """Return the backlog in a data frame with the columns of ``backlog.csv``.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row per task; missing cells are empty. Whole numbers that pandas holds as floats, because the column has
        gaps, are whole numbers; lists are lists of ids or names; a Timedelta is a duration.
    hours_per_day : Decimal, optional
        How long a day is, where estimates are in days.
    unestimated : int, optional
        Minutes of open tasks without an estimate; without it a missing estimate is a fault.
    refuse_outside : bool
        Whether a dependency on a task that is not in the frame is a fault; otherwise it counts as done, and is said.
    days_per_week : int
        How many working days a week of a lag has.

    Returns
    -------
    Backlog
        Lines are row numbers from 1.

    Raises
    ------
    InputError
        With every fault at once.

    Examples
    --------
    >>> backlog_from_frame(pd.DataFrame({"id": ["A"], "estimated_hours": [1.5]})).tasks[0].estimate_minutes
    90
    """
    draft = Draft("data frame", hours_per_day, unestimated, refuse_outside=refuse_outside, week=days_per_week)
    items = frame_items(frame, draft)
    columns = columns_of([str(name).strip() for name in frame.columns])
    for number, item in enumerate(items, start=1):
        read_object(item, draft, number, columns)
    return draft.backlog()


def frame_items(frame: pd.DataFrame, draft: Draft | None = None) -> list[dict[str, Any]]:
    """Return the rows of a frame with the columns of ``backlog.csv`` as the objects of a ``backlog.json``.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row per task.
    draft : Draft, optional
        Is told which columns there are.

    Returns
    -------
    list of dict
        In the order of the rows.

    Raises
    ------
    InputError
        If a column is missing, or one of ours stands twice.
    """
    draft = draft or Draft("data frame", None, None)
    header = [str(name).strip() for name in frame.columns]
    columns = columns_of(header)
    draft.columns(columns, 1)
    if missing_columns(columns, header, draft, 1) or columns.twice:
        raise InputError(tuple(draft.faults))
    # A header that stands twice is none of our columns: the last of its cells is passed over like the others.
    rows = frame.itertuples(index=False, name=None)
    return [{name: plain_value(cell) for name, cell in zip(header, row, strict=True)} for row in rows]


def plain_value(cell: Any) -> Any:
    """Return a cell as JSON would hold it: numbers as text, nothing as None."""
    if isinstance(cell, dict | str | bool):
        return cell
    if isinstance(cell, list | tuple | set | np.ndarray):
        return [plain_value(one) for one in (sorted(cell) if isinstance(cell, set) else cell)]
    if pd.isna(cell):
        return None
    if isinstance(cell, pd.Timedelta):
        return f"{Decimal(str(round(cell.total_seconds() / 60, DIGITS))):f}min"
    if isinstance(cell, Integral):
        return str(int(cell))
    if isinstance(cell, Real):
        number = round(float(cell), DIGITS)
        return str(int(number)) if number.is_integer() else f"{Decimal(repr(number)):f}"
    return cell if isinstance(cell, Decimal) else json.dumps(cell, default=str).strip('"')
