"""A plan goes back to where the work lives: what is written reads back, and nothing of it runs by itself."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from solver.cli import app
from solver.errors import InputError
from solver.importers.bring_in import bring_in
from solver.importers.doors import read_workspace
from tests.importers import trackers

RUN = CliRunner()


@pytest.fixture
def planned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with an export, its workspace ``ws`` and a plan of it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "jira.csv").write_bytes(trackers.JIRA.encode())
    bring_in([Path("jira.csv")], Path("ws"))
    assert RUN.invoke(app, ["plan", "ws", "-o", "plan.json"]).exit_code == 0
    return tmp_path


def exported(to: str, *more: str) -> str:
    """Return what ``export`` prints."""
    done = RUN.invoke(app, ["export", "plan.json", "--to", to, *more])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_a_round_trip_to_jira_changes_nothing_but_assignees(planned: Path) -> None:
    """What Jira would read, read again, differs from the last import in who has what, and in nothing else."""
    owners = {one["task"]: one["member"] for one in json.loads(Path("plan.json").read_text())["assignments"]}
    (planned / "back").mkdir()
    (planned / "back" / "jira.csv").write_bytes(exported("jira").encode())
    done = bring_in([Path("back/jira.csv")], Path("ws"))
    changed = {line.split()[1] for line in done.changes or ()}
    assert all(re.fullmatch(r"changed: \S+ assignee .* -> [^>]*", line) for line in done.changes or ())
    assert changed <= set(owners)
    with Path("ws/backlog.csv").open(encoding="utf-8", newline="") as stream:
        table = {row["id"]: row for row in csv.DictReader(stream)}
    assert {name: table[name]["assigned_to"] for name in owners} == owners


@pytest.mark.parametrize("sample", [trackers.JIRA_GERMAN, trackers.JIRA_FRENCH, trackers.JIRA_SPANISH])
def test_a_round_trip_keeps_what_is_part_of_what(planned: Path, sample: str) -> None:
    """Files that name a parent by its inner id, in any language, give the same tasks again."""
    (planned / "s").mkdir()
    (planned / "s" / "jira.csv").write_bytes(sample.encode())
    bring_in([Path("s")], Path("own"))
    before = Path("own/backlog.csv").read_text()
    assert RUN.invoke(app, ["plan", "own", "-o", "plan.json"]).exit_code == 0
    (planned / "s" / "jira.csv").write_bytes(exported("jira").encode())
    done = bring_in([Path("s")], Path("own"))
    assert all(" assignee " in line for line in done.changes or ())
    texts = before, Path("own/backlog.csv").read_text()
    kept = [[row | {"assigned_to": ""} for row in csv.DictReader(text.splitlines())] for text in texts]
    assert kept[0] == kept[1]


def test_a_round_trip_of_a_crew_keeps_its_words(planned: Path) -> None:
    """Descriptions, what is expected and tasks that stay out come back as they were."""
    agents = "writer:\n  role: Writer\n  goal: g\n  backstory: b\n"
    tasks = "draft:\n  description: >\n    Draft {topic}\n  expected_output: A page\n  agent: writer\n"
    tasks += "check:\n  description: Check\n  expected_output: ''\n  agent: writer\n  context: [draft]\n"
    (planned / "c").mkdir()
    (planned / "c" / "agents.yaml").write_text(agents)
    (planned / "c" / "tasks.yaml").write_text(tasks)
    bring_in([Path("c")], Path("crew"))
    assert RUN.invoke(app, ["plan", "crew", "-o", "plan.json"]).exit_code == 0
    back = exported("crewai")
    assert yaml.safe_load(back)["draft"] == {
        "description": "Draft {topic}", "expected_output": "A page", "agent": "writer"
    }  # fmt: skip
    (planned / "c" / "tasks.yaml").write_text(back)
    assert bring_in([Path("c")], Path("crew")).changes == []
    more = "more:\n  description: x\n  agent: writer\n"
    (planned / "c" / "tasks.yaml").write_text(back.replace("Check", "Check all") + more)
    assert bring_in([Path("c")], Path("crew")).changes == ["changed: check description", "new: more more"]


def test_an_address_is_the_person_that_the_tracker_has(planned: Path) -> None:
    """Linear calls people by address: one that keeps its work keeps its name."""
    (planned / "l").mkdir()
    header = "ID,Team,Title,Status,Estimate,Priority,Assignee,Cycle Name\n"
    (planned / "l" / "linear.csv").write_text(f"{header}ENG-1,E,Sync,In Progress,3,Urgent,ann@example.org,\n")
    bring_in([Path("l")], Path("own"))
    assert RUN.invoke(app, ["plan", "own", "-o", "plan.json"]).exit_code == 0
    (planned / "l" / "linear.csv").write_text(exported("linear"))
    assert bring_in([Path("l")], Path("own")).changes == []


def test_github_gets_a_script_that_only_a_reader_runs(planned: Path) -> None:
    """Each issue with another assignee is one line; a hostile title stays inside of its comment."""
    issues = json.loads(trackers.GITHUB)
    issues[2] |= {"title": "Icons\n rm -rf /", "subIssues": {"nodes": []}}
    (planned / "gh.json").write_text(json.dumps(issues))
    bring_in([Path("gh.json")], Path("gh"))
    assert RUN.invoke(app, ["plan", "gh", "-o", "plan.json"]).exit_code == 0
    lines = exported("github").splitlines()
    edits = [line for line in lines if line.startswith("gh issue edit")]
    assert edits == [
        "gh issue edit 9 --add-assignee ana    # Icons rm -rf /",
        "gh issue edit 10 --add-assignee ana    # Arrow",
    ]
    assert all(line.startswith(("#", "gh issue edit", "set -e")) for line in lines)


def test_crewai_gets_an_agent_for_each_task(planned: Path) -> None:
    """Placed tasks name their agent and what they build on."""
    tasks = yaml.safe_load(exported("crewai"))
    assert set(tasks) == {"web_3", "web_4"}
    assert tasks["web_4"]["agent"] in {"Ana Ortiz", "Ben Ng", "Ortiz, Ana"}


@pytest.mark.parametrize("to", ["gitlab", "linear"])
def test_other_trackers_read_back_as_their_own(planned: Path, to: str) -> None:
    """A file for a tracker is of that tracker's family when it is read again."""
    (planned / "out.csv").write_bytes(exported(to).encode())
    bring_in([Path("out.csv")], Path("again"))
    report = json.loads(Path("again/import-report.json").read_text())
    assert report["files"]["out.csv"]["family"] == to


