"""Who is away or on call: lists in CSV and Excel, calendars in iCalendar."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any, Final

from solver.errors import Fault, InputError
from solver.importers.board.amounts import number_of
from solver.importers.board.dates import iso_date, order_of, serial_date
from solver.importers.files.table import Table, plain
from solver.importers.nouns import ASSUMED, LEFT_OUT, TAKEN, Intake, Leave
from solver.importers.source import Source
from solver.importers.window import DAY_MINUTES

NAME = "leave"
PERSON: Final = {
    *("name", "person", "employee", "member", "who", "mitarbeiter", "mitarbeiterin", "wer", "staff", "user", "id"),
    *(
        "employee name",
        "team member",
        "mitarbeiter/in",
        "on-call",
        "on call",
        "oncall",
        "primary",
        "kollege",
        "assignee",
    ),
}
FIRST: Final = {
    "from",
    "start",
    "start date",
    "first day",
    "von",
    "beginn",
    "startdatum",
    "date",
    "datum",
    "day",
    "tag",
}
LAST: Final = {"to", "until", "end", "end date", "last day", "bis", "ende", "enddatum", "through", "return"}
REASON: Final = {"reason", "type", "kind", "grund", "art", "leave type", "note", "comment", "absence", "bemerkung"}
# What a list of tasks has and a list of absences has not.
OF_TASKS: Final = {"title", "titel", "summary", "estimate", "story points", "issue key", "priority"}
STATUS: Final = {"status", "state", "approval", "approved", "genehmigt", "genehmigung", "stand"}
DAYS: Final = {"days", "tage", "duration (days)", "working days", "number of days", "total days", "amount"}
HOURS: Final = {"hours", "stunden", "duration (hours)", "number of hours", "total hours"}
# What a request says that was not granted, or is not yet.
_REFUSED: Final = re.compile(
    r"reject|declin|denied|refus|cancel|withdrawn|^no$|^false$|abgelehnt|storniert|^nein$", re.IGNORECASE
)
_OPEN: Final = re.compile(r"pending|request|open|draft|submitted|waiting|offen|beantragt|ausstehend", re.IGNORECASE)
_AWAY: Final = re.compile(
    r"\b(?:vacation|holidays?|leave|pto|off|out of office|ooo|sick|away|absent|urlaub|abwesend|krank|frei|elternzeit"
    r"|parental|training|conference|on[- ]?call|bereitschaft|annual)\b",
    re.IGNORECASE,
)


def sniff(source: Source) -> str:
    """Return that rows are days of a person, or that the file is a calendar."""
    if source.text.lstrip().startswith("BEGIN:VCALENDAR"):
        return "an iCalendar file"
    names = {plain(name) for name in source.header}
    is_list = bool(names & PERSON and names & FIRST and not names & OF_TASKS)
    # A list with a state and a last day is one of tasks unless it says what kind of absence each row is.
    if is_list and (names & LAST or len(names) <= 4) and (not names & {"status", "state"} or _says_absence(source)):
        return "columns for a person and days"
    return ""


def _says_absence(source: Source) -> bool:
    """Return whether half of the rows or more name a kind of absence."""
    rows = source.table.rows if source.table else ()
    said = [any(_AWAY.search(cell) for cell in row.cells) for row in rows]
    return bool(said) and 2 * sum(said) >= len(said)


def read(source: Source) -> Intake:
    """Return the days; one that cannot be read is left out with its line."""
    intake = Intake(source.name, NAME)
    if source.text.lstrip().startswith("BEGIN:VCALENDAR"):
        _read_calendar(source, intake)
    elif source.table:
        _read_table(source.table, intake)
    intake.facts |= {
        "leave": len(intake.leave),
        "leave_people": len({one.person for one in intake.leave}),
        "leave_days": sum(_days(one) for one in intake.leave),
    }
    for one in intake.leave:
        until = f" to {one.last}" if one.last != one.first else ""
        until += f", {one.minutes / 60:g} h of it" if one.minutes else ""
        intake.say(one.line, TAKEN, f"{one.person} away {one.first}{until}{f' ({one.reason})' if one.reason else ''}")
    return intake


def _days(one: Leave) -> int:
    return (date.fromisoformat(one.last) - date.fromisoformat(one.first)).days + 1


def _read_table(table: Table, intake: Intake) -> None:
    places = {name: at for name, at in ((plain(name), at) for at, name in reversed(list(enumerate(table.header))))}
    person, first, last, reason, status, days, hours = (
        next((places[name] for name in places if name in wanted), -1)
        for wanted in (PERSON, FIRST, LAST, REASON, STATUS, DAYS, HOURS)
    )
    cells = [row.cells[at] for at in (first, last) if at >= 0 for row in table.rows if at < len(row.cells)]
    month_first, how = order_of(cells)
    if how:
        intake.say(table.line, ASSUMED, f"{how}: no other date tells which")
    for row in table.rows:
        at_most = len(row.cells)
        said = [row.cells[at] if 0 <= at < at_most else "" for at in (person, first, last, reason, status, days, hours)]
        start = iso_date(said[1], month_first) or serial_date(said[1])
        end = iso_date(said[2], month_first) or serial_date(said[2]) if said[2] else start
        if not said[0] or not start or not end or end < start:
            intake.say(row.line, LEFT_OUT, f"expected a person, a first and a last day, got {', '.join(said[:3])}")
            continue
        if _REFUSED.search(said[4]):
            intake.say(row.line, LEFT_OUT, f"{said[0]} from {start}: {said[4]}, so not away")
            continue
        if _OPEN.search(said[4]):
            intake.say(row.line, ASSUMED, f"{said[0]} from {start}: {said[4]}, counted as away")
        part = _part(said[5], DAY_MINUTES) or _part(said[6], 60) if start == end else 0
        intake.leave.append(Leave(said[0], start, end, intake.file, row.line, said[3], part))


def _part(text: str, unit: int) -> int:
    """Return the minutes of an amount that is less than a day, 0 for a whole one."""
    number = number_of(text) if text else None
    minutes = round(number * unit) if number and number > 0 else 0
    return minutes if minutes < DAY_MINUTES else 0


def _read_calendar(source: Source, intake: Intake) -> None:
    try:
        from icalendar import Calendar
    except ImportError as error:
        fault = Fault(source.name, 1, "icalendar, which reads calendars", "none installed", "pip install icalendar")
        raise InputError((fault,)) from error
    lines = [number for number, line in enumerate(source.text.splitlines(), 1) if line.strip() == "BEGIN:VEVENT"]
    for number, event in enumerate(Calendar.from_ical(source.text).walk("VEVENT")):
        line = lines[number] if number < len(lines) else 1
        summary = str(event.get("SUMMARY") or "")
        person, reason = _who(summary, event)
        days = _span(event)
        if not person or not days:
            intake.say(line, LEFT_OUT, f"expected a person and days, got {summary!r}")
            continue
        if event.get("RRULE"):
            intake.say(line, LEFT_OUT, f"{summary!r} is repeated: only its first days are taken")
        intake.leave.append(Leave(person, *days, intake.file, line, reason, _part_of_day(event)))


def _span(event: Any) -> tuple[str, str] | None:
    """Return the first and the last day of an event; the end of whole days is the day after."""
    start, end = event.get("DTSTART"), event.get("DTEND")
    if start is None:
        return None
    first = start.dt
    is_whole = type(first) is date
    last = end.dt if end is not None else first
    if is_whole and end is not None and last > first:
        last -= timedelta(days=1)
    return first.isoformat()[:10], last.isoformat()[:10]


def _part_of_day(event: Any) -> int:
    """Return the minutes of an event that takes a part of one day, 0 for whole days."""
    start, end = event.get("DTSTART"), event.get("DTEND")
    if end is None or type(start.dt) is date or start.dt.date() != end.dt.date():
        return 0
    minutes = round((end.dt - start.dt).total_seconds() / 60)
    return minutes if 0 < minutes < DAY_MINUTES else 0


def _who(summary: str, event: Any) -> tuple[str, str]:
    """Return the person and the reason of an event: ``Ana: vacation``, ``Urlaub Ana``, or whom it invites."""
    for mark in (":", " - ", " – ", "(", ","):
        one, found, two = (part.strip(" )") for part in summary.partition(mark))
        if found is not None and one and two:
            return (two, one) if _AWAY.search(one) and not _AWAY.search(two) else (one, two)
    rest = " ".join(_AWAY.sub(" ", summary).split())
    if rest and rest != summary:
        return re.sub(r"^(?:is|on|of|for|von)\s+|\s+(?:is|on|in|im)$", "", rest), summary
    attendee = event.get("ATTENDEE")
    attendee = attendee[0] if isinstance(attendee, list) else attendee
    name = attendee.params.get("CN") if attendee is not None else None
    return str(name or str(attendee or "").removeprefix("mailto:")), summary
