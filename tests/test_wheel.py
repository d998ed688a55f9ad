"""What is installed is whole: the command works from a built package alone, in a folder that knows nothing of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from solver.version import VERSION

ROOT = Path(__file__).parents[1]
MAIN = "import solver, sys; print(solver.__file__, file=sys.stderr); from solver.cli import main; main()"
# Answers on the way: the page of the what-if server, its rules and its script.
PAGE = """
from solver.report.app.shell import script, sheet, shell
print(len(shell("t", ("A",), ())), len(sheet() + script()))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that holds the files of the built package and nothing else."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    kept = ("pyproject.toml", "README.md", "LICENSE")
    shutil.copytree(ROOT / "solver", source / "solver", ignore=shutil.ignore_patterns("__pycache__"))
    for name in kept:
        shutil.copy(ROOT / name, source / name)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=source, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder / "site")
    return folder / "site"


def run(installed: Path, cwd: Path, code: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run code with the built package before anything else."""
    env = os.environ | {"PYTHONPATH": str(installed)}
    done = subprocess.run([sys.executable, "-c", code, *words], cwd=cwd, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done


@pytest.mark.slow
def test_every_file_is_in_it(installed: Path) -> None:
    """Rules, scripts, schemas and templates are packed beside the code."""
    packed = {path.relative_to(installed) for path in (installed / "solver").rglob("*") if path.is_file()}
    source = {path.relative_to(ROOT) for path in (ROOT / "solver").rglob("*") if path.is_file()}
    assert packed == {path for path in source if "__pycache__" not in path.parts}


@pytest.mark.slow
def test_the_command_works_from_it(installed: Path, tmp_path: Path) -> None:
    """From a template to a plan, a report and the what-if page, outside of the repository."""
    said = run(installed, tmp_path, MAIN, "--version")
    assert said.stdout == f"teamwright {VERSION}\n"
    assert said.stderr.startswith(str(installed))
    run(installed, tmp_path, MAIN, "init", "team")
    assert "Plan: proved optimal" in run(installed, tmp_path, MAIN, "plan", "team").stdout
    run(installed, tmp_path, MAIN, "report", "team", "-o", "report.html")
    assert (tmp_path / "report.html").stat().st_size > 20_000
    assert all(int(size) > 1000 for size in run(installed, tmp_path, PAGE).stdout.split())
