"""Commands read strangers' files where they read ours, and plans remember the files themselves."""

from __future__ import annotations

import csv
import json
from hashlib import sha256
from pathlib import Path

import pytest
from typer.testing import CliRunner

from solver.cli import app
from solver.errors import InputError
from solver.importers.doors import read_workspace
from tests.importers import trackers

RUN = CliRunner()
CLAUDE = """\
---
name: shape-finder
description: Finds shapes in drawings. Use it for geometry.
tools: Read, Grep
---

You find shapes.
"""
OURS = "id,title,estimated_hours\nT1,Find it,3\n"


def folder(place: Path, **texts: str) -> Path:
    """Write files below a folder; two underscores part folders, one stands for the point of the ending."""
    for name, text in texts.items():
        path = place / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return place


def test_a_trackers_file_is_a_backlog(tmp_path: Path) -> None:
    """``--backlog`` takes an export: its rows are the tasks, its own file and lines stand in them."""
    path = folder(tmp_path, cards__shape_md=CLAUDE, board__jira_csv=trackers.JIRA)
    found = read_workspace(path, backlog=path / "board" / "jira.csv")
    assert [task.id for task in found.backlog.tasks] == ["WEB-3", "WEB-4", "WEB-5", "WEB-6"]
    assert found.backlog.tasks[0].file.endswith("board/jira.csv")
    assert found.backlog.tasks[0].line == 4
    assert any("is read as jira" in text for text in found.assumptions)
    inputs = dict(found.inputs)
    assert inputs["board/jira.csv"] == sha256((path / "board" / "jira.csv").read_bytes()).hexdigest()
    assert set(inputs) == {"board/jira.csv", "cards/shape.md"}


@pytest.mark.parametrize("name", ["jira_csv", "gh_json", "issues_jsonl", "tasks_json"])
def test_an_export_in_the_folder_is_its_backlog(tmp_path: Path, name: str) -> None:
    """Where no backlog of ours is, what a tracker wrote beside the cards is one."""
    text = {"jira_csv": trackers.JIRA, "gh_json": trackers.GITHUB, "issues_jsonl": trackers.BEADS}
    path = folder(tmp_path, cards__shape_md=CLAUDE, **{name: text.get(name, trackers.TASK_MASTER)})
    assert read_workspace(path).backlog.tasks


def test_cards_of_another_tool_are_members_and_documents_are_none(tmp_path: Path) -> None:
    """A subagent is called by its own name, and README.md in the folder of cards is nobody."""
    path = folder(tmp_path, cards__shape_md=CLAUDE, cards__README_md="# Read me", backlog_csv=OURS)
    found = read_workspace(path)
    assert [member.id for member in found.team.members] == ["shape-finder"]
    assert found.team.members[0].card.file.endswith("cards/shape.md")
    assert [task.id for task in found.backlog.tasks] == ["T1"]


def test_cards_beside_each_other_are_a_team(tmp_path: Path) -> None:
    """A folder of cards needs no folder ``cards`` in it."""
    path = folder(tmp_path, shape_md=CLAUDE, README_md="# Read me", backlog_csv=OURS)
    assert [member.id for member in read_workspace(path).team.members] == ["shape-finder"]


def test_our_own_workspace_is_read_as_ever(tmp_path: Path) -> None:
    """What is ours does not go through the door: nothing is assumed about its files."""
    path = folder(tmp_path, cards__ANA_md="# ANA\n## Core Capabilities\n- sql: 0.9\n", backlog_csv=OURS)
    found = read_workspace(str(path))
    assert not any("is read as" in text for text in found.assumptions)


def test_a_plan_of_strangers_files_can_be_asked_later(tmp_path: Path) -> None:
    """A plan remembers the export and its hash: explain finds it, and refuses once it has changed."""
    path = folder(tmp_path, cards__shape_md=CLAUDE, board__gh_json=trackers.GITHUB)
    board, plan = path / "board" / "gh.json", path / "plan.json"
    done = RUN.invoke(app, ["plan", str(path), "--backlog", str(board), "-o", str(plan)])
    assert done.exit_code == 0, done.output
    assert {one["task"] for one in json.loads(plan.read_text())["assignments"]} == {"7", "9", "10"} - {"9"}
    assert RUN.invoke(app, ["explain", str(plan)]).exit_code == 0
    board.write_text(trackers.GITHUB.replace("Icons", "Signs"))
    asked = RUN.invoke(app, ["explain", str(plan)])
    assert asked.exit_code != 0


