"""A plan that was made within a sprint is asked about, and goes on, without a word in the backlog of what is done."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from solver.cli import app
from solver.errors import InputError
from tests.cli.test_leads_week import run

TEAM = """periods: [{id: S1, start: 2027-03-01, end: 2027-03-05}, {id: S2, start: 2027-03-08, end: 2027-03-12}]
roster: [{id: ANA}, {id: BEN, week: {mon: 4, tue: 4, wed: 4, thu: 4, fri: 4}}]
"""
# Two seats of 12 h, of which BEN's takes until Wednesday; parts of 4 h; and what waits for a day after the crew.
BACKLOG = """id,priority,estimated_hours,capabilities,crew,split,dependencies
A,CRITICAL,12,api:0.7,2,,
B,HIGH,30,api:0.7,,4h,
C,LOW,10,api:0.7,,,
D,LOW,2,api:0.7,,,A+1d
"""


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Return the plans of Monday, of Wednesday and of Thursday, none of which the backlog knows anything of."""
    folder = tmp_path_factory.mktemp("sprint")
    (folder / "team" / "cards").mkdir(parents=True)
    for name in ("ANA", "BEN"):
        (folder / "team" / "cards" / f"{name}.md").write_text(f"# {name}\n## Core Capabilities\n- api: 0.9\n")
    (folder / "team" / "team.yaml").write_text(TEAM)
    (folder / "team" / "backlog.csv").write_text(BACKLOG)
    files = [folder / f"{day}.json" for day in (1, 3, 4)]
    assert run("plan", str(folder / "team"), "-o", str(files[0]))[0] == 0
    assert run("replan", str(files[0]), "--at", "2027-03-03", "-o", str(files[1]))[0] == 0
    return files


def rows(file: Path, task: str) -> list[dict[str, Any]]:
    """Return the pieces of a task in a plan."""
    return [one for one in json.loads(file.read_text())["assignments"] if one["task"] == task]


def test_what_is_left_is_explained_as_it_stood(plans: list[Path]) -> None:
    """ANA's seat is done and BEN has four of his hours left; hours are those from Wednesday on."""
    code, out, err = run("explain", str(plans[1]), "A")
    assert code == 0
    assert out.startswith("A  (4 h, CRITICAL) is with BEN in S1")
    assert "of 12 h" in out
    assert "is a plan of what was left on 2027-03-03: hours and tasks are as they stood then" in err
    assert run("explain", str(plans[1]))[0] == 0
    assert run("why-not", str(plans[1]), "C", "ANA")[0] == 0
    assert run("suggest", "B", "--plan", str(plans[1]))[1].startswith("ANA")


def test_a_report_of_what_is_left(plans: list[Path]) -> None:
    """Its levels are found again in the plan, and the page is written."""
    page = plans[0].parent / "page.md"
    code, _, err = run("report", str(plans[0].parent / "team"), "--plan", str(plans[1]), "--quick", "-o", str(page))
    assert (code, "4 of 4 open tasks placed" in err) == (0, True)


def test_moments_count_from_the_first_day_of_a_period_that_has_begun(plans: list[Path]) -> None:
    """Wednesday is the third day of the sprint, in a plan of Monday and in one of Wednesday."""
    (left,) = rows(plans[1], "A")
    # Of what was worked before no more is remembered than what the next plan rests on.
    worked = json.loads(plans[1].read_text())["worked"]["assignments"]
    assert {name for one in worked for name in one} == {
        *("task", "member", "period", "piece", "start", "end", "estimate")
    }
    assert (left["start"], left["end"], left["start_date"]) == (2, 3, "2027-03-03")
    before = {one["piece"]: one["start"] for one in rows(plans[0], "B")}
    assert [one["start"] for one in rows(plans[1], "B")] == [before[n + 1] for n in range(len(rows(plans[1], "B")))]


