"""Which days the plan is for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from solver.importers.nouns import ImportedTask, Leave

DAY_MINUTES, WEEK_MINUTES = 480, 2400
# A sprint is one period: in shorter ones what is urgent would go to whoever is free first, not to whoever can do it.
SPRINT_WEEKS = 2


@dataclass(frozen=True)
class Window:
    """The days of a plan, both counted, from a first day to a Friday, and why these."""

    first: date
    last: date
    why: str

    def away_minutes(self, leave: Iterable[Leave]) -> int:
        """Return the minutes of working days in the window that somebody's leave covers, no day more than once."""
        leave, taken = tuple(leave), dict[date, int]()
        for at in range((self.last - self.first).days + 1):
            day = self.first + timedelta(days=at)
            away = (one.minutes or DAY_MINUTES for one in leave if one.first <= day.isoformat() <= one.last)
            taken[day] = min(sum(away), DAY_MINUTES) if day.weekday() < 5 else 0
        return sum(taken.values())

    def periods(self) -> Iterator[tuple[str, date, date]]:
        """Yield sprints of two weeks as id, first and last day; the last may be shorter."""
        first, number = self.first, 1
        while first <= self.last:
            monday = first - timedelta(days=first.weekday())
            last = min(monday + timedelta(days=7 * SPRINT_WEEKS - 3), self.last)
            yield f"S{number}", first, last
            first, number = monday + timedelta(days=7 * SPRINT_WEEKS), number + 1


def window_of(
    tasks: Iterable[ImportedTask], leave: Iterable[Leave], weeks: int, window_from: str = "", latest: str = ""
) -> Window | None:
    """Return the weeks that a plan is for.

    Parameters
    ----------
    tasks, leave : iterables of ImportedTask and Leave
        Open tasks with their due dates, and who is away when.
    weeks : int
        How many, at least 1.
    window_from : str
        The first day, where the user says it.
    latest : str
        The last day on which something in the files was written: days before it are over.

    Returns
    -------
    Window or None
        From the user's day, else from the Monday of the first day named that is not over; None where none is.
    """
    if window_from:
        start = date.fromisoformat(window_from)
        end = start - timedelta(days=start.weekday()) + timedelta(days=7 * weeks - 3)
        return Window(start, max(end, start), f"from {window_from}, as import.yaml says")
    days = [(one.first, "leave") for one in leave] + [(task.due, "due date") for task in tasks if task.due]
    ahead = [one for one in days if one[0] >= latest]
    if not ahead:
        return None
    day, what = min(ahead)
    first = date.fromisoformat(day)
    first -= timedelta(days=first.weekday())
    return Window(first, first + timedelta(days=7 * weeks - 3), f"the week of the first {what}, {day}")