def test_faults_name_the_strangers_own_file(tmp_path: Path) -> None:
    """A team file that names nobody is a fault of the team file, not of a copy."""
    text = "roster:\n  - {id: NOBODY}\n"
    path = folder(tmp_path, cards__shape_md=CLAUDE, gh_json=trackers.GITHUB, team_yaml=text)
    done = RUN.invoke(app, ["check", str(path)])
    assert f"{path / 'team.yaml'}:2" in str(done.exception)


def test_rows_cells_and_dependencies_that_are_left_out_are_said(tmp_path: Path) -> None:
    """A plan that silently forgot a row or what it waits for would look as good as one that did not."""
    lines = ["Key;Summary;Status;Estimate (h);Blocked by;Colour", "A;One;To Do;1;;red", "A;Two;To Do;2;;"]
    lines += ["B;Three;To Do;soon;X;", "Total;;;3;;"]
    path = folder(tmp_path, cards__shape_md=CLAUDE, tasks_csv="\n".join(lines))
    found = [text.partition("tasks.csv:")[2] for text in read_workspace(path).assumptions if ": left out: " in text]
    assert found == [
        "3: left out: A stands a second time, first on line 2",
        "4: left out: Estimate (h) 'soon' is no duration: not taken",
        "4: left out: B waits for X, which is in no file: dropped",
        "5: left out: a row of sums is no task: Total, 3",
    ]


def test_a_role_card_with_a_head_is_a_role_card(tmp_path: Path) -> None:
    """Front matter without what a subagent has does not cost the team a member."""
    card = "---\nname: BEN\n---\n# BEN\n\n## Core Capabilities\n- welding: 0.9\n"
    found = read_workspace(folder(tmp_path, cards__BEN_md=card, backlog_csv=OURS))
    assert [(one.id, [ability.name for ability in one.card.capabilities]) for one in found.team.members] == [
        ("BEN", ["welding"])
    ]


@pytest.mark.parametrize("to", ["jira", "csv", "linear"])
def test_rows_whose_ids_have_blanks_come_back_as_themselves(tmp_path: Path, to: str) -> None:
    """An export writes the tracker's own id, once, with the plan's owner; a second import finds no new row."""
    text = "Key;Summary;Status;Assignee;Estimate (h)\nStep 1;x;To Do;Ana;2\nStep-1;y;To Do;Ana;3\nB,2;z;To Do;Ben;4\n"
    (tmp_path / "t.csv").write_text(text)
    ws, plan, out = tmp_path / "ws", tmp_path / "plan.json", tmp_path / "out.csv"
    assert RUN.invoke(app, ["import", str(tmp_path / "t.csv"), "-o", str(ws)]).exit_code == 0
    assert RUN.invoke(app, ["plan", str(ws), "-o", str(plan)]).exit_code == 0
    done = RUN.invoke(app, ["export", str(plan), "--to", to, "-o", str(out)])
    assert "3 tasks, 3 of them placed" in done.stderr
    with out.open(encoding="utf-8-sig", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert [cells.count(name) for name in ("Step 1", "Step-1", "B,2")] == [1, 1, 1]
    again = RUN.invoke(app, ["import", str(out), "-o", str(ws)])
    assert again.exit_code == 0
    assert not [line for line in again.stdout.splitlines() if line.startswith(("new: ", "gone: "))]


def test_a_title_above_our_own_columns_is_a_fault(tmp_path: Path) -> None:
    """Read as a stranger's, its crews and deadlines would be lost: our own reader says what it expects."""
    text = "The plan\nid,title,estimated_hours,crew,deadline\nA,x,3,2,2027-01-05\n"
    said = r"backlog\.csv:1: expected a column 'id', got 'The plan'\nMaybe the columns that line 2 names: leave out"
    with pytest.raises(InputError, match=said):
        read_workspace(folder(tmp_path, cards__BEN_md="## Core Capabilities\n- welding: 0.9\n", backlog_csv=text))


def test_what_is_only_called_a_backlog_is_named(tmp_path: Path) -> None:
    """Nobody plans without tasks because the file with them is of no kind that is read."""
    card = "## Core Capabilities\n- welding: 0.9\n"
    path = folder(tmp_path, cards__BEN_md=card, backlog_yaml="- id: A\n  estimated_hours: 3\n")
    said = "there is no backlog: nothing is said about tasks; backlog.yaml is none that is read"
    assert said in read_workspace(path, tasks="if there").assumptions
    with pytest.raises(InputError, match=r"Maybe backlog\.yaml as one of these, or by `import`\."):
        read_workspace(path)
