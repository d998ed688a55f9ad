"""Files that are damaged or odd lose nothing: what cannot be read is said with its line, all of it at once."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from solver.errors import InputError
from solver.importers.bring_in import bring_in
from solver.importers.files.table import read_table
from solver.readers.backlog.backlog import read_backlog
from tests.importers.test_bring_in import rows, write

HEADER = "Key,Summary,Status,Estimate (h),Blocked by\n"


def faults(*sources: Path) -> list[str]:
    """Return what an import refuses."""
    with pytest.raises(InputError) as raised:
        bring_in(sources, sources[0].parent / "ws")
    return [str(fault) for fault in raised.value.faults]


def test_a_quote_that_is_never_closed_swallows_no_task(tmp_path: Path) -> None:
    """The rest of the file would be one cell of one task: the line is told on which the quote opens."""
    source = write(tmp_path / "in", t_csv=f'{HEADER}A,One,To Do,1,\nB,"Two,To Do,2,\nC,Three,To Do,3,\n')
    assert faults(source) == [f"{source / 't.csv'}:3: expected a quote that is closed, got the end of the file"]
    own = write(tmp_path / "own", backlog_csv='id,title,estimated_hours\nA,One,1\nB,"Two,2\nC,Three,3\n')
    with pytest.raises(InputError, match=r"backlog\.csv:3: expected a quote that is closed"):
        read_backlog(own / "backlog.csv")


def test_a_quote_inside_of_a_cell_is_a_letter() -> None:
    """Inches and quoted words at the start of a cell end where the cell ends, in the last record too."""
    table = read_table('a,b\n1,5" disk\n2,"so" called\n')
    assert [row.cells for row in table.rows] == [("1", '5" disk'), ("2", "so called")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_a_line_that_names_the_mark_is_obeyed(mark: str, end: str) -> None:
    """Whatever ends the lines and whatever the mark is, a tab too."""
    table = read_table(end.join([f"sep={mark}", f'a{mark}"b,;|"', f"1{mark}2", ""]))
    assert (table.line, table.header) == (2, ("a", "b,;|"))
    assert [row.cells for row in table.rows] == [("1", "2")]


def test_ids_that_differ_in_blanks_alone_are_two_tasks(tmp_path: Path) -> None:
    """An id has no blanks here; the row that has the bare id keeps it, and each waits for what it named."""
    text = f"{HEADER}A 1,x,To Do,1,\nA-1,y,To Do,2,A 1\nB,z,To Do,3,A-1\n"
    source = write(tmp_path / "in", t_csv=text)
    bring_in([source], tmp_path / "ws")
    table = rows(tmp_path / "ws")
    assert {name: (row["title"], row["dependencies"]) for name, row in table.items()} == {
        "A-1-2": ("x", ""),
        "A-1": ("y", "A-1-2"),
        "B": ("z", "A-1"),
    }
    ledger = json.loads((tmp_path / "ws" / "import-report.json").read_text(encoding="utf-8"))["ledger"]
    assert "'A 1' is called A-1-2: without blanks or commas it is another row's id" in [one["text"] for one in ledger]


def test_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    """A damaged workbook hides neither another nor a quote, and what is no file is neither waited for nor followed."""
    folder = write(tmp_path / "in", t_csv=f'{HEADER}A,"One,To Do,1,\n')
    for name in ("a.xlsx", "b.xlsx"):
        (folder / name).write_bytes(b"PK\x03\x04 cut off")
    os.mkfifo(folder / "pipe.csv")
    (folder / "gone.csv").symlink_to(tmp_path / "nowhere")
    (folder / "loop.csv").symlink_to(folder / "loop.csv")
    (folder / "zero.csv").symlink_to("/dev/zero")
    found = faults(folder, tmp_path / "none")
    names = ["a.xlsx", "b.xlsx", "gone.csv", "loop.csv", "pipe.csv", "t.csv", "zero.csv"]
    assert sorted(Path(one.split(":")[0]).name for one in found) == [*names[:4], "none", *names[4:]]
    assert any("pipe.csv:1: expected a file to import, got a pipe" in one for one in found)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.json", b'[{"number": 1},\n{"number": 2 "title": "b"}]', "no JSON: Expecting ',' delimiter on line 2"),
        ("a.jsonl", b'{"id": 1}\n{"id": 2\n', "no JSON: Expecting ',' delimiter on line 2"),
        ("a.yaml", b"a:\n  b: [\n", "no YAML: "),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a workbook of the old kind: save it as .xlsx"),
        ("a.csv", b"a,b\n1,\x00\n", "no text: a zero byte on line 2"),
        ("a.csv", b"", "empty"),
        ("a.txt", b"hello", "of no known family"),
    ],
)
def test_a_file_that_nobody_reads_is_left_out_with_the_reason(tmp_path: Path, name: str, data: bytes, why: str) -> None:
    """What is damaged is not said to be of an unknown kind."""
    (tmp_path / name).write_bytes(data)
    assert why in faults(tmp_path / name)[0]


DEEP = "[" * 100_000 + "]" * 100_000
NAMES = ("a", *(f"k{n}" for n in range(8)))
BOMB = "a: &a [x, x]\n" + "".join(f"{k}: &{k} [{', '.join([f'*{before}'] * 99)}]\n" for before, k in pairwise(NAMES))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("agents.yaml", f"dev:\n  role: Dev\n  goal: g\n  backstory: {DEEP}\n"),
        ("dev.md", f"---\nname: dev\ndescription: {DEEP}\n---\nYou write code.\n"),
    ],
)
def test_yaml_that_is_deep_is_no_yaml(tmp_path: Path, name: str, text: str) -> None:
    """The parser would run out of stack, which ends the program; what is read without it is told to be a part."""
    (tmp_path / name).write_text(text)
    assert "Read in part only: 1 file with invalid YAML" in bring_in([tmp_path / name], tmp_path / "ws").head


def test_yaml_that_grows_without_end_is_no_yaml(tmp_path: Path) -> None:
    """Nine lines that would be a hundred million billion values are counted before they are built."""
    (tmp_path / "agents.yaml").write_text(BOMB)
    assert "got no YAML that is read here: blocks that repeat each other" in faults(tmp_path / "agents.yaml")[0]


def test_blocks_that_are_repeated_are_read(tmp_path: Path) -> None:
    """An anchor is somebody's comfort, and twenty of them are."""
    lines = [f"dev{n}: &d{n}\n  role: Dev {n}\n  goal: g\n  backstory: b\ncopy{n}: *d{n}\n" for n in range(20)]
    (tmp_path / "agents.yaml").write_text("".join(lines))
    bring_in([tmp_path / "agents.yaml"], tmp_path / "ws")
    assert len(list((tmp_path / "ws" / "cards").iterdir())) == 40


