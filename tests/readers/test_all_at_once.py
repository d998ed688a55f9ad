"""Faults of several kinds in the files of one workspace are told at once: a wrong form hides no wrong name or date."""

from pathlib import Path

import pytest

from solver.errors import InputError
from solver.readers.workspace import read_workspace

TEAM = """\
calendar: {workdays: [mon, tue, wde, thu, fri]}
periods: [{id: S1, start: 2027-01-04, end: 2027-01-15}, {id: S2, start: 2027-01-18, end: 2027-01-29}]
roster:
  - {id: ADA, ramp: {S1: 1.5}, limit: {S9: 20}}
  - {id: BEN, week: {mon: 8, wedn: 4}, leave: [2027-01-13..2027-01-11], committed: [3]}
grow:
  - {member: ADA, capability: x, hours: 8, mentor: ZOE, mentor_share: 2}
policies: {order: fits}
"""
ROWS = """\
id,title,estimated_hours,capabilities,earliest,deadline,split,crew,spent
A,,four,x,,S7,,,
B,,4,,2027-02-01,2027-01-15,,,-1
C,,4,,S2,S1,2h,2,
"""


def faults_of(folder: Path, team: str, rows: str = ROWS) -> set[str]:
    """Return the faults of a workspace of two cards, each as its line and what was expected."""
    (folder / "cards").mkdir(exist_ok=True)
    for name in ("ADA", "BEN"):
        (folder / "cards" / f"{name}.md").write_text("## Core Capabilities\n- x: 0.7\n", encoding="utf-8")
    (folder / "team.yaml").write_text(team, encoding="utf-8")
    (folder / "backlog.csv").write_text(rows, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_workspace(folder)
    faults = caught.value.faults
    assert len(faults) == len(set(map(str, faults)))
    return {f"{Path(one.file).name}:{one.line}: {one.expected}, got {one.got}" for one in faults}


def test_wrong_forms_hide_no_wrong_names_and_dates(tmp_path: Path) -> None:
    """Each of fourteen faults is told once, in two files, and in words that are not those of a class of the program."""
    assert faults_of(tmp_path, TEAM) == {
        "team.yaml:1: calendar.workdays.2 to be 'mon', 'tue', 'wed', 'thu', 'fri', 'sat' or 'sun', got 'wde'",
        "team.yaml:4: roster.0.ramp.S1 to be less than or equal to 1, got 1.5",
        "team.yaml:4: the id of a period, got 'S9'",
        "team.yaml:5: roster.1.week.wedn to be 'mon', 'tue', 'wed', 'thu', 'fri', 'sat' or 'sun', got 'wedn'",
        "team.yaml:5: roster.1.committed to be a value of another kind, got [3]",
        "team.yaml:5: days in their order, got '2027-01-13..2027-01-11'",
        "team.yaml:7: grow.0.mentor_share to be less than or equal to 1, got 2",
        "team.yaml:7: a member, got 'ZOE'",
        "team.yaml:8: policies.order to be 'fit', 'next' or 'ignore', got 'fits'",
        "backlog.csv:2: hours such as 7.5, 30min, 3h, 2d as estimated_hours, got 'four'",
        "backlog.csv:2: a day or the id of a period as deadline, got 'S7'",
        "backlog.csv:3: hours such as 7.5, 30min, 3h, 2d as spent, got '-1'",
        "backlog.csv:3: a deadline from 2027-02-01 on, the earliest start, got '2027-01-15'",
        "backlog.csv:4: either parts or seats: the seats of a crew are not split, got 'split 2h and crew 2'",
        "backlog.csv:4: a deadline from 2027-01-18 on, its earliest start, got 'S1' of C",
    }


@pytest.mark.parametrize(
    ("team", "said"),
    [
        ("hours_per_day: 30\nroster: [{id: ADA, limit: 2d}]\n", {"team.yaml:1"}),
        ("rooster: [{id: ADA}]\nrules: {forbids: [{task: T, member: ADE}]}\n", {"team.yaml:1"}),
        ("roster: [{id: ANN, crad: ADA}]\n", {"team.yaml:1"}),
        ("roster: [{card: ADA}]\nrules: {forbids: [{task: T, member: ADE}]}\n", {"team.yaml:1"}),
    ],
)
def test_what_other_lines_are_read_by_is_told_alone(tmp_path: Path, team: str, said: set[str]) -> None:
    """Without the length of a day, the roster or a card, what is right elsewhere would be called wrong."""
    found = faults_of(tmp_path, team, "id,estimated_hours\nT,4\n")
    assert {one.partition(": ")[0] for one in found} == said


def test_a_backlog_that_is_not_whole_says_nothing_of_names(tmp_path: Path) -> None:
    """A row that cannot be read may be the task that a rule names."""
    team = "rules: {required: [T, U]}\n"
    found = faults_of(tmp_path, team, "id,estimated_hours\nT,4\nU,1,5\n")
    assert {one.partition(": ")[0] for one in found} == {"backlog.csv:3"}
    found = faults_of(tmp_path, team, "id,estimated_hours\nT,four\n")
    assert {one.partition(": ")[0] for one in found} == {"backlog.csv:2", "team.yaml:1"}


def test_a_capability_that_no_seat_asks_for_is_a_fault(tmp_path: Path) -> None:
    """Seats with requirements of their own are all that counts; one of the task's that a seat has, too, is no fault."""
    head = "id,estimated_hours,capabilities,crew\n"
    found = faults_of(tmp_path, "{}", f"{head}T,4,x; y,x|z\nU,4,x,x|z\nV,4,x; y,2\n")
    expected = "'y' in a seat of crew too: what the seats ask for is all that counts"
    assert found == {f"backlog.csv:2: {expected}, got 'x|z'"}


def test_the_day_of_the_calendar_is_the_day_of_estimates(tmp_path: Path) -> None:
    """Hours of a day that only the calendar states hold for 1d, too; two that differ are a fault."""
    calendar = "calendar: {hours_per_day: 6}\nperiods: [{id: S1, start: 2027-01-04, end: 2027-01-08}]\n"
    faults_of(tmp_path, "hours_per_day: x\n")
    (tmp_path / "team.yaml").write_text(f"{calendar}roster: [{{id: ADA, limit: 2d}}]\n", encoding="utf-8")
    (tmp_path / "backlog.csv").write_text("id,estimated_hours\nT,1d\n", encoding="utf-8")
    found = read_workspace(tmp_path)
    assert found.backlog.tasks[0].estimate_minutes == 360
    assert [slot.minutes for slot in found.team.members[0].slots(found.team.calendar)] == [720]  # type: ignore[arg-type]
    two = faults_of(tmp_path, f"hours_per_day: 8\n{calendar}", "id,estimated_hours\nT,4\n")
    expected = "8, which is hours_per_day of the file, or one of the two alone"
    assert two == {f"team.yaml:2: {expected}, got '6'"}
