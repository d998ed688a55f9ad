"""Calendar, periods and presence are read exactly, and the hours of a slot are those that a lead would reckon."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest

from solver.domain.calendar import Calendar, Period, Presence, reckon
from solver.domain.team import Team
from solver.errors import InputError
from solver.readers.workspace import read_workspace

CARD = "## Core Capabilities\n- api: 0.9\n"
PERIODS = "periods: [{id: S1, start: 2027-01-04, end: 2027-01-15}, {id: S2, start: 2027-01-18, end: 2027-01-29}]\n"
HEAD = "calendar: {hours_per_day: 8, holidays: DE-BY, closed: [2027-01-07]}\n" + PERIODS
BACKLOG = "id,estimated_hours,earliest,due,deadline,dependencies,split,crew,spent,remaining\n"


def workspace(folder: Path, team: str, rows: str = "T,4,,,,,,,,\n") -> Path:
    """Write a workspace of two cards."""
    (folder / "cards").mkdir()
    for name in ("ADA", "BEN"):
        (folder / "cards" / f"{name}.md").write_text(CARD)
    (folder / "team.yaml").write_text(team)
    (folder / "backlog.csv").write_text(BACKLOG + rows)
    return folder


def hours(team: Team) -> dict[str, list[float]]:
    """Return the hours of each member's slots."""
    assert team.calendar
    return {one.id: [slot.minutes / 60 for slot in one.slots(team.calendar)] for one in team.members}


def faults(folder: Path) -> list[str]:
    """Return the faults of a workspace."""
    with pytest.raises(InputError) as caught:
        read_workspace(folder)
    return [str(fault).replace(f"{folder}/", "") for fault in caught.value.faults]


def test_the_hours_of_a_slot_are_reckoned_from_calendar_and_roster(tmp_path: Path) -> None:
    """Week less holidays, closed days and leave, times ramp, less reserved share and committed work.

    ADA works 8 h on Mondays and 4 h on Wednesdays: 24 h in two weeks. In S1 the holiday of 6 January takes 4 h and the
    leave from the 11th to the 13th takes 12 h; 8 h are left, half of them count, a tenth is reserved, 1 h is committed.
    """
    roster = """roster:
  - {id: ADA, week: {mon: 8, wed: 4}, leave: [2027-01-11..2027-01-13], reserved: 0.1, committed: {S1: 1},
     ramp: {S1: 0.5}}
  - {id: BEN, from: 2027-01-12, limit: {S2: 20}}
"""
    team = read_workspace(workspace(tmp_path, HEAD + roster)).team
    assert hours(team) == {"ADA": [2.6, 21.6], "BEN": [32.0, 20.0]}
    ada, ben = team.members
    assert (ada.load_limit_minutes, ben.load_limit_minutes) == (round(24.2 * 60), 52 * 60)
    assert team.calendar
    lines = [(name, float(minutes) / 60) for name, minutes in ada.slots(team.calendar)[0].lines]
    assert lines == [
        ("week", 24.0),
        ("holidays", -4.0),
        ("leave", -12.0),
        ("ramp 0.5", -4.0),
        ("reserved 10%", pytest.approx(-0.4)),
        ("committed", -1.0),
    ]


def test_a_plain_number_holds_for_every_period(tmp_path: Path) -> None:
    """A limit stands in for the week, days off take their share of it; leave in hours comes off each period."""
    roster = "roster: [{id: ADA, limit: 40, leave: 5}, {id: BEN, limit: 40, leave: [2027-01-18..2027-01-22]}]\n"
    team = read_workspace(workspace(tmp_path, HEAD + roster)).team
    assert hours(team) == {"ADA": [27.0, 35.0], "BEN": [32.0, 20.0]}


def test_periods_of_one_length_are_counted_out(tmp_path: Path) -> None:
    """Every two weeks from a day on: S1, S2 and so on, without gaps."""
    team = read_workspace(workspace(tmp_path, "periods: {every: 2w, from: 2027-01-04, count: 3}\n")).team
    assert team.calendar
    assert [(one.id, str(one.start), str(one.end)) for one in team.calendar.periods] == [
        ("S1", "2027-01-04", "2027-01-17"),
        ("S2", "2027-01-18", "2027-01-31"),
        ("S3", "2027-02-01", "2027-02-14"),
    ]
    assert hours(team) == {"ADA": [80.0] * 3, "BEN": [80.0] * 3}


