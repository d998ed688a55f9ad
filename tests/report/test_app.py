"""What is changed on the what-if page as lines of a scenario, and how it keeps them."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from solver.changes.catalogue import apply
from solver.changes.change import Change
from solver.domain.world import World
from solver.errors import InputError
from solver.readers.scenarios import read_scenarios
from solver.readers.workspace import read_workspace
from solver.report.app.lines import as_written, changes_of, lines_of_options, with_line
from solver.report.app.saving import save_scenario
from tests.cli.test_plan import DATA, run
from tests.hostile import NAMES

CHANGES = (Change("capacity", "A=30"), Change("remove", "B"))


@pytest.fixture
def studio() -> World:
    """Return the realistic workspace."""
    found = read_workspace(DATA / "studio")
    return World(found.team, found.backlog, found.weights)


def test_lines_are_changes(studio: World) -> None:
    """What stands in the lines is what the world becomes, in their order."""
    lines = ("capacity: DESIGNER=12", "weight: handoff=0.55", "clone: DESIGNER", "remove: ARCHITECT")
    world = apply(studio, changes_of(lines, DATA / "studio"))
    assert world.member("DESIGNER").load_limit_minutes == world.member("DESIGNER_2").load_limit_minutes == 12 * 60
    assert str(world.weights.handoff) == "0.55"
    assert "ARCHITECT" not in world.names


@pytest.mark.parametrize("line", ["", "remove", "remove:", ": A", "A=30"])
def test_a_line_that_is_no_change_is_a_fault_with_its_number(line: str) -> None:
    """What has no kind or no text is named, with where it stands."""
    with pytest.raises(InputError, match="change:2: expected a line such as 'remove: MEMBER'"):
        changes_of(["remove: A", line], DATA)


@pytest.mark.parametrize("name", NAMES)
def test_any_name_can_stand_in_a_line(name: str) -> None:
    """A member may be called anything: more hours for it are one line with those it had."""
    lines = with_line(with_line((), f"capacity: {name}=+4h"), f"capacity: {name}=+4h")
    assert lines == (f"capacity: {name}=+8h",)
    assert [one.text for one in changes_of(lines, DATA)] == [f"{name}=+8h".strip()]


def test_hours_of_one_period_are_a_line_of_their_own() -> None:
    """More hours in one period and in all are two changes, and what undoes a line leaves none."""
    lines = with_line(("capacity: A@S1=+4h",), "capacity: A=+4h")
    assert lines == ("capacity: A@S1=+4h", "capacity: A=+4h")
    assert with_line(lines, "capacity: A=-4h") == ("capacity: A@S1=+4h",)
    assert with_line(("capacity: A=2",), "capacity: A=-4h") == ("capacity: A=0",)
    assert with_line(("capacity: A=+4h",), "capacity: A=30") == ("capacity: A=30",)


def test_what_to_try_is_lines() -> None:
    """Options of the command, quoted as a shell needs them, are the lines of a scenario."""
    assert lines_of_options("--train 'A:x y=0.6' --capacity A=+90min") == ("train: A:x y=0.6", "capacity: A=+90min")
    assert lines_of_options("") == ()


@pytest.mark.parametrize(
    "line", ["add: ../card.md", "add: /etc/hostname=40", "join: ../card.md@S1", "join: /etc/a@b@S1"]
)
def test_a_card_outside_of_the_workspace_is_not_read(line: str, tmp_path: Path) -> None:
    """Somebody who joins has a card in the workspace; no other file of the machine is looked at."""
    folder = tmp_path / "work"
    folder.mkdir()
    (tmp_path / "card.md").write_text("# CARD\n")
    with pytest.raises(InputError, match="change:1: expected a file in the workspace"):
        changes_of([line], folder)


def test_a_card_of_the_workspace_joins_under_the_name_that_was_written(tmp_path: Path) -> None:
    """It is read from the workspace whatever the current folder, and the line that is kept names it as before."""
    lines = ("add: cards/NEW.md=20", "join: A@S1")
    changes = changes_of(lines, tmp_path, ["A"])
    assert changes[0].text == f"{tmp_path.resolve() / 'cards' / 'NEW.md'}=20"
    assert [str(one) for one in as_written(changes, lines)] == list(lines)
    assert changes[1].text == "A@S1"


@pytest.mark.parametrize("name", ["less", "no", "010", "a: b", "- x", "#", "ünï", *NAMES])
def test_a_kept_scenario_reads_back(name: str, tmp_path: Path) -> None:
    """Whatever a scenario and its members are called, the reader gives the same names and changes."""
    changes = (Change("capacity", f"{name}=30"), Change("remove", name))
    save_scenario(tmp_path / "kept.yaml", name, changes)
    save_scenario(tmp_path / "kept.yaml", "second", CHANGES, add=True)
    found = read_scenarios(tmp_path / "kept.yaml")
    assert list(found) == [name, "second"]
    assert [(kind, text) for kind, text, _ in found[name]] == [(one.kind, one.text) for one in changes]


def test_what_is_there_stays(tmp_path: Path) -> None:
    """Comments and scenarios of a file are kept, and nothing is written when anything is in the way."""
    file = tmp_path / "scenarios.yaml"
    file.write_text("# mine\nold:\n  - remove: A   # ill")
    with pytest.raises(InputError, match="expected a new file"):
        save_scenario(file, "new", CHANGES)
    with pytest.raises(InputError, match="a name of its own"):
        save_scenario(file, "old", CHANGES, add=True)
    save_scenario(file, "new", CHANGES, add=True)
    assert file.read_text() == "# mine\nold:\n  - remove: A   # ill\nnew:\n- capacity: A=30\n- remove: B\n"


@pytest.mark.parametrize(
    ("file", "name", "changes", "before", "expected"),
    [
        ("x.txt", "new", CHANGES, None, r"ends in \.yaml"),
        ("x.yaml", " ", CHANGES, None, "a name for the scenario"),
        ("x.yaml", "new", (), None, "a change to keep"),
        ("x.yaml", "new", CHANGES, "{old: [{remove: A}]}", "another form of YAML"),
        ("x.yaml", "new", CHANGES, "old: [", "x.yaml"),
    ],
)
def test_faults(
    file: str, name: str, changes: tuple[Change, ...], before: str | None, expected: str, tmp_path: Path
) -> None:
    """Each thing in the way is named, and the file is as it was."""
    path = tmp_path / file
    if before is not None:
        path.write_text(before)
    with pytest.raises(InputError, match=expected):
        save_scenario(path, name, changes, add=True)
    assert (path.read_text() if path.exists() else None) == before


def test_a_workspace_with_faults_opens_nothing(tmp_path: Path) -> None:
    """The command reads the workspace first, so that faults are printed and no page comes up."""
    assert isinstance(run("app", tmp_path / "nowhere", "--no-browser").exception, InputError)


def test_a_port_that_is_taken_is_a_fault() -> None:
    """Where somebody else listens no page comes up, and the fault names the port."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        port = door.getsockname()[1]
        found = run("app", DATA / "corner", "--no-browser", "--port", str(port))
    assert isinstance(found.exception, InputError)
    assert f"expected an address and a port that are free, got 127.0.0.1 {port}" in str(found.exception)
