"""One command on what a lead has: tickets, a table of skills, a list of leave; then the next week's tickets."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from solver.cli import app
from solver.importers.bring_in import bring_in

SAMPLE = Path(__file__).parents[2] / "data" / "export"
RUN = CliRunner()


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the workspace ``ws`` and the plan of it, as a lead would make them."""
    pytest.importorskip("openpyxl")
    folder = tmp_path_factory.mktemp("lead")
    done = RUN.invoke(app, ["import", str(SAMPLE), "-o", str(folder / "ws")])
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[0].startswith("cards 9, capabilities 34 (34 with a number)")
    planned = RUN.invoke(app, ["plan", str(folder / "ws"), "-o", str(folder / "plan.json"), "--time-limit", "30"])
    assert planned.exit_code == 0, planned.output
    return folder


def backlog(folder: Path) -> dict[str, dict[str, str]]:
    """Return the backlog of the workspace by id."""
    with (folder / "ws" / "backlog.csv").open(encoding="utf-8", newline="") as stream:
        return {row["id"]: row for row in csv.DictReader(stream)}


def test_the_plan_needs_no_edit_to_be_sensible(planned: Path) -> None:
    """Work under way stays with its owner, what may not start stays out, leave is kept, urgent work is placed."""
    data = json.loads((planned / "plan.json").read_text())
    owner = {one["task"]: one["member"] for one in data["assignments"]}
    table = backlog(planned)
    started = {name: row["assigned_to"] for name, row in table.items() if row["status"] == "IN_PROGRESS"}
    assert started
    assert {name: owner.get(name) for name in started} == started
    out = {one["task"]: one for one in data["unassigned"]}
    blocked = {name for name, row in table.items() if row["permissions"]}
    assert len(blocked) == 2
    assert blocked <= set(out)
    urgent = {name for name, row in table.items() if row["priority"] in {"CRITICAL", "HIGH"}}
    assert urgent <= set(owner)
    limits = {one["member"]: one["limit"] for one in data["loads"]}
    assert limits["Hugo Martin"] == 40
    assert limits["Elif Kaya"] == 64
    fits = [one["fit"] for one in data["assignments"] if one["priority"] in {"CRITICAL", "HIGH"}]
    assert sum(fits) / len(fits) > 0.8
    assert all(one["gate"] != "can" for one in data["unassigned"])


def test_the_ledger_names_what_a_lead_must_know(planned: Path) -> None:
    """Blockers outside, tickets without a size or a priority, and the days of the plan all have a line."""
    text = (planned / "ws" / "import-report.md").read_text()
    lines = (
        *("waits for LEGAL-12, which is in no file", "no size is stated, so 4 h", "5 points x 4 h = 20 h"),
        *("without a priority, so MEDIUM", "the plan is for 2027-03-01 to 2027-03-12", "4 h from its title"),
    )
    assert [said for said in lines if said not in text] == []
    proposals = (planned / "ws" / "proposals.csv").read_text()
    assert proposals.count("crew,") == 5


def test_next_week_is_merged_with_the_edits_kept(planned: Path, tmp_path: Path) -> None:
    """Of a ticket that is done, one that is new, one renamed, four lines tell with one gone; the lead's edits stay."""
    shutil.copytree(planned / "ws", tmp_path / "ws")
    path = tmp_path / "ws" / "backlog.csv"
    path.write_text(
        path.read_text().replace(
            "Refund part of an order,Story,HIGH,TODO,,20", "Refund part of an order,Story,HIGH,TODO,,30"
        )
    )
    team = tmp_path / "ws" / "team.yaml"
    team.write_text(team.read_text().replace("{id: Femi Okafor}", "{id: Femi Okafor, limit: 40}"))
    shutil.copytree(SAMPLE, tmp_path / "next")
    text = (SAMPLE / "jira.csv").read_bytes().decode("utf-8-sig")
    lines = text.splitlines(keepends=True)
    lines = [line for line in lines if ",SHOP-33," not in line]
    lines = [line.replace("Gift cards", "Gift cards by mail") for line in lines]
    lines = [line.replace(",To Do", ",Done") if ",SHOP-12," in line else line for line in lines]
    lines.append(lines[-1].replace("SHOP-79", "SHOP-99").replace("SHOP-78", "SHOP-12"))
    (tmp_path / "next" / "jira.csv").write_bytes("".join(lines).encode("utf-8-sig"))
    done = bring_in([tmp_path / "next"], tmp_path / "ws")
    assert sorted(line.split(":")[0] for line in done.changes or ()) == ["changed", "gone", "new", "renamed"]
    table = backlog(tmp_path)
    assert table["SHOP-13"]["estimated_hours"] == "30"
    assert table["SHOP-12"]["status"] == "DONE"
    assert "SHOP-33" not in table
    assert "{id: Femi Okafor, limit: 40}" in team.read_text()
