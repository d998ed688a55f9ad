"""The front door, the layout and the documents hold what they promise."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pandas as pd
import pytest
from numpydoc.validate import validate

import solver
import solver.cli
from solver.matching.build import build_problem
from solver.opening import names

ROOT = Path(__file__).parents[1]
DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "data" / "studio-sprints" / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
]
# Their commands plan a backlog again and again.
LONG = {"advise.md", "explain.md", "noise.md", "report.md", "sprints.md", "whatif.md"}
# Missing or misnamed parameters, missing docstrings, summaries that are no sentence, wrong order of sections.
CHECKS = {"GL03", "GL06", "GL07", "GL08", "PR02", "PR03", "SS01", "SS02", "SS03", "SS04"}
# What the front door gives also says all parameters and what it returns.
DOOR_CHECKS = CHECKS | {"PR01", "RT01", "RT03"}


def test_every_door_opens() -> None:
    """Each name of the front door exists, and an unknown one does not."""
    assert all(getattr(solver, name) is not None for name in solver.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        getattr(solver, "nothing")  # noqa: B009


def test_a_door_opens_whoever_loaded_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands at a door is read from its file: a loader that gives no source, as that of tests, is not asked."""
    room = importlib.import_module("solver.whatif")
    monkeypatch.setattr(room, "__loader__", object())
    assert names.__wrapped__("solver.whatif")["sweep"] == ("solver.whatif.sweeps.sweep", "sweep")


def test_matrices_in_a_notebook() -> None:
    """Frames in and frames out: members are rows, tasks are columns, values are those of the Problem."""
    found = solver.read_workspace(ROOT / "data" / "corner")
    frame = pd.read_csv(ROOT / "data" / "corner" / "backlog.csv")
    assert [task.id for task in solver.backlog_from_frame(frame).tasks] == list(frame["id"])
    fits = solver.fit_matrix(found.team, found.backlog)
    assert fits.loc["CLERK", "T2"] == pytest.approx(0.9)
    assert fits.to_numpy().tolist() == build_problem(found.team, found.backlog).fit.tolist()
    gates = solver.gate_matrix(found.team, found.backlog)
    assert gates.loc["BAKER", ["T1", "T3", "T6"]].tolist() == ["open", "can", "can"]
    assert solver.preference_matrix(found.team, found.backlog).loc["BAKER", "T2"] == pytest.approx(0.2)


def test_the_version_stands_once() -> None:
    """The package and its metadata say the same, and no inner file asks the front door for it or for anything else."""
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert solver.__version__ == stated
    inner = [path for path in (ROOT / "solver").rglob("*.py") if path != ROOT / "solver" / "__init__.py"]
    wrong = [path for path in inner if re.search(r"^\s*(from solver import|import solver\b)", path.read_text(), re.M)]
    assert not wrong


def test_imports_go_only_to_smaller_layers() -> None:
    """The import contract of pyproject.toml is kept."""
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("words", [["--help"], ["check", "data/studio"]])
def test_light_commands_load_nothing_heavy(words: list[str]) -> None:
    """Help and check load neither the solver nor the numeric libraries."""
    code = f"""
import sys
from solver.cli import app
try:
    app({words!r})
except SystemExit:
    pass
assert not {{"ortools", "pandas", "numpy", "networkx"}} & set(sys.modules), sorted(sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)


def test_planning_is_there_at_once() -> None:
    """What ``plan`` begins with loads neither pandas nor SciPy: a second's plan would lose a third of it to them."""
    code = """
import sys
import solver.cli.plan, solver.assignment.sprints.workable
assert not {"pandas", "scipy", "networkx"} & set(sys.modules), sorted(sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)


def test_a_report_says_a_word_before_it_loads_what_it_asks_with() -> None:
    """What ``report`` begins with loads neither tables nor graphs: a terminal would be silent for a second."""
    code = """
import sys
import solver.cli.report
assert not {"pandas", "networkx", "solver.whatif.dossier.dossier"} & set(sys.modules), sorted(sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)


def public() -> list[str]:
    """Return the dotted name of every public function and class."""
    names = []
    for module in pkgutil.walk_packages(solver.__path__, "solver."):
        for name, thing in vars(importlib.import_module(module.name)).items():
            own = getattr(thing, "__module__", None) == module.name
            if own and not name.startswith("_") and (inspect.isfunction(thing) or inspect.isclass(thing)):
                names.append(f"{module.name}.{name}")
    return names


@pytest.mark.parametrize("name", public())
def test_docstrings_are_whole(name: str) -> None:
    """Every public name says what it gives, and its parameters as they are."""
    doors = {".".join(place) for door, place in names("solver").items() if door[0].islower()}
    wanted = DOOR_CHECKS if name in doors else CHECKS
    faults = [f"{code} {text}" for code, text in validate(name)["errors"] if code in wanted]
    assert not faults


def commands(path: Path) -> list[tuple[str, str]]:
    """Return each command in a console block, with the output shown below it."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", path.read_text(), re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, _, output = part.partition("\n")
            found.append((line, output))
    return found


@pytest.mark.parametrize(
    "path",
    [pytest.param(path, marks=[pytest.mark.slow] if path.name in LONG else []) for path in DOCUMENTS],
    ids=lambda path: path.name,
)
def test_commands_in_documents_run(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Each command runs, in the order of its document, and prints what is shown below it if anything is."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    for line, output in commands(path):
        monkeypatch.setattr("sys.argv", shlex.split(line))
        assert sys.argv[0] == "teamwright"
        with pytest.raises(SystemExit) as end:
            solver.cli.main()
        said, told = capfd.readouterr()
        assert not end.value.code, told
        assert not output.strip() or said.strip() == output.strip()
