"""Tables as people keep them: titles above, sums below, several sheets, numbers and days that may mean two things."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from solver.errors import InputError
from solver.importers.bring_in import bring_in
from solver.importers.source import Source
from tests.importers.test_bring_in import rows, write

HEADER = ["Key", "Summary", "Status", "Estimate (h)", "Due date", "Assignee"]


def brought(folder: Path, source: Path) -> tuple[dict[str, dict[str, str]], list[tuple[int, str, str]]]:
    """Return the backlog that an import writes, and its ledger without what was taken."""
    bring_in([source], folder / "ws")
    ledger = json.loads((folder / "ws" / "import-report.json").read_text(encoding="utf-8"))["ledger"]
    said = [(one["line"], one["what"], one["text"]) for one in ledger if one["what"] != "taken"]
    return rows(folder / "ws"), said


def hours(table: dict[str, dict[str, str]]) -> dict[str, str]:
    """Return the estimate of each task."""
    return {name: row["estimated_hours"] for name, row in table.items()}


def workbook(path: Path, **sheets: list[list[Any]]) -> Path:
    """Write a workbook."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book.save(path)
    return path


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_titles_above_a_header_are_no_header(tmp_path: Path, mark: str) -> None:
    """The first row that names an id or a title and something else is the header; what is above it is told."""
    lines = ["Plan of May, for all", "", mark.join(HEADER[:4]), mark.join(["A-1", "One", "To Do", "1.5"])]
    table, said = brought(tmp_path, write(tmp_path / "in", t_csv="\n".join(lines)))
    assert hours(table) == {"A-1": "1.5"}
    assert (1, "left out") in [(line, what) for line, what, text in said if "above the header on line 3" in text]


@pytest.mark.parametrize("end", ["Total,,,3.5", ",Total:,,3.5", "Summe,,,3.5,,", ",,,3.5", "Grand total,,2,3:30"])
def test_a_row_of_sums_is_no_task(tmp_path: Path, end: str) -> None:
    """Its hours stand in the rows above already; a task of such a name that says more than numbers is a task."""
    text = f"{','.join(HEADER)}\nA-1,One,To Do,1.5,,\nTotal,Count the till,To Do,2,,\n{end}\n"
    table, said = brought(tmp_path, write(tmp_path / "in", t_csv=text))
    assert hours(table) == {"A-1": "1.5", "Total": "2"}
    assert [(line, what) for line, what, text in said if "a row of sums" in text] == [(4, "left out")]


def test_lines_between_rows_are_no_tasks(tmp_path: Path) -> None:
    """Dashes under a header, as Markdown draws them, name nothing."""
    text = "| Key | Summary | Status | Estimate (h) |\n|---|:--|---|---|\n| A-1 | One | To Do | 1.5 |\n"
    assert hours(brought(tmp_path, write(tmp_path / "in", t_csv=text))[0]) == {"A-1": "1.5"}


@pytest.mark.parametrize(
    ("unit", "cells", "expected", "is_told"),
    [
        ("(s)", ["28,800", "3,600"], ["8", "1"], False),
        ("(s)", ["28.800", "900"], ["8", "0.25"], False),
        ("(h)", ["1,250", "8"], ["1.25", "8"], True),
        ("(h)", ["1,250", "1,250.5"], ["1250", "1250.5"], False),
        ("(h)", ["1.250", "0,5"], ["1250", "0.5"], False),
        ("(h)", ["1,250", "0,5"], ["1.25", "0.5"], False),
        ("(h)", ["1'250", "1 250,5"], ["1250", "1250.5"], False),
        ("(h)", ["PT1.5H", "1d, 4h"], ["1.5", "12"], False),
        ("(h)", ["2 jours", "1 hora"], ["16", "1"], False),
    ],
)
def test_a_mark_with_three_digits_behind_it_is_read_as_its_column_writes_numbers(
    tmp_path: Path, unit: str, cells: list[str], expected: list[str], is_told: bool
) -> None:
    """Thousands where another cell or the unit shows it; where nothing does, decimals, and that is told."""
    lines = [f"Key;Summary;Status;Estimate {unit}", *(f"A-{n};x;To Do;{cell}" for n, cell in enumerate(cells))]
    table, said = brought(tmp_path, write(tmp_path / "in", t_csv="\n".join(lines)))
    found = [row["estimated_hours"] for row in table.values()]
    assert found == expected
    assert is_told == any("'1,250' is read as 1.250" in text for _, _, text in said)


