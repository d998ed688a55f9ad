"""The pieces of a plan with periods as a calendar that every calendar program reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from solver.errors import Fault, InputError


@dataclass(frozen=True)
class Piece:
    """When somebody works on a task: ISO days or times, ``end`` after ``start``."""

    task: str
    member: str
    title: str
    start: str
    end: str


PRODUCT: Final = "-//teamwright//plan//EN"


def calendar_text(pieces: Iterable[Piece], file: str) -> str:
    """Return the pieces as iCalendar text.

    Raises
    ------
    InputError
        If no piece has a date, or icalendar is not installed.
    """
    pieces = list(pieces)
    if not pieces:
        maybe = "periods in team.yaml, then plan again"
        raise InputError((Fault(file, 1, "a plan with dates, which comes of periods", "none", maybe),))
    try:
        from icalendar import Calendar, Event
    except ImportError as error:
        fault = Fault(file, 1, "icalendar, which writes calendars", "none installed", "pip install icalendar")
        raise InputError((fault,)) from error
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    for number, piece in enumerate(pieces):
        calendar.add_component(_event(Event(), piece, number))
    return str(calendar.to_ical().decode("utf-8"))


def _event(event: Any, piece: Piece, number: int) -> Any:
    start, end = _moment(piece.start), _moment(piece.end)
    if type(end) is date:
        # The end of whole days is the day after the last.
        end += timedelta(days=1)
    event.add("uid", f"{piece.task}-{number}@teamwright")
    event.add("dtstamp", datetime.combine(date.fromisoformat(piece.start[:10]), datetime.min.time(), UTC))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", f"{piece.member}: {piece.task} {piece.title}".strip())
    return event


def _moment(text: str) -> date | datetime:
    return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