def test_a_flat_table_has_every_task(planned: Path) -> None:
    """CSV and Excel list each task once, with the member where the plan places it."""
    rows = list(csv.DictReader(exported("csv").splitlines()))
    assert [row["id"] for row in rows] == ["WEB-3", "WEB-4", "WEB-5", "WEB-6"]
    assert [bool(row["member"]) for row in rows] == [True, True, False, False]
    exported("xlsx", "-o", "out.xlsx")
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(planned / "out.xlsx").active
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [row["id"] for row in rows]


def test_hours_are_told_to_a_hundredth_and_read_back_to_the_minute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Thirds of an hour end, as in every answer, and an import of the table has the same minutes again."""
    monkeypatch.chdir(tmp_path)
    minutes = {f"T{number}": number for number in (1, 7, 20, 35, 59, 61, 75, 100, 599, 800)}
    (tmp_path / "ws" / "cards").mkdir(parents=True)
    (tmp_path / "ws" / "cards" / "ANN.md").write_text("# ANN\n")
    rows = "".join(f"{name},{number}min\n" for name, number in minutes.items())
    (tmp_path / "ws" / "backlog.csv").write_text(f"id,estimated_hours\n{rows}")
    assert RUN.invoke(app, ["plan", "ws", "-o", "plan.json"]).exit_code == 0
    table = {row["id"]: row["hours"] for row in csv.DictReader(exported("csv").splitlines())}
    assert (table["T800"], table["T75"], table["T1"]) == ("13.33", "1.25", "0.02")
    given = RUN.invoke(app, ["plan", "ws", "--format", "csv", "-q"]).stdout
    assert {row["task"]: row["hours"] for row in csv.DictReader(given.splitlines())} == table
    pieces = csv.DictReader(exported("csv", "--member", "ANN").splitlines())
    assert {row["task"]: row["hours"] for row in pieces} == table
    (tmp_path / "out.csv").write_text(exported("csv"))
    bring_in([Path("out.csv")], Path("again"))
    read = read_workspace(tmp_path / "again", strict=False).backlog.tasks
    assert {task.id: task.estimate_minutes for task in read} == minutes


def test_a_calendar_needs_dates(planned: Path) -> None:
    """Without periods nothing has a date, and the fault says what would give one; with dates each piece is an event."""
    done = RUN.invoke(app, ["export", "plan.json", "--to", "ics"])
    assert done.exit_code != 0
    data = json.loads(Path("plan.json").read_text())
    data["assignments"][0] |= {"start_date": "2027-01-04", "end_date": "2027-01-05"}
    Path("plan.json").write_text(json.dumps(data))
    pytest.importorskip("icalendar")
    text = exported("ics")
    assert text.count("BEGIN:VEVENT") == 1
    assert "DTEND;VALUE=DATE:20270106" in text


def test_an_unknown_target_is_refused_with_the_known_ones(planned: Path) -> None:
    """A typing error after --to names what there is."""
    done = RUN.invoke(app, ["export", "plan.json", "--to", "jirra"])
    assert done.exit_code == 2
    assert "jira, github" in done.output


@pytest.fixture
def dated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a plan over two periods: ANN has a task in three parts, BEN one that is due."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ws" / "cards").mkdir(parents=True)
    for name, can in (("ANN", "web"), ("BEN", "ops")):
        (tmp_path / "ws" / "cards" / f"{name}.md").write_text(f"## Core Capabilities\n- {can}: 0.9\n")
    (tmp_path / "ws" / "team.yaml").write_text(
        "calendar: {hours_per_day: 8, workdays: [mon, tue, wed, thu, fri]}\n"
        "periods: [{id: S1, start: 2027-01-04, end: 2027-01-05}, {id: S2, start: 2027-01-06, end: 2027-01-07}]\n"
    )
    (tmp_path / "ws" / "backlog.csv").write_text(
        "id,title,estimated_hours,capabilities,split,due,deadline\nA,Move,24,web,8h,,S2\nB,Watch,4,ops,,2027-01-05,\n"
    )
    assert RUN.invoke(app, ["plan", "ws", "-o", "plan.json"]).exit_code == 0
    return tmp_path


def test_each_part_has_its_days(dated: Path) -> None:
    """A task in three parts is three lines with period, first and last day, in the order in which they are worked."""
    rows = list(csv.DictReader(exported("csv").splitlines()))
    parts = [(row["period"], row["start"], row["end"], float(row["hours"])) for row in rows if row["id"] == "A"]
    assert parts == [
        ("S1", "2027-01-04", "2027-01-04", 8),
        ("S1", "2027-01-05", "2027-01-05", 8),
        ("S2", "2027-01-06", "2027-01-06", 8),
    ]


def test_a_member_gets_the_own_work_alone(dated: Path) -> None:
    """As a table and as a calendar: nobody else's work, each piece with its hours, and nothing twice on import."""
    rows = list(csv.DictReader(exported("csv", "--member", "BEN").splitlines()))
    assert [(row["task"], row["member"], row["due"]) for row in rows] == [("B", "BEN", "2027-01-05")]
    both = csv.DictReader(exported("csv", "--member", "BEN", "--member", "ANN").splitlines())
    assert Counter(row["member"] for row in both) == {"ANN": 3, "BEN": 1}
    assert RUN.invoke(app, ["export", "plan.json", "--to", "csv", "--member", "CID", "--member", "ANN"]).exit_code == 2
    pytest.importorskip("icalendar")
    text = exported("ics", "--member", "ANN")
    assert text.count("BEGIN:VEVENT") == 3
    assert text.replace("\r\n ", "").count("DESCRIPTION:8 h in S1\\, MEDIUM\\, deadline S2") == 2
    uids = [line for line in text.splitlines() if line.startswith("UID:")]
    assert len(set(uids)) == 3
    assert set(uids) <= {line for line in exported("ics").splitlines() if line.startswith("UID:")}


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("hours", "many", 'number in assignments[0].hours, got "many"'),
        ("end_date", "2027-02-31", "a day such as 2027-01-13 in assignments[0].end_date, got '2027-02-31'"),
        ("start_date", "Monday", 'a day such as 2027-01-13 in assignments[0].start_date, got "Monday"'),
    ],
)
def test_what_is_exported_is_checked_as_all_else_in_a_plan(dated: Path, name: str, value: str, expected: str) -> None:
    """A file that somebody has edited is refused with the place; hours that it does not say are left out."""
    data = json.loads((dated / "plan.json").read_text())
    data["assignments"][0][name] = value
    (dated / "edited.json").write_text(json.dumps(data))
    for to in ("csv", "ics"):
        done = RUN.invoke(app, ["export", "edited.json", "--to", to])
        assert isinstance(done.exception, InputError)
        assert expected in str(done.exception)
    del data["assignments"][0][name]
    (dated / "edited.json").write_text(json.dumps(data))
    for to in ("csv", "ics"):
        assert RUN.invoke(app, ["export", "edited.json", "--to", to]).exit_code == 0


