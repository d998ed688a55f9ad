"""Names of people mean whom a reader would say they mean; whatever makes a plan refuse is found by reading."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from solver.cli import app
from solver.errors import InputError
from solver.matching.linting.lint import lint
from solver.readers.workspace import Workspace, read_workspace

HEADER = "id,status,assigned_to,estimated_hours,capabilities,dependencies\n"


def workspace(folder: Path, rows: str, team: str = "", cards: str = "ANN BOB") -> Path:
    """Write a workspace in which every card does web."""
    (folder / "cards").mkdir(exist_ok=True)
    for name in cards.split():
        (folder / "cards" / f"{name}.md").write_text(f"# {name}\n## Core Capabilities\n- web: 0.9\n")
    (folder / "backlog.csv").write_text(HEADER + rows)
    if team:
        (folder / "team.yaml").write_text(team)
    return folder


def refusal(folder: Path) -> str:
    """Return the faults of a workspace, without its folder."""
    with pytest.raises(InputError) as caught:
        read_workspace(folder)
    return str(caught.value).replace(f"{folder}/", "")


def codes(found: Workspace) -> set[str]:
    """Return the codes of all that is odd."""
    return {one.code for one in (*found.findings, *lint(found.team, found.backlog))}


@pytest.mark.parametrize("name", ["ANN", "Ann", " ann ", "Lead", "LEAD"])
def test_an_owner_is_known_by_id_in_any_case_and_by_other_names(name: str, tmp_path: Path) -> None:
    """Started work stays with the member, and what was read for what is said."""
    folder = workspace(
        tmp_path, f"A,IN_PROGRESS,{name},4,web,\n", "roster: [{id: ANN}, {id: BOB}]\naliases: {Lead: ann}\n"
    )
    found = read_workspace(folder)
    assert found.backlog.tasks[0].assigned_to == "ANN"
    assert any("of assigned_to is read as ANN" in one for one in found.assumptions) == (name.strip() != "ANN")


@pytest.mark.parametrize(
    ("name", "maybe"),
    [("ANNE", "Maybe 'ANN'."), ("Nobody Known", ""), ("DEV", "Maybe 'D1' or 'D2': they hold the card 'DEV'.")],
)
def test_started_work_of_somebody_unknown_is_found_by_reading(name: str, maybe: str, tmp_path: Path) -> None:
    """Nobody, a near name, or a card that several hold: ``check`` says what ``plan`` would say."""
    team = "roster: [{id: ANN}, {id: D1, card: DEV}, {id: D2, card: DEV}]\n"
    folder = workspace(tmp_path, f"A,IN_PROGRESS,{name},4,web,\n", team, "ANN DEV")
    said = refusal(folder)
    assert f"backlog.csv:2: expected a member of the team as the owner of started work, got '{name}'" in said
    assert said.endswith(maybe)


def test_a_card_that_one_member_holds_means_that_member(tmp_path: Path) -> None:
    """As in lines of communication."""
    folder = workspace(tmp_path, "A,IN_PROGRESS,DEV,4,web,\n", "roster: [{id: ANN, card: DEV}]\n", "DEV")
    assert read_workspace(folder).backlog.tasks[0].assigned_to == "ANN"


@pytest.mark.parametrize("rule", ["separate", "together"])
@pytest.mark.parametrize(("owner", "is_odd"), [("Bob", False), ("Bobb", True), ("", True), ("humans", False)])
def test_a_rule_about_finished_work_of_somebody_unknown_is_said(
    rule: str, owner: str, is_odd: bool, tmp_path: Path
) -> None:
    """Separation of duties is never switched off in silence; without such a rule it does not matter."""
    rows = f"W,DONE,{owner},8,web,\nR,,,8,web,\n"
    odd = read_workspace(workspace(tmp_path, rows, f"rules: {{{rule}: [[W, R]]}}\n"))
    assert ("OWN001" in codes(odd)) == is_odd
    if owner == "Bobb":
        assert odd.findings[0].maybe == "'BOB'."
    assert "OWN001" not in codes(read_workspace(workspace(tmp_path, rows, "limit: 40\n")))


@pytest.mark.parametrize("where", ["roster", "cards"])
def test_people_who_differ_in_case_only_are_a_fault(where: str, tmp_path: Path) -> None:
    """In the roster, and among cards where each is a member."""
    team = "roster: [{id: ANN}, {id: Ann, card: BOB}]\n" if where == "roster" else ""
    said = refusal(workspace(tmp_path, "A,,,4,web,\n", team, "ANN BOB" if team else "ANN Ann"))
    assert "expected an id of its own, got" in said
    assert "'ANN'" in said


def test_names_of_members_in_team_yaml_are_read_in_any_case(tmp_path: Path) -> None:
    """Pins, forbids, groups, terminals, prices and cards."""
    team = (
        "roster: [{id: ANN, card: ann}, {id: BOB}]\ngroups: {all: [Ann, bob]}\nterminals: [bob]\n"
        "rules: {pins: [{task: A, member: ann}], forbids: [{task: A, member: Bob}]}\n"
        "prices: {pairs: [{from: ann, to: bob, price: 1}]}\n"
    )
    found = read_workspace(workspace(tmp_path, "A,,,4,web,\n", team)).team
    assert (found.groups[0].members, found.communication.terminals) == (("ANN", "BOB"), ("BOB",))
    assert (found.policies.pins[0].member, found.policies.forbids[0].member) == ("ANN", "BOB")
    assert found.communication.prices[0][:2] == ("ANN", "BOB")


@pytest.mark.parametrize(
    ("team", "expected"),
    [
        ("roster: []\n", "team.yaml:1: expected at least one member in the roster, got 'none'"),
        ("unestimated: 0\n", "team.yaml:1: expected hours above 0, got '0'"),
        ("limit: 9999999999999999999999\n", "team.yaml:1: expected hours up to a million"),
        ("roster: [{id: ANN, limit: 9999999999999}]\n", "team.yaml:1: expected hours up to a million"),
        ("roster: [{id: ANN, wip: 99999999999999999999}]\n", "team.yaml:1: expected roster.0.wip to be less than"),
        ("limit: '1,5'\n", "team.yaml:1: expected hours such as 7.5, 30min, 3h, 2d, got '1,5'\nMaybe '1.5'."),
        ("roster: [{id: ANN, capabilities: {web: 1, w: 0}}]\n", "team.yaml:1: expected one score for 'web', got 'w'"),
        ("rules: {separate: [[A, A]]}\n", "expected each task once in a group, got 'A'"),
    ],
)
def test_a_team_that_cannot_be_is_refused_in_words(team: str, expected: str, tmp_path: Path) -> None:
    """Nobody in the roster, no hours as a default, more hours than there are: none ends in a traceback."""
    folder = workspace(tmp_path, "A,,,4,web,\n", team)
    (folder / "vocabulary.yaml").write_text("aliases: {web: [w]}\n")
    assert expected in refusal(folder)


@pytest.mark.parametrize("name", ["testing", "tests"])
def test_a_score_of_a_member_counts_under_any_name(name: str, tmp_path: Path) -> None:
    """An override under an alias is no second line beside the card's own."""
    folder = workspace(
        tmp_path, "A,,,4,testing,\n", f"roster: [{{id: BEN, card: DEV, capabilities: {{{name}: 0.3}}}}]\n", ""
    )
    (folder / "cards" / "DEV.md").write_text("## Core Capabilities\n- testing: 0.9\n- tests: 0.8\n- web: 1\n")
    (folder / "vocabulary.yaml").write_text("aliases: {testing: [tests]}\n")
    (member,) = read_workspace(folder).team.members
    assert [(one.name, str(one.score)) for one in member.card.capabilities] == [("web", "1"), (name, "0.3")]


