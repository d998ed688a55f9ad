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
    assert "\nMaybe teamwright replan" in str(found.exception)


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


def bare(folder: Path, **cards: str) -> Path:
    """Return a folder with cards alone: no team, no backlog."""
    (folder / "cards").mkdir(parents=True)
    for name, text in cards.items():
        (folder / "cards" / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


def says(*lines: str) -> str:
    """Return a card with these lines of communication."""
    return "## Core Capabilities\n- work: 0.9\n\n## Communication Priority\n" + "".join(f"- {line}\n" for line in lines)


def test_cards_alone_are_enough(tmp_path: Path) -> None:
    """Without a backlog graph audits and check lints; with a broken one graph does not look at it."""
    folder = bare(tmp_path / "w", A=says("ESCALATES: B"), B=says("ESCALATION: final"))
    found = run("graph", folder)
    assert (found.exit_code, "1 of 2 communication lines name somebody" in found.stdout) == (0, True)
    found = run("check", folder)
    assert (found.exit_code, "members 2, open tasks 0: nothing to say" in found.stdout) == (0, True)
    assert "there is no backlog" in found.stderr
    (folder / "backlog.csv").write_text("of,another,kind\n1,2,3\n")
    assert run("graph", folder).exit_code == 0
    assert isinstance(run("check", folder).exception, InputError)


def test_cards_without_a_line_are_told_so_in_one_sentence(tmp_path: Path) -> None:
    """Nothing else is said of them: no table, no repair; and somebody who asks for errors to fail gets one."""
    card = "## Core Capabilities\n- work: 0.9\n"
    folder = bare(tmp_path / "w", **{f"M{i}": card for i in range(9)})
    found = run("graph", folder)
    assert found.stdout.strip() == "No card says whom to turn to: 9 members, no line of communication."
    assert run("graph", folder, "--fail-on", "error").exit_code == 5
    assert run("graph", folder, "--write").stdout.strip() == ""
    assert "no card says whom to turn to" in run("graph", folder, "--write").stderr
    assert json.loads(run("graph", folder, "--format", "json").stdout)["repairs"] is None


def test_the_first_line_says_what_could_not_be_read(tmp_path: Path) -> None:
    """A card with a fault and one of which nothing is understood come before every figure, in graph and in check."""
    bad, odd = "## Core Capabilities\n- work: 7\n", "## X\n- y\n"
    folder = bare(tmp_path / "w", A=says("ESCALATES: humans"), BAD=bad, ODD=odd)
    for command in ("graph", "check"):
        first, second = run(command, folder).stdout.splitlines()[:2]
        assert first == f"1 card could not be read: {folder / 'cards' / 'BAD.md'}."
        assert second.endswith("could be read out of 1 of 2 cards: ODD.")
    data = json.loads(run("graph", folder, "--format", "json").stdout)
    assert len(data["unread_cards"]) == 2


@pytest.mark.parametrize("name", ["README", "readme", "LICENSE", "AGENTS", "CLAUDE", "_TEMPLATE", "_draft"])
def test_documents_are_never_members(tmp_path: Path, name: str) -> None:
    """Whatever they hold; and that they were left out is said."""
    folder = bare(tmp_path / "w", A=says("ESCALATES: humans"), **{name: says("ESCALATES: A")})
    found = run("graph", folder, "--format", "json")
    assert set(json.loads(found.stdout)["escalation"]) == {"A"}
    assert f"no role cards: {name}.md" in found.stderr


def test_a_member_called_security_is_no_document(tmp_path: Path) -> None:
    """Its name may be that of a document elsewhere, here it is a card."""
    folder = bare(tmp_path / "w", SECURITY=says("ESCALATES: humans"), A=says("ESCALATES: SECURITY"))
    assert set(json.loads(run("graph", folder, "--format", "json").stdout)["escalation"]) == {"A", "SECURITY"}


@pytest.mark.parametrize(
    ("cards", "worst"),
    [
        ({name: says("ESCALATES: humans", f"COLLABORATES: {other}") for name, other in ("AB", "BA")}, "info"),
        ({"A": says("NOTIFIES: B"), "B": says("RECEIVES: Escalations", "ESCALATION: final")}, "warning"),
        ({"A": says("RECEIVES: Escalations"), "B": says("RECEIVES: Escalation requests")}, "error"),
        ({"A": says("ESCALATES: TBD")}, "error"),
    ],
)
def test_exit_codes_follow_the_worst_finding(tmp_path: Path, cards: dict[str, str], worst: str) -> None:
    """5 from the level asked for on, 0 below it; an unknown level is bad usage."""
    folder, order = bare(tmp_path / "w", **cards), ["info", "warning", "error"]
    severities = {row["severity"] for row in json.loads(run("graph", folder, "--format", "json").stdout)["findings"]}
    wanted = {name: 5 if any(order.index(one) >= order.index(name) for one in severities) else 0 for name in order}
    assert {name: run("graph", folder, "--fail-on", name).exit_code for name in order} == wanted
    assert (wanted["error"] == 5) == (worst == "error")
    assert run("graph", folder, "--fail-on", "bad").exit_code == 2


def test_a_large_family_is_told_on_a_page_or_two(tmp_path: Path) -> None:
    """158 cards: findings of one kind are one, members who stand alike are one row."""
    cards = {}
    for i in range(158):
        cards[f"m-{i}"] = says(f"ESCALATES: gone-{i % 50}", f"PROVIDES: lost-{i} (data)", f"COLLABORATES: m-{i // 2}")
    found = run("graph", bare(tmp_path / "w", **cards))
    assert len(found.stdout.splitlines()) < 80
    assert "warning COM001: 316 names that nobody in the team has: " in found.stdout
    assert "error ESC002: escalation of 158 members leaves the known team: 4 members (" in found.stdout


def test_check_names_what_lines_say_wrongly(tmp_path: Path) -> None:
    """Names that nobody has, verbs that are not in the table, lines that are no lines and ids that look alike."""
    lines = says("ESCALATES: lead", "HUMS: LEAD", "ask LEAD")
    folder = bare(tmp_path / "w", A=lines, LEAD=says("ESCALATION: final"), lead_=says())
    found = json.loads(run("check", folder, "--format", "json").stdout)
    assert {"COM001", "COM002", "COM008", "CARD02"} <= {row["code"] for row in found}


def test_who_has_the_last_word_and_no_hours_in_a_period_is_named(tmp_path: Path) -> None:
    """The periods are named in which nobody could be reached there."""
    folder = bare(tmp_path / "w", A=says("ESCALATES: B"), B=says("ESCALATION: final"))
    (folder / "team.yaml").write_text(
        "hours_per_day: 8\nperiods:\n  - {id: S1, start: 2027-01-04, end: 2027-01-08}\n"
        "  - {id: S2, start: 2027-01-11, end: 2027-01-15}\n"
        "roster: [{id: A}, {id: B, leave: [2027-01-11..2027-01-15]}]\n"
    )
    found = json.loads(run("graph", folder, "--format", "json").stdout)["findings"]
    assert [row["text"] for row in found if row["code"] == "ESC008"] == ["B has the last word and has no hours in S2"]
