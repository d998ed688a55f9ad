"""Files as they come: encodings, delimiters, workbooks."""

from __future__ import annotations

from pathlib import Path

import pytest

from solver.errors import InputError
from solver.importers.files.table import delimiter_of, read_table
from solver.importers.source import Source

TEXT = 'id;Größe\r\n1;"zwei\r\nZeilen"\r\n2;drei\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings_read_alike(tmp_path: Path, encoding: str) -> None:
    """A table is the same table in every encoding that spreadsheets write."""
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.encode(encoding))
    table = Source(path, "a.csv").table
    assert table
    assert table.header == ("id", "Größe")
    assert [(row.line, row.cells) for row in table.rows] == [(2, ("1", "zwei\r\nZeilen")), (4, ("2", "drei"))]


def test_delimiter_is_counted_outside_of_quotes() -> None:
    """Semicolons inside a quoted name do not make a file one of semicolons; a first line sep= is obeyed."""
    assert delimiter_of('"a;b;c",d') == ","
    assert delimiter_of("a\tb, c\td") == "\t"
    assert read_table("sep=;\na;b,c\n1;2\n").rows[0].line == 3


def test_binary_is_no_text(tmp_path: Path) -> None:
    """A picture is neither text nor a table."""
    path = tmp_path / "a.csv"
    path.write_bytes(bytes(range(256)) * 10)
    assert Source(path, "a.csv").text == ""
    assert Source(path, "a.csv").header == ()


def test_json_lines_are_a_list(tmp_path: Path) -> None:
    """One value a line reads as a list of values."""
    path = tmp_path / "a.jsonl"
    path.write_text('{"a": 1}\n\n{"a": 2}\n')
    assert Source(path, "a").data == [{"a": 1}, {"a": 2}]


def test_merged_cells_are_filled(tmp_path: Path) -> None:
    """A merged header stands over each of its columns; dates are ISO text, whole numbers have no point."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["name", "skills", None])
    sheet.append(["Ana", 3.0, 2.5])
    sheet.merge_cells("B1:C1")
    path = tmp_path / "a.xlsx"
    book.save(path)
    table = Source(path, "a").table
    assert table
    assert table.header == ("name", "skills", "skills")
    assert table.rows[0].cells == ("Ana", "3", "2.5")


def test_broken_workbook_is_a_fault(tmp_path: Path) -> None:
    """What only looks like a workbook is refused with its name."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK nothing")
    with pytest.raises(InputError, match="expected an Excel workbook"):
        _ = Source(path, "a").sheets
