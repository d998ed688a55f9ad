"""Ids of which a spreadsheet has dropped the zeros: 001 in one file is 1 in another."""

from __future__ import annotations

from pathlib import Path

from tests.importers.test_bring_in import write
from tests.importers.test_odd_tables import brought

TASKS = "id,title,hours,status,depends on\n001,Form,8,To Do,\n002,Search,5,To Do,{waits}\n"
AGAIN = "id,title,hours,status\n1,{title},8,To Do\n3,Report,2,To Do\n"


def test_a_row_that_lost_its_zeros_is_no_second_task(tmp_path: Path) -> None:
    """The same title under an id that differs in zeros alone counts once, and the ledger says so by file and line."""
    source = write(tmp_path / "in", a_csv=TASKS.format(waits=""), b_csv=AGAIN.format(title="Form"))
    table, said = brought(tmp_path, source)
    assert list(table) == ["001", "002", "3"]
    assert (2, "assumed", "1 is 001 of an earlier file: only zeros differ, and the title is the same") in said
    assert (2, "left out", "001 stands in an earlier file too") in said


def test_another_title_is_another_task(tmp_path: Path) -> None:
    """Where titles differ both are tasks, and that it was not taken for one is told."""
    source = write(tmp_path / "in", a_csv=TASKS.format(waits=""), b_csv=AGAIN.format(title="Poster"))
    table, said = brought(tmp_path, source)
    assert list(table) == ["001", "002", "1", "3"]
    assert (2, "assumed", "1 is not 001 of an earlier file, whose title is another: both are taken") in said


def test_a_link_finds_a_task_whose_zeros_it_lost(tmp_path: Path) -> None:
    """What waits for 1 waits for 001 where that is the only one, which is told; of 01 and 001 it is neither."""
    table, said = brought(tmp_path, write(tmp_path / "in", a_csv=TASKS.format(waits="1")))
    assert table["002"]["dependencies"] == "001"
    assert (3, "assumed", "002 waits for 1: taken for 001, which differs in zeros alone") in said
    two = TASKS.format(waits="1") + "01,Poster,3,To Do,\n"
    (tmp_path / "two").mkdir()
    table, said = brought(tmp_path / "two", write(tmp_path / "two" / "in", a_csv=two))
    assert table["002"]["dependencies"] == ""
    assert (3, "left out", "002 waits for 1, which is in no file: dropped") in said


def test_ids_with_and_without_zeros_in_one_file_are_two(tmp_path: Path) -> None:
    """A file that has both means both, whatever an earlier file has."""
    both = "id,title,hours,status\n1,Form,8,To Do\n01,Form,2,To Do\n"
    source = write(tmp_path / "in", a_csv=TASKS.format(waits=""), b_csv=both)
    table, _ = brought(tmp_path, source)
    assert list(table) == ["001", "002", "1", "01"]
