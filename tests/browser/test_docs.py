"""The documentation is built without a warning, and is read without a network."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.browser.chromium import ROOT, asked_elsewhere, console_errors, serious_findings, whole_page
from tests.browser.window import window

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the built pages; a warning is a failure."""
    target = tmp_path_factory.mktemp("site")
    words = [sys.executable, "-m", "sphinx", "-j", "2", "-W", "--keep-going", "-q", "-b", "html", "docs", str(target)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return target


def test_every_room_is_described(site: Path) -> None:
    """The reference has a page for each file of the package, and says what the functions of the front door give."""
    pages = {path.stem for path in (site / "_generated" / "api").glob("*.html")}
    files = {path for path in (ROOT / "solver").rglob("[!_]*.py") if not {"cli", "app"} & set(path.parts)}
    assert {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in files} <= pages
    text = (site / "_generated" / "api" / "solver.assignment.solve.html").read_text(encoding="utf-8")
    assert "Return the best plan for a team and a backlog" in text


@pytest.mark.parametrize("name", ["index", "tutorial", "_generated/commands", "_generated/api/solver.assignment.solve"])
def test_pages_need_no_network(site: Path, name: str, shots: Path, page: Chrome) -> None:
    """A page of the built site asks for nothing outside its folder."""
    page.get((site / f"{name}.html").as_uri())
    whole_page(page, shots / f"docs-{name.rsplit('/')[-1]}.png", most=3000)
    assert console_errors(page) == []
    assert asked_elsewhere(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("name", ["index", "report"])
def test_pages_fit_and_are_no_barrier(
    site: Path, name: str, width: int, scheme: str, shots: Path, accessible_page: Chrome
) -> None:
    """Wide and on a telephone, light and dark, nothing sticks out and the accessibility rules find nothing serious."""
    with window(accessible_page, width, scheme):
        accessible_page.get((site / f"{name}.html").as_uri())
        shots.mkdir(parents=True, exist_ok=True)
        accessible_page.save_screenshot(str(shots / f"docs-{name}-{width}-{scheme}.png"))
        over = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert accessible_page.execute_script(over) <= 0
        assert serious_findings(accessible_page) == []
