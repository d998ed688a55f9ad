"""Lists of who is away or on call, as tables, workbooks and calendars."""

from __future__ import annotations

from pathlib import Path

import pytest

from solver.importers.families import family_of
from solver.importers.nouns import Intake
from solver.importers.source import Source

CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//y//EN
BEGIN:VEVENT
UID:1
SUMMARY:Ana Ortiz: vacation
DTSTART;VALUE=DATE:20270104
DTEND;VALUE=DATE:20270109
END:VEVENT
BEGIN:VEVENT
UID:2
SUMMARY:Urlaub Jörg Maß
DTSTART:20270111T080000Z
DTEND:20270112T160000Z
END:VEVENT
BEGIN:VEVENT
UID:3
SUMMARY:On-call
ATTENDEE;CN=Ben Ng:mailto:ben@example.org
DTSTART;VALUE=DATE:20270118
END:VEVENT
END:VCALENDAR
"""


def read(path: Path) -> Intake:
    """Return what the family that knows the file reads."""
    source = Source(path, path.name)
    family, _ = family_of(source)
    assert family
    assert family.NAME == "leave"
    return family.read(source)


def days(found: Intake) -> list[tuple[str, str, str]]:
    """Return person, first and last day of each line."""
    return [(one.person, one.first, one.last) for one in found.leave]


@pytest.mark.parametrize(
    "text",
    [
        "name,from,to,reason\nAna,2027-01-04,2027-01-08,holiday\nBen,2027-01-06,,\n",
        "Mitarbeiter;Von;Bis;Grund\nAna;04.01.2027;08.01.2027;Urlaub\nBen;6.1.27;;\n",
        "Employee\tStart Date\tEnd Date\nAna\t1/4/2027\t1/8/2027\nBen\t1/6/2027\t1/6/2027\nCy\tsoon\t\n"
        "Di\t1/25/2027\t1/24/2027\n",
    ],
)
def test_a_table_of_leave_is_read_in_any_dress(tmp_path: Path, text: str) -> None:
    """Headers, orders of dates and a single day read alike; what is no day is left out with its line."""
    path = tmp_path / "leave.csv"
    path.write_text(text)
    found = read(path)
    assert days(found) == [("Ana", "2027-01-04", "2027-01-08"), ("Ben", "2027-01-06", "2027-01-06")]
    assert found.facts["leave_days"] == 6
    assert len(found.ledger) == text.count("\n") - 1


def test_a_calendar_tells_who_is_away(tmp_path: Path) -> None:
    """The end of whole days is the day after the last; a name stands before, after, or among the invited."""
    pytest.importorskip("icalendar")
    path = tmp_path / "team.ics"
    path.write_bytes(CALENDAR.replace("\n", "\r\n").encode())
    assert days(read(path)) == [
        ("Ana Ortiz", "2027-01-04", "2027-01-08"),
        ("Jörg Maß", "2027-01-11", "2027-01-12"),
        ("Ben Ng", "2027-01-18", "2027-01-18"),
    ]


def test_a_workbook_of_leave_has_real_dates(tmp_path: Path) -> None:
    """Cells that are dates need no format."""
    openpyxl = pytest.importorskip("openpyxl")
    from datetime import date

    book = openpyxl.Workbook()
    book.active.append(["Name", "From", "To"])
    book.active.append(["Ana", date(2027, 1, 4), date(2027, 1, 8)])
    book.save(tmp_path / "leave.xlsx")
    assert days(read(tmp_path / "leave.xlsx")) == [("Ana", "2027-01-04", "2027-01-08")]