def test_the_next_morning_goes_on_from_there(plans: list[Path]) -> None:
    """What the plan of Wednesday leaves on Thursday is what that of Monday leaves: nothing counts twice or anew."""
    code, out, err = run("replan", str(plans[1]), "--at", "2027-03-04", "-o", str(plans[2]))
    assert code == 0
    straight = run("replan", str(plans[0]), "--at", "2027-03-04")
    assert err.splitlines()[-3:] == straight[2].splitlines()[-3:]
    assert "A is done: the plan ends it before that day" in err
    assert "B is in progress with ANA: 18 h remain" in err
    assert "D waits for 1 working day more" in err
    assert "0 moves" in err
    code, out, _ = run("explain", str(plans[2]), "B")
    assert code == 0
    assert out.startswith("B  (4 h, part 1 of 4, HIGH) is with ANA")


def test_a_day_that_is_none_is_a_fault(plans: list[Path]) -> None:
    """A file that was written by hand says where it is wrong."""
    data = json.loads(plans[1].read_text())
    data["worked"]["at"] = "2027-02-30"
    broken = plans[0].parent / "broken.json"
    broken.write_text(json.dumps(data))
    found = CliRunner().invoke(app, ["explain", str(broken)]).exception
    assert isinstance(found, InputError)
    assert "a day such as 2027-01-13 in worked.at, got '2027-02-30'" in str(found)
    data["worked"] |= {"at": "Wednesday"}
    broken.write_text(json.dumps(data))
    assert isinstance(CliRunner().invoke(app, ["explain", str(broken)]).exception, InputError)


def test_names_that_the_workspace_does_not_have_are_faults(plans: list[Path]) -> None:
    """Also in what was worked before, each with its place; who worked may have left since, and a task be gone."""
    data = json.loads(plans[1].read_text())
    data["worked"]["assignments"][1]["task"] = "Z"
    data["worked"]["assignments"][2]["member"] = "GONE"
    data["assignments"][0]["member"] = "NOBODY"
    data["missed"] = [{"task": "A"}, {"task": "Y"}]
    broken = plans[0].parent / "unknown.json"
    broken.write_text(json.dumps(data, indent=1))
    lines = broken.read_text().splitlines()
    names = ("Z", "Y", "NOBODY")
    places = {text: next(n for n, line in enumerate(lines, 1) if f'"{text}"' in line) for text in names}
    for words in (["explain"], ["replan", "--at", "2027-03-04"], ["export", "--to", "csv"]):
        found = CliRunner().invoke(app, [words[0], str(broken), *words[1:]]).exception
        assert isinstance(found, InputError)
        assert [str(fault) for fault in found.faults] == [
            f"{broken}:{places['Y']}: expected a task of the backlog in missed[1].task, got 'Y'",
            f"{broken}:{places['Z']}: expected a task of the backlog in worked.assignments[1].task, got 'Z'",
            f"{broken}:{places['NOBODY']}: expected a member of the team in assignments[0].member, got 'NOBODY'",
        ]
    # A task that has gone from the backlog since Monday is not remembered on Wednesday.
    team = plans[0].parent / "fewer"
    shutil.copytree(plans[0].parent / "team", team)
    (team / "backlog.csv").write_text(BACKLOG.replace("C,LOW,10,api:0.7,,,\n", ""))
    fewer = plans[0].parent / "fewer.json"
    words = [str(plans[0]), "--workspace", str(team), "--at", "2027-03-03", "-o", str(fewer)]
    assert run("replan", *words)[0] == 0
    assert {one["task"] for one in json.loads(fewer.read_text())["worked"]["assignments"]} == {"A", "B", "D"}
    assert run("explain", str(fewer))[0] == 0