@pytest.mark.parametrize(
    ("cells", "expected", "told"),
    [
        (["05/07/2027", "03/04/2027"], ["2027-07-05", "2027-04-03"], "'05/07/2027' is read with the day first"),
        (["05/07/2027", "03/14/2027"], ["2027-05-07", "2027-03-14"], ""),
        (["05/17/2027", "17/05/2027", "03/04/2027"], ["2027-05-17", "2027-05-17", "2027-04-03"], "'03/04/2027'"),
        (["5.7.2027", "07/07/2027"], ["2027-07-05", "2027-07-07"], ""),
        (["46037", "46038.5"], ["2026-01-15", "2026-01-16"], "the number 46037 is read as the day"),
        (["Fri, 15 Jan 2027 10:00:00 GMT", "2027年1月15日"], ["2027-01-15", "2027-01-15"], ""),
    ],
)
def test_days_that_may_be_two_are_told(tmp_path: Path, cells: list[str], expected: list[str], told: str) -> None:
    """Another date of the column decides; where none does, the ledger says how the first was read."""
    lines = ["Key;Summary;Status;Due date", *(f"A-{n};x;To Do;{cell}" for n, cell in enumerate(cells))]
    table, said = brought(tmp_path, write(tmp_path / "in", t_csv="\n".join(lines)))
    assert [row["due"] for row in table.values()] == expected
    texts = [text for _, what, text in said if what == "assumed" and text.startswith("Due date: ")]
    assert len(texts) == bool(told)
    assert all(told in text for text in texts)


def test_every_cell_that_is_no_duration_has_its_line(tmp_path: Path) -> None:
    """Twenty of them are twenty lines of the ledger."""
    lines = ["Key,Summary,Status,Estimate (h)", *(f"A-{n},x,To Do,soon" for n in range(20))]
    _, said = brought(tmp_path, write(tmp_path / "in", t_csv="\n".join(lines)))
    assert [line for line, _, text in said if "is no duration" in text] == [*range(2, 22)]


def test_cells_beyond_the_header_and_columns_that_differ_are_told(tmp_path: Path) -> None:
    """A comma without quotes shifts a row; of two columns of one name the first counts."""
    text = "Key,Summary,Status,Estimate (h),Status\nA-1,One,To Do,1,Done\nA-2,Two,To Do,2,To Do\nA-3,So, so,To Do,3,x\n"
    table, said = brought(tmp_path, write(tmp_path / "in", t_csv=text))
    assert table["A-1"]["status"] == "TODO"
    texts = {(line, what): text for line, what, text in said if "first counts" in text or "cells where" in text}
    assert list(texts) == [(2, "assumed"), (4, "left out")]
    assert "'To Do' and 'Done'" in texts[2, "assumed"]
    assert "6 cells where the header has 5" in texts[4, "left out"]


def test_all_sheets_of_tasks_are_read(tmp_path: Path) -> None:
    """A page to read first and a list of people are told and not read; columns of one name are one column."""
    more = ["Summary", "Key", "Status", "Estimate (h)", "Priority"]
    path = workbook(
        tmp_path / "t.xlsx",
        Readme=[["This is the plan."], ["Ask Ana."]],
        May=[["May"], HEADER, ["A-1", "One", "To Do", 1.5, None, "Ana"], ["Total", None, None, 1.5]],
        June=[more, ["Two", "B-1", "To Do", 2, "High"]],
        Staff=[["Name", "Hours"], ["Ana", 38]],
    )
    table, said = brought(tmp_path, path)
    assert hours(table) == {"A-1": "1.5", "B-1": "2"}
    assert (table["B-1"]["title"], table["B-1"]["priority"]) == ("Two", "HIGH")
    texts = [text for _, _, text in said]
    assert {f"sheet {name!r} has not the columns of 'May'" for name in ("Readme", "Staff")} <= set(texts)
    assert "the sheets 'May', 'June' are read one after the other; lines count in each of them" in texts


def test_cells_of_a_workbook_are_what_they_show(tmp_path: Path) -> None:
    """More than a day of hours, the errors of formulas, a day as the number behind it."""
    path = workbook(
        tmp_path / "t.xlsx", T=[HEADER, ["A-1", "x", "To Do", timedelta(hours=30), 46037, "#N/A"], ["A-2", "y", "Done"]]
    )
    table, _ = brought(tmp_path, path)
    said = [table["A-1"][name] for name in ("estimated_hours", "due", "assigned_to")]
    assert said == ["30", "2026-01-15", ""]


