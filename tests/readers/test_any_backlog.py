"""Backlogs as people write them are read and what was taken for what is said; what is none is refused by name."""

from __future__ import annotations

import json
import os
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from solver.domain.tasks import Backlog
from solver.errors import InputError
from solver.readers.backlog.backlog import read_backlog
from solver.readers.backlog.columns import columns_of
from solver.readers.backlog.frames import backlog_from_frame

DATA = Path(__file__).parents[2] / "data"


def read(folder: Path, text: str, name: str = "backlog.csv") -> Backlog:
    """Return the backlog that a text holds."""
    (folder / name).write_text(text, encoding="utf-8")
    return read_backlog(folder / name, Decimal(8))


def refusal(folder: Path, text: str, name: str = "backlog.csv") -> str:
    """Return the faults of a text, without the folder."""
    with pytest.raises(InputError) as caught:
        read(folder, text, name)
    return str(caught.value).replace(f"{folder}/", "")


@pytest.mark.parametrize(
    ("header", "row", "said"),
    [
        ("ID,Title,Estimated_Hours", "A,x,2", []),
        ("id,name,hours", "A,x,2", ["'name' is read as title", "'hours' is read as estimated_hours"]),
        ("id;Name;Estimated Hours", "A;x;2", ["'Name' is read as title"]),
        ("id,title,days", "A,x,0.25", ["'days' is read as estimated_hours, in days"]),
        ("sep=;\nid;title;estimate", "A;x;2h", ["'estimate' is read as estimated_hours"]),
        ('id,"title; long; with; marks",estimated_hours,title', "A,,2,x", []),
        ("id|title|hours", "A|x|2", ["'hours' is read as estimated_hours"]),
    ],
)
def test_headers_in_any_case_mark_and_word_are_read_and_said(
    header: str, row: str, said: list[str], tmp_path: Path
) -> None:
    """Case, marks, a quoted mark in a header and other words for a column do not matter; other words are said."""
    found = read(tmp_path, f"{header}\n{row}\n")
    assert [(task.id, task.title, task.estimate_minutes) for task in found.tasks] == [("A", "x", 120)]
    assert all(any(text in one for one in found.assumptions) for text in said)
    assert sum("is read as" in one for one in found.assumptions) == len(said)


def test_owner_and_skills_are_read_as_people_write_them(tmp_path: Path) -> None:
    """Skills may be parted by commas; our own name wins where both stand, and the other is kept, not used."""
    found = read(tmp_path, 'id,hours,owner,skills,estimated_hours\nA,9,ANN,"web, sql:0.5",2\n')
    (task,) = found.tasks
    assert (task.assigned_to, [need.capability for need in task.requirements]) == ("ANN", ["web", "sql"])
    assert (task.estimate_minutes, found.kept_columns) == (120, ("hours",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'id,estimated_hours\nA,"1,5"\n',
            "backlog.csv:2: expected hours such as 7.5, 30min, 3h, 2d as estimated_hours, got '1,5'\nMaybe '1.5'.",
        ),
        (
            "id,estimated_hours\nA,1,5\n",
            "backlog.csv:2: expected 2 cells as in the header, got '3'\nMaybe quotes around",
        ),
        ("id,id,estimated_hours\nA,A,1\n", "backlog.csv:1: expected each column once"),
        ("Id,ID,estimated_hours\nA,A,1\n", "expected each column once, got \"'Id' and 'ID'\""),
        (
            "idd,estimated_hours\nA,1\n",
            "backlog.csv:1: expected a column 'id', got 'idd, estimated_hours'\nMaybe 'idd'.",
        ),
        ("", "backlog.csv:1: expected a column 'id', got 'none'"),
        ("id,estimated_hours\nA,1\n" + 'B,"x', "backlog.csv:3: expected a quote that is closed"),
    ],
)
def test_faults_of_csv_say_what_was_meant(text: str, expected: str, tmp_path: Path) -> None:
    """A decimal comma, a column twice and a column that is missing each have a fault of their own."""
    assert expected in refusal(tmp_path, text)


def test_one_missing_column_is_one_fault_however_many_rows(tmp_path: Path) -> None:
    """In CSV and in a data frame."""
    rows = pd.DataFrame({"id": [f"T{number}" for number in range(70)], "title": "x"})
    with pytest.raises(InputError) as caught:
        backlog_from_frame(rows)
    assert str(caught.value) == "data frame:1: expected a column 'estimated_hours', got 'id, title'"
    assert refusal(tmp_path, rows.to_csv(index=False)).count("\n") == 0


