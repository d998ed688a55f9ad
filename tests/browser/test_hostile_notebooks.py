"""A notebook on a workspace whose texts are scripts shows them as text."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.browser.chromium import ROOT, console_errors, free_port, served, wait_for
from tests.browser.test_notebooks import FOLDER, NOTEBOOKS, shown
from tests.hostile import hostile_copy

# Elements of the page and of everything within shadow roots.
ATTACKED = """
const within = one => one.shadowRoot ? inside(one.shadowRoot) : [];
const inside = root => [...root.querySelectorAll('*')].flatMap(one => [one, ...within(one)]);
return window.attacked !== undefined || inside(document).some(one => one.matches('img[src=x], a[href^="javascript"]'));
"""


@pytest.fixture(scope="module")
def gallery(driver: Chrome, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the address of a server that runs all notebooks on hostile copies of their workspaces."""
    folder = tmp_path_factory.mktemp("hostile")
    for name in ("corner", "studio", "studio-sprints"):
        hostile_copy(ROOT / "data" / name, folder / "data" / name)
    (folder / "notebooks" / "gallery").mkdir(parents=True)
    for path in NOTEBOOKS:
        shutil.copy(path, folder / path.relative_to(ROOT))
    port = free_port()
    words = [sys.executable, "-m", "marimo", "run", str(folder / "notebooks"), "--headless", "--port", str(port)]
    with served(words, port, folder) as address:
        yield address


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_text_runs(page: Chrome, gallery: str, path: Path) -> None:
    """All cells show what they have to show, and nothing in it is an element that a title made."""
    page.get(f"{gallery}/?file={path.relative_to(FOLDER).as_posix()}")
    missing = "return arguments[0].filter(name => !document.getElementById(name))"
    wait_for(page, lambda: not page.execute_script(missing, shown(path)), "output of every cell")
    assert not page.execute_script(ATTACKED)
    assert console_errors(page) == []
