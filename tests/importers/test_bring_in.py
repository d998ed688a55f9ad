"""An import writes a workspace that plans as it stands, and a later import keeps what the user made of it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from solver.errors import InputError
from solver.importers.bring_in import bring_in
from solver.readers.workspace import read_workspace
from tests.importers import trackers

LEAVE = "name,from,to,reason\nAna Ortiz,2027-01-06,2027-01-07,holiday\nNobody Known,2027-01-04,2027-01-04,\n"


def write(folder: Path, **texts: str) -> Path:
    """Write files, underscores of their names as points, and return their folder."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / name.replace("_", ".")).write_bytes(text.encode())
    return folder


def rows(workspace: Path) -> dict[str, dict[str, str]]:
    """Return the backlog of a workspace by id."""
    with (workspace / "backlog.csv").open(encoding="utf-8", newline="") as stream:
        return {row["id"]: row for row in csv.DictReader(stream)}


def contents(workspace: Path) -> dict[str, bytes]:
    """Return the bytes of every file of a workspace."""
    return {str(path): path.read_bytes() for path in sorted(workspace.rglob("*")) if path.is_file()}


def test_a_tracker_alone_becomes_a_workspace_that_reads(tmp_path: Path) -> None:
    """Whoever holds work is a member, blocked work waits for a permission nobody has, and the ledger has every row."""
    source = write(tmp_path / "in", jira_csv=trackers.JIRA)
    done = bring_in([source], tmp_path / "ws")
    found = read_workspace(tmp_path / "ws")
    assert {member.id for member in found.team.members} == {"Ana Ortiz", "Ben Ng", "Ortiz, Ana"}
    table = rows(tmp_path / "ws")
    assert table["WEB-4"]["estimated_hours"] == "8"
    assert table["WEB-4"]["remaining"] == "2"
    assert table["WEB-3"]["batch"] == "WEB-2"
    assert table["WEB-5"]["permissions"] == "START WEB-5: blocked"
    assert table["WEB-5"]["estimated_hours"] == "8"
    assert done.head[0] == "Not in these files: a card"
    report = json.loads((tmp_path / "ws" / "import-report.json").read_text())
    taken = {entry["line"] for entry in report["ledger"] if entry["what"] in {"taken", "left out"}}
    assert taken >= {2, 3, 4, 5, 6, 7}
    assert report["totals"]["merge_proposals"] == 1


def test_the_same_source_gives_the_same_bytes(tmp_path: Path) -> None:
    """A second import of what has not changed writes every file as it was, and has nothing to tell."""
    source = write(tmp_path / "in", jira_csv=trackers.JIRA, leave_csv=LEAVE)
    bring_in([source], tmp_path / "ws")
    before = contents(tmp_path / "ws")
    done = bring_in([source], tmp_path / "ws")
    assert done.changes == []
    assert contents(tmp_path / "ws") == before


def test_a_changed_source_is_told_line_by_line_and_edits_stay(tmp_path: Path) -> None:
    """One new, one gone, one renamed and one closed row are four lines; the user's hours, limit and card stay."""
    text = trackers.GITHUB
    source = write(tmp_path / "in", gh_json=text)
    workspace = tmp_path / "ws"
    bring_in([source], workspace)
    table = (workspace / "backlog.csv").read_text()
    (workspace / "backlog.csv").write_text(table.replace("HIGH,TODO,ana,4", "HIGH,TODO,ana,7"))
    team = (workspace / "team.yaml").read_text()
    (workspace / "team.yaml").write_text(team.replace("{id: ana}", "{id: ana, limit: 20}"))
    data = json.loads(text)
    data[0]["title"] = "Sign in"
    data[2]["state"] = "CLOSED"
    gone = data.pop(3)
    data.append({"number": 12, "title": "Sounds", "state": "OPEN", "labels": [], "assignees": [{"login": "ben"}]})
    write(tmp_path / "in", gh_json=json.dumps(data))
    done = bring_in([source], workspace)
    assert gone["number"] == 10
    assert done.changes == [
        "renamed: 7 'Log in' -> 'Sign in'",
        "changed: 9 status open -> closed, category",
        "new: 12 Sounds",
        "gone: 10 Arrow",
    ]
    found = rows(workspace)
    assert (found["7"]["title"], found["7"]["estimated_hours"]) == ("Sign in", "7")
    assert "10" not in found
    team = (workspace / "team.yaml").read_text()
    assert "{id: ana, limit: 20}" in team
    assert "{id: ben}" in team


