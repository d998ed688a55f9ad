"""Every notebook is an app: it shows all its cells in a browser that has no network."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.browser.chromium import ROOT, asked_elsewhere, console_errors, free_port, served, wait_for, whole_page

NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]_*.py"))


@pytest.fixture(scope="module")
def gallery(driver: Chrome, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of a server that runs all notebooks."""
    port = free_port()
    words = [sys.executable, "-m", "marimo", "run", *map(str, NOTEBOOKS), "--headless", "--port", str(port)]
    with served(words, port, tmp_path_factory.mktemp("gallery")) as address:
        yield address


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_app_shows_every_cell(page: Chrome, gallery: str, path: Path, shots: Path) -> None:
    """From the question to the last sentence, without an error, a complaint or a look at the network."""
    page.get(f"{gallery}/?file={path.name}")
    last = path.read_text(encoding="utf-8").rstrip().split('"""')[-2].split("\n    ")[-2].strip()
    wait_for(page, lambda: last[-30:] in page.execute_script("return document.body.innerText"), last[-30:])
    whole_page(page, shots / f"{path.stem}.png")
    assert "Traceback" not in page.page_source
    assert console_errors(page) == []
    assert asked_elsewhere(page) == []
