"""Compiled loops: what was kept before a source changed is not used any more."""

from __future__ import annotations

import os
from pathlib import Path

from solver.compiling import forget_older


def test_what_was_compiled_before_any_source_of_the_folder_changed_is_forgotten(tmp_path: Path) -> None:
    """A loop knows the numbers of other files as they were: it goes when one of these changes, and stays else."""
    kept = tmp_path / "__pycache__"
    kept.mkdir()
    for name, moment in (("numbers.py", 200), ("loops.py", 100)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (moment, moment))
    for name, moment in (("loops.old.nbi", 150), ("loops.new.nbi", 250), ("loops.old.nbc", 150)):
        (kept / name).touch()
        os.utime(kept / name, (moment, moment))
    forget_older(str(tmp_path))
    assert sorted(path.name for path in kept.iterdir()) == ["loops.new.nbi", "loops.old.nbc"]


def test_a_folder_without_sources_has_nothing_to_forget(tmp_path: Path) -> None:
    """Neither a folder without sources nor one without compiled code is a fault."""
    forget_older(str(tmp_path / "nowhere"))