@pytest.mark.parametrize(
    ("team", "said"),
    [
        (PERIODS.replace("2027-01-18", "2027-01-15"), "team.yaml:1: expected a day after 2027-01-15, on which S1 ends"),
        (PERIODS.replace("2027-01-29", "2027-01-02"), "expected a day from 2027-01-18 on"),
        (PERIODS.replace("id: S2", "id: S1"), "expected an id of its own that is no date, got 'S1'"),
        (PERIODS.replace("id: S2", "id: S@2"), "expected an id without @, as in MEMBER@PERIOD, other than none, got"),
        (PERIODS.replace("id: S2", "id: none"), "other than none, got 'none'"),
        (HEAD.replace("DE-BY", "DE-BX"), "team.yaml:1: expected a country, or country-region, such as DE or DE-BY"),
        (HEAD.replace("2027-01-07", "2027-02-30"), "expected a day such as 2027-01-06"),
        (HEAD.replace("2027-01-07", "7.1.2027"), "got '7.1.2027'\nMaybe '2027-01-07'."),
        (HEAD + "roster: [{id: ADA, limit: {S3: 4}}]\n", "team.yaml:3: expected the id of a period, got 'S3'"),
        (HEAD + "roster: [{id: ADA, from: 2027-01-09, until: 2027-01-08}]\n", "expected a day from 2027-01-09 on"),
        ("roster: [{id: ADA, leave: [2027-01-07]}]\n", "team.yaml:1: expected periods, which this is about"),
        ("calendar: {closed: [2027-01-07]}\n", "team.yaml:1: expected periods beside a calendar"),
        (HEAD + "rules: {pins: [{task: T, member: ADA, period: S9}]}\n", "expected the id of a period, got 'S9'"),
    ],
)
def test_faults_of_time_name_their_line(tmp_path: Path, team: str, said: str) -> None:
    """What cannot be is refused with file and line."""
    assert any(said in text for text in faults(workspace(tmp_path, team)))


def test_days_are_done_at_the_pace_of_the_slot() -> None:
    """32 h with somebody who gives 60 % of ten days of 8 h end on the seventh working day."""
    calendar = Calendar((Period("S1", date(2027, 2, 1), date(2027, 2, 12)),))
    from decimal import Decimal

    slot = reckon(calendar, calendar.periods[0], Presence(reserved=Decimal("0.4")))
    assert slot.minutes == 48 * 60
    assert 8 < slot.moment(32 * 60) < 9, "five working days, a weekend, and more than one day"
    assert slot.done_by(slot.moment(32 * 60)) == 32 * 60


def test_every_reckoning_adds_up() -> None:
    """The lines of a slot come to its hours, be the week empty in the period, all of it away, or committed for more."""
    period = Period("S1", date(2027, 1, 11), date(2027, 1, 15))
    saturdays = (0, 0, 0, 0, 0, 240, 0)
    for week, limit, ramp, committed, leave in product(
        (None, saturdays), (None, 600), ("1", "0.3"), (0, 90, 9000), ((), ((period.start, period.end),))
    ):
        one = Presence(week, leave, limit=limit, ramp=Decimal(ramp), committed=committed, reserved=Decimal("0.1"))
        slot = reckon(Calendar((period,)), period, one)
        assert int(sum(minutes for _, minutes in slot.lines)) == slot.minutes
        assert all(minutes for name, minutes in slot.lines[1:])


@pytest.mark.parametrize(
    "second",
    ["start: 2027-01-29, end: 2027-01-18", "start: 2027-01-15, end: 2027-01-29", "start: today, end: tomorrow"],
)
def test_periods_that_cannot_be_read_are_not_unknown_besides(tmp_path: Path, second: str) -> None:
    """What names a period whose days are wrong has no fault of its own; what names none of the file has one."""
    team = f"""periods: [{{id: S1, start: 2027-01-04, end: 2027-01-15}}, {{id: S2, {second}}}]
roster:
  - {{id: ADA, limit: {{S2: 20, S9: 3}}}}
rules: {{pins: [{{task: T, member: ADA, period: S2}}]}}
"""
    found = faults(workspace(tmp_path, team, "T,4,S2,,S1,,,,,\nU,4,S8,,S2,T,,,,\n"))
    assert any(fault.startswith("team.yaml:1:") for fault in found)
    assert [fault for fault in found if not fault.startswith("team.yaml:1:")] == [
        "team.yaml:3: expected the id of a period, got 'S9'",
        "backlog.csv:3: expected a day or the id of a period as earliest, got 'S8'",
    ]


def test_where_no_period_can_be_read_members_are_told_of_the_periods_alone(tmp_path: Path) -> None:
    """Hours of single periods are no fault of theirs where the file has periods with wrong days."""
    team = "periods: [{id: S1, start: 2027-13-04, end: 2027-01-15}]\nroster: [{id: ADA, limit: {S1: 20}}]\n"
    assert faults(workspace(tmp_path, team)) == ["team.yaml:1: expected a day such as 2027-01-06, got '2027-13-04'"]
