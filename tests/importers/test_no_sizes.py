"""A file none of whose tasks says how long it takes: that is said once, not for each task alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.importers.test_bring_in import write
from tests.importers.test_odd_tables import brought, hours

TO_DO = "Say unsized: in import.yaml, or give sizes in a column"
LINEAR = "ID,Team,Title,Status,{size}Priority,Assignee,Cycle Name,Time in status (minutes)\n"


@pytest.mark.parametrize("size", ["", "Estimate,"])
def test_a_tracker_whose_team_does_not_estimate(tmp_path: Path, size: str) -> None:
    """Linear's export is known without estimates; that no task of it has a size is said once, with what to do."""
    cell = "," if size else ""
    lines = [f"E-1,Eng,Login,Todo,{cell}High,ann@x.org,,12000", f"E-2,Eng,Search,Backlog,{cell}No priority,,,90"]
    text = LINEAR.format(size=size) + "\n".join(lines) + "\n"
    source = write(tmp_path / "in", t_csv=text)
    table, said = brought(tmp_path, source)
    assert hours(table) == {"E-1": "4", "E-2": "4"}
    report = json.loads((tmp_path / "ws" / "import-report.json").read_text(encoding="utf-8"))
    assert [one["family"] for one in report["files"].values()] == ["linear"]
    (told,) = [(line, text) for line, _, text in said if "states a size" in text]
    assert told == (1, "none of its 2 open tasks states a size: a plan counts tasks, not hours. " + TO_DO)
    sized = text.replace("E-2,Eng,Search", "E-2,Eng,Search [3h]")
    (tmp_path / "again").mkdir()
    _, said = brought(tmp_path / "again", write(tmp_path / "again" / "in", t_csv=sized))
    assert not [text for _, _, text in said if "states a size" in text]