def test_formulas_that_nobody_computed_are_a_fault(tmp_path: Path) -> None:
    """They would read as empty cells; a formula whose value is an empty text is none of them."""
    path = workbook(tmp_path / "t.xlsx", T=[HEADER, ["A-1", "x", "To Do", "=1+1"]])
    with pytest.raises(InputError, match="expected a workbook with the values of its formulas, got 1 formula that"):
        bring_in([path], tmp_path / "ws")


def test_text_that_is_called_a_workbook_is_a_table(tmp_path: Path) -> None:
    """Programs write tabs into files that they call .xls."""
    (tmp_path / "t.xls").write_text("Key\tSummary\tStatus\tEstimate (h)\nA-1\tOne\tTo Do\t1.5\n")
    assert hours(brought(tmp_path, tmp_path / "t.xls")[0]) == {"A-1": "1.5"}


def test_how_bytes_were_read_is_told_where_they_do_not_say_it(tmp_path: Path) -> None:
    """Old Macs and Windows write other letters with the same bytes: the words show whether the guess was right."""
    (tmp_path / "t.csv").write_bytes("Key,Summary,Status\nA-1,Lösen,To Do\n".encode("mac_roman"))
    _, said = brought(tmp_path, tmp_path / "t.csv")
    assert [text for _, _, text in said if "no UTF-8" in text and "'Lšsen'" in text]


def test_one_assignee_alone_is_one_person(tmp_path: Path) -> None:
    """A name where a list of people is usual, no label, and a pull request between issues, which is told."""
    issues = '[{"number": 1, "title": "a", "state": "OPEN", "assignees": "ana", "labels": [null]},\n'
    issues += '{"number": 2, "title": "b", "state": "OPEN", "pull_request": {}},\n'
    issues += '{"number": 3, "title": "c", "state": "OPEN", "assignees": {"nodes": [{"login": "ben"}]}}]'
    (tmp_path / "t.json").write_text(issues)
    table, said = brought(tmp_path, tmp_path / "t.json")
    assert {name: row["assigned_to"] for name, row in table.items()} == {"1": "ana", "3": "ben"}
    assert (2, "left out", "1 pull request among the issues, the first of them here") in said
    assert Source(tmp_path / "t.json", "t").work is None
    assert (3, "assumed", "ben holds work, so is a member; no card says what") in said


def test_people_and_tasks_of_one_workbook_are_read_both(tmp_path: Path) -> None:
    """A matrix of skills on one sheet does not hide the tasks on another."""
    path = workbook(
        tmp_path / "t.xlsx",
        People=[["Name", "Role", "Python", "SQL"], ["Ana", "Dev", 3, 2], ["Ben", "Dev", 1, 4]],
        Tasks=[HEADER, ["A-1", "One", "To Do", 1.5, None, "Ana"]],
    )
    table, _ = brought(tmp_path, path)
    assert hours(table) == {"A-1": "1.5"}
    assert table["A-1"]["assigned_to"] == "Ana"
    assert {card.name for card in (tmp_path / "ws" / "cards").iterdir()} == {"Ana.md", "Ben.md"}
    report = json.loads((tmp_path / "ws" / "import-report.json").read_text(encoding="utf-8"))
    assert (report["totals"]["rows"], report["totals"]["tasks"]) == (3, 1)


def test_a_title_above_a_list_of_people_is_no_header(tmp_path: Path) -> None:
    """One cell alone in the first row hides no table."""
    text = "The team\n\nName;Role;Python;SQL\nAna;Dev;3;2\nBen;Dev;1;4\n"
    bring_in([write(tmp_path / "in", people_csv=text)], tmp_path / "ws")
    assert {card.name for card in (tmp_path / "ws" / "cards").iterdir()} == {"Ana.md", "Ben.md"}


def test_shares_of_a_week_are_no_hours(tmp_path: Path) -> None:
    """A capacity of 0,8 is four days and not 48 minutes, and a percentage is a share among hours, too."""
    text = "Name;Role;Capacity;Python;SQL\nAna;Dev;0,8;3;2\nBen;Dev;1;1;4\nCem;Dev;50 %;1;4\n"
    bring_in([write(tmp_path / "in", people_csv=text)], tmp_path / "ws")
    ledger = (tmp_path / "ws" / "import-report.md").read_text(encoding="utf-8")
    assert "'Capacity' are shares of a week of 40 h" in ledger
    roster = (tmp_path / "ws" / "team.yaml").read_text(encoding="utf-8")
    assert [limit in roster for limit in ("limit: 32", "limit: 40", "limit: 20")] == [True, True, True]


