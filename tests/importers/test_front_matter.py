"""Tasks as Markdown files with front matter: all that it says of a task is taken, also where it is no valid YAML."""

from __future__ import annotations

from pathlib import Path

import pytest

from solver.importers.bring_in import bring_in
from solver.readers.workspace import read_workspace
from tests.importers.test_bring_in import rows

TASK = """\
---
id: T-1
title: {title}
type: Bug
priority: HIGH
status: TODO
assigned_to: ANA
{size}
due_date: 2027-01-05
batch: login
capabilities_required:
  python: 0.7
dependencies: []
---
Text.
"""


def brought(folder: Path, title: str = "Log in", size: str = "estimated_hours: 8") -> tuple[dict[str, str], str]:
    """Return the one row of the backlog that an import writes, and the ledger."""
    (folder / "in").mkdir()
    (folder / "in" / "T-1.md").write_text(TASK.format(title=title, size=size), encoding="utf-8")
    bring_in([folder / "in"], folder / "ws")
    return rows(folder / "ws")["T-1"], (folder / "ws" / "import-report.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("title", ["Log in", "Fix: log in"])
def test_all_that_the_head_says_is_taken(tmp_path: Path, title: str) -> None:
    """Hours, last day, batch and needs; a colon in a title makes no valid YAML, which is told, and costs nothing."""
    row, ledger = brought(tmp_path, title)
    assert row["title"] == title
    assert (row["estimated_hours"], row["due"], row["batch"]) == ("8", "2027-01-05", "login")
    assert row["capabilities"] == "python:0.7"
    assert ("T-1.md:3: assumed: the head is no valid YAML" in ledger) == (":" in title)
    assert not [line for line in ledger.splitlines() if "no size is stated" in line]
    assert read_workspace(tmp_path / "ws").backlog.tasks[0].estimate_minutes == 480


@pytest.mark.parametrize(
    ("size", "hours"),
    [
        ("estimate: 2d", "16"),
        ("estimated_minutes: 90", "1.5"),
        ("story_points: 2", "8"),
        ("hours: 1,5", "1.5"),
        ("estimated_hours: soon", "4"),
    ],
)
def test_sizes_of_a_head_are_read_by_their_names(tmp_path: Path, size: str, hours: str) -> None:
    """What is no size is left out with its line, and only then none is stated."""
    row, ledger = brought(tmp_path, size=size)
    assert row["estimated_hours"] == hours
    assert ("T-1.md:8: left out: estimated_hours 'soon' is no size: not taken" in ledger) == ("soon" in size)