def test_names_compare_composed_whatever_file_they_stand_in(tmp_path: Path) -> None:
    """A file name, a card's capability, an owner, a pin and a backlog in either Unicode form are one name."""
    folder = workspace(
        tmp_path, "A,DONE,jose\u0301,4,menu\u0308,\nB,,,4,menü,A\n", "rules: {separate: [[A, B]]}\n", "BOB"
    )
    (folder / "cards" / "JOSE\u0301.md").write_text("## Core Capabilities\n- menu\u0308: 0.9\n")
    found = read_workspace(folder)
    assert {member.id for member in found.team.members} == {"BOB", "JOSÉ"}
    assert found.backlog.tasks[0].assigned_to == "JOSÉ"
    assert not codes(found) & {"CAP001", "OWN001"}


def test_documents_beside_cards_are_no_members(tmp_path: Path) -> None:
    """They are named; a roster may still name one of them."""
    folder = workspace(tmp_path, "A,,,4,web,\n", "", "ANN README _TEMPLATE AGENTS")
    found = read_workspace(folder)
    assert [member.id for member in found.team.members] == ["ANN"]
    assert "no role cards: AGENTS.md, README.md, _TEMPLATE.md" in found.assumptions
    (folder / "team.yaml").write_text("roster: [{id: README}]\n")
    assert [member.id for member in read_workspace(folder).team.members] == ["README"]


