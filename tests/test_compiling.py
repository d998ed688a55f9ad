"""Compiled loops: what was kept before a source changed is not used any more."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from solver.assignment.sprints.lists import gaps
from solver.compiling import forget_older

ROOT = Path(__file__).parents[1]


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
    forget_older(str(tmp_path), str(kept))
    assert sorted(path.name for path in kept.iterdir()) == ["loops.new.nbi", "loops.old.nbc"]


def test_a_folder_without_sources_has_nothing_to_forget(tmp_path: Path) -> None:
    """Neither a folder without sources nor one without compiled code is a fault."""
    forget_older(str(tmp_path / "nowhere"), str(tmp_path / "nowhere" / "__pycache__"))


@pytest.mark.parametrize(
    ("line", "is_watched"), [("import FIRST", True), ("import (\n    FIRST,\n)", True), ("import Gaps", False)]
)
def test_a_file_of_another_folder_counts_where_a_loop_has_a_number_of_it(
    tmp_path: Path, line: str, is_watched: bool
) -> None:
    """What was compiled before that file changed goes, wherever it is kept; a name of a class is no number."""
    (tmp_path / "loops.py").write_text(f"from solver.assignment.sprints.lists.gaps {line}\n")
    kept = tmp_path / "kept"
    kept.mkdir()
    changed = Path(gaps.__file__).stat().st_mtime
    for name, moment in (("old.nbi", changed - 1), ("new.nbi", changed + 10**6)):
        (kept / name).touch()
        os.utime(kept / name, (moment, moment))
    os.utime(tmp_path / "loops.py", (0, 0))
    forget_older(str(tmp_path), str(kept))
    assert sorted(path.name for path in kept.iterdir()) == (["new.nbi"] if is_watched else ["new.nbi", "old.nbi"])


def test_whoever_waits_for_compiled_loops_is_told_once(tmp_path: Path) -> None:
    """With a folder to keep them in it is said that this is once, and nothing is said when they are read there."""
    pytest.importorskip("numba")
    source = tmp_path / "loops.py"
    source.write_text(
        "from solver.compiling import compiled, tell_of_compiling\n"
        "tell_of_compiling(lambda text: print(text))\n"
        "def more(amount):\n    return amount + 1\n"
        "def most(amount):\n    return amount + 2\n"
        "print(compiled(more)(1), compiled(most)(1))\n"
    )
    words = {"cwd": ROOT, "env": {**os.environ, "PYTHONPATH": str(ROOT)}, "capture_output": True, "text": True}
    said = [subprocess.run([sys.executable, str(source)], check=True, **words).stdout.splitlines() for _ in range(2)]
    once = "compiling the loops of the search, which takes up to a minute, once for this installation"
    assert said == [[once, "2 3"], ["2 3"]]


def test_without_a_folder_to_keep_loops_in_it_is_said_that_each_start_compiles() -> None:
    """A loop without a file has no folder: it runs all the same, and what would help is named."""
    pytest.importorskip("numba")
    source = (
        "from solver.compiling import compiled, is_kept, tell_of_compiling\n"
        "tell_of_compiling(lambda text: print(text))\n"
        "def more(amount):\n    return amount + 1\n"
        "loop = compiled(more)\n"
        "print(is_kept(loop))\n"
        "print(loop(1), compiled(lambda amount: amount)(3))\n"
    )
    words = {"cwd": ROOT, "env": {**os.environ, "PYTHONPATH": str(ROOT)}, "capture_output": True, "text": True}
    said = [subprocess.run([sys.executable, "-"], input=source, check=True, **words).stdout for _ in range(2)]
    why = "at each start, as there is no folder to keep that in: NUMBA_CACHE_DIR names one"
    assert said == [f"False\ncompiling the loops of the search, which takes up to a minute, {why}\n2 3\n"] * 2


def test_what_is_kept_is_known_before_it_is_called(tmp_path: Path) -> None:
    """A loop that is nowhere compiled for this Python is not kept; once called it is, also for the next process."""
    pytest.importorskip("numba")
    source = tmp_path / "loops.py"
    source.write_text(
        "from solver.compiling import compiled, is_kept\n"
        "def more(amount):\n    return amount + 1\n"
        "loop = compiled(more)\n"
        "print(is_kept(loop), loop(1), is_kept(loop), is_kept(more))\n"
    )
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "loops.more-2.py30.nbi").touch()
    words = {"cwd": ROOT, "env": {**os.environ, "PYTHONPATH": str(ROOT)}, "capture_output": True, "text": True}
    said = [subprocess.run([sys.executable, str(source)], check=True, **words).stdout.strip() for _ in range(2)]
    assert said == ["False 2 True True", "True 2 True True"]