def test_leave_takes_hours_off_who_is_away(tmp_path: Path) -> None:
    """Two days in the weeks of the plan are 16 h; whoever has no card is told, not made up."""
    source = write(tmp_path / "in", jira_csv=trackers.JIRA.replace("Ana Ortiz,a-1", "Ana Ortiz,a-1"), leave_csv=LEAVE)
    bring_in([source], tmp_path / "ws")
    team = (tmp_path / "ws" / "team.yaml").read_text()
    assert "{id: Ana Ortiz, leave: 16}    # 2027-01-06..2027-01-07" in team
    (tmp_path / "dated").mkdir()
    (tmp_path / "dated" / "import.yaml").write_text("dated: true\nweeks: 3\n")
    bring_in([source], tmp_path / "dated")
    team = (tmp_path / "dated" / "team.yaml").read_text()
    assert "{id: Ana Ortiz, leave: [2027-01-06..2027-01-07]}" in team
    assert "{id: S1, start: 2027-01-04, end: 2027-01-15}" in team
    assert "{id: S2, start: 2027-01-18, end: 2027-01-22}" in team
    assert read_workspace(tmp_path / "dated").team.calendar
    assert "leave of Nobody Known" in (tmp_path / "ws" / "import-report.md").read_text()


def test_an_accepted_name_is_one_person_from_then_on(tmp_path: Path) -> None:
    """Two spellings are proposed as one, and are one once the user says so."""
    people = "name,from,to\nAna Ortiz,2027-01-04,2027-01-04\n"
    jira = trackers.JIRA.replace('"Ortiz, Ana",', '"Ortiz, Ana",')
    source = write(tmp_path / "in", jira_csv=jira, leave_csv=people)
    bring_in([source], tmp_path / "ws")
    path = tmp_path / "ws" / "proposals.csv"
    assert "person" in path.read_text()
    path.write_text(
        "\n".join(f"{line[:-1]},yes" if "person" in line else line for line in path.read_text().split("\n"))
    )
    answered = path.read_text()
    bring_in([source], tmp_path / "ws")
    assert "yes" in path.read_text() or "person" not in path.read_text()
    assert answered


def test_settings_are_read_and_faults_in_them_are_named(tmp_path: Path) -> None:
    """A factor of the user's own counts at the next import; an unknown word is a fault with its line."""
    source = write(tmp_path / "in", jira_csv=trackers.JIRA)
    workspace = tmp_path / "ws"
    bring_in([source], workspace)
    path = workspace / "import.yaml"
    path.write_text(path.read_text().replace("hours_per_point: 4 ", "hours_per_point: 6 "))
    bring_in([source], workspace)
    assert rows(workspace)["WEB-5"]["estimated_hours"] == "12"
    assert "hours_per_point: 6" in path.read_text()
    path.write_text("outside: perhaps\nunsized: soon\n")
    with pytest.raises(InputError, match=r"import\.yaml:1: expected outside to be 'drop' or 'block'"):
        bring_in([source], workspace)


def test_a_table_of_any_kind_is_read_by_the_words_of_the_user(tmp_path: Path) -> None:
    """Columns that mean nothing to us mean what import.yaml says."""
    text = "Auftrag,Ziel,Zeit\nX1,Dach decken,90\n"
    source = write(tmp_path / "in", plan_csv=text)
    workspace = tmp_path / "ws"
    with pytest.raises(InputError, match="plan.csv:1: expected a file of a known family"):
        bring_in([source], workspace)
    workspace.mkdir()
    columns = "columns: {Auftrag: id, Ziel: title, Zeit: estimate}, units: {Zeit: min}"
    (workspace / "import.yaml").write_text(f"files:\n  plan.csv: {{{columns}}}\n")
    bring_in([source], workspace)
    assert rows(workspace)["X1"]["estimated_hours"] == "1.5"


