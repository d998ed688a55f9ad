"""What only a browser can show of a report: neighbours in the network, paper, and everything unfolded."""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from solver.assignment.solve import solve
from solver.readers.workspace import read_workspace
from solver.report.contents import report_document
from solver.report.forms.page import page as report_page
from solver.whatif.dossier.dossier import dossier
from tests.browser.chromium import ROOT, serious_findings, whole_page
from tests.report.test_report import document


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the addresses of the reports of the realistic workspace and of the team with hostile names."""
    folder = tmp_path_factory.mktemp("reports")
    found = read_workspace(ROOT / "data" / "studio")
    studio = report_document(dossier("studio", found, solve(found.team, found.backlog, found.weights)))
    for name, made in (("studio", studio), ("hostile", document("hostile"))):
        (folder / f"{name}.html").write_text(report_page(made), encoding="utf-8")
    return {path.stem: path.as_uri() for path in folder.glob("*.html")}


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["studio", "hostile"])
def test_what_is_folded_can_be_read_too(
    accessible_page: Chrome, reports: dict[str, str], name: str, scheme: str
) -> None:
    """With everything unfolded the rules of axe-core find nothing serious, whatever the names."""
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    accessible_page.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    try:
        accessible_page.get(reports[name])
        accessible_page.execute_script("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert serious_findings(accessible_page) == []
    finally:
        accessible_page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


@pytest.mark.slow
def test_paper_is_light_and_has_the_plan(page: Chrome, reports: dict[str, str], shots: Path) -> None:
    """Printed by somebody who prefers dark, the page is white and has the plan; what is for the screen is not there."""
    page.get(reports["studio"])
    features = [{"name": "prefers-color-scheme", "value": "dark"}]
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": features})
    try:
        whole_page(page, shots / "report-print.png", width=800)
        colour = "return getComputedStyle(document.querySelector('.tw-fill-surface')).fill"
        assert page.execute_script(colour) == "rgb(255, 255, 255)"
        tall = "return document.querySelector(arguments[0]).getBoundingClientRect().height"
        assert page.execute_script(tall, "#plan details.paper table") > 20
        assert page.execute_script(tall, "#reasons") == 0
        assert page.execute_script(tall, "nav") == 0
    finally:
        page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})


@pytest.mark.slow
def test_pointing_at_a_member_dims_who_is_no_neighbour(page: Chrome, reports: dict[str, str]) -> None:
    """By keyboard as by pointer, and without a script: who is not spoken to fades."""
    page.get(reports["studio"])
    nodes = page.find_elements(By.CSS_SELECTOR, "[class^='tw-net-'] [tabindex='0']")
    node = next(one for one in nodes if (one.get_attribute("aria-label") or "").startswith("DATA_ENGINEER:"))
    others = "[...document.querySelectorAll(\"[class^='tw-net-'] [tabindex='0']\")]"
    dimmed = (
        f"return {others}.filter(one => getComputedStyle(one).opacity < 0.5).map(one => one.ariaLabel.split(':')[0])"
    )
    assert page.execute_script(dimmed) == []
    page.execute_script("arguments[0].focus()", node)
    page.execute_script("document.getAnimations().forEach(one => one.finish())")
    faded = set(page.execute_script(dimmed))
    assert "ML_ENGINEER" not in faded
    assert "DATA_ENGINEER" not in faded
    assert {"TEST_ENGINEER", "ARCHITECT"} <= faded
