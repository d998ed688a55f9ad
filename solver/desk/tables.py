"""A plan as data frames, with the columns that the command line's CSV has."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

ASSIGNMENTS: Final = ("task", "title", "priority", "member", "period", "hours", "fit", "preference")
DATES: Final = ("start_date", "end_date")
LEFT_OUT: Final = ("task", "title", "priority", "hours", "gate", "reason")
LOADS: Final = ("member", "period", "hours", "limit_hours")
LEVELS: Final = ("level", "value", "bound", "gap")


def assignment_table(data: dict[str, Any], *, dated: bool) -> pd.DataFrame:
    """Return a row for each assignment; with dates its first and its last day, too."""
    return pd.DataFrame(data["assignments"], columns=(*ASSIGNMENTS, *(DATES if dated else ())))


def left_out_table(data: dict[str, Any]) -> pd.DataFrame:
    """Return a row for each task that stays out."""
    return pd.DataFrame(data["unassigned"], columns=LEFT_OUT)


def load_table(data: dict[str, Any]) -> pd.DataFrame:
    """Return a row for each member, in each period where there are some."""
    return pd.DataFrame(data["loads"]).rename(columns={"limit": "limit_hours"}).reindex(columns=LOADS)


def level_table(data: dict[str, Any]) -> pd.DataFrame:
    """Return a row for each level; quality is in hours, where the data have thousandths."""
    frame = pd.DataFrame(data["levels"], columns=("name", "value", "bound", "gap"))
    frame.columns = pd.Index(LEVELS)
    numbers = frame[["value", "bound"]].astype(float)
    is_quality = frame["level"] == "quality"
    frame[["value", "bound"]] = numbers.where(~is_quality, numbers / 1000, axis=0)
    return frame