def test_cards_that_cannot_be_opened_hide_no_fault_of_the_others(tmp_path: Path) -> None:
    """A pipe, links to nothing and in a circle, a folder: each is a warning, and the rest is read."""
    folder = workspace(tmp_path, "A,,,4,web,\n")
    os.mkfifo(folder / "cards" / "P.md")
    (folder / "cards" / "L.md").symlink_to("gone.md")
    (folder / "cards" / "C.md").symlink_to("C.md")
    (folder / "cards" / "F.md").mkdir()
    found = read_workspace(str(folder))
    assert [member.id for member in found.team.members] == ["ANN", "BOB"]
    assert len([one for one in found.findings if one.code == "READ01"]) == 4
    (folder / "team.yaml").symlink_to("gone.yaml")
    assert "team.yaml:1: expected a YAML file, got no such file or directory" in refusal(folder)


@pytest.mark.parametrize(
    ("card", "code"),
    [
        ("---\nname: a\ndescription: use it: now\n---\n# A\n## Core Capabilities\n- web: 1\n", "CARD04"),
        ("---\nname: a\n---\nYou are a helper.\n", "CARD05"),
        ("# A\nprose\n", "CARD05"),
    ],
)
def test_a_card_that_was_not_understood_is_said(card: str, code: str, tmp_path: Path) -> None:
    """Front matter that is no YAML, and a card of which nothing was read: no clean bill over either."""
    folder = workspace(tmp_path, "A,,,4,web,\n")
    (folder / "cards" / "A.md").write_text(card)
    assert code in codes(read_workspace(folder))


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("A,,,4,WEB,\n", "CAP001"),
        ("T-1,,,4,,\nT-2,,,4,,T-01\n", "DEP001"),
        ("A,,,4,web:0.95,\nB,,,4,web:0.95,\nC,,,4,web:0.5,\n", "CAP003"),
    ],
)
def test_check_says_what_a_careful_reader_would_ask(rows: str, code: str, tmp_path: Path) -> None:
    """Another case, a mistyped id that would count as done, one person who alone reaches what many tasks ask."""
    folder = workspace(tmp_path, rows)
    (folder / "cards" / "BOB.md").write_text("## Core Capabilities\n- web: 0.95\n")
    found = read_workspace(folder)
    (finding,) = [one for one in lint(found.team, found.backlog) if one.code == code]
    assert {"CAP001": "'web' (2 members have it).", "DEP001": "'T-1'.", "CAP003": ""}[code] == finding.maybe
    if code == "CAP003":
        assert "only BOB reaches the 0.95 of 'web' that 2 tasks ask for (A, B); 1 other has it lower" in finding.text


@pytest.mark.parametrize("command", ["check", "plan"])
def test_strict_makes_every_warning_a_fault(command: str, tmp_path: Path) -> None:
    """Those about the input and those of ``check``; what is merely worth knowing stays what it is."""
    folder = workspace(tmp_path, "A,,,4,cobol,\n")
    run = CliRunner()
    assert run.invoke(app, [command, str(folder)]).exit_code == 0
    found = run.invoke(app, [command, str(folder), "--strict"])
    assert isinstance(found.exception, InputError)
    assert "backlog.csv:2: expected no warning, got task 'A' needs 'cobol'" in str(found.exception)
    workspace(tmp_path, "A,,,4,web,\n")
    assert run.invoke(app, [command, str(folder), "--strict"]).exit_code == 0


def test_check_prints_ten_of_a_kind_and_counts_the_rest(tmp_path: Path) -> None:
    """Hundreds of cards with the same oddity are eleven lines; warnings about the input are findings too."""
    folder = workspace(
        tmp_path, "".join(f"T{number},,,4,x{number},\n" for number in range(30)), "roster: [{id: ANN}]\n"
    )
    said = CliRunner().invoke(app, ["check", str(folder)]).stdout
    assert said.count("warning CAP001") == 10
    assert "... and 20 more of CAP001" in said
    assert "warning READ04: card BOB is held by nobody in the roster" in said
