"""A lead sees within ten seconds which urgent work is not going to happen, why, and one thing to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from benchmarks.ten_seconds import LINES, on_screen, unseen, worlds
from tests.browser.app_page import open_app
from tests.cli.test_plan import run


@pytest.mark.slow
@pytest.mark.parametrize("name", ["studio", "sprints", "nine"])
def test_what_is_out_is_on_the_first_screen(page: Chrome, name: str, tmp_path: Path, shots: Path) -> None:
    """The first lines of the plan, and the first screen of report and what-if page, have tasks, reasons and ways."""
    workspace = worlds(tmp_path)[name]
    plan, report = tmp_path / "plan.json", tmp_path / "report.html"
    assert run("plan", workspace, "-o", plan).exit_code == 0
    decisions = json.loads(plan.read_text(encoding="utf-8"))["decisions"]
    assert bool(decisions) == (name != "sprints")
    lines = run("plan", workspace).stdout.splitlines()[:LINES]
    assert list(unseen("\n".join(lines), decisions)) == []
    assert run("report", workspace, "--plan", plan, "-o", report, "--quick").exit_code == 0
    assert list(on_screen(page, report, f"first-{name}-report", shots, decisions)) == []
    with open_app(workspace, tmp_path) as address:
        assert list(on_screen(page, address, f"first-{name}-app", shots, decisions)) == []


def test_what_is_missing_is_named() -> None:
    """A text without the reason is found to be without it, wherever lines end."""
    row = {"task": "T1", "reason": "nobody can", "do": "hire somebody"}
    assert list(unseen("T1: nobody\n can. hire some\nbody", [row])) == []
    assert list(unseen("T1: hire somebody", [row])) == ["T1: reason 'nobody can'"]
