"""Hours in one cell over the rows of several tasks: they are there once, whoever reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.importers.test_odd_tables import brought, hours, workbook

HEADER = ["Key", "Summary", "Status", "Hours", "Assignee"]


def merged(path: Path, lines: list[list[object]], *ranges: str) -> Path:
    """Write a workbook with merged cells."""
    openpyxl = pytest.importorskip("openpyxl")
    workbook(path, Tasks=[HEADER, *lines])
    book = openpyxl.load_workbook(path)
    for one in ranges:
        book["Tasks"].merge_cells(one)
    book.save(path)
    return path


def test_merged_hours_are_shared(tmp_path: Path) -> None:
    """Ten hours over three tasks are ten, not thirty: a share each, told where the cell begins."""
    lines = [
        ["A-1", "One", "To Do", 10, "Ann"],
        ["A-2", "Two", "To Do", None, None],
        ["A-3", "Three", "To Do", None, "Bob"],
    ]
    lines.append(["A-4", "Four", "To Do", 2, "Bob"])
    table, said = brought(tmp_path, merged(tmp_path / "t.xlsx", lines, "D2:D4", "E2:E3"))
    assert hours(table) == {"A-1": "200min", "A-2": "200min", "A-3": "200min", "A-4": "2"}
    assert [row["assigned_to"] for row in table.values()] == ["Ann", "Ann", "Bob", "Bob"]
    assert (2, "assumed", "Hours Tasks!D2:D4 is one cell: its 3 tasks have a share each") in said


def test_no_minute_is_lost(tmp_path: Path) -> None:
    """What does not divide goes to the first ones, a minute each."""
    lines = [[f"A-{n}", f"Task {n}", "To Do", 1 if not n else None, ""] for n in range(7)]
    table, _ = brought(tmp_path, merged(tmp_path / "t.xlsx", lines, "D2:D8"))
    assert [row["estimated_hours"] for row in table.values()] == ["0.15"] * 4 + ["8min"] * 3


def test_a_task_of_several_lines_keeps_its_hours(tmp_path: Path) -> None:
    """Where id and title are merged over the same lines as the hours they are one task, and nothing is shared."""
    lines: list[list[object]] = [
        ["A-1", "One", "To Do", 8, "Ann"],
        [None] * 4 + ["Bob"],
        ["A-2", "Two", "To Do", 3, "Bob"],
    ]
    table, said = brought(tmp_path, merged(tmp_path / "t.xlsx", lines, "A2:A3", "B2:B3", "C2:C3", "D2:D3"))
    assert hours(table) == {"A-1": "8", "A-2": "3"}
    assert not [text for _, _, text in said if "share" in text]


def test_merged_hours_on_a_second_sheet(tmp_path: Path) -> None:
    """Columns that stand elsewhere on a further sheet are shared there, too, and each sheet has cells of its own."""
    openpyxl = pytest.importorskip("openpyxl")
    first, second = (
        [HEADER, ["A-1", "One", "To Do", 4], ["A-2", "And one", "To Do"]],
        [["Summary", "Key", "Hours", "Status"]],
    )
    second += [["Two", "B-1", 6, "To Do"], ["Three", "B-2", None, "To Do"]]
    path = workbook(tmp_path / "t.xlsx", May=first, June=second)
    book = openpyxl.load_workbook(path)
    book["May"].merge_cells("D2:D3")
    book["June"].merge_cells("C2:C3")
    book.save(path)
    table, _ = brought(tmp_path, path)
    assert hours(table) == {"A-1": "2", "A-2": "2", "B-1": "3", "B-2": "3"}
