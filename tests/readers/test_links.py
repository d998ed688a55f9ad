"""Ids are read out of any cell as they are, and a loop is told as the loop."""

from __future__ import annotations

import json
import random
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from solver.desk.keywords import task as said
from solver.domain.tasks import Backlog, Task
from solver.errors import InputError
from solver.readers.backlog.backlog import read_backlog
from solver.readers.backlog.drafting import Draft
from solver.readers.backlog.frames import backlog_from_frame
from solver.readers.backlog.links import Ids, loops, written_ids
from solver.readers.written.workspace import backlog_text

KNOWN = ("A", "B", "Step 1", "Step 1 b", "x;y", 'say "so"', "Smith, Jane")


def task(name: str, needs: str = "", status: str = "TODO") -> Task:
    """Return a task of an hour."""
    return Task(name, "", "", "LOW", status, "", 60, "", (), tuple(needs.split()), 1, "b.csv", 1)


@pytest.mark.parametrize(
    ("cell", "ids"),
    [
        ("A B", ("A", "B")),
        ("A;B", ("A", "B")),
        ("A, B", ("A", "B")),
        ("Step 1", ("Step 1",)),
        ("A Step 1 b B", ("A", "Step 1 b", "B")),
        ('"Step 1"; A', ("Step 1", "A")),
        ('"x;y" "Smith, Jane"', ("x;y", "Smith, Jane")),
        ("LEGAL 77; A", ("LEGAL 77", "A")),
        ("X-1 X-2", ("X-1", "X-2")),
        ("", ()),
        (" ; ,", ()),
        ("x;y", ("x;y",)),
        ("Smith, Jane", ("Smith, Jane",)),
        ("Smith, Jane+1d", ("Smith, Jane+1d",)),
        ("A Step 1+2d B+1d", ("A", "Step 1+2d", "B+1d")),
        ("Step 1 b FS + 2 days; A", ("Step 1 b FS + 2 days", "A")),
        ('"', ()),
    ],
)
def test_ids_are_parted_by_marks_or_by_blanks_and_the_longest_known_one_wins(cell: str, ids: tuple[str, ...]) -> None:
    """What stands in quotes is one id, whatever is in it."""
    assert Ids(KNOWN).read(cell) == ids


def test_what_is_written_reads_back() -> None:
    """Every set of ids, with blanks, marks and quotes in them, survives being written into a cell."""
    chance = random.Random(3)
    for _ in range(200):
        names = tuple(chance.sample(KNOWN, chance.randint(0, len(KNOWN))))
        assert Ids(KNOWN).read(written_ids(names)) == names


def test_blanks_that_part_in_two_ways_are_a_fault() -> None:
    """Where ``A B`` is a task and so are A and B, neither is guessed."""
    draft = Draft("b.csv")
    for name, cell in (("A", ""), ("B", ""), ("A B", ""), ("C", "A B"), ("D", "A;B"), ("E", '"A B"')):
        draft.task({"id": name, "estimated_hours": "1", "dependencies": cell}, 1)
    with pytest.raises(InputError) as caught:
        draft.backlog()
    (fault,) = caught.value.faults
    assert (fault.got, fault.maybe) == ("'A B'", """'"A B"' for the one task, 'A; B' for several.""")


def test_an_id_with_blanks_or_marks_may_have_a_lag() -> None:
    """The days go with the whole id, in CSV as in a list; marks that part in two ways are a fault as blanks are."""
    draft = Draft("b.csv")
    for name, cell in (("Step 1", ""), ("x;y", "Step 1+2d"), ("C", "x;y + 0.5 d"), ("D", "C Step 1 FS+1w")):
        draft.task({"id": name, "estimated_hours": "1", "dependencies": cell}, 1)
    found = {one.id: dict(one.lags) for one in draft.backlog().tasks}
    assert found == {
        "Step 1": {},
        "x;y": {"Step 1": 2},
        "C": {"x;y": Decimal("0.5")},
        "D": {"Step 1": 5},
    }
    draft = Draft("b.csv")
    for name, cell in (("x", ""), ("y", ""), ("x;y", ""), ("C", "x;y")):
        draft.task({"id": name, "estimated_hours": "1", "dependencies": cell}, 1)
    with pytest.raises(InputError) as caught:
        draft.backlog()
    (fault,) = caught.value.faults
    assert (fault.got, fault.maybe) == ("'x;y'", """'"x;y"' for the one task, 'x; y' for several.""")


def test_a_loop_is_told_once_and_without_what_hangs_on_it() -> None:
    """One sentence for each set of tasks that wait for each other; finished tasks wait for nothing."""
    tasks = [
        task("A", "B"),
        task("B", "A"),
        task("C", "B"),
        task("S", "S"),
        task("D", "E", "DONE"),
        task("E", "D", "DONE"),
    ]
    assert loops(tasks) == [("A", "B", "A"), ("S", "S")]


def test_loops_are_those_that_taking_startable_tasks_away_leaves() -> None:
    """On random graphs there is a loop exactly if some task can never start, and each step of it is a dependency."""
    chance = random.Random(5)
    for _ in range(300):
        names = [f"T{number}" for number in range(chance.randint(1, 7))]
        needs = {name: " ".join(chance.sample(names, min(chance.randint(0, 2), len(names)))) for name in names}
        left = {name: set(text.split()) for name, text in needs.items()}
        while free := [name for name, wanted in left.items() if not wanted & left.keys()]:
            for name in free:
                del left[name]
        found = loops(task(name, text) for name, text in needs.items())
        assert bool(found) == bool(left)
        for loop in found:
            assert loop[0] == loop[-1]
            assert all(later in needs[earlier].split() for earlier, later in pairwise(loop))


