"""How long a task takes: remaining, else estimate, else points times a factor, else its size in words; once."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from solver.importers.files.table import plain
from solver.importers.nouns import ImportedTask
from solver.importers.settings import Settings

UNDER_WAY: Final = {"IN_PROGRESS", "IN_REVIEW"}


@dataclass(frozen=True)
class Size:
    """Minutes of a whole task and those left to do, None where nothing states them, and how they were come by."""

    whole: int | None
    left: int | None
    how: str = ""


def size_of(task: ImportedTask, settings: Settings) -> Size:
    """Return how long a task takes; of work under way, what is spent is taken off the whole where nobody says better.

    Examples
    --------
    >>> size_of(ImportedTask("A", "f", 1, "", points=Decimal(5)), Settings())
    Size(whole=1200, left=1200, how='5 points x 4 h = 20 h')
    """
    whole, how = _whole(task, settings)
    if task.remaining_minutes:
        return Size(max(whole or 0, task.remaining_minutes), task.remaining_minutes, "")
    if whole is None or task.state not in UNDER_WAY or not task.spent_minutes:
        return Size(whole, whole, how)
    left = whole - task.spent_minutes
    if left > 0:
        said = f"less {task.spent_minutes / 60:g} h spent: {left / 60:g} h left"
        return Size(whole, left, f"{how}, {said}" if how else f"{whole / 60:g} h {said}")
    left = min(settings.unsized, whole)
    return Size(whole, left, f"all of its {whole / 60:g} h are spent: {left / 60:g} h left")


def _whole(task: ImportedTask, settings: Settings) -> tuple[int | None, str]:
    if task.estimate_minutes:
        return _weeks(task.estimate_minutes, settings), ""
    if task.points:
        minutes = int(Fraction(task.points) * settings.point)
        unit = "point" if task.points == 1 else "points"
        return minutes or 1, f"{number(task.points)} {unit} x {settings.point / 60:g} h = {minutes / 60:g} h"
    word = plain(task.size)
    if word in settings.sizes:
        return settings.sizes[word], f"size {task.size} = {settings.sizes[word] / 60:g} h"
    return None, ""


def number(value: Decimal) -> str:
    """Return a number without needless zeros.

    Examples
    --------
    >>> number(Decimal("5.0")), number(Decimal("0.50")), number(Decimal(40))
    ('5', '0.5', '40')
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def hours(minutes: int) -> str:
    """Return minutes as hours, in a form that reads back exactly.

    Examples
    --------
    >>> hours(480), hours(90), hours(100)
    ('8', '1.5', '100min')
    """
    if minutes % 3 == 0:
        return number(Decimal(minutes) / 60)
    return f"{minutes}min"


def _weeks(minutes: int, settings: Settings) -> int:
    """Return the minutes with a week as long as the user says, where they are whole weeks of a longer list."""
    return minutes * settings.week // 2400 if settings.week != 2400 and minutes % 2400 == 0 else minutes