def test_everybody_gets_a_file(dated: Path) -> None:
    """A folder gets one file for each member who has work; a member whom nobody knows is a fault that names who is."""
    exported("csv", "--each", "out")
    assert {path.name for path in (dated / "out").iterdir()} == {"ANN.csv", "BEN.csv"}
    done = RUN.invoke(app, ["export", "plan.json", "--to", "csv", "--member", "CID"])
    assert done.exit_code == 2
    assert "ANN, BEN" in done.output
    assert RUN.invoke(app, ["export", "plan.json", "--to", "jira", "--member", "ANN"]).exit_code == 2


def test_what_is_said_counts_tasks_and_not_their_parts(dated: Path) -> None:
    """Three parts of one task and one other task are two tasks, in four lines."""
    done = RUN.invoke(app, ["export", "plan.json", "--to", "csv", "-o", "plan.csv"])
    assert "2 tasks, 2 of them placed, 2 with another assignee or a first one" in done.output
    assert len(Path("plan.csv").read_text().splitlines()) == 5


def test_a_tracker_gets_days_and_is_told_what_it_cannot_hold(dated: Path) -> None:
    """A period as a due date is its last day; of a crew the first name is written and the others are said."""
    (dated / "ws" / "backlog.csv").write_text("id,title,estimated_hours,capabilities,due,crew\nA,Move,4,,S1,2\n")
    assert RUN.invoke(app, ["plan", "ws", "-o", "plan.json"]).exit_code == 0
    done = RUN.invoke(app, ["export", "plan.json", "--to", "jira", "-o", "jira.csv"])
    (row,) = csv.DictReader((dated / "jira.csv").read_text().splitlines())
    given = [one["member"] for one in json.loads((dated / "plan.json").read_text())["assignments"]]
    assert (row["Due date"], row["Assignee"]) == ("2027-01-05", given[0])
    assert f"one name stands for several: A ({', '.join(given)})" in done.output


def test_what_no_tracker_holds_of_dates_is_said(dated: Path) -> None:
    """A deadline is not the due date of a tracker: A has one, B has none, and only A is named."""
    done = RUN.invoke(app, ["export", "plan.json", "--to", "jira", "-o", "jira.csv"])
    rows = {row["Issue key"]: row["Due date"] for row in csv.DictReader((dated / "jira.csv").read_text().splitlines())}
    assert rows == {"A": "", "B": "2027-01-05"}
    assert "deadlines and earliest starts stay here: A\n" in done.output
    assert "stay here" not in RUN.invoke(app, ["export", "plan.json", "--to", "csv", "-o", "plan.csv"]).output