def _jira(number: int) -> dict[str, Any]:
    return {"key": f"A-{number}", "fields": {"summary": f"t{number}", "labels": ["x"], "status": {"name": "To Do"}}}


def _issue(number: int) -> dict[str, Any]:
    return {"number": number, "title": f"t{number}", "state": "OPEN", "labels": [], "projectItems": []}


def _master(number: int) -> dict[str, Any]:
    return {"id": number, "title": f"t{number}", "status": "pending", "dependencies": [], "details": "", "subtasks": []}


def _bead(number: int) -> dict[str, Any]:
    return {"id": f"b-{number}", "title": f"t{number}", "status": "open", "priority": 1, "labels": []}


def _card(number: int) -> dict[str, Any]:
    return {"id": f"c{number}", "name": f"t{number}", "idList": "l", "labels": []}


@pytest.mark.parametrize(
    ("make", "odd", "wrap"),
    [
        (_jira, "fields", lambda items: {"issues": items}),
        (_issue, "projectItems", lambda items: items),
        (_master, "subtasks", lambda items: {"master": {"tasks": items}}),
        (_bead, "labels", lambda items: items),
        (_card, "labels", lambda items: {"lists": [{"id": "l", "name": "To Do"}], "cards": items}),
    ],
)
def test_an_item_that_is_odd_costs_none_of_the_others(
    tmp_path: Path, make: Callable[[int], dict[str, Any]], odd: str, wrap: Callable[[list[Any]], Any]
) -> None:
    """It is left out with its line, and counted; a number where a list should stand, or no object at all."""
    items = [make(1), make(2) | {odd: 5}, None, make(4)]
    (tmp_path / "t.json").write_text(json.dumps(wrap(items), indent=0))
    done = bring_in([tmp_path / "t.json"], tmp_path / "ws")
    assert [row["title"] for row in rows(tmp_path / "ws").values()] == ["t1", "t4"]
    assert done.head[-1].endswith("rows left out 2")
    ledger = json.loads((tmp_path / "ws" / "import-report.json").read_text(encoding="utf-8"))["ledger"]
    text = (tmp_path / "t.json").read_text().splitlines()
    found = [one["line"] for one in ledger if "not as its tracker writes them" in one["text"]]
    assert [text[line - 1] for line in found] == ["{", "null,"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"total": 120, "startAt": 50}, "2 issues from number 51 on, of 120 that the search found"),
        ({"isLast": False}, "2 issues, and the file says that there are more pages"),
        ({"total": 2}, ""),
    ],
)
def test_one_page_of_several_is_told(tmp_path: Path, more: dict[str, Any], said: str) -> None:
    """Whoever saved the first answer of a tracker has not saved the others."""
    (tmp_path / "t.json").write_text(json.dumps({"issues": [_jira(1), _jira(2)]} | more))
    bring_in([tmp_path / "t.json"], tmp_path / "ws")
    text = (tmp_path / "ws" / "import-report.md").read_text(encoding="utf-8")
    assert said in text
    assert bool(said) == ("issues from" in text or "more pages" in text)


def test_people_who_differ_in_signs_that_no_file_has_are_two(tmp_path: Path) -> None:
    """A name with a slash is not that with a dash, and each keeps the work that is theirs."""
    text = "Key,Summary,Status,Assignee\n1,x,To Do,a/b\n2,y,In Progress,a-b\n3,z,In Progress,a:b\n4,w,In Progress,a/b\n"
    bring_in([write(tmp_path / "in", t_csv=text)], tmp_path / "ws")
    owners = {name: row["assigned_to"] for name, row in rows(tmp_path / "ws").items()}
    assert owners["2"] == "a-b"
    assert owners["1"] == owners["4"]
    assert len(set(owners.values())) == 3
    assert {path.stem for path in (tmp_path / "ws" / "cards").iterdir()} == set(owners.values())
