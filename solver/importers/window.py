"""Which days the plan is for, and how many hours leave takes out of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from solver.importers.nouns import ImportedTask, Leave

DAY_MINUTES = 480


@dataclass(frozen=True)
class Window:
    """The days of a plan, both counted, and the hours that a full week of them has."""

    first: date
    last: date
    why: str

    @property
    def minutes(self) -> int:
        """The minutes of its working days."""
        return DAY_MINUTES * sum(day.weekday() < 5 for day in self.days())

    def days(self) -> list[date]:
        """Return each day."""
        return [self.first + timedelta(days=at) for at in range((self.last - self.first).days + 1)]


def window_of(
    tasks: Iterable[ImportedTask], leave: Iterable[Leave], weeks: int, window_from: str = ""
) -> Window | None:
    """Return the weeks from a day, else from the Monday of the first day that leave or due dates name, if any."""
    if window_from:
        start = date.fromisoformat(window_from)
        return Window(start, start + timedelta(days=7 * weeks - 3), f"from {window_from}, as import.yaml says")
    days = [(one.first, "leave") for one in leave] + [(task.due, "due date") for task in tasks if task.due]
    if not days:
        return None
    day, what = min(days)
    first = date.fromisoformat(day)
    first -= timedelta(days=first.weekday())
    return Window(first, first + timedelta(days=7 * weeks - 3), f"the week of the first {what}, {day}")


def away_minutes(leave: Iterable[Leave], window: Window) -> int:
    """Return the minutes of working days in the window that somebody's leave covers, each day once."""
    covered = {
        day for one in leave for day in window.days() if one.first <= day.isoformat() <= one.last and day.weekday() < 5
    }
    return DAY_MINUTES * len(covered)
