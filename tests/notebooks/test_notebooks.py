"""Each notebook runs as a program and in Jupyter, and its rendered copy is what its source gives."""

from __future__ import annotations

import importlib
import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "notebooks"
SHORT = ("explore_a_team", "plan_a_sprint", "what_if")
NOTEBOOKS = sorted(path for path in FOLDER.rglob("*.py") if path.stem != "render")
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def load(path: Path) -> ModuleType:
    """Return a Python file as a module."""
    spec = importlib.util.spec_from_file_location(f"notebook_{path.stem}", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def cells(path: Path) -> list[tuple[str, str, list[list[str]]]]:
    """Return type and text of each cell, and the kinds of what it shows."""
    book = nbformat.read(path, as_version=4)
    return [(cell.cell_type, cell.source, [_kinds(out) for out in cell.get("outputs", ())]) for cell in book.cells]


def _kinds(output: Any) -> list[str]:
    return sorted(output["data"]) if "data" in output else [output["output_type"]]


def test_there_is_one_for_each_use() -> None:
    """A short one for each of three uses, and a gallery numbered as it is read; each has its rendered copy."""
    assert tuple(path.stem for path in NOTEBOOKS if path.parent == FOLDER) == SHORT
    deep = [path.stem for path in NOTEBOOKS if path.parent != FOLDER]
    assert [stem[:2] for stem in deep] == [f"{number}_" for number in range(1, len(deep) + 1)]
    assert all(path.with_suffix(".ipynb").exists() for path in NOTEBOOKS)


@pytest.mark.parametrize("name", SHORT)
def test_a_short_one_answers_at_once(name: str) -> None:
    """Under twelve cells, the first that shows anything but words shows the answer, and only `solver` is needed."""
    book = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    assert len(book.cells) < 12
    shows = next(cell for cell in book.cells if cell.cell_type == "code" and cell.outputs)
    assert "<svg" in str(shows.outputs) or "image/svg" in str(shows.outputs)


def test_only_doors_are_used() -> None:
    """Notebooks and documents import from the front door or from a room's own, never from a file inside a room."""
    pages = [*NOTEBOOKS, *(ROOT / "docs").glob("*.md"), ROOT / "README.md"]
    deep = re.compile(r"(?:from|import) solver\.(?!report\.figures\b)\w+\.\w+")
    assert [path.name for path in pages if deep.search(path.read_text(encoding="utf-8"))] == []


def test_every_name_at_a_door_opens() -> None:
    """What stands at a room's door is there, and looking around lists it."""
    rooms = ["solver", *(f"solver.{path.parent.name}" for path in (ROOT / "solver").glob("*/__init__.py"))]
    opened = [room for room in map(importlib.import_module, rooms) if "opened" in vars(room)]
    assert len(opened) > 5
    for room in opened:
        assert dir(room)
        assert all(getattr(room, name) is not None for name in dir(room))


@pytest.mark.slow
@each_notebook
def test_runs_as_a_program(path: Path) -> None:
    """All cells of the source run one after the other, with the assertions in them."""
    outputs, _ = load(path).app.run()
    assert any(output is not None for output in outputs)


@each_notebook
def test_the_rendered_copy_is_what_the_source_gives(path: Path, tmp_path: Path) -> None:
    """Running the source anew gives the same cells and outputs of the same kinds, none of them an error."""
    target = tmp_path / f"{path.stem}.ipynb"
    load(ROOT / "notebooks" / "render.py").render(path, target)
    kept = cells(path.with_suffix(".ipynb"))
    assert kept == cells(target), f"{path.stem}.ipynb is not what its source gives: make notebooks"
    assert not [kinds for _, _, shown in kept for kinds in shown if "error" in kinds]
    assert "traceback" not in path.with_suffix(".ipynb").read_text(encoding="utf-8").casefold()


@pytest.mark.slow
@each_notebook
def test_the_rendered_copy_runs_in_jupyter(path: Path) -> None:
    """Jupyter runs the copy from the folder that it is in."""
    book = nbformat.read(path.with_suffix(".ipynb"), as_version=4)
    NotebookClient(book, timeout=120, kernel_name="python3", resources={"metadata": {"path": path.parent}}).execute()


@each_notebook
def test_a_question_and_its_answer_come_first(path: Path) -> None:
    """The first cell asks, and the third cell of code shows something."""
    book = nbformat.read(path.with_suffix(".ipynb"), as_version=4)
    assert book.cells[1].cell_type == "markdown"
    assert "?**" in book.cells[1].source
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert code[2].outputs


@each_notebook
def test_no_path_of_a_machine_is_shown(path: Path) -> None:
    """Nothing in a rendered copy says where it was made."""
    text = path.with_suffix(".ipynb").read_text(encoding="utf-8")
    assert not re.search(r"(/home/|/root/|/tmp/|/Users/|[A-Z]:\\\\)", text)
    assert str(ROOT) not in text


def test_no_notebook_looks_wrong_to_marimo() -> None:
    """Marimo's own check of names, circles and order finds nothing."""
    words = [sys.executable, "-m", "marimo", "check", "--strict", *map(str, NOTEBOOKS)]
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
