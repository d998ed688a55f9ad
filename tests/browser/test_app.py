"""The what-if page shows what ``teamwright whatif`` prints, keeps it as a scenario, and runs no text."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, Keys

from solver.assignment.of_world import plan_values, wrong_with
from solver.changes.catalogue import apply
from solver.changes.change import Change
from solver.domain.plan import Assignment, Plan
from solver.domain.world import World
from solver.readers.workspace import read_workspace
from tests.browser.app_page import AppPage, open_app
from tests.browser.chromium import ROOT, asked_elsewhere, console_errors, serious_findings, wait_for, whole_page
from tests.browser.window import window
from tests.cli.test_plan import run
from tests.hostile import NAMES, hostile_workspace
from tests.nine import nine_people

STUDIO = ROOT / "data" / "studio"
ITEMS = """
return [...document.querySelectorAll('.decisions li')].map(one => [one.innerText, one.getBoundingClientRect().bottom])
"""
# What has the focus: its kind, the row or the element, and whether that can be seen.
FOCUS = """
const one = document.activeElement, style = getComputedStyle(one), bar = one.closest('[role=toolbar]');
return [one.tagName, bar ? bar.ariaLabel : one.id || one.className,
        style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1]
"""
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


def worth(changes: tuple[Change, ...], app: AppPage) -> dict[str, int]:
    """Return the values of the plan that the page shows as a table; it keeps every rule of the changed workspace."""
    found = read_workspace(STUDIO)
    world = apply(World(found.team, found.backlog, found.weights), changes)
    plan = Plan(tuple(sorted(Assignment(task, member) for member, task, *_ in app.rows("tw-plan"))))
    assert wrong_with(world, plan) == ()
    return plan_values(world, plan)


def test_the_plan_on_the_page_is_that_of_whatif(accessible_page: Chrome, address: str, shots: Path) -> None:
    """Lines written and chosen give the plan, the figures and the moves of the command."""
    app = AppPage(accessible_page, address)
    app.write("capacity: DESIGNER=25")
    app.choose("ARCHITECT", "is away")
    assert app.changes() == [str(one) for one in CHANGES]
    app.unfold("What changes, in figures", "#tw-comparison")
    app.unfold("What stayed out, and why", "#tw-left")
    app.unfold("The plan as a table, with reasons", "#tw-plan")
    words = ["--capacity", "DESIGNER=25", "--remove", "ARCHITECT", "--format", "json"]
    _, said = json.loads(run("whatif", STUDIO, *words).stdout)
    shown = {name: value for name, _, value, *_ in app.rows("tw-comparison")}
    assert shown["plan"] == "proved optimal"
    assert sum(float(value) for name, value in shown.items() if name.endswith("tasks placed")) == said["placed"]
    assert float(shown["quality, hours"]) == said["levels"][-1]["value"] / 1000
    assert float(shown["hours that stayed out"]) == said["unassigned_hours"]
    assert worth(CHANGES, app) == {level["name"]: level["value"] for level in said["levels"]}
    out = {task for task, *_ in app.rows("tw-left")}
    assert len(out) == len(said["unassigned"])
    assert out.isdisjoint(task for _, task, *_ in app.rows("tw-plan"))
    assert sum("comes in" in line for line in app.details()) == sum(said == "comes in" for said, *_ in app.marked())
    app.unfold("Lines of communication", "svg")
    whole_page(accessible_page, shots / "what-if.png")
    assert serious_findings(accessible_page) == []
    assert console_errors(accessible_page) == []
    assert asked_elsewhere(accessible_page) == []


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
@pytest.mark.parametrize("width", [1440, 390])
def test_what_a_lead_needs_stands_first(
    accessible_page: Chrome, tmp_path: Path, shots: Path, width: int, scheme: str
) -> None:
    """In the first 900 pixels: each urgent task that is out, why, and what to try; a change, its line and its marks."""
    with open_app(nine_people(tmp_path / "nine"), tmp_path) as address, window(accessible_page, width, scheme):
        app = AppPage(accessible_page, address)
        accessible_page.save_screenshot(str(shots / f"app-{width}-{scheme}.png"))
        items = accessible_page.execute_script(ITEMS)
        first, *others = [text.split()[0] for text, _ in items]
        # Seven tasks for IVO are alike: which of them stay out is free.
        assert first == "T70"
        assert len(others) == 3
        assert set(others) <= {f"T{n}6" for n in ("", 1, 2, 3, 4, 5, 6)}
        assert all("Why: " in text and "Try: " in text and bottom < 900 for text, bottom in items)
        assert app.one("#quick").rect["y"] < 900
        assert serious_findings(accessible_page) == []
        app.press(".decisions li:nth-child(2) .try")
        accessible_page.save_screenshot(str(shots / f"app-{width}-{scheme}-changed.png"))
        assert app.changes() == ["capacity: IVO=+6h"]
        marked = {(said, task): bottom for said, task, bottom in app.marked()}
        assert {("comes in", task) for task in others} & set(marked)
        assert min(marked.values()) < 900
        assert app.one("#counts").rect["y"] < 900
        assert app.one("#chips").rect["y"] < 900
        assert app.one("#undo").rect["y"] < 900
        assert serious_findings(accessible_page) == []
        assert accessible_page.execute_script("return document.documentElement.scrollWidth - innerWidth") <= 0
        app.press("#undo")
        assert app.changes() == []
        assert app.marked() == []
        app.press("#redo")
        assert app.changes() == ["capacity: IVO=+6h"]
        assert console_errors(accessible_page) == []


# Lists whose chosen words are wider than they are, and blocks of which neither name nor sign can be seen whole.
CUT = """
const pen = document.createElement('canvas').getContext('2d'), found = [];
for (const one of document.querySelectorAll('#quick select')) {
  const rules = getComputedStyle(one);
  pen.font = rules.font;
  const room = one.clientWidth - parseFloat(rules.paddingLeft) - parseFloat(rules.paddingRight) - 16;
  if (pen.measureText(one.selectedOptions[0].textContent).width > room) found.push(one.id);
}
for (const block of document.querySelectorAll('#board .block')) {
  const box = block.getBoundingClientRect();
  for (const part of block.querySelectorAll('.sign, b')) {
    const at = part.getBoundingClientRect();
    if (at.bottom > box.bottom || at.right > box.right || part.scrollWidth > part.clientWidth + 1) {
      found.push(part.textContent);
    }
  }
}
return found;
"""


@pytest.mark.slow
@pytest.mark.parametrize("width", [1440, 390])
def test_members_by_periods(accessible_page: Chrome, tmp_path: Path, shots: Path, width: int) -> None:
    """A dated workspace has a lane for each period; hours of one of them can be changed, and nothing is too wide."""
    with open_app(ROOT / "data" / "studio-sprints", tmp_path) as address, window(accessible_page, width, "light"):
        app = AppPage(accessible_page, address)
        script = (
            "return [...document.querySelector('#board .row').querySelectorAll('.load b')].map(one => one.textContent)"
        )
        assert accessible_page.execute_script(script) == ["S1", "S2", "S3"]
        assert accessible_page.execute_script(CUT) == []
        app.choose("API_ENGINEER", "is away", "in S2")
        assert app.changes() == ["capacity: API_ENGINEER@S2=0"]
        accessible_page.save_screenshot(str(shots / f"app-sprints-{width}.png"))
        assert app.marked()
        assert accessible_page.execute_script(CUT) == []
        app.unfold("In which order, and how full", "details svg")
        whole_page(accessible_page, shots / f"app-sprints-whole-{width}.png", width=width)
        assert serious_findings(accessible_page) == []
        assert accessible_page.execute_script("return document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.slow
@pytest.mark.parametrize("width", [1440, 390])
def test_many_periods_do_not_stand_on_each_other(page: Chrome, tmp_path: Path, width: int) -> None:
    """Twelve sprints do not fit beside each other: their heads go on in further lines, none over the next one."""
    (tmp_path / "ws" / "cards").mkdir(parents=True)
    for name in ("ANN", "BOB"):
        (tmp_path / "ws" / "cards" / f"{name}.md").write_text("## Core Capabilities\n- web: 0.9\n")
    (tmp_path / "ws" / "team.yaml").write_text("periods: {every: 1w, from: 2027-02-01, count: 12}\n")
    (tmp_path / "ws" / "backlog.csv").write_text("id,estimated_hours,capabilities\nTASK-00001,35.75,web\n")
    script = """
    const lanes = [...document.querySelectorAll('.lane')].map(lane =>
      [lane.getBoundingClientRect(), lane.querySelector('.load').getBoundingClientRect()]);
    return [lanes.length, lanes.filter(([lane, load]) => load.right > lane.right + 1).length]
    """
    with window(page, width, "light"), open_app(tmp_path / "ws", tmp_path) as address:
        AppPage(page, address)
        assert page.execute_script(script) == [24, 0]


def test_the_whole_page_by_keyboard(page: Chrome, address: str) -> None:
    """Tab goes through everything in the order in which it is read, once for each row; what has the focus is seen."""
    AppPage(page, address)
    app = AppPage(page, address)
    seen = []
    for _ in range(60):
        page.switch_to.active_element.send_keys(Keys.TAB)
        tag, name, is_seen = page.execute_script(FOCUS)
        if tag == "BODY":
            break
        assert is_seen, (tag, name)
        seen.append(name)
    bars = [name for name in seen if name.endswith("hours and tasks")]
    assert len(bars) == len(set(bars)) == 15
    assert seen[0] == "skip"
    assert seen.index("name") < seen.index("who") < seen.index("way") < seen.index("line") < seen.index(bars[0])
    first = app.one("#board [role=toolbar] button")
    first.send_keys(Keys.ARROW_RIGHT, Keys.NULL)
    assert page.switch_to.active_element.text == "+"
    page.switch_to.active_element.send_keys(Keys.ENTER)
    app.wait_for_answer()
    assert app.changes() == ["capacity: API_ENGINEER=+4h"]
    assert page.switch_to.active_element.text == "+"
    page.switch_to.active_element.send_keys(Keys.ENTER)
    app.wait_for_answer()
    assert app.changes() == ["capacity: API_ENGINEER=+8h"]


def test_a_task_can_be_given_to_somebody(accessible_page: Chrome, address: str, shots: Path) -> None:
    """A task on the board says who could take it and at what price; one click pins it, and the page plans with that."""
    app = AppPage(accessible_page, address)
    app.one(r"#board [data-task='\"BK-5\"']").click()
    wait_for(accessible_page, lambda: "Who could take it" in app.one("#task").text, "answer about BK-5")
    accessible_page.save_screenshot(str(shots / "app-task.png"))
    assert serious_findings(accessible_page) == []
    app.press("#task [aria-label='give it to API_ENGINEER']")
    changes = (Change("pin", "BK-5=API_ENGINEER"),)
    wait_for(accessible_page, lambda: app.changes() == [str(one) for one in changes], "the pin")
    app.wait_for_answer()
    app.unfold("The plan as a table, with reasons", "#tw-plan")
    _, said = json.loads(run("whatif", STUDIO, "--pin", "BK-5=API_ENGINEER", "--format", "json").stdout)
    assert worth(changes, app) == {level["name"]: level["value"] for level in said["levels"]}
    app.one(r"#board [data-task='\"BK-5\"']").click()
    wait_for(accessible_page, lambda: "API_ENGINEER has it" in app.one("#task").text, "answer about BK-5")
    app.one("#task .close").click()
    app.press("#clear")
    app.one(r"#board [data-task='\"BK-5\"']").click()
    wait_for(accessible_page, lambda: "BACKEND_ENGINEER has it" in app.one("#task").text, "answer about BK-5")
    app.one("#task [aria-label='what if? the exact price for API_ENGINEER']").click()
    wait_for(accessible_page, lambda: "BK-5 with API_ENGINEER" in app.one("#task").text, "price")
    assert console_errors(accessible_page) == []


def test_a_line_that_cannot_be_made_leaves_what_was(page: Chrome, address: str) -> None:
    """A fault names what was expected; the plan before it stays, and so do its lines."""
    app = AppPage(page, address)
    app.write("remove: DESIGNER")
    app.write("remove: DESIGNERS")
    app.wait_for_text("expected a member that is there, got 'remove: DESIGNERS'")
    assert app.changes() == ["remove: DESIGNER"]
    app.write("clone: API_ENGINEER")
    assert app.changes() == ["remove: DESIGNER", "clone: API_ENGINEER"]
    assert "expected" not in app.one("#trouble").text


def test_a_scenario_is_kept(page: Chrome, address: str, folder: Path) -> None:
    """What is set is written to a new file, which the command reads; a file that is there is left alone."""
    app = AppPage(page, address)
    app.choose("DESIGNER", "is away")
    app.unfold("Keep it as a scenario", "#keep-name")
    app.fill("#keep-name", "no: designer")
    app.one("#keep button").send_keys(Keys.ENTER)
    app.wait_for_text("Saved as no: designer in what-if.yaml.")
    copy = Path(shutil.copytree(STUDIO, folder.parent / "copy"))
    shutil.copy(folder / "what-if.yaml", copy / "scenarios.yaml")
    _, said = json.loads(run("whatif", copy, "--scenario", "no: designer", "--format", "json").stdout)
    assert said["changes"] == ["remove: DESIGNER"]
    before = (folder / "what-if.yaml").read_bytes()
    app.one("#keep button").send_keys(Keys.ENTER)
    app.wait_for_text("expected a new file, got one that is there")
    app.fill("#keep-file", "../outside.yaml")
    app.one("#keep button").send_keys(Keys.ENTER)
    app.wait_for_text("expected a file in the workspace studio, got one outside of it")
    assert (folder / "what-if.yaml").read_bytes() == before
    assert not (folder.parent / "outside.yaml").exists()


def test_the_address_needs_its_token(page: Chrome, address: str) -> None:
    """Without the token that the command printed the page shows nothing of the workspace."""
    page.execute_cdp_cmd("Network.clearBrowserCookies", {})
    page.get(address.partition("?")[0])
    wait_for(page, lambda: "with the address that the command printed" in page.page_source, "refusal")
    assert "DESIGNER" not in page.page_source


@pytest.mark.slow
def test_a_server_that_is_gone_is_said(page: Chrome, tmp_path: Path) -> None:
    """When nobody answers the page tries again, then says so; nothing on it is lost."""
    with open_app(ROOT / "data" / "corner", tmp_path) as address:
        app = AppPage(page, address)
    app.one("#line").send_keys("remove: CLERK", Keys.ENTER)
    app.wait_for_text("trying again")
    app.wait_for_text("The server does not answer. Is the command still running?")
    assert "BAKER" in app.one("#board").text
    page.get_log("browser")


def test_no_text_runs(page: Chrome, tmp_path: Path, shots: Path) -> None:
    """Names and titles that are scripts, formulas, endless or from right to left change nothing but text."""
    with open_app(hostile_workspace(tmp_path / "007"), tmp_path) as address:
        app = AppPage(page, address)
        text = page.execute_script("return document.body.textContent")
        whole_page(page, shots / "what-if-hostile.png")
        assert all(name in text for name in NAMES if len(name) < 60)
        assert page.execute_script("return window.attacked === undefined && !document.querySelector('img')")
        assert page.execute_script("return document.title") == "What if?"
        assert page.execute_script("return document.documentElement.scrollWidth - innerWidth") <= 0
        app.press("#board .row:first-child [aria-label$='away']")
        assert app.changes()[0] in {f"remove: {name}" for name in NAMES}
        assert console_errors(page) == []
        assert asked_elsewhere(page) == []