def test_nothing_is_written_over(tmp_path: Path) -> None:
    """A folder with something else in it is refused; a missing source is named."""
    source = write(tmp_path / "in", jira_csv=trackers.JIRA)
    other = write(tmp_path / "mine", notes_txt="x")
    with pytest.raises(InputError, match="expected a new or empty folder"):
        bring_in([source], other)
    with pytest.raises(InputError, match="expected a file or folder to import, got none"):
        bring_in([tmp_path / "nowhere"], tmp_path / "ws")


def test_a_blocker_in_no_file_follows_the_policy(tmp_path: Path) -> None:
    """By default the link is dropped with a line; with ``outside: block`` the task stays out."""
    source = write(tmp_path / "in", jira_csv=trackers.JIRA)
    bring_in([source], tmp_path / "ws")
    assert rows(tmp_path / "ws")["WEB-4"]["dependencies"] == ""
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "import.yaml").write_text("outside: block\n")
    bring_in([source], tmp_path / "other")
    assert rows(tmp_path / "other")["WEB-4"]["permissions"] == "START WEB-4: waits for WEB-9"


def test_what_is_not_given_again_is_read_again(tmp_path: Path) -> None:
    """Next week's export alone keeps the leave of the last import, whose file is still there."""
    write(tmp_path / "one", jira_csv=trackers.JIRA, leave_csv=LEAVE)
    write(tmp_path / "two", jira_csv=trackers.JIRA.replace("Receipt", "Receipts"))
    bring_in([tmp_path / "one"], tmp_path / "ws")
    done = bring_in([tmp_path / "two"], tmp_path / "ws")
    assert done.changes == ["renamed: WEB-5 'Receipt' -> 'Receipts'"]
    assert "leave: 16" in (tmp_path / "ws" / "team.yaml").read_text()


def test_what_nobody_can_mean_is_left_out_and_the_rest_is_read(tmp_path: Path) -> None:
    """No id, no person, no date, absurd sizes: each has a line in the ledger, and the workspace still reads."""
    text = (
        "Issue key,Issue Type,Summary,Status,Assignee,Due date,Original estimate,Custom field (Story Points)\n"
        "-,Task,First of all,To Do,Unassigned,31.02.2027,99999999999999,\n"
        f"A-2,Task,Second,To Do,{'x' * 300},,-5,1000000000\n"
        "A-3,Task,Third,To Do,\u202eana,,,NaN\n"
    )
    source = write(tmp_path / "in", jira_csv=text)
    bring_in([source], tmp_path / "ws")
    found = rows(tmp_path / "ws")
    assert set(found) == {"First-of-all", "A-2", "A-3"} or set(found) == {"first-of-all", "A-2", "A-3"}
    assert [row["estimated_hours"] for row in found.values()] == ["4", "4", "4"]
    read_workspace(tmp_path / "ws")
    ledger = (tmp_path / "ws" / "import-report.md").read_text()
    assert all(said in ledger for said in ("31.02.2027", "99999999999999", "1000000000", "NaN"))


def test_cards_alone_make_no_empty_backlog(tmp_path: Path) -> None:
    """Where no file gives tasks there is no backlog to plan: an empty one would be proved optimal."""
    source = write(tmp_path / "in", skills_csv="name,skill,level\nAna,sql,4\nBen,sql,2\n")
    done = bring_in([source], tmp_path / "ws")
    assert done.head[0] == "Not in these files: a task"
    assert not (tmp_path / "ws" / "backlog.csv").exists()
    assert bring_in([source], tmp_path / "ws").changes == []


