"""Whenever a command that writes is killed, the old file is there or the new one, never another."""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.killing import died
from tests.cli.test_plan import DATA, run

# More can be asked for by hand.
KILLS = int(os.environ.get("KILLS", "12"))
OLD = "old and good"
# Each command with the name of what it writes; PLAN is a plan of the workspace, HERE the folder of the target.
WRITERS = {
    "plan.json": "plan WORKSPACE",
    "plan.csv": "plan WORKSPACE",
    "replan.json": "replan PLAN --table",
    "jira.csv": "export PLAN --to jira",
    "why.md": "explain PLAN T1",
    "fix.txt": "fix WORKSPACE --place T5",
    "found.json": "check WORKSPACE",
    "team.graphml": "graph WORKSPACE",
    "team.dot": "graph WORKSPACE",
    "rows.csv": "whatif WORKSPACE --capacity BAKER=50",
    "page.html": "report WORKSPACE --quick",
    "book.xlsx": "report WORKSPACE --quick",
    "sweep.json": "sweep WORKSPACE --capacity BAKER=40,50 --workers 1",
    "away.md": "resilience WORKSPACE --pairs none",
    "advice.csv": "advise load WORKSPACE --hours 2",
    "noise.json": "noise WORKSPACE --cases 10 --curve 0.9",
}
FOLDERS = {"new": "init FOLDER", "changed": "whatif WORKSPACE --capacity BAKER=50 --write FOLDER"}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the small workspace with a plan of it beside."""
    folder = Path(shutil.copytree(DATA / "corner", tmp_path_factory.mktemp("kills") / "corner"))
    run("plan", folder, "-o", folder.parent / "kept.json")
    return folder


def content(path: Path) -> str:
    """Return what a file holds, without what differs between two equal runs."""
    text = path.read_bytes().decode("latin-1")
    # A workbook is packed with the time of its making.
    return re.sub(r'"seconds": [\d.e-]+', "", text) if path.suffix != ".xlsx" else text[:4] + text[-22:-14]


def worst_and_random(words: list[str], seed: int, check: Callable[[], None]) -> None:
    """Kill a command before each of its changes of the disk, then at random moments; check after each kill."""
    killed, change = True, 0
    while killed:
        change += 1
        killed, seconds = died(words, change=change)
        check()
    assert change > 1, "nothing was written"
    moments = random.Random(seed)
    for _ in range(KILLS - change):
        died(words, seconds=moments.uniform(0.3, 1.1) * seconds)
        check()


@pytest.mark.slow
@pytest.mark.parametrize("name", WRITERS)
def test_a_killed_command_leaves_the_old_file_or_the_new_one(name: str, workspace: Path, tmp_path: Path) -> None:
    """Many kills: before each change of the disk, and at random."""
    target = tmp_path / name
    places = {"WORKSPACE": str(workspace), "PLAN": str(workspace.parent / "kept.json")}
    words = [places.get(word, word) for word in WRITERS[name].split()] + ["-o", str(target)]
    died(words)
    new = content(target)
    target.write_text(OLD)

    def check() -> None:
        found = target.read_bytes().decode("latin-1")
        assert found == OLD or content(target) == new
        target.write_text(OLD)

    worst_and_random(words, len(name), check)


@pytest.mark.slow
@pytest.mark.parametrize("name", FOLDERS)
def test_a_killed_command_leaves_a_whole_folder_or_none(name: str, workspace: Path, tmp_path: Path) -> None:
    """Forty kills: all files are there with what they hold, or there is no folder."""
    target = tmp_path / name
    places = {"WORKSPACE": str(workspace), "FOLDER": str(target)}
    words = [places.get(word, word) for word in FOLDERS[name].split()]

    def held() -> dict[str, str]:
        return {str(path.relative_to(target)): content(path) for path in target.rglob("*") if path.is_file()}

    died(words)
    new = held()
    assert new

    def check() -> None:
        assert not target.exists() or held() == new
        shutil.rmtree(target, ignore_errors=True)

    check()
    worst_and_random(words, len(name), check)
