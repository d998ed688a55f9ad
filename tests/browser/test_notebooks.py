"""Every notebook is an app: it shows all its cells in a browser that has no network."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from selenium.webdriver import Chrome

from tests.browser.chromium import ROOT, asked_elsewhere, console_errors, free_port, served, wait_for, whole_page

FOLDER = ROOT / "notebooks"
NOTEBOOKS = sorted(path for path in FOLDER.rglob("*.py") if path.stem != "render")


@pytest.fixture(scope="module")
def gallery(driver: Chrome, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of a server that runs all notebooks."""
    port = free_port()
    words = [sys.executable, "-m", "marimo", "run", str(FOLDER), "--headless", "--port", str(port)]
    with served(words, port, tmp_path_factory.mktemp("gallery")) as address:
        yield address


def shown(path: Path) -> list[str]:
    """Return the places of all cells that show something, as the rendered copy knows them."""
    book = nbformat.read(path.with_suffix(".ipynb"), as_version=4)
    return [f"output-{cell.id}" for cell in book.cells if cell.cell_type == "markdown" or cell.outputs]


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_app_shows_every_cell(page: Chrome, gallery: str, path: Path, shots: Path) -> None:
    """From the question to the last sentence, without an error, a complaint or a look at the network."""
    page.get(f"{gallery}/?file={path.relative_to(FOLDER).as_posix()}")
    missing = "return arguments[0].filter(name => !document.getElementById(name))"
    wait_for(page, lambda: not page.execute_script(missing, shown(path)), f"cell of each of {shown(path)}")
    whole_page(page, shots / f"{path.stem}.png")
    assert "Traceback" not in page.page_source
    assert console_errors(page) == []
    assert asked_elsewhere(page) == []