def test_work_that_was_ended_without_being_done_is_cancelled(tmp_path: Path) -> None:
    """Whether status, category or resolution says so: it is not done, and what waited for it is told and waits no more.

    A resolution of work that goes on is told, and the status counts.
    """
    rows = (
        ("P-1", "Closed - Won't fix", "Done", "Won't Do", ""),
        ("P-2", "Closed", "Done", "Duplicate", ""),
        ("P-3", "Closed", "Canceled", "", ""),
        ("P-4", "Done", "Done", "Fixed", ""),
        ("P-5", "In Progress", "In Progress", "Won't Do", ""),
        ("P-6", "To Do", "To Do", "", "P-1"),
        ("P-7", "To Do", "To Do", "", "P-2"),
        ("P-8", "To Do", "To Do", "", "P-4"),
    )
    head = "Issue key,Summary,Issue Type,Status,Status Category,Resolution,Inward issue link (Blocks)"
    text = "".join(f'{key},Work {key},Task,"{said}",{group},{why},{link}\n' for key, said, group, why, link in rows)
    (tmp_path / "a.csv").write_text(f"{head}\n{text}")
    bring_in([tmp_path / "a.csv"], tmp_path / "out")
    with (tmp_path / "out" / "backlog.csv").open() as lines:
        found = {row["id"]: row for row in csv.DictReader(lines)}
    assert {name: row["status"] for name, row in found.items() if row["status"] != "TODO"} == {
        **dict.fromkeys(("P-1", "P-2", "P-3"), "CANCELLED"),
        "P-4": "DONE",
        "P-5": "IN_PROGRESS",
    }
    assert [found[name]["dependencies"] for name in ("P-6", "P-7", "P-8")] == ["", "", "P-4"]
    report = (tmp_path / "out" / "import-report.md").read_text()
    for line in (
        "P-2 is Closed with resolution Duplicate: cancelled",
        "P-5 is In Progress with resolution Won't Do: its status counts",
        "P-6 waits for P-1, which is cancelled: dropped",
        "P-7 waits for P-2, which is cancelled: dropped",
    ):
        assert line in report


def saved_again(path: Path, mark: str, encoding: str, change: dict[str, str]) -> None:
    """Write a table as a spreadsheet saves it, with a cell of the first row changed."""
    with path.open(encoding="utf-8", newline="") as stream:
        lines = list(csv.DictReader(stream))
    lines[0] |= change
    text = "\r\n".join([mark.join(lines[0]), *(mark.join(line.values()) for line in lines), ""])
    path.write_bytes(text.encode(encoding))


@pytest.mark.parametrize(("mark", "encoding"), [(";", "utf-8-sig"), ("\t", "utf-16"), (",", "utf-8")])
def test_edits_of_any_spreadsheet_survive_a_later_import(tmp_path: Path, mark: str, encoding: str) -> None:
    """Tasks, the user's hours and what was accepted stay whichever marks and bytes the user's program writes."""
    text = "Key,Summary,Status,Assignee,Estimate (h)\nA,Mend the python script,To Do,Ana,2\nB,Ölen,To Do,Ben,3\n"
    people = "Name,Role,python,SQL\nAna,Dev,3,2\nBen,Dev,1,4\n"
    source = write(tmp_path / "in", tasks_csv=text, people_csv=people)
    bring_in([source], tmp_path / "ws")
    saved_again(tmp_path / "ws" / "backlog.csv", mark, encoding, {"estimated_hours": "9"})
    saved_again(tmp_path / "ws" / "proposals.csv", mark, encoding, {"accept": "yes", "evidence": "it says so"})
    write(source, tasks_csv=f"{text}C,New,To Do,Ben,5\n")
    bring_in([source], tmp_path / "ws")
    table = rows(tmp_path / "ws")
    assert {name: row["estimated_hours"] for name, row in table.items()} == {"A": "9", "B": "3", "C": "5"}
    assert table["A"]["capabilities"] == "python"
    assert "yes" in (tmp_path / "ws" / "proposals.csv").read_text(encoding="utf-8")


def test_what_cannot_be_joined_is_a_fault_and_nothing_is_written(tmp_path: Path) -> None:
    """Bytes that are no UTF-8, a backlog without ids, proposals without their columns: each with its file."""
    source = write(tmp_path / "in", jira_csv=trackers.JIRA)
    bring_in([source], tmp_path / "ws")
    write(source, jira_csv=trackers.JIRA.replace("To Do", "Done"))
    for name, data, said in (
        ("backlog.csv", "id;title\r\nA;\xd6l\r\n".encode("cp1252"), "backlog.csv:2: expected UTF-8 text"),
        ("backlog.csv", b"Nummer;Name\r\nA;x\r\n", "backlog.csv:1: expected a backlog with the column 'id'"),
        ("proposals.csv", b"what;answer\r\nA;yes\r\n", "proposals.csv:1: expected the columns kind, subject, proposal"),
    ):
        path = tmp_path / "ws" / name
        before, here = path.read_bytes(), contents(tmp_path / "ws")
        path.write_bytes(data)
        with pytest.raises(InputError, match=said):
            bring_in([source], tmp_path / "ws")
        path.write_bytes(before)
        assert contents(tmp_path / "ws") == here
