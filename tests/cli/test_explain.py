"""The commands that answer questions about a plan, as a user types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from solver.errors import InputError
from tests.cli.test_plan import DATA, copy_of, run


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Return a plan of the hand-checkable workspace."""
    path = tmp_path / "plan.json"
    run("plan", DATA / "corner", "-o", path)
    return path


def test_explain_adds_up(plan: Path) -> None:
    """The rows of the whole plan add up to the quality that its README computes by hand."""
    text = run("explain", plan).stdout
    assert text.splitlines()[-1].split() == ["together", "+106.600", "h"]
    assert "T1 is with BAKER. Instead:\n    nobody else can take it" in run("explain", plan, "T1").stdout
    assert "T6 stayed out (can)" in run("explain", plan, "T6").stdout
    rows = json.loads(run("explain", plan, "BAKER", "--json").stdout)["terms"]
    assert [(row["name"], row["units"]) for row in rows if row["about"] == "T1"] == [
        ("fit", 30000),
        ("preference", 6000),
    ]


def test_more_hours_for_the_baker_bring_the_recipe(plan: Path) -> None:
    """T5 needs ten more hours of BAKER: eight bring nothing, and T2 needs ten too."""
    text = run("explain", plan, "--hours").stdout
    assert "BAKER                   +8 h: brings nothing" in text


def test_why_not(plan: Path) -> None:
    """A gate names the numbers; a price names the work that would be lost."""
    assert run("why-not", plan, "T1", "CLERK").stdout == (
        "CLERK does not meet the minimums:\n    baking: has 0, needs 0.8\n"
    )
    text = run("why-not", plan, "T5", "BAKER").stdout
    assert "T5 with BAKER: -1 of CRITICAL work placed, +1 of LOW work placed" in text
    assert "T1 stays out (BAKER had it)" in text
    assert run("why-not", plan, "T1", "BAKER").stdout == "BAKER has T1 in this plan.\n"


def test_suggest(plan: Path) -> None:
    """Everybody is listed with fit, free hours and what stops them."""
    lines = run("suggest", "T5", "--plan", plan).stdout.splitlines()
    assert lines[0].split()[:5] == ["BAKER", "fit", "1.00", "10", "h"]
    assert lines[0].endswith("10 h too few are free")


def test_unknown_names_are_faults(plan: Path) -> None:
    """A task that is not there is a fault with a suggestion."""
    found = run("why-not", plan, "T11", "BAKER")
    assert isinstance(found.exception, InputError)
    assert "expected an open task, got 'T11'\nMaybe 'T1'." in str(found.exception)


def test_replan_and_diff(tmp_path: Path) -> None:
    """When a member leaves, its tasks move or stay out, and nothing else does."""
    folder = copy_of("corner", tmp_path)
    run("plan", folder, "-o", tmp_path / "before.json")
    (folder / "cards" / "DRIVER.md").unlink()
    text = run("replan", tmp_path / "before.json", "--table").stdout
    assert text.startswith("optimal: 1 moves\n    T3 stays out (DRIVER had it)\n")
    assert "at most   0 moves: no plan" in text
    run("plan", folder, "-o", tmp_path / "after.json")
    lines = run("diff", tmp_path / "before.json", tmp_path / "after.json").stdout.splitlines()
    assert lines[:2] == ["T3 stays out (DRIVER had it)", "1 moves"]
    found = run("explain", tmp_path / "before.json")
    assert "expected the files that the plan was made from, got changes in cards/DRIVER.md" in str(found.exception)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"meta": {"inputs": {}}, "levels": [], "assignments": [1]}'])
def test_what_is_no_plan_is_refused(text: str, tmp_path: Path) -> None:
    """A file that holds no plan is a fault, never a crash."""
    path = tmp_path / "plan.json"
    path.write_text(text)
    found = run("explain", path, "--workspace", DATA / "corner")
    assert isinstance(found.exception, InputError)


def test_fixes_in_words() -> None:
    """Three different ways to place a task that does not fit, each a list of things to do."""
    text = run("fix", DATA / "corner", "--place", "T1,T5").stdout
    assert text.startswith("fix 1, price 10:\n    10 h more for BAKER\nfix 2, price 16:\n    lower what T")
    assert "fix 3, price 16" in text
    assert run("fix", DATA / "corner").stdout == "nothing needs to change: a plan exists\n"
    assert "lower what T6 needs, for " in run("fix", DATA / "corner", "--place", "T6").stdout
