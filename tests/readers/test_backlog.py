"""A backlog in CSV is read exactly, or every fault is named."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from solver.errors import InputError
from solver.readers.backlog.backlog import read_backlog
from solver.readers.workspace import read_workspace

HEADER = "id,title,type,priority,status,assigned_to,estimated_hours,batch,capabilities,dependencies,value,colour\n"


def write(folder: Path, rows: str) -> Path:
    """Write a backlog and return its path."""
    path = folder / "backlog.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    return path


def test_a_row_fills_every_field(tmp_path: Path) -> None:
    """Tiers give minimum and weight, hours become minutes, unknown columns are kept."""
    rows = "A,First,Bug fixing,high,in progress,X,1.5,E1,api:0.9; sql:secondary,B,3,red\nB,,,,,,2,,,,,\n"
    backlog = read_backlog(write(tmp_path, rows))
    first, second = backlog.tasks
    assert (first.priority, first.status, first.estimate_minutes, first.value) == ("HIGH", "IN_PROGRESS", 90, 3)
    assert [(r.capability, r.tier, r.minimum, r.weight) for r in first.requirements] == [
        ("api", "primary", Decimal("0.9"), Decimal(1)),
        ("sql", "secondary", Decimal("0.6"), Decimal("0.6")),
    ]
    assert (first.dependencies, second.priority, second.value) == (("B",), "MEDIUM", 1)
    assert backlog.kept_columns == ("colour",)
    assert any("without a priority is MEDIUM" in text for text in backlog.assumptions)


def test_all_faults_at_once(tmp_path: Path) -> None:
    """Each fault names its line; a close word is suggested."""
    rows = "A,,,HIHG,,,1,,,,,\nA,,,LOW,,,,,,,,\nC,,,LOW,,,0.001,,x:1.5,Z,-1,\nD,,,LOW,,,1,,,E,,\nE,,,LOW,,,1,,,D,,\n"
    with pytest.raises(InputError) as caught:
        read_backlog(write(tmp_path, rows))
    assert sorted(fault.line for fault in caught.value.faults) == [2, 3, 3, 4, 4, 4, 5]
    assert "Maybe 'HIGH'" in str(caught.value)


def test_faults_of_every_file(tmp_path: Path) -> None:
    """A bad card and a bad backlog are reported together; a bad card alone is a warning unless strict."""
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards" / "BAD.md").write_text("## Core Capabilities\n- a: 7\n", encoding="utf-8")
    (tmp_path / "cards" / "GOOD.md").write_text("## Core Capabilities\n- a: 0.7\n", encoding="utf-8")
    write(tmp_path, "A,,,LOW,,,zero,,,,,\n")
    with pytest.raises(InputError) as caught:
        read_workspace(tmp_path)
    assert [Path(fault.file).name for fault in caught.value.faults] == ["BAD.md", "backlog.csv"]
    write(tmp_path, "A,,,LOW,,,1,,,,,\n")
    workspace = read_workspace(tmp_path)
    assert [member.id for member in workspace.team.members] == ["GOOD"]
    assert "BAD.md:2" in workspace.warnings[0]
    with pytest.raises(InputError):
        read_workspace(tmp_path, strict=True)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_cells_may_be_parted_as_spreadsheets_do(mark: str, tmp_path: Path) -> None:
    """Commas, semicolons and tabs are told apart by the header; the others stay text."""
    path = tmp_path / "backlog.csv"
    path.write_text(mark.join(("id", "title", "estimated_hours")) + "\n" + mark.join(("A", '"x;y,\tz"', "2")) + "\n")
    (task,) = read_backlog(path).tasks
    assert (task.title, task.estimate_minutes) == ("x;y,\tz", 120)
