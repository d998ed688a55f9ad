"""Reads a backlog out of a data frame."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from solver.domain.tasks import Backlog
from solver.errors import InputError
from solver.readers.drafting import Draft


def backlog_from_frame(frame: pd.DataFrame, hours_per_day: Decimal | None = None) -> Backlog:
    """Return the backlog in a data frame with the columns of ``backlog.csv``.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row per task; missing cells are empty.
    hours_per_day : Decimal, optional
        How long a day is, where estimates are in days.

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
    draft = Draft("data frame", hours_per_day)
    rows = frame.astype(object).where(frame.notna(), "").to_dict("records")
    for number, row in enumerate(rows, start=1):
        draft.task({str(name): str(value) for name, value in row.items()}, number)
    draft.finish()
    if draft.faults:
        raise InputError(tuple(draft.faults))
    return Backlog(tuple(draft.tasks), tuple(draft.kept), tuple(sorted(draft.assumptions)))
