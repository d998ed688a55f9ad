"""The command graph as a user types it."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import networkx as nx
import pytest

from solver.errors import InputError
from tests.cli.test_plan import DATA, copy_of, run

STUDIO = DATA / "studio"


def test_the_audit_of_the_studio_has_what_a_real_team_has() -> None:
    """Dangling names, open lines, ways that leave the team, weak ones, members that others need, one-sided lines."""
    data = json.loads(run("graph", STUDIO, "--format", "json").stdout)
    assert data["resolved"] == {"lines": 63, "resolved": 43}
    assert {row["name"] for row in data["dangling"]} == {"DATABASE_STEWARD", "DATA_OFFICER", "TEAM_LEAD"}
    statuses = {row["status"] for row in data["escalation"].values()}
    assert statuses == {"covered", "weak", "leaves the known team"}
    assert data["cut_members"]["ARCHITECT"] == ["BACKEND_ENGINEER"]
    codes = {finding["code"] for finding in data["findings"]}
    assert {"COM001", "COM003", "COM004", "COM006", "ESC002", "ESC003", "ESC004", "ESC006", "NET001", "NET002"} <= codes
    assert all(data[key] for key in ("unresolved", "bottlenecks", "one_sided", "gates", "repairs", "robust_repairs"))


def test_the_printed_repairs_repair(tmp_path: Path) -> None:
    """After the printed lines are pasted into the cards, everybody has a route."""
    folder = copy_of("studio", tmp_path)
    for line in run("graph", folder, "--write").stdout.splitlines():
        name, _, text = line.partition(": ")
        card = folder / "cards" / name / "IDENTITY.md"
        if card.exists():
            heading = "## Communication Priority\n"
            card.write_text(card.read_text().replace(heading, f"{heading}{text}\n"))
    data = json.loads(run("graph", folder, "--format", "json").stdout)
    assert {row["status"] for row in data["escalation"].values()} == {"covered"}
    assert data["repairs"] == []


def test_with_a_plan(tmp_path: Path) -> None:
    """The plan's hand-offs stand beside the lines; a plan of other files is refused."""
    run("plan", STUDIO, "-o", tmp_path / "plan.json")
    data = json.loads(run("graph", STUDIO, "--plan", tmp_path / "plan.json", "--format", "json").stdout)
    assert data["handoffs"]
    assert 0 <= data["congruence"] <= 1
    assert sum(data["communicator_load"].values()) >= 2 * len(data["handoffs"])
    found = run("graph", DATA / "corner", "--plan", tmp_path / "plan.json")
    assert isinstance(found.exception, InputError)
    assert "the files that the plan was made from" in str(found.exception)


def test_pictures_are_read_by_other_programs(tmp_path: Path) -> None:
    """GraphML and GEXF are read back with every channel; DOT quotes what it must."""
    for ending in ("graphml", "gexf"):
        run("graph", STUDIO, "-o", tmp_path / f"team.{ending}")
        ET.parse(tmp_path / f"team.{ending}")
    graph = nx.read_graphml(tmp_path / "team.graphml")
    assert {"ARCHITECT", "DATA_OFFICER", "group:engineers"} <= set(graph)
    assert run("graph", STUDIO, "--format", "dot").stdout.startswith('digraph team {\n  "API_ENGINEER"')
    assert "## Escalation" in run("graph", STUDIO, "--format", "md").stdout


@pytest.mark.parametrize(("level", "code"), [("never", 0), ("error", 5), ("warning", 5)])
def test_findings_can_fail(level: str, code: int) -> None:
    """A finding exits 5 only where that was asked for."""
    assert run("graph", STUDIO, "--fail-on", level).exit_code == code
