"""Frames of people and tasks become a workspace in one call, as their files would."""

from __future__ import annotations

import datetime
from pathlib import Path

import pandas as pd
import pytest

from solver.errors import InputError
from solver.importers.doors import read_workspace
from solver.importers.frames import workspace_from

PEOPLE = pd.DataFrame({"name": ["Ann", "Bob"], "hours": [30, 40], "sql": [4, 2], "python": [3, 5]})
TASKS = pd.DataFrame(
    {
        "key": ["T1", "T2"],
        "summary": ["Clean the ledger", "Build\nthe service"],
        "hours": [10, 7.5],
        "skills": ["sql", ["python", "sql"]],
        "due": [None, pd.Timestamp("2026-12-18")],
    }
)
ROOT = Path(__file__).parents[2]


def test_a_table_of_people_and_one_of_tasks_make_a_workspace() -> None:
    """Hours, levels, lists in cells, dates and row numbers all arrive; no word of a file that nobody gave."""
    found = workspace_from(PEOPLE, TASKS)
    assert [(one.id, one.load_limit_minutes) for one in found.team.members] == [("Ann", 1800), ("Bob", 2400)]
    assert [(one.id, one.estimate_minutes, one.due, one.line) for one in found.backlog.tasks] == [
        ("T1", 600, "", 1),
        ("T2", 450, "2026-12-18", 2),
    ]
    assert {need.capability for need in found.backlog.tasks[1].requirements} == {"python", "sql"}
    assert {one.file for one in found.backlog.tasks} == {"tasks"}
    assert "/" not in "".join((*found.assumptions, *found.warnings))


def test_frames_read_as_their_files_do(tmp_path: Path) -> None:
    """The same tables as CSV files in a folder are the same team and tasks."""
    PEOPLE.to_csv(tmp_path / "people.csv", index=False)
    plain = TASKS.assign(skills=["sql", "python; sql"], due=[None, "2026-12-18"])
    plain.to_csv(tmp_path / "tasks.csv", index=False)
    here, there = workspace_from(PEOPLE, TASKS), read_workspace(tmp_path)
    assert [(m.id, m.load_limit_minutes) for m in here.team.members] == [
        (m.id, m.load_limit_minutes) for m in there.team.members
    ]
    assert [(t.id, t.requirements) for t in here.backlog.tasks] == [(t.id, t.requirements) for t in there.backlog.tasks]
    assert workspace_from(tmp_path / "people.csv", tmp_path / "tasks.csv").backlog.tasks[0].id == "T1"


def test_leave_takes_hours() -> None:
    """Two days off at 8 h take 16 of the 30 h of the one who is away."""
    days = [datetime.date(2026, 12, 15), datetime.date(2026, 12, 16)]
    leave = pd.DataFrame({"person": ["Ann"], "from": days[:1], "to": days[1:]})
    hours = {one.id: one.load_limit_minutes / 60 for one in workspace_from(PEOPLE, TASKS, leave=leave).team.members}
    assert hours == {"Ann": 14, "Bob": 40}


def test_our_own_columns_keep_their_meaning() -> None:
    """A frame with an id and estimated hours is a backlog of ours: a capability alone is a primary one."""
    found = workspace_from(PEOPLE, pd.DataFrame({"id": ["A"], "estimated_hours": [3.5], "capabilities": ["sql"]}))
    (task,) = found.backlog.tasks
    assert (task.estimate_minutes, float(task.requirements[0].minimum), task.file, task.line) == (210, 0.8, "tasks", 1)


def test_times_and_crews_count_under_the_words_that_people_type() -> None:
    """A column that only we have makes the table ours, whatever hours and skills are called beside it."""
    rows = {"key": ["A", "B"], "hours": [10, 6], "skills": ["sql", "sql"], "spent": [2, None], "remaining": [None, 5.5]}
    days = {"earliest": [None, "2027-01-05"], "deadline": ["2027-01-12", None]}
    more = days | {"crew": [2, None], "split": [None, "2h"]}
    first, second = workspace_from(PEOPLE, pd.DataFrame(rows | more)).backlog.tasks
    assert (first.estimate_minutes, len(first.crew), first.deadline) == (480, 2, "2027-01-12")
    assert (second.estimate_minutes, second.split_minutes, second.earliest) == (330, 120, "2027-01-05")


def test_what_is_left_counts_as_the_estimate_does() -> None:
    """A column of what remains that says no unit is in the hours that the column of estimates says."""
    frame = pd.DataFrame({"key": ["A"], "hours": [10], "skills": ["sql"], "remaining": [5.5]})
    (task,) = workspace_from(PEOPLE, frame).backlog.tasks
    assert task.estimate_minutes == 330


def test_a_folder_of_cards_takes_tasks_from_a_frame() -> None:
    """Cards that are there are read where they are; the frame stands for their backlog."""
    found = workspace_from(ROOT / "data" / "corner", TASKS)
    assert [one.id for one in found.team.members] == ["BAKER", "CLERK", "DRIVER"]
    assert [one.id for one in found.backlog.tasks] == ["T1", "T2"]
    again = workspace_from(found.team, found.backlog)
    assert [one.requirements for one in again.backlog.tasks] == [one.requirements for one in found.backlog.tasks]


@pytest.mark.parametrize("hours", ["hours", "estimated_hours"])
def test_faults_name_the_row(hours: str) -> None:
    """Every bad cell at once, each with its frame and row."""
    with pytest.raises(InputError) as caught:
        workspace_from(PEOPLE, pd.DataFrame({"id": ["A", "B", "A"], hours: [-3, "x", 2]}))
    assert {(one.file, one.line) for one in caught.value.faults} == {("tasks", 1), ("tasks", 2), ("tasks", 3)}


def test_a_table_of_nobody_is_refused() -> None:
    """What is no table of people is said to be none, with its columns."""
    with pytest.raises(InputError, match="people:1: expected names, and columns of skills.*got x"):
        workspace_from(pd.DataFrame({"x": [1]}), TASKS)
    with pytest.raises(TypeError, match="tasks: expected a data frame, a path or a Backlog, got int"):
        workspace_from(PEOPLE, 3)


def test_a_frame_with_our_columns_is_read_as_the_team_states(tmp_path: Path) -> None:
    """Days, weeks of lags, tasks without hours and what is assumed are what they are in a file beside that team."""
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards" / "ANN.md").write_text("# ANN\n## Core Capabilities\n- api: 0.9\n")
    (tmp_path / "team.yaml").write_text(
        "hours_per_day: 6\nunestimated: 3\ncalendar: {workdays: [mon, tue, wed, thu]}\n"
        "periods: [{id: S1, start: 2027-02-01, end: 2027-02-05}]\n"
    )
    frame = pd.DataFrame(
        {"id": ["A", "B"], "estimated_hours": ["1d", None], "dependencies": [None, "A+1w"], "capabilities": "api"}
    )
    frame.to_csv(tmp_path / "backlog.csv", index=False)
    here, there = workspace_from(tmp_path, frame), read_workspace(tmp_path)
    assert [task.estimate_minutes for task in here.backlog.tasks] == [360, 180]
    assert [task.lags for task in here.backlog.tasks] == [(), (("A", 4),)]
    assert [(t.id, t.estimate_minutes, t.lags) for t in here.backlog.tasks] == [
        (t.id, t.estimate_minutes, t.lags) for t in there.backlog.tasks
    ]
    assert here.assumptions == there.assumptions
    assert "a task without a priority is MEDIUM" in here.assumptions
    assert [(task.file, task.line) for task in here.backlog.tasks] == [("tasks", 1), ("tasks", 2)]
