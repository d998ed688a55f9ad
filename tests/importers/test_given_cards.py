"""The counts over files that were given to build against; skipped where they do not lie beside the project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.importers.taking import take_folder

GIVEN = Path(__file__).resolve().parents[3] / "shared" / "data"
# Counts that are made over tasks, by whoever reads backlogs.
ELSEWHERE = {"tasks"}


@pytest.mark.parametrize(
    ("key", "folder"),
    [
        ("cards_seed", "seed"),
        ("cards_agenticmode_visible5", "cards/agenticmode"),
        ("cards_claude_visible12", "cards/claude"),
        ("cards_copilot_visible3", "cards/copilot"),
        ("cards_crewai_visible", "cards/crewai"),
        ("cards_bmad_visible3", "cards/bmad"),
        ("cards_a2a_visible1", "cards/a2a"),
        ("skills_long_binary", "cards/skills/long_no_levels_nofinalnewline.csv"),
        ("skills_long_named_levels", "cards/skills/long_named_levels_12people.csv"),
    ],
)
def test_given_files_give_what_a_careful_reader_counts(key: str, folder: str) -> None:
    """Each count of the key is the count of the import."""
    if not GIVEN.exists():
        pytest.skip("the given files are not here")
    wanted = json.loads((GIVEN / "keys" / f"{key}.json").read_text())["facts"]
    found = take_folder(GIVEN / folder).facts
    assert {name: found.get(name) for name in wanted if name not in ELSEWHERE} == {
        name: count for name, count in wanted.items() if name not in ELSEWHERE
    }