def test_a_long_chain_and_a_long_loop_are_looked_at_once() -> None:
    """Ten thousand tasks in a row are read without recursion; in a circle they are one fault."""
    chain = [task(f"T{number}", f"T{number - 1}" if number else "") for number in range(10_000)]
    assert loops(chain) == []
    (loop,) = loops([task("T0", "T9999"), *chain[1:]])
    assert len(loop) == 10_001


@pytest.mark.parametrize("cell", ["A+3h", "A SS+2d", "A+2 hours", "B; A-1w", '"A+3"', "+2d", "A FF - 2d", "A+100000d"])
def test_what_is_no_lag_is_a_fault_and_not_a_task_outside(cell: str, tmp_path: Path) -> None:
    """What would make a task wait longer is not passed over as work that somebody else has done."""
    path = tmp_path / "b.json"
    needs = {"A": "", "B": "", "C": cell}
    rows = [{"id": name, "estimated_hours": 1, "dependencies": wanted} for name, wanted in needs.items()]
    path.write_text(json.dumps(rows))
    with pytest.raises(InputError) as caught:
        read_backlog(path)
    assert "expected a lag from 0 to 99999 in working days or weeks" in str(caught.value)
    rows[-1]["dependencies"] = "PAY-2 B-3"
    path.write_text(json.dumps(rows))
    assert read_backlog(path).tasks[-1].dependencies == ("PAY-2", "B-3")


@pytest.mark.parametrize(
    ("cell", "lags"),
    [
        ("A+2d", {"A": "2"}),
        ("A FS+2d; B", {"A": "2"}),
        ("B + 0.5 days, A + 1w", {"B": "0.5", "A": "4"}),
        ('"Step 1"+1d', {"Step 1": "1"}),
        ("A+0d B", {}),
        ("A A+1d", {"A": "1"}),
        (["A+2d", "Step 1 FS+1.5d"], {"A": "2", "Step 1": "1.5"}),
        ([{"task": "A", "lag": "1w"}, "B"], {"A": "4"}),
        ([{"task": "X+1d", "lag": "1d"}, "X+1d"], {"X+1d": "1"}),
        ("X+1d", {}),
        ("PAY+1d", {}),
    ],
)
def test_a_lag_is_read_with_its_id(cell: str | list[object], lags: dict[str, str], tmp_path: Path) -> None:
    """Weeks have the calendar's days, zero is none, and an id that is there as a whole has no lag."""
    known = ["A", "B", "Step 1", "X+1d"]
    path = tmp_path / "b.json"
    rows: list[dict[str, object]] = [{"id": name, "estimated_hours": 1} for name in known]
    path.write_text(json.dumps([*rows, {"id": "C", "estimated_hours": 1, "depends_on": cell}]))
    found = read_backlog(path, days_per_week=4)
    assert dict(found.tasks[-1].lags) == {name: Decimal(days) for name, days in lags.items()}
    assert set(lags) <= set(found.tasks[-1].dependencies)


def test_every_form_of_input_carries_lags(tmp_path: Path) -> None:
    """CSV, JSON, front matter and data frames say the same, and so do keywords."""
    (tmp_path / "b.csv").write_text("id,hours,depends_on\nA,1,\nB,1,A+2d\n")
    rows = [{"id": "A", "hours": 1}, {"id": "B", "hours": 1, "depends_on": ["A+2d"]}]
    (tmp_path / "b.json").write_text(json.dumps(rows))
    (tmp_path / "b").mkdir()
    for row in rows:
        front = "\n".join(f"{key}: {json.dumps(value)}" for key, value in row.items())
        (tmp_path / "b" / f"{row['id']}.md").write_text(f"---\n{front}\n---\n")
    frame = pd.DataFrame([{**row, "depends_on": row.get("depends_on")} for row in rows])
    found = [read_backlog(tmp_path / name).tasks[1] for name in ("b.csv", "b.json", "b")]
    found += [backlog_from_frame(frame).tasks[1], said("B", estimated_hours=1, dependencies=["A+2d"])]
    assert [(one.dependencies, one.lags) for one in found] == [(("A",), (("A", Decimal(2)),))] * 5


def test_lags_are_written_as_they_read_back(tmp_path: Path) -> None:
    """Whatever ids there are: one that looks like another with a lag is not taken for it."""
    known = ["A", "A+2d", "A+2.0d", "Step 1", "x;y"]
    chance = random.Random(7)
    for _ in range(50):
        names = tuple(chance.sample(known, chance.randint(0, len(known))))
        lags = tuple((name, Decimal(chance.choice(["2", "0.5", "10"]))) for name in names if chance.random() < 0.7)
        waits = Task("C", "", "", "LOW", "TODO", "", 60, "", (), names, 1, "b.csv", 1, lags=lags)
        path = tmp_path / "backlog.csv"
        path.write_text(backlog_text(Backlog((*map(task, known), waits))))
        found = read_backlog(path).tasks[-1]
        assert (found.dependencies, dict(found.lags)) == (names, dict(lags))