def test_exports_and_lines_rest_on_how_the_work_stood(plans: list[Path]) -> None:
    """What is done by Thursday stays with who did it, also in a file for a tracker; its estimate is the whole one."""
    words = ("replan", str(plans[1]), "--at", "2027-03-04", "-o", str(plans[2]))
    assert run(*words)[0] == 0
    code, out, err = run("export", str(plans[2]), "--to", "jira")
    assert (code, "is a plan of what was left on 2027-03-04" in err) == (0, True)
    rows_ = {line.split(",")[1]: line.split(",")[3:7] for line in out.splitlines()[1:]}
    assert rows_["A"] == ["Done", "Highest", "BEN", "43200"]
    assert rows_["B"] == ["In Progress", "High", "ANA", "108000"]
    assert rows_["C"] == ["To Do", "Low", "BEN", "36000"]
    flat = run("export", str(plans[2]), "--to", "csv")[1].splitlines()
    assert "A,,,,,,,CRITICAL,Done,,,," in flat
    assert "3 of them placed" in err
    code, _, err = run("graph", str(plans[0].parent / "team"), "--plan", str(plans[2]))
    assert (code, "is a plan of what was left on 2027-03-04" in err) == (0, True)


def test_a_trackers_own_status_stays(plans: list[Path], tmp_path: Path) -> None:
    """What a tracker says of a task that is done by the plan is left to it, and said."""
    team = tmp_path / "team"
    shutil.copytree(plans[0].parent / "team", team)
    (team / ".import").mkdir()
    (team / ".import" / "records.json").write_text('{"A": {"title": "Api", "status": "Selected", "assignee": "BEN"}}')
    first, later = tmp_path / "1.json", tmp_path / "4.json"
    assert run("plan", str(team), "-o", str(first))[0] == 0
    assert run("replan", str(first), "--at", "2027-03-04", "-o", str(later))[0] == 0
    for target in ("jira", "csv"):
        code, out, err = run("export", str(later), "--to", target)
        assert (code, "Selected" in out) == (0, True)
        assert "done by then, but their status stays the tracker's: A" in err
    assert "their status" not in run("export", str(later), "--to", "ics")[2]


def test_no_plan_is_worked_before_it_was_made(plans: list[Path]) -> None:
    """A day before that of the plan is a fault, and so is a day of the file that is after all periods."""
    found = CliRunner().invoke(app, ["replan", str(plans[1]), "--at", "2027-03-02"]).exception
    assert isinstance(found, InputError)
    assert f"a day from 2027-03-03 on, on which {plans[1]} was made, got 2027-03-02" in str(found)
    data = json.loads(plans[1].read_text())
    data["worked"]["at"] = "2099-03-03"
    late = plans[0].parent / "late.json"
    late.write_text(json.dumps(data))
    found = CliRunner().invoke(app, ["replan", str(late), "--at", "2027-03-04"]).exception
    assert "a day within the periods of team.yaml in worked.at, got '2099-03-03'" in str(found)


def test_what_the_backlog_comes_to_say_counts_first(plans: list[Path], tmp_path: Path) -> None:
    """B is with ANA for six hours more on Thursday, whatever the plans of Monday and Wednesday have done of it."""
    shutil.copytree(plans[0].parent / "team", tmp_path / "team")
    lines = BACKLOG.replace("priority,", "priority,status,assigned_to,remaining,")
    rest = lines.replace("HIGH,", "HIGH,IN_PROGRESS,ANA,6,").replace("CRITICAL,12", "CRITICAL,TODO,,,12")
    (tmp_path / "team" / "backlog.csv").write_text(rest.replace("LOW,", "LOW,TODO,,,"))
    code, _, err = run("replan", str(plans[1]), "--workspace", str(tmp_path / "team"), "--at", "2027-03-04")
    assert code == 0
    assert "B is in progress" not in err
    assert "A is done" in err
    out = tmp_path / "out.json"
    run("replan", str(plans[1]), "--workspace", str(tmp_path / "team"), "--at", "2027-03-04", "-o", str(out))
    assert sum(one["hours"] for one in rows(out, "B")) == 6


def test_what_was_done_before_is_no_move(plans: list[Path]) -> None:
    """The seat of ANA and the first part are done on Wednesday: nobody takes them over, which is said."""
    code, out, err = run("diff", str(plans[0]), str(plans[1]))
    assert (code, out.splitlines()[0]) == (0, "0 moves")
    assert "is a plan of what was left of" in err
    assert "what was done before counts in" in err
    code, out, err = run("diff", str(plans[1]), str(plans[0]))
    assert "is a plan of what was left of" not in err
