"""The report is one file that a browser shows without a network, without a script and for everybody."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.browser.chromium import ROOT, asked_elsewhere, console_errors, serious_findings, whole_page
from tests.cli.test_plan import run
from tests.hostile import NAMES, hostile_workspace

OVERFLOW = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def studio_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report of the realistic workspace."""
    file = tmp_path_factory.mktemp("report") / "report.html"
    assert run("report", ROOT / "data" / "studio", "-o", file).exit_code == 0
    return file


def colours(driver: Chrome, scheme: str) -> None:
    """Say that the reader likes light or dark."""
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_anybody_can_read_it(accessible_page: Chrome, studio_report: Path, scheme: str, shots: Path) -> None:
    """In light and in dark there is no serious barrier, no complaint, and nothing is asked for."""
    colours(accessible_page, scheme)
    accessible_page.get(studio_report.as_uri())
    whole_page(accessible_page, shots / f"report-{scheme}.png", most=12_000)
    findings = serious_findings(accessible_page)
    colours(accessible_page, "light")
    assert findings == []
    assert console_errors(accessible_page) == []
    assert asked_elsewhere(accessible_page) == []
    assert accessible_page.execute_script("return document.scripts.length") == 0


def test_it_fits_a_telephone_and_paper(page: Chrome, studio_report: Path, shots: Path) -> None:
    """Nothing sticks out of a narrow window, and it prints on more than one sheet."""
    page.get(studio_report.as_uri())
    whole_page(page, shots / "report-narrow.png", width=500, most=12_000)
    page.set_window_size(500, 900)
    assert page.execute_script(OVERFLOW) <= 0
    page.set_window_size(1280, 900)
    printed = base64.b64decode(page.execute_cdp_cmd("Page.printToPDF", {})["data"])
    assert printed.startswith(b"%PDF")
    assert printed.count(b"/Type /Page\n") > 1


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