@pytest.mark.parametrize("status", ["DONE", "CANCELLED", "Done"])
@pytest.mark.parametrize("hours", ["", "0", "4"])
def test_work_that_is_over_needs_no_estimate(status: str, hours: str, tmp_path: Path) -> None:
    """Nor is it given the default of the team; open work is refused with 0 as before."""
    (tmp_path / "b.csv").write_text(f"id,status,estimated_hours\nA,{status},{hours}\nB,,4\n")
    assert read_backlog(tmp_path / "b.csv", None, 60).tasks[0].estimate_minutes == 60 * int(hours or 0)
    assert "expected hours above 0" in refusal(tmp_path, "id,estimated_hours\nA,0\n")


def test_what_is_outside_the_backlog_counts_as_done_and_is_said_or_is_refused(tmp_path: Path) -> None:
    """By policy; a target that differs in case only is a mistake under either, and finished work waits for nothing."""
    text = "id,estimated_hours,dependencies,status\nA,1,LEGAL-7,\nB,1,X-1,DONE\n"
    found = read(tmp_path, text)
    assert found.tasks[0].dependencies == ("LEGAL-7",)
    assert "a dependency on a task outside the backlog counts as done: LEGAL-7" in found.assumptions
    with pytest.raises(InputError, match="2: expected dependencies on tasks of this backlog, got 'LEGAL-7'"):
        read_backlog(tmp_path / "backlog.csv", refuse_outside=True)
    assert "got 'a'\nMaybe 'A'." in refusal(tmp_path, "id,estimated_hours,dependencies\nA,1,\nB,1,a\n")


def test_an_id_with_blanks_is_one_id_in_every_form(tmp_path: Path) -> None:
    """CSV, a JSON list, a JSON text, front matter and a data frame."""
    rows = [{"id": "Step 1", "estimated_hours": 1}, {"id": "B", "estimated_hours": 1, "dependencies": ["Step 1"]}]
    listed = read(tmp_path, json.dumps(rows), "a.json")
    texts = read(tmp_path, json.dumps([rows[0], rows[1] | {"dependencies": "Step 1"}]), "b.json")
    table = read(tmp_path, "id,estimated_hours,dependencies\nStep 1,1,\nB,1,Step 1\n")
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "a.md").write_text("---\nid: Step 1\nestimated_hours: 1\n---\n")
    (tmp_path / "m" / "b.md").write_text("---\nid: B\nestimated_hours: 1\ndependencies: [Step 1]\n---\n")
    frame = backlog_from_frame(pd.DataFrame(rows).assign(dependencies=[[], ["Step 1"]]))
    for found in (listed, texts, table, read_backlog(tmp_path / "m"), frame):
        assert found.tasks[1].dependencies == ("Step 1",)


def test_a_list_in_json_is_never_parted(tmp_path: Path) -> None:
    """``["A B"]`` names one task, even where A and B are tasks too."""
    rows = [{"id": name, "estimated_hours": 1} for name in ("A", "B", "A B")]
    rows.append({"id": "C", "estimated_hours": 1, "dependencies": ["A B"]})  # type: ignore[dict-item]
    assert read(tmp_path, json.dumps(rows), "b.json").tasks[3].dependencies == ("A B",)


@pytest.mark.parametrize("name", ["studio", "corner"])
def test_our_own_backlog_read_by_pandas_is_the_same_backlog(name: str) -> None:
    """Whole numbers that pandas holds as floats because of gaps are whole numbers."""
    path = DATA / name / "backlog.csv"
    found, again = read_backlog(path), backlog_from_frame(pd.read_csv(path))
    bare = [[vars(task) | {"file": "", "line": 0} for task in one.tasks] for one in (found, again)]
    assert bare[0] == bare[1]


def test_a_frame_may_hold_floats_lists_durations_and_gaps() -> None:
    """Ids that are numbers stay whole, hours keep their minutes, a Timedelta is a duration."""
    frame = pd.DataFrame(
        {
            "ID": [1.0, 2.0, 3.0, 4.0],
            "hours": [0.1 + 0.2, pd.Timedelta(minutes=90), "2h", 4],
            "depends_on": [None, [1], (1, 2), float("nan")],
            "value": [None, 3.0, pd.NA, 2],
        }
    )
    found = backlog_from_frame(frame)
    assert [(task.id, task.estimate_minutes, task.value) for task in found.tasks] == [
        *(("1", 18, 1), ("2", 90, 3), ("3", 120, 1), ("4", 240, 2))
    ]
    assert [task.dependencies for task in found.tasks] == [(), ("1",), ("1", "2"), ()]


