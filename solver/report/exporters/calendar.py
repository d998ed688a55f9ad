"""The pieces of a plan with periods as a calendar that every calendar program reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from solver.errors import Fault, InputError
from solver.report.exporters.pieces import Piece

PRODUCT: Final = "-//teamwright//plan//EN"


def calendar_text(pieces: Iterable[Piece], file: str) -> str:
    """Return the pieces that have dates as iCalendar text; whose hours and which sprint it is stands in each event.

    Raises
    ------
    InputError
        If no piece has a date, or icalendar is not installed.
    """
    pieces = [one for one in pieces if one.start and one.end]
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
    for piece in pieces:
        calendar.add_component(_event(Event(), piece))
    return str(calendar.to_ical().decode("utf-8"))


def _event(event: Any, piece: Piece) -> Any:
    start, end = _moment(piece.start), _moment(piece.end)
    if type(end) is date:
        # The end of whole days is the day after the last.
        end += timedelta(days=1)
    # The same piece of the same member replaces what a calendar had of it.
    event.add("uid", f"{piece.task}-{piece.number}-{piece.member}@teamwright")
    event.add("dtstamp", datetime.combine(date.fromisoformat(piece.start[:10]), datetime.min.time(), UTC))
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", f"{piece.member}: {piece.task} {piece.title}".strip())
    dates = (f", {name} {day}" for name, day in (("due", piece.due), ("deadline", piece.deadline)) if day)
    hours = "" if piece.hours is None else f"{piece.hours:g} h "
    event.add("description", f"{hours}in {piece.period or 'the window'}, {piece.priority}{''.join(dates)}")
    return event


def _moment(text: str) -> date | datetime:
    return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
