"""The what-if page shows what ``teamwright whatif`` prints, keeps it as a scenario, and runs no text."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from solver.changes.change import Change, Scenario
from solver.domain.world import World
from solver.readers.workspace import read_workspace
from solver.whatif.compare import Row, compare_scenarios
from tests.browser.app_page import AppPage, open_app
from tests.browser.chromium import ROOT, asked_elsewhere, console_errors, serious_findings, wait_for, whole_page
from tests.cli.test_plan import run
from tests.hostile import NAMES, hostile_workspace

STUDIO = ROOT / "data" / "studio"
CHANGES = (Change("capacity", "DESIGNER=25"), Change("remove", "ARCHITECT"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the realistic workspace, in which the page keeps what it writes."""
    return Path(shutil.copytree(STUDIO, tmp_path_factory.mktemp("app") / "studio"))


@pytest.fixture(scope="module")
def address(driver: Chrome, folder: Path) -> Iterator[str]:
    """Yield the address of the page of the realistic workspace."""
    with open_app(folder, folder.parent) as found:
        yield found


def planned(changes: tuple[Change, ...]) -> tuple[Row, Row]:
    """Return base and changed plan without the page."""
    found = read_workspace(STUDIO)
    base, row = compare_scenarios(World(found.team, found.backlog, found.weights), (Scenario("changed", changes),))
    return base, row


def test_the_plan_on_the_page_is_that_of_whatif(accessible_page: Chrome, address: str, shots: Path) -> None:
    """A slider moved and a member switched off give the plan, the figures and the moves of the command."""
    app = AppPage(accessible_page, address)
    app.move("hours of DESIGNER", -15)
    app.switch_off("ARCHITECT")
    app.wait_for_changes(*map(str, CHANGES))
    words = ["--capacity", "DESIGNER=25", "--remove", "ARCHITECT", "--format", "json"]
    _, said = json.loads(run("whatif", STUDIO, *words).stdout)
    shown = {name: value for name, _, value, *_ in app.rows("tw-comparison")}
    assert shown["plan"] == "proved optimal"
    assert {name: float(shown[f"{name} tasks placed"]) for name in said["placed"]} == said["placed"]
    assert float(shown["quality, hours"]) == said["levels"][-1]["value"] / 1000
    assert float(shown["hours that stayed out"]) == said["unassigned_hours"]
    assert [line for line in app.details() if "escalation" not in line] == said["difference"]["tasks"]
    _, row = planned(CHANGES)
    assert row.result.plan
    assert {task: member for member, task, *_ in app.rows("tw-plan")} == row.result.plan.owner
    assert [(task, gate) for task, _, _, gate, _ in app.rows("tw-left")] == [(one.task, one.gate) for one in row.left]
    whole_page(accessible_page, shots / "what-if.png")
    assert serious_findings(accessible_page) == []
    assert console_errors(accessible_page) == []
    assert asked_elsewhere(accessible_page) == []


def test_a_weight_and_a_pin(page: Chrome, address: str, shots: Path) -> None:
    """A task can be given to a member by choosing one, and a weight moved; the page plans with both."""
    app = AppPage(page, address)
    app.move("split", 5)
    app.pin("BK-5: Change a booking after payment", "BK-5", "API_ENGINEER")
    changes = (Change("pin", "BK-5=API_ENGINEER"), Change("weight", "split=0.75"))
    app.wait_for_changes(*map(str, changes))
    _, row = planned(changes)
    assert row.result.plan
    assert {task: member for member, task, *_ in app.rows("tw-plan")} == row.result.plan.owner
    whole_page(page, shots / "what-if-pin.png")
    assert console_errors(page) == []


def test_a_scenario_is_kept(page: Chrome, address: str, folder: Path) -> None:
    """What is set is written to a new file, which the command reads; a file that is there is left alone."""
    app = AppPage(page, address)
    app.switch_off("DESIGNER")
    app.wait_for_changes("remove: DESIGNER")
    app.fill("name of the scenario", "no: designer")
    app.press("Save")
    app.wait_for_text("Saved as no: designer in what-if.yaml.")
    copy = Path(shutil.copytree(STUDIO, folder.parent / "copy"))
    shutil.copy(folder / "what-if.yaml", copy / "scenarios.yaml")
    _, said = json.loads(run("whatif", copy, "--scenario", "no: designer", "--format", "json").stdout)
    assert said["changes"] == ["remove: DESIGNER"]
    before = (folder / "what-if.yaml").read_bytes()
    app.press("Save")
    app.wait_for_text("expected a new file, got one that is there")
    assert (folder / "what-if.yaml").read_bytes() == before


def test_the_address_needs_its_token(page: Chrome, address: str) -> None:
    """Without the token that the command printed the page shows nothing of the workspace."""
    page.execute_cdp_cmd("Network.clearBrowserCookies", {})
    page.get(address.partition("?")[0])
    wait_for(page, lambda: "/auth/login" in page.current_url, "page that asks for the token")
    assert "DESIGNER" not in page.page_source


def test_no_text_runs(page: Chrome, tmp_path: Path, shots: Path) -> None:
    """Names and titles that are scripts, formulas, endless or from right to left change nothing but text."""
    with open_app(hostile_workspace(tmp_path / "007"), tmp_path) as address:
        app = AppPage(page, address)
        text = page.execute_script("return document.body.textContent")
        whole_page(page, shots / "what-if-hostile.png")
        assert all(name in text for name in NAMES if len(name) < 80)
        assert page.execute_script("return window.attacked === undefined && !document.querySelector('img[src=x]')")
        assert page.execute_script("return document.title") == "What if?"
        width = page.execute_script("return document.querySelector('#App').scrollWidth - innerWidth")
        assert width <= 0
        app.switch_off(NAMES[0])
        app.wait_for_changes(f"remove: {NAMES[0]}")
        assert console_errors(page) == []
        assert asked_elsewhere(page) == []