def test_a_lone_surrogate_is_refused_where_it_stands(tmp_path: Path) -> None:
    """What could not be written to a plan later is not read."""
    text = (
        '[\n{"id": "\\ud800", "estimated_hours": 1},\n{"id": "B", "estimated_hours": 1, "dependencies": ["\\udfff"]}]'
    )
    said = refusal(tmp_path, text, "b.json")
    assert "b.json:2: expected text that can be written to a file" in said
    assert "b.json:3: expected text that can be written to a file" in said


def test_ids_that_differ_in_case_only_are_said(tmp_path: Path) -> None:
    """They are two tasks, and nobody should find that out later."""
    warnings = read(tmp_path, "id,estimated_hours\na-1,1\nA-1,1\n").warnings
    assert warnings == ("ids that differ in case only are different tasks: a-1, A-1",)


def test_a_backlog_that_holds_nothing_is_said_or_refused_by_what_is_there(tmp_path: Path) -> None:
    """An empty folder, a folder named like a file and another tool's folder are refused; an empty table is said."""
    (tmp_path / "backlog.csv").mkdir()
    (tmp_path / "backlog").mkdir()
    with pytest.raises(InputError, match="expected a file, got 'a folder'"):
        read_backlog(tmp_path / "backlog.csv")
    with pytest.raises(InputError, match=r"at least one task as a file \*\.md, got 'an empty folder'"):
        read_backlog(tmp_path / "backlog")
    (tmp_path / "backlog" / "tasks").mkdir()
    (tmp_path / "backlog" / "tasks" / "task-1 - Do.md").write_text("---\nid: task-1\n---\n")
    with pytest.raises(InputError, match="Maybe .*tasks: its files are tasks of another tool"):
        read_backlog(tmp_path / "backlog")
    assert read(tmp_path, "[]", "b.json").warnings == ("b.json holds no task",)
    assert read(tmp_path, "id,estimated_hours\n", "c.csv").warnings == ("c.csv holds no task",)


def test_one_task_file_that_cannot_be_read_hides_no_fault_of_the_others(tmp_path: Path) -> None:
    """A pipe, a link to nothing and a folder are named beside the fault of a sound file."""
    os.mkfifo(tmp_path / "a.md")
    (tmp_path / "b.md").symlink_to("gone")
    (tmp_path / "c.md").mkdir()
    (tmp_path / "d.md").write_text("---\nid: D\nestimated_hours: soon\n---\n")
    with pytest.raises(InputError) as caught:
        read_backlog(tmp_path)
    assert [Path(fault.file).name for fault in caught.value.faults] == ["a.md", "b.md", "c.md", "d.md"]


def test_a_hundred_thousand_tasks_are_read() -> None:
    """Each column is found once, whatever it is called."""
    assert columns_of(["x"] * 5).kept == ("x",)
    frame = pd.DataFrame({"id": range(100_000), "hours": 1})
    assert len(backlog_from_frame(frame).tasks) == 100_000


@pytest.mark.parametrize("row", ["Total,,3,", "Summe:,,3,2", "Grand total,,3,"])
def test_a_row_of_sums_is_refused(tmp_path: Path, row: str) -> None:
    """Its hours stand above already; a task of that name says more than numbers."""
    head = "id,title,estimated_hours,value\nA,One,1,\nB,Two,2,\n"
    assert f"backlog.csv:4: expected a task, got '{row.split(',')[0]}, 3" in refusal(tmp_path, f"{head}{row}\n")
    (tmp_path / "own.csv").write_text(f"{head}Total,Count the till,3,\n", encoding="utf-8")
    assert [task.id for task in read_backlog(tmp_path / "own.csv").tasks] == ["A", "B", "Total"]


def test_faults_of_json_hide_none_of_each_other(tmp_path: Path) -> None:
    """A key that stands twice, a task that is none, hours that are none: each with its line, all at once."""
    text = '[{"id": "A", "hours": 1, "id": "B"},\n{"id": "C", "hours": "soon"},\n5,\n{"title": "x"}]'
    found = refusal(tmp_path, text, "backlog.json").splitlines()
    assert [line.split(":")[1] for line in found if line.startswith("backlog.json:")] == ["1", "2", "3", "4", "4"]
    assert found[0] == "backlog.json:1: expected each key once, got 'id' again"
