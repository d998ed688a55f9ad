"""Every real export at hand gives the counts that a careful reader wrote down."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from solver.importers.families import family_of
from solver.importers.nouns import Intake
from solver.importers.source import Source

SHARED = Path(__file__).parents[3] / "shared"
KEYS = sorted((SHARED / "data" / "keys").glob("backlog_*.json"))
# Counts that need a second file: the skills that are asked for against the matrix of who has them.
JOINT = {"required_not_in_matrix"}


def read(path: Path) -> Intake:
    """Return what the first family that knows the file reads."""
    source = Source(path, path.name)
    family, reason = family_of(source)
    assert family, path.name
    assert reason
    return family.read(source)


@pytest.mark.skipif(not KEYS, reason="the shared files are not here")
@pytest.mark.parametrize("key", KEYS, ids=lambda path: path.stem)
def test_counts_are_those_of_a_careful_reader(key: Path) -> None:
    """Each fact of the key is counted exactly."""
    wanted = json.loads(key.read_text(encoding="utf-8"))
    found = read(SHARED.parent / wanted["path"]).facts
    facts = {name: value for name, value in wanted["facts"].items() if name not in JOINT}
    assert {name: found.get(name) for name in facts} == facts
