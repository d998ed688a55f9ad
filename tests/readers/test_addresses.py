"""Whether everybody can be addressed, and whether each name means one thing."""

from __future__ import annotations

from pathlib import Path

import pytest

from solver.errors import InputError
from solver.readers.team.addresses import unaddressable
from solver.readers.workspace import read_workspace

CARD = "## Core Capabilities\n- work: 0.9\n"


def workspace(folder: Path, team: str, *cards: str) -> Path:
    """Return a folder with cards and a team, without a backlog."""
    (folder / "cards").mkdir()
    for name in cards:
        (folder / "cards" / f"{name}.md").write_text(CARD, encoding="utf-8")
    (folder / "team.yaml").write_text(team, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("team", "line", "got"),
    [
        ("aliases: {OPS: DEV}", 1, "'OPS', an alias of DEV and the id of a member ("),
        ("groups:\n  dev: [OPS]", 2, "'dev', a group and the id of a member ("),
        ("externals: [humans, ops]", 1, "'ops', an external and the id of a member ("),
        ("groups:\n  crew: {members: [OPS], aliases: [Dev]}", 2, "'Dev', a name of the group crew and the id of a"),
        ("externals: [crew]\ngroups: {Crew: [OPS]}", 2, "'Crew', a group and an external ("),
        ("groups: {crew: [OPS]}\naliases: {CREW: DEV}", 2, "'CREW', an alias of DEV and a group ("),
        ("aliases: {Humans: DEV}", 1, "'Humans', an alias of DEV and an external ("),
        ("roster: [{id: OPS}, {id: D, card: DEV}]\naliases: {OPS: D}", 2, "'OPS', an alias of D and the id of a"),
    ],
)
def test_a_name_that_means_two_things_is_a_fault_with_both_places(
    tmp_path: Path, team: str, line: int, got: str
) -> None:
    """Of aliases, groups, externals and ids, whatever the case in which a line may write them."""
    with pytest.raises(InputError) as error:
        read_workspace(workspace(tmp_path, team, "DEV", "OPS"), tasks="unused")
    (fault,) = error.value.faults
    assert (fault.file, fault.line) == (str(tmp_path / "team.yaml"), line)
    assert fault.got.startswith(got)
    assert ":1)" in fault.got or ":2)" in fault.got


@pytest.mark.parametrize(
    "team",
    [
        "aliases: {Chief: DEV, OPS: OPS, humans: humans}",
        "groups: {crew: {members: [OPS], aliases: [Crew, All ops]}}",
        "roster: [{id: W-1, card: OPS}, {id: W-2, card: OPS}, {id: DEV}]\naliases: {OPS: W-1}",
    ],
)
def test_another_way_to_write_the_same_is_no_fault(tmp_path: Path, team: str) -> None:
    """An alias of the same name, a group's name in another case, a card's id that says who of its holders is meant."""
    assert read_workspace(workspace(tmp_path, team, "DEV", "OPS"), tasks="unused").team.members


@pytest.mark.parametrize("name", ["", " ", "group:crew", "?A", "(last word)", "-", "…"])
def test_what_no_line_could_address_is_refused(name: str) -> None:
    """What the audit itself means something by, and what has no letter at all."""
    assert unaddressable(name)


@pytest.mark.parametrize("name", ["Smith, Jane", "Coder (Python)", "a-1", "李雷", "O'Brien", "shell-5.1-expert", "R&D"])
def test_ordinary_names_can_be_addressed(name: str) -> None:
    """Whatever people and tools are called."""
    assert unaddressable(name) == ""


def test_ids_that_differ_in_blanks_only_are_a_fault(tmp_path: Path) -> None:
    """A line writes both alike."""
    roster = 'roster: [{id: "A B", card: X}, {id: "A  B", card: X}]'
    with pytest.raises(InputError, match="an id of its own") as error:
        read_workspace(workspace(tmp_path, roster, "X"), tasks="unused")
    assert len(error.value.faults) == 1


def test_a_card_that_cannot_be_addressed_is_a_fault_with_its_file(tmp_path: Path) -> None:
    """The file whose name is the id is named."""
    folder = workspace(tmp_path, "limit: 40", "A", "?B")
    with pytest.raises(InputError, match="an id that a line can address") as error:
        read_workspace(folder, tasks="unused")
    assert error.value.faults[0].file == str(folder / "cards" / "?B.md")


def test_a_backlog_is_read_only_where_it_is_used(tmp_path: Path) -> None:
    """Needed, it must be there; else cards are enough; unused, even a broken one is not looked at."""
    folder = workspace(tmp_path, "limit: 40", "A")
    with pytest.raises(InputError, match="one backlog out of .*, got none\nMaybe there is no work yet"):
        read_workspace(folder)
    found = read_workspace(folder, tasks="if there")
    assert found.backlog.tasks == ()
    assert "there is no backlog: nothing is said about tasks" in found.assumptions
    (folder / "backlog.csv").write_text("nothing\nof,the,kind\n")
    with pytest.raises(InputError):
        read_workspace(folder, tasks="if there")
    assert read_workspace(folder, tasks="unused").backlog.tasks == ()


def test_what_is_agreed_about_tasks_is_judged_only_where_they_are_read(tmp_path: Path) -> None:
    """Growing in what a task asks for is no fault of a team whose cards alone are looked at, nor are rules."""
    team = """roster: [{id: A}, {id: B}]
grow: [{member: A, capability: sql, hours: 8, mentor: B}]
rules: {required: [T], separate: [[T, U]]}
"""
    folder = workspace(tmp_path, team, "A", "B")
    assert len(read_workspace(folder, tasks="unused").team.policies.grow) == 1
    (folder / "backlog.csv").write_text("id,estimated_hours,capabilities\nT,4,sql\nU,4,\n")
    read_workspace(folder)
    (folder / "backlog.csv").write_text("id,estimated_hours,capabilities\nT,4,\nU,4,\n")
    with pytest.raises(InputError, match="expected a capability that a task of the backlog asks for, got 'sql'"):
        read_workspace(folder)
