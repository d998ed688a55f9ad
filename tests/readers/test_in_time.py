"""What a task says about time arrives from every form of input, or its fault names file and line."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from solver.domain.tasks import Task
from solver.errors import InputError
from solver.readers.backlog.backlog import read_backlog
from solver.readers.backlog.frames import backlog_from_frame
from solver.readers.workspace import read_workspace
from tests.readers.test_calendar import HEAD, faults, workspace

FIELDS = ("estimate_minutes", "earliest", "due", "deadline", "split_minutes", "spent_minutes")
CSV = """id,estimated_hours,capabilities,earliest,due,deadline,split,crew,spent,remaining
A,12,api:0.5,2027-01-11,S1,2027-01-22,4h,,2,8
B,6,api:0.5,,,,,2,,
C,6,,,,,no,api:0.8; sql | web:0.7,,
"""
ITEMS = [
    {
        "id": "A",
        "estimated_hours": 12,
        "capabilities": {"api": 0.5},
        "earliest": "2027-01-11",
        "due": "S1",
        "deadline": "2027-01-22",
        "split": "4h",
        "spent": 2,
        "remaining": 8,
    },
    {"id": "B", "estimated_hours": 6, "capabilities": {"api": 0.5}, "crew": 2},
    {
        "id": "C",
        "estimated_hours": 6,
        "split": "no",
        "crew": [{"capabilities": {"api": 0.8, "sql": None}}, {"web": 0.7}],
    },
]


def said(tasks: tuple[Task, ...]) -> list[tuple[object, ...]]:
    """Return what tasks say about time."""
    crews = [[[(n.capability, str(n.minimum)) for n in seat] for seat in task.crew] for task in tasks]
    return [(*(getattr(task, name) for name in FIELDS), crew) for task, crew in zip(tasks, crews, strict=True)]


WANTED: list[tuple[object, ...]] = [
    (480, "2027-01-11", "S1", "2027-01-22", 240, 120, []),
    (360, "", "", "", 0, 0, [[("api", "0.5")]] * 2),
    (360, "", "", "", 0, 0, [[("api", "0.8"), ("sql", "0.8")], [("web", "0.7")]]),
]


def test_every_form_says_the_same(tmp_path: Path) -> None:
    """CSV, JSON, Markdown and data frames carry dates, parts, crews and what is left."""
    (tmp_path / "b.csv").write_text(CSV)
    (tmp_path / "b.json").write_text(json.dumps(ITEMS))
    (tmp_path / "b").mkdir()
    for item in ITEMS:
        front = "\n".join(f"{key}: {json.dumps(value)}" for key, value in item.items())
        (tmp_path / "b" / f"{item['id']}.md").write_text(f"---\n{front}\n---\n")
    frame = pd.read_csv(tmp_path / "b.csv")
    found = [read_backlog(tmp_path / name).tasks for name in ("b.csv", "b.json", "b")]
    assert [said(tasks) for tasks in (*found, backlog_from_frame(frame).tasks)] == [WANTED] * 4


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            "T,4,2027-01-11,,2027-01-08,,,,,",
            "backlog.csv:2: expected a deadline from 2027-01-11 on, the earliest start",
        ),
        ("T,4,S2,,S1,,,,,", "backlog.csv:2: expected a deadline from 2027-01-18 on, its earliest start, got 'S1' of T"),
        ("T,4,,S3,,,,,,", "backlog.csv:2: expected a day or the id of a period as due, got 'S3'"),
        ("T,4,,8.1.2027,,,,,,", "a day or the id of a period as due, got '8.1.2027'\nMaybe '2027-01-08'."),
        ("T,4,2027-13-01,,,,,,,", "backlog.csv:2: expected a day such as 2027-01-06 or the id of a period as earliest"),
        ("T,4,,,,,maybe,,,", "expected split as no, yes or the hours of the smallest part such as 4h, got 'maybe'"),
        ("T,4,,,,,,0,,", "expected a crew of 1 to 20"),
        ("T,4,,,,,,,4,", "expected remaining hours where all of the estimate is spent, or the status DONE"),
        ("T,4,,,,,,,,0", "expected remaining hours above 0, or the status DONE, got '0'"),
        ("T,4,,,,,,,x,", "expected hours such as 7.5, 30min, 3h, 2d as spent, got 'x'"),
        (
            "T,,,,,,,,,4",
            "backlog.csv:2: expected hours such as 7.5, 30min, 3h, 2d as estimated_hours, got ''\n"
            "Maybe '4', the hours of remaining, where nobody knows how many there were at first; "
            "or 'unestimated: 8' in team.yaml for all tasks without an estimate.",
        ),
        (
            "T,,,,,,,,,",
            "2d as estimated_hours, got ''\nMaybe 'unestimated: 8' in team.yaml for all tasks without an estimate.",
        ),
    ],
)
def test_faults_in_time_name_file_and_line(tmp_path: Path, row: str, expected: str) -> None:
    """A date that cannot be, a part that is none, a crew of nobody."""
    assert any(expected in text for text in faults(workspace(tmp_path, HEAD, row + "\n")))


def test_a_dependency_that_starts_after_a_deadline_is_a_fault(tmp_path: Path) -> None:
    """Whatever is done, A cannot be there by S1 where B, which it waits for, starts in S2."""
    rows = "A,4,,,S1,B,,,,\nB,4,,,,C,,,,\nC,4,S2,,,,,,,\n"
    text = "backlog.csv:2: expected a deadline from 2027-01-18 on, the earliest start of C, which it waits for"
    assert any(text in each for each in faults(workspace(tmp_path, HEAD, rows)))


@pytest.mark.parametrize(
    ("lag", "until", "days"),
    [("3d", "2027-01-11", ""), ("4d", "2027-01-11", "4"), ("4d", "2027-01-12", ""), ("1w", "2027-01-12", "5")],
)
def test_a_lag_before_a_deadline_counts(lag: str, until: str, days: str, tmp_path: Path) -> None:
    """B takes Monday; with two days off in the week four days more end on the Tuesday after, a week on Wednesday."""
    place = workspace(tmp_path, HEAD, f"A,4,,,{until},B+{lag},,,,\nB,8,,,,,,,,\n")
    if not days:
        assert read_workspace(place).backlog.tasks[0].lags
        return
    (fault,) = faults(place)
    assert f"B ({days} working days more), which it waits for, is not done before, whatever is done" in fault


def test_deadlines_before_a_start_and_before_an_end_are_told_at_once(tmp_path: Path) -> None:
    """One is a matter of dates, the other of hours: both are faults of the same file, each said once."""
    rows = "A,4,,,2027-01-11,B+4d,,,,\nB,8,,,,,,,,\nD,4,,,S1,C,,,,\nC,4,S2,,,,,,,\n"
    told = faults(workspace(tmp_path, HEAD, rows))
    assert sorted(text.split(":")[1] for text in told) == ["2", "4"]


def test_lags_are_said_to_count_or_not(tmp_path: Path) -> None:
    """With periods they count the calendar's days, in a window without an order they do not; behind done work none."""
    said = []
    for number, head in enumerate((HEAD, "limit: 8\n", "limit: 8\npolicies: {order: fit}\n")):
        folder = tmp_path / str(number)
        folder.mkdir()
        found = read_workspace(workspace(folder, head, "A,4,,,,B+1d,,,,\nB,4,,,,,,,,\n"))
        said.append(next(text for text in found.assumptions if text.startswith("lags")))
    assert said == [
        "lags count working days of the calendar, those between periods too (A after B+1d)",
        "lags do not count, as the order of work does not (A after B+1d): order: fit under policies in team.yaml makes "
        "them count",
        "lags count days of 8 h within the window (A after B+1d)",
    ]


