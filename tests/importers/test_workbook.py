"""Workbooks as people make them: shares shown in percent, colours far below the table, files that were cut off."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest

from solver.errors import InputError
from solver.importers.files.workbook import read_sheets

openpyxl = pytest.importorskip("openpyxl")


def book(path: Path, *rows: tuple[object, ...]) -> openpyxl.Workbook:
    """Write a workbook of one sheet and return it."""
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    made.save(path)
    return made


def test_a_share_that_is_shown_in_percent_is_one(tmp_path: Path) -> None:
    """A cell that holds 0.5 and shows 50 % says what somebody reads there, beside one that is text."""
    made = book(tmp_path / "a.xlsx", ("Name", "Java", "SQL"), ("Ann", "80%", 1), ("Bob", 0.5, 0.125))
    for place in ("C2", "B3", "C3"):
        made.active[place].number_format = "0.0%"
    made.save(tmp_path / "a.xlsx")
    (table,) = read_sheets(tmp_path / "a.xlsx").values()
    assert [row.cells for row in table.rows] == [("Ann", "80%", "100%"), ("Bob", "50%", "12.5%")]


def test_a_colour_far_away_makes_no_rows(tmp_path: Path) -> None:
    """A table ends where its last words stand, whatever was painted beyond."""
    made = book(tmp_path / "a.xlsx", ("Name", "Java"), ("Ann", 3))
    made.active["XFD1048576"].fill = openpyxl.styles.PatternFill("solid", "FFFF00")
    made.save(tmp_path / "a.xlsx")
    (table,) = read_sheets(tmp_path / "a.xlsx").values()
    assert (table.header, [row.cells for row in table.rows]) == (("Name", "Java"), [("Ann", "3")])


def test_a_word_far_away_is_a_fault(tmp_path: Path) -> None:
    """A sheet with words in its last corner would be seventeen thousand million cells."""
    made = book(tmp_path / "a.xlsx", ("Name", "Java"))
    made.active["XFD1048576"] = "x"
    made.save(tmp_path / "a.xlsx")
    with pytest.raises(InputError, match=r"at most 10,000,000 cells, got 1,048,576 rows and 16,384 columns"):
        read_sheets(tmp_path / "a.xlsx")


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_workbook_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    """Whatever part of a workbook is damaged, the file is named, and nothing else ends."""
    path, chance = tmp_path / "a.xlsx", random.Random(seed)
    book(path, ("Name", "Java"), ("Ann", 3), ("Bob", 0.5))
    with zipfile.ZipFile(path) as whole:
        parts = {name: bytearray(whole.read(name)) for name in whole.namelist()}
    victim = parts[chance.choice(sorted(parts))]
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(victim))
        victim[at : at + chance.randint(0, 8)] = chance.choice([b"", b"<", b'"', b"9" * 30, b"&#0;", b"\xff", b"1e400"])
    with zipfile.ZipFile(path, "w") as damaged:
        for name, data in parts.items():
            damaged.writestr(name, bytes(data))
    try:
        read_sheets(path)
    except InputError as error:
        assert error.faults[0].file == str(path)


@pytest.mark.parametrize("ref", ["A1:XFD1048576", "A2:A1048576"])
def test_a_range_that_spans_whole_columns_is_refused_before_its_cells_are_made(tmp_path: Path, ref: str) -> None:
    """A merged cell for each of a million rows would take minutes; a merged heading is read as ever."""
    made = book(tmp_path / "a.xlsx", ("Name", "Java", ""), ("Ann", 3, 4))
    made.active.merge_cells("B1:C1")
    made.save(tmp_path / "a.xlsx")
    (table,) = read_sheets(tmp_path / "a.xlsx").values()
    assert table.header == ("Name", "Java", "Java")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as parts, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as changed:
        for name in parts.namelist():
            changed.writestr(name, parts.read(name).replace(b"B1:C1", ref.encode()))
    with pytest.raises(InputError, match="expected a workbook with at most 200,000 merged cells, got [0-9,]{9}"):
        read_sheets(tmp_path / "b.xlsx")
