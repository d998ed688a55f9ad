"""What the what-if page's controls mean, and how it keeps a scenario."""

from __future__ import annotations

import socket
from decimal import Decimal
from pathlib import Path

import pytest

from solver.changes.catalogue import apply
from solver.changes.change import Change, Scenario
from solver.domain.world import World
from solver.errors import InputError
from solver.explanation.case import Case
from solver.explanation.why import explain
from solver.readers.scenarios import read_scenarios
from solver.readers.workspace import read_workspace
from solver.report.app import blocks
from solver.report.app.controls import WEIGHTS, changes_of, hour_steps, weight_of, weight_steps, who_can
from solver.report.app.saving import save_scenario
from solver.whatif.compare import compare_scenarios
from tests.cli.test_plan import DATA, run
from tests.hostile import NAMES, hostile_workspace

CHANGES = (Change("capacity", "A=30"), Change("remove", "B"))


@pytest.fixture
def studio() -> World:
    """Return the realistic workspace."""
    found = read_workspace(DATA / "studio")
    return World(found.team, found.backlog, found.weights)


def test_controls_at_rest_change_nothing(studio: World) -> None:
    """Where every control stands as the workspace has it there is no change."""
    present = {name: True for name in studio.names}
    hours = {one.id: one.load_limit_minutes / 60 for one in studio.team.members}
    weights = {name: float(weight_of(studio.weights, name)) for name in WEIGHTS}
    assert changes_of(studio, present, hours, weights, {"BK-5": ""}) == ()
    for one in studio.team.members:
        assert one.load_limit_minutes / 60 in hour_steps(one.load_limit_minutes / 60)
    assert all(value in weight_steps(weight_of(studio.weights, name)) for name, value in weights.items())


def test_changes_can_be_made(studio: World) -> None:
    """What the controls say is what the world becomes: hours, pins, weights, and who is away."""
    hours, weights = {"DESIGNER": 12.0, "ARCHITECT": 8.0}, {"handoff": 0.55, "fit": 1.0}
    changes = changes_of(studio, {"ARCHITECT": False}, hours, weights, {"BK-5": "API_ENGINEER"})
    assert [change.kind for change in changes] == ["capacity", "pin", "weight", "remove"]
    world = apply(studio, changes)
    assert world.member("DESIGNER").load_limit_minutes == 12 * 60
    assert world.weights.handoff == Decimal("0.55")
    assert "ARCHITECT" not in world.names
    assert [(pin.task, pin.member) for pin in world.team.policies.pins] == [("BK-5", "API_ENGINEER")]


def test_only_members_who_pass_the_gates_can_be_chosen(studio: World) -> None:
    """The list for a pin holds those whom the rules let have the task."""
    able = who_can(studio)
    assert able["OPS-6"] == []
    assert "BACKEND_ENGINEER" in able["BK-5"]
    assert "DESIGNER" not in able["BK-5"]


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


def test_blocks_escape_every_name(tmp_path: Path) -> None:
    """No name of a hostile workspace becomes an element of the page."""
    found = read_workspace(hostile_workspace(tmp_path / "hostile"))
    world = World(found.team, found.backlog, found.weights)
    changes = (Change("remove", NAMES[0]),)
    base, row = compare_scenarios(world, (Scenario("changed", changes),))
    assert row.result.plan
    changed = apply(world, changes)
    whys = explain(Case(changed.team, changed.backlog, changed.weights), row.result.plan).assignments
    shown = blocks.headline(base, row, changes) + blocks.comparison(base, row) + blocks.details(base, row)
    shown += blocks.plan_table(found.backlog, row, whys) + blocks.left_table(found.backlog, row)
    shown += blocks.code(NAMES[0]) + blocks.plain(NAMES[1])
    assert "<script" not in shown
    assert "<img" not in shown
    assert len(shown) < 30_000


def test_an_impossible_change_names_what_clashes(studio: World) -> None:
    """Where no plan exists the page says which demands cannot hold at once."""
    changes = (Change("capacity", "BACKEND_ENGINEER=10"),)
    base, row = compare_scenarios(studio, (Scenario("changed", changes),))
    shown = blocks.headline(base, row, changes)
    assert "no plan exists" in shown
    assert "BK-2 (16 h) is pinned to BACKEND_ENGINEER" in shown


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
