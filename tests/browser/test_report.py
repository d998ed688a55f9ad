"""The report is one file that a browser shows without a network, without a script and for everybody."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.browser.chromium import ROOT, asked_elsewhere, console_errors, serious_findings, whole_page
from tests.browser.window import window
from tests.cli.test_plan import run
from tests.hostile import NAMES, hostile_workspace

OVERFLOW = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def studio_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report of the realistic workspace."""
    file = tmp_path_factory.mktemp("report") / "report.html"
    assert run("report", ROOT / "data" / "studio", "-o", file).exit_code == 0
    return file


@pytest.fixture(scope="module")
def dated_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report of the realistic workspace over three sprints, with a day of its second one as today."""
    file = tmp_path_factory.mktemp("dated") / "report.html"
    words = ("report", ROOT / "data" / "studio-sprints", "-o", file, "--quick", "--today", "2027-01-13")
    assert run(*words).exit_code == 0
    return file


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("which", ["studio", "dated"])
def test_anybody_can_read_it(
    accessible_page: Chrome,
    studio_report: Path,
    dated_report: Path,
    which: str,
    width: int,
    scheme: str,
    shots: Path,
) -> None:
    """Wide and on a telephone, light and dark: nothing sticks out, is a barrier, complains or is asked for."""
    file = studio_report if which == "studio" else dated_report
    with window(accessible_page, width, scheme):
        accessible_page.get(file.as_uri())
        shots.mkdir(parents=True, exist_ok=True)
        accessible_page.save_screenshot(str(shots / f"report-{which}-{width}-{scheme}.png"))
        assert accessible_page.execute_script(OVERFLOW) <= 0
        assert serious_findings(accessible_page) == []
    assert console_errors(accessible_page) == []
    assert asked_elsewhere(accessible_page) == []
    assert accessible_page.execute_script("return document.scripts.length") == 0


def test_on_a_telephone_the_contents_are_folded(page: Chrome, studio_report: Path) -> None:
    """Narrow, the contents are one line and no number stands on another line than its unit; wide, they are open."""
    for width, shown in ((390, False), (1440, True)):
        with window(page, width, "light"):
            page.get(studio_report.as_uri())
            assert page.execute_script("return document.querySelector('nav a').checkVisibility()") == shown
            broken = "return [...document.querySelectorAll('.q')].filter(one => one.getClientRects().length > 1).length"
            assert page.execute_script(broken) == 0


@pytest.mark.parametrize("which", ["studio", "dated"])
def test_it_prints_on_six_sheets(page: Chrome, studio_report: Path, dated_report: Path, which: str) -> None:
    """The report of a team of fifteen, all questions answered, fills at most six sheets of A4."""
    page.get((studio_report if which == "studio" else dated_report).as_uri())
    sheet = {"paperWidth": 8.27, "paperHeight": 11.69}
    printed = base64.b64decode(page.execute_cdp_cmd("Page.printToPDF", sheet)["data"])
    assert printed.startswith(b"%PDF")
    assert 1 < printed.count(b"/Type /Page\n") <= 6


def test_every_entry_of_the_contents_leads_somewhere(page: Chrome, studio_report: Path) -> None:
    """A link within the page has a target in the page."""
    page.get(studio_report.as_uri())
    script = "return [...document.querySelectorAll('a[href^=\"#\"]')].map(one => one.getAttribute('href').slice(1))"
    targets = page.execute_script(script)
    assert len(targets) >= 5
    lost = "return arguments[0].filter(name => !document.getElementById(decodeURIComponent(name)))"
    assert page.execute_script(lost, targets) == []


def test_no_text_of_a_report_runs(page: Chrome, tmp_path: Path, shots: Path) -> None:
    """Hostile names and titles stand in the report as they are, and change nothing but text."""
    workspace = hostile_workspace(tmp_path / "hostile")
    assert run("report", workspace, "-o", tmp_path / "report.html").exit_code == 0
    page.get((tmp_path / "report.html").as_uri())
    whole_page(page, shots / "report-hostile.png", most=12_000)
    text = page.execute_script("return document.body.textContent")
    assert all(name in text for name in NAMES if len(name) < 80)
    assert page.execute_script("return document.scripts.length") == 0
    assert page.execute_script("return window.attacked === undefined && !document.querySelector('img[src=x]')")
    assert page.execute_script(OVERFLOW) <= 0
    assert console_errors(page) == []
    assert asked_elsewhere(page) == []
