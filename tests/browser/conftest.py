"""One browser for all browser tests; without one they are skipped by name, on the machine of .ci/run they fail."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.browser.chromium import AXE, browser, missing, required


@pytest.fixture(scope="session")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where pictures of pages are kept: a folder to look at if SCREENSHOTS names one."""
    named = os.environ.get("SCREENSHOTS")
    return Path(named) if named else tmp_path_factory.mktemp("shots")


@pytest.fixture(scope="session")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """Return a browser whose network ends at this machine."""
    gone = missing()
    if gone and required():
        pytest.fail(f"the browser tests must run here: {gone}")
    if gone:
        pytest.skip(gone)
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture
def page(driver: Chrome) -> Chrome:
    """Return the browser at an empty page, with nothing in its logs."""
    driver.get("about:blank")
    driver.get_log("browser")
    driver.get_log("performance")
    return driver


@pytest.fixture
def accessible_page(page: Chrome) -> Chrome:
    """Return the browser where the accessibility rules are at hand."""
    if not AXE.exists() and required():
        pytest.fail(f"the accessibility tests must run here: {AXE.name} is not there")
    if not AXE.exists():
        pytest.skip(f"{AXE.name} is not there")
    return page