def test_days_of_leave_that_may_be_two_are_told(tmp_path: Path) -> None:
    """The last days count as well as the first when it is looked which way round they are."""
    for last, first, is_told in (("05/08/2027", "2027-07-05", True), ("05/17/2027", "2027-05-07", False)):
        folder = tmp_path / str(is_told)
        text = f"Name,From,To\nAna,05/07/2027,{last}\n"
        people = "Name,Role,Python,SQL\nAna,Dev,3,2\nBen,Dev,3,1\n"
        bring_in([write(folder, leave_csv=text, people_csv=people)], folder / "ws")
        ledger = (folder / "ws" / "import-report.md").read_text(encoding="utf-8")
        assert is_told == ("'05/07/2027' is read with the day first" in ledger)
        assert f"Ana away {first}" in ledger


def test_rows_that_are_left_out_are_counted_on_the_first_lines(tmp_path: Path) -> None:
    """A row of sums, and one whose id stands above: nobody has to read the ledger to know that there are some."""
    text = f"{','.join(HEADER)}\nA-1,One,To Do,1,,\nA-1,Two,To Do,2,,\nTotal,,,3,,\n"
    done = bring_in([write(tmp_path / "in", t_csv=text)], tmp_path / "ws")
    assert done.head[-1] == "proposals 0, files left out 0, rows left out 2"


@pytest.mark.parametrize(
    ("status", "state", "is_told"),
    [
        ("Not done", "TODO", False),
        ("undone", "TODO", False),
        ("Noch nicht erledigt", "TODO", False),
        ("Not closed", "TODO", False),
        ("Done, verified", "DONE", True),
        ("100%", "DONE", True),
        ("✔", "DONE", False),
        ("40 %", "IN_PROGRESS", True),
        ("Abandoned by us", "CANCELLED", True),
        ("Threshold", "TODO", False),
    ],
)
def test_what_a_longer_status_says_is_read_and_told(tmp_path: Path, status: str, state: str, is_told: bool) -> None:
    """A word for done inside of one that is not is no end, and a task that counts as over is told if it is a guess."""
    text = f"Key;Summary;Status\nA;x;{status}\nB;y;To Do\n"
    table, said = brought(tmp_path, write(tmp_path / "in", t_csv=text))
    assert table["A"]["status"] == state
    assert is_told == any(said_of == f"status {status!r} is read as {state}" for _, _, said_of in said)


@pytest.mark.parametrize("name", ["Done", "Completed?", "Erledigt?", "% Complete"])
def test_a_column_that_ticks_rows_off_is_read(tmp_path: Path, name: str) -> None:
    """Without a status what is ticked, dated or at 100 % is over; then no ledger says that every row is open."""
    ticks = {"A": "100%", "B": "", "C": "2027-01-05", "D": "0", "E": "FALSE", "F": "40 %", "G": "x"}
    text = f"Key;Summary;{name}\n" + "".join(f"{key};t;{tick}\n" for key, tick in ticks.items())
    table, said = brought(tmp_path, write(tmp_path / "in", t_csv=text))
    assert [key for key, row in table.items() if row["status"] == "DONE"] == ["A", "C", "G"]
    assert not any("every row counts as open" in one for _, _, one in said)


def test_names_that_stand_alone_elsewhere_are_several_people_in_one_cell(tmp_path: Path) -> None:
    """Whatever parts them, and however much of each a plan of a project takes; a family name first is one person."""
    cells = ["Ana", "Ben", "Ana, Ben", "Ana / Ben[50%]", "Ana und Ben", "Ng, Carla"]
    text = "ID;Task Name;Duration;Resource Names\n" + "".join(f"{n};t;1 day?;{cell}\n" for n, cell in enumerate(cells))
    table, said = brought(tmp_path, write(tmp_path / "in", t_csv=text))
    assert {card.stem for card in (tmp_path / "ws" / "cards").iterdir()} == {"Ana", "Ben", "Ng, Carla"}
    assert [row["estimated_hours"] for row in table.values()] == ["8"] * 6
    assert [text for _, _, text in said if "one owner is to be chosen" in text] == [
        f"{n} has Ana, Ben: one owner is to be chosen" for n in (2, 3, 4)
    ]