def test_without_periods_dates_are_said_to_be_unused(tmp_path: Path) -> None:
    """One window without dates knows no deadline, and says so."""
    found = read_workspace(workspace(tmp_path, "limit: 8\n", "T,4,,,2027-01-08,,,,,\n"))
    assert "dates of 1 task (T) are not used: team.yaml has no periods" in found.warnings


def test_what_an_urgent_task_waits_for_is_as_urgent_in_one_window(tmp_path: Path) -> None:
    """A LOW task that a CRITICAL one waits for through another is as urgent, and that is stated; its class stays."""
    (tmp_path / "a").mkdir()
    found = read_workspace(workspace(tmp_path / "a", "limit: 8\n"))
    assert found.backlog.tasks[0].priority == "MEDIUM"
    rows = "id,priority,estimated_hours,dependencies\nA,CRITICAL,1,B\nB,HIGH,1,C\nC,LOW,1,\nD,LOW,1,\n"
    (tmp_path / "a" / "backlog.csv").write_text(rows)
    found = read_workspace(tmp_path / "a")
    assert [(task.id, task.priority, task.urgency) for task in found.backlog.tasks] == [
        ("A", "CRITICAL", ""),
        ("B", "HIGH", "CRITICAL"),
        ("C", "LOW", "CRITICAL"),
        ("D", "LOW", ""),
    ]
    assert any("B (HIGH) as CRITICAL, C (LOW) as CRITICAL" in text for text in found.assumptions)
    (tmp_path / "a" / "team.yaml").write_text("policies: {inherit: false}\n")
    again = read_workspace(tmp_path / "a")
    assert again.backlog.tasks[1].urgency == ""
    assert not any("as urgent" in text for text in again.assumptions)


def test_a_bad_date_in_a_frame_is_refused() -> None:
    """Rows of a frame are lines from 1."""
    with pytest.raises(InputError, match="data frame:1"):
        backlog_from_frame(pd.DataFrame({"id": ["A"], "estimated_hours": [1], "crew": ["many"]}))


def test_what_a_missing_estimate_is_told_to_need_helps(tmp_path: Path) -> None:
    """With the estimate of all tasks that have none, as with one of its own, the hours that remain are read."""
    place = workspace(tmp_path, HEAD, "T,,,,,,,,,4\n")
    (place / "team.yaml").write_text("unestimated: 8\n" + (place / "team.yaml").read_text())
    assert read_workspace(place).backlog.tasks[0].estimate_minutes == 240


def test_of_an_estimate_that_cannot_be_read_nothing_is_spent(tmp_path: Path) -> None:
    """One fault is named once: whether all of it is spent nobody knows."""
    found = faults(workspace(tmp_path, HEAD, "T,1x,,,,,,,1,\n"))
    assert [text.partition("expected ")[2].partition(",")[0] for text in found] == ["hours such as 7.5"]


def test_where_order_is_ignored_what_is_needed_may_start_after_a_deadline(tmp_path: Path) -> None:
    """A is done by S1 though B, which it needs, starts in S2: with order: ignore both need only have a place."""
    folder = workspace(tmp_path, HEAD, "A,4,,,S1,B,,,,\nB,4,S2,,,,,,,\n")
    assert any("earliest start of B" in text for text in faults(folder))
    team = folder / "team.yaml"
    team.write_text(team.read_text() + "policies: {order: ignore}\n")
    assert [task.deadline for task in read_workspace(folder).backlog.tasks] == ["S1", ""]
