"""Lists of who is away or on call, as tables, workbooks and calendars."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from solver.importers.families import family_of
from solver.importers.nouns import Intake
from solver.importers.source import Source
from solver.importers.window import Window

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


def test_what_was_not_granted_is_no_leave(tmp_path: Path) -> None:
    """A list with a state of each request is one of leave; refused ones are left out by name, open ones are said."""
    (tmp_path / "a.csv").write_text(
        "Employee,Type,Start,End,Days,Status\nAnn,Vacation,2026-11-30,2026-12-02,3,Approved\n"
        "Bob,Sick,2026-12-01,2026-12-01,0.5,Pending\nCid,Vacation,2026-12-01,2026-12-04,4,Rejected\n"
    )
    found = read(tmp_path / "a.csv")
    assert days(found) == [("Ann", "2026-11-30", "2026-12-02"), ("Bob", "2026-12-01", "2026-12-01")]
    texts = [one.text for one in found.ledger]
    assert "Cid from 2026-12-01: Rejected, so not away" in texts
    assert "Bob from 2026-12-01: Pending, counted as away" in texts
    assert [one.minutes for one in found.leave] == [0, 240]


def test_a_list_of_tasks_with_a_state_is_no_leave(tmp_path: Path) -> None:
    """People, days and a state alone make no absences: some row must name one."""
    path = tmp_path / "a.csv"
    path.write_text("Name,Start,End,Status\nBuild,2026-11-30,2026-12-02,Open\nTest,2026-12-02,2026-12-03,Done\n")
    family, _ = family_of(Source(path, path.name))
    assert family is None or family.NAME != "leave"


def test_a_part_of_a_day_is_no_whole_day(tmp_path: Path) -> None:
    """An event of some hours takes these; two on one day never take more than the day."""
    event = "BEGIN:VEVENT\nUID:{0}\nSUMMARY:Ana: dentist\nDTSTART:20270105T{1}0000Z\n"
    event += "DTEND:20270105T{2}0000Z\nEND:VEVENT\n"
    events = "".join(event.format(number, *hours) for number, hours in enumerate([("08", "10"), ("09", "16")]))
    (tmp_path / "a.ics").write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{events}END:VCALENDAR\n")
    found = read(tmp_path / "a.ics")
    assert [one.minutes for one in found.leave] == [120, 420]
    window = Window(date(2027, 1, 4), date(2027, 1, 8), "")
    assert (window.away_minutes(found.leave[:1]), window.away_minutes(found.leave)) == (120, 480)
