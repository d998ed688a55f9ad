"""A changed world that is written as files is planned as it was."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from solver.assignment.solve import solve
from solver.changes.catalogue import apply
from solver.changes.change import Change
from solver.domain.world import World
from solver.errors import InputError
from solver.readers.workspace import read_workspace
from solver.whatif.scenarios.written import write_world
from tests.changes.some_changes import some_change
from tests.worlds import WEIGHTS, world

DATA = Path(__file__).parents[2] / "data"


def test_random_worlds_are_planned_as_they_were(tmp_path: Path) -> None:
    """Rules, aliases, relations, paces and statuses survive; values and bounds are equal."""
    written = 0
    for seed in range(60):
        chance = random.Random(seed)
        team, backlog, _ = world(seed)
        changed = World(team, backlog, replace(WEIGHTS, handoff=WEIGHTS.handoff * (seed % 2)))
        try:
            for _ in range(chance.randint(0, 2)):
                changed = apply(changed, (some_change(changed, chance),))
        except (InputError, IndexError):
            continue
        try:
            write_world(changed, tmp_path / str(seed))
        except InputError as error:
            assert "task" in str(error) or "batch" in str(error), error
            continue
        found = read_workspace(tmp_path / str(seed))
        mine = solve(changed.team, changed.backlog, changed.weights)
        theirs = solve(found.team, found.backlog, found.weights)
        assert (mine.status, mine.levels) == (theirs.status, theirs.levels)
        written += 1
    assert written > 30


@pytest.mark.parametrize("name", ["studio", "corner"])
def test_a_sample_workspace_is_written_as_it_is(tmp_path: Path, name: str) -> None:
    """Every noun reads back; the audit of the lines and the titles of tasks, too."""
    found = read_workspace(DATA / name)
    base = World(found.team, found.backlog, found.weights)
    paths = write_world(apply(base, (Change("clone", base.names[0]),)), tmp_path / "new")
    assert all(path.exists() for path in paths)
    read = read_workspace(tmp_path / "new")
    assert [task.title for task in read.backlog.tasks] == [task.title for task in found.backlog.tasks]
    before = {line.text for member in found.team.members for line in member.card.kept}
    after = {line.text for member in read.team.members for line in member.card.kept}
    assert {text for text in before if not text.startswith("## ")} <= after


def test_names_that_no_file_can_hold(tmp_path: Path) -> None:
    """An id that would leave the folder is refused, and so is a name that no line can hold; nothing stays behind."""
    found = read_workspace(DATA / "corner")
    base = World(found.team, found.backlog, found.weights)
    one = base.team.members[0]
    for card in (
        replace(one.card, id="../../BAKER"),
        replace(one.card, capabilities=(replace(one.card.capabilities[0], name="a: b"),)),
    ):
        with pytest.raises(InputError, match="expected a workspace that files can hold"):
            write_world(base.with_member(replace(one, card=card)), tmp_path / "new")
        assert not list(tmp_path.rglob("*.*"))


def test_a_folder_with_anything_in_it_is_left_alone(tmp_path: Path) -> None:
    """Nothing is ever overwritten."""
    (tmp_path / "mine.txt").write_text("mine")
    found = read_workspace(DATA / "corner")
    with pytest.raises(InputError, match="expected a new or empty folder"):
        write_world(World(found.team, found.backlog, found.weights), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
